# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs that are wrong: every folder here is one, and says what isoargs must answer.

NAME/tree is mastered by genisoimage (options in NAME/options, else -R -J), and NAME/patch
changes bytes of the result: lines of "OFFSET HEX", OFFSET in bytes. NAME/args holds further
arguments, one a line. NAME/expect: the exit code, then parts of standard error, one a line;
for exit code 0 the line on standard output comes second.
"""

import os
import resource
import time

from harness import DONE, ISOARGS, SOURCE, USAGE, ToolTest, main, master, need, run

BAD = os.path.join(SOURCE, "bad")
SECONDS = 1.0  # a hundred times what is needed: a hang is what is looked for, not a slow machine


def lines(*path):
    name = os.path.join(BAD, *path)
    if not os.path.exists(name):
        return []
    with open(name, encoding="utf-8") as file:
        return file.read().splitlines()


def patch(path, changes):
    with open(path, "r+b") as file:
        for change in changes:
            offset, data = change.split(" ", 1)
            file.seek(int(offset, 0))
            file.write(bytes.fromhex(data))


class Bad(ToolTest):
    def test_every_bad_input_gets_its_answer(self):
        need("genisoimage")
        names = sorted(n for n in os.listdir(BAD) if os.path.isdir(os.path.join(BAD, n, "tree")))
        self.assertGreater(len(names), 5)
        for name in names:
            with self.subTest(name):
                self.check(name)

    def check(self, name):
        image = self.path(name + ".iso")
        options = lines(name, "options") or ["-R", "-J", "-V", "CentOS 7 x86_64"]
        master(os.path.join(BAD, name, "tree"), image, *options)
        patch(image, lines(name, "patch"))
        expected = lines(name, "expect")
        code = int(expected[0])
        start = time.monotonic()
        result = run(*lines(name, "args"), image)
        inspected = run("inspect", "--json", image)
        self.assertLess(time.monotonic() - start, 2 * SECONDS)
        self.assertEqual(result.code, code, result.err)
        self.assertIn(inspected.code, (0, 1), inspected.err)
        if code == DONE:
            self.assertEqual(result.out, expected[1] + "\n")
            parts = expected[2:]
        else:
            self.assertEqual(result.out, "")
            if code != USAGE:
                self.assertIn(image, result.err)
            parts = expected[1:]
        for part in parts:
            self.assertIn(part, result.err)


class Bombs(ToolTest):
    """Sparse files whose sizes lie: an answer at once, in little memory."""

    def bounded(self, path):
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (2, 2))

        start = time.monotonic()
        result = run("inspect", path, preexec_fn=limit)
        self.assertLess(time.monotonic() - start, 2 * SECONDS)
        self.assertIn(result.code, (0, 1), result.err)
        return result

    def sparse(self, name, size, sectors):
        path = self.path(name)
        with open(path, "wb") as file:
            for number, data in sectors.items():
                file.seek(number * 2048)
                file.write(data)
            file.truncate(size)
        return path

    @staticmethod
    def descriptor(kind, directory_size=2048, extent=18):
        data = bytearray(2048)
        data[0:7] = bytes([kind]) + b"CD001\1"
        data[40:72] = b"BOMB".ljust(32)
        data[80:84] = (1000).to_bytes(4, "little")
        data[84:88] = (1000).to_bytes(4, "big")
        data[120:124] = b"\1\0\0\1"
        data[124:128] = b"\1\0\0\1"
        data[128:132] = (2048).to_bytes(2, "little") + (2048).to_bytes(2, "big")
        record = bytearray(34)
        record[0] = 34
        record[2:6] = extent.to_bytes(4, "little")
        record[6:10] = extent.to_bytes(4, "big")
        record[10:14] = directory_size.to_bytes(4, "little")
        record[14:18] = directory_size.to_bytes(4, "big")
        record[25] = 2
        record[28:32] = b"\1\0\0\1"
        record[32] = 1
        data[156:190] = record
        return bytes(data)

    def test_directories_that_claim_gigabytes_are_refused_at_once(self):
        for size in (0xFFFFFFFF, 0xFFFFF800, 4096 * 1024 * 1024 - 2048):
            with self.subTest(hex(size)):
                path = self.sparse("bomb.iso", 5 << 30, {
                    16: self.descriptor(1, size), 17: self.descriptor(255)})
                self.bounded(path)

    def test_descriptors_without_an_end_are_read_up_to_the_bound(self):
        sectors = {16: self.descriptor(1)}
        sectors.update({n: self.descriptor(3) for n in range(17, 2000)})
        result = self.bounded(self.sparse("endless.iso", 4 << 30, sectors))
        self.assertIn("terminator", result.out + result.err)

    def test_a_menu_that_looks_through_a_large_directory_for_ever_is_over_soon(self):
        need("genisoimage")
        for number in range(8000):
            self.write("tree/big/%05d-with-a-name-of-some-length" % number)
        for lookup in ("[ -f /big/none ]", "search -f /big/none", "source /big/none",
                       "linux /k /big/*x"):
            with self.subTest(lookup):
                self.write("tree/EFI/BOOT/grub.cfg", "while true; do " + lookup + "; done\n")
                path = self.path("lookups.iso")
                master(self.path("tree"), path, "-R", "-V", "X")
                result = self.bounded(path)
                self.assertIn("ISO:/EFI/BOOT/grub.cfg:1", result.out)

    def test_an_empty_sparse_file_is_no_medium(self):
        result = self.bounded(self.sparse("zeros.iso", 4 << 30, {}))
        self.assertIn("no ISO 9660 volume", result.err)


if __name__ == "__main__":
    assert os.path.exists(ISOARGS)
    main()
