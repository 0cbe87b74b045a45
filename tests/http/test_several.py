# SPDX-License-Identifier: GPL-3.0-or-later
"""Many media in one run, some of them on a web server: each has a broker of its own."""

import json
import os
import signal
import subprocess
import time
import unittest

from harness import FAILED, ISOARGS, MORTAL, USAGE, main, medium, run
from serving import serve

NAMES = ("el7-plain", "el9-dvd", "ubuntu-like", "opensuse-dvd")


def processes(parent):
    """All below a process."""
    found = []
    for name in os.listdir("/proc"):
        try:
            with open("/proc/%s/stat" % name, encoding="ascii", errors="replace") as file:
                state, above = file.read().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(above) == parent and state != "Z":
            found += [int(name), *processes(int(name))]
    return found


class Several(unittest.TestCase):
    def test_files_and_urls_have_the_same_answers_in_their_order(self):
        files = [medium(name) for name in NAMES]
        with serve() as server:
            urls = [server.url(name + ".iso") for name in NAMES]
            places = [place for pair in zip(files, urls) for place in pair]
            for verb in (["inspect"], ["check"]):
                result = run(*verb, "--json", "-j", "3", *places)
                lines = [json.loads(line) for line in result.out.splitlines()]
                self.assertEqual([line.pop("name") for line in lines], places)
                for file, url in zip(lines[::2], lines[1::2]):
                    for line in (file, url):
                        line.pop("image", None)
                    if verb == ["inspect"]:
                        self.assertEqual(file["distribution"], url["distribution"])
                        self.assertEqual(file["configs"], url["configs"])
                        self.assertEqual(file["label"]["installer"], url["label"]["installer"])
                    else:
                        self.assertEqual(file["verdict"], url["verdict"])
            self.assertEqual(server.connections, 2 * len(urls))

    def test_what_is_secret_in_a_url_is_in_no_line(self):
        with serve() as server:
            url, file = server.url("el7-plain.iso") + "?token=hidden", medium("el7-plain")
            for verb in (["args"], ["check"], ["check", "--json"]):
                result = run(*verb, url, server.url("none.iso") + "?token=hidden", file)
                self.assertEqual(result.code, FAILED, result.err)
                self.assertNotIn("hidden", result.out + result.err)
                self.assertIn(server.url("el7-plain.iso"), result.out)
                self.assertIn("isoargs: %s: " % server.url("none.iso"), result.err)

    def test_a_url_that_is_none_is_found_before_anything_is_read(self):
        with serve() as server:
            result = run("check", server.url("el7-plain.iso"), "ftp://127.0.0.1/x.iso")
            self.assertEqual((result.code, result.out, server.requests), (USAGE, "", []))

    def test_no_process_is_left(self):
        with serve() as server:
            url = server.url("el7-plain.iso", "stalled")
            child = subprocess.Popen([*MORTAL, ISOARGS, "check", "-j", "3", url, url, url],
                                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            end = time.monotonic() + 20
            while len(processes(child.pid)) < 6 and time.monotonic() < end:
                time.sleep(0.02)
            below = processes(child.pid)
            self.assertEqual(len(below), 6)
            child.send_signal(signal.SIGINT)
            self.assertEqual(child.wait(timeout=10), -signal.SIGINT)
            while any(os.path.exists("/proc/%d" % pid) for pid in below) and time.monotonic() < end:
                time.sleep(0.02)
            self.assertFalse([pid for pid in below if os.path.exists("/proc/%d" % pid)])


if __name__ == "__main__":
    main()
