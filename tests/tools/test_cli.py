# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs IMAGE: one line on standard output, or nothing and the documented exit code."""

import bz2
import gzip
import json
import lzma
import os
import re
import shutil
import struct
import subprocess
import tarfile
import zipfile

from harness import (DONE, FAILED, ISOARGS, NOT_USABLE, SOURCE, USAGE, ToolTest, main, master, medium,
                     missing_bytes, need, run)

STAGE2 = r"inst.stage2=hd:LABEL=CentOS\x207\x20x86_64"
PLAIN = "utf8 nogpt noipv6 " + STAGE2


class Args(ToolTest):
    def test_an_el7_medium_gives_its_line_and_nothing_else(self):
        for name in ("el7-dvd", "el7-dvd-huge", "el7-generic"):
            with self.subTest(name):
                result = self.assert_prints(PLAIN, medium(name))
                self.assertEqual(result.err, "")

    def test_a_medium_without_packages_gives_its_line_and_nothing_else(self):
        for name in ("el7-netinstall", "el7-not-hybrid", "el7-mbr-only", "el7-mac",
                     "el7-no-joliet", "el7-plain"):
            with self.subTest(name):
                result = self.assert_prints(PLAIN, medium(name))
                self.assertEqual(result.err, "")
                named = run("--repo", "http://192.0.2.9/7", "--dhcp", medium(name))
                self.assertEqual((named.code, named.err), (DONE, ""))

    def test_the_network_options_give_dracuts_words(self):
        self.assert_prints(
            "graphical " + PLAIN + " ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none"
            " nameserver=192.0.2.53",
            "--graphical", "--ip", "192.0.2.10", "--netmask", "255.255.255.0", "--gateway",
            "192.0.2.1", "--hostname", "c7", "--nic", "eth0", "--nameserver", "192.0.2.53",
            medium("el7-dvd"))

    def test_a_prefix_stands_for_a_netmask_and_eth0_for_no_nic(self):
        self.assert_prints(
            "graphical " + PLAIN + " ip=192.0.2.10::192.0.2.1:255.255.255.0:c7:eth0:none"
            " nameserver=192.0.2.53",
            "args", medium("el7-dvd"), "--graphical", "--ip=192.0.2.10/24",
            "--gateway=192.0.2.1", "--hostname=c7", "--nameserver=192.0.2.53")

    def test_ipv6_is_written_in_brackets_and_noipv6_goes(self):
        self.assert_prints(
            "utf8 nogpt " + STAGE2 + " ip=[2001:db8::5]::[2001:db8::1]:64:c7:eth0:none"
            " nameserver=2001:db8::53",
            "--ip", "2001:db8::5/64", "--gateway", "2001:db8::1", "--hostname", "c7",
            "--nameserver", "2001:db8::53", medium("el7-dvd"))

    def test_the_label_of_twenty_two_characters_is_whole(self):
        self.assert_prints(
            r"utf8 nogpt noipv6 inst.stage2=hd:LABEL=RHEL-7.9\x20Server.x86_64",
            medium("rhel7-server"))

    def test_the_minimal_style_leaves_the_legacy_words_out(self):
        self.assert_prints(STAGE2, "--style", "minimal", medium("el7-dvd"))

    def test_later_releases_get_no_word_without_prefix_and_a_warning(self):
        for name, label in (("el8-boot", "RHEL-8-8-0-BaseOS-x86_64"),
                            ("el9-dvd", "RHEL-9-4-0-BaseOS-x86_64"),
                            ("el10-dvd", "RHEL-10-0-BaseOS-x86_64")):
            with self.subTest(name):
                result = self.assert_prints(
                    "inst.text inst.stage2=hd:LABEL=" + label + " ip=dhcp", "--text", "--dhcp",
                    medium(name))
                self.assertIn("without Xen PV", result.err)

    def test_a_relabelled_medium_is_found_by_its_new_label_and_both_are_shown(self):
        result = self.assert_prints("utf8 nogpt noipv6 inst.stage2=hd:LABEL=CUSTOM",
                                    medium("el7-relabelled"))
        self.assertIn(r"says inst.stage2=hd:LABEL=CentOS\x207\x20x86_64", result.err)
        self.assertIn("gives inst.stage2=hd:LABEL=CUSTOM", result.err)

    def test_where_only_the_primary_label_changed_udev_still_sees_joliets(self):
        self.assert_prints(PLAIN, medium("el7-relabelled-pvd"))

    def test_quotes_and_a_dollar_in_the_label_are_escaped(self):
        self.assert_prints(
            r"utf8 nogpt noipv6 inst.stage2=hd:LABEL=Cent\x27OS\x20\x247\x20\x22x\x22",
            medium("el7-odd-label"))

    def test_the_second_stage_by_uuid_and_device(self):
        self.assert_prints("utf8 nogpt noipv6 inst.stage2=hd:UUID=2020-11-02-15-15-23-00",
                           "--stage2", "uuid", medium("el7-dvd"))
        self.assert_prints("utf8 nogpt noipv6 inst.stage2=hd:/dev/xvdd", "--stage2", "device",
                           medium("el7-dvd"))

    def test_all_the_rest_of_the_options(self):
        secret = self.write("secret", "pass1234\nsecond line\n")
        self.assert_prints(
            PLAIN + " inst.repo=http://192.0.2.9/7 inst.ks=http://192.0.2.9/ks.cfg inst.vnc"
            " inst.vncpassword=pass1234 ip=eth1:dhcp:9000 inst.sshd inst.debug",
            "--vnc", "--vnc-password-file", secret, "--repo", "http://192.0.2.9/7", "--ks",
            "http://192.0.2.9/ks.cfg", "--dhcp", "--nic", "eth1", "--mtu", "9000", "--append",
            "inst.sshd", "--append", "inst.debug", medium("el7-dvd"))

    def test_an_entry_is_chosen_by_number_path_and_title(self):
        # The last two stand in isolinux.cfg only, which is not needed otherwise.
        for entry, words in (("0", ""), ("2>1", " rescue"), ("Rescue a CentOS system", " rescue"),
                             ("1", " rd.live.check"), ("linux", "")):
            with self.subTest(entry):
                self.assert_prints(PLAIN + words, "--entry", entry, medium("el7-dvd"))

    def test_what_is_left_out_of_a_named_entry_is_said(self):
        result = run("--entry", "vesa", medium("el7-dvd"))
        self.assertEqual((result.code, result.out), (DONE, PLAIN + "\n"))
        for word in ("xdriver=vesa", "nomodeset"):
            self.assertIn(": %s is left out of the entry that was named: a PV guest has no "
                          "graphics, and the installed system would inherit it; keep it with "
                          "--keep %s\n" % (word, word), result.err)
        self.assert_prints(PLAIN + " xdriver=vesa nomodeset", "--entry", "vesa", "--keep",
                           "xdriver", "--keep", "nomodeset", medium("el7-dvd"))

    def test_words_are_kept_and_dropped_by_name_and_whole(self):
        image = medium("el7-dvd")
        self.assert_prints(PLAIN + " quiet", "--keep", "quiet", image)
        self.assert_prints(PLAIN.replace(" noipv6", ""), "--drop", "noipv6", image)
        self.assert_prints("utf8 nogpt noipv6", "--drop", "inst.stage2", image)
        for option in ("--keep", "--drop"):
            result = run(option, "nope", image)
            self.assertEqual((result.code, result.out), (DONE, PLAIN + "\n"))
            self.assertIn('warning: %s: "nope" names no word of the entry "Install CentOS 7"'
                          % option, result.err)
        self.assert_fails(USAGE, "--keep", "--drop", args=("--keep", "a", "--drop", "a", image))
        self.assert_fails(USAGE, "--drop", "--append",
                          args=("--append", "a", "--drop", "a", image))
        other = medium("ubuntu-like")
        line = run(other).out.split()
        self.assertEqual(run("--drop", line[-1], other).out.split(), line[:-1])

    def chosen(self, entry, name):
        result = run("--format", "json", "--force", "--entry", entry, medium(name))
        self.assertEqual(result.code, DONE, result.err)
        return json.loads(result.out)["entry"]

    def test_an_entry_is_chosen_with_its_menu(self):
        for menu in ("ISO:/EFI/BOOT/grub.cfg", "ESP:/EFI/BOOT/grub.cfg",
                     "ISO:/isolinux/isolinux.cfg"):
            with self.subTest(menu):
                chosen = self.chosen(menu + ":0", "el7-dvd")
                self.assertEqual((chosen["file"], chosen["path"]), (menu, "0"))
        self.assertEqual(self.chosen("ISO:/isolinux/isolinux.cfg:linux", "el7-dvd")["path"], "0")
        self.assertEqual(self.chosen("ESP:/EFI/BOOT/grub.cfg:Rescue a CentOS system",
                                     "el7-dvd")["path"], "2>1")
        for entry in ("ISO:/none.cfg:0", "ISO:/isolinux/isolinux.cfg:99"):
            self.assert_fails(NOT_USABLE, "--entry", entry,
                              args=("--entry", entry, medium("el7-dvd")))

    def test_an_entry_of_a_file_that_is_two_menus_is_chosen_with_its_platform(self):
        menu = "ISO:/boot/grub/grub.cfg"
        for platform in ("pc", "efi"):
            chosen = self.chosen("%s:%s:0" % (menu, platform), "ubuntu-like")
            self.assertEqual((chosen["file"], chosen["path"]), (menu, "0"))
        self.assert_fails(USAGE, "--entry", menu + ":pc:0", menu + ":efi:0",
                          args=("--entry", menu + ":0", medium("ubuntu-like")))

    def test_a_truncated_image_is_answered_from_the_esp_by_force_only(self):
        self.assert_fails(NOT_USABLE, "error: ISO:/images/pxeboot/vmlinuz: the image ends before",
                          "error: ISO:/images/pxeboot/initrd.img", "--force",
                          "error: ISO:/LiveOS/squashfs.img", args=(medium("el7-cut-half"),))
        result = self.assert_prints(PLAIN, "--force", medium("el7-cut-half"))
        self.assertIn("the image is truncated", result.err)
        missing = missing_bytes(medium("el7-cut-half"))
        self.assertGreater(missing, 1 << 20)
        self.assertIn("%u are missing" % missing, result.err)

    def test_a_menu_that_grub_cannot_read_is_said_so_and_isolinux_answers(self):
        result = self.assert_prints(PLAIN, medium("el7-bad-menu"))
        self.assertIn("ISO:/EFI/BOOT/grub.cfg:", result.err)

    def test_a_medium_of_another_family_gives_the_words_that_its_installer_reads(self):
        result = self.assert_prints("--- console=hvc0", medium("ubuntu-like"))
        self.assertIn("a PV guest has no screen", result.err)
        result = self.assert_prints("--- console=tty0", "--guest", "kvm", medium("ubuntu-like"))
        self.assertEqual(result.err, "")
        self.assert_fails(NOT_USABLE, "--repo: casper reads no word for it", "--auto",
                          args=("--repo", "http://192.0.2.5/ubuntu", medium("ubuntu-like")))


