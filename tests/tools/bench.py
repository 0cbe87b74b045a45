# SPDX-License-Identifier: GPL-3.0-or-later
"""What isoargs costs, beside the tools that one would otherwise ask.

Wall time is the median of as many runs as fit into a second, at least 5, with the image in the
page cache; reads and bytes of the image are counted from outside by strace over the whole
process tree; memory is the peak of the largest process, by GNU time. A peer that is not
installed is left out, one that fails on an image says so. Slow is no failure.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from harness import ISOARGS, MEDIA

IMAGES = ("el7-dvd", "el7-dvd-huge")
FILE = "EFI/BOOT/grub.cfg"
RUNS_MIN, RUNS_MAX, SECONDS = 5, 200, 1.0

# What is measured; each says less than the first, which is what the ratios compare with.
CASES = (
    ("isoargs IMAGE", [ISOARGS, "IMAGE"]),
    ("isoargs inspect --json", [ISOARGS, "inspect", "--json", "IMAGE"]),
    ("blkid -p", ["blkid", "-p", "IMAGE"]),
    ("isoinfo -x grub.cfg", ["isoinfo", "-R", "-x", "/" + FILE, "-i", "IMAGE"]),
    ("xorriso -extract grub.cfg", ["xorriso", "-osirrox", "on", "-indev", "IMAGE",
                                   "-extract", "/" + FILE, "FOLDER/grub.cfg"]),
    ("bsdtar -xO grub.cfg", ["bsdtar", "-xOf", "IMAGE", FILE]),
    ("osinfo-detect", ["osinfo-detect", "IMAGE"]),
    ("virt-install --print-xml", [
        "virt-install", "--connect", "test:///default", "--name", "bench", "--memory", "2048",
        "--disk", "none", "--network", "none", "--graphics", "none", "--location", "IMAGE",
        "--osinfo", "detect=on,require=off", "--print-xml"]),
)


class Failed(Exception):
    """A command that did not do its work."""


def tool(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def run(argv, folder):
    """A run without anything that the person's own account would add or keep."""
    env = dict(os.environ, HOME=folder, XDG_CACHE_HOME=folder, LC_ALL="C.UTF-8")
    process = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, env=env, timeout=120, check=False)
    if process.returncode != 0:
        lines = process.stderr.decode(errors="replace").strip().splitlines()
        raise Failed("exit code %d: %s" % (process.returncode, lines[-1] if lines else "silent"))


def wall(argv, folder):
    """Median seconds and the number of runs."""
    times, begin = [], time.monotonic()
    run(argv, folder)
    while len(times) < RUNS_MIN or (len(times) < RUNS_MAX and
                                    time.monotonic() - begin < SECONDS):
        start = time.perf_counter()
        run(argv, folder)
        times.append(time.perf_counter() - start)
    return statistics.median(times), len(times)


def count(trace, image):
    """Reads of the image in one process's trace, and their bytes."""
    call = re.compile(r"(?:read|pread64|readv|preadv|preadv2)\(\d+<" + re.escape(image) +
                      r">, .* = (\d+)$")
    sizes = []
    with open(trace, encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            match = call.match(line)
            if match:
                sizes.append(int(match.group(1)))
            elif line.startswith("mmap(") and "<" + image + ">" in line:
                raise Failed("it maps the image, whose reads nothing counts")
    return len(sizes), sum(sizes)


def reading(argv, image, folder):
    """Reads of the image by all of the processes, and their bytes; None where nothing can tell."""
    if not tool("strace"):
        return None
    with tempfile.TemporaryDirectory(dir=folder) as traces:
        # -ff: a file a process, so that no call is cut in two by another process's
        run([tool("strace"), "-ff", "-y", "-s", "0", "-o", os.path.join(traces, "trace"), "-e",
             "trace=read,pread64,readv,preadv,preadv2,mmap", *argv], folder)
        counts = [count(os.path.join(traces, name), image) for name in os.listdir(traces)]
    return sum(c[0] for c in counts), sum(c[1] for c in counts)


def memory(argv, folder):
    """Peak of the largest process in KiB; None where nothing can tell."""
    if not tool("time"):
        return None
    out = os.path.join(folder, "peak")
    run([tool("time"), "-f", "%M", "-o", out, *argv], folder)
    with open(out, encoding="ascii") as file:
        return int(file.read().split()[-1])


def measure(argv, image):
    with tempfile.TemporaryDirectory(prefix="isoargs-bench-") as folder:
        argv = [word.replace("FOLDER", folder) if word != "IMAGE" else image for word in argv]
        argv[0] = tool(argv[0])
        seconds, runs = wall(argv, folder)
        reads, size = reading(argv, image, folder) or (None, None)
        return {"ms": seconds * 1000, "runs": runs, "reads": reads, "bytes": size,
                "KiB": memory(argv, folder)}


def cell(value, base, form):
    """A figure and how many times the base it is."""
    if value is None:
        return "?"
    ratio = " %6s" % ("x%.3g" % (value / base) if base and value else "")
    return format(value, form) + ratio


def print_table(image):
    print("\n%s, %d bytes" % (os.path.basename(image), os.path.getsize(image)))
    print("%-26s %17s %17s %21s %17s %5s" % ("", "wall ms", "reads", "bytes read", "peak KiB",
                                             "runs"))
    base = None
    for name, argv in CASES:
        if not tool(argv[0]):
            print("%-26s not installed" % name)
            continue
        try:
            found = measure(argv, image)
        except (Failed, subprocess.TimeoutExpired) as error:
            if base is None:
                raise SystemExit("%s on %s: %s" % (name, image, error))
            print("%-26s failed: %s" % (name, error))
            continue
        base = base or found
        print("%-26s %17s %17s %21s %17s %5d" % (
            name, cell(found["ms"], base["ms"], ".2f"), cell(found["reads"], base["reads"], "d"),
            cell(found["bytes"], base["bytes"], "d"), cell(found["KiB"], base["KiB"], "d"),
            found["runs"]), flush=True)


def skip(why):
    print("skipped: " + why)
    raise SystemExit(77)


def main():
    with open(ISOARGS, "rb") as file:
        if b"__asan_init" in file.read():
            skip("what a sanitizer costs is not what the tool costs")
    images = [os.path.join(MEDIA, name + ".iso") for name in IMAGES] if MEDIA else []
    images = [os.path.realpath(image) for image in images if os.path.exists(image)]
    if not images:
        skip("no media: configure with -Dmedia=DIRECTORY and master " + ", ".join(IMAGES))
    for name in ("strace", "time"):
        if not tool(name):
            print("%s is not installed: what it counts stands as '?'" % name, file=sys.stderr)
    for image in images:
        print_table(image)


if __name__ == "__main__":
    main()
