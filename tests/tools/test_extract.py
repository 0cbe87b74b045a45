# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs extract: kernel and initial RAM disks as other programs read them, or no file at all."""

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import time

from harness import DONE, FAILED, ISOARGS, NOT_USABLE, USAGE, ToolTest, main, master, medium, need, run

PXEBOOT = ["images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"]
MENU = "menuentry Install {\n linux %s inst.stage2=hd:LABEL=X\n initrd %s\n}\n"


def content(path):
    with open(path, "rb") as file:
        return file.read()


def isoinfo(image, name):
    """A file's bytes as genisoimage's own reader has them."""
    return subprocess.run(["isoinfo", "-R", "-i", image, "-x", "/" + name], check=True,
                          capture_output=True, stdin=subprocess.DEVNULL).stdout


class ExtractTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.out = self.path("out")

    def own(self, kernel="/k/vmlinuz", initrds="/k/initrd.img", files=None, options=()):
        """A medium of our own with one entry."""
        need("genisoimage")
        for name, data in (files or {"k/vmlinuz": b"K" * 3000000, "k/initrd.img": b"I" * 5}).items():
            self.write("tree/" + name, data)
        self.write("tree/EFI/BOOT/grub.cfg", MENU % (kernel, initrds))
        image = self.path("own.iso")
        master(self.path("tree"), image, "-R", "-V", "X", *options)
        return image

    def leaves_nothing(self, code, *parts, args=(), **more):
        result = run("extract", "-o", self.out, *args, **more)
        self.assertEqual((result.code, result.out), (code, ""), result.err)
        for part in parts:
            self.assertIn(part, result.err)
        self.assertFalse(os.path.exists(self.out))
        return result


class Extract(ExtractTest):
    def test_the_bytes_are_those_that_isoinfo_and_xorriso_read(self):
        need("isoinfo", "xorriso")
        for name in ("el7-dvd", "el7-netinstall", "el8-boot", "el9-dvd", "el10-dvd",
                     "rhel7-server"):
            with self.subTest(name):
                folder = self.path(name)
                result = run("extract", "--output", folder, medium(name))
                self.assertEqual(result.code, DONE, result.err)
                self.assertEqual(result.out, "%s/vmlinuz\n%s/initrd.img\n" % (folder, folder))
                self.assertEqual(sorted(os.listdir(folder)), ["initrd.img", "vmlinuz"])
                for path in PXEBOOT:
                    mine = content(os.path.join(folder, os.path.basename(path)))
                    self.assertEqual(mine, isoinfo(medium(name), path))
                    other = self.path("other")
                    subprocess.run(["xorriso", "-osirrox", "on", "-indev", medium(name),
                                    "-extract", path, other], check=True, capture_output=True,
                                   stdin=subprocess.DEVNULL)
                    self.assertEqual(mine, content(other))
                    os.chmod(other, 0o644)
                    os.unlink(other)

    def test_a_medium_with_plain_names_gives_them_as_its_menu_has_them(self):
        need("isoinfo")
        result = run("extract", "-o", self.out, medium("el7-plain"))
        self.assertEqual(result.code, DONE, result.err)
        for path in PXEBOOT:
            self.assertEqual(content(os.path.join(self.out, os.path.basename(path))),
                             isoinfo(medium("el7-plain"), path.upper() + ("" if "." in path
                                                                          else ".") + ";1"))

    def test_json_says_what_was_written_and_what_was_verified(self):
        for name, verified in (("el7-dvd", True), ("el7-netinstall", False)):
            with self.subTest(name):
                folder = self.path(name)
                result = run("extract", "--json", "-o", folder, medium(name))
                document = json.loads(result.out)
                self.assertEqual(document["format"], 1)
                self.assertEqual([f["role"] for f in document["files"]], ["kernel", "initrd"])
                for file, path in zip(document["files"], PXEBOOT):
                    data = content(file["path"])
                    self.assertEqual(file["location"], "ISO:/" + path)
                    self.assertEqual(file["bytes"], len(data))
                    self.assertEqual(file["sha256"], hashlib.sha256(data).hexdigest())
                    self.assertIs(file["verified"], verified)

    def test_what_cannot_be_verified_is_said_when_asked(self):
        result = run("extract", "-v", "-o", self.out, medium("el7-netinstall"))
        self.assertEqual(result.code, DONE)
        self.assertIn("ISO:/images/pxeboot/vmlinuz: the medium has no checksum", result.err)
        shutil.rmtree(self.out)
        self.assertEqual(run("extract", "-o", self.out, medium("el7-netinstall")).err, "")
        shutil.rmtree(self.out)
        self.assertNotIn("no checksum", run("extract", "-v", "-o", self.out,
                                            medium("el7-dvd")).err)

    def test_several_initrds_are_all_written_and_one_named_twice_once(self):
        image = self.own(initrds="/k/a.img /k/b.img /k/a.img",
                         files={"k/vmlinuz": b"K", "k/a.img": b"A" * 70000, "k/b.img": b""})
        result = run("extract", "-o", self.out, image)
        self.assertEqual(result.code, DONE, result.err)
        self.assertEqual(result.out.splitlines(),
                         [self.out + "/" + n for n in ("vmlinuz", "a.img", "b.img")])
        self.assertEqual(content(self.out + "/a.img"), b"A" * 70000)
        self.assertEqual(content(self.out + "/b.img"), b"")

    def test_the_entry_chooses_the_files(self):
        image = self.own()
        self.write("tree/k/other", b"other kernel")
        self.write("tree/EFI/BOOT/grub.cfg", MENU % ("/k/vmlinuz", "/k/initrd.img")
                   + "menuentry Other {\n linux /k/other\n}\n")
        master(self.path("tree"), image, "-R", "-V", "X")
        result = run("extract", "--entry", "Other", "-o", self.out, image)
        self.assertEqual((result.code, result.out), (DONE, self.out + "/other\n"), result.err)
        self.assertEqual(content(self.out + "/other"), b"other kernel")
        shutil.rmtree(self.out)
        self.leaves_nothing(NOT_USABLE, "--entry", args=("--entry", "none", image))

    def test_without_a_folder_the_files_go_where_one_stands(self):
        os.mkdir(self.out)
        result = run("extract", medium("el7-plain"), cwd=self.out)
        self.assertEqual((result.code, result.out), (DONE, "./vmlinuz\n./initrd.img\n"), result.err)
        self.assertEqual(sorted(os.listdir(self.out)), ["initrd.img", "vmlinuz"])


