# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs check: whether each family's installer finds its medium, and reads its line as meant."""

import json
import struct

from checking import TOKEN, CheckTest
from harness import distributors, main, medium, run, unmade


class FamilyTest(CheckTest):
    def made(self, label, kernel, words, *files):
        """A medium with one entry and these files beside its kernel."""
        for name in (kernel, "initrd", *files):
            self.write("tree/" + name, "x")
        return self.image("menuentry Install {\n\tlinux /%s %s\n\tinitrd /initrd\n}\n" %
                          (kernel, words), label)

    def assert_finding(self, code, verdict, part, image, *args):
        self.assert_verdict(verdict, code, part, args=(*args, image))

    def uuid(self, image):
        return json.loads(run("inspect", "--json", image).out)["label"]["uuid"]


class Medium(FamilyTest):
    DEBIAN = ("Debian 12.5.0 amd64 n", "install.amd/vmlinuz", "--- quiet")

    def test_debians_looks_for_a_file_in_cd_drives(self):
        image = self.made(*self.DEBIAN, "dists/bookworm/Release", ".disk/info")
        for guest in ("pv", "hvm", "kvm"):
            self.assert_finding("medium", "ok", "looks for /.disk/info, and it is on the medium",
                                image, "--guest", guest)
        self.assert_finding("medium", "warning", "looks for its medium in CD drives, and a PVH "
                            "guest has none; take kernel and RAM disk of the network "
                            "installation, or use --guest pv", image, "--guest", "pvh")
        self.assertNotIn("cd-unseen", self.check("--guest", "pvh", image))
        self.assertNotIn("label", self.check(image))

    def test_debians_knows_no_medium_without_that_file(self):
        image = self.made(*self.DEBIAN, "pool/x")
        self.assert_finding("medium", "warning", "knows its medium by /.disk/info, which is not",
                            image)

    def test_debians_for_the_network_needs_no_medium(self):
        image = self.made(*self.DEBIAN, ".disk/info")
        for guest in ("pv", "pvh", "hvm", "kvm"):
            self.assert_finding("medium", "ok", "takes them from the network", image,
                                "--guest", guest)

    CASPER = ("Ubuntu-Server 24.04.1 LTS amd64", "casper/vmlinuz", "---")

    def test_casper_looks_for_a_squashfs_in_its_folder(self):
        image = self.made(*self.CASPER, "casper/a.squashfs")
        for guest in ("pv", "pvh", "hvm", "kvm"):
            self.assert_finding("medium", "ok", "for casper/*.squashfs, and finds a.squashfs",
                                image, "--guest", guest)

    def test_without_a_squashfs_casper_finds_no_medium(self):
        image = self.made(*self.CASPER, "casper/squashfs", "other/a.squashfs")
        self.assert_finding("medium", "error", "knows its medium by casper/*.squashfs, and there "
                            "is none", image)

    def test_linuxrc_looks_for_a_repository(self):
        words = ("openSUSE-Leap-15.5-DVD-x86_64", "boot/x86_64/loader/linux", "splash=silent")
        image = self.made(*words)
        self.assert_finding("medium", "warning", "nothing on the medium is one", image)
        image = self.made(*words, "repodata/repomd.xml")
        for guest in ("pv", "kvm"):
            self.assert_finding("medium", "ok", "looks for its repository", image, "--guest",
                                guest)

    def test_a_disk_whose_partitions_begin_elsewhere_is_passed_over(self):
        words = ("openSUSE-Leap-15.5-DVD-x86_64", "boot/x86_64/loader/linux", "splash=silent")
        for first, verdict, part in ((64, "warning", "none of these begins where the medium does"),
                                     (0, "ok", "on disks and in drives")):
            image = self.made(*words, "repodata/repomd.xml")
            entries = b"".join(struct.pack("<B3sB3sII", 0, b"", 0x83, b"", start, 16)
                               for start in (first, 128))
            self.patch(image, (446, entries), (510, b"\x55\xaa"))
            self.assert_finding("medium", verdict, part, image, "--drop", "install")
            self.assert_finding("medium", "ok", "", image, "--guest", "kvm")
            self.assert_finding("medium", "ok", "on the device that is named", image)

    def arch(self, word):
        return self.made("ARCH_202603", "arch/boot/x86_64/vmlinuz-linux",
                         "archisobasedir=arch " + word, "boot/2001-01-01-00-00-00-00.uuid")

    def test_archiso_looks_for_the_date_of_the_volume(self):
        old = "2026-03-01-08-00-00-00"
        image = self.arch("archisosearchuuid=" + old)
        new = self.uuid(image)
        self.assertEqual(len(new), len(old))
        self.assertNotEqual(new, old)
        self.assert_finding("medium", "error", 'looks for the UUID "%s", and this medium\'s is "%s"'
                            % (old, new), image)
        with open(image, "rb") as file:
            at = file.read().index(old.encode())
        self.patch(image, (at, new.encode()))
        self.assert_finding("medium", "ok", "UUID %s, which this medium has" % new, image)

    def test_a_file_of_that_name_does_as_well_in_a_drive(self):
        image = self.arch("archisosearchuuid=2001-01-01-00-00-00-00")
        self.assert_finding("medium", "ok", "but /boot/2001-01-01-00-00-00-00.uuid tells it",
                            image, "--guest", "kvm")
        self.assert_finding("medium", "error", "looks for the UUID", image, "--guest", "pv")

    def test_archiso_looks_for_the_label_or_the_device_that_is_named(self):
        self.assert_finding("medium", "ok", "label ARCH_202603, which this medium has",
                            self.arch("archisolabel=ARCH_202603"))
        self.assert_finding("medium", "error", 'label "ARCH_202602", and this medium\'s is '
                            '"ARCH_202603"', self.arch("archisolabel=ARCH_202602"))
        self.assert_finding("medium", "ok", "on the device that is named",
                            self.arch("archisodevice=/dev/xvdd"))
        self.assert_finding("medium", "warning", "no word tells", self.arch("quiet"))

    def test_alpine_looks_for_a_file(self):
        words = ("alpine-std 3.19.1 x86_64", "boot/vmlinuz-lts", "modules=loop,squashfs")
        self.assert_finding("medium", "warning", "neither in / nor in /apks", self.made(*words))
        self.assert_finding("medium", "ok", "for .boot_repository, and finds it",
                            self.made(*words, "apks/.boot_repository"))

    def test_coreos_looks_for_its_label(self):
        label = "fedora-coreos-43.20251024.3.0"
        for word, verdict, part in ((label, "ok", "which this medium has"),
                                    ("other", "error", 'looks for the label "other"')):
            self.assert_finding("medium", verdict, part, self.made(
                label, "images/pxeboot/vmlinuz", "coreos.liveiso=" + word))

    LIVE = ("d-live 12.5.0 gn amd64", "live/vmlinuz", "boot=live components")

    def test_live_boot_looks_for_a_squashfs_in_its_folder(self):
        self.assert_finding("medium", "warning", "knows its medium by live/*.squashfs",
                            self.made(*self.LIVE))
        self.assert_finding("medium", "ok", "and finds filesystem.squashfs",
                            self.made(*self.LIVE, "live/filesystem.squashfs"))

    def test_a_live_system_of_dracut_looks_for_its_label(self):
        label = "openSUSE-Leap-15.5-KDE-Live"
        for word, verdict, part in ((label, "ok", "which is this medium"),
                                    ("other", "error", 'at "other", which this medium is not')):
            self.assert_finding("medium", verdict, part, self.made(
                label, "boot/x86_64/loader/linux", "root=live:CDLABEL=%s rd.live.image" % word))

    def test_anacondas_is_told_by_its_label(self):
        found = self.check(medium("el7-dvd"))
        self.assertIn("label", found)
        self.assertNotIn("medium", found)


