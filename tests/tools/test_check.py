# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs check: every check with an image that passes it and one that does not."""

import json
import os
import re
import shutil
import subprocess
import time

from checking import MENU, TOKEN, CheckTest
from harness import (DONE, ISOARGS, NOT_USABLE, SQUASHFS, USAGE, BoundedTest, main, master, medium,
                     missing_bytes, need, run)


class Whole(CheckTest):
    def test_a_good_medium_has_no_warning(self):
        for name in ("el7-dvd", "el7-dvd-huge", "el7-generic", "el7-netinstall"):
            with self.subTest(name):
                found = self.check(medium(name))
                doubtful = [c for c in found if any(i["verdict"] != "ok" for i in found[c])]
                self.assertEqual(doubtful, [])
                self.assertEqual(sorted(found), [
                    "characters", "entry", "image", "initrd", "kernel", "label", "length",
                    "memory", "menu", "pv", "source", "stage2", "udev"])
        found = self.check("--stage2", "uuid", medium("el7-dvd"))
        self.assertEqual({i["verdict"] for items in found.values() for i in items}, {"ok"})

    def test_rhel_has_labels_of_its_own(self):
        found = self.check(medium("rhel7-server"))
        self.assertEqual({i["verdict"] for items in found.values() for i in items}, {"ok"})

    def test_a_wrong_option_is_a_usage_error_and_prints_nothing(self):
        for args in (("--memory", "much"), ("--memory", "0"), ("--memory", "-1"),
                     ("--memory", "99999999999999999999"), ("--ip", "1.2.3"), ("--frob",)):
            with self.subTest(args):
                self.assert_fails(USAGE, args[0], args=("check", *args, medium("el7-dvd")))


class Image(CheckTest):
    def test_a_truncated_image_is_an_error(self):
        self.assert_verdict("ok", "image", "whole", args=(medium("el7-dvd"),))
        path = medium("el7-cut-half")
        missing = missing_bytes(path)
        self.assertGreater(missing, 1 << 20)
        self.assert_verdict("error", "image", "%u are missing" % missing, "download",
                            args=(path,))

    def test_as_much_as_padding_may_be_missing(self):
        size = int(re.search(r"\d+ bytes, (\d+) of", self.verdict(
            "image", medium("el7-netinstall"))[1]).group(1))
        for missing, verdict in ((2048, "warning"), (150 * 2048, "warning"),
                                 (150 * 2048 + 1, "error")):
            path = self.shortened("el7-netinstall", size - missing)
            self.assert_verdict(verdict, "image", "%d" % missing, args=(path,))


class Entry(CheckTest):
    def test_the_entry_is_named_with_its_line(self):
        self.assert_verdict("ok", "entry", "ISO:/EFI/BOOT/grub.cfg:22", '"Install CentOS 7"',
                            args=(medium("el7-dvd"),))

    def test_a_live_image_is_an_error(self):
        self.assert_verdict("error", "entry", "a live image", "DVD, Minimal or NetInstall",
                            args=(medium("live"),))

    def other(self, config, label, *options):
        return self.image(config=config, label=label, options=("-R", *options))

    def test_an_installer_is_said_only_where_it_is_proven(self):
        linux = "menuentry 'Start' {\n\tlinux %s\n\tinitrd /initrd\n}\n"
        for label, line, verdict, part in (
                ("Debian 12.5.0 amd64 n", "/install.amd/vmlinuz --- quiet", "ok",
                 '"Start" starts the installer'),
                ("d-live 12.5.0 gn amd64", "/live/vmlinuz boot=live components", "ok",
                 '"Start" would be booted: a live system'),
                ("fedora-coreos-43.20251024.3.0", "/vmlinuz coreos.liveiso=x", "ok",
                 '"Start" would be booted: a live system'),
                ("ARCH_202603", "/arch/vmlinuz archisobasedir=arch", "ok",
                 '"Start" would be booted: a live system'),
                ("TOOLS", "/vmlinuz quiet", "warning",
                 "nothing on the medium tells that it installs"),
                ("ISOIMAGE", "/vmlinuz root=/dev/sda1", "error",
                 '"Start" boots what is installed on a disk')):
            with self.subTest(label):
                self.assert_verdict(verdict, "entry", part, args=(self.other(linux % line, label),))

    def test_what_is_named_is_told_as_what_it_is(self):
        image = self.other("menuentry Disk {\n\tlinux /vmlinuz root=/dev/sda1\n}\n"
                           "menuentry Rescue {\n\tlinux /vmlinuz rescue\n}\n", "TOOLS")
        for name, verdict, part in (("Disk", "warning", "what is installed on a disk"),
                                    ("Rescue", "ok", "it rescues a system")):
            self.assert_verdict(verdict, "entry", part, args=("--entry", name, image))

    def test_live_media_are_as_they_should_be(self):
        self.write("tree/live/vmlinuz", "x")
        self.write("tree/live/initrd", "x")
        self.write("tree/live/filesystem.squashfs", "x")
        image = self.other("menuentry Live {\n\tlinux /live/vmlinuz boot=live components\n"
                           "\tinitrd /live/initrd\n}\n", "d-live 12.5.0 gn amd64")
        found = self.check(image)
        bad = {code for code, items in found.items() for i in items if i["verdict"] != "ok"}
        self.assertEqual(bad, {"pv"}, found)

    def test_an_entry_that_is_not_there_is_an_error(self):
        self.assert_verdict("error", "entry", '"nope"', args=("--entry", "nope",
                                                              medium("el7-dvd")))


