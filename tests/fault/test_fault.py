# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes of a run when a read, an allocation or a write fails, wherever that is.

Each run of isoargs makes the same calls; one after the other is made to fail. What a run makes
before it comes to its own part is the same for all forms of a verb and failed for one of them.
"""

import concurrent.futures
import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from fault import SHIM, SHORT, Program
from harness import DONE, FAILED, ISOARGS, NOT_USABLE, ToolTest, main, medium, run

PROCESSES = 2
ALL_MAX = 1500  # calls of one kind and run that are all failed; of what is beyond, SAMPLE
SAMPLE = 100
SEED = 20
OVERLAP = 25  # calls before a form's own part that are failed once more

HASH = "$6$saltsalt$" + "A" * 86

# The forms of each verb, the plain one first; "@" is the image, "%" a folder of the test's own.
VERBS = {
    "args": (
        ("args", "@"),
        ("args", "--explain", "@"),
        ("args", "--format", "json", "@"),
        ("args", "--format", "xl", "@"),
        ("args", "--format", "xe", "@"),
        ("args", "--format", "shell", "@"),
        ("args", "--format", "libvirt", "--kernel", "/k", "--initrd", "/i", "@"),
        ("args", "--format", "qemu", "--kernel", "/k", "--initrd", "/i", "@"),
    ),
    "network": (
        ("args", "--graphical", "--ip", "192.0.2.10/24", "--gateway", "192.0.2.1", "--hostname",
         "c7", "--nameserver", "192.0.2.53", "--vnc", "--vnc-password-file", "%/secret", "@"),
    ),
    "inspect": (("inspect", "@"), ("inspect", "--json", "@")),
    "menu": (("menu", "@"), ("menu", "--json", "@")),
    "check": (("check", "@"), ("check", "--json", "@"), ("check", "--media", "@")),
    "extract": (("extract", "-o", "%/out", "@"), ("extract", "--json", "-o", "%/out", "@")),
    "kickstart": (
        ("kickstart", "--root-hash-file", "%/hash", "@"),
        ("kickstart", "--root-hash-file", "%/hash", "--oemdrv", "%/oem/oem.iso", "@"),
    ),
}

# What these say of a medium holds what could not be read of it.
REPORTS = ("inspect", "menu", "check")


class Folder:
    """What runs read and write beside the image."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="isoargs-test-")
        for name, line in (("hash", HASH), ("secret", "secret12")):
            with open(os.path.join(self.path, name), "w", encoding="ascii") as file:
                file.write(line + "\n")
        os.mkdir(self.path + "/oem")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def take(self):
        """What was left, which is taken away; None for a folder. A disk's image tells the time."""
        left = {}
        for root in ("out", "oem"):
            path = os.path.join(self.path, root)
            if root == "out" and os.path.isdir(path):
                left[root] = None
            for name in os.listdir(path) if os.path.isdir(path) else ():
                with open(os.path.join(path, name), "rb") as file:
                    data = file.read()
                left[root + "/" + name] = len(data) if root == "oem" else data
                os.unlink(os.path.join(path, name))
        if "out" in left:
            os.rmdir(self.path + "/out")
        return left


def numbers(first, last):
    """All calls, or where they are too many the first and some of the others."""
    if last - first < ALL_MAX:
        return list(range(first, last + 1))
    rest = random.Random(SEED).sample(range(first + ALL_MAX, last + 1),
                                      min(SAMPLE, last + 1 - first - ALL_MAX))
    return list(range(first, first + ALL_MAX)) + sorted(rest)


def complaint(words, how, plain, outcome):
    """What is wrong with how a run with a fault ended; None where nothing is."""
    if outcome.signal:
        return "was killed"
    if outcome.kept > plain.kept:
        return "kept memory"
    if outcome.same(plain) and outcome.left == plain.left:
        return None
    if how in (SHORT, errno.EINTR):
        return "came to something else after a call that only came short"
    if (outcome.code, outcome.out, outcome.left) == (plain.code, plain.out, plain.left):
        return None if how != errno.ENOMEM else "said something else"
    if words[0] in REPORTS and how == errno.EIO and outcome.code in (DONE, NOT_USABLE) and \
            ("Input/output error" in outcome.out + outcome.err):
        return None
    if outcome.code not in (FAILED, NOT_USABLE) or outcome.out or outcome.left:
        return "neither did its work nor failed"
    if not outcome.err.startswith("isoargs: ") or not outcome.err.endswith("\n"):
        return "failed without a sentence"
    if how == errno.ENOMEM and (outcome.code != FAILED or "memory" not in outcome.err):
        return "did not say that there was no memory"
    return None


