# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process and a sandbox for each of many images cost, beside a run of the tool for each.

Images a second of the processor, of all processes together, and of the clock; memory is the peak of
the largest of them, the parent included. The names are all of one small image in the page cache.
Slow is no failure.
"""

import os
import subprocess
import time

from bench import skip
from harness import ISOARGS, MEDIA

COUNT, RUNS = 2000, 3
CASES = (["args"], ["inspect"], ["inspect", "--json"], ["check"], ["check", "--json"],
         ["args", "--no-sandbox"])


def spend(argv):
    """Seconds of the processor and of the clock, and the peak in KiB."""
    start = time.monotonic()
    child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss


def best(argv, count):
    """Of several tries, the figures of the one that took least."""
    processor, clock, kib = min(spend(argv) for _ in range(RUNS))
    return count / processor, count / clock, kib


def main():
    image = os.path.join(MEDIA, "el7-plain.iso")
    if not MEDIA or not os.path.exists(image):
        skip("no media: configure with -Dmedia=DIRECTORY and master el7-plain")
    print("%s, %d times" % (os.path.basename(image), COUNT))
    print("%-24s %4s %18s %14s %9s" % ("", "jobs", "a second and core", "a second", "peak KiB"))
    for verb in CASES:
        for jobs in sorted({1, len(os.sched_getaffinity(0))}):
            found = best([ISOARGS, *verb, "-j", str(jobs), *[image] * COUNT], COUNT)
            print("%-24s %4d %18.0f %14.0f %9d" % (" ".join(verb), jobs, *found), flush=True)
    runs = [spend([ISOARGS, image]) for _ in range(COUNT // 10)]
    print("%-24s %4d %18.0f %14.0f %9d" % (
        "a run for each", 1, len(runs) / sum(run[0] for run in runs),
        len(runs) / sum(run[1] for run in runs), max(run[2] for run in runs)))


if __name__ == "__main__":
    main()