class Architecture(CheckTest):
    ARM = b"\0" * 0x38 + b"ARM\x64" + b"\0" * 4096

    def other(self, label, kernel, **files):
        menu = ("menuentry Install {\n\tlinux /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=%s\n"
                "\tinitrd /images/pxeboot/initrd.img\n}\n" % label)
        self.write("tree/images/pxeboot/vmlinuz", kernel)
        self.write("tree/images/pxeboot/initrd.img", "x")
        self.write("tree/LiveOS/squashfs.img", SQUASHFS)
        for name, text in files.items():
            self.write("tree/EFI/BOOT/" + name.replace("_", "."), text)
        return self.image(config=menu, label=label)

    def test_a_medium_that_no_pc_runs_is_an_error_and_its_kernel_no_matter(self):
        image = self.other("AlmaLinux-9-3-aarch64-dvd", "kernel")
        self.assert_verdict("error", "architecture", "the medium is for aarch64 (label)",
                            "use the image for x86_64", args=(image,))
        found = self.check(image)
        self.assertFalse(found.keys() & {"pv", "memory", "no-pv", "other-architecture"}, found)

    def test_the_programs_for_efi_and_the_kernels_header_tell_it_too(self):
        image = self.other("TEST", "kernel", BOOTAA64_EFI="x")
        self.assert_verdict("error", "architecture", "the medium is for aarch64 (EFI/BOOT)",
                            args=(image,))
        os.remove(self.path("tree/EFI/BOOT/BOOTAA64.EFI"))
        image = self.other("TEST", self.ARM)
        self.assert_verdict("error", "architecture", "ISO:/images/pxeboot/vmlinuz",
                            "the kernel is for aarch64", args=(image,))

    def test_the_line_is_given_with_a_warning_and_a_guest_only_by_force(self):
        image = self.other("RHEL-7-9-aarch64", "kernel")
        line = "utf8 nogpt noipv6 inst.stage2=hd:LABEL=RHEL-7-9-aarch64"
        result = self.assert_prints(line, image)
        self.assertIn("warning: the medium is for aarch64 (label)", result.err)
        for form, more in (("xl", ()), ("xe", ()), ("qemu", ("--kernel", "/k", "--initrd", "/i")),
                           ("libvirt", ("--kernel", "/k", "--initrd", "/i"))):
            with self.subTest(form):
                args = ("--format", form, *more, image)
                self.assert_fails(NOT_USABLE, "the medium is for aarch64, and the guest that the "
                                  "format %s writes is a PC's" % form, "--force", args=args)
                self.assertEqual(run("--force", *args).code, DONE)
        for form in ("json", "shell"):
            self.assertEqual(run("--force", "--format", form, image).code, DONE)


