# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs --format: what each consumer makes of the text is the line, byte for byte."""

import ctypes
import json
import os
import subprocess
import unittest
import xml.etree.ElementTree

from harness import DONE, NOT_USABLE, USAGE, ToolTest, main, master, medium, need, run
from tables import relabelled, rows

SCHEMA = "/usr/share/libvirt/schemas/domain.rng"
FORMATS = ("raw", "json", "shell", "xe", "xl", "libvirt", "qemu")

MENU = """search --no-floppy --set=root -l 'LABEL'
menuentry 'Install CentOS 7' --class gnu-linux {
	linuxefi /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=X quiet
	initrdefi /images/pxeboot/initrd.img
}
"""

# An answer for every question; the log holds a count and the words of each call.
STUB = """#!/bin/sh
printf '%s\\0' $# "$@" >>"$STUB_LOG"
[ "$1" != "$STUB_FAILS" ] || exit 1
case $1 in
"$STUB_FINDS_NONE") ;;
"$STUB_FINDS_TWO") echo 1111,2222 ;;
vbd-list) case $* in *type=Disk*) echo 0,1 ;; *) echo uuid-of-cd ;; esac ;;
*-list) echo "uuid-of-$1" ;;
vm-install) echo uuid-of-vm ;;
esac
"""

# The line's words: nothing here may mean anything to a consumer.
ODD = ("$HOME", "`id`", "$(id)", "a&b;c|d", "<x>", "a,b,,c", "100%s", r"a\x20b\\c\n.", "#x", "!x!",
       "é日本😀", "~", "*?[a]", "{a,b}", "]]>", "--", "&amp;", "^", "a=b=c")
ODD_NAME = r"""c 7's "x" & <y>, $z `w` \ é"""
ODD_PATH = r"""/a b/c,d,,e'f"g&h<i>$j`k\l;m#é=n.iso"""


def load_first(*names):
    """The first shared library that is there; OSError where none is."""
    for name in names[:-1]:
        try:
            return ctypes.CDLL(name)
        except OSError:
            pass
    return ctypes.CDLL(names[-1])


class Xl:
    """libxlutil, which is what xl reads its files with."""

    class Disk(ctypes.Structure):
        """The first fields of libxl_device_disk of Xen 4.17 and 4.20, and room for the others."""
        _fields_ = [("backend_domid", ctypes.c_uint32), ("backend_domname", ctypes.c_char_p),
                    ("pdev_path", ctypes.c_char_p), ("vdev", ctypes.c_char_p),
                    ("backend", ctypes.c_int), ("format", ctypes.c_int),
                    ("script", ctypes.c_char_p), ("removable", ctypes.c_int),
                    ("readwrite", ctypes.c_int), ("is_cdrom", ctypes.c_int),
                    ("rest", ctypes.c_char * 4096)]

    def __init__(self, text):
        try:
            self.lib = load_first("libxlutil.so.4.17", "libxlutil.so.4.20")
        except OSError as error:
            raise unittest.SkipTest("libxlutil of Xen 4.17 or 4.20 is not installed") from error
        libc = ctypes.CDLL(None)
        libc.fopen.restype = ctypes.c_void_p
        self.lib.xlu_cfg_init.restype = ctypes.c_void_p
        self.lib.xlu_cfg_get_listitem.restype = ctypes.c_char_p
        report = ctypes.c_void_p(libc.fopen(b"/dev/stderr", b"w"))
        self.cfg = ctypes.c_void_p(self.lib.xlu_cfg_init(report, b"xl.cfg"))
        data = text.encode("utf-8", "surrogateescape")
        assert self.lib.xlu_cfg_readdata(self.cfg, data, len(data)) == 0, text

    def string(self, key):
        value = ctypes.c_char_p()
        if self.lib.xlu_cfg_get_string(self.cfg, key.encode(), ctypes.byref(value), 1) != 0:
            return None
        return value.value.decode("utf-8", "surrogateescape")

    def number(self, key):
        value = ctypes.c_long()
        assert self.lib.xlu_cfg_get_long(self.cfg, key.encode(), ctypes.byref(value), 1) == 0
        return value.value

    def list(self, key):
        items, count = ctypes.c_void_p(), ctypes.c_int()
        if self.lib.xlu_cfg_get_list(self.cfg, key.encode(), ctypes.byref(items),
                                     ctypes.byref(count), 1) != 0:
            return None
        return [self.lib.xlu_cfg_get_listitem(items, i).decode() for i in range(count.value)]

    def disks(self):
        """(device, path, may be written, is a CD) of each."""
        out = []
        for item in self.list("disk"):
            disk, specs = self.Disk(), (ctypes.c_char_p * 1)(item.encode())
            assert self.lib.xlu_disk_parse(self.cfg, 1, specs, ctypes.byref(disk)) == 0, item
            out.append((disk.vdev.decode(), disk.pdev_path.decode(), bool(disk.readwrite),
                        bool(disk.is_cdrom)))
        return out