def sweep(image, words, plain_words, kind, hows, lasting, file):
    """Fails each call of a kind in turn: how many runs that took, and what was wrong with some."""
    found, runs = [], 0
    with Folder() as folder:
        def argv(of):
            return [image if w == "@" else w.replace("%", folder.path) for w in of]

        def start(of):
            return Program((file or image).replace("%", folder.path), *argv(of))

        first = 1
        if plain_words != words:
            with start(plain_words) as program:
                first = max(1, program.run().calls[kind] - OVERLAP)
                folder.take()
        with start(words) as program:
            plain = program.run()
            plain.left = folder.take()
            calls = numbers(first, plain.calls[kind])
            # Where all calls from one on fail, most end the same way.
            for number in calls[::11] if lasting else calls:
                for how in hows:
                    outcome = program.run(kind, number, how, 1 << 40 if lasting else None)
                    outcome.left = folder.take()
                    runs += 1
                    wrong = complaint(words, how, plain, outcome)
                    if wrong:
                        found.append("%s: %s %d%s by %d: %s; %s\nleft %s" % (
                            " ".join(argv(words)), kind, number, " and on" if lasting else "",
                            how, wrong, outcome, sorted(outcome.left)))
    return runs, found


class Faults(unittest.TestCase):
    def setUp(self):
        if not SHIM:
            self.skipTest("a sanitizer or fuzzer takes the place of the same calls")

    def sweep(self, images, verbs, kind, hows, lasting=False, file=None):
        jobs = [(medium(i), words, VERBS[v][0], kind, hows, lasting, file)
                for i in images for v in verbs for words in VERBS[v]]
        with concurrent.futures.ProcessPoolExecutor(PROCESSES) as pool:
            results = list(pool.map(sweep, *zip(*jobs)))
        runs = sum(r for r, _ in results)
        found = [f for _, all_of_one in results for f in all_of_one]
        print("%d runs, %d of them wrong" % (runs, len(found)))
        self.assertGreater(runs, 0)
        self.assertEqual(found, [], "\n\n".join(found[:5]))

    def test_reads_that_are_interrupted_or_come_short_change_nothing(self):
        self.sweep(("rhel7-server", "el7-mac", "ubuntu-like"), VERBS, "read",
                   (SHORT, errno.EINTR))

    def test_a_read_that_fails_is_said_and_nothing_false_comes_of_it(self):
        self.sweep(("rhel7-server", "el7-odd-label", "el7-mac", "ubuntu-like", "el7-no-joliet"),
                   VERBS, "read", (errno.EIO,))

    def test_a_disk_that_is_gone_from_some_read_on_is_said(self):
        self.sweep(("rhel7-server", "el7-mac"), VERBS, "read", (errno.EIO,), lasting=True)

    def test_the_files_of_options_are_read_whole_or_not_at_all(self):
        for name in ("secret", "hash"):
            self.sweep(("el7-netinstall",), ("network", "kickstart"), "read",
                       (SHORT, errno.EINTR), file="%/" + name) if name == "hash" else \
                self.sweep(("el7-netinstall",), ("network",), "read",
                           (SHORT, errno.EINTR, errno.EIO), file="%/secret")

    def test_an_allocation_that_fails_ends_the_run_and_nothing_is_kept(self):
        self.sweep(("rhel7-server",), VERBS, "alloc", (errno.ENOMEM,))

    def test_allocations_on_other_media_too(self):
        self.sweep(("el7-mac", "ubuntu-like"), ("inspect", "args"), "alloc", (errno.ENOMEM,))

    def test_memory_that_is_gone_from_some_allocation_on_is_said(self):
        self.sweep(("rhel7-server",), VERBS, "alloc", (errno.ENOMEM,), lasting=True)

    def test_writes_that_are_interrupted_or_come_short_change_nothing(self):
        self.sweep(("rhel7-server",), VERBS, "write", (SHORT, errno.EINTR))

    def test_a_write_that_fails_leaves_nothing(self):
        self.sweep(("rhel7-server",), VERBS, "write", (errno.ENOSPC, errno.EIO, errno.EPIPE))
        self.sweep(("rhel7-server",), VERBS, "write", (errno.ENOSPC,), lasting=True)

    def test_a_folder_that_is_read_only_or_vanishes_takes_no_file(self):
        # Opening, naming and flushing files, those that are read included.
        self.sweep(("rhel7-server",), VERBS, "files",
                   (errno.EROFS, errno.ENOENT, errno.EIO, errno.EMFILE))


if __name__ == "__main__":
    main()
