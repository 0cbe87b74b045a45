# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs extract --inject: files behind an initial RAM disk, as cpio and the kernel read them."""

import hashlib
import json
import os
import re
import shutil
import subprocess

from harness import DONE, FAILED, NOT_USABLE, USAGE, ToolTest, main, master, medium, need, run

INITRD = b"an initial RAM disk\n"  # 20 bytes, a multiple of four
IA_ARCHIVE_MAX = 64 << 20
IA_ARCHIVE_NAME_MAX = 255
IA_OPTION_VALUES_MAX = 64


def content(path):
    with open(path, "rb") as file:
        return file.read()


def cpio(data, *options, **more):
    """What GNU cpio says of an archive, all of which it has to understand."""
    need("cpio")
    process = subprocess.run(["cpio", "--quiet", *options], check=True, input=data,
                             capture_output=True, timeout=60, **more)
    assert not process.stderr, process.stderr
    return process.stdout


def without_inodes(archive):
    """cpio counts them from another number."""
    return re.sub(rb"070701[0-9A-F]{8}", b"070701--------", archive)


class InjectTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.out = self.path("out")

    def own(self, initrds="/k/initrd.img", **files):
        """A medium of our own with one entry; without initrds, one that loads none."""
        need("genisoimage")
        for name, data in {"vmlinuz": b"K" * 5000, "initrd.img": INITRD, **files}.items():
            self.write("tree/k/" + name, data)
        self.write("tree/EFI/BOOT/grub.cfg", "menuentry Install {\n linux /k/vmlinuz "
                   "inst.stage2=hd:LABEL=X\n%s}\n" % (" initrd %s\n" % initrds if initrds else ""))
        image = self.path("own.iso")
        master(self.path("tree"), image, "-R", "-V", "X")
        return image

    def inject(self, image, *paths, args=()):
        options = (word for path in paths for word in ("--inject", path))
        return run("extract", "-o", self.out, *args, *options, image)

    def injected(self, image, *paths, args=(), initrd="initrd.img", size=len(INITRD)):
        """The archive that came behind a RAM disk of that size."""
        result = self.inject(image, *paths, args=args)
        self.assertEqual(result.code, DONE, result.err)
        data = content(os.path.join(self.out, initrd))[size:]
        zeros = len(data) - len(data.lstrip(b"\0"))
        self.assertIn(zeros, range(4, 8))
        self.assertEqual((size + zeros) % 4, 0)
        return data[zeros:]

    def refused(self, code, sentence, *paths, image=None, **more):
        result = self.inject(image or self.own(), *paths, **more)
        self.assertEqual((result.code, result.out, result.err),
                         (code, "", "isoargs: " + sentence + "\n"))
        self.assertFalse(os.path.exists(self.out))


