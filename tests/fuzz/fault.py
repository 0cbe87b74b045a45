# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program with one call failing, many thousand times; the other half is fault-shim.c."""

import errno
import os
import subprocess

from harness import ISOARGS

SHIM = os.environ.get("ISOARGS_FAULT_SHIM", "")
KINDS = ("read", "alloc", "write", "files")
# In the place of an errno: the call comes short, or the program is killed there.
SHORT = 0
DISK_FULL = -4  # half of the first is written, and nothing of the next one
KILLED = {"before": -1, "after": -2, "halfway": -3}


class Outcome:
    """What a run came to: how it ended, what it printed, how many calls of each kind it made."""

    def __init__(self, status, calls, kept, out, err):
        self.signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self.code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        self.calls = calls
        self.kept = kept
        self.out = out
        self.err = err

    def same(self, other):
        """Did the fault change anything?"""
        return (self.code, self.out, self.err) == (other.code, other.out, other.err)

    def __str__(self):
        return "exit code %s, signal %d, %d allocations kept\n--- out\n%s\n--- err\n%s" % (
            self.code, self.signal, self.kept, self.out[:2000], self.err[:2000])


class Program:
    """A program with the same words each time; reads are those of one file.

    named: as on a file system where every file has a name from the start.
    """

    def __init__(self, file, *args, program=ISOARGS, named=False, **more):
        request, self.requests = os.pipe()
        self.answers, answer = os.pipe()
        self.process = subprocess.Popen(  # pylint: disable=consider-using-with
            [program, *args], stdin=subprocess.DEVNULL, pass_fds=(request, answer),
            env=dict(os.environ, LD_PRELOAD=SHIM, ISOARGS_FAULT_FILE=file,
                     ISOARGS_FAULT_SERVER="%d,%d" % (request, answer),
                     **({"ISOARGS_FAULT_NAMED": "1"} if named else {})), **more)
        os.close(request)
        os.close(answer)
        self.stream = os.fdopen(self.answers, "rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.requests)
        self.stream.close()
        self.process.wait()

    def run(self, kind="alloc", first=0, how=errno.ENOMEM, last=None):
        """With calls of a kind failing by an errno, or coming short, counted from 1; 0: none."""
        last = first if last is None else last
        os.write(self.requests, b"%s %d %d %d\n" % (kind.encode(), first, last, how))
        fields = self.stream.readline().split()
        if len(fields) != 8:
            raise RuntimeError("the shim is gone: %s" % self.process.wait())
        numbers = [int(f) for f in fields]
        out, err = (self.stream.read(n).decode("utf-8", "surrogateescape") for n in numbers[6:])
        return Outcome(numbers[0], dict(zip(KINDS, numbers[1:5])), numbers[5], out, err)
