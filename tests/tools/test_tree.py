# SPDX-License-Identifier: GPL-3.0-or-later
"""Media that are folders: what is unpacked tells what the image tells, and leads nowhere else."""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time

from harness import (BOOT_FILES, BoundedTest, DONE, FAILED, ISOARGS, MEDIA, NOT_USABLE, ToolTest,
                     distributors, main, media, medium, need, run)

PROBE = os.environ["ISOARGS_SANDBOX_PROBE"]
MODE = run("mode", tool=PROBE).out.strip()

# What cannot be unpacked, and what is too much of it.
LEFT_OUT = {"el7-cut-128k", "el7-cut-half", "el7-dvd-huge"}
LABEL = "CentOS 7 x86_64"
NETBOOT = "debian-installer-12-netboot-amd64"


def unpack(image, folder):
    """The files of an image, as Rock Ridge names them."""
    need("xorriso")
    subprocess.run(["xorriso", "-osirrox", "on", "-indev", image, "-extract", "/", folder],
                   check=True, capture_output=True)
    # A folder that may not be written to is no longer anybody's medium, but nobody could remove it.
    subprocess.run(["chmod", "-R", "u+rwX", folder], check=True)


def inspect(path, *options):
    result = run("inspect", "--json", *options, path)
    return json.loads(result.out) if result.code == DONE else None


def words_of(line):
    """Without those that name the medium, which differ where its label is not known."""
    return [word for word in line.split() if "LABEL=" not in word and "inst.stage2" not in word]


class TreeTest(ToolTest):
    def tree(self, files=None, name="tree"):
        """A small tree of EL 7's, a new one: its menu, and what that loads."""
        if os.path.lexists(self.path(name)):
            shutil.rmtree(self.path(name))
        files = {**BOOT_FILES, **(files or {})}
        files.setdefault("EFI/BOOT/grub.cfg", MENU)
        files.setdefault(".treeinfo", TREEINFO)
        for path, data in files.items():
            if data is not None:
                self.write(os.path.join(name, path), data)
        return self.path(name)

    def assert_answers(self, tree, *args, **more):
        """As from the same files without anything about them that is odd."""
        result = run("--label", LABEL, *args, tree, **more)
        self.assertEqual((result.code, result.out), (DONE, LINE + "\n"), result.err)
        return result


MENU = b"""menuentry 'Install CentOS 7' --class os {
	linuxefi /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64 quiet
	initrdefi /images/pxeboot/initrd.img
}
"""
TREEINFO = b"""[general]
name = CentOS-7
family = CentOS
version = 7
arch = x86_64
[stage2]
mainimage = LiveOS/squashfs.img
[images-x86_64]
kernel = images/pxeboot/vmlinuz
initrd = images/pxeboot/initrd.img
"""
LINE = r"utf8 nogpt noipv6 inst.stage2=hd:LABEL=CentOS\x207\x20x86_64"


class Unpacked(ToolTest):
    """Every medium that was mastered: the folder of its files answers as its image does."""

    def assert_same_menus(self, image, tree):
        """Whether the image has menus outside of its EFI system partition."""
        def menus(report, place):
            return {config["file"][len(place):]: config for config in report["configs"]
                    if config["file"].startswith(place)}

        def entries(config, whole):
            return [{**entry, "path": None} for entry in config["entries"]
                    if whole or entry["kernel"]]

        ours, theirs = menus(tree, "TREE:"), menus(image, "ISO:")
        for path, config in theirs.items():
            self.assertIn(path, ours)
            # what a menu shows under UEFI alone is shown where nothing tells how it is booted
            whole = ours[path]["platform"] == config["platform"]
            self.assertEqual(entries(ours[path], whole), entries(config, whole), path)
        return theirs != {}

    def assert_same_distribution(self, image, tree):
        """Whether something else than the label tells which it is."""
        for key in ("name", "version", "arch"):
            ours, theirs = tree["distribution"][key], image["distribution"][key]
            if theirs and "label" not in theirs["from"]:
                self.assertEqual(ours, theirs)
        name = image["distribution"]["name"]
        return not name or "label" not in name["from"]

    def compare(self, image, folder):
        """What of both was the same."""
        ours, theirs = inspect(folder), inspect(image)
        if not theirs:
            return []
        knows = self.assert_same_distribution(theirs, ours)
        has_menus = self.assert_same_menus(theirs, ours)
        expected = run(image)
        if expected.code != DONE or not has_menus:
            return ["entries"]
        label = theirs["label"] and theirs["label"]["installer"]
        if label:
            result = run("--label", label, folder)
            self.assertEqual((result.code, result.out), (DONE, expected.out), result.err)
        if not knows:
            return ["entries", "line"]
        result = run(folder)
        self.assertEqual(words_of(result.out), words_of(expected.out), result.err)
        return ["entries", "line", "words"]

    def test_distribution_entries_and_words_are_those_of_the_image(self):
        same = []
        for name in sorted(set(media() + distributors()) - LEFT_OUT):
            with self.subTest(name), tempfile.TemporaryDirectory(prefix="isoargs-test-") as folder:
                unpack(medium(name), os.path.join(folder, "tree"))
                found = self.compare(medium(name), os.path.join(folder, "tree"))
                same += found if name in media() else []
        counts = [same.count(what) for what in ("entries", "line", "words")]
        print("%d media, of %d the line, of %d the words without a label" % tuple(counts))
        # those of distributors are not everywhere, and without the corpus of menus ours are fewer
        for count, least in zip(counts, (31, 21, 14) if len(media()) > 35 else (28, 20, 10)):
            self.assertGreaterEqual(count, least)