def qemu_list(text):
    """KEY=VALUE,... as QEMU takes it apart: two commas are one of the value."""
    parts = [part.replace("\0", ",") for part in text.replace(",,", "\0").split(",")]
    return dict(part.split("=", 1) if "=" in part else ("", part) for part in parts)


class FormatTest(ToolTest):
    FILES = ("--kernel", "/x/vmlinuz", "--initrd", "/x/initrd.img")

    def text(self, name, *options):
        files = self.FILES if name in ("libvirt", "qemu") and "--kernel" not in options else ()
        result = run("--format", name, *files, *options)
        self.assertEqual(result.code, DONE, result.err)
        return result.out

    def shell(self, script, **stub):
        """Runs a script with stubs for xe and qemu; their calls, each a list of words."""
        log = self.path("log")
        for program in ("xe", "qemu-system-x86_64"):
            os.chmod(self.write("bin/" + program, STUB), 0o755)
        if os.path.exists(log):
            os.unlink(log)
        env = {"PATH": self.path("bin") + ":" + os.environ["PATH"], "STUB_LOG": log,
               "HOME": "/nowhere"}
        env.update(("STUB_" + key, stub.get(key, "-")) for key in ("FAILS", "FINDS_NONE",
                                                                   "FINDS_TWO"))
        data = script.encode("utf-8", "surrogateescape")
        subprocess.run(["sh", "-n"], input=data, check=True)
        process = subprocess.run(["sh"], input=data, check=False, env=env, capture_output=True)
        calls, words = [], []
        if os.path.exists(log):
            with open(log, "rb") as file:
                words = file.read().decode("utf-8", "surrogateescape").split("\0")[:-1]
        while words:
            count = int(words[0])
            calls.append(words[1:1 + count])
            words = words[1 + count:]
        return process, calls

    # How each consumer gets the arguments.

    def from_raw(self, text):
        self.assertTrue(text.endswith("\n"))
        return text[:-1]

    def from_json(self, text):
        need("jq")
        process = subprocess.run(["jq", "-j", ".args"], input=text, capture_output=True, text=True,
                                 check=True)
        document = json.loads(text)
        self.assertEqual(process.stdout, document["args"])
        self.assertEqual(document["length"], len(document["args"].encode()))
        self.assertEqual(" ".join(w["text"] for w in document["words"]), document["args"])
        return process.stdout

    def from_shell(self, text):
        script = text + "printf %s \"$ISOARGS_ARGS\""
        sourced, _ = self.shell(script)
        self.write("vars", text.encode("utf-8", "surrogateescape"))
        evaluated, _ = self.shell('eval "$(cat %s)"; printf %%s "$ISOARGS_ARGS"'
                                  % self.path("vars"))
        self.assertEqual((sourced.returncode, sourced.stderr), (0, b""))
        self.assertEqual(sourced.stdout, evaluated.stdout)
        return sourced.stdout.decode("utf-8", "surrogateescape")

    def from_xe(self, text):
        process, calls = self.shell(text)
        self.assertEqual((process.returncode, process.stderr), (0, b""), text)
        found = [word[8:] for call in calls for word in call if word.startswith("PV-args=")]
        self.assertEqual(len(found), 2)
        self.assertEqual(found[1], "")
        return found[0]

    def from_xl(self, text):
        return Xl(text).string("cmdline")

    def from_libvirt(self, text):
        return xml.etree.ElementTree.fromstring(text.encode()).findtext("os/cmdline")

    def from_qemu(self, text):
        process, calls = self.shell(text)
        self.assertEqual((process.returncode, process.stderr, len(calls)), (0, b"", 1), text)
        return calls[0][calls[0].index("-append") + 1]

    def assert_survives(self, *options, formats=FORMATS):
        """The line, after every format gave it back."""
        line = run(*options).out[:-1]
        for name in formats:
            with self.subTest(name):
                text = self.text(name, *options)
                self.assertEqual(getattr(self, "from_" + name)(text), line)
        return line

    def validate(self, text):
        need("xmllint")
        if not os.path.exists(SCHEMA):
            self.skipTest("libvirt's schema is not installed")
        process = subprocess.run(["xmllint", "--noout", "--relaxng", SCHEMA, "-"],
                                 input=text.encode(), capture_output=True, check=False)
        self.assertEqual(process.returncode, 0, process.stderr.decode() + text)


