# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs --format ipxe, pxelinux and grub, read back by GRUB itself and by the loaders' own rules."""

import json
import os
import re
import subprocess
import unittest

import grub_emu
from harness import DONE, NOT_USABLE, USAGE, ToolTest, main, master, medium, need, run

BASE = "http://192.0.2.5/m"
KERNEL, INITRD = BASE + "/images/pxeboot/vmlinuz", BASE + "/images/pxeboot/initrd.img"

# Nothing here may mean anything to a loader; those that only some can carry are told below.
ODD = ("$HOME", "${", "a}", "{a,b}", "`id`", "a&&b", "a;b", "ds=nocloud;s=http://h/", "<x>|y", "a#b",
       "100%s", "é日本😀", "~", "*?[a]", "---", "-", "a=b=c", "!x", "(hd0)/x", "[a", "if", "fi", "}")
ONLY_GRUB = ("#x", "&&", "||", ";")
BACKSLASH = r"a\x20b\\c"

DRIVER = """%s
set timeout=0
set default=0
%s
"""


class ScriptError(Exception):
    pass


def ipxe(text):
    """The commands of a script, each a list of words, as iPXE's script.c and exec.c split it."""
    assert text.startswith("#!ipxe\n")
    commands, line = [], ""
    for fragment in text.split("\n"):
        line += fragment
        if line.endswith("\\"):
            line = line[:-1]
            continue
        tokens, line = line.split(), ""
        for i, token in enumerate(tokens):
            if token in ("&&", "||", ";"):
                raise ScriptError(token)
            if token.startswith("#"):
                tokens = tokens[:i]
                break
        # a setting that is not set is nothing
        words = [re.sub(r"\$\{[^}]*\}", "", token) for token in tokens]
        if words:
            commands.append(words)
    return commands


def url_of(file):
    """(http,HOST)/PATH as GRUB asks for it."""
    return re.sub(r"^\((\w+),([^)]*)\)", r"\1://\2", file)