class Places(TreeTest):
    def test_a_folder_is_named_in_any_way(self):
        tree = self.tree()
        os.symlink("tree", self.path("link"))
        for name in (tree, "tree", "tree/", "./link", "tree/../link/", tree + "//."):
            with self.subTest(name):
                self.assert_answers(name, cwd=self.folder)
        self.assert_answers(".", cwd=tree)
        self.assert_answers("..", cwd=os.path.join(tree, "EFI"))

    def test_every_verb_that_takes_an_image_takes_a_folder(self):
        tree = self.tree()
        for verb in ("args", "inspect", "menu", "check"):
            with self.subTest(verb):
                inside, outside = (run(verb, *options, "--label", LABEL, tree)
                                   for options in ((), ("--no-sandbox",)))
                self.assertIn(inside.code, (DONE, NOT_USABLE), inside.err)
                self.assertEqual((inside.code, inside.out, inside.err),
                                 (outside.code, outside.out, outside.err))

    def test_what_is_extracted_is_what_lies_there(self):
        tree, out = self.tree(), self.path("out")
        result = run("extract", "--force", "--label", LABEL, "-o", out, tree)
        self.assertEqual(result.code, DONE, result.err)
        for name in ("vmlinuz", "initrd.img"):
            with open(os.path.join(out, name), "rb") as file:
                self.assertEqual(file.read(), BOOT_FILES["images/pxeboot/" + name])

    def test_a_folder_without_a_menu_is_told_of(self):
        os.mkdir(self.path("empty"))
        self.assert_fails(NOT_USABLE, self.path("empty") + ": ", "no boot configuration",
                          args=(self.path("empty"),))

    def test_on_kernels_that_lack_something_it_is_the_same(self):
        tree = self.tree()
        for lacks in ("landlock", "seccomp", "both", "openat2"):
            for verb in ("args", "inspect"):
                with self.subTest((lacks, verb)):
                    plain = run(verb, "--label", LABEL, tree)
                    result = run("refuse", lacks, ISOARGS, verb, "--label", LABEL, tree, tool=PROBE)
                    self.assertEqual((result.code, result.out), (plain.code, plain.out), result.err)
                    self.assertEqual(result.err.count("neither Landlock nor seccomp"),
                                     int(lacks == "both" and MODE != "none"), result.err)


