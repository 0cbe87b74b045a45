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


@recipe("IA_SYSLINUX_INCLUDES_MAX", "IA_SYSLINUX_INCLUDED_MAX")
def syslinux_includes():
    disc = Disc().add("/isolinux/i", "# a\n" * 8000)
    return disc.add(SYSLINUX, "include i\n" * 32 + LABEL)


@recipe("IA_SYSLINUX_INCLUDES_MAX")
def syslinux_include_names():
    return Disc().add(SYSLINUX, ("include %s\n" % ("/a" * 2000)) * 32 + LABEL)


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
    words = "a " * 1000
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
