# SPDX-License-Identifier: GPL-3.0-or-later
"""What `isoargs IMAGE` costs: reads and bytes of the image, and memory; libblkid's part included."""

import os
import re
import subprocess

from harness import ISOARGS, ToolTest, main, master, medium, need, run

READS, BYTES, MEMORY_KIB = 64, 64 * 1024, 8 * 1024


def traced(path):
    """Reads of the image and bytes that they brought, counted from outside by strace."""
    process = subprocess.run(
        ["strace", "-f", "-e", "trace=openat,read,pread64,readv,preadv", ISOARGS, path],
        check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        # LeakSanitizer, where it is built in, cannot work beside strace.
        env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
    descriptor, reads, size = None, 0, 0
    for line in process.stderr.splitlines():
        opened = re.match(r'openat\(.*"' + re.escape(path) + r'".*= (\d+)$', line)
        if opened:
            descriptor = opened.group(1)
        read = re.match(r"p?readv?(?:64)?\((\d+), .*= (\d+)$", line)
        if read and read.group(1) == descriptor:
            reads += 1
            size += int(read.group(2))
    return reads, size


class Cost(ToolTest):
    def test_a_dvd_and_one_of_4_gib_take_the_same_few_reads(self):
        need("strace")
        small, huge = traced(medium("el7-dvd")), traced(medium("el7-dvd-huge"))
        print("el7-dvd %d reads, %d bytes; el7-dvd-huge %d reads, %d bytes" % (small + huge))
        for reads, size in (small, huge):
            self.assertGreater(reads, 0)
            self.assertLessEqual(reads, READS)
            self.assertLessEqual(size, BYTES)
        self.assertLessEqual(abs(small[0] - huge[0]), small[0] / 10)
        self.assertLessEqual(abs(small[1] - huge[1]), small[1] / 10)

    def test_where_the_grub_has_to_be_asked_it_is_still_few(self):
        need("strace", "genisoimage")
        path = "/usr/lib/grub/x86_64-efi/monolithic/gcdx64.efi"
        if not os.path.exists(path):
            self.skipTest("grub-efi-amd64-bin is not installed")
        with open(path, "rb") as file:
            self.write("tree/EFI/BOOT/grubx64.efi", file.read())
        self.write("tree/EFI/BOOT/grub.cfg", "menuentry a { linux /images/pxeboot/vmlinuz "
                   "inst.stage2=hd:LABEL=A\ninitrd /images/pxeboot/initrd.img\n}\n")
        image = self.path("nameless.iso")
        master(self.path("tree"), image, "-R", "-V", "A")
        reads, size = traced(image)
        print("%d reads, %d bytes" % (reads, size))
        self.assertLessEqual(reads, READS)
        self.assertLessEqual(size, BYTES)

    def test_what_fetches_is_loaded_by_who_fetches(self):
        need("strace")
        def loaded(*args):
            trace = subprocess.run(["strace", "-f", "-e", "trace=openat", ISOARGS, *args],
                                   capture_output=True, text=True, check=False, timeout=60,
                                   env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
            return set(re.findall(r'/(lib[^/"]*[.]so[^/"]*)", [^"]*\) = \d', trace.stderr))
        found = loaded(medium("el7-plain"))
        self.assertLessEqual(len(found), 18, found)
        self.assertFalse([name for name in found if "curl" in name or "ssl" in name])
        if "without libcurl" not in run("http://127.0.0.1:9/").err:
            self.assertTrue([name for name in loaded("http://127.0.0.1:9/") if "curl" in name])

    def test_memory_stays_below_8_mib(self):
        need("time")
        with open(ISOARGS, "rb") as tool:
            if b"__asan_init" in tool.read():
                self.skipTest("a sanitizer's memory is not the tool's")
        for name in ("el7-dvd", "el7-dvd-huge"):
            process = subprocess.run(["time", "-f", "%M", ISOARGS, medium(name)], check=True,
                                     capture_output=True, text=True, stdin=subprocess.DEVNULL)
            peak = int(process.stderr.splitlines()[-1])
            print(name, "peak", peak, "KiB")
            self.assertLessEqual(peak, MEMORY_KIB)


if __name__ == "__main__":
    main()