class OtherMakers(TreeTest):
    """Trees as others than Rock Ridge name their files, and as others lay them out."""

    def renamed(self, change):
        files = {**BOOT_FILES, "EFI/BOOT/grub.cfg": MENU, ".treeinfo": TREEINFO}
        for name, data in files.items():
            self.write(os.path.join("renamed", change(name)), data)
        return self.path("renamed")

    def test_names_in_another_case_are_found_with_a_note(self):
        # As Linux mounts ISO 9660 without Rock Ridge; as DOS wrote to a FAT file system.
        for change in (str.lower, str.upper, str.title):
            with self.subTest(change):
                tree = self.renamed(change)
                self.assert_answers(tree)
                codes = [note["code"] for note in inspect(tree)["notes"]]
                self.assertEqual(codes.count("names-other-case"), 1)
                shutil.rmtree(tree)

    def test_a_volume_without_rock_ridge_is_found_as_linux_shows_it(self):
        need("genisoimage", "isoinfo")
        tree, image = self.tree(), self.path("plain.iso")
        subprocess.run(["genisoimage", "-quiet", "-iso-level", "2", "-allow-leading-dots", "-V",
                        LABEL, "-o", image, tree], check=True, capture_output=True)
        names = subprocess.run(["isoinfo", "-f", "-i", image], check=True, capture_output=True,
                               text=True).stdout.split()
        mounted = self.path("mounted")
        for name in names:
            file = subprocess.run(["isoinfo", "-x", name, "-i", image], check=True,
                                  capture_output=True)
            # Linux' "map=normal": lower case, no version, no dot at the end
            shown = re.sub(r"\.?;1$", "", name).lower()
            if name.endswith(";1"):
                self.write("mounted" + shown, file.stdout)
        self.assertIn("/IMAGES/PXEBOOT/INITRD.IMG;1", names)
        self.assert_answers(mounted)
        self.assertEqual(run("--label", LABEL, mounted).out, run(image).out)

    def test_a_copy_with_links_between_its_folders_is_followed(self):
        # As cobbler and mirrors have it: a tree that names point into, and files that are links.
        tree = self.tree()
        os.rename(os.path.join(tree, "images"), os.path.join(tree, "real"))
        os.symlink("real", os.path.join(tree, "images"))
        os.rename(os.path.join(tree, ".treeinfo"), os.path.join(tree, "treeinfo-7"))
        os.symlink("/treeinfo-7", os.path.join(tree, ".treeinfo"))
        os.makedirs(self.path("distro_mirror/links"))
        os.symlink(tree, self.path("distro_mirror/links/c7"))
        self.assert_answers(self.path("distro_mirror/links/c7"))
        self.assertEqual(inspect(tree)["distribution"]["version"],
                         {"value": "7", "from": ".treeinfo"})


    def test_debians_netboot_tree_is_read_by_its_own_menu(self):
        folder = "debian-installer/amd64/"
        for name, data in (("version.info", b"Debian version:  12 (bookworm)\n"),
                           (folder + "linux", b"a kernel"), (folder + "initrd.gz", b"\x1f\x8b"),
                           (folder + "grub/grub.cfg",
                            b"menuentry 'Install' {\n linux /debian-installer/amd64/linux vga=788 "
                            b"--- quiet\n initrd /debian-installer/amd64/initrd.gz\n}\n")):
            self.write(os.path.join("tree", name), data)
        self.assert_prints("--- quiet console=hvc0", self.path("tree"))


class Netboot(ToolTest):
    """What Debian serves to machines without a medium, as it is packaged."""

    def setUp(self):
        super().setUp()
        self.tree = os.path.join(MEDIA, "debian", NETBOOT)
        if not MEDIA or not os.path.isdir(self.tree):
            self.skipTest("no netboot tree: tests/media/netboot fetches it")

    def test_kernel_ram_disk_and_words_are_those_of_its_menu(self):
        found = inspect(self.tree)
        self.assertEqual([found["distribution"][key] for key in ("name", "version")],
                         [{"value": "Debian", "from": "version.info"},
                          {"value": "12", "from": "version.info"}])
        result = run(self.tree)
        self.assertEqual((result.code, result.out), (DONE, "--- quiet console=hvc0\n"), result.err)
        self.assertEqual(run("check", self.tree).code, DONE)
        entries = [entry for config in found["configs"] for entry in config["entries"]]
        folder = "/debian-installer/amd64"
        self.assertIn((folder + "/linux", [folder + "/initrd.gz"]),
                      [(entry["kernel"], entry["initrds"]) for entry in entries])

    def test_its_kernel_and_ram_disk_are_extracted(self):
        out = self.path("out")
        result = run("extract", "-o", out, self.tree)
        self.assertEqual(result.code, DONE, result.err)
        for name in ("linux", "initrd.gz"):
            with open(os.path.join(self.tree, "debian-installer/amd64", name), "rb") as file, \
                    open(os.path.join(out, name), "rb") as other:
                self.assertEqual(file.read(), other.read())


