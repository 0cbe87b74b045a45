# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that the tools write: the old or the new one, whole, wherever a call fails or is the last.

Each write, and each call that opens, names, cuts, keeps or closes a file, fails in turn by a full
disk or a broken one, comes short, and is the one before, in or after which the process is killed.
"""

import errno
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from fault import DISK_FULL, KILLED, SHIM, SHORT, Program
from harness import DONE, FAILED, ToolTest, main, medium, run

WRITTEN = os.environ.get("ISOARGS_WRITTEN", "")
FULL = (errno.ENOSPC, errno.EIO)
HARMLESS = (SHORT, errno.EINTR)
PIN = "sha256//iIK9xkBNTf0400wXKkupznRcpa2u5/CFKOagOBNZ7ow="


class WrittenTest(ToolTest):
    def setUp(self):
        super().setUp()
        if not SHIM:
            self.skipTest("a sanitizer or fuzzer takes the place of the same calls")

    def program(self, *args, file="/dev/null", **more):
        return Program(file, *args, **more)

    def faults(self, calls):
        """Every fault at every call: kind, number, errno or its like."""
        for number in range(1, calls["write"] + 1):
            for how in (*HARMLESS, *FULL, DISK_FULL, *KILLED.values()):
                yield "write", number, how
        for number in range(1, calls["files"] + 1):
            for how in (*FULL, KILLED["before"], KILLED["after"]):
                yield "files", number, how

    def sweep(self, program, prepare, check):
        """check(how, outcome) after each fault, each time on what prepare() has put there."""
        prepare()
        plain = program.run()
        self.assertEqual((plain.signal, plain.code), (0, DONE), plain)
        check(None, plain)
        runs = 0
        for kind, number, how in self.faults(plain.calls):
            with self.subTest(kind=kind, number=number, how=how):
                prepare()
                outcome = program.run(kind, number, how, number + (how == DISK_FULL))
                if how in KILLED.values():
                    self.assertEqual(outcome.signal, 9, outcome)
                elif how in HARMLESS and kind == "write":
                    self.assertTrue(outcome.same(plain), outcome)
                elif outcome.code != DONE:
                    self.assertEqual((outcome.signal, outcome.code), (0, FAILED), outcome)
                    self.assertNotEqual(outcome.err, "")
                check(how, outcome)
                runs += 1
        print("%d runs" % runs)
        self.assertGreater(runs, 20)


class Extracted(WrittenTest):
    """By isoargs: the kernel and RAM disk, and the disk of a kickstart."""

    def setUp(self):
        super().setUp()
        self.image = medium("el7-plain")
        self.out = self.path("out")

    def read(self):
        return {name: open(os.path.join(self.out, name), "rb").read()
                for name in os.listdir(self.out)} if os.path.isdir(self.out) else {}

    def check_all(self, words, names, size_only=False):
        """With and without files of the same names, and where files have names from the start."""
        self.assertEqual(run(*words, self.image).code, DONE)
        new = self.read()
        self.assertEqual(sorted(new), names)
        for old in (True, False):
            for named in (False, True):
                with self.program(*words, *(["--force"] if old else []), self.image,
                                  named=named) as program:
                    self.check_some(program, new, old, size_only)

    def check_some(self, program, new, old, size_only):
        def prepare():
            shutil.rmtree(self.out, ignore_errors=True)
            os.mkdir(self.out)
            for name in new if old else ():
                self.write("out/" + name, b"old " + name.encode())

        def check(how, outcome):
            found = self.read()
            for name, data in found.items():
                if name.startswith(".isoargs-"):
                    self.assertTrue(how in KILLED.values(), name)
                    continue
                if data == b"old " + name.encode():
                    self.assertTrue(old)
                elif size_only:
                    self.assertEqual(len(data), len(new[name]))
                else:
                    self.assertEqual(data, new[name])
            if old or outcome.code == DONE:
                self.assertLessEqual(set(new), set(found))
            elif outcome.code == FAILED:
                self.assertEqual(found, {})

        self.sweep(program, prepare, check)

    def test_kernel_and_ram_disk(self):
        self.check_all(("extract", "-o", self.out), ["initrd.img", "vmlinuz"])

    def test_kernel_and_ram_disk_with_a_file(self):
        self.check_all(("extract", "--inject", self.write("ks.cfg", b"cdrom\n"), "-o", self.out),
                       ["initrd.img", "vmlinuz"])

    def test_the_disk_of_a_kickstart(self):
        os.mkdir(self.out)
        self.check_all(("kickstart", "--lock-root", "--oemdrv", self.out + "/oem.iso"),
                       ["oem.iso"], size_only=True)


class Kept(WrittenTest):
    """By isoargs-xenserver, for itself."""

    def setUp(self):
        super().setUp()
        if not WRITTEN:
            self.skipTest("isoargs-xenserver is not built")
        # in the environment of what is started
        before = os.environ.get("XDG_STATE_HOME")
        os.environ["XDG_STATE_HOME"] = self.folder
        self.addCleanup(lambda: os.environ.pop("XDG_STATE_HOME") if before is None else
                        os.environ.update(XDG_STATE_HOME=before))
        self.log = self.path("isoargs/undo/0123456789abcdef0123456789abcdef.jsonl")

    def content(self, path):
        with open(path, "rb") as file:
            return file.read()

    def undo(self, path):
        return run("undo", path, tool=WRITTEN)

    def test_pins(self):
        path = self.write("config/pins")
        old = "# mine\nxs1:443 %s\n" % PIN
        new = old + "xs2:443 %s\n" % PIN

        def prepare():
            for name in os.listdir(self.path("config")):
                os.unlink(self.path("config/" + name))
            self.write("config/pins", old)
            os.chmod(path, 0o600)

        def check(how, outcome):
            text = self.content(path).decode()
            self.assertIn(text, (old, new))
            if outcome.code == DONE:
                self.assertEqual(text, new)
            others = set(os.listdir(self.path("config"))) - {"pins", "pins.lock"}
            self.assertTrue(not others or (how in KILLED.values()), others)

        with self.program("pins", path, "xs2:443", program=WRITTEN) as program:
            self.sweep(program, prepare, check)

    def test_pins_that_cannot_be_read_are_kept(self):
        path = self.write("config/pins", "xs1:443 %s\n" % PIN)
        os.chmod(path, 0o600)
        for how in (errno.EIO, errno.EINTR, SHORT):
            self.write("config/pins", "xs1:443 %s\n" % PIN)
            with self.program("pins", path, "xs2:443", program=WRITTEN, file=path) as program:
                outcome = program.run("read", 1, how)
            self.assertEqual(outcome.calls["read"] > 0, True)
            self.assertEqual(outcome.code, FAILED if how == errno.EIO else DONE, outcome)
            self.assertEqual(self.content(path).decode(), "".join(
                "xs%d:443 %s\n" % (n, PIN) for n in ((1,) if how == errno.EIO else (1, 2))))

    def test_an_undo_log(self):
        def prepare():
            shutil.rmtree(self.path("isoargs"), ignore_errors=True)

        def check(how, outcome):
            folder = os.path.dirname(self.log)
            names = os.listdir(folder) if os.path.isdir(folder) else []
            fresh = [n for n in names if n.endswith(".new")]
            self.assertTrue(not fresh or (how in KILLED.values()), fresh)
            if os.path.basename(self.log) not in names:
                self.assertNotEqual(outcome.code, DONE)
                return
            # whatever happened, it is followed
            result = self.undo(self.log)
            self.assertEqual((result.code, result.err), (DONE, ""))
            lines = self.content(self.log).splitlines(True)
            self.assertTrue(lines[0].startswith(b'{"run":'))
            self.assertEqual([line[-1:] for line in lines], [b"\n"] * len(lines))
            self.assertTrue(lines[-1].startswith(b'{"state":"undone"'), lines)

        with self.program("log", program=WRITTEN) as program:
            self.sweep(program, prepare, check)

    def test_a_log_that_is_followed(self):
        self.assertEqual(run("log", tool=WRITTEN).code, DONE)
        old = self.content(self.log) + b'{"made":'
        whole = old[:old.rindex(b"\n") + 1]

        def prepare():
            with open(self.log, "r+b") as file:
                file.truncate()
                file.write(old)

        def check(_, outcome):
            text = self.content(self.log)
            self.assertTrue(text.startswith(whole))
            if text != old:
                self.assertEqual(self.undo(self.log).code, DONE)
            if outcome.code == DONE:
                self.assertEqual(text.count(b"\n"), whole.count(b"\n") + 3)

        with self.program("undo", self.log, program=WRITTEN) as program:
            self.sweep(program, prepare, check)

    def test_a_log_that_cannot_be_read_to_its_end_is_not_followed(self):
        self.assertEqual(run("log", tool=WRITTEN).code, DONE)
        old = self.content(self.log)
        with self.program("undo", self.log, program=WRITTEN, file=self.log) as program:
            plain = program.run()
            for how in (errno.EIO, SHORT, errno.EINTR):
                for number in range(1, plain.calls["read"] + 1):
                    with self.subTest(how=how, number=number):
                        with open(self.log, "r+b") as file:
                            file.truncate()
                            file.write(old)
                        outcome = program.run("read", number, how)
                        if how == errno.EIO:
                            self.assertEqual(outcome.code, FAILED, outcome)
                            self.assertIn("cannot read the undo log", outcome.err)
                            self.assertEqual(self.content(self.log), old)
                        else:
                            self.assertTrue(outcome.same(plain), outcome)

    def test_what_is_no_log_keeps_every_byte_wherever_a_call_fails(self):
        path = self.write("notes.txt", b"notes\nwithout an end")
        with self.program("undo", path, program=WRITTEN, file=path) as program:
            plain = program.run()
            self.assertEqual(plain.code, FAILED)
            self.assertIn("this is no undo log", plain.err)
            for kind in ("read", "files", "write"):
                for number in range(1, plain.calls[kind] + 1):
                    for how in (errno.EIO, SHORT, *KILLED.values()):
                        program.run(kind, number, how)
                        self.assertEqual(self.content(path), b"notes\nwithout an end")


if __name__ == "__main__":
    main()
