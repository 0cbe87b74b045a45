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
        ("args", "--format", "virt-install", "@"),
    ),
    "netboot": tuple(("args", "--guest", "kvm", "--base-url", "http://h/m", "--format", name, "@")
                     for name in ("ipxe", "pxelinux", "grub")),
    "network": (
        ("args", "--graphical", "--ip", "192.0.2.10/24", "--gateway", "192.0.2.1", "--hostname",
         "c7", "--nameserver", "192.0.2.53", "--vnc", "--vnc-password-file", "%/secret", "@"),
    ),
    "inspect": (("inspect", "@"), ("inspect", "--json", "@")),
    "menu": (("menu", "@"), ("menu", "--json", "@")),
    "check": (("check", "@"), ("check", "--json", "@"), ("check", "--media", "@")),
    "extract": (("extract", "-o", "%/out", "@"), ("extract", "--json", "-o", "%/out", "@")),
    "inject": (("extract", "-o", "%/out", "--inject", "%/hash", "--inject", "%/secret", "@"),),
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
        jobs = [(medium(i) if os.sep not in i else i, words, VERBS[v][0], kind, hows, lasting, file)
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

    def test_a_backup_is_read_whole_or_not_at_all(self):
        with tempfile.TemporaryDirectory(prefix="isoargs-test-") as folder:
            image = shutil.copy(medium("rhel7-server"), folder)
            with open(image, "r+b") as file:
                file.seek(512)  # the GPT's header
                file.write(bytes(512))
            self.sweep((image,), ("inspect",), "read", (SHORT, errno.EINTR, errno.EIO))
            self.sweep((image,), ("inspect",), "alloc", (errno.ENOMEM,))

    def test_a_disk_that_is_gone_from_some_read_on_is_said(self):
        self.sweep(("rhel7-server", "el7-mac"), VERBS, "read", (errno.EIO,), lasting=True)

    def test_the_files_of_options_are_read_whole_or_not_at_all(self):
        hows = (SHORT, errno.EINTR, errno.EIO)
        self.sweep(("el7-netinstall",), ("network",), "read", hows, file="%/secret")
        self.sweep(("el7-netinstall",), ("kickstart", "inject"), "read", hows, file="%/hash")

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


# What is printed, by every verb that prints; "@" and "%" as above.
PRINTED = tuple(forms[0] for forms in VERBS.values()) + (
    ("args", "--help"), ("help",), ("help", "check"), ("--version",))


class Output(ToolTest):
    """Where output cannot go: no shim is needed for these."""

    def setUp(self):
        super().setUp()
        self.image = medium("el7-netinstall")
        self.write("hash", HASH + "\n")
        self.write("secret", "secret12\n")

    def argv(self, words):
        return [self.image if w == "@" else w.replace("%", self.folder) for w in words]

    def shell(self, words, redirection):
        """As run(), with a redirection of the shell's behind the words."""
        return run("-c", '"$0" "$@" ' + redirection, ISOARGS, *self.argv(words), tool="/bin/sh")

    def assert_nothing_written(self):
        self.assertFalse(os.path.exists(self.path("out")))

    def test_a_disk_that_is_full_is_an_error(self):
        for words in PRINTED:
            with self.subTest(words), open("/dev/full", "wb") as full:
                result = run(*self.argv(words), stdout=full)
                self.assertEqual(result.code, FAILED)
                self.assertIn("cannot write", result.err)
                self.assert_nothing_written()

    def test_a_pipe_that_is_closed_is_an_error_and_no_signal(self):
        for words in PRINTED:
            with self.subTest(words):
                reading, writing = os.pipe()
                os.close(reading)
                try:
                    result = run(*self.argv(words), stdout=writing)
                finally:
                    os.close(writing)
                self.assertEqual(result.code, FAILED)
                self.assertIn("cannot write", result.err)
                self.assert_nothing_written()

    def test_whoever_stops_reading_ends_it_without_a_signal(self):
        for words in PRINTED:
            with self.subTest(words):
                result = self.shell(words, "| head -c 0; exit 0")
                self.assertEqual((result.code, result.out), (DONE, ""))
                self.assertNotIn("terminated", result.err)
                shutil.rmtree(self.path("out"), ignore_errors=True)

    def test_standard_output_that_is_closed_is_an_error(self):
        for words in PRINTED:
            for closed in (">&-", "<&- >&-"):
                with self.subTest((words, closed)):
                    result = self.shell(words, closed)
                    self.assertEqual((result.code, result.out), (FAILED, ""))
                    self.assertIn("cannot write", result.err)
                    self.assert_nothing_written()

    def test_a_standard_error_that_is_closed_or_full_changes_nothing(self):
        for words in PRINTED:
            expected = run(*self.argv(words))
            for elsewhere in ("2>&-", "<&- 2>&-", "2>/dev/full"):
                with self.subTest((words, elsewhere)):
                    shutil.rmtree(self.path("out"), ignore_errors=True)
                    result = self.shell(words, elsewhere)
                    self.assertEqual((result.code, result.out, result.err),
                                     (expected.code, expected.out, ""))
            shutil.rmtree(self.path("out"), ignore_errors=True)

    def test_no_message_gets_into_a_file(self):
        # Descriptors that are closed would be taken by the files that are opened next.
        words = ("kickstart", "--root-hash-file", "%/hash", "--ip", "192.0.2.10/24", "--oemdrv",
                 "%/oem.iso")
        result = self.shell(words, "")
        self.assertIn("warning: --ip", result.err)
        size = os.path.getsize(self.path("oem.iso"))
        for closed in (">&- 2>&-", "<&- 2>&-", "<&- >&-", "<&- >&- 2>&-"):
            with self.subTest(closed):
                os.unlink(self.path("oem.iso"))
                self.assertEqual(self.shell(words, closed).code, DONE)
                with open(self.path("oem.iso"), "rb") as file:
                    data = file.read()
                self.assertEqual(len(data), size)
                self.assertEqual(data[:32768], bytes(32768))
                self.assertNotIn(b"warning", data)
        os.mkdir(self.path("out"))
        result = self.shell(("extract", "--force", "-v", "-o", "%/out", "@"), "<&- >&- 2>&-")
        self.assertEqual(result.code, FAILED)
        for name in os.listdir(self.path("out")):
            with open(self.path("out/" + name), "rb") as file:
                self.assertNotIn(b"isoargs:", file.read())

    def test_a_limit_of_the_file_size_leaves_nothing(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        for words in (("extract", "-o", "%/out", "@"),
                      ("kickstart", "--lock-root", "--oemdrv", "%/oem.iso", "@")):
            with self.subTest(words):
                result = run(*self.argv(words), preexec_fn=limit)
                self.assertEqual((result.code, result.out), (FAILED, ""))
                self.assertIn("cannot be written: File too large", result.err)
                self.assertEqual(sorted(os.listdir(self.folder)), ["hash", "secret"])
        with open(self.path("printed"), "wb") as file:
            result = run("inspect", "--json", self.image, stdout=file, preexec_fn=limit)
        self.assertEqual(result.code, FAILED)
        self.assertIn("cannot write the result: File too large", result.err)

    def test_a_folder_that_takes_no_files_is_left_alone(self):
        folders = ["/proc/self", self.path("none/below")]
        if os.geteuid() != 0:  # whom permissions stop
            os.mkdir(self.path("closed"), 0o555)
            folders.append(self.path("closed"))
        for folder in folders:
            for words in (("extract", "-o", folder, "@"),
                          ("kickstart", "--lock-root", "--oemdrv", folder + "/oem.iso", "@")):
                with self.subTest(words):
                    result = run(*self.argv(words))
                    self.assertEqual((result.code, result.out), (FAILED, ""))
                    self.assertRegex(result.err, "cannot be (written|created)")
                    self.assertFalse(os.path.exists(folder + "/oem.iso"))


if __name__ == "__main__":
    main()