class Odd(TreeTest):
    """Trees that hold what no medium should: nothing of it is followed, waited for or changed."""

    def assert_still(self, path, make):
        """With a file that is made in another way than as a file, the answer is what it was."""
        tree = self.tree({path: None})
        path = os.path.join(tree, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.lexists(path):
            os.unlink(path)
        make(path)
        start = time.monotonic()
        result = self.assert_answers(tree)
        self.assertLess(time.monotonic() - start, 5)
        return result

    def test_links_in_a_ring_are_a_doubt(self):
        for to in (".treeinfo", "EFI/../.treeinfo"):
            with self.subTest(to):
                result = self.assert_still(".treeinfo", lambda path, to=to: os.symlink(to, path))
                self.assertIn("Too many levels of symbolic links", result.err)

    def test_what_is_neither_file_nor_folder_is_absent(self):
        def bind(path):
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(path)

        makers = [os.mkfifo, bind, os.mkdir]
        makers += [lambda path, to=to: os.symlink(to, path)
                   for to in ("/dev/zero", "/dev/stdin", "/proc/self/fd/0", "/proc/self/mem",
                              "/etc/passwd", "../" * 30 + "etc/passwd", "nothing")]
        for number, make in enumerate(makers):
            for path in (".treeinfo", ".discinfo", "isolinux/isolinux.cfg"):
                with self.subTest((number, path)):
                    self.assertNotIn("unread", self.assert_still(path, make).err)

    def test_nothing_outside_is_told_of(self):
        secret = self.write("secret", MENU.replace(b"quiet", b"leaked"))
        for to in (secret, "../../../secret", "/../secret"):
            tree = self.tree({"EFI/BOOT/grub.cfg": None})
            os.makedirs(os.path.join(tree, "EFI/BOOT"))
            os.symlink(to, os.path.join(tree, "EFI/BOOT/grub.cfg"))
            for verb in ("args", "inspect", "menu", "check"):
                with self.subTest((to, verb)):
                    result = run(verb, tree)
                    self.assertNotIn("leaked", result.out + result.err)
                    self.assertNotIn("Install CentOS", result.out + result.err)

    def test_a_kernel_that_lies_outside_is_not_extracted(self):
        kernel = self.write("kernel", b"not of this tree")
        tree, out = self.tree({"images/pxeboot/vmlinuz": None}), self.path("out")
        os.symlink(kernel, os.path.join(tree, "images/pxeboot/vmlinuz"))
        self.assert_fails(NOT_USABLE, "vmlinuz",
                          args=("extract", "--force", "--label", LABEL, "-o", out, tree))
        self.assertFalse(os.path.exists(os.path.join(out, "vmlinuz")))

    def test_a_file_where_a_folder_is_expected_is_one(self):
        for path in ("EFI", "EFI/BOOT", "images", "LiveOS"):
            with self.subTest(path):
                tree = self.tree()
                shutil.rmtree(os.path.join(tree, path))
                self.write(os.path.join("tree", path), b"a file")
                self.assertIn(run("--label", LABEL, tree).code, (DONE, NOT_USABLE))

    def test_a_file_that_is_too_large_is_a_doubt(self):
        tree = self.tree()
        for path, size in ((".treeinfo", 1 << 30), (".discinfo", 1 << 40)):
            os.truncate(self.write(os.path.join("tree", path)), size)
        result = self.assert_answers(tree)
        self.assertIn("TREE:/.treeinfo: ", result.err)
        os.truncate(self.write("tree/EFI/BOOT/grub.cfg"), 1 << 30)
        self.assertIn("TREE:/EFI/BOOT/grub.cfg: ", run("--label", LABEL, tree).err)

    def test_names_of_any_bytes_steer_no_terminal(self):
        tree = os.fsencode(self.tree())
        for name in (b"caf\xe9", b"\xff\xfe", b"a\x1b]0;b\x07", b"line\nbreak", b"\xe2\x80\xae",
                     b"n" * 255):
            os.makedirs(os.path.join(tree, b"EFI", name))
            with open(os.path.join(tree, b"EFI", name, b"grub.cfg"), "wb") as file:
                file.write(MENU.replace(b"Install", name))
        for verb in ("args", "inspect", "menu", "check"):
            with self.subTest(verb):
                result = run(verb, "--label", LABEL, tree)
                self.assertIn(result.code, (DONE, NOT_USABLE))
                self.assertNotRegex(result.out + result.err,
                                    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]")
        self.assertIn(r"TREE:/EFI/caf\xe9/grub.cfg", run("inspect", tree).out)
        self.assertGreater(len(inspect(tree)["configs"]), 6)

    def test_a_file_that_changes_all_the_time_is_an_error_or_an_answer(self):
        tree = self.tree()
        path = os.path.join(tree, "EFI/BOOT/grub.cfg")
        with subprocess.Popen(["sh", "-c", 'while :; do : >"$1"; cat "$2" >"$1"; done', "sh", path,
                               self.write("menu", MENU * 500)]) as writer:
            try:
                codes = {run("--label", LABEL, tree).code for _ in range(50)}
            finally:
                writer.kill()
        self.assertLessEqual(codes, {DONE, FAILED, NOT_USABLE})


class Unreadable(TreeTest):
    """What others may not read, read by one of them."""

    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("the tests do not run as root")
        self.nobody = {"user": 65534, "group": 65534, "extra_groups": []}
        try:
            subprocess.run([ISOARGS, "--version"], check=True, capture_output=True, **self.nobody)
        except (PermissionError, subprocess.CalledProcessError):
            self.skipTest("nobody may not run " + ISOARGS)
        os.chmod(self.folder, 0o755)

    def test_a_file_is_a_doubt(self):
        for path in (".treeinfo", ".discinfo"):
            with self.subTest(path):
                tree = self.tree({".discinfo": b"1\n2\n"})
                os.chmod(os.path.join(tree, path), 0)
                result = self.assert_answers(tree, **self.nobody)
                self.assertIn("TREE:/%s: " % path, result.err)
                self.assertIn("Permission denied", result.err)

    def test_a_folder_of_menus_is_a_doubt(self):
        for mode in (0, 0o100):
            tree = self.tree({"isolinux/isolinux.cfg": b"label linux\n kernel vmlinuz\n"})
            os.chmod(os.path.join(tree, "EFI/BOOT"), mode)
            result = run("inspect", tree, **self.nobody)
            self.assertEqual(result.code, DONE)
            self.assertIn("Permission denied", result.out)

    def test_a_kernel_is_an_error(self):
        tree = self.tree()
        os.chmod(os.path.join(tree, "images/pxeboot/vmlinuz"), 0)
        result = run("check", "--label", LABEL, tree, **self.nobody)
        self.assertNotEqual(result.code, DONE)
        self.assertIn("Permission denied", result.out)

    def test_the_folder_itself_is_named(self):
        tree = self.tree()
        for mode in (0, 0o100):
            os.chmod(tree, mode)
            result = run(tree, **self.nobody)
            self.assertEqual((result.code, result.out), (FAILED, ""))
            self.assertIn(tree + ": Permission denied", result.err)


class Many(TreeTest, BoundedTest):
    def setUp(self):
        super().setUp()
        # where so many names take no disk's time
        if os.access("/dev/shm", os.W_OK):
            self.folder = tempfile.mkdtemp(prefix="isoargs-test-", dir="/dev/shm")
            self.addCleanup(shutil.rmtree, self.folder)

    def test_a_hundred_thousand_names_have_a_bound(self):
        for folder in (".", "EFI"):
            tree = self.tree()
            for number in range(100000):
                os.symlink("x", os.path.join(tree, folder, str(number)))
            with self.subTest(folder):
                for verb in ("args", "inspect"):
                    cost = self.bounded(verb, "--label", LABEL, tree)
                    self.assertEqual(cost.code, DONE, cost.err)
                    if verb == "inspect":
                        self.assertIn("more names in this directory than are looked at", cost.out)

    def test_a_medium_takes_less_than_20_ms(self):
        tree, times = self.tree(), []
        # the least of many: others use the machine, too
        while len(times) < 10 or (min(times) >= 20 * self.FACTOR and len(times) < 200):
            start = time.monotonic()
            self.assert_answers(tree)
            times.append(1000 * (time.monotonic() - start))
        print("%.1f ms" % min(times))
        self.assertLess(min(times), 20 * self.FACTOR)


if __name__ == "__main__":
    main()