class Answers(FamilyTest):
    def test_a_file_on_the_medium_is_looked_for(self):
        words = "file=/cdrom/preseed/ubuntu-server.seed ---"
        place = ("Ubuntu-Server 18.04.6 LTS amd64", "install/vmlinuz", words)
        self.assert_finding("automation", "warning", "file= names a file of the medium that is "
                            "not on it: /preseed/ubuntu-server.seed", self.made(*place))
        self.assert_finding("automation", "ok", "file= names answers",
                            self.made(*place, "preseed/ubuntu-server.seed"))

    def test_so_is_a_kickstart(self):
        self.write("tree/ks.cfg", "x")
        words = "linux /vmlinuz %s%s\n\tinitrd /initrd\n}\n"
        for name, verdict in (("ks.cfg", "ok"), ("none.cfg", "warning")):
            image = self.image("menuentry Install {\n\t" + words % (
                TOKEN, " inst.ks=hd:LABEL=TEST:/" + name))
            self.assert_finding("automation", verdict, "inst.ks=", image)
        self.assert_finding("automation", "ok", "inst.ks= names answers", medium("el7-dvd"),
                            "--ks", "http://192.0.2.5/ks.cfg", "--dhcp")
        self.assertNotIn("automation", self.check(medium("el7-dvd")))

    def casper(self, words):
        return self.made("Ubuntu-Server 24.04.1 LTS amd64", "casper/vmlinuz", words,
                         "casper/a.squashfs")

    def sentences(self, image, *args):
        return [item["text"] for item in self.check(*args, image).get("automation", [])
                if item["verdict"] != "ok"]

    def test_autoinstall_is_a_word_without_a_value(self):
        for word, asks in ((" autoinstall", False), ("", True), (" autoinstall=1", True)):
            found = self.sentences(self.casper("ds=nocloud\\;s=http://192.0.2.5/%s ---" % word))
            self.assertEqual(["without the word autoinstall" in text for text in found],
                             [True] * asks)

    def test_cloud_init_wants_a_folder(self):
        found = self.sentences(self.casper("autoinstall ds=nocloud\\;s=http://192.0.2.5/a ---"))
        self.assertEqual([text.split(":")[0] for text in found], ["ds= names no folder"])

    def test_casper_fetches_nothing_without_ip(self):
        image = self.casper("iso-url=http://192.0.2.5/a.iso ---")
        self.assert_finding("automation", "error", "only where ip= sets up the network", image)
        image = self.casper("ip=dhcp iso-url=http://192.0.2.5/a.iso ---")
        self.assertEqual(self.sentences(image), [])
        self.assert_finding("medium", "ok", "looks for no medium", image)


