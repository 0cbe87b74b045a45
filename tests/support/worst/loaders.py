# SPDX-License-Identifier: GPL-3.0-or-later
"""GRUB Legacy's and systemd-boot's configurations at their bounds."""

from . import LIMITS, recipe, recipes
from .disc import KERNEL, RAM_DISK, Disc

LEGACY = "/EFI/BOOT/BOOTX64.conf"
SETTINGS, ENTRIES = "/loader/loader.conf", "/loader/entries/"
INSTALL = "title install\nkernel " + KERNEL + " inst.stage2=hd:LABEL=HOSTILE\ninitrd " + (
    RAM_DISK + "\n")
ENTRY = "linux " + KERNEL + "\ninitrd " + RAM_DISK + "\n"

LINES = {
    "unknown": "x\n", "comments": "# a\n", "joined": "kernel /k \\\n", "cut": "x" * 1600 + "\n",
    "kernels": "kernel /k " + "a=b " * 370 + "\n", "entries": "title a\nkernel /k\n",
    "roots": "root (hd0,0)\n", "pauses": "pause\n", "fails": "title a\ninitrd /i\n",
}
recipes({"legacy-" + name: line for name, line in LINES.items()},
        lambda line: Disc().add(LEGACY, INSTALL + line * ((1 << 20) // len(line) - 200)),
        "IA_CONFIG_MAX", "IA_GRUB_LEGACY_LINE_MAX")


@recipe("IA_GRUB_LEGACY_ENTRIES_MAX", "IA_GRUB_LEGACY_FALLBACKS_MAX")
def legacy_full():
    """Entries whose titles and lines are as long as they may be."""
    count = LIMITS["IA_GRUB_LEGACY_ENTRIES_MAX"]
    return Disc().add(LEGACY, "default %d\nfallback %s\n" % (
        count, " ".join(str(count + i) for i in range(8))) + "".join(
            "title %s%d\nkernel /k %s\n" % ("\x01" * 500, i, "a=b " * 90) for i in range(count)))


@recipe("IA_GRUB_LEGACY_FILES_MAX")
def legacy_chain():
    """Configurations that lead to one another, each of them many times."""
    disc = Disc().add(LEGACY, INSTALL + "title a\nconfigfile /0\n" * 30)
    for i in range(LIMITS["IA_GRUB_LEGACY_FILES_MAX"]):
        disc.add("/%d" % i, "title a\nfindiso\nconfigfile /%d\n" % (i + 1) * 31)
    return disc


def entries(text, count=LIMITS["IA_SYSTEMD_BOOT_FILES_MAX"], settings="default *n*n*n*x\n"):
    disc = Disc().add(SETTINGS, settings)
    for i in range(count):
        disc.add(ENTRIES + "%s%d.conf" % ("n" * 180, i), text)
    return disc


recipes({
    "systemd-boot-entries": ENTRY,
    "systemd-boot-titles": ENTRY + "title %s\nversion 1\nmachine-id 1\n" % ("\x01" * 300),
    "systemd-boot-versions": ENTRY + "sort-key k\nversion " + "1.0" * 90 + "\n",
    "systemd-boot-unknown": ENTRY + "x y\n" * 300,
    "systemd-boot-absent": "linux /none\n",
}, entries, "IA_SYSTEMD_BOOT_FILES_MAX")

recipes({
    "systemd-boot-lines": "\n", "systemd-boot-keys": "x y\n", "systemd-boot-options": "options a\n",
    "systemd-boot-initrds": "initrd a\n", "systemd-boot-kernels": "linux a\n",
}, lambda line: entries(ENTRY + line * ((1 << 20) // len(line) - 200), 1), "IA_CONFIG_MAX")

recipes({
    "systemd-boot-settings": "default " + "*n" * 500000 + "\n",
    "systemd-boot-settings-unknown": "x y\n" * 250000,
}, lambda settings: entries(ENTRY, 100, settings), "IA_CONFIG_MAX")
