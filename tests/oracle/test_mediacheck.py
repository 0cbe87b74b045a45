# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded checksum: the same verdict as checkisomd5, on whole, damaged and changed media."""

import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import termios
import time

from harness import (DONE, FAILED, ISOARGS, MORTAL, NOT_USABLE, ToolTest, distributors, endless, main, master,
                     media, medium, need, run)

VOLUME = 16 * 2048
FIELD = VOLUME + 883
STEP = 32768


def check(path):
    """The verdict's word and its sentence."""
    result = run("check", "--media", "--json", path)
    assert result.err == "", result.err
    found = [i for i in json.loads(result.out)["checks"] if i["check"] == "media"]
    assert len(found) == 1 and (found[0]["verdict"] != "error" or result.code == NOT_USABLE)
    word = {"ok": "right", "warning": "absent", "error": "wrong"}[found[0]["verdict"]]
    return word, "; ".join(found[0][key] for key in ("text", "remedy") if key in found[0])


def oracle(path):
    """What checkisomd5 says, by the same words."""
    process = subprocess.run(["checkisomd5", path], stdin=subprocess.DEVNULL, timeout=120,
                             capture_output=True, text=True, check=False)
    said = process.stdout + process.stderr
    found = re.search(r"the result is: (PASS|FAIL|NA)", said)
    return {"PASS": "right", "FAIL": "wrong", "NA": "absent"}[found.group(1)]


def summed(path):
    """Bytes that the embedded sum covers, and those of one fragment."""
    with open(path, "rb") as file:
        file.seek(VOLUME + 84)
        sectors = int.from_bytes(file.read(4), "big")
        file.seek(FIELD)
        field = file.read(512).decode("latin-1")
    total = (sectors - int(re.search(r"SKIPSECTORS = (\d+)", field).group(1))) * 2048
    return total, total // (int(re.search(r"FRAGMENT COUNT = (\d+)", field).group(1)) + 1)


def flip(path, offset):
    with open(path, "r+b") as file:
        file.seek(offset)
        byte = file.read(1)
        file.seek(offset)
        file.write(bytes([byte[0] ^ 0x40]))


