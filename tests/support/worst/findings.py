# SPDX-License-Identifier: GPL-3.0-or-later
"""Media that once took too much, steered a terminal or filled a disk."""

import functools

import hostile

from . import recipe
from .disc import GRUB, KERNEL, SYSLINUX, Disc
from .grub import BRIGHT, INSTALL, LONG, doubled, of
from .volume import esp

ESCAPES = "\x1b[31m\x1b]0;owned\x07\u009b31m\u202e"


@recipe("IA_NAME_MAX")
def esc_path():
    """The name of a configuration that an entry shows is the medium's."""
    disc = Disc().menus("menuentry a { configfile '/%s.cfg'; }\n" % ESCAPES)
    return disc.add("/%s.cfg" % ESCAPES, INSTALL)


@recipe("IA_GRUB_REPETITIONS_MAX", "IA_GRUB_PATTERN_MAX")
def f_regexp():
    return of("regexp 'a{99}{99}{99}{99}' b\n" + INSTALL)


@recipe("IA_GRUB_REPETITIONS_MAX", "IA_GRUB_PATTERN_MAX")
def f3_regexp_many():
    return of("regexp 'a{99}{99}{99}' b\n" * 20 + INSTALL)


@recipe("IA_GRUB_REPETITIONS_MAX", "IA_GRUB_PATTERN_MAX")
def f_regexp_nested():
    return of("regexp '((x?){99}){99}' b\nregexp '(x*){99}{99}' b\nregexp '((x?){99}){9}' b\n" +
              INSTALL)


@recipe("IA_GRUB_WORD_MAX", "IA_GRUB_ARENA_MAX")
def a_bls_expand():
    disc = Disc().menus(LONG + "blscfg\n" + INSTALL, GRUB[0]).release("8")
    return disc.add("/loader/entries/a.conf",
                    "title a\nlinux %s\noptions %s\n" % (KERNEL, "$a" * 100000))


@recipe("IA_GRUB_ARENA_MAX")
def a_bls_initrds():
    disc = Disc().menus(LONG + "blscfg\n" + INSTALL, GRUB[0]).release("8")
    return disc.add("/loader/entries/a.conf",
                    "title a\nlinux %s\ninitrd %s\n" % (KERNEL, "$a " * 100000))


@recipe("IA_GRUB_STEPS_MAX")
def t2_translated():
    return of("while true; do echo $\"%s\"; done\n" % ("$x" * 10000) + INSTALL)


@recipe("IA_GRUB_STEPS_MAX")
def t_newlines():
    return of("while true; do echo $\"%s\"; done\n" % ("\\\n" * 10000) + INSTALL)


@recipe("IA_GRUB_STEPS_MAX", "IA_CONFIG_MAX")
def e_loadenv():
    block = "# GRUB Environment Block\n" + "".join("%d=\n" % (i % 3) for i in range(300000))
    names = " ".join("n%d" % i for i in range(20000))
    return Disc().add("/env", block).menus("load_env -f /env %s\n" % names + INSTALL)


