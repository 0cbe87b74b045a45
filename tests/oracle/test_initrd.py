#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A kernel of Debian's, booted in QEMU, finds what isoargs extract --inject put into its RAM disk.

The kernel and the first RAM disk are those of Debian's own installer, on the medium that its scripts
made. A program that is injected, too, says on the serial line what it finds, and ends the guest.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess

from harness import DONE, ToolTest, main, master, medium, need, run

MEDIUM = "debian/debian-12-mini"
SECONDS = 240  # a boot takes ten, on a busy machine some times as much

PROBE = """#!/bin/sh
for file in /*; do
	[ ! -f $file ] || echo "PROOF $file $(sha256sum <$file | cut -d' ' -f1)"
done
echo "PROOF mode $(ls -ln /answers)"
echo PROOF end
reboot -f
"""

# What runs it, of the installer's RAM disk.
PARTS = ("bin/busybox", "bin/sh", "usr/bin/sha256sum", "usr/bin/cut", "bin/ls", "sbin/reboot", "dev",
         "dev/console", "init", "lib", "lib64", "*/ld-linux-x86-64.so.2", "*/libc.so.6",
         "*/libresolv.so.2", "*/libm.so.6")

# All that a kernel unpacks.
PACKERS = {
    "cpio": ["cat"],
    "gzip": ["gzip", "-9nc"],
    "bzip2": ["bzip2", "-c"],
    "lzma": ["xz", "--format=lzma", "-c"],
    "xz": ["xz", "--check=crc32", "-c"],
    "zstd": ["zstd", "-q", "-c"],
    "lz4": ["lz4", "-q", "-l", "-9", "-c"],
}
ALIGNED = ("cpio", "xz")  # whatever they hold


def content(path):
    with open(path, "rb") as file:
        return file.read()


def filtered(command, data, **more):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True, timeout=120,
                          **more).stdout


def sum_of(data):
    return hashlib.sha256(data).hexdigest()


class Initrd(ToolTest):
    def setUp(self):
        super().setUp()
        if platform.machine() != "x86_64":
            self.skipTest("Debian's kernel on the medium is for x86")
        need("qemu-system-x86_64", "cpio", "gzip", "genisoimage")
        self.answers = os.urandom(100001)
        self.paths = [self.write("answers", self.answers), self.write("init", b"not Debian's\n"),
                      self.write("probe", PROBE)]
        os.chmod(self.path("probe"), 0o755)

    def extract(self, name, image, *paths):
        """The files, the kernel first."""
        options = (word for path in paths for word in ("--inject", path))
        result = run("extract", "-o", self.path(name), *options, image)
        self.assertEqual(result.code, DONE, result.err)
        return result.out.splitlines()

    def boot(self, kernel, initrd):
        """What was found: of each file at the root its sum, and how /answers is listed."""
        command = ["qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", "768", "-display",
                   "none", "-nodefaults", "-no-reboot", "-serial", "stdio", "-kernel", kernel,
                   "-initrd", initrd, "-append", "console=ttyS0 rdinit=/probe panic=-1"]
        said = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True,
                              timeout=SECONDS).stdout.decode(errors="replace").replace("\r", "")
        if "\nPROOF end\n" not in said:
            self.fail("the probe did not run: " + "\n".join(
                re.findall(".*[Ii]nitramfs.*|.*panic - .*", said)) + said[-500:])
        return dict(re.findall(r"^PROOF (\S+) (\S.*)$", said, re.M))

    def assert_injected(self, found):
        self.assertEqual(found.get("/answers"), sum_of(self.answers))
        self.assertEqual(found["/init"], sum_of(b"not Debian's\n"))
        self.assertRegex(found["mode"], r"^-rw------- +1 0 +0 +100001 Jan +1 +1970 /answers$")

    def test_debians_installer_has_what_was_put_into_its_ram_disk(self):
        self.assert_injected(self.boot(*self.extract("out", medium(MEDIUM), *self.paths)))

    def take_parts(self):
        """Those that run the probe: a folder, and the kernel."""
        kernel, initrd = self.extract("debian", medium(MEDIUM))
        os.mkdir(self.path("parts"))
        filtered(["cpio", "--quiet", "-id", *PARTS], filtered(["gzip", "-dc"], content(initrd)),
                 cwd=self.path("parts"))
        # it comes to speak even if nothing behind is found
        shutil.copy(self.path("probe"), self.path("parts"))
        return self.path("parts"), kernel

    def archive(self, folder, **files):
        for name, data in files.items():
            self.write(os.path.join(folder, name), data)
        names = filtered(["find", ".", "-print0"], b"", cwd=self.path(folder))
        return filtered(["cpio", "--quiet", "-0", "-R", "0:0", "-H", "newc", "-o"], names,
                        cwd=self.path(folder))

    def packed(self, name):
        """With /disk-NAME in it. Where it can be, of a length that has to be filled up."""
        for size in range(1000, 1050):
            data = os.urandom(size)
            disk = filtered(PACKERS[name], self.archive("of-" + name, **{"disk-" + name: data}))
            if len(disk) % 4 or name in ALIGNED:
                return disk, sum_of(data)
        raise AssertionError(name + ": every length is a multiple of four")

    def injected(self, name, disks, *paths):
        """RAM disks of a medium whose one entry loads these, as they were extracted."""
        tree = name + "-tree/"
        for disk, data in {"vmlinuz": b"K", **disks}.items():
            self.write(tree + "k/" + disk, data)
        self.write(tree + "EFI/BOOT/grub.cfg", "menuentry Install {\n linux /k/vmlinuz "
                   "inst.stage2=hd:LABEL=X\n initrd %s\n}\n" % " ".join("/k/" + n for n in disks))
        master(self.path(tree), self.path(name + ".iso"), "-R", "-V", "X")
        initrds = self.extract(name, self.path(name + ".iso"), *paths)[1:]
        self.assertEqual(len(initrds), len(disks))
        return [content(path) for path in initrds]

    def test_whatever_packs_a_ram_disk_the_kernel_goes_on_to_the_files(self):
        need(*(command[0] for command in PACKERS.values()))
        parts, kernel = self.take_parts()
        whole, expected = [self.archive(parts)], {}
        for name in PACKERS:
            disk, expected["/disk-" + name] = self.packed(name)
            behind = os.urandom(5)
            expected["/behind-" + name] = sum_of(behind)
            whole += self.injected(name, {"initrd": disk}, self.write("behind-" + name, behind))
        # and what other RAM disks have of these names does not come through
        disks = {name: self.archive("of-" + name, answers=name.encode(), init=b"other")
                 for name in ("one", "two")}
        whole += self.injected("several", disks, *self.paths)
        initrd = b""
        for disk in whole:
            initrd += bytes(-len(initrd) % 4) + disk
        found = self.boot(kernel, self.write("whole", initrd))
        self.assertEqual({name: found.get(name) for name in expected}, expected)
        self.assert_injected(found)


if __name__ == "__main__":
    main()