class Verdicts(ToolTest):
    def setUp(self):
        super().setUp()
        need("checkisomd5", "implantisomd5")

    def copy(self, name="el7-plain"):
        path = self.path(name + ".iso")
        shutil.copyfile(medium(name), path)
        os.chmod(path, 0o644)
        return path

    def agree(self, path, expected):
        self.assertEqual(oracle(path), expected, path)
        word, sentence = check(path)
        self.assertEqual(word, expected, sentence)
        return sentence

    def test_every_medium_gets_checkisomd5s_verdict(self):
        verdicts = set()
        for name in media() + distributors():
            if os.path.getsize(medium(name)) > 1 << 30:
                continue
            with self.subTest(name):
                word, sentence = check(medium(name))
                self.assertEqual(word, oracle(medium(name)), sentence)
                verdicts.add(word)
        self.assertEqual(verdicts, {"right", "wrong", "absent"})

    def test_one_byte_in_each_fragment_is_found_and_placed(self):
        path = self.copy()
        total, fragment = summed(path)
        for number in range(21):
            with self.subTest(number):
                where = number * fragment + fragment // 2
                flip(path, where)
                sentence = self.agree(path, "wrong")
                first, last = map(int, re.search(r"from byte (\d+) to byte (\d+)",
                                                 sentence).groups())
                self.assertTrue(first <= where <= last, sentence)
                self.assertLessEqual(last - first, fragment + 2 * STEP)
                flip(path, where)
        self.agree(path, "right")

    def test_the_first_and_the_last_summed_byte_count(self):
        path = self.copy()
        total, _ = summed(path)
        for where in (0, total - 1):
            flip(path, where)
            self.agree(path, "wrong")
            flip(path, where)

    def test_what_is_skipped_does_not_count(self):
        path = self.copy()
        total, _ = summed(path)
        flip(path, total)
        self.agree(path, "right")
        flip(path, os.path.getsize(path) - 1)
        self.agree(path, "right")

    def test_the_field_is_summed_as_spaces_and_its_neighbours_as_they_are(self):
        path = self.copy()
        flip(path, FIELD + 511)
        self.agree(path, "right")
        for where in (FIELD - 1, FIELD + 512, FIELD + 13, FIELD + 13 + 31):
            with self.subTest(where):
                flip(path, where)
                self.agree(path, "wrong")
                flip(path, where)

    def test_a_damaged_sum_of_a_fragment_is_wrong(self):
        path = self.copy()
        with open(path, "rb") as file:
            where = file.read(FIELD + 512).index(b"FRAGMENT SUMS = ", FIELD) + 16
        flip(path, where + 5)
        self.agree(path, "wrong")

    def test_a_damaged_name_of_the_sum_is_as_good_as_none(self):
        path = self.copy()
        flip(path, FIELD)
        self.agree(path, "absent")

    def test_where_only_half_of_the_field_is_there_the_medium_is_damaged(self):
        path = self.copy()
        with open(path, "rb") as file:
            where = file.read(FIELD + 512).index(b"SKIPSECTORS", FIELD)
        flip(path, where)
        self.assertEqual(oracle(path), "absent")
        word, sentence = check(path)
        self.assertEqual(word, "wrong")
        self.assertIn("how many sectors", sentence)

    def test_a_label_written_afterwards_is_told_as_a_possible_cause(self):
        path = self.copy()
        with open(path, "r+b") as file:
            file.seek(VOLUME + 40)
            file.write(b"CUSTOM".ljust(32))
        self.assertIn("a label", self.agree(path, "wrong"))

    def test_a_medium_never_implanted_has_no_sum(self):
        path = self.copy()
        with open(path, "r+b") as file:
            file.seek(FIELD)
            file.write(b" " * 512)
        self.assertIn("no checksum is embedded", self.agree(path, "absent"))

    def test_a_truncated_image_is_wrong_and_what_is_skipped_is_not_missed(self):
        path = self.copy()
        total, _ = summed(path)
        os.truncate(path, total)
        self.agree(path, "right")
        os.truncate(path, total - 1)
        self.assertIn("1 are missing", self.agree(path, "wrong"))
        os.truncate(path, STEP * 2)
        self.agree(path, "wrong")

    def test_a_sum_that_leaves_out_the_whole_volume_is_no_sum(self):
        path = self.copy()
        with open(path, "r+b") as file:
            data = file.read(FIELD + 512)
            file.seek(data.index(b"SKIPSECTORS = ", FIELD))
            file.write(b"SKIPSECTORS = 99999999;")
        word, sentence = check(path)
        self.assertEqual(word, "wrong")
        self.assertIn("but the volume has only", sentence)

    def test_images_of_many_sizes_are_right_when_they_are_new(self):
        need("genisoimage")
        for kib in (700, 1000, 1333, 2047):
            with self.subTest(kib):
                self.write("tree/file", os.urandom(kib * 1024))
                path = self.path("new.iso")
                master(self.path("tree"), path, "-R", "-V", "X")
                subprocess.run(["implantisomd5", "-f", "--supported-iso", path], check=True,
                               capture_output=True)
                self.agree(path, "right")

    def test_fragments_too_short_to_be_counted_are_left_to_the_whole_sum(self):
        # checkisomd5 fails these images the moment implantisomd5 has made them.
        need("genisoimage")
        self.write("tree/file", os.urandom(20000))
        path = self.path("tiny.iso")
        master(self.path("tree"), path, "-R", "-V", "X")
        subprocess.run(["implantisomd5", "-f", path], check=True, capture_output=True)
        self.assertEqual(oracle(path), "wrong")
        self.assertEqual(check(path)[0], "right")
        flip(path, 200 * 1024)
        self.assertEqual(check(path)[0], "wrong")

    def test_what_is_no_medium_has_no_verdict(self):
        self.assert_fails(FAILED, "found zeros where its volume should be",
                          args=("check", "--media", self.write("zeros", bytes(1 << 20))))


class Terminal(ToolTest):
    """The bar: on a terminal only, and nothing of it is left."""

    def start(self, path, **more):
        master_end, slave = pty.openpty()
        self.addCleanup(os.close, master_end)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 25, 60, 0, 0))
        process = subprocess.Popen([*MORTAL, ISOARGS, "check", "--media", path],
                                   stdin=subprocess.DEVNULL, stderr=slave, stdout=subprocess.PIPE,
                                   **more)
        self.addCleanup(process.stdout.close)
        os.close(slave)
        return process, master_end

    @staticmethod
    def drain(fd):
        seen = b""
        while True:
            try:
                part = os.read(fd, 4096)
            except OSError:
                return seen.decode()
            if not part:
                return seen.decode()
            seen += part

    def test_the_bar_fits_the_terminal_and_is_taken_away(self):
        process, terminal = self.start(medium("el7-dvd"))
        seen = self.drain(terminal)
        self.assertEqual(process.wait(), DONE)
        frames = seen.split("\r")
        self.assertIn("%", seen)
        self.assertNotIn("\n", seen)
        self.assertEqual(frames[0], "")
        self.assertEqual(frames[-1], "\x1b[K")
        for frame in frames[1:-1]:
            self.assertRegex(frame, r"^Checking the medium +\d+% \[#*\.*\]$")
            self.assertLess(len(frame), 60)

    def test_it_is_drawn_ten_times_a_second_at_most_and_an_interrupt_leaves_a_clean_line(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                process, terminal = self.start(endless(self.path("large.iso")))
                start = time.monotonic()
                time.sleep(0.7)
                process.send_signal(number)
                seen = self.drain(terminal)
                self.assertEqual(process.wait(), -number)
                self.assertTrue(seen.endswith("\r\x1b[K"), repr(seen[-40:]))
                self.assertGreater(seen.count("%"), 2)
                self.assertLessEqual(seen.count("%"), 10 * (time.monotonic() - start) + 2)
                self.assertEqual(process.stdout.read(), b"")


if __name__ == "__main__":
    main()