class Survival(FormatTest):
    """The same line on the other side."""

    def test_a_real_mediums_line(self):
        line = self.assert_survives(medium("el7-dvd"), "--graphical", "--ip", "192.0.2.10/24",
                                    "--gateway", "192.0.2.1", "--hostname", "c7")
        self.assertIn(r"LABEL=CentOS\x207\x20x86_64", line)
        self.assert_survives(medium("el7-odd-label"))

    def test_words_that_a_consumer_could_take_for_its_own(self):
        words = [part for word in ODD for part in ("--append", word)]
        line = self.assert_survives(medium("el7-dvd"), *words)
        self.assertTrue(line.endswith(" ".join(ODD)))

    def image(self, config, *options):
        self.write("tree/isolinux/isolinux.cfg", config)
        master(self.path("tree"), self.path("own.iso"), "-R", *options)
        return self.path("own.iso")

    def test_quotes_of_a_mediums_own_menu(self):
        image = self.image("label linux\n menu label Install CentOS 7\n kernel /images/pxeboot/vmlinuz\n"
                           " append initrd=/images/pxeboot/initrd.img inst.stage2=hd:LABEL=X a'b c\"d ''e\"\"\n",
                           "-V", "X")
        line = self.assert_survives(image, "--force")
        self.assertTrue(line.endswith("a'b c\"d ''e\"\""), line)

    def test_bytes_that_some_consumers_cannot_take_are_refused_by_those(self):
        for word, refusing in ((b"a\xffb", {"json", "xe", "libvirt"}),
                               ("a\ufffeb".encode(), {"xe", "libvirt"})):
            image = self.image(b"label linux\n menu label Install CentOS 7\n kernel /images/pxeboot/vmlinuz\n"
                               b" append initrd=/images/pxeboot/initrd.img inst.stage2=hd:LABEL=X " + word + b"\n",
                               "-V", "X")
            line = self.assert_survives(image, "--force", formats=set(FORMATS) - refusing)
            self.assertIn(word.decode("utf-8", "surrogateescape"), line)
            for name in refusing:
                with self.subTest((word, name)):
                    files = self.FILES if name == "libvirt" else ()
                    self.assert_fails(NOT_USABLE, "cannot carry", "in the arguments",
                                      args=("--format", name, *files, image))

    def test_every_label_that_a_medium_can_have(self):
        need("genisoimage")
        self.write("tree/EFI/BOOT/grub.cfg", MENU)
        images = []
        for options in (("-V", "X"), ("-J", "-V", "X")):
            master(self.path("tree"), self.path("row.iso"), "-R", *options)
            with open(self.path("row.iso"), "rb") as file:
                images.append(file.read())
        survived = refused = 0
        for pvd, svd, _ in rows("labels.tsv", 3):
            with self.subTest(pvd + " " + svd):
                path = self.write("row.iso", relabelled(*images, pvd, svd))
                if run(path).code == DONE:
                    self.assert_survives(path, "--force")
                    survived += 1
                else:
                    # no label, or one that hd:LABEL= cannot name: there is nothing to hand over
                    for name in ("raw", "xl", "xe"):
                        self.assert_fails(NOT_USABLE, path, args=("--format", name, path))
                    refused += 1
        self.assertEqual(survived + refused, 46)
        self.assertGreater(survived, 38)


