# SPDX-License-Identifier: GPL-3.0-or-later
"""All bounds at once, on one medium: each just not crossed, so that nothing ends the work early."""

import hostile
from hostile import nm

from . import recipe
from .disc import GRUB, KERNEL, RAM_DISK, SYSLINUX, Disc
from .grub import INSTALL, doubled
from .volume import BIDI, catalogue, descriptor, gpt, program, sectors, slots


def menu(loop):
    """With as many entries and steps as four of them may have, and all else beside them."""
    return ("function f { true; }\n" + doubled("x" * 16, 9) +
            "regexp '(((((a{9}){2}|b){2})*)*)x' %s\n" % ("a" * 255) +
            "for i in %s; do [ -n \"$a\" ]; done\n" % ("i " * loop) +
            "'%s'\n" % ("\x01" * 1000) * 30 + INSTALL +
            "".join("menuentry '%s%d' { linux %s %s %d\n initrd %s\n}\n" %
                    ("t" * 40, i, KERNEL, "a=b " * 20, loop, RAM_DISK) for i in range(300)))


@recipe("IA_WORK_MAX", "IA_KEPT_MAX")
def every():
    disc = Disc(label="L" + BIDI)
    disc.filling = sectors(hostile.record(b"F", 60, 1, 0, nm(b"f")), records=4000)
    for i, path in enumerate(GRUB):
        disc.add(path, menu(100 + i))
    disc.add(SYSLINUX, "append %s\n" % ("a " * 1000) + "".join(
        "label e%d\n menu label %s%d\n kernel %s\n initrd %s\n" % (i, "t" * 40, i, KERNEL, RAM_DISK)
        for i in range(300)))
    disc.add("/.treeinfo", "[general]\nname = %s\nfamily = CentOS\nversion = 7\n[checksums]\n" %
             ("\x01" * 60000) + "".join("%s%d = sha256:%s\n" % ("c" * 100, i, "0" * 64)
                                        for i in range(256)) + "x\n" * 40)
    disc.add("/.discinfo", "1.0\n%s\n%s\n" % (BIDI * 20000, BIDI * 20000))
    disc.add("/EFI/BOOT/grubx64.efi", program(96, (b"x," * 40 + b"\n") * 800))
    disc.blocks[0] = gpt(120)
    disc.descriptors = [descriptor(i) for i in range(29)]
    volume = hostile.fat16(slots(BIDI * 247))
    catalogue(disc, disc.place(volume), min(len(volume) // 512, 65535), 63)
    return disc