class Menu(ToolTest):
    def test_every_entry_of_every_menu_is_listed_with_what_it_loads(self):
        result = run("menu", medium("el7-dvd"))
        self.assertEqual((result.code, result.err), (DONE, ""))
        for part in ("ISO:/EFI/BOOT/grub.cfg (GRUB, efi, dialect rhel7", "ESP:/EFI/BOOT/grub.cfg",
                     "ISO:/isolinux/isolinux.cfg (SYSLINUX)", "  * 1     Test this media",
                     "    2>1   Rescue a CentOS system, line 35",
                     "kernel   /isolinux/vmlinuz", "initrd   /images/pxeboot/initrd.img",
                     "words    " + STAGE2 + " rescue quiet", "[submenu]", "[boots nothing]"):
            self.assertIn(part, result.out)

    def test_words_that_an_unattended_boot_adds_are_shown(self):
        tree = os.path.join(SOURCE, "tools", "bad", "default-adds-words", "tree")
        image = self.path("default.iso")
        master(tree, image, "-R", "-J", "-V", "CentOS 7 x86_64")
        line = "  an unattended boot adds: ks=http://192.0.2.9/ks.cfg quiet\n"
        for verb in ("menu", "inspect"):
            self.assertIn("ISO:/isolinux/isolinux.cfg (SYSLINUX)\n" + line, run(verb, image).out)
            config, = json.loads(run(verb, "--json", image).out)["configs"]
            self.assertEqual((config["default"], config["default_words"]),
                             ("0", "ks=http://192.0.2.9/ks.cfg quiet"))
        text = run("--explain", image).out
        self.assertRegex(text, r"\n  ks=http://192.0.2.9/ks.cfg +ISO:/isolinux/isolinux.cfg:1 +what an "
                               r"unattended boot of the medium adds to the entry\n")

    def test_as_json_it_is_the_configs_of_inspect(self):
        for name in ("el7-dvd", "el10-dvd", "ubuntu-like"):
            menu = json.loads(run("menu", "--json", medium(name)).out)
            whole = json.loads(run("inspect", "--json", medium(name)).out)
            self.assertEqual(menu, {"format": 1, "configs": whole["configs"]})

    def test_one_entry_can_be_picked_by_number_path_title_and_id(self):
        for entry, title in (("1", "Test this media & install CentOS 7"),
                             ("2>1", "Rescue a CentOS system"),
                             ("Rescue a CentOS system", "Rescue a CentOS system"),
                             ("rescue", "Rescue a CentOS system")):
            for verb in ("menu", "inspect"):
                with self.subTest((verb, entry)):
                    result = run(verb, "--json", "--entry", entry, medium("el7-dvd"))
                    titles = {e["title"] for c in json.loads(result.out)["configs"]
                              for e in c["entries"]}
                    self.assertEqual(titles, {title})
        for verb in ("menu", "inspect"):
            result = run(verb, "--json", "--entry", "ISO:/isolinux/isolinux.cfg:0",
                         medium("el7-dvd"))
            shown = [(c["file"], e["path"]) for c in json.loads(result.out)["configs"]
                     for e in c["entries"]]
            self.assertEqual(shown, [("ISO:/isolinux/isolinux.cfg", "0")])
            self.assert_fails(NOT_USABLE, "--entry", "nope", "isoargs menu",
                              args=(verb, "--entry", "nope", medium("el7-dvd")))

    def test_menus_that_boot_different_things_are_told_word_by_word(self):
        self.write("tree/EFI/BOOT/grub.cfg", "menuentry 'Install CentOS 7' {\n linuxefi /vmlinuz "
                   "inst.stage2=hd:LABEL=X quiet inst.sshd\n}\n")
        self.write("tree/isolinux/isolinux.cfg", "label linux\n menu label ^Install CentOS 7\n"
                   " kernel vmlinuz\n append initrd=i inst.stage2=hd:LABEL=X quiet\n")
        master(self.path("tree"), self.path("differ.iso"), "-R", "-V", "X")
        result = run("menu", self.path("differ.iso"))
        self.assertEqual(result.code, DONE)
        self.assertIn('ISO:/EFI/BOOT/grub.cfg:1: the entry "Install CentOS 7" has "inst.sshd" in '
                      "ISO:/EFI/BOOT/grub.cfg, but not in ISO:/isolinux/isolinux.cfg", result.err)