class Guest(FormatTest):
    """The rest of each text: the guest that was asked for."""

    ALL = ("--name", ODD_NAME, "--memory", "4096", "--vcpus", "4", "--mac", "00:16:3E:aa:bb:cc",
           "--image", ODD_PATH)

    def test_xl_boots_from_the_medium_by_pygrub_or_extracted_files(self):
        image = medium("el7-dvd")
        xl = Xl(self.text("xl", *self.ALL, "--disk", ODD_PATH + ".img", "--bridge", "br.0", image))
        self.assertEqual((xl.string("name"), xl.string("type"), xl.number("memory"),
                          xl.number("vcpus")), (ODD_NAME, "pv", 4096, 4))
        self.assertEqual((xl.string("bootloader"), xl.list("bootloader_args")),
                         ("pygrub", ["--offset=0"]))
        self.assertEqual((xl.string("kernel"), xl.string("ramdisk")),
                         ("/images/pxeboot/vmlinuz", "/images/pxeboot/initrd.img"))
        self.assertEqual(xl.disks(), [("xvdd", ODD_PATH, False, True),
                                      ("xvda", ODD_PATH + ".img", True, False)])
        self.assertEqual(xl.list("vif"), ["mac=00:16:3E:aa:bb:cc,bridge=br.0"])
        self.assertEqual((xl.string("on_reboot"), xl.string("on_poweroff")),
                         ("destroy", "destroy"))
        self.assertEqual((xl.string("extra"), xl.string("root")), (None, None))
        xl = Xl(self.text("xl", "--kernel", ODD_PATH, "--initrd", "/i", "--disk", "/dev/vg/c7",
                          image))
        self.assertEqual((xl.string("bootloader"), xl.list("bootloader_args")), (None, None))
        self.assertEqual((xl.string("kernel"), xl.string("ramdisk")), (ODD_PATH, "/i"))
        self.assertEqual([d[:2] for d in xl.disks()], [("xvda", "/dev/vg/c7"), ("xvdd", image)])

    def test_xe_is_every_command_in_order(self):
        text = self.text("xe", *self.ALL, "--sr", ODD_NAME, "--template", "T $x'", "--network",
                         "N 'y'", "--disk-size", "8", medium("el7-dvd"))
        self.assertNotIn("\t", text)
        process, calls = self.shell(text)
        self.assertEqual((process.returncode, process.stdout), (0, b"uuid-of-vm\n"))
        vm, image = "uuid=uuid-of-vm", os.path.basename(ODD_PATH)
        expected = [
            ["sr-list", "name-label=" + ODD_NAME, "params=uuid", "--minimal"],
            ["network-list", "name-label=N 'y'", "params=uuid", "--minimal"],
            ["cd-list", "name-label=" + image, "params=uuid", "--minimal"],
            ["vm-install", "template=T $x'", "new-name-label=" + ODD_NAME,
             "sr-uuid=uuid-of-sr-list"],
            ["vm-memory-limits-set", vm, "static-min=512MiB", "dynamic-min=4096MiB",
             "dynamic-max=4096MiB", "static-max=4096MiB"],
            ["vm-param-set", vm, "VCPUs-at-startup=1"], ["vm-param-set", vm, "VCPUs-max=4"],
            ["vm-param-set", vm, "VCPUs-at-startup=4"],
            ["vm-param-set", vm, "HVM-boot-policy=", "PV-bootloader=eliloader"],
            ["vm-param-set", vm, "other-config:install-repository=cdrom",
             "other-config:install-distro=rhlike"],
            ["vm-param-set", vm, "PV-args=utf8 nogpt noipv6 inst.stage2=hd:LABEL="
             r"CentOS\x207\x20x86_64"],
            ["vbd-list", "vm-uuid=uuid-of-vm", "type=Disk", "params=userdevice", "--minimal"],
            ["vm-disk-remove", vm, "device=0"], ["vm-disk-remove", vm, "device=1"],
            ["vm-disk-add", vm, "device=0", "disk-size=8GiB", "sr-uuid=uuid-of-sr-list"],
            ["vm-cd-add", vm, "device=3", "cd-name=" + image],
            ["vbd-list", "vm-uuid=uuid-of-vm", "type=CD", "params=uuid", "--minimal"],
            ["vbd-param-set", "uuid=uuid-of-cd", "bootable=true"],
            ["vif-create", "vm-uuid=uuid-of-vm", "network-uuid=uuid-of-network-list", "device=0",
             "mac=00:16:3E:aa:bb:cc"],
            ["vm-start", vm], ["vm-param-set", vm, "PV-args="]]
        self.assertEqual(calls, expected)

    def test_xe_takes_a_uuid_as_it_is_and_defaults_for_the_rest(self):
        uuid = "15828343-5b0d-4b86-a2da-56278c3b8c68"
        _, calls = self.shell(self.text("xe", "--sr", uuid, medium("el7-dvd")))
        self.assertEqual(calls[:3], [
            ["network-list", "bridge=xenbr0", "params=uuid", "--minimal"],
            ["cd-list", "name-label=el7-dvd.iso", "params=uuid", "--minimal"],
            ["vm-install", "template=CentOS 6 (64-bit)", "new-name-label=el7-dvd",
             "sr-uuid=" + uuid]])
        _, calls = self.shell(self.text("xe", medium("el7-dvd")))
        self.assertNotIn("sr-uuid", str(calls))

    def test_xe_stops_at_the_first_command_that_fails(self):
        text = self.text("xe", medium("el7-dvd"))
        names = [call[0] for call in self.shell(text)[1]]
        for name in sorted(set(names)):
            with self.subTest(name):
                process, calls = self.shell(text, FAILS=name)
                self.assertNotEqual(process.returncode, 0)
                self.assertEqual([call[0] for call in calls], names[:names.index(name) + 1])
        for how, part in (("FINDS_NONE", b"there is no medium el7-dvd.iso"),
                          ("FINDS_TWO", b"more than one medium is called el7-dvd.iso: 1111,2222")):
            process, calls = self.shell(text, **{how: "cd-list"})
            self.assertNotEqual(process.returncode, 0)
            self.assertIn(part, process.stderr)
            self.assertEqual([call[0] for call in calls], ["network-list", "cd-list"])

    def test_whoever_pasted_the_commands_keeps_their_shell(self):
        text = self.text("xe", medium("el7-dvd"))
        process, _ = self.shell(text + "echo alive $-\n", FAILS="vm-install")
        self.assertRegex(process.stdout, rb"^alive [a-df-z]*\n$")

    def test_xe_refuses_what_eliloader_would_cut(self):
        base = len(self.text("raw", medium("el7-dvd"))) - 1
        fits = "x" * (1020 - base - 1)
        self.assert_survives("--append", fits, medium("el7-dvd"))
        self.assert_fails(NOT_USABLE, "have 1021 bytes", "at most 1020",
                          args=("--format", "xe", "--append", fits + "x", medium("el7-dvd")))
        self.text("xl", "--append", fits + "x", medium("el7-dvd"))

    def test_libvirt_takes_the_domain(self):
        for options in (self.ALL, ("--disk", "/dev/vg/c7", "--image", "/dev/sr0"), (),
                        ("--kernel", ODD_PATH, "--initrd", ODD_PATH, "--disk", ODD_PATH)):
            text = self.text("libvirt", *options, medium("el7-dvd"))
            self.validate(text)
        root = xml.etree.ElementTree.fromstring(self.text(
            "libvirt", *self.ALL, "--kernel", ODD_PATH, "--initrd", "/i", "--disk", "/dev/vg/c7",
            "--bridge", "br0", medium("el7-dvd")).encode())
        self.assertEqual((root.get("type"), root.findtext("name"), root.findtext("memory"),
                          root.findtext("vcpu"), root.findtext("on_reboot")),
                         ("xen", ODD_NAME, "4096", "4", "destroy"))
        self.assertEqual((root.find("os/type").get("machine"), root.findtext("os/kernel"),
                          root.findtext("os/initrd")), ("xenpv", ODD_PATH, "/i"))
        disks = [(d.get("type"), d.get("device"), d.find("source").attrib,
                  d.find("target").get("dev"), d.find("readonly") is not None)
                 for d in root.findall("devices/disk")]
        self.assertEqual(disks, [("block", "disk", {"dev": "/dev/vg/c7"}, "xvda", False),
                                 ("file", "cdrom", {"file": ODD_PATH}, "xvdd", True)])
        interface = root.find("devices/interface")
        self.assertEqual((interface.find("mac").get("address"),
                          interface.find("source").get("bridge")), ("00:16:3E:aa:bb:cc", "br0"))

    def test_qemu_gets_every_path_as_it_is(self):
        text = self.text("qemu", *self.ALL, "--kernel", ODD_PATH, "--initrd", "i,j", "--disk",
                         "d,,e.img", medium("el7-dvd"))
        self.assertNotIn("\t", text)
        _, [call] = self.shell(text)
        values = {key: call[i + 1] for i, key in enumerate(call) if key[0] == "-" and key != "-drive"
                  and i + 1 < len(call)}
        self.assertEqual((values["-kernel"], values["-initrd"], values["-m"], values["-smp"]),
                         (ODD_PATH, "i,j", "4096", "4"))
        self.assertEqual(qemu_list(values["-name"]), {"guest": ODD_NAME})
        drives = [qemu_list(call[i + 1]) for i, key in enumerate(call) if key == "-drive"]
        self.assertEqual([(d["file"], d.get("media")) for d in drives],
                         [("d,,e.img", None), (ODD_PATH, "cdrom")])
        self.assertEqual(qemu_list(values["-nic"])["mac"], "00:16:3E:aa:bb:cc")
        self.assertIn("--stage2 label", self.text("qemu", "--stage2", "device", medium("el7-dvd")))
        self.assertNotIn("--stage2", text)

    def test_shell_names_kernel_and_initrds(self):
        process, _ = self.shell(self.text("shell", medium("el7-dvd")) +
                                'echo "$ISOARGS_KERNEL $ISOARGS_INITRD $ISOARGS_INITRD_COUNT'
                                ' $ISOARGS_INITRD_1"')
        self.assertEqual(process.stdout.decode(), "/images/pxeboot/vmlinuz "
                         "/images/pxeboot/initrd.img 1 /images/pxeboot/initrd.img\n")

    def test_json_says_where_words_come_from_without_the_password(self):
        secret = self.write("secret", "pass1234\n")
        document = json.loads(self.text("json", "--vnc", "--vnc-password-file", secret, "--dhcp",
                                        medium("el7-dvd")))
        self.assertEqual(sorted(document), ["args", "boots", "dropped", "entry", "format", "guest",
                                            "initrds", "installer",
                                            "kernel", "length", "notes", "words"])
        self.assertIn("inst.vncpassword=pass1234", document["args"])
        words = {w["text"]: w for w in document["words"]}
        self.assertEqual(words["inst.vncpassword=********"]["file"], "--vnc-password-file")
        self.assertNotIn("pass1234", str(document["words"]))
        self.assertEqual([w["text"] for w in document["dropped"]], ["quiet"])
        self.assertEqual(document["entry"]["file"], "ISO:/EFI/BOOT/grub.cfg")
        self.assertEqual((document["kernel"], document["initrds"]),
                         ("/images/pxeboot/vmlinuz", ["/images/pxeboot/initrd.img"]))

    def test_the_name_is_the_host_names_first_part_or_the_images(self):
        os.symlink(medium("el7-dvd"), self.path("Cent OS'7.ISO"))
        for name, options in (("c7", ("--hostname", "c7.example.org", "--dhcp")),
                              ("vm-7", ("--hostname", "7", "--dhcp")), ("Cent-OS-7", ())):
            xl = Xl(self.text("xl", *options, self.path("Cent OS'7.ISO")))
            self.assertEqual((xl.string("name"), xl.disks()[1][1]),
                             (name, "/var/lib/xen/images/%s.img" % name))

    def test_a_relative_image_gets_its_whole_path_where_the_host_needs_it(self):
        os.symlink(medium("el7-dvd"), self.path("c7.iso"))
        result = run("--format", "xl", "c7.iso", cwd=self.folder)
        self.assertEqual(Xl(result.out).disks()[0][1], os.path.realpath(self.folder) + "/c7.iso")


