# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs --format virt-install and kexec, read back by virt-install itself and by a shell."""

import os
import shutil
import subprocess
import unittest
import xml.etree.ElementTree

from harness import DONE, NOT_USABLE, USAGE, ToolTest, main, master, medium, need, run

# Nothing here may mean anything to a consumer; the paths have what shlex of Python knows.
ODD = ("$HOME", "`id`", "a&b;c|d", "a,b,,c", "100%s", r"a\x20b\\c\n.", "#x", "kernel=x", "--", "é日本😀",
       "initrd=y,z", "~", "*?[a]", "a=b=c")
ODD_PATHS = (r"a,b\e,,f\,g", "a=b,kernel=c", "-é#$`;!*")

# The words of a call, each ended by NUL.
STUB = """#!/bin/sh
printf '%s\\0' "$@" >"$STUB_LOG"
"""

# What is asked of xorriso, and then xorriso.
SHIM = """#!/bin/sh
printf '%%s\\0' "$@" >>"$STUB_LOG"
exec %s "$@"
"""

MENU = """default linux
label linux
 menu label Install CentOS 7
 kernel %s
 append initrd=%s inst.stage2=hd:LABEL=X
"""


class CallTest(ToolTest):
    def words(self, program, text):
        """Those that a shell hands to the program."""
        log = self.path("log")
        os.chmod(self.write("bin/" + program, STUB), 0o755)
        data = text.encode("utf-8", "surrogateescape")
        subprocess.run(["sh", "-n"], input=data, check=True)
        subprocess.run(["sh"], input=data, check=True, capture_output=True,
                       env={"PATH": self.path("bin") + ":" + os.environ["PATH"], "STUB_LOG": log,
                            "HOME": "/nowhere"})
        with open(log, encoding="utf-8") as file:
            return file.read().split("\0")[:-1]

    def format(self, name, *options):
        result = run("--format", name, *options)
        self.assertEqual(result.code, DONE, result.err)
        return result.out