class Explain(ToolTest):
    """isoargs --explain: a table in place of the line."""

    def explain(self, *args):
        result = run(*args)
        self.assertEqual(result.code, DONE, result.err)
        return result

    def rows(self, text, heading):
        """The words of a part of the table: {word: (from, why)}; columns stand two blanks apart."""
        part = re.search(r"^%s\n((?:  .*\n)+)" % heading, text, re.M).group(1).splitlines()
        rows = [re.split(r" {2,}", line.strip()) for line in part]
        self.assertEqual(rows[0], ["word", "from", "why"])
        for row in rows:
            self.assertEqual(len(row), 3, row)
        return {row[0]: tuple(row[1:]) for row in rows[1:]}

    def test_every_word_of_the_line_has_an_origin_and_a_reason(self):
        secret = self.write("secret", "pass1234\n")
        for name, options in (
                ("el7-dvd", ()),
                ("el7-dvd", ("--graphical", "--ip", "192.0.2.10/24", "--gateway", "192.0.2.1",
                             "--nameserver", "192.0.2.53", "--append", "inst.sshd")),
                ("el7-dvd", ("--text", "--dhcp", "--ks", "http://192.0.2.9/ks", "--repo",
                             "http://192.0.2.9/7", "--stage2", "device")),
                ("el7-dvd", ("--vnc", "--vnc-password-file", secret, "--dhcp", "--hostname", "c7")),
                ("el7-relabelled", ()), ("el9-dvd", ("--stage2", "uuid")), ("ubuntu-like", ())):
            with self.subTest(name=name, options=options):
                line = run(*options, medium(name))
                table = self.explain("--explain", *options, medium(name))
                self.assertEqual(table.err, line.err)
                self.assertNotIn(line.out, table.out)
                words = list(self.rows(table.out, "words"))
                self.assertEqual(words, line.out.replace("pass1234", "********").split())

    def test_the_verb_may_be_named(self):
        image = medium("el7-dvd")
        self.assertEqual(run("args", "--explain", image).out, run("--explain", image).out)

    def test_the_head_names_the_entry_and_what_it_loads(self):
        text = self.explain("--explain", "--entry", "2>1", medium("el7-dvd")).out
        self.assertRegex(text, r"^entry\n  title +Rescue a CentOS system\n  number +2>1\n"
                               r"  defined at  ISO:/EFI/BOOT/grub.cfg:\d+\n"
                               r"  kernel +/images/pxeboot/vmlinuz\n"
                               r"  initrd +/images/pxeboot/initrd.img\n\nwords\n")

    def test_dropped_words_are_told_with_line_and_reason(self):
        text = self.explain("--explain", "--entry", "Rescue a CentOS system", medium("el7-dvd")).out
        dropped = self.rows(text, "dropped")
        self.assertEqual(list(dropped), ["quiet"])
        self.assertRegex(dropped["quiet"][0], r"^ISO:/EFI/BOOT/grub\.cfg:\d+$")
        self.assertEqual(dropped["quiet"][1], "only hides messages [lorax: config_files]")

    def test_a_relabelled_mediums_own_second_stage_is_among_the_dropped(self):
        text = self.explain("--explain", medium("el7-relabelled")).out
        self.assertEqual(self.rows(text, "words")["inst.stage2=hd:LABEL=CUSTOM"],
                         ("label", "the label that the initramfs of EL7 computes "
                                   "[anaconda: dracut/parse-anaconda-repo.sh]"))
        self.assertIn("label", self.rows(text, "dropped")[STAGE2][1])

    def test_a_vnc_password_is_not_shown(self):
        secret = self.write("secret", "pass1234\n")
        text = self.explain("--explain", "--vnc", "--vnc-password-file", secret, "--dhcp",
                            medium("el7-dvd"))
        self.assertEqual(self.rows(text.out, "words")["inst.vncpassword=********"],
                         ("--vnc-password-file", "password of the VNC server [anaconda: setupDisplay()]"))
        text = self.explain("--explain", "--append", "vncpassword=pass1234", medium("el7-dvd"))
        self.assertEqual(self.rows(text.out, "words")["vncpassword=********"][0], "--append")
        self.assertNotIn("pass1234", text.out + text.err)

    def test_it_fails_as_args_does(self):
        path = medium("live")
        self.assert_fails(NOT_USABLE, path, "a live image", args=("--explain", path))
        self.assert_fails(USAGE, "--text", args=("--explain", "--text", "--graphical", path))
        self.assert_fails(FAILED, "No such file", args=("--explain", self.path("none.iso")))
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = run("--explain", medium("el7-dvd"), stdout=full)
        self.assertEqual(result.code, FAILED)
        self.assertIn("cannot write the result", result.err)