class Inject(InjectTest):
    def test_cpio_reads_what_was_put_in(self):
        data = os.urandom(70001)
        paths = [self.write("preseed.cfg", b"d-i debian-installer/locale string C\n"),
                 self.write("a/b/autoinst.xml", data), self.write("empty")]
        archive = self.injected(self.own(), *paths)
        names = ["preseed.cfg", "autoinst.xml", "empty"]
        self.assertEqual(cpio(archive, "-t").decode().split(), names)
        listing = cpio(archive, "-t", "-v", "-n").decode()
        self.assertEqual(re.findall(r"^(\S+) +1 0 +0 +(\d+) Jan +1 +1970 ", listing, re.M),
                         [("-rw-------", "37"), ("-rw-------", "70001"), ("-rw-------", "0")])
        os.mkdir(self.path("unpacked"))
        cpio(archive, "-i", cwd=self.path("unpacked"))
        self.assertEqual(sorted(os.listdir(self.path("unpacked"))), sorted(names))
        for name, path in zip(names, paths):
            self.assertEqual(content(self.path("unpacked/" + name)), content(path), name)

    def test_libarchive_reads_it_too(self):
        need("bsdtar")
        path = self.write("ks.cfg", b"cdrom\n")
        archive = self.injected(self.own(), path)
        self.assertEqual(subprocess.run(["bsdtar", "-xOf", "-", "ks.cfg"], input=archive, check=True,
                                        capture_output=True).stdout, b"cdrom\n")

    def test_the_bytes_are_those_that_cpio_writes(self):
        for sizes in ((0,), (1, 2, 3), (4, 511, 512), (100000, 5)):
            with self.subTest(sizes):
                shutil.rmtree(self.out, ignore_errors=True)
                names = ["file-%d" % size for size in sizes]
                for name, size in zip(names, sizes):
                    os.utime(self.write(name, b"#" * size), (0, 0))
                    os.chmod(self.path(name), 0o600)
                archive = self.injected(self.own(), *map(self.path, names))
                theirs = cpio("".join(name + "\n" for name in names).encode(), "--reproducible",
                              "-R", "0:0", "-H", "newc", "-o", cwd=self.folder)
                self.assertEqual(without_inodes(archive), without_inodes(theirs))

    def test_the_same_files_give_the_same_bytes(self):
        image, path = self.own(), self.write("ks.cfg", b"cdrom\n")
        first = self.injected(image, path)
        os.utime(path, (5, 5))
        os.chmod(path, 0o644)
        self.assertEqual(self.injected(image, path, args=["--force"]), first)

    def test_a_program_stays_one(self):
        program, other = self.write("probe.sh", b"#!/bin/sh\n"), self.write("ks.cfg")
        os.chmod(program, 0o755)
        os.chmod(other, 0o455)
        listing = cpio(self.injected(self.own(), program, other), "-t", "-v").decode()
        self.assertEqual(re.findall(r"^\S+", listing, re.M), ["-rwx------", "-rw-------"])

    def test_whatever_its_length_a_ram_disk_is_followed_by_an_archive_the_kernel_takes(self):
        path = self.write("ks.cfg", b"cdrom\n")
        for size in range(8):
            with self.subTest(size):
                image = self.own(**{"initrd.img": b"I" * size})
                archive = self.injected(image, path, size=size, args=["--force"])
                self.assertEqual(archive[:6], b"070701")
                self.assertEqual(content(self.out + "/initrd.img")[:size], b"I" * size)

    def test_nothing_else_becomes_another(self):
        need("isoinfo")
        path = self.write("ks.cfg", b"cdrom\n")
        plain = self.path("plain")
        self.assertEqual(run("extract", "-o", plain, medium("el7-dvd")).code, DONE)
        self.injected(medium("el7-dvd"), path, size=os.path.getsize(plain + "/initrd.img"))
        self.assertEqual(content(self.out + "/vmlinuz"), content(plain + "/vmlinuz"))
        data = content(plain + "/initrd.img")
        self.assertEqual(content(self.out + "/initrd.img")[:len(data)], data)

    def test_of_several_ram_disks_the_one_that_is_unpacked_last_has_the_files(self):
        path = self.write("ks.cfg", b"cdrom\n")
        for order, last in (("ab", "b"), ("ba", "a"), ("aba", "a")):
            with self.subTest(order):
                shutil.rmtree(self.out, ignore_errors=True)
                image = self.own(" ".join("/k/" + name for name in order), a=b"AAA", b=b"BB")
                archive = self.injected(image, path, initrd=last, size={"a": 3, "b": 2}[last])
                self.assertEqual(cpio(archive, "-t"), b"ks.cfg\n")
                other = {"a": "b", "b": "a"}[last]
                self.assertEqual(content(os.path.join(self.out, other)),
                                 {"a": b"AAA", "b": b"BB"}[other])

    def test_json_is_of_what_was_written(self):
        paths = [self.write(name, b"x") for name in ("ks.cfg", "pre\u00e9 seed")]
        result = self.inject(medium("el7-dvd"), *paths, args=["--json"])
        kernel, initrd = json.loads(result.out)["files"]
        self.assertNotIn("injected", kernel)
        self.assertEqual(initrd["injected"], ["ks.cfg", "pre\u00e9 seed"])
        self.assertIs(initrd["verified"], True)
        for file in (kernel, initrd):
            data = content(file["path"])
            self.assertEqual((file["bytes"], file["sha256"]),
                             (len(data), hashlib.sha256(data).hexdigest()))

    def test_the_paths_alone_are_printed_and_the_files_when_asked(self):
        image, path = self.own(), self.write("ks.cfg")
        result = self.inject(image, path)
        self.assertEqual((result.out, result.err), ("%s/vmlinuz\n%s/initrd.img\n" % (
            self.out, self.out), ""))
        result = self.inject(image, path, args=["--force", "--verbose"])
        self.assertEqual(result.err.splitlines()[-1], "isoargs: %s/initrd.img: note: behind it is "
                         "%s as /ks.cfg" % (self.out, path))

    def test_a_ram_disk_with_files_is_its_owners_alone(self):
        before = os.umask(0o022)
        self.addCleanup(os.umask, before)
        path = self.write("ks.cfg")
        for mask, kernel in ((0o022, 0o644), (0, 0o666), (0o777, 0)):
            with self.subTest(oct(mask)):
                shutil.rmtree(self.out, ignore_errors=True)
                os.mkdir(self.out)
                image = self.own("/k/a /k/initrd.img", a=b"A")
                os.umask(mask)
                self.assertEqual(self.inject(image, path).code, DONE)
                os.umask(0o022)
                modes = {name: os.stat(os.path.join(self.out, name)).st_mode & 0o777
                         for name in os.listdir(self.out)}
                self.assertEqual(modes, {"vmlinuz": kernel, "a": kernel,
                                         "initrd.img": 0o600 & ~mask})