class NetbootTest(ToolTest):
    OPTIONS = ("--guest", "kvm", "--base-url", BASE)

    def text(self, name, *options):
        result = run("--format", name, *self.OPTIONS, *options)
        self.assertEqual(result.code, DONE, result.err)
        return result.out

    def line(self, *options):
        return run(*self.OPTIONS, *options).out[:-1]

    # What each loader makes of a text: kernel, RAM disks, line.

    def from_ipxe(self, text):
        kernel, *initrds, boot = ipxe(text)
        names = [words[2] for words in initrds]
        self.assertEqual([words[:2] for words in initrds], [["initrd", "--name"]] * len(initrds))
        self.assertEqual((kernel[0], boot), ("kernel", ["boot"]))
        self.assertEqual(kernel[2:2 + len(names)], ["initrd=" + name for name in names])
        return kernel[1], [words[3] for words in initrds], " ".join(kernel[2 + len(names):])

    def from_pxelinux(self, text):
        self.write("syslinux/isolinux/isolinux.cfg", text.encode("utf-8", "surrogateescape"))
        master(self.path("syslinux"), self.path("syslinux.iso"), "-R", "-V", "X")
        menu = json.loads(run("menu", "--json", self.path("syslinux.iso")).out)
        [config] = menu["configs"]
        [entry] = config["entries"]
        self.assertEqual((config["default"], entry["command"]), ("0", "linux"))
        self.assertIn("\n  IPAPPEND 2\n", text)
        # ISOLINUX, by whose rules it is read, knows no URLs: to it they are paths
        kernel, *initrds = (re.sub(r"^/isolinux/(\w+):/", r"\1://", path)
                            for path in (entry["kernel"], *entry["initrds"]))
        return kernel, initrds, entry["cmdline"]

    def from_grub(self, text):
        """The real one, and isoargs' own reading of the same text."""
        need("grub-script-check")
        why = grub_emu.reason_not()
        if why:
            self.skipTest(why)
        subprocess.run(["grub-script-check"], input=text.encode("utf-8", "surrogateescape"),
                       check=True)
        self.write("driver/grub.cfg", (DRIVER % (grub_emu.loaders(), text)).encode(
            "utf-8", "surrogateescape"))
        self.write("device.map", "")
        grub = grub_emu.Terminal("-m", self.path("device.map"), "-r", "host", "-d",
                                 self.path("driver"))
        try:
            shown = grub.read()
        finally:
            grub.close()
        self.assertIsNotNone(shown)
        entry = grub_emu.loaded_in(shown)
        self.write("grub/boot/grub/grub.cfg", text.encode("utf-8", "surrogateescape"))
        master(self.path("grub"), self.path("grub.iso"), "-R", "-V", "X")
        [config] = json.loads(run("menu", "--json", self.path("grub.iso")).out)["configs"]
        [own] = config["entries"]
        self.assertEqual((own["kernel"], own["initrds"], own["cmdline"]),
                         (entry["kernel"], entry["initrds"], entry["cmdline"]))
        return url_of(entry["kernel"]), [url_of(file) for file in entry["initrds"]], entry["cmdline"]

    def assert_survives(self, *options, formats=("ipxe", "pxelinux", "grub"), kernel=KERNEL,
                        initrds=(INITRD,)):
        line = self.line(*options)
        for name in formats:
            with self.subTest(name):
                read = getattr(self, "from_" + name)(self.text(name, *options))
                self.assertEqual(read, (kernel, list(initrds), line))

    def test_the_line_and_the_files_of_real_media(self):
        for name in ("el7-dvd", "el9-dvd"):
            self.assert_survives(medium(name))
        self.assertEqual(self.line(medium("el9-dvd")),
                         "inst.repo=%s ip=dhcp console=ttyS0" % BASE)

    def test_words_that_a_loader_could_take_for_its_own(self):
        words = [part for word in ODD if word not in ("${",) for part in ("--append", word)]
        self.assert_survives(*words, medium("el7-dvd"))
        words = [part for word in ONLY_GRUB + ("${a}",) for part in ("--append", word)]
        self.assert_survives(*words, medium("el7-dvd"), formats=("pxelinux", "grub"))
        self.assert_survives("--append", BACKSLASH, medium("el7-dvd"), formats=("pxelinux", "ipxe"))

    def test_words_that_a_loader_takes_for_its_own_are_refused(self):
        for word, part in (("${x}", "begins a setting"), ("a=${", "begins a setting"),
                           ("#x", "begins a comment"), ("&&", "ends the command"),
                           ("||", "ends the command"), (";", "ends the command")):
            with self.subTest(word):
                self.assert_fails(NOT_USABLE, "iPXE cannot carry", part, args=(
                    "--format", "ipxe", *self.OPTIONS, "--append", word, medium("el7-dvd")))
        self.assert_fails(NOT_USABLE, "the word a, which GRUB does not hand on", args=(
            "--format", "grub", *self.OPTIONS, "--append", r"a=b\x20c", medium("el7-dvd")))

    def test_the_rules_of_ipxe_hold_what_it_is_not_given(self):
        """The oracle is no rubber stamp: each of these words reaches no kernel as it is."""
        for word in ("${x}", "#x"):
            self.assertNotIn(word, [part for words in ipxe("#!ipxe\nkernel u a %s b\n" % word)
                                    for part in words])
        for word in ("&&", "||", ";"):
            with self.assertRaises(ScriptError):
                ipxe("#!ipxe\nkernel u a %s b\n" % word)
        self.assertEqual(ipxe("#!ipxe\nkernel u a\\\nboot\n"), [["kernel", "u", "aboot"]])

    def test_several_initrds_and_names_that_a_url_has_to_spell(self):
        self.write("tree/a b,c/v#?", "kernel")
        self.write("tree/a b,c/i%", "initrd")
        self.write("tree/j", "initrd")
        self.write("tree/EFI/BOOT/grub.cfg", "menuentry 'Install' {\n"
                   " linux '/a b,c/v#?' boot=casper quiet\n initrd '/a b,c/i%' /j\n}\n")
        self.write("tree/casper/vmlinuz", "")
        master(self.path("tree"), self.path("own.iso"), "-R", "-V", "CentOS 7 x86_64")
        self.write("tree/EFI/BOOT/grub.cfg", "menuentry 'Install CentOS 7' {\n"
                   " linuxefi '/a b,c/v#?' inst.stage2=hd:LABEL=X quiet\n"
                   " initrdefi '/a b,c/i%' /j\n}\n")
        master(self.path("tree"), self.path("own.iso"), "-R", "-V", "X")
        self.assert_survives("--force", self.path("own.iso"), kernel=BASE + "/a%20b%2Cc/v%23%3F",
                             initrds=(BASE + "/a%20b%2Cc/i%25", BASE + "/j"))

    def test_files_that_are_served_elsewhere(self):
        self.assert_survives_given("--kernel", "netboot/linux", "--initrd", "/netboot/initrd.gz",
                                   kernel=BASE + "/netboot/linux",
                                   initrds=(BASE + "/netboot/initrd.gz",))
        self.assert_survives_given("--kernel", "http://192.0.2.6/k", "--initrd",
                                   "http://192.0.2.6/i", "--initrd", "j",
                                   kernel="http://192.0.2.6/k",
                                   initrds=("http://192.0.2.6/i", BASE + "/j"))

    def assert_survives_given(self, *options, kernel, initrds):
        for name in ("ipxe", "pxelinux", "grub"):
            with self.subTest(name):
                read = getattr(self, "from_" + name)(self.text(name, *options, medium("el7-dvd")))
                self.assertEqual(read, (kernel, list(initrds), self.line(medium("el7-dvd"))))

    def test_pxelinux_takes_so_many_bytes(self):
        def words(length):
            return ("--append", "x" * length)
        fits = 2047 - len("BOOT_IMAGE=%s  initrd=%s BOOTIF=01-00-00-00-00-00-00" % (KERNEL, INITRD))
        fits -= len(self.line(medium("el7-dvd"))) + 1
        self.assert_survives(*words(fits), medium("el7-dvd"), formats=("pxelinux",))
        self.assert_fails(NOT_USABLE, "have 2048 bytes", "at most 2047", args=(
            "--format", "pxelinux", *self.OPTIONS, *words(fits + 1), medium("el7-dvd")))

    def test_servers_that_a_loader_knows(self):
        image = medium("el7-dvd")
        for name, url, said in (("pxelinux", "https://h/m", "PXELINUX does not know https"),
                                ("grub", "https://h/m", "GRUB does not know https"),
                                ("grub", "ftp://h/m", "GRUB does not know ftp"),
                                ("grub", "http://u@h/m", "GRUB would not ask for"),
                                ("pxelinux", "http://h/a,b", "takes a comma")):
            with self.subTest((name, url)):
                self.assert_fails(NOT_USABLE, said, args=(
                    "--format", name, "--guest", "kvm", "--base-url", url, image))
        self.assertIn("(http,192.0.2.5:8080)/m/images", run(
            "--format", "grub", "--guest", "kvm", "--base-url", "http://192.0.2.5:8080/m",
            image).out)

    def test_what_it_cannot_do_is_refused(self):
        image = medium("el7-dvd")
        for name in ("ipxe", "pxelinux", "grub"):
            self.assert_fails(USAGE, "--base-url", "where the medium is served",
                              args=("--format", name, "--guest", "kvm", image))
            self.assert_fails(NOT_USABLE, "is not for a PV guest", "give --guest hvm or kvm",
                              args=("--format", name, "--base-url", BASE, image))
            self.assert_fails(USAGE, "--disk", "no use for", args=(
                "--format", name, *self.OPTIONS, "--disk", "/d", image))
            self.assert_fails(USAGE, "--initrd", "not found beside --kernel", args=(
                "--format", name, *self.OPTIONS, "--kernel", "/d", image))


if __name__ == "__main__":
    main()