class Kinds(FormatTest):
    """The same medium in each guest that a format has."""

    def test_the_line_survives_in_every_guest(self):
        words = [part for word in ODD for part in ("--append", word)]
        for guest, formats in (("pvh", {"xl", "libvirt"}), ("hvm", {"xl", "libvirt"}),
                               ("kvm", {"libvirt", "qemu"})):
            for name in formats | {"raw", "json", "shell"}:
                with self.subTest((guest, name)):
                    options = ("--guest", guest, *words, medium("el7-dvd"))
                    files = self.FILES if (guest, name) == ("hvm", "xl") else ()
                    text = self.text(name, *files, *options)
                    self.assertEqual(getattr(self, "from_" + name)(text), run(*options).out[:-1])

    def test_xl_has_the_disks_of_each_guest(self):
        for guest, disks in (("pv", [("xvdd", False, True), ("xvda", True, False)]),
                             ("pvh", [("xvdd", False, False), ("xvda", True, False)]),
                             ("hvm", [("hda", True, False), ("hdc", False, True)])):
            with self.subTest(guest):
                files = self.FILES if guest == "hvm" else ()
                xl = Xl(self.text("xl", "--guest", guest, *files, medium("el7-dvd")))
                self.assertEqual(xl.string("type"), guest)
                self.assertEqual([(d[0], *d[2:]) for d in xl.disks()], disks)
                self.assertEqual(xl.string("serial"), "pty" if guest == "hvm" else None)

    def test_libvirt_takes_each_guest(self):
        for guest in ("pv", "pvh", "hvm", "kvm"):
            for more in ((), ("--graphical", "--dhcp"), ("--disk", "/dev/vg/c7", "--mac",
                                                         "52:54:00:aa:bb:cc")):
                with self.subTest((guest, more)):
                    self.validate(self.text("libvirt", "--guest", guest, *more, medium("el7-dvd")))

    def test_a_guest_that_cannot_start_is_not_written(self):
        for name in ("el8-boot", "el9-dvd", "el10-dvd"):
            image = medium(name)
            for guest, format_name in (("pv", "xl"), ("pvh", "xl"), ("pv", "xe"), ("pv", "libvirt")):
                with self.subTest((name, guest, format_name)):
                    files = self.FILES if format_name == "libvirt" else ()
                    args = ("--guest", guest, "--format", format_name, *files, image)
                    self.assert_fails(NOT_USABLE, "cannot run as a %s guest" % guest.upper(),
                                      "hvm", "kvm", "--force writes the guest", args=args)
                    self.assertEqual(run("--force", *args).code, DONE)
            for guest, format_name in (("hvm", "xl"), ("hvm", "libvirt"), ("kvm", "libvirt"),
                                       ("kvm", "qemu"), ("pv", "qemu"), ("pv", "shell")):
                files = () if format_name == "shell" else self.FILES
                self.assertEqual(run("--guest", guest, "--format", format_name, *files,
                                     image).code, DONE)

    def test_a_kernel_of_pv_alone_is_no_pvh_guest(self):
        self.text("xl", medium("el7-no-joliet"))
        self.assert_fails(NOT_USABLE, "no PHYS32_ENTRY note", "give --guest pv or hvm",
                          args=("--format", "xl", "--guest", "pvh", medium("el7-no-joliet")))

    def test_what_is_no_kernel_starts_nothing(self):
        self.write("tree/isolinux/isolinux.cfg", "default linux\nlabel linux\n kernel /images/"
                   "pxeboot/vmlinuz\n append initrd=/images/pxeboot/initrd.img inst.stage2=hd:LABEL=X\n")
        image = self.path("own.iso")
        master(self.path("tree"), image, "-R", "-V", "X")
        self.assert_fails(NOT_USABLE, "expected a kernel", "--force", args=("--format", "xl", image))
        self.text("xl", "--force", image)
        self.text("shell", image)

    def test_only_a_guest_of_xen_has_its_kernel_read(self):
        """What is not asked for costs nothing."""
        def reads(*options):
            need("strace")
            log = self.path("trace")
            run_traced = subprocess.run(
                ["strace", "-f", "-e", "trace=pread64", "-o", log, os.environ["ISOARGS"],
                 "--no-sandbox", *options, medium("el7-dvd")],
                capture_output=True, check=False,
                # LeakSanitizer, where it is built in, cannot work beside strace.
                env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
            self.assertEqual(run_traced.returncode, 0, run_traced.stderr)
            with open(log, encoding="utf-8") as file:
                return sum("pread64(" in line for line in file)
        plain = reads()
        self.assertEqual(reads("--format", "shell"), plain)
        self.assertEqual(reads("--format", "qemu", *self.FILES), plain)
        self.assertGreater(reads("--format", "xl"), plain)


class Refusal(FormatTest):
    def test_an_option_without_effect_is_refused(self):
        image = medium("el7-dvd")
        for args, option in ((("--memory", "1024"), "--memory"),
                             (("--format", "json", "--name", "x"), "--name"),
                             (("--format", "shell", "--kernel", "/k"), "--kernel"),
                             (("--format", "raw", "--image", "/k"), "--image"),
                             (("--format", "xe", "--disk", "/k"), "--disk"),
                             (("--format", "xe", "--kernel", "/k"), "--kernel"),
                             (("--format", "xe", "--bootloader", "pygrub"), "--bootloader"),
                             (("--format", "xl", "--sr", "x"), "--sr"),
                             (("--format", "xl", "--template", "x"), "--template"),
                             (("--format", "xl", "--network", "x"), "--network"),
                             (("--format", "libvirt", "--network", "x"), "--network"),
                             (("--format", "qemu", "--bridge", "x"), "--bridge"),
                             (("--explain", "--format", "raw"), "--explain"),
                             (("--explain", "--name", "x"), "--explain")):
            with self.subTest(args):
                self.assert_fails(USAGE, option, "no use for", args=(*args, image))

    def test_options_that_contradict_each_other_or_miss_one_are_told(self):
        image = medium("el7-dvd")
        for args, option in (
                (("xe", "--network", "x", "--bridge", "y"), "--network"),
                (("xl", "--bootloader", "pygrub", "--kernel", "/k"), "--bootloader"),
                (("xl", "--bootloader", "direct"), "--kernel"),
                (("xl", "--initrd", "/i"), "--initrd"), (("xl", "--kernel", "/k"), "--initrd"),
                (("xl", "--kernel", "/k", "--initrd", "/i", "--initrd", "/j"), "cat FIRST SECOND"),
                (("libvirt",), "--kernel"), (("qemu",), "--kernel"),
                (("libvirt", "--bootloader", "pygrub"), "--bootloader"),
                (("xl", "--disk", "/dev/vg/x", "--disk-size", "9"), "--disk-size"),
                (("xl", "--disk", "x.img"), "--disk"), (("xl", "--image", "x.iso"), "--image"),
                (("libvirt", "--kernel", "k", "--initrd", "/i"), "--kernel"),
                (("nonsense",), "expected raw, json, shell, xe, xl, libvirt, qemu, virt-"),
                (("xl", "--memory", "511"), "--memory"), (("xl", "--mac", "x"), "--mac")):
            with self.subTest(args):
                self.assert_fails(USAGE, option, args=("--format", *args, image))

    def test_it_fails_as_the_line_does(self):
        path = medium("live")
        for name in FORMATS:
            self.assert_fails(NOT_USABLE, path, "a live image", args=("--format", name, path))


if __name__ == "__main__":
    main()