class Refused(InjectTest):
    def test_an_entry_without_a_ram_disk_is_refused(self):
        path, image = self.write("ks.cfg"), self.own(None)
        self.refused(NOT_USABLE, image + ": --inject: the menu entry loads no initial RAM disk, "
                     "behind which files could be put; name another one by --entry", path,
                     image=image)
        self.assertEqual(self.inject(image).code, DONE)

    def test_two_files_of_one_name_are_refused(self):
        one, two = self.write("a/ks.cfg"), self.write("b/ks.cfg")
        self.refused(USAGE, "--inject: %s and %s would both be /ks.cfg in the RAM disk; give one of "
                     "them another name" % (one, two), one, self.write("other"), two)

    def test_what_is_no_regular_file_is_refused(self):
        fifo = self.path("fifo")
        os.mkfifo(fifo)
        for path in (self.folder, self.folder + "/", fifo, "/dev/null"):
            with self.subTest(path):
                self.refused(USAGE, "--inject: %s: found what is no regular file, expected one" %
                             path, path)

    def test_a_file_that_is_not_there_is_refused(self):
        self.refused(FAILED, "--inject: %s: No such file or directory" % self.path("none"),
                     self.path("none"))
        self.refused(FAILED, "--inject: : No such file or directory", "")

    def test_a_file_that_changes_under_way_is_refused(self):
        # what /proc has says that it is empty
        self.refused(FAILED, "--inject: /proc/version: it changed while it was read",
                     "/proc/version")

    def test_a_name_that_no_kernel_takes_is_refused(self):
        for name, spelled, part in (
                ("TRAILER!!!", "TRAILER!!!", 'found the name "TRAILER!!!", which no file of an '
                 "archive can have; give the file another name"),
                ("a\x1b[2Jb", r"a\x1b[2Jb", r'found the name "a\x1b[2Jb", expected one without "/" '
                 "and control characters; give the file another name")):
            with self.subTest(name):
                self.refused(USAGE, "--inject: %s: %s" % (self.path(spelled), part),
                             self.write(name))

    def test_a_name_of_the_longest_length_is_taken(self):
        path = self.write("n" * IA_ARCHIVE_NAME_MAX)
        self.assertEqual(cpio(self.injected(self.own(), path), "-t").decode().strip(),
                         os.path.basename(path))

    def test_as_many_files_as_an_option_has_values_are_taken(self):
        paths = [self.write("file-%d" % i, b"%d" % i) for i in range(IA_OPTION_VALUES_MAX + 1)]
        archive = self.injected(self.own(), *paths[:-1])
        self.assertEqual(len(cpio(archive, "-t").split()), IA_OPTION_VALUES_MAX)
        shutil.rmtree(self.out)
        self.refused(USAGE, "--inject: %s: found more than 64 files, expected at most that many" %
                     paths[-1], *paths)

    def test_files_that_are_too_large_are_refused(self):
        path, more = self.write("large"), self.write("more", b"x")
        os.truncate(path, IA_ARCHIVE_MAX)
        self.assertEqual(cpio(self.injected(self.own(), path), "-t"), b"large\n")
        shutil.rmtree(self.out)
        self.refused(USAGE, "--inject: %s: found a file of 1 bytes behind others of 67108864, "
                     "expected at most 67108864 of all; leave out what the installer can fetch by "
                     "itself" % more, path, more)
        os.truncate(path, IA_ARCHIVE_MAX + 1)
        self.refused(USAGE, "--inject: %s: found 67108865 bytes, expected at most 67108864 of all "
                     "files; leave out what the installer can fetch by itself" % path, path)

    def test_a_ram_disk_that_is_damaged_is_refused_as_without_files(self):
        need("isoinfo")
        image = self.path("el7-dvd.iso")
        shutil.copyfile(medium("el7-dvd"), image)
        data = subprocess.run(["isoinfo", "-R", "-i", image, "-x", "/images/pxeboot/initrd.img"],
                              check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout
        with open(image, "r+b") as file:
            file.seek(content(image).index(data[:65536]) + 100)
            file.write(bytes([data[100] ^ 1]))
        result = self.inject(image, self.write("ks.cfg"))
        self.assertEqual((result.code, result.out), (NOT_USABLE, ""))
        self.assertIn("ISO:/images/pxeboot/initrd.img: the file is damaged", result.err)
        self.assertFalse(os.path.exists(self.out))


if __name__ == "__main__":
    main()
