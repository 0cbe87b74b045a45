# SPDX-License-Identifier: GPL-3.0-or-later
"""What one run of isoargs takes: the processor, memory, and what it prints and writes."""

import os
import re
import resource
import shutil
import subprocess

SECONDS = 4  # what is still running then is too dear by far

# what is asked of every medium, and what else where there are arguments
VERBS = (("inspect",), ("inspect", "--json"), ("menu", "-v"), ("menu", "--json"), ("args", "-v"),
         ("check",), ("check", "--json"), ("kickstart", "--lock-root", "-v"), ("extract", "-v"),
         ("args", "--entry", "none"))
# where each takes longer
FEW = (("inspect", "--json"), ("menu", "-v"), ("args", "-v"), ("check",), ("extract", "-v"))
FORMATS = tuple(("args", "--format", name) for name in
                ("shell", "json", "xe", "xl", "libvirt", "qemu")) + (
                    ("args", "--explain"), ("args", "--style", "minimal"))

# what moves a terminal's cursor, changes its state, or turns what is read around
STEERING = re.compile(rb"[\0-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|"
                      rb"\xe2\x81[\xa6-\xa9]|\xd8\x9c")


class Run:
    """One of them. written: bytes of the files that it left."""

    def __init__(self, verb, outcome, folder):
        self.verb = verb
        self.code, self.milliseconds, self.kib, self.written = outcome
        self.out, self.err = (os.path.join(folder, name) for name in ("out", "err"))
        self.printed = os.path.getsize(self.out) + os.path.getsize(self.err)

    def text(self, limit=1 << 23):
        """What it printed, as bytes: errors first."""
        found = b""
        for path in (self.err, self.out):
            with open(path, "rb") as file:
                found += file.read(limit)
        return found


def size_of(folder):
    """Bytes of all files in it."""
    return sum(os.path.getsize(os.path.join(at, name))
               for at, _, names in os.walk(folder) for name in names)


def spawn(tool, args, folder, seconds=SECONDS):
    """Exit code, milliseconds, KiB, bytes written.

    For a process that holds little itself: a new one is said to have had the memory of its parent.
    """
    # what the tool has freed is no longer its memory, though a sanitizer would keep it for a while;
    # nor is what it has not touched, which MALLOC_PERTURB_ would
    env = {**os.environ, "MALLOC_PERTURB_": "0",
           "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}
    target = os.path.join(folder, "extracted")
    with open(os.path.join(folder, "out"), "wb") as out, \
            open(os.path.join(folder, "err"), "wb") as err:
        child = subprocess.Popen([tool, *args], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                 env=env, cwd=folder)
        resource.prlimit(child.pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    written = size_of(target)
    shutil.rmtree(target, ignore_errors=True)
    return (child.returncode, 1000 * (usage.ru_utime + usage.ru_stime), usage.ru_maxrss, written)


def command(verb, image):
    """The whole of it: what is extracted goes to a folder beside."""
    return [*verb, *(["-o", "extracted"] if verb[0] == "extract" else []), image]
