# SPDX-License-Identifier: GPL-3.0-or-later
"""The worst media within the bounds, through every verb and format: what each may take.

tests/support/worst has the recipes. Each row of the table that is printed: the medium, then the most
that any verb took of the processor, of memory, and printed; which verb; the bounds that it fills.
"""

import multiprocessing
import os

import worst
from harness import ISOARGS, ToolTest, main, need
from worst import measure

FACTOR = int(os.environ.get("ISOARGS_TEST_FACTOR", "1"))  # of a build that is not optimised

RECIPES = worst.load()
KERNELS = sorted(name for name in RECIPES if name.startswith("kernel-"))
ONLY = os.environ.get("ISOARGS_WORST", "")
ALONE = [name for name in RECIPES if name not in KERNELS and name != "every" and
         any(part in name for part in ONLY.split(","))]

# How it ends, for those that once took minutes, gigabytes, a disk or a terminal: a verb, its exit
# status, and a part of what it says.
STEPS = "ISO:/EFI/BOOT/grub.cfg:1: the configuration is not done after 100000 steps"
REGEXP = ("ISO:/EFI/BOOT/grub.cfg:1: the regular expression is too large to be tried; taken as not "
          "matching")
MENU, CHECK = ("menu", "-v"), ("check",)
UNPACKING = "million units of work, most of them for unpacking its kernel"
SAYS = {
    "esc-path": (MENU, 0, "  * 0{0}>0 Install, line 1"),
    "f-regexp": (MENU, 0, REGEXP),
    "f3-regexp-many": (MENU, 0, REGEXP),
    "f-regexp-nested": (MENU, 0, REGEXP),
    "a-bls-expand": (MENU, 0, "a line of an entry has more than 2097152 bytes"),
    "a-bls-initrds": (MENU, 0, "a line of an entry has more than 2097152 bytes"),
    "t2-translated": (MENU, 0, STEPS),
    "t-newlines": (MENU, 0, STEPS),
    "e-loadenv": (MENU, 0, STEPS),
    "s-syslinux-words": (MENU, 1, "the medium takes more than 12 MiB of memory, most of it for "),
    "l2-words": (MENU, 0, 'the entry "e0" has "a", "a", '),
    "r-notes": (MENU, 0, r"GRUB searches for a file system with the label '0\x01\x01"),
    "j2-menus": (MENU, 0, "the command line has 131072 bytes; kernels take 2047, and GRUB drops "
                 "arguments that do not fit"),
    "p-wide-path": (MENU, 0, "0{0}>0 a [boots nothing]"),
    "w-wide-title": (MENU, 0, "the entry has more text than is kept of it"),
    "extents": (("extract", "-v"), 3, "the extents of a file overlap: together they hold 16777216 "
                "bytes and more, the file system has 8388608"),
    "names-of-one-extent": (("extract", "-v"), 3, "ISO:/i0: with its 8388608 bytes the files would "
                            "have more than the image, which has 8388608; nothing is written"),
    "c1": (("args", "-v"), 3, r"found U+009B in the word inst.stage2=hd:LABEL=L\x9b31m\u{202e}\x7f, "
           "made of the medium's label, which a terminal would obey or hide"),
    "h-hash": (MENU, 0, "the configuration is not done after 100000 steps"),
    "h-hash-calls": (MENU, 0, "the configuration is not done after 100000 steps"),
    "b-bls-sort": (MENU, 0, STEPS),
    "xf-exfat": (CHECK, 3, "found the mark of exFAT, expected ISO 9660 alone; libblkid is not asked, "
                 "since that could cost hours or gigabytes"),
    "kernel-bzip2": (CHECK, 1, UNPACKING),
    "kernel-zstd": (CHECK, 1, UNPACKING),
}


class Bound:
    """What a run may take; None: as much as it likes."""

    def __init__(self, milliseconds, mib):
        self.milliseconds = milliseconds * FACTOR
        self.kib = mib * 1024 * FACTOR
        self.printed = 4 << 20

    def broken(self, run, size):
        """What is too much, in words."""
        found = []
        if run.code < 0 or run.code > 3:
            found.append("status %d" % run.code)
        if run.milliseconds > self.milliseconds:
            found.append("%d ms" % run.milliseconds)
        if run.kib > self.kib:
            found.append("%d KiB" % run.kib)
        if run.printed > self.printed:
            found.append("%d bytes printed" % run.printed)
        if run.written > size:
            found.append("%d bytes written from %d" % (run.written, size))
        steering = measure.STEERING.search(run.text())
        if steering:
            found.append("prints %r" % steering.group())
        return found