@recipe("IA_SYSLINUX_ENTRIES_MAX", "IA_CMDLINE_WORDS_MAX")
def s_syslinux_words():
    """Two menus of the same labels, of which no two share a word."""
    first, second = (("append %s\n" % ((word + " ") * 1000) + "".join(
        "label e%d\n kernel %s\n" % (i, KERNEL) for i in range(1020))).encode() for word in "ab")
    count = -(-len(second) // 512)
    volume = hostile.fat({2 + i: 3 + i if i + 1 < count else 0xFFF for i in range(count)},
                         [hostile.slot(b"SYSLINUXCFG", 0x20, 2, len(second))], clusters=300,
                         contents={2 + i: second[512 * i:512 * i + 512] for i in range(count)})
    return esp(volume).add(SYSLINUX, first)


@recipe("IA_GRUB_ENTRIES_MAX", "IA_CMDLINE_WORDS_MAX")
def l2_words():
    disc = Disc()
    for path, word in zip(GRUB, "abcd"):
        disc.add(path, "set w='%s'\n" % ((word + " ") * 1000) + "".join(
            "menuentry e%d { linux %s $w; }\n" % (i, KERNEL) for i in range(85)))
    return disc


@recipe("IA_GRUB_ENTRIES_MAX", "IA_COMPARED_TEXT_MAX")
def l1_titles():
    return of("set t=%s\n" % ("t" * 3000) + "".join(
        "menuentry ${t}%d { linux %s; }\n" % (i, KERNEL) for i in range(900)))


@recipe("IA_NOTES_MAX", "IA_GRUB_VARIABLES_MAX")
def r_notes():
    return of(BRIGHT + "".join('search -l "%d$a"\n' % i for i in range(60)) + INSTALL)


@recipe("IA_GRUB_ARENA_MAX")
def j2_menus():
    return of(BRIGHT + "".join(
        'menuentry "e%d" { linux %s "$a"; }\n' % (i, KERNEL) for i in range(25)))


@recipe("IA_TABLE_PAD_MAX", "IA_ENTRY_PATH_MAX", "IA_NAME_MAX")
def p_wide_path():
    """A path as wide as names are long, in a table of many rows."""
    disc = Disc()
    text = "menuentry a { configfile '%s'; }\n"
    disc.add("/last", "".join("menuentry e%d { linux %s; }\n" % (i, KERNEL) for i in range(900)))
    names = ["/" + "n" * 1000 + "%d" % i for i in range(20)]
    for name, following in zip(names, names[1:]):
        disc.add(name, text % following)
    disc.add(names[-1], text % "/last")
    return disc.menus(text % names[0])


@recipe("IA_TABLE_PAD_MAX", "IA_GRUB_ENTRIES_MAX")
def w_wide_title():
    return of(doubled("x" * 16, 11) + "menuentry \"$a\" { linux %s; }\n" % KERNEL + "".join(
        "menuentry e%d { linux %s; }\n" % (i, KERNEL) for i in range(1000)))


@recipe("IA_GRUB_CMDLINE_MAX")
def c1():
    marks = "\u009b31m\u202e\x7f"
    disc = Disc(label="L" + marks).menus(INSTALL.replace("Install", "Install " + marks).replace(
        "HOSTILE", "L" + marks + " x" + marks))
    return disc.add("/.treeinfo", "[general]\nname = n%s\nfamily = CentOS\nversion = 7\n" % marks)


@functools.lru_cache
def agreeing(count, bits):
    """Names that fall on one slot of a table of so many: FNV-1a, whose halves are put together.

    The last byte moves the sum's low bits alone: of a beginning it is known what others it needs.
    """
    prime, mask, letters = 0x100000001B3, (1 << bits) - 1, range(97, 123)
    wanted = [{} for _ in range(mask + 1)]
    for low, others in enumerate(wanted):
        for last in letters:
            end = low ^ last
            others[(end * 0x1B3 - ((end & 0x7F) << 8)) & mask] = last
    found = []
    for start in range(26 ** 5):
        name, total = b"", 0xCBF29CE484222325
        for _ in range(5):
            start, letter = divmod(start, 26)
            name += bytes([97 + letter])
            total = (total ^ 97 + letter) * prime & 0xFFFFFFFFFFFFFFFF
        last = wanted[total & mask].get((total * 0x1B3 >> 32) & mask)
        if last:
            found.append((name + bytes([last])).decode())
        if len(found) == count:
            break
    return found


@recipe("IA_CONFIG_MAX", "IA_GRUB_ARENA_MAX")
def h_hash():
    return of("".join("function %s { x; }\n" % name for name in agreeing(4000, 13)) + INSTALL)


@recipe("IA_GRUB_STEPS_MAX", "IA_GRUB_VARIABLES_MAX")
def h_hash_calls():
    names = agreeing(4000, 13)
    return of("".join("set %s=\n" % name for name in names) + "while true; do echo %s; done\n" %
              "".join("$" + name for name in names[-500:]) + INSTALL)


@recipe("IA_DIR_RECORDS_MAX", "IA_GRUB_STEPS_MAX")
def b_bls_sort():
    disc = Disc().menus("blscfg\n" + INSTALL, GRUB[0]).release("8")
    folder = disc.folder("/loader/entries")
    extent = [(disc.place(b"title a\n"), 8)]
    for i in range(19992):
        name = b"a1" * 70 + b"%05d.conf" % (i * 7919 % 100003)
        folder[name] = extent
    return disc


@recipe("IA_WORK_MAX")
def xf_exfat():
    """An exFAT volume before that of the medium, whose directory is a circle of clusters."""
    clusters = 625  # of 16 entries each: where libblkid 2.38 ends
    disc = Disc().menus(INSTALL)
    heap = 4 * disc.place((b"\x85" + bytes(31)) * 16 * clusters)
    boot = bytearray(512)
    boot[0:11] = b"\xeb\x76\x90EXFAT   "
    for at, size, value in ((72, 8, 4000), (80, 4, 24), (84, 4, 1), (88, 4, heap),
                            (92, 4, clusters), (96, 4, 2), (100, 4, 1), (104, 2, 0x100)):
        boot[at:at + size] = value.to_bytes(size, "little")
    boot[108:111] = b"\x09\0\1"
    boot[112] = 0xFF
    boot[510:512] = b"\x55\xaa"
    volume = bytes(boot) + (bytes(510) + b"\x55\xaa") * 8 + bytes(1024)
    total = 0
    for i, byte in enumerate(volume):
        if i not in (106, 107, 112):
            total = (((total & 1) << 31) + (total >> 1) + byte) & 0xFFFFFFFF
    volume += total.to_bytes(4, "little") * 128
    table = b"\xf8\xff\xff\xff\xff\xff\xff\xff" + b"".join(
        (2 + (i + 1) % clusters).to_bytes(4, "little") for i in range(clusters))
    disc.blocks[0] = volume.ljust(24 * 512, b"\0") + table
    return disc


@recipe("IA_CONFIG_MAX")
def g1_line():
    """A thousand bodies in one line of a megabyte."""
    return of(";".join("menuentry e%d { linux %s a=%s; }" % (i, KERNEL, "b" * 900)
                       for i in range(1000)) + "\n")


@recipe("IA_GRUB_ENTRIES_MAX", "IA_GRUB_VARIABLES_MAX")
def k_default():
    return of("set default='%s'\nset fallback='%s'\n" % ("a" * 64000, "b " * 32000) + "".join(
        "menuentry e%d { linux %s; }\n" % (i, KERNEL) for i in range(1000)))