class Folder(ExtractTest):
    def test_a_file_that_is_there_is_kept_without_force_and_so_is_the_rest(self):
        self.write("out/initrd.img", b"mine")
        result = run("extract", "-o", self.out, medium("el7-plain"))
        self.assertEqual((result.code, result.out), (FAILED, ""))
        self.assertIn("--force", result.err)
        self.assertEqual(os.listdir(self.out), ["initrd.img"])
        self.assertEqual(content(self.out + "/initrd.img"), b"mine")
        result = run("extract", "--force", "-o", self.out + "/", medium("el7-plain"))
        self.assertEqual(result.code, DONE, result.err)
        self.assertNotEqual(content(self.out + "/initrd.img"), b"mine")

    def test_a_link_is_not_followed(self):
        target = self.write("target", b"mine")
        os.mkdir(self.out)
        os.symlink(target, self.out + "/vmlinuz")
        result = run("extract", "-o", self.out, medium("el7-plain"))
        self.assertEqual(result.code, FAILED)
        self.assertEqual(os.listdir(self.out), ["vmlinuz"])
        result = run("extract", "--force", "-o", self.out, medium("el7-plain"))
        self.assertEqual(result.code, DONE, result.err)
        self.assertFalse(os.path.islink(self.out + "/vmlinuz"))
        self.assertEqual(content(target), b"mine")

    def test_a_folder_in_the_place_of_a_file_is_kept(self):
        os.makedirs(self.out + "/vmlinuz")
        result = run("extract", "--force", "-o", self.out, medium("el7-plain"))
        self.assertEqual(result.code, FAILED)
        self.assertEqual(os.listdir(self.out), ["vmlinuz"])

    def test_the_folder_is_created_but_not_its_parent(self):
        image = medium("el7-plain")
        self.assertEqual(run("extract", "-o", self.out, image).code, DONE)
        result = run("extract", "-o", self.path("none/below"), image)
        self.assertEqual((result.code, result.out), (FAILED, ""))
        self.assertIn("cannot be created", result.err)
        self.assertFalse(os.path.exists(self.path("none")))

    def test_what_is_no_folder_is_refused(self):
        path = self.write("file", b"mine")
        result = run("extract", "-o", path, medium("el7-plain"))
        self.assertEqual((result.code, result.out), (FAILED, ""))
        self.assertEqual(content(path), b"mine")
        self.assertEqual(run("extract", "-o", "", medium("el7-plain")).code, USAGE)

    def test_a_folder_that_takes_no_files_is_said(self):
        # No permission keeps root out; /proc keeps everybody out.
        result = run("extract", "-o", "/proc/self", medium("el7-plain"))
        self.assertEqual((result.code, result.out), (FAILED, ""))
        self.assertIn("cannot be written", result.err)

    def test_a_disk_that_is_full_leaves_nothing(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

        # The kernel fits and the initial RAM disk does not.
        image = self.own(files={"k/vmlinuz": b"K" * 1000, "k/initrd.img": b"I" * (3 << 20)})
        self.leaves_nothing(FAILED, "cannot be written", args=(image,), preexec_fn=limit)

    def test_a_run_that_is_killed_leaves_no_file_under_its_name(self):
        image = self.own()
        name = self.path("tree/k/initrd.img")
        with open(name, "wb") as file:
            file.truncate(400 << 20)
        master(self.path("tree"), image, "-R", "-V", "X")
        process = subprocess.Popen([ISOARGS, "extract", "-o", self.out, image],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while not os.path.isdir(self.out):
            time.sleep(0.001)
        time.sleep(0.05)
        process.kill()
        self.assertEqual(process.wait(), -signal.SIGKILL)
        self.assertEqual([n for n in os.listdir(self.out) if not n.startswith(".isoargs-")], [])


class Chroot(ExtractTest):
    """A root that holds the program, what it is linked with, and the image."""

    def setUp(self):
        super().setUp()
        need("ldd")
        words = subprocess.run(["ldd", ISOARGS], check=True, capture_output=True,
                               encoding="utf-8").stdout.split()
        libraries = [w for w in words if w.startswith("/")]
        # A path beside the program's own is found by /proc.
        self.env = dict(os.environ, LD_LIBRARY_PATH=":".join(map(os.path.dirname, libraries)))
        for path in [ISOARGS, *libraries]:
            os.makedirs(os.path.dirname(self.root(path)), exist_ok=True)
            shutil.copy(path, self.root(path))
        os.mkdir(self.root("/out"))
        self.enter = ["chroot"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "chroot"]
        need(self.enter[0])
        probe = self.run_in("--version")
        if probe.returncode:
            self.skipTest("the program does not start in a root of its own: " + probe.stderr)

    def root(self, path):
        return self.path("root") + path

    def run_in(self, *args):
        return subprocess.run([*self.enter, self.root(""), ISOARGS, *args], check=False,
                              capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL,
                              env=self.env)

    def test_nothing_is_needed_but_the_image_and_the_folder(self):
        data = os.urandom(100000)
        shutil.copy(self.own(files={"k/vmlinuz": data, "k/initrd.img": b"I"}),
                    self.root("/own.iso"))
        for options in ((), ("--force",), ("--no-sandbox", "--force")):
            with self.subTest(options):
                result = self.run_in("extract", "-o", "/out", *options, "/own.iso")
                self.assertEqual((result.returncode, result.stdout),
                                 (DONE, "/out/vmlinuz\n/out/initrd.img\n"), result.stderr)
                self.assertEqual(sorted(os.listdir(self.root("/out"))), ["initrd.img", "vmlinuz"])
                self.assertEqual(content(self.root("/out/vmlinuz")), data)
        os.unlink(self.root("/out/initrd.img"))
        result = self.run_in("extract", "-o", "/out", "/own.iso")
        self.assertEqual((result.returncode, result.stdout), (FAILED, ""))
        self.assertIn("there is such a file already", result.stderr)
        self.assertEqual(os.listdir(self.root("/out")), ["vmlinuz"])

    def test_a_disk_of_a_kickstart_needs_no_more(self):
        result = self.run_in("kickstart", "--lock-root", "--oemdrv", "/out/oem.iso")
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertEqual(os.listdir(self.root("/out")), ["oem.iso"])
        self.assertEqual(os.stat(self.root("/out/oem.iso")).st_mode & 0o777, 0o600)


class Size(ExtractTest):
    def linked(self, *names, size):
        """A medium whose initial RAM disks are all one file under several names."""
        self.write("tree/k/" + names[0], b"I" * size)
        for name in names[1:]:
            os.link(self.path("tree/k/" + names[0]), self.path("tree/k/" + name))
        return self.own(initrds=" ".join("/k/" + n for n in names), files={"k/vmlinuz": b"K"})

    def test_names_that_share_their_bytes_are_not_multiplied(self):
        image = self.linked("a.img", "b.img", "c.img", size=3 << 20)
        size = os.path.getsize(image)
        self.assertLess(size, 6 << 20)
        self.leaves_nothing(
            NOT_USABLE, "isoargs: %s: ISO:/k/b.img: with its 3145728 bytes the files would have "
            "more than the image, which has %d; nothing is written\n" % (image, size),
            args=(image,))

    def test_as_much_as_the_image_has_is_written(self):
        image = self.linked("a.img", "b.img", size=100 << 10)
        result = run("extract", "-o", self.out, image)
        self.assertEqual(result.code, DONE, result.err)
        self.assertEqual(content(self.out + "/b.img"), b"I" * (100 << 10))

    def test_a_folder_that_holds_a_file_of_that_name_is_left_as_it_is(self):
        image = self.linked("a.img", "b.img", "c.img", size=3 << 20)
        self.write("out/a.img", b"mine")
        result = run("extract", "--force", "-o", self.out, image)
        self.assertEqual((result.code, result.out), (NOT_USABLE, ""))
        self.assertEqual(os.listdir(self.out), ["a.img"])
        self.assertEqual(content(self.out + "/a.img"), b"mine")


class Damage(ExtractTest):
    def copy(self, name):
        path = self.path(name + ".iso")
        shutil.copyfile(medium(name), path)
        os.chmod(path, 0o644)
        return path

    def find(self, path, name):
        """Where a file's bytes lie."""
        need("isoinfo")
        return content(path).index(isoinfo(path, name)[:65536])

    def flip(self, path, offset):
        with open(path, "r+b") as file:
            file.seek(offset)
            byte = file.read(1)
            file.seek(offset)
            file.write(bytes([byte[0] ^ 1]))

    def test_a_damaged_kernel_or_initrd_is_refused_with_both_sums(self):
        for name in PXEBOOT:
            with self.subTest(name):
                path = self.copy("el7-dvd")
                data = isoinfo(path, name)
                self.flip(path, self.find(path, name) + len(data) - 1)
                damaged = data[:-1] + bytes([data[-1] ^ 1])
                self.leaves_nothing(NOT_USABLE, "ISO:/" + name, "is damaged",
                                    "sha256 is " + hashlib.sha256(damaged).hexdigest(),
                                    "says " + hashlib.sha256(data).hexdigest(), args=(path,))

    def test_other_types_of_sums_are_compared_too(self):
        for kind in ("md5", "sha1", "sha512"):
            for wrong in (False, True):
                with self.subTest((kind, wrong)):
                    good = hashlib.new(kind, b"K" * 9).hexdigest()
                    digits = good.upper() if not wrong else "0" * len(good)
                    self.write("tree/.treeinfo", "[general]\nname = X\n[checksums]\n"
                               "/k/vmlinuz = %s:%s\n" % (kind.upper(), digits))
                    image = self.own(files={"k/vmlinuz": b"K" * 9, "k/initrd.img": b"I"})
                    if wrong:
                        self.leaves_nothing(NOT_USABLE, kind + " is " + good, args=(image,))
                        continue
                    result = run("extract", "--json", "-o", self.out, image)
                    self.assertEqual(result.code, DONE, result.err)
                    self.assertEqual([f["verified"] for f in json.loads(result.out)["files"]],
                                     [True, False])
                    shutil.rmtree(self.out)

    def test_a_truncated_image_is_refused_before_anything_is_written(self):
        path = self.copy("el7-dvd")
        os.truncate(path, self.find(path, PXEBOOT[0]) + 100)
        self.leaves_nothing(NOT_USABLE, "ISO:/images/pxeboot/vmlinuz", "the image ends",
                            args=(path,))

    def test_a_missing_initrd_leaves_no_kernel(self):
        image = self.own(initrds="/k/none")
        self.leaves_nothing(NOT_USABLE, "/k/none", args=(image,))

    def test_two_files_of_one_name_are_refused(self):
        image = self.own(initrds="/k/a/initrd /k/b/initrd",
                         files={"k/vmlinuz": b"K", "k/a/initrd": b"A", "k/b/initrd": b"B"})
        self.leaves_nothing(NOT_USABLE, "ISO:/k/a/initrd and ISO:/k/b/initrd", args=(image,))

    def test_names_that_hide_or_steer_a_terminal_are_refused(self):
        for name in (".profile", "a\x1b[2Jb", "a\x7fb", "noyau-\u00e9", "a\x1b/kernel"):
            with self.subTest(name):
                shutil.rmtree(self.path("tree"), ignore_errors=True)
                image = self.own(kernel="'/k/" + name + "'", initrds="/k/initrd.img",
                                 files={"k/" + name: b"K", "k/initrd.img": b"I"})
                result = self.leaves_nothing(NOT_USABLE, args=(image,))
                self.assertNotIn("\x1b", result.err)

    def test_an_initrd_on_another_device_is_said(self):
        image = self.own(initrds="(hd7,msdos1)/k/initrd.img")
        self.leaves_nothing(NOT_USABLE, "disk 1 of the menu entry is not on this medium",
                            args=(image,))

    def test_a_path_out_of_the_medium_stays_on_it_and_in_the_folder(self):
        image = self.own(kernel="/../../k/vmlinuz")
        result = run("extract", "-o", self.out, image)
        self.assertEqual(result.code, DONE, result.err)
        self.assertEqual(sorted(os.listdir(self.out)), ["initrd.img", "vmlinuz"])
        shutil.rmtree(self.out)
        shutil.rmtree(self.path("tree"))
        self.leaves_nothing(NOT_USABLE, args=(self.own(kernel="/k/.."),))


class ExtractOfATree(ExtractTest):
    """From a folder in place of an image."""

    def tree(self, kernel=b"K" * 3000, **sums):
        self.write("tree/k/vmlinuz", kernel)
        self.write("tree/k/initrd.img", b"I" * 5)
        self.write("tree/EFI/BOOT/grub.cfg", MENU % ("/k/vmlinuz", "/k/initrd.img"))
        self.write("tree/.treeinfo", "[general]\nfamily = CentOS\nversion = 7\n[checksums]\n" +
                   "".join("k/%s = sha256:%s\n" % (name.replace("_", "."), value)
                           for name, value in sums.items()))
        return self.path("tree")

    def test_what_lies_in_it_is_written(self):
        sums = {"vmlinuz": hashlib.sha256(b"K" * 3000).hexdigest(),
                "initrd_img": hashlib.sha256(b"I" * 5).hexdigest()}
        result = run("extract", "--json", "-o", self.out, self.tree(**sums))
        self.assertEqual(result.code, DONE, result.err)
        files = json.loads(result.out)["files"]
        self.assertEqual([file["location"] for file in files],
                         ["TREE:/k/vmlinuz", "TREE:/k/initrd.img"])
        self.assertEqual([file["verified"] for file in files], [True, True])
        self.assertEqual(content(os.path.join(self.out, "vmlinuz")), b"K" * 3000)

    def test_a_wrong_checksum_of_either_leaves_nothing(self):
        good = {"vmlinuz": hashlib.sha256(b"K" * 3000).hexdigest(),
                "initrd_img": hashlib.sha256(b"I" * 5).hexdigest()}
        for name in good:
            wrong = {**good, name: "0" * 64}
            self.leaves_nothing(NOT_USABLE, good[name], "0" * 64, "name another mirror",
                                args=[self.tree(**wrong)])

    def test_a_tree_does_not_fill_the_disk(self):
        tree = self.tree()
        os.truncate(os.path.join(tree, "k/vmlinuz"), (4 << 30) + 1)
        self.leaves_nothing(NOT_USABLE, "TREE:/k/vmlinuz: with its 4294967297 bytes", args=[tree])


if __name__ == "__main__":
    main()
