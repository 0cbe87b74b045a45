# SPDX-License-Identifier: GPL-3.0-or-later
"""The two processes of a medium by URL: what each has open, and what becomes of one without the
other."""

import os
import re
import signal
import subprocess
import time
import unittest

from harness import FAILED, ISOARGS, ToolTest, main, medium, need, run
from serving import Outcome, serve

NAME = "el7-plain"
PROBE = os.environ["ISOARGS_SANDBOX_PROBE"]
MODE = run("mode", tool=PROBE).out.strip()
WARNING = "neither Landlock nor seccomp"
SECONDS = 20  # for whatever comes at once


def wait_for(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it does not come")
        time.sleep(0.01)


def sockets(pid):
    """The inodes of those that a process has open."""
    found = []
    for number in os.listdir("/proc/%d/fd" % pid):
        target = os.readlink("/proc/%d/fd/%s" % (pid, number))
        found += re.findall(r"^socket:\[(\d+)\]$", target)
    return found


def are_known(inodes, *tables):
    """Those of them that the kernel has in one of its tables."""
    text = ""
    for table in tables:
        with open("/proc/net/" + table, encoding="ascii") as file:
            text += file.read()
    return [inode for inode in inodes if re.search(r"\b%s\b" % inode, text)]


def status(pid, field):
    with open("/proc/%d/status" % pid, encoding="ascii") as file:
        return re.search(r"^%s:\s*(\S+)" % field, file.read(), re.M).group(1)


def is_alive(pid):
    try:
        return status(pid, "State") != "Z"
    except FileNotFoundError:
        return False


class Processes(ToolTest):
    """A run that waits for its second answer."""

    def setUp(self):
        super().setUp()
        medium(NAME)
        if os.geteuid() != 0:
            self.skipTest("not root: nobody sees what a process in the sandbox has open")

    def start(self, *options):
        server = serve()
        self.addCleanup(server.stop)
        url = server.url(NAME + ".iso", "silence@2-")
        process = subprocess.Popen([ISOARGS, "args", *options, url], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   start_new_session=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        wait_for(lambda: len(server.requests) == 2)
        with open("/proc/%d/task/%d/children" % (process.pid, process.pid),
                  encoding="ascii") as file:
            broker, = file.read().split()
        return server, process, int(broker)

    def test_the_reader_has_no_socket_but_the_one_to_the_broker(self):
        for options in ((), ("--no-sandbox",)):
            with self.subTest(options):
                _, reader, broker = self.start(*options)
                of_reader, of_broker = sockets(reader.pid), sockets(broker)
                self.assertEqual(len(of_reader), 1)
                self.assertEqual(are_known(of_reader, "unix"), of_reader)
                self.assertEqual(len(are_known(of_broker, "tcp")), 1)
                # the rest are its own, by which threads of libcurl wake each other
                self.assertEqual(are_known(of_broker, "tcp", "unix"), of_broker)
                self.assertEqual(set(of_reader) & set(of_broker), set())

    def test_each_is_in_a_sandbox_of_its_own(self):
        if MODE == "none":
            self.skipTest("built for coverage: there is no sandbox")
        _, reader, broker = self.start()
        for pid in (reader.pid, broker):
            self.assertEqual((status(pid, "Seccomp"), status(pid, "NoNewPrivs")), ("2", "1"))

    def test_the_broker_does_not_outlive_the_reader(self):
        server, reader, broker = self.start()
        reader.kill()
        wait_for(lambda: not is_alive(broker))
        self.assertEqual(len(server.requests), 2)

    def test_what_the_broker_does_not_answer_is_said(self):
        server, reader, broker = self.start()
        os.kill(broker, signal.SIGKILL)
        out, err = reader.communicate(timeout=SECONDS)
        self.assertEqual((reader.returncode, out), (FAILED, ""))
        self.assertEqual(err, "isoargs: %s: the process that fetches it has ended\n"
                         % server.url(NAME + ".iso", "silence@2-"))

    def test_a_key_at_the_terminal_ends_both(self):
        _, reader, broker = self.start()
        os.killpg(reader.pid, signal.SIGINT)
        self.assertEqual(reader.wait(SECONDS), -signal.SIGINT)
        wait_for(lambda: not is_alive(broker))

    def test_nobody_waits_for_the_output_of_the_broker(self):
        _, reader, broker = self.start()
        os.kill(broker, signal.SIGSTOP)
        self.addCleanup(lambda: is_alive(broker) and os.kill(broker, signal.SIGCONT))
        reader.kill()
        self.assertEqual(reader.stdout.read(), "")


class OldKernel(ToolTest):
    def test_with_one_half_of_the_sandbox_or_none_it_is_as_with_a_file(self):
        if MODE == "none":
            self.skipTest("built for coverage: there is no sandbox")
        for command in (("args",), ("inspect",), ("check",),
                        ("extract", "--force", "-o", self.path("out"))):
            file = run(*command, medium(NAME))
            for lacks in ("landlock", "seccomp", "both"):
                with self.subTest((command, lacks)), serve() as server:
                    url = server.url(NAME + ".iso")
                    seen = Outcome(server, ("refuse", lacks, ISOARGS, *command, url), tool=PROBE)
                    self.assertEqual(seen.code, file.code, seen.err)
                    self.assertEqual(seen.out.replace(url, medium(NAME)).splitlines()[0],
                                     file.out.splitlines()[0])
                    self.assertEqual(seen.err.count(WARNING), int(lacks == "both"), seen.err)
            with self.subTest(command), serve() as server:
                seen = Outcome(server, (command[0], "--no-sandbox", *command[1:],
                                        server.url(NAME + ".iso")))
                self.assertEqual((seen.code, seen.err.count(WARNING)), (file.code, 0))


class OnceOnly(unittest.TestCase):
    def test_where_there_is_no_url_there_is_no_process(self):
        need("strace")
        with subprocess.Popen(["strace", "-f", "-e", "trace=clone,fork,vfork,clone3,socketpair",
                               ISOARGS, "args", medium(NAME)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                              env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}) as process:
            _, err = process.communicate(timeout=SECONDS)
        self.assertNotRegex(err, r"\b(clone3?|v?fork|socketpair)\(")


if __name__ == "__main__":
    main()