class VirtInstall(CallTest):
    def read_back(self, text):
        """The domain that virt-install makes of the command, and what it asks xorriso for."""
        need("virt-install", "xorriso")
        words = self.words("virt-install", text)
        os.unlink(self.path("bin/virt-install"))
        log = self.path("xorriso.log")
        if os.path.exists(log):
            os.unlink(log)
        os.chmod(self.write("bin/xorriso", SHIM % shutil.which("xorriso")), 0o755)
        home = self.path("home")
        os.makedirs(home, exist_ok=True)
        words = [word for word in words if not word.startswith("--connect=")]
        process = subprocess.run(
            ["virt-install", *words, "--connect=test:///default", "--print-xml=1"],
            capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": self.path("bin") + ":" + os.environ["PATH"], "HOME": home,
                 "STUB_LOG": log, "XDG_CACHE_HOME": home})
        self.assertEqual(process.returncode, 0, process.stderr + text)
        with open(log, encoding="utf-8") as file:
            asked = file.read().split("\0")
        extracted = [(asked[i - 1], asked[i + 1]) for i, word in enumerate(asked)
                     if word == "-extract" and asked[i + 1] != "/.treeinfo"]
        return xml.etree.ElementTree.fromstring(process.stdout), extracted

    def assert_reads(self, image, *options, guest=(), kernel="/images/pxeboot/vmlinuz",
                     initrd="/images/pxeboot/initrd.img"):
        root, extracted = self.read_back(self.format("virt-install", *options, *guest, image))
        self.assertEqual(root.findtext("os/cmdline"), run(*options, image).out[:-1])
        self.assertEqual(extracted, [(image, kernel), (image, initrd)])
        for name, path in (("kernel", kernel), ("initrd", initrd)):
            self.assertTrue(root.findtext("os/" + name).endswith("-" + os.path.basename(path)))
        cds = [disk.find("source").get("file") for disk in root.findall("devices/disk")
               if disk.get("device") == "cdrom"]
        self.assertEqual(cds, [image])
        return root

    def test_the_line_and_the_files_of_a_real_medium(self):
        for guest, name in (("kvm", "el9-dvd"), ("hvm", "el7-odd-label")):
            with self.subTest((guest, name)):
                root = self.assert_reads(medium(name), "--guest", guest)
                self.assertEqual(root.find("devices/console").get("type"), "pty")

    def test_words_that_virt_install_could_take_for_its_own(self):
        words = [part for word in ODD for part in ("--append", word)]
        self.assert_reads(medium("el7-dvd"), "--guest", "kvm", *words)

    def test_paths_that_its_lists_could_be_split_at(self):
        for path in ODD_PATHS:
            with self.subTest(path):
                image = self.path(path + ".iso")
                os.symlink(medium("el7-dvd"), image)
                root = self.assert_reads(image, "--guest", "kvm",
                                         guest=("--disk", self.path(path + ".img")))
                disks = [disk.find("source").get("file") for disk in root.findall("devices/disk")]
                self.assertEqual(disks, [self.path(path + ".img"), image])

    def test_names_on_the_medium_that_its_lists_could_be_split_at(self):
        for path in ("a,b", "a'b", 'a\\"b', "a=b,initrd=c"):
            with self.subTest(path):
                name = path.replace("\\", "")
                self.write("tree/%s/v" % name, "kernel")
                self.write("tree/%s/i" % name, "initrd")
                self.write("tree/isolinux/isolinux.cfg", MENU % ("/%s/v" % name, "/v/i"))
                master(self.path("tree"), self.path("own.iso"), "-R", "-V", "X")
                line = run("--force", self.path("own.iso"))
                self.assertEqual(line.code, DONE, line.err)
                text = self.format("virt-install", "--guest", "kvm", "--force",
                                   self.path("own.iso"))
                words = self.words("virt-install", text)
                self.assertIn(",kernel=", [w for w in words if w.startswith("--location=")][0])

    def test_a_relative_path_that_looks_like_an_option_is_none(self):
        os.symlink(medium("el7-dvd"), self.path("-x.iso"))
        result = run("--format", "virt-install", "--guest", "kvm", "--", "-x.iso", cwd=self.folder)
        words = self.words("virt-install", result.out)
        self.assertTrue(all(word.startswith("--") and "=" in word for word in words), words)
        self.assertIn("--location=-x.iso,kernel=/images/pxeboot/vmlinuz,"
                      "initrd=/images/pxeboot/initrd.img", words)

    def test_the_guest_that_was_asked_for(self):
        root = self.assert_reads(medium("el7-dvd"), "--guest", "kvm", "--graphical", guest=(
            "--name", "c7 'x'", "--memory", "4096", "--vcpus", "4", "--mac", "52:54:00:aa:bb:cc",
            "--bridge", "br.0", "--disk", self.path("c7")))
        self.assertEqual((root.findtext("name"), root.findtext("memory"), root.findtext("vcpu")),
                         ("c7 'x'", str(4096 * 1024), "4"))
        interface = root.find("devices/interface")
        self.assertEqual((interface.find("mac").get("address"),
                          interface.find("source").get("bridge"),
                          interface.find("model").get("type")), ("52:54:00:aa:bb:cc", "br.0", "virtio"))
        self.assertIsNotNone(root.find("devices/graphics"))

    def test_a_guest_of_xen_is_asked_for_there(self):
        for guest, kind, console in (("pv", "--paravirt", "xen"), ("hvm", "--hvm", "serial")):
            words = self.words("virt-install", self.format("virt-install", "--guest", guest,
                                                           medium("el7-dvd")))
            self.assertEqual(words[:2], ["--connect=xen:///system", kind])
            self.assertIn("--console=pty,target_type=" + console, words)

    def test_what_it_cannot_do_is_refused(self):
        image = medium("el7-dvd")
        self.assert_fails(NOT_USABLE, "is not for a PVH guest", "xl or libvirt",
                          args=("--format", "virt-install", "--guest", "pvh", image))
        self.assert_fails(NOT_USABLE, "cannot run as a PV guest",
                          args=("--format", "virt-install", medium("el9-dvd")))
        for option in ("--kernel", "--initrd", "--sr", "--bootloader"):
            value = "direct" if option == "--bootloader" else "/k"
            self.assert_fails(USAGE, option, "no use for",
                              args=("--format", "virt-install", option, value, image))
        self.assert_fails(NOT_USABLE, "--disk", "makes no disk whose name has a blank",
                          args=("--format", "virt-install", "--guest", "kvm", "--disk", "/x/a b.img",
                                image))
        for path in ("/x/a'b", '/x/a"b', "/x/a&b", "/x/a<b"):
            for option in ("--disk", "--image"):
                self.assert_fails(NOT_USABLE, option, "virt-install would make another name of",
                                  args=("--format", "virt-install", "--guest", "kvm", option, path,
                                        image))
        self.write("tree/isolinux/isolinux.cfg", MENU % ("/images/pxeboot/vmlinuz",
                                                         "/images/pxeboot/initrd.img,/v"))
        self.write("tree/v", "another")
        master(self.path("tree"), self.path("own.iso"), "-R", "-V", "X")
        self.assert_fails(NOT_USABLE, "loads 2 initrds, but virt-install takes one",
                          args=("--format", "virt-install", "--guest", "kvm", self.path("own.iso")))


class Kexec(CallTest):
    FILES = ("--guest", "kvm", "--kernel", "-k 'x'", "--initrd", "/i,$j")

    def test_the_line_and_the_files(self):
        words = [part for word in ODD for part in ("--append", word)]
        text = self.format("kexec", *self.FILES, *words, medium("el7-dvd"))
        line = run("--guest", "kvm", *words, medium("el7-dvd")).out[:-1]
        load = self.words("kexec", text.replace("kexec -e\n", ":\n"))
        self.assertEqual(load, ["-l", "--initrd=/i,$j", "--command-line=" + line, "--",
                                "-k 'x'"])
        self.assertEqual(self.words("kexec", text), ["-e"])

    def test_nothing_is_started_where_loading_failed(self):
        text = self.format("kexec", *self.FILES, medium("el7-dvd"))
        os.chmod(self.write("bin/kexec", '#!/bin/sh\necho "$1"\nexit 1\n'), 0o755)
        process = subprocess.run(["sh"], input=text, text=True, capture_output=True, check=False,
                                 env={"PATH": self.path("bin") + ":" + os.environ["PATH"]})
        self.assertEqual((process.returncode, process.stdout), (1, "-l\n"))

    def test_what_it_cannot_do_is_refused(self):
        self.assert_fails(NOT_USABLE, "is not for a PV guest", "give --guest hvm or kvm",
                          args=("--format", "kexec", "--kernel", "/k", "--initrd", "/i",
                                medium("el7-dvd")))
        self.assert_fails(USAGE, "starts a kernel from a file",
                          args=("--format", "kexec", "--guest", "kvm", medium("el7-dvd")))
        for option in ("--image", "--disk", "--memory"):
            self.assert_fails(USAGE, option, "no use for",
                              args=("--format", "kexec", *self.FILES, option, "1024",
                                    medium("el7-dvd")))


if __name__ == "__main__":
    main()
