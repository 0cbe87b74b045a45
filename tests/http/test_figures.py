# SPDX-License-Identifier: GPL-3.0-or-later
"""What each verb asks a web server for, of every medium, counted by the server; and that it says of
a medium by URL what it says of the file."""

import concurrent.futures
import mmap
import os
import re

from harness import DONE, ToolTest, distributors, main, media, medium, run
from serving import Outcome, serve

LANES = 3
KIB = 1024

# Requests and KiB, at most: of check without the kernel, of extract beside what it writes.
WANTED = {"args": (6, 208), "inspect": (9, 256), "check": (12, 320), "extract": (None, 208)}
CENTOS = (4, 176)
KERNEL_REQUESTS = 24
OTHERS = (("args", "--format", "json"), ("inspect", "--json"), ("menu",), ("menu", "--json"),
          ("check", "--json"), ("kickstart", "--lock-root"))

# Of a remote medium this is not looked at.
UDEV = ("libblkid takes the medium for ISO 9660, whatever else it looks for",
        "not looked at: the medium is remote")


# Distributors' media have what is read in more places than that: tests/oracle/test-reader.c.
SCATTERED = {
    ("debian/debian-12-live", "inspect"): (10, 242),
    ("debian/debian-12-mini", "inspect"): (11, 258),
    ("debian/debian-netinst", "inspect"): (13, 292),
    ("debian/kiwi-grub", "inspect"): (11, 246),
}


def bound(name, verb):
    if (name, verb) in SCATTERED:
        return SCATTERED[name, verb]
    return CENTOS if verb == "args" and name.startswith("el7-") else WANTED[verb]


def same(text, *names):
    """The sentences of two runs, without how each names the medium and what only a file has."""
    for name in names:
        text = text.replace(name, "IMAGE")
    for sentence in UDEV:
        text = text.replace(sentence, "UDEV")
    # a table is as wide as what stands in it
    return re.sub(r" +", " ", text)


def find(path, needle):
    """(start, end) of a file in the image: the first that has these bytes."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as image:
        at = image.find(needle)
        return (at, at + len(needle)) if at >= 0 else (0, 0)


def contents(folder):
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        with open(os.path.join(folder, name), "rb") as file:
            yield name, file.read()


class Seen:
    """What one verb does with a file, and with the same by URL."""

    def __init__(self, test, name, *verb):
        self.name, self.verb = name, verb
        with serve() as server:
            path, url = medium(name), server.url(name + ".iso")
            outs = [test.path("%s-%s" % (name.replace("/", "-"), of)) for of in ("file", "url")]
            options = [("-o", out) if verb[0] == "extract" else () for out in outs]
            self.file = run(*verb, *options[0], path)
            self.url = Outcome(server, (*verb, *options[1], url))
        self.out = same(self.file.out, path, outs[0]), same(self.url.out, url, outs[1])
        self.err = same(self.file.err, path), same(self.url.err, url)
        self.written = [list(contents(out)) for out in outs]


class Figures(ToolTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pool = concurrent.futures.ThreadPoolExecutor(LANES)
        cls.addClassCleanup(cls.pool.shutdown)
        cls.names = media() + distributors()

    def each(self, look, *verbs):
        """Seen side by side, looked at one after the other."""
        jobs = [(name, verb, self.pool.submit(Seen, self, name, *verb))
                for name in self.names for verb in verbs]
        for name, verb, job in jobs:
            with self.subTest((name, *verb)):
                seen = job.result()
                self.assert_same(seen)
                look(seen)

    def assert_same(self, seen):
        self.assertEqual((seen.url.code, seen.out[1], seen.err[1]),
                         (seen.file.code, seen.out[0], seen.err[0]))
        if seen.url.requests:
            self.assertEqual(seen.url.connections, 1)

    def assert_few(self, seen, requests, size, beside=0):
        most, kib = bound(seen.name, seen.verb[0])
        print("%-26s %-8s %3d requests %6.1f KiB" % (seen.name, seen.verb[0], requests, size / KIB))
        if most:
            self.assertLessEqual(requests, most)
        self.assertLessEqual(size - beside, kib * KIB)

    def test_args_and_inspect_ask_for_little(self):
        self.each(lambda seen: self.assert_few(seen, len(seen.url.requests), seen.url.bytes),
                  ("args",), ("inspect",))

    def test_every_other_form_says_the_same(self):
        self.each(lambda seen: None, *OTHERS)

    def test_extract_fetches_what_it_writes_and_little_beside(self):
        def look(seen):
            self.assertEqual(seen.written[1], seen.written[0])
            size = sum(len(data) for _, data in seen.written[0])
            self.assert_few(seen, len(seen.url.requests), seen.url.bytes, size)

        self.each(look, ("extract",))

    def test_check_asks_for_the_kernel_in_few_pieces_and_for_little_beside(self):
        def look(seen):
            start, end = self.kernel(seen.name)
            of_kernel = [request for request in seen.url.requests
                         if request.range[0] < end and start <= request.range[1]]
            others = [request for request in seen.url.requests if request not in of_kernel]
            self.assert_few(seen, len(others), sum(request.bytes for request in others))
            self.assertLessEqual(len(of_kernel), KERNEL_REQUESTS)

        self.each(look, ("check",))

    def test_nothing_is_fetched_twice(self):
        def look(seen):
            ranges = sorted(request.range for request in seen.url.requests)
            for one, other in zip(ranges, ranges[1:]):
                self.assertLess(one[1], other[0], ranges)

        self.each(look, ("check", "--json"))

    def kernel(self, name):
        """Where the image has it."""
        out = self.path("kernel-" + name.replace("/", "-"))
        result = run("extract", "-o", out, medium(name))
        if result.code != DONE:
            return 0, 0
        with open(result.out.splitlines()[0], "rb") as file:
            return find(medium(name), file.read())


if __name__ == "__main__":
    main()