class Label(CheckTest):
    def test_every_medium_of_centos_7_shares_one(self):
        self.assert_verdict("ok", "label", r"CentOS\x207\x20x86_64", "--stage2 uuid",
                            args=(medium("el7-dvd"),))
        for how in ("uuid", "device"):
            self.assert_verdict("ok", "label", args=("--stage2", how, medium("el7-dvd")))

    def test_a_label_of_its_own_is_good(self):
        self.assert_verdict("ok", "label", r"by-label/RHEL-7.9\x20Server.x86_64",
                            args=(medium("rhel7-server"),))

    def test_a_label_with_a_colon_cannot_be_named(self):
        path = self.image(MENU % "inst.stage2=hd:LABEL=A:B", "A:B")
        self.assert_verdict("error", "label", "colon", '"A:B"', "--stage2 uuid", args=(path,))
        self.assert_verdict("ok", "label", "not used", args=("--stage2", "uuid", path))

    def test_a_blank_joliet_label_hides_the_other(self):
        path = self.image(options=("-R", "-J"))
        with open(path, "rb") as file:
            joliet = next(n for n in range(17, 40)
                          if file.seek(n * 2048) >= 0 and file.read(1) == b"\2")
        self.patch(path, (joliet * 2048 + 40, "".ljust(16).encode("utf-16-be")))
        self.assert_verdict("error", "label", "blank Joliet", '"TEST"', "--stage2 uuid",
                            args=(path,))
        self.assertNotIn("entry", self.check(path))
        self.assert_verdict("ok", "label", "not used", args=("--stage2", "device", path))

    def test_no_label_at_all_is_an_error(self):
        path = self.patch(self.image(), (16 * 2048 + 40, b" " * 32))
        self.assert_verdict("error", "label", "no label", args=(path,))


class Udev(CheckTest):
    # the superblock of ext2 where an ISO 9660 volume leaves room for a boot loader
    EXT2 = ((1028, b"\x10"), (1048, b"\1"), (1080, b"\x53\xef"), (1100, b"\1"))

    def test_an_isohybrid_medium_is_taken_for_iso9660(self):
        self.assert_verdict("ok", "udev", "ISO 9660", args=(medium("el7-dvd"),))

    def test_the_marks_of_another_file_system_take_the_links_away(self):
        self.write("tree/ballast", bytes(3 << 20))
        path = self.patch(self.image(), *self.EXT2)
        self.assert_verdict("error", "udev", "several file systems", "--stage2 device",
                            args=(path,))
        self.assert_verdict("error", "udev", args=("--stage2", "uuid", path))
        self.assert_verdict("warning", "udev", args=("--stage2", "device", path))

    def test_a_tiny_medium_can_be_taken_for_another_file_system(self):
        path = self.patch(self.image(), *self.EXT2)
        self.assert_verdict("error", "udev", "for ext2", args=(path,))