class Line(FamilyTest):
    def test_a_pvh_guest_shows_nothing_without_its_console(self):
        for words, verdict in (("", "ok"), ("console=tty0", "warning")):
            self.assert_finding("console", verdict, "hvc0", medium("el7-dvd"), "--guest", "pvh",
                                *(("--append", words) if words else ()))

    def test_others_are_told_where_they_show_themselves(self):
        image = medium("el7-dvd")
        self.assert_finding("console", "ok", "on ttyS0", image, "--guest", "kvm")
        self.assert_finding("console", "ok", "on the guest's screen", image, "--guest", "kvm",
                            "--graphical")
        self.assertNotIn("console", self.check(image))
        self.assert_finding("console", "warning", "a PV guest has no such line", image,
                            "--append", "console=ttyS0")
        self.assertNotIn("console", self.check("--append", "console=ttyS0", "--append",
                                               "xencons=ttyS", image))

    def test_a_video_mode_waits_for_a_key_where_there_is_no_card(self):
        texts = [item["verdict"] for item in self.check(
            "--guest", "kvm", "--append", "vga=788", medium("el7-dvd"))["console"]]
        self.assertEqual(texts, ["ok", "warning"])
        self.assertNotIn("console", self.check("--append", "vga=788", medium("el7-dvd")))

    QUOTES = (
        ("Debian 12.5.0 amd64 n", "install.amd/vmlinuz",
         (('a="b c"', "ok"), ('a="b', "error"), ("it's", "warning"))),
        ("openSUSE-Leap-15.5-DVD-x86_64", "boot/x86_64/loader/linux",
         (('a="b c"', "ok"), ("a='b'", "ok"), ('a="b', "error"), ("it's", "error"))),
        ("Ubuntu-Server 24.04.1 LTS amd64", "casper/vmlinuz",
         (('a="b"', "warning"), ("it's", "error"), ('a="b', "error"))),
        ("alpine-std 3.19.1 x86_64", "boot/vmlinuz-lts",
         (('a="b"', "warning"), ("it's", "warning"))),
    )

    def test_quotes_are_read_as_the_family_reads_them(self):
        for label, kernel, rows in self.QUOTES:
            for word, verdict in rows:
                with self.subTest((label, word)):
                    self.write("tree/isolinux/isolinux.cfg",
                               "label linux\n menu label Install\n kernel /%s\n append "
                               "initrd=/initrd a=1 %s\n" % (kernel, word))
                    self.write("tree/" + kernel, "x")
                    self.write("tree/initrd", "x")
                    path = self.image(None, label)
                    self.assert_finding("characters", verdict, "", path)

    def test_a_bare_separator_ends_the_line_and_suses_is_copied(self):
        image = self.made("openSUSE-Leap-15.5-DVD-x86_64", "boot/x86_64/loader/linux", "a=b")
        self.assert_finding("separator", "warning", "copies it to the installed system", image,
                            "--append", "---")
        self.assert_finding("separator", "warning", 'stops reading at "--"', medium("el7-dvd"),
                            "--append", "--")
        self.assertNotIn("separator", self.check("--append", "---", medium("el7-dvd")))

    def test_places_are_told_where_more_than_half_are_taken(self):
        for count in (15, 16):
            args = [part for i in range(count) for part in ("--append", "x%d=1" % i)]
            found = self.check(*args, medium("el7-dvd"))
            self.assertEqual("places" in found, count > 15)
        self.assertIn("16 words of the line take one of the 30 places", found["places"][0]["text"])


