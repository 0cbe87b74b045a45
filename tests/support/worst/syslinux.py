# SPDX-License-Identifier: GPL-3.0-or-later
"""SYSLINUX configurations at their bounds."""

from . import recipe, recipes
from .disc import KERNEL, RAM_DISK, SYSLINUX, Disc

MIB = 1 << 20
LABEL = "label install\n kernel " + KERNEL + "\n append initrd=" + RAM_DISK + (
    " inst.stage2=hd:LABEL=HOSTILE\n")

LINES = {
    "unknown": "x\n", "unknown-long": "x" * 4000 + "\n", "blank": "\n", "comments": "# a\n",
    "cut": "say " + "a" * 5000 + "\n", "text": "text help\n", "labels": "label a\n",
    "append": "append a=b c=d\n", "menus": "menu begin a\nmenu end\n",
    "menu-titles": "menu title a\n",
    "default": "default a b c\n", "ui": "ui menu.c32\n", "say": "say a\n",
    "sysappend": "sysappend 9\n",
    "kernel": "kernel k\n", "menu-unknown": "menu x\n",
    "appends-long": "append " + "a=b " * 1000 + "\n",
    "separators": "menu separator\n",
}


def lines(line):
    return Disc().add(SYSLINUX, LABEL + line * ((MIB - len(LABEL)) // len(line)))


recipes({"syslinux-" + name: line for name, line in LINES.items()}, lines,
        "IA_CONFIG_MAX", "IA_SYSLINUX_LINE_MAX")


@recipe("IA_SYSLINUX_LINE_MAX", "IA_SYSLINUX_ENTRIES_MAX")
def syslinux_titles():
    """Entries whose labels and titles fill their lines and begin alike."""
    return Disc().add(SYSLINUX, "".join(
        "label %s%d\n menu label ^%s%d\n kernel %s\n" % ("l" * 400, i, "\x01" * 500, i, KERNEL)
        for i in range(1000)))


@recipe("IA_SYSLINUX_WORK_MAX")
def syslinux_includes():
    """A file again and again, which is read of the medium once."""
    disc = Disc().add("/isolinux/i", "x\n" * 8000)
    return disc.add(SYSLINUX, LABEL + "include i\n" * 100000)


@recipe("IA_SYSLINUX_WORK_MAX", "IA_SYSLINUX_BUCKETS", "IA_SYSLINUX_NOTES_MAX")
def syslinux_absent():
    """Each looked for on the medium, in a folder with much in it."""
    disc = Disc().add(SYSLINUX, LABEL + "".join("include %d\n" % i for i in range(60000)))
    for i in range(400):
        disc.add("/isolinux/x%d" % i, "#\n")
    return disc


@recipe("IA_SYSLINUX_KEPT_MAX")
def syslinux_kept():
    disc = Disc().add("/isolinux/i", "append x\n" * 50000)
    return disc.add(SYSLINUX, LABEL + "include i\n" * 1000)


@recipe("IA_SYSLINUX_WORK_MAX", "IA_SYSLINUX_DEPTH_MAX")
def syslinux_doubling():
    """Each file includes the next one twice."""
    disc = Disc()
    for i in range(14):
        disc.add("/isolinux/%d" % i, "include %d\n" % (i + 1) * 2)
    return disc.add("/isolinux/14", "x\n" * 9).add(SYSLINUX, LABEL + "include 0\n")


@recipe("IA_SYSLINUX_DEPTH_MAX", "IA_SYSLINUX_ENTRIES_MAX")
def syslinux_menu_files():
    """Menus of files that lead to menus of other files."""
    disc = Disc()
    for i in range(60):
        disc.add("/isolinux/m%d" % i, "".join(
            "label l%d-%d\n kernel menu.c32\n append %s\n" % (i, k, "m%d " % ((i + k) % 60) * 30)
            for k in range(60)))
    return disc.add(SYSLINUX, "ui menu.c32 m0 ~\n" + LABEL)


@recipe("IA_SYSLINUX_WORK_MAX")
def syslinux_include_names():
    return Disc().add(SYSLINUX, LABEL + ("include %s\n" % ("/a" * 2000)) * 250)


@recipe("IA_SYSLINUX_DEPTH_MAX")
def syslinux_depth():
    disc = Disc()
    for i in range(15):
        disc.add("/isolinux/%d" % i, "include %d\n" % (i + 1) + "menu begin a\n" + LABEL)
    return disc.add("/isolinux/15", LABEL).add(SYSLINUX, "include 0\n")


@recipe("IA_SYSLINUX_DEPTH_MAX")
def syslinux_nested():
    return Disc().add(SYSLINUX, "".join("menu begin %s\n" % ("m" * 2000) for _ in range(16)) +
                      (LABEL.replace("install", "x") + "menu goto .top\n") * 900)


@recipe("IA_SYSLINUX_ENTRIES_MAX", "IA_SYSLINUX_CMDLINE_MAX", "IA_CMDLINE_WORDS_MAX")
def syslinux_entries():
    words = "a " * 980
    return Disc().add(SYSLINUX, "append %s\n" % words + "".join(
        "label e%d\n kernel %s\n initrd %s\n" % (i, KERNEL, RAM_DISK) for i in range(1020)))


@recipe("IA_SYSLINUX_INITRDS_MAX", "IA_PATH_DEPTH_MAX")
def syslinux_initrds():
    return Disc().add(SYSLINUX, "".join(
        "label e%d\n kernel %s\n initrd %s\n" % (i, KERNEL, ",".join(
            "/images/../images/%d-%d" % (i, k) for k in range(80))) for i in range(51)))


@recipe("IA_SYSLINUX_ENTRIES_MAX")
def syslinux_chain():
    """Labels that lead to one another, and configurations to configurations."""
    return Disc().add(SYSLINUX, "default e0\n" + "".join(
        "label e%d\n kernel e%d\n append %s\n" % (i, i + 1, "w=%d " % i * 90)
        for i in range(1020)))


@recipe("IA_SYSLINUX_ENTRIES_MAX", "IA_SYSLINUX_DEPTH_MAX")
def syslinux_configs():
    disc = Disc()
    for i in range(16):
        disc.add("/isolinux/c%d" % i, "".join("label l%d-%d\n config c%d\n" % (i, k, i + 1)
                                              for k in range(60)))
    return disc.add(SYSLINUX, "".join("label l%d\n config c0\n" % k for k in range(60)))
