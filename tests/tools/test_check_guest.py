# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs check: what a medium needs to be started as each kind of guest."""

import os
import shutil
import struct
import subprocess

from checking import CheckTest
from harness import main, medium, need, unmade


def elf(*types):
    """A 64-bit ELF file with Xen notes of these types, as bare as one can be."""
    notes = b"".join(struct.pack("<III4sQ", 4, 8, kind, b"Xen", 0x1000) for kind in types)
    header = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1", 2, 62, 1, 0, 64, 0, 0, 64, 56, 1,
                         0, 0, 0)
    table = struct.pack("<IIQQQQQQ", 4, 4, 120, 0, 0, len(notes), len(notes), 4)
    return header + table + notes


class Guest(CheckTest):
    def test_the_kernels_notes_decide(self):
        for name in ("el7-netinstall", "el7-dvd", "el7-generic"):
            self.assert_verdict("ok", "pv", "can run as a PV guest: ENTRY",
                                args=(medium(name),))
        for name in ("el8-boot", "el9-dvd", "el10-dvd"):
            self.assert_verdict("error", "pv", "no Xen notes at all", "--guest hvm",
                                args=(medium(name),))

    def test_each_guest_has_its_own_need_and_the_remedy_names_those_that_would_do(self):
        # el7-netinstall's kernel has the notes of PV alone, el7-dvd's all, el9-dvd's none
        for name, guest, verdict, parts in (
                ("el7-netinstall", "pvh", "error",
                 ("cannot run as a PVH guest: no PHYS32_ENTRY note", "(--guest pv), or as an HVM "
                  "guest (--guest hvm) or under KVM (--guest kvm)")),
                ("el7-dvd", "pvh", "ok", ("can run as a PVH guest: PHYS32_ENTRY; give it the medium "
                                         "as a plain disk, without devtype=cdrom",)),
                ("el9-dvd", "pvh", "error", ("no PHYS32_ENTRY note; start it as an HVM guest",)),
                ("el9-dvd", "hvm", "ok", ("can run as an HVM guest: a bzImage; without an EFI "
                                          "stub, no EFI firmware starts it",)),
                ("el7-dvd", "kvm", "ok", ("can run as a KVM guest: a bzImage with an EFI stub",))):
            with self.subTest((name, guest)):
                self.assert_verdict(verdict, "guest", *parts,
                                    args=("--guest", guest, medium(name)))
                self.assertNotIn("pv", self.check("--guest", guest, medium(name)))
        self.assertNotIn("guest", self.check("--guest", "pv", medium("el9-dvd")))

    def test_el_without_xen_and_fedora_are_good_as_kvm_and_hvm_guests(self):
        media = ["el8-boot", "el9-dvd", "el10-dvd"]
        if "fedora-server" not in unmade():
            media.append("fedora-server")
        for name in media:
            for guest in ("kvm", "hvm"):
                with self.subTest((name, guest)):
                    found = self.check("--guest", guest, medium(name))
                    self.assertEqual({i["verdict"] for items in found.values() for i in items},
                                     {"ok"}, found)

    def test_a_kernel_that_is_packed_in_an_unknown_way_is_no_matter_to_kvm(self):
        with open(self.extracted("el7-generic", "images/pxeboot/vmlinuz"), "rb") as file:
            kernel = bytearray(file.read())
        start = 512 * (kernel[0x1f1] + 1) + int.from_bytes(kernel[0x248:0x24c], "little")
        kernel[start:start + 6] = b"nobody"
        self.write("tree/images/pxeboot/vmlinuz", bytes(kernel))
        path = self.image()
        self.assert_verdict("error", "pv", "begins with 6e 6f 62 6f 64 79", args=(path,))
        self.assert_verdict("error", "guest", "begins with 6e 6f", args=("--guest", "pvh", path))
        self.assert_verdict("ok", "guest", "a bzImage", args=("--guest", "kvm", path))

    def test_a_bare_elf_file_is_started_by_qemu_where_it_has_the_note_of_pvh(self):
        for types, verdict in (((18,), "ok"), ((1,), "error")):
            self.write("tree/images/pxeboot/vmlinuz", elf(*types))
            self.assert_verdict(verdict, "guest", "bare ELF file with a PHYS32_ENTRY note",
                                args=("--guest", "kvm", self.image()))

    def extracted(self, name, path):
        need("bsdtar")
        with open(self.path("extracted"), "wb") as file:
            subprocess.run(["bsdtar", "-xOf", medium(name), path], check=True, stdout=file)
        return self.path("extracted")

    def test_a_kernel_for_pv_that_eliloader_would_refuse_is_doubtful(self):
        for name, code, most in (("images/pxeboot/vmlinuz", "kernel", 32),
                                 ("images/pxeboot/initrd.img", "initrd", 128)):
            for size, verdict in ((most << 20, "ok"), ((most << 20) + 1, "warning")):
                shutil.rmtree(self.path("tree"), ignore_errors=True)
                self.write("tree/" + name)
                os.truncate(self.path("tree/" + name), size)
                path = self.image()
                self.assert_verdict(verdict, code, str(size), args=(path,))
                self.assert_verdict("ok", code, args=("--guest", "kvm", path))

    def test_the_length_is_that_of_the_guest(self):
        for guest, most in (("pv", 1023), ("pvh", 2047), ("hvm", 2047), ("kvm", 2047)):
            self.assert_verdict("ok", "length", "of at most %d bytes" % most,
                                args=("--guest", guest, medium("el7-dvd")))

    def test_a_text_file_is_no_kernel(self):
        self.assert_verdict("error", "pv", "ISO:/images/pxeboot/vmlinuz", args=(self.image(),))

    def test_memory_is_recommended_or_judged(self):
        dvd = medium("el7-dvd")
        self.assert_verdict("ok", "memory", "at least 1024", args=(dvd,))
        self.assert_verdict("ok", "memory", "at least 1536",
                            args=("--repo", "http://192.0.2.9/7", "--dhcp", dvd))
        for memory, verdict in (("511", "error"), ("512", "warning"), ("1023", "warning"),
                                ("1024", "ok"), ("3072", "ok")):
            self.assert_verdict(verdict, "memory", args=("--memory", memory, dvd))
        self.assert_verdict("warning", "memory", args=(
            "--memory", "1535", "--repo", "http://192.0.2.9/7", "--dhcp", dvd))
        self.assertNotIn("memory", self.check(medium("el9-dvd")))


if __name__ == "__main__":
    main()