COMMON, TOGETHER = Bound(100, 32), Bound(250, 64)
CHECKED = Bound(3000, 160)  # check, of a kernel


class Row:
    """The most of all verbs."""

    def __init__(self, name):
        self.name, self.runs, self.broken = name, [], []

    def worst(self, what):
        return max(self.runs, key=lambda run: getattr(run, what))

    def __str__(self):
        time, memory, output = map(self.worst, ("milliseconds", "kib", "printed"))
        return "%-26s %6.0f ms %-16s %6.1f MiB %-16s %9d B %-16s %s%s" % (
            self.name, time.milliseconds, " ".join(time.verb)[:16], memory.kib / 1024,
            " ".join(memory.verb)[:16], output.printed, " ".join(output.verb)[:16],
            " ".join(RECIPES[self.name][1]) or "all",
            "".join("\n    %s: %s" % (" ".join(verb), ", ".join(found))
                    for verb, found in self.broken))


class Worst(ToolTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parent = multiprocessing.get_context("fork").Pool(1)
        cls.addClassCleanup(cls.parent.terminate)

    def run_once(self, verb, image):
        outcome = self.parent.apply(measure.spawn, (
            ISOARGS, measure.command(verb, image), self.folder, measure.SECONDS * FACTOR))
        return measure.Run(verb, outcome, self.folder)

    def run_verb(self, verb, image, bound):
        """The best of some: on a busy machine the same run takes up to twice as long."""
        best = self.run_once(verb, image)
        for _ in range(8):
            if not bound.milliseconds < best.milliseconds < 3 * bound.milliseconds:
                break
            again = self.run_once(verb, image)
            best = min(best, again, key=lambda run: run.milliseconds)
        return best

    def row(self, name, bound, verbs):
        """Asks all verbs, and the formats of the arguments where there are some."""
        image = self.path("worst.iso")
        RECIPES[name][0]().write(image)
        size, row, verbs = os.path.getsize(image), Row(name), list(verbs)
        for verb in verbs:
            limit = CHECKED if name in KERNELS and verb[0] == "check" else bound
            run = self.run_verb(verb, image, limit)
            row.runs.append(run)
            broken = limit.broken(run, size)
            if broken:
                row.broken.append((verb, broken))
            if run.milliseconds > 2 * limit.milliseconds or run.code < 0:
                break
            if verb == ("args", "-v") and run.code == 0 and FACTOR == 1:
                verbs += measure.FORMATS
            self.assert_says(name, run)
        os.unlink(image)
        print(row, flush=True)
        return row

    def assert_says(self, name, run):
        verb, code, part = SAYS.get(name, (None, 0, ""))
        if verb == run.verb:
            self.assertEqual(run.code, code, name)
            self.assertIn(part, run.text().decode())

    def judge(self, names, bound, verbs=measure.VERBS if FACTOR == 1 else measure.FEW):
        for name in names:
            with self.subTest(name):
                row = self.row(name, bound, verbs)
                self.assertFalse(row.broken, str(row))

    def test_every_bound_is_filled_by_a_medium_or_cannot_be(self):
        filled = {constant for _, constants in RECIPES.values() for constant in constants}
        for constant in worst.LIMITS:
            self.assertTrue((constant in filled) != (constant in worst.REASONS), constant)
        for constant in filled | set(worst.REASONS):
            self.assertIn(constant, worst.LIMITS)

    def test_each_bound_alone(self):
        self.judge(ALONE, COMMON)

    def test_all_bounds_together(self):
        self.judge(["every"], TOGETHER)

    def test_kernels(self):
        need("zstd", "lz4")
        # what extract copies is as much as the medium has
        self.judge(KERNELS, COMMON, (("args", "-v"), ("check",)))


if __name__ == "__main__":
    main()