class Platform(ToolTest):
    """Whose menus are read."""

    @staticmethod
    def files(*args):
        result = run("menu", "--json", *args)
        return [config["file"] for config in json.loads(result.out)["configs"]]

    def test_the_menus_of_one_firmware_are_asked_for(self):
        path = medium("el7-dvd")
        self.assertEqual(self.files("--platform", "bios", path), ["ISO:/isolinux/isolinux.cfg"])
        self.assertEqual(self.files("--platform=efi", path),
                         ["ISO:/EFI/BOOT/grub.cfg", "ESP:/EFI/BOOT/grub.cfg"])

    GRUB = ("menuentry 'Install' { linux /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=A\n"
            "initrd /images/pxeboot/initrd.img\n}\n")
    ISOLINUX = ("default linux\nlabel linux\n kernel /images/pxeboot/vmlinuz\n append "
                "initrd=/images/pxeboot/initrd.img inst.stage2=hd:LABEL=A\n")

    def test_a_menu_in_a_vendors_folder_is_enough(self):
        need("genisoimage")
        self.write("tree/EFI/fedora/grub.cfg", self.GRUB)
        image = self.path("vendor.iso")
        master(self.path("tree"), image, "-R", "-V", "A")
        self.assertEqual(self.files(image), ["ISO:/EFI/fedora/grub.cfg"])
        self.assert_prints("inst.stage2=hd:LABEL=A", image)

    def test_the_menu_beside_the_program_that_bios_starts_is_enough(self):
        need("genisoimage")
        self.write("tree/some/where/isolinux.cfg", self.ISOLINUX)
        self.write("tree/some/where/isolinux.bin", "a program" * 300)
        image = self.path("beside.iso")
        master(self.path("tree"), image, "-R", "-V", "A")
        self.assert_fails(NOT_USABLE, "no boot configuration", args=(image,))
        master(self.path("tree"), image, "-R", "-V", "A", "-b", "some/where/isolinux.bin",
               "-no-emul-boot")
        self.assertEqual(self.files(image), ["ISO:/some/where/isolinux.cfg"])
        self.assert_prints("inst.stage2=hd:LABEL=A", image)

    def test_the_menus_of_grub_legacy_and_systemd_boot_are_enough(self):
        need("genisoimage")
        self.write("tree/EFI/BOOT/BOOTX64.conf", "default 0\ntimeout 5\ntitle Install\n kernel "
                   "/images/pxeboot/vmlinuz inst.stage2=hd:LABEL=A\n initrd /images/pxeboot/initrd.img\n")
        image = self.path("legacy.iso")
        master(self.path("tree"), image, "-R", "-V", "A")
        self.assert_prints("inst.stage2=hd:LABEL=A", image)
        self.assertIn("ISO:/EFI/BOOT/BOOTX64.conf (GRUB Legacy, efi)\n", run("inspect", image).out)
        self.write("other/loader/entries/a.conf", "title Install\nlinux /vmlinuz\n"
                   "initrd /initrd.img\noptions inst.stage2=hd:LABEL=A\n")
        self.write("other/vmlinuz", "k")
        self.write("other/initrd.img", "i")
        master(self.path("other"), image, "-R", "-V", "A")
        self.assert_prints("inst.stage2=hd:LABEL=A", image)
        self.assertIn("ISO:/loader/entries (systemd-boot, efi)\n", run("inspect", image).out)

    def test_a_medium_without_menus_of_that_firmware_says_so(self):
        self.assert_fails(NOT_USABLE, "no boot configuration that loaders of EFI read is on the ISO",
                          args=("--platform", "efi", medium("el7-no-menu")))

    def test_the_arguments_are_those_of_that_firmwares_menu(self):
        path = medium("el7-dvd")
        for platform, origin in (("bios", "ISO:/isolinux/isolinux.cfg"),
                                 ("efi", "ISO:/EFI/BOOT/grub.cfg")):
            for verb in ((), ("check",)):
                result = run(*verb, "--json" if verb else "--explain", "--platform", platform, path)
                self.assertIn(origin, result.out + result.err)
        path = medium("ubuntu-like")
        for platform, name in (("bios", "pc"), ("efi", "efi")):
            result = run("inspect", "--json", "--platform", platform, path)
            self.assertEqual([c["platform"] for c in json.loads(result.out)["configs"]], [name])