class Memory(FamilyTest):
    def test_debians_stops_with_less_than_it_needs(self):
        image = self.made(*Medium.DEBIAN)
        self.assert_finding("memory", "ok", "at least 1024 MiB", image)
        self.assert_finding("memory", "ok", "769 MiB", image, "--memory", "769")
        self.assert_finding("memory", "warning", 'stops at "Low memory"', image, "--memory", "768")
        for memory, verdict in (("512", "ok"), ("511", "warning")):
            self.assert_finding("memory", verdict, memory, image, "--memory", memory,
                                "--append", "lowmem=+0")

    def test_coreos_needs_two_gib(self):
        image = self.made("fedora-coreos-43.20251024.3.0", "images/pxeboot/vmlinuz",
                          "coreos.liveiso=fedora-coreos-43.20251024.3.0")
        self.assert_finding("memory", "ok", "2048 to 4096", image)
        self.assert_finding("memory", "warning", "at least 2048", image, "--memory", "2047")
        self.assert_finding("memory", "ok", "are enough", image, "--memory", "2048")

    def test_an_image_that_is_fetched_is_kept_in_memory(self):
        image = self.made("Ubuntu-Server 24.04.1 LTS amd64", "casper/vmlinuz",
                          "ip=dhcp iso-url=http://192.0.2.5/a.iso ---", "casper/a.squashfs")
        for memory, verdict in (("1000", "warning"), ("1100", "ok")):
            self.assert_finding("memory", verdict, "", image, "--memory", memory)


class Suits(FamilyTest):
    # Guests that a medium is good for, beside kvm and hvm.
    MEDIA = {"el7-dvd": ("pv", "pvh"), "el9-dvd": (), "fedora-server": (),
             "ubuntu-live-server": ("pv", "pvh"), "opensuse-dvd": ("pv", "pvh"),
             "arch": ("pv", "pvh"), "alpine": ("pv", "pvh"), "agama": ("pv", "pvh"),
             "fedora-coreos": ("pv", "pvh"),
             "debian/debian-netinst": ("pv",), "debian/debian-12-mini": ("pv", "pvh"),
             "debian/debian-12-live": ("pv", "pvh")}

    def test_a_pristine_medium_has_no_warning_in_a_guest_that_suits_it(self):
        looked = 0
        for name, more in self.MEDIA.items():
            if name in unmade() or ("/" in name and name not in distributors()):
                continue
            looked += 1
            for guest in ("hvm", "kvm", *more):
                with self.subTest((name, guest)):
                    doubts = [(code, item["text"])
                              for code, items in self.check("--guest", guest, medium(name)).items()
                              for item in items if item["verdict"] != "ok"]
                    self.assertEqual(doubts, [])
        self.assertGreater(looked, 3)


if __name__ == "__main__":
    main()