def exfat(clusters):
    """Its first 32 KiB: a boot sector as libblkid takes it, a root directory that never ends.

    The directory's clusters lie in a circle, and each entry in them is one that is passed over.
    """
    data = bytearray(32768)
    first, table, heap = 2, 24, 24 + 1
    data[0:11] = b"\xeb\x76\x90EXFAT   "
    data[64:72] = (0).to_bytes(8, "little")
    data[72:80] = (64).to_bytes(8, "little")
    for at, number in ((80, table), (84, 1), (88, heap), (92, clusters), (96, first)):
        data[at:at + 4] = number.to_bytes(4, "little")
    data[105] = 1  # revision 1.0
    data[108:111] = bytes([9, 0, 1])  # 512 bytes a sector and a cluster; one table
    data[510:512] = b"\x55\xaa"
    total = 0
    for at in range(11 * 512):
        if at not in (106, 107, 112):
            total = ((total & 1) << 31) + (total >> 1) + data[at] & 0xffffffff
    data[11 * 512:12 * 512] = total.to_bytes(4, "little") * 128
    for number in range(clusters):
        at = table * 512 + 4 * (first + number)
        data[at:at + 4] = (first + (number + 1) % clusters).to_bytes(4, "little")
    size = len(data) - heap * 512
    data[heap * 512:] = (b"\x85" + bytes(31)) * (size // 32)
    return bytes(data)


class Walks(CheckTest, BoundedTest):
    def test_a_directory_that_never_ends_is_not_walked(self):
        # Releases of libblkid go through 10 000 or 8 388 608 of its entries.
        self.write("tree/ballast", bytes(3 << 20))
        path = self.patch(self.image(), (0, exfat(38)))
        self.assert_verdict(
            "error", "udev", "found the mark of exFAT, expected ISO 9660 alone; libblkid is not "
            "asked, since that could cost hours or gigabytes, and udev may make no links; use "
            "--stage2 device", args=(path,))
        result = self.bounded("check", path)
        self.assertIn("byte 3", result.out)
        self.assertEqual(result.code, NOT_USABLE)
        self.assert_verdict("warning", "udev", args=("--stage2", "device", path))


    def test_records_of_a_gibibyte_are_not_taken_into_memory(self):
        # On a sparse file. For an MBR libblkid looks whether the sector is not one of NTFS.
        path, start, size = self.image(), 1 << 30, 1 << 30
        sector = bytearray(b"\xeb\x52\x90NTFS    ".ljust(512, b"\0"))
        sector[11:14] = b"\0\2\x08"  # 512 bytes a sector, 8 sectors a cluster
        sector[21] = 0xf8
        for at, number in ((40, 16 * start // 512), (48, start // 4096), (56, start // 4096)):
            sector[at:at + 8] = number.to_bytes(8, "little")
        sector[64] = 256 - 30  # the size of a record, as its power of two
        sector[68] = 1
        sector[510:512] = b"\x55\xaa"
        self.patch(path, (0, sector), (start, b"FILE"), (start + 3 * size, b"FILE"))
        os.truncate(path, start + 4 * size + 4096)
        for verb in ("inspect", "check"):
            for options in ((), ("--no-sandbox",)):
                with self.subTest((verb, options)):
                    result = self.bounded(verb, *options, path)
                    self.assertIn("found the mark of NTFS", result.text)
                    self.assertNotIn("out of memory", result.text)


class Menus(CheckTest):
    def test_words_that_name_the_medium_are_counted(self):
        self.assert_verdict("ok", "menu", "all 12 words", args=(medium("el7-dvd"),))

    def test_entries_that_look_for_another_medium_are_one_finding_with_the_first_and_a_count(self):
        found = self.check(medium("el7-relabelled"))["menu"]
        self.assertEqual({i["verdict"] for i in found}, {"warning"})
        self.assertEqual([(i["file"], i["line"]) for i in found],
                         [("ISO:/EFI/BOOT/grub.cfg", 23), ("ISO:/EFI/BOOT/grub.cfg", 20)])
        self.assertIn(r'looks for "CentOS\x207\x20x86_64", which this medium is not (and 11 more '
                      "like it)", found[0]["text"])
        self.assertIn("(and 1 more like it)", found[1]["text"])

    def test_a_menu_whose_grub_eats_backslashes_is_told_in_one_sentence_of_each_kind(self):
        found = self.check("--dialect", "stock", medium("el7-dvd"))
        self.assertEqual([i["text"] for i in found["menu"]],
                         ['the entry "Install CentOS 7" looks for "CentOSx207x20x86_64", which this '
                          "medium is not (and 7 more like it)"])
        self.assertEqual([i["text"] for i in found["menus-differ"]],
                         ['the entry "Install CentOS 7" has "inst.stage2=hd:LABEL=CentOSx207x20x86_64" '
                          r'in ISO:/EFI/BOOT/grub.cfg, but "inst.stage2=hd:LABEL=CentOS\x207\x20x86_64"'
                          " in ISO:/isolinux/isolinux.cfg (and 3 more like it)"])

    def test_as_many_findings_of_one_kind_as_the_bound_are_all_named(self):
        # IA_CHECK_REPEATS_MAX, and one more
        for count in (8, 9):
            path = self.image("".join(MENU % ("inst.stage2=hd:LABEL=OLD%d" % i)
                                      for i in range(count)))
            texts = [i["text"] for i in self.check(path)["menu"] if "OLD" in i["text"]]
            further = [i["text"] for i in self.check(path)["menu"] if "further" in i["text"]]
            self.assertEqual(len(texts), 8)
            self.assertEqual([t.split()[0] for t in further], ["1"] if count > 8 else [])

    def test_as_many_searches_as_the_bound_are_all_named(self):
        for count in (8, 9):
            path = self.image("".join("search --no-floppy --set=root -l 'OLD%d'\n" % i
                                      for i in range(count)) + MENU % TOKEN)
            found = self.check(path)["menu"]
            self.assertEqual(len([i for i in found if "'OLD" in i["text"]]), 8)
            further = [i["text"] for i in found if "further" in i["text"]]
            self.assertEqual([t.split()[0] for t in further], ["1"] if count > 8 else [])

    def test_kickstarts_repositories_and_searches_are_looked_at_too(self):
        path = self.image("search --no-floppy --set=root -l 'OLD'\n" + MENU % (
            TOKEN + " inst.ks=hd:LABEL=OLD:/ks.cfg inst.repo=cdrom:LABEL=OLDER"))
        texts = [i["text"] for i in self.check(path)["menu"]]
        self.assertEqual(len(texts), 3)
        self.assertIn('looks for "OLD"', texts[0])
        self.assertIn('looks for "OLDER"', texts[1])
        self.assertIn("GRUB searches for a file system with the label 'OLD'", texts[2])

    def test_a_driver_disk_and_a_uuid_of_the_medium_are_no_other_media(self):
        path = self.image(MENU % (TOKEN + " inst.ks=hd:LABEL=OEMDRV:/ks.cfg"))
        self.assert_verdict("ok", "menu", "all 2 words", args=(path,))
        uuid = json.loads(run("inspect", "--json", path).out)["label"]["uuid"]
        with open(path, "rb") as file:
            image = file.read()
        # in place, as the UUID is the date of mastering
        words = (b"inst.stage2=hd:LABEL=TEST inst.ks=hd:LABEL=OEMDRV:/ks.cfg",
                 b"inst.stage2=hd:UUID=" + uuid.encode())
        self.assertEqual(image.count(words[0]), 1)
        self.patch(path, (image.index(words[0]), words[1].ljust(len(words[0]))))
        self.assert_verdict("ok", "menu", "all 1 words", args=("--stage2", "uuid", path))


class Files(CheckTest):
    def test_the_files_of_a_good_medium_are_there_and_whole(self):
        for code, location in (("kernel", "ISO:/images/pxeboot/vmlinuz"),
                               ("initrd", "ISO:/images/pxeboot/initrd.img"),
                               ("stage2", "ISO:/LiveOS/squashfs.img")):
            self.assert_verdict("ok", code, location, "inside the image",
                                args=(medium("el7-dvd"),))

    def test_each_file_that_is_not_there_is_an_error_and_stops_args(self):
        for name, code in (("images/pxeboot/vmlinuz", "kernel"),
                           ("images/pxeboot/initrd.img", "initrd"),
                           ("LiveOS/squashfs.img", "stage2")):
            with self.subTest(code):
                shutil.rmtree(self.path("tree"), ignore_errors=True)
                for other, data in (("images/pxeboot/vmlinuz", b"k"),
                                    ("images/pxeboot/initrd.img", b"i"),
                                    ("LiveOS/squashfs.img", SQUASHFS)):
                    if other != name:
                        self.write("tree/" + other, data)
                path = self.image(boot_files=False)
                self.assert_verdict("error", code, "not on the medium", args=(path,))
                self.assert_fails(NOT_USABLE, "error: ", "not on the medium", "--force",
                                  args=(path,))
                self.assert_prints("utf8 nogpt noipv6 " + TOKEN, "--force", path)

    def test_a_kernel_without_a_slash_is_refused_for_that(self):
        path = self.image("menuentry m {\n linux images/pxeboot/vmlinuz %s\n}\n" % TOKEN)
        self.assert_verdict("error", "kernel", "does not begin with '/'", "grub.cfg:1",
                            args=(path,))

    def test_a_kernel_in_an_image_on_the_medium_says_where_it_lies(self):
        self.write("inner/images/pxeboot/vmlinuz", "kernel")
        self.write("inner/boot/grub/loopback.cfg", "menuentry inside {\n linux "
                   "(loop)/images/pxeboot/vmlinuz %s\n}\n" % TOKEN)
        self.write("tree/rescue.iso")
        master(self.path("inner"), self.path("tree/rescue.iso"), "-R", "-V", "INNER")
        path = self.image("loopback loop /rescue.iso\nsource (loop)/boot/grub/loopback.cfg\n")
        self.assert_verdict("error", "kernel", "from another device", args=(path,))
        notes = json.loads(run("inspect", "--json", path).out)["notes"]
        self.assertIn("'/images/pxeboot/vmlinuz' lies in the image '/rescue.iso', which is a file "
                      "of the medium", [note["text"] for note in notes
                                        if note["code"] == "grub-looped"])

    def test_each_file_that_is_cut_off_or_empty_is_an_error(self):
        found = self.check(medium("el7-cut-half"))
        for code in ("kernel", "initrd", "stage2"):
            self.assertEqual(found[code][0]["verdict"], "error")
            self.assertIn("the image ends before", found[code][0]["text"])
        for name, code in (("images/pxeboot/vmlinuz", "kernel"),
                           ("images/pxeboot/initrd.img", "initrd"),
                           ("LiveOS/squashfs.img", "stage2")):
            shutil.rmtree(self.path("tree"), ignore_errors=True)
            self.write("tree/" + name)
            self.assert_verdict("error", code, "is empty", args=(self.image(),))

    def test_a_second_stage_that_is_shorter_than_it_says_is_an_error(self):
        for size, verdict in ((96, "ok"), (97, "error")):
            self.write("tree/LiveOS/squashfs.img",
                       SQUASHFS[:40] + size.to_bytes(8, "little") + SQUASHFS[48:])
            self.assert_verdict(verdict, "stage2", args=(self.image(),))
        self.write("tree/LiveOS/squashfs.img", SQUASHFS[:-1])
        self.assert_verdict("error", "stage2", "too few", args=(self.image(),))

    def test_the_second_stage_is_where_treeinfo_says(self):
        self.write("tree/.treeinfo", "[general]\nfamily = CentOS\nversion = 7\narch = x86_64\n"
                   "[stage2]\nmainimage = images/other.img\n")
        self.assert_verdict("error", "stage2", "ISO:/images/other.img", args=(self.image(),))
        self.write("tree/images/other.img", bytes(1000))
        self.assert_verdict("ok", "stage2", "ISO:/images/other.img", args=(self.image(),))

    def test_a_word_of_the_callers_that_looks_for_another_medium_is_an_error(self):
        dvd = medium("el7-dvd")
        for name in ("LABEL=CentOS_7_x86_64", "UUID=1999-01-01-00-00-00-00"):
            word = "inst.stage2=hd:" + name
            self.assert_verdict("error", "stage2", "--append", name.split("=")[1],
                                args=("--append", word, dvd))
            self.assert_fails(NOT_USABLE, "looks for", "--force", args=("--append", word, dvd))
        for word in (r"inst.stage2=hd:LABEL=CentOS\x207\x20x86_64", "inst.stage2=hd:/dev/xvdd",
                     "inst.stage2=hd:UUID=2020-11-02-15-15-23-00"):
            self.assert_verdict("ok", "stage2", args=("--append", word, dvd))

    def test_an_entry_without_initial_ram_disk_starts_no_installer(self):
        path = self.image(re.sub("\tinitrd.*\n", "", MENU % TOKEN))
        self.assert_verdict("error", "initrd", "loads no initial RAM disk", args=(path,))

    def test_files_of_another_device_are_not_on_the_medium(self):
        path = self.image((MENU % TOKEN).replace(" /images/pxeboot/vmlinuz",
                                                 " (hd1)/images/pxeboot/vmlinuz"))
        self.assert_verdict("error", "kernel", "from another device", "grub.cfg:1", args=(path,))


class Source(CheckTest):
    def test_packages_come_from_the_medium_a_repository_or_a_kickstart(self):
        self.assert_verdict("ok", "source", "/repodata", args=(medium("el7-dvd"),))
        netinstall = medium("el7-netinstall")
        self.assert_verdict("ok", "source", "--repo", args=(netinstall,))
        self.assert_verdict("ok", "source", "--repo",
                            args=("--repo", "http://192.0.2.9/7", "--dhcp", netinstall))
        self.assert_verdict("ok", "source", "kickstart",
                            args=("--ks", "http://192.0.2.9/ks", "--dhcp", netinstall))


class Line(CheckTest):
    def test_the_length_is_told_and_too_much_of_it_an_error(self):
        line = run(medium("el7-dvd")).out[:-1]
        self.assert_verdict("ok", "length", "%d of at most 1023" % len(line),
                            args=(medium("el7-dvd"),))
        room = 1023 - len(line)
        fits, over = "x" * (room - 1), "x" * room
        self.assert_verdict("ok", "length", "1023 of", args=("--append", fits, medium("el7-dvd")))
        self.assert_verdict("error", "length", "1024 bytes",
                            args=("--append", over, medium("el7-dvd")))

    def test_an_open_quote_stops_the_installer_and_a_pair_is_doubtful(self):
        self.assert_verdict("ok", "characters", args=(medium("el7-dvd"),))
        config = ("label linux\n menu label Install CentOS 7\n kernel /images/pxeboot/vmlinuz\n"
                  " append initrd=/images/pxeboot/initrd.img " + TOKEN + " %s\n")
        for word, verdict in (("a='b'", "warning"), ('a="b"', "warning"), ("it's", "error"),
                              ('a="b', "error"), ("a\\'b", "warning"), ("a\\", "error"),
                              ("'a\\'", "warning")):
            with self.subTest(word):
                self.write("tree/isolinux/isolinux.cfg", config % word)
                path = self.image(None)
                self.assert_verdict(verdict, "characters", args=(path,))
                code = run(path).code
                self.assertEqual(code, NOT_USABLE if verdict == "error" else DONE)

    def test_the_rule_for_quotes_is_pythons(self):
        import random
        import shlex
        source = random.Random(7)
        config = ("label linux\n menu label Install CentOS 7\n kernel /images/pxeboot/vmlinuz\n"
                  " append initrd=/images/pxeboot/initrd.img " + TOKEN + " w%s\n")
        for _ in range(60):
            word = "".join(source.choice("ab\\'\"") for _ in range(source.randint(1, 6)))
            self.write("tree/isolinux/isolinux.cfg", config % word)
            path = self.image(None)
            line = run("--force", path).out[:-1]
            try:
                shlex.split(line)
                stops = False
            except ValueError:
                stops = True
            self.assertEqual(self.verdict("characters", path)[0] == "error", stops, line)

    def test_characters_beyond_ascii_are_doubtful(self):
        path = self.patch(self.image(), (16 * 2048 + 40, "Café".encode().ljust(32)))
        self.assert_verdict("warning", "characters", "ASCII", args=(path,))


class Cost(CheckTest):
    @staticmethod
    def best(*argv):
        """The shortest of five runs, in seconds."""
        times = []
        for _ in range(5):
            start = time.monotonic()
            subprocess.run(argv, stdout=subprocess.DEVNULL, check=True)
            times.append(time.monotonic() - start)
        return min(times)

    def test_it_takes_less_than_1_3_of_unpacking_the_kernel_and_64_mib(self):
        need("xz", "bsdtar", "time")
        with open(ISOARGS, "rb") as file:
            if b"__asan_init" in file.read():
                self.skipTest("sanitizers take time and memory of their own")
        path = medium("el7-generic")
        kernel = subprocess.run(["bsdtar", "-xOf", path, "images/pxeboot/vmlinuz"],
                                check=True, capture_output=True).stdout
        start = 512 * (kernel[0x1f1] + 1) + int.from_bytes(kernel[0x248:0x24c], "little")
        size = int.from_bytes(kernel[0x24c:0x250], "little")
        # the kernel's build adds the unpacked size to the payload
        packed = self.write("payload.xz", kernel[start:start + size - 4])
        whole, checked = self.best("xz", "-dc", packed), self.best(ISOARGS, "check", path)
        print("# check %.0f ms, xz -dc of its kernel %.0f ms: %.2f" %
              (checked * 1000, whole * 1000, checked / whole))
        self.assertLess(checked, 1.3 * whole)
        measured = subprocess.run(["time", "-f", "%M", ISOARGS, "check", path],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
        peak = int(measured.stderr.split()[-1])
        print("# peak %.1f MiB" % (peak / 1024))
        self.assertLess(peak, 64 * 1024)


if __name__ == "__main__":
    main()