class Dialect(ToolTest):
    """Which GRUB reads a medium's menu, and how that is known."""

    MENU = ("menuentry 'Install' { linux /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=A\\x20B "
            "word=a\\x20b\ninitrd /images/pxeboot/initrd.img\n}\n")

    @staticmethod
    def grub(sbat):
        """A PE image with no more than a .sbat section."""
        data = sbat.encode()
        section = struct.pack("<8sIIII16x", b".sbat", len(data), 0x1000, len(data), 512)
        head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
        head += b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 0, 0) + section
        return head.ljust(512, b"\0") + data

    def master(self, label, grub=None, menu=MENU, folder="EFI/BOOT"):
        self.write("tree/" + folder + "/x")
        if grub is not None:
            self.write("tree/EFI/BOOT/grubx64.efi", grub)
        self.write("tree/EFI/BOOT/grub.cfg", menu)
        image = self.path("medium.iso")
        master(self.path("tree"), image, "-R", "-V", label)
        return image

    def inspected(self, *args):
        """Dialect, its source and the first entry's words, and the notes' codes."""
        result = run("inspect", "--json", *args)
        self.assertEqual((result.code, result.err), (DONE, ""))
        document = json.loads(result.out)
        config = document["configs"][0]
        return (config["dialect"], config["dialect_from"], config["entries"][0]["cmdline"],
                [note["code"] for note in document["notes"]])

    def test_a_forced_dialect_reads_every_menu(self):
        path = medium("el7-netinstall")
        for option, token in (((), r"LABEL=CentOS\x207\x20x86_64"),
                              (("--dialect", "stock"), "LABEL=CentOSx207x20x86_64"),
                              (("--dialect=rhel9",), r"LABEL=CentOS\x207\x20x86_64")):
            self.assertIn(token, run("inspect", *option, path).out)
        out = run("inspect", "--dialect", "stock", path).out
        grubs = out[out.index("ISO:/EFI"):out.index("ISO:/isolinux")] + out[out.index("ESP:/EFI"):out.index("\nnotes")]
        self.assertNotIn("\\x20", grubs)
        self.assertEqual(out.count("(GRUB, efi, dialect stock, forced)"), 2)
        self.assertEqual(self.inspected("--dialect", "stock", path)[:2], ("stock", "forced"))

    def test_the_arguments_are_those_of_the_forced_dialect(self):
        need("genisoimage")
        image = self.master("A B")
        self.assert_prints(r"inst.stage2=hd:LABEL=A\x20B word=a\x20b", image)
        result = self.assert_prints(r"inst.stage2=hd:LABEL=A\x20B word=ax20b", "--dialect",
                                    "stock", image)
        self.assertIn("LABEL=Ax20B", result.err)

    def test_the_grub_of_a_nameless_medium_tells(self):
        need("genisoimage")
        image = self.master("A B", self.grub(
            "grub,3,FSF,grub,2.02,x\ngrub.rh,2,Red Hat,grub2,2.02-148.el8,x\n"))
        words = r"inst.stage2=hd:LABEL=A\x20B word=a\x20b"
        self.assertEqual(self.inspected(image),
                         ("rhel8", ".sbat of ISO:/EFI/BOOT/grubx64.efi", words, []))
        self.assert_prints(words, image)
        image = self.master("A B", self.grub("grub,5,FSF,grub,2.06,x\ngrub.debian,5,Debian,"
                                             "grub2,2.06-13+deb12u2,x\n"))
        self.assertEqual(self.inspected(image)[0], "stock")
        self.assert_prints(r"inst.stage2=hd:LABEL=A\x20B word=ax20b", image)

    def test_debians_own_grub_says_that_it_is_stock(self):
        need("genisoimage")
        path = "/usr/lib/grub/x86_64-efi/monolithic/gcdx64.efi"
        if not os.path.exists(path):
            self.skipTest("grub-efi-amd64-bin is not installed")
        with open(path, "rb") as file:
            image = self.master("CentOS 7 x86_64", file.read())
        dialect, source, words, notes = self.inspected(image)
        self.assertEqual((dialect, source), ("stock", ".sbat of ISO:/EFI/BOOT/grubx64.efi"))
        self.assertIn("word=ax20b", words)
        self.assertIn("dialect-differs", notes)
        # For the arguments the release is enough: little is to be read.
        self.assertIn(r"word=a\x20b", run(image).out)

    def test_a_vendors_folder_tells_where_the_grub_does_not(self):
        need("genisoimage")
        self.assertEqual(self.inspected(self.master("A B", b"MZ", folder="EFI/fedora"))[:2],
                         ("rhel9", "vendor folder ISO:/EFI/fedora"))

    def test_a_grub_that_lies_is_noted_and_the_menu_tells(self):
        need("genisoimage")
        grub = bytearray(self.grub("grub,3,FSF,grub,2.02,x\n"))
        grub[64 + 24 + 20:64 + 24 + 24] = b"\xff\xff\xff\xff"
        self.assertEqual(self.inspected(self.master("A B", bytes(grub)))[1::2],
                         ("menu", ["grub-unread"]))


