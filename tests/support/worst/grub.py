# SPDX-License-Identifier: GPL-3.0-or-later
"""GRUB script at its bounds."""

import os
import tempfile

from . import recipe, recipes
from .disc import GRUB, KERNEL, RAM_DISK, Disc

MIB = 1 << 20
# what an honest menu has
INSTALL = ("menuentry 'Install' {\n linuxefi " + KERNEL + " inst.stage2=hd:LABEL=HOSTILE\n"
           " initrdefi " + RAM_DISK + "\n}\n")


def doubled(text, times=13):
    """Sets a to 16 bytes, doubled again and again: 128 KiB are half of what variables may take."""
    return "set a='%s'\n" % text + 'set a="$a$a"\n' * times


LONG = doubled("x" * 16)
BRIGHT = doubled("\x01" * 16)
WORDS = doubled("a=b " * 4)


def of(text):
    return Disc().menus(text)


def forever(body):
    return "while true; do %s; done\n" % body


# Commands, expansions, constructs: each for as long as the steps last, with the longest words that
# variables hold and with none.
LOOPS = {
    "true": "true", "nothing": "x", "bang": "! true", "assign": "a=b",
    "set": "set b=c", "set-long": 'set b=$a; unset b', "set-many": "set v$b=1; set b=${b}1",
    "unset": "unset b", "export": "export a b c d e f g h",
    "echo": "echo", "echo-long": 'echo "$a"', "echo-split": "echo $a",
    "unquoted": "echo %s" % ("'x*?\\'" * 400), "quoted": 'echo "%s"' % ("x*?" * 800),
    "pieces": "echo %s" % ("'a'b" * 800), "lookups": "echo %s" % ("$b" * 1600),
    "parameters": "echo $1$2$@$*$#$?",
    "test": "[ a = b ]", "test-many": "[ %s ]" % ("a -o " * 900 + "b"),
    "test-equal": '[ "$a" = "$a" ]', "test-suffix": '[ "$a"1 -pgt "$a"2 ]',
    "test-number": '[ 1%s -eq 2 ]' % ("0" * 2000), "test-file": "[ -f /none ]",
    "test-nested": "[ %s a %s ]" % ("( " * 64, ") " * 64),
    "test-paths": "[ -f %s ]" % ("/a" * 1500), "test-ups": "[ -f /EFI%s ]" % ("/../EFI" * 15),
    "eval": "eval true", "eval-long": 'eval "# $a"', "eval-words": 'eval "true $a"',
    "eval-empty": "eval '%s'" % ("\n" * 1500), "eval-functions": "eval 'function f { true; }'",
    "setparams-grow": "setparams $@ a b", "for-grow": "set l=$l\\ a; for i in $l; do x; done",
    "eval-grow": "set e=\"$e true;\"; eval \"$e\"", "set-grow": "set g=${g}abcdefgh",
    "function": "f", "function-words": 'f "$a" "$a"', "setparams": 'setparams $a',
    "for": "for i in %s; do true; done" % ("a " * 800), "if": "if true; then true; fi",
    "until": "until true; do true; done", "break": "while true; do break; done",
    "regexp": "regexp --set=1:x '(a*)*(b*)*' %s" % ("a" * 250),
    "regexp-classes": "regexp '[[:alpha:]]*[^a-z]?(x|y|z|[a-z])+(a|b|c)*[[:alnum:]]{9}' %s" % (
        "xyz" * 80),
    "regexp-braces": "regexp '(((((a{9}){9}|b){9})*)*)x' %s" % ("a" * 255),
    "regexp-alternatives": "regexp '%s' %s" % ("a|" * 63 + "b", "c" * 250),
    "regexp-sets": "regexp " + " ".join("--set=%d:v%d" % (i, i) for i in range(10)) +
                   " '(a)(b)(c)(d)(e)(f)(g)(h)(i)' abcdefghi",
    "wildcard": "echo /*", "wildcard-stars": "echo /%sx" % ("*" * 1500),
    "wildcard-devices": "echo (*)", "wildcard-deep": "echo /*/*/*/*/*",
    "search-label": 'search -l "$a"', "search-file": "search -f /none",
    "search-uuid": "search -u -s b 2026-01-01-00-00-00-00",
    "probe": "probe -s b -u cd0", "probe-long": 'probe -l "$a"',
    "source-none": "source /none", "source-deep": "source %s" % ("/a" * 1500),
    "load-env": "load_env -f /none", "configfile": "configfile /none",
    "options": "search --no-floppy %s --set=b -l x" % ("--hint=a " * 400),
    "linux": "linux /k $a", "initrd": "linux /k; initrd %s" % ("/i " * 900),
    "initrd-newc": "linux /k; initrd %s" % ("newc:a:/i " * 400),
    "module": "multiboot2 /xen; module2 /k; module2 /i",
    "menuentry": "menuentry a { true; }; unset x", "blscfg": "blscfg",
    "submenu-block": "submenu a { %s }" % ("true;" * 400),
    "block-as-word": "echo { %s }" % ("true;" * 400),
    "translated": 'echo $"%s"' % ("x" * 2000), "lines": "true" + ";true" * 1000,
    "kernels": "linux /k; boot", "shift": "shift; setparams a b c",
    "unanswered": "inl a", "other-format": "legacy_source /none",
    "loopback": "loopback a /none", "loopback-again": "loopback -d l; loopback l /EFI/BOOT/grub.cfg",
    "time": "time " * 60 + "true", "sum": "md5sum /none /none", "font": 'loadfont /none "$a"',
    "extract": "extract_entries_source /none",
    "insmod": "insmod %s" % ("a " * 800), "hidden-entry": "hiddenentry a { true; }",
}


def loop(text):
    return of("function f { return 0; }\nfunction run { %s}\n" % forever(text) + LONG +
              "run a b c\n" + INSTALL)


recipes({"loop-" + name: text for name, text in LOOPS.items()}, loop,
        "IA_GRUB_STEPS_MAX", "IA_GRUB_PATTERN_MAX",
        "IA_GRUB_SUBJECT_MAX", "IA_GRUB_REPETITIONS_MAX")


# The longest text of one kind: a file of IA_CONFIG_MAX that parses, and whose entries are good.
TEXTS = {
    "comments": "# a comment of some length, again and again\n", "blanks": "\n", "spaces": " ",
    "commands": "x\n", "semicolons": "a;", "words": "echo a b c d e f g h i j k l\n",
    "quotes": "echo 'a'\"b\"\\c$d${e}\n", "assignments": "a=b\n", "ifs": "if x; then y; fi\n",
    "functions": "function f { a; }\n", "open-braces": "x { x { x {\n", "tokens": "{ } ; & | < >\n",
    "variables": "$a ", "translations": '$"a"', "escapes": "\\\n", "errors": ") if fi done\n",
    "high": "\xff\u202e\n", "entry-lines": "menuentry a {\n", "while": "while false; do x; done\n",
}


def text(line):
    end = INSTALL if line not in (" ", "$a ", "x { x { x {\n", "menuentry a {\n") else ""
    return of(line * ((MIB - len(INSTALL)) // len(line.encode())) + "\n" * bool(end) + end)


recipes({"text-" + name: line for name, line in TEXTS.items()}, text,
        "IA_CONFIG_MAX", "IA_CONFIGS_MAX")


@recipe("IA_GRUB_DEPTH_MAX")
def grub_depth():
    nested = "true"
    for _ in range(20):
        nested = "if true; then for i in a; do while true; do %s; break; done; done; fi" % nested
    calls = "".join("function f%d { f%d; f%d; }\n" % (i, i + 1, i + 1) for i in range(60))
    return of(nested + "\n" + calls + "function f60 { true; }\nf0\n" + INSTALL)


@recipe("IA_GRUB_DEPTH_MAX", "IA_GRUB_ENTRIES_MAX")
def grub_submenus():
    chain = "menuentry x { linux %s; }" % KERNEL
    for _ in range(60):
        chain = "submenu %s { %s }" % ("s" * 200, chain)
    return of((chain + "\n") * 16)


@recipe("IA_GRUB_VARIABLES_MAX")
def grub_variables():
    exports = "".join("set v%d=\nexport v%d\n" % (i, i) for i in range(2500))
    return of(exports + "".join("submenu s%d { menuentry a { linux %s; }; }\n" % (i, KERNEL)
                                for i in range(500)))


@recipe("IA_GRUB_VARIABLES_MAX", "IA_GRUB_STEPS_MAX")
def grub_contexts():
    """Each configfile takes all exported variables along."""
    disc = Disc()
    disc.add("/c", INSTALL)
    return disc.menus("".join("set v%d=\nexport v%d\n" % (i, i) for i in range(2500)) +
                      "menuentry a {\n" + "configfile /c\n" * 3000 + "}\n")


# Files that are read for as long as steps or bytes last: how many, and what each of them says.
SOURCES = {
    "sources": (31, "# %s\n" % ("x" * 40000) + INSTALL), "sources-small": (4000, "a=b\n"),
    "sources-empty": (40000, ""), "sources-entries": (1000, INSTALL),
    "sources-functions": (20000, "function f { true; }\n"), "sources-large": (2000, "\n" * 30000),
}


def sources(what):
    count, text = what
    disc = Disc()
    disc.add("/c", text)
    return disc.menus("source /c\n" * count + INSTALL)


recipes(SOURCES, sources, "IA_GRUB_STEPS_MAX", "IA_CONFIGS_MAX", "IA_GRUB_ARENA_MAX")


@recipe("IA_GRUB_STEPS_MAX", "IA_NOTES_MADE_MAX")
def sources_absent():
    """Names of files that are not there, each another one, some beside many that are."""
    disc = Disc()
    for i in range(2000):
        disc.add("/d/%d" % i, b"")
    return disc.menus("".join("source /d/none%d\n" % i for i in range(20000)) + INSTALL)


@recipe("IA_GRUB_STEPS_MAX", "IA_GRUB_DEPTH_MAX")
def sources_of_sources():
    """Each file reads the next one twice."""
    disc = Disc()
    for i in range(64):
        disc.add("/c%d" % i, "source /c%d\n" % (i + 1) * 2)
    disc.add("/c64", INSTALL)
    return disc.menus("source /c0\n" + INSTALL)


@recipe("IA_GRUB_STEPS_MAX", "IA_GRUB_DEPTH_MAX", "IA_GRUB_ENTRIES_MAX")
def sources_of_menus():
    """Menus that show one another, from two entries each."""
    disc = Disc()
    for i in range(2):
        disc.add("/c%d" % i, "".join("menuentry %d { configfile /c%d; }\n" % (k, k)
                                     for k in range(2)) + INSTALL)
    return disc.menus("menuentry a { configfile /c0; }\n" + INSTALL)


@recipe("IA_ENTRY_PATH_MAX", "IA_PATH_MAX", "IA_NAME_MAX")
def grub_paths():
    """Names as long as there are, which notes and entries then name."""
    disc = Disc()
    path = ("/" + "\u202e" * 341) * 3
    disc.add(path + "/c", INSTALL * 30)
    return disc.menus("menuentry a {\n%s}\n" % ("configfile '%s/c'\n" % path * 31))


@recipe("IA_GRUB_LOOPS_MAX", "IA_GRUB_ENTRIES_MAX")
def grub_loops():
    """Images in the image, each looked into, listed and searched again and again."""
    disc = Disc()
    for i in range(9):
        inner = Disc("INNER%d" % i)
        for k in range(200):
            inner.add("/d/%d" % k, b"x")
        with tempfile.TemporaryDirectory() as folder:
            inner.write(os.path.join(folder, "inner"))
            with open(os.path.join(folder, "inner"), "rb") as file:
                disc.add("/%d.iso" % i, file.read())
    loops = "".join("loopback l%d /%d.iso\n" % (i, i) for i in range(9))
    return disc.menus(loops + "function run { %s}\n" % forever(
        "search -l none; search -f /d/none; for i in (*)/d/*; do true; done") +
        "menuentry a {\n%s run\n}\n" % loops + INSTALL)


@recipe("IA_GRUB_LOOPS_MAX")
def grub_loops_many():
    disc = Disc()
    inner = Disc("INNER")
    with tempfile.TemporaryDirectory() as folder:
        inner.write(os.path.join(folder, "inner"))
        with open(os.path.join(folder, "inner"), "rb") as file:
            disc.add("/a.iso", file.read())
    return disc.menus("i=0\nfunction run { %s}\nrun\n" % forever(
        "loopback a$i /a.iso; i=${i}1; [ -f (a1)/x ]; search -l x") + INSTALL)


@recipe("IA_GRUB_ENTRIES_MAX")
def grub_entries():
    return of("".join("menuentry 'e%d' { linux %s %s\n initrd %s\n}\n" %
                      (i, KERNEL, "a=b " * 40, RAM_DISK) for i in range(1023)))


@recipe("IA_GRUB_ENTRIES_MAX", "IA_GRUB_CMDLINE_MAX", "IA_CMDLINE_WORDS_MAX")
def grub_words():
    """Entries of as many short words as a kernel takes, in menus that differ in each."""
    disc = Disc()
    for i, path in enumerate(("/EFI/BOOT", "/boot/grub2", "/boot/grub", "/EFI/xenserver")):
        words = " ".join(chr(97 + k % 26) for k in range(1000))
        disc.add(path + "/grub.cfg", "set w='%s %d'\n" % (words, i) + "".join(
            "menuentry 'e%d' { linux %s $w\n initrd %s\n}\n" % (k, KERNEL, RAM_DISK)
            for k in range(200)))
    return disc


@recipe("IA_ENTRY_NAME_MAX", "IA_GRUB_ENTRIES_MAX")
def grub_titles():
    return of(doubled("t" * 16, 6) + "".join(
        "menuentry \"$a%d\" --id \"$a%d\" { linux %s x\n}\n" % (i, i, KERNEL) for i in range(900)))


@recipe("IA_ENTRY_INITRDS_MAX", "IA_GRUB_ENTRIES_MAX")
def grub_initrds():
    return of("".join("menuentry e%d { linux %s x\n initrd %s\n}\n" % (i, KERNEL, "/i " * 250)
                      for i in range(1000)) + INSTALL)


@recipe("IA_ENTRY_LINE_MAX", "IA_GRUB_ARENA_MAX", "IA_GRUB_CMDLINE_MAX")
def grub_arena():
    return of(LONG + "".join("menuentry e%d { linux %s $a\n}\n" % (i, KERNEL) for i in range(25)) +
              INSTALL)


@recipe("IA_GRUB_ARENA_MAX", "IA_CMDLINE_WORDS_MAX")
def grub_argv():
    return of(WORDS + "".join("menuentry e%d { linux %s $a\n}\n" % (i, KERNEL) for i in range(4)) +
              INSTALL)


@recipe("IA_PRINTED_MAX", "IA_GRUB_ENTRIES_MAX")
def grub_files():
    """Kernels and RAM disks that are looked for, each by another path."""
    return of("".join("menuentry e%d { linux /images/%spxeboot/none%d x\n initrd %s\n}\n" %
                      (i, "../images/" * 10, i, " ".join("/n%d-%d" % (i, k) for k in range(20)))
                      for i in range(1000)))


@recipe("IA_XEN_CMDLINE_MAX", "IA_CMDLINE_WORDS_MAX", "IA_KERNEL_ENVIRONMENT_MAX",
        "IA_KERNEL_ARGUMENTS_MAX")
def grub_line():
    """As long as Xen takes it, in as many words as go into it, all of which the checks look at."""
    variables = "".join(" %s=" % (chr(97 + i % 26) * (1 + i // 26)) for i in range(29))
    return of(INSTALL.replace("HOSTILE", "HOSTILE" + variables + " x" * 30 + " ." * 400))


def spelled(line):
    """An entry of the Boot Loader Specification that repeats a line to a megabyte."""
    disc = Disc().menus("set v=%s\nblscfg\n" % ("v" * 60) + INSTALL, GRUB[0]).release("8")
    return disc.add("/loader/entries/a.conf", "title a\nlinux %s\n" % KERNEL +
                    (line + "\n") * ((MIB - 4096) // (len(line) + 1)))


recipes({"bls-initrds": "initrd /a", "bls-initrds-long": "initrd " + "/a " * 1000,
         "bls-options": "options a", "bls-variables": "options $v", "bls-unset": "options $u",
         "bls-comments": "#", "bls-keys": "a b", "bls-blanks": " " * 3000},
        spelled, "IA_CONFIG_MAX", "IA_GRUB_ARENA_MAX")


@recipe("IA_CONFIG_MAX", "IA_GRUB_STEPS_MAX")
def bls_files():
    disc = Disc().menus("blscfg\n" + INSTALL, GRUB[0]).release("8")
    for i in range(31):
        disc.add("/loader/entries/%d.conf" % i, "title %s\nlinux %s\noptions %s\ngrub_arg %s\n" % (
            "t" * 9000, KERNEL, "a=b " * 2000, "g" * 9000))
    return disc


@recipe("IA_NOTES_MAX", "IA_SENTENCE_MAX")
def notes_grub():
    """All notes that there are, each as long as a line lets it."""
    return of(BRIGHT + "".join("'%d%s' $a\n" % (i, "\x01" * 3000) for i in range(300)) + INSTALL)


@recipe("IA_NOTES_MAX", "IA_SENTENCE_MAX")
def notes_newc():
    return of("menuentry a {\nlinux %s\n%s}\n" % (KERNEL, "".join(
        "initrd 'newc:%d%s:/i'\n" % (i, "\x01" * 3500) for i in range(256))))


@recipe("IA_CHECK_REPEATS_MAX", "IA_GRUB_ENTRIES_MAX")
def check_repeats():
    """Every entry of every menu is found at fault in all ways that there are."""
    disc = Disc()
    for path in ("/EFI/BOOT", "/boot/grub2", "/boot/grub", "/EFI/xenserver"):
        disc.add(path + "/grub.cfg", "".join(
            "menuentry '%s%d' { linux /none%d inst.stage2=hd:LABEL=%s%d a='b\n initrd /no%d\n}\n" %
            ("t" * 200, i, i, "L" * 300, i, i) for i in range(500)))
    return disc