class Failures(ToolTest):
    def test_an_image_that_was_cut_at_128_kib_has_no_menu_left(self):
        path = medium("el7-cut-128k")
        self.assert_fails(NOT_USABLE, path, "truncated", "bytes are missing", "download it again",
                          args=(path,))

    def test_a_live_image_is_refused(self):
        path = medium("live")
        self.assert_fails(NOT_USABLE, path, "a live image", "DVD, Minimal or NetInstall",
                          args=(path,))

    def test_a_disc_without_a_boot_configuration_is_refused(self):
        path = medium("not-linux")
        self.assert_fails(NOT_USABLE, path, "no boot configuration", "EFI/BOOT/grub.cfg",
                          "installation medium", args=(path,))

    def test_a_menu_without_linux_is_refused(self):
        path = medium("el7-no-linux")
        self.assert_fails(NOT_USABLE, path, "none of them boots a Linux kernel", args=(path,))

    def test_what_is_no_image_is_named_with_what_was_expected(self):
        text = self.write("text.iso", b"not an image\n" * 10000)
        short = self.write("short.iso", b"x" * 1000)
        empty = self.write("empty.iso")
        fifo = self.path("fifo.iso")
        os.mkfifo(fifo)
        for path, part in ((self.path("none.iso"), "No such file"),
                           (fifo, "found a pipe"),
                           (empty, "found an empty file"),
                           (text, "no ISO 9660 volume"),
                           (short, "found 1000 bytes, too few"),
                           ("/dev/null", "character device")):
            with self.subTest(part):
                for verb in ("args", "inspect"):
                    self.assert_fails(FAILED, path + ": ", part, args=(verb, path))

    def test_what_is_packed_is_told_with_what_unpacks_it(self):
        with open(medium("el7-netinstall"), "rb") as file:
            data = file.read(1 << 20)
        name = self.write("c7.iso", data)
        archive, members = self.path("c7.tar"), self.path("c7.zip")
        with tarfile.open(archive, "w") as file:
            file.add(name, "c7.iso")
        with zipfile.ZipFile(members, "w") as file:
            file.write(name, "c7.iso")
        for path, what, remedy in (
                (self.write("c7.gz", gzip.compress(data)), "gzip packed", "gunzip"),
                (self.write("c7.xz", lzma.compress(data)), "xz packed", "unxz"),
                (self.write("c7.bz2", bz2.compress(data)), "bzip2 packed", "bunzip2"),
                (archive, "a tar archive", "tar -xf"), (members, "a zip archive", "unzip")):
            with self.subTest(what):
                self.assert_fails(FAILED, path + ": found ", what, "expected an ISO 9660 volume",
                                  remedy, args=("inspect", path))

    def test_names_of_images_steer_no_terminal(self):
        name = self.path("a\x1b]0;b\x07\u009b\u202ec.iso")
        spelled = self.path(r"a\x1b]0;b\x07\x9b\u{202e}c.iso")
        for verb in ("args", "inspect", "menu", "check", "extract", "kickstart"):
            result = run(verb, name)
            self.assertNotRegex(result.err, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", verb)
        self.assertEqual(run("inspect", name).err,
                         "isoargs: %s: No such file or directory; check the path\n" % spelled)
        name = "/nowhere" + "/0123456789" * 150
        self.assertEqual(run("inspect", name).err.count("/nowhere"), 1)
        self.assertEqual(run("inspect", "--dialect", "\u009b", name).err.splitlines()[0],
                         r'isoargs: --dialect: found "\x9b", expected stock, rhel7, rhel8 or rhel9')

    def test_a_failure_is_one_line(self):
        for path in (self.path("none.iso"), self.write("empty.iso"), self.folder):
            self.assertEqual(run(path).err.count("\n"), 1)
            self.assertEqual(run(path).err.count(path), 1)

    def test_the_command_line_is_at_fault(self):
        image = self.path("unread.iso")
        for args, part in (((), "no image is named"),
                           (("args",), "no image is named"),
                           (("--nonsense", image), "--nonsense"),
                           (("menu", image, image), "expected one image; several are for args, inspect and check"),
                           (("--jobs", "0", image), "expected 1 to 256 processes"),
                           (("--explain", image, image), "--explain: found with a line for each image"),
                           (("--format", "xl", "--lines", image), "--format: found with a line for each"),
                           (("--ip",), "--ip"),
                           (("--ip", "192.0.2.300", image), '--ip: found "192.0.2.300"'),
                           (("--netmask", "255.0.255.0", image), "--netmask"),
                           (("--gateway", "x", image), "--gateway"),
                           (("--hostname", "a_b", image), "--hostname"),
                           (("--nic", "eth0:1", image), "--nic"),
                           (("--nameserver", "[::1", image), "--nameserver"),
                           (("--mtu", "10", image), "--mtu"),
                           (("--ks", "nonsense", image), "--ks"),
                           (("--stage2", "disk", image), "expected label, uuid, device"),
                           (("--append", "a b", image), "--append"),
                           (("--style", "new", image), "--style"),
                           (("--dialect", "rhel10", image), "expected stock, rhel7, rhel8"),
                           (("inspect", "--dialect", "", image), "--dialect"),
                           (("--platform", "pc", image), "expected bios or efi"),
                           (("inspect", "--platform", "", image), "--platform"),
                           (("help", "nonsense"), "no verb"),
                           (("inspect", "--ip", "192.0.2.1", image), "--ip")):
            with self.subTest(args):
                self.assert_fails(USAGE, part, args=args)

    def test_a_verb_that_is_almost_right_is_suggested(self):
        for word, verb in (("chek", "check"), ("inspct", "inspect"), ("mneu", "menu"),
                           ("extarct", "extract"), ("kikstart", "kickstart"), ("arg", "args")):
            for args in ((word, "image.iso"), (word,), ("help", word)):
                with self.subTest(args):
                    self.assert_fails(USAGE, 'there is no verb "%s"; did you mean %s?' % (
                        word, verb), args=args, cwd=self.folder)
        # what may be a file, and what is none of the tool's words, is one
        for word in ("chek.iso", "./chek", "image", "x"):
            self.assert_fails(FAILED, word + ": No such file", args=(word,), cwd=self.folder)
        shutil.copy(medium("el7-plain"), self.path("chek"))
        self.assertEqual(run("chek", cwd=self.folder).code, DONE)

    def test_the_version_is_told(self):
        self.assertEqual(run("-V").out, run("--version").out)
        self.assertRegex(run("--version").out, r"^isoargs \d+\.\d+\.\d+\n$")

    def test_options_that_exclude_each_other_are_named(self):
        image = medium("el7-dvd")
        for args in (("--text", "--graphical"), ("--text", "--vnc"),
                     ("--dhcp", "--ip", "192.0.2.1/24"), ("--gateway", "192.0.2.1"),
                     ("--ip", "192.0.2.1"), ("--ip", "192.0.2.1/24", "--gateway", "2001:db8::1")):
            with self.subTest(args):
                self.assert_fails(USAGE, args[0], args=(*args, image))

    def test_a_drive_without_a_name_is_for_guests_that_see_its_medium(self):
        image = medium("el7-dvd")
        for guest in ((), ("--guest", "pv"), ("--guest", "pvh")):
            for args in (("--repo", "cdrom", *guest), (*guest, "--repo", "cdrom")):
                self.assert_fails(USAGE, "--repo", "cdrom:/dev/xvdd", args=(*args, image))
        self.assertIn(" inst.repo=cdrom ", run("--repo", "cdrom", "--guest", "kvm", image).out)

    def test_a_vnc_password_is_read_from_a_file_and_never_shown(self):
        short = self.write("short", "abc\n")
        self.assert_fails(FAILED, "--vnc-password-file", "No such file",
                          args=("--vnc", "--vnc-password-file", self.path("none"), "x.iso"))
        result = self.assert_fails(USAGE, "--vnc-password-file", "found 3 characters",
                                   args=("--vnc", "--vnc-password-file", short, "x.iso"))
        self.assertNotIn("abc", result.err)

    def test_output_to_a_full_disk_or_a_closed_pipe_fails(self):
        for verb in ("args", "inspect"):
            with open("/dev/full", "w", encoding="utf-8") as full:
                result = run(verb, medium("el7-dvd"), stdout=full)
            self.assertEqual(result.code, FAILED)
            self.assertIn("cannot write the result", result.err)
            reader, writer = os.pipe()
            os.close(reader)
            result = run(verb, medium("el7-dvd"), stdout=writer)
            os.close(writer)
            self.assertEqual(result.code, FAILED)

    def test_help_to_a_full_disk_fails_too(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.assertEqual(run("--help", stdout=full).code, FAILED)


class Help(ToolTest):
    def test_help_names_every_verb_and_exit_status(self):
        text = run("--help")
        self.assertEqual(text.code, DONE)
        self.assertEqual(text.err, "")
        for part in ("inspect", "args", "0 done", "1 the image", "2 the command", "3 the image"):
            self.assertIn(part, text.out)

    def test_help_of_a_verb_names_every_option(self):
        text = run("help", "args").out
        self.assertEqual(text, run("args", "--help").out)
        for option in ("graphical", "text", "vnc", "vnc-password-file", "ip", "netmask",
                       "gateway", "hostname", "nic", "nameserver", "mtu", "dhcp", "ks", "repo",
                       "stage2", "append", "keep", "drop", "entry", "dialect", "platform",
                       "style", "explain", "verbose", "help",
                       "format", "name", "memory", "vcpus", "disk", "disk-size", "bridge", "network",
                       "mac", "image", "kernel", "initrd", "bootloader", "sr", "template"):
            self.assertIn("--" + option, text)
        self.assertLessEqual(max(len(line) for line in text.splitlines()), 90)
        for option in ("json", "dialect", "platform", "help"):
            self.assertIn("--" + option, run("help", "inspect").out)

    def test_the_manual_page_names_every_option_of_the_help_text(self):
        page = os.path.join(SOURCE, "..", "tools", "isoargs", "isoargs.1.scd")
        with open(page, encoding="utf-8") as file:
            text = file.read()
        for verb in ("args", "check", "extract", "inspect", "kickstart", "menu"):
            for option in re.findall(r"--[a-z0-9-]+", run("help", verb).out):
                if option != "--help":
                    self.assertIn("*" + option + "*", text)

    def test_every_option_of_a_help_text_is_taken(self):
        for verb in ("args", "check", "extract", "inspect", "kickstart", "menu"):
            text = run("help", verb).out
            options = re.findall(r"(?<![\w-])-{1,2}[a-z0-9][a-z0-9-]*", text)
            self.assertIn("--help", options)
            for option in set(options):
                with self.subTest((verb, option)):
                    self.assertNotIn("option --", run(verb, option, "--help").err)
                    self.assertNotIn("unrecognized", run(verb, option, "--help").err)

    def test_the_version_is_one_line(self):
        result = run("--version")
        self.assertRegex(result.out, r"^isoargs \d+\.\d+\.\d+\n$")

    def test_an_image_named_like_a_verb_can_be_given_with_its_folder(self):
        self.write("inspect", b"text")
        process = subprocess.run([ISOARGS, "./inspect"], cwd=self.folder, capture_output=True,
                                 check=False, stdin=subprocess.DEVNULL)
        self.assertEqual(process.returncode, FAILED)
        self.assertIn(b"./inspect: ", process.stderr)


if __name__ == "__main__":
    main()
