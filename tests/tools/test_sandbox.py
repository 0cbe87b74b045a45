# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox: what is out of reach in it, what is not, and that each verb is in it in time."""

import contextlib
import os
import pty
import re
import resource
import select
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import unittest

from harness import DONE, FAILED, ISOARGS, USAGE, ToolTest, main, medium, need, run

PROBE = os.environ["ISOARGS_SANDBOX_PROBE"]
MODE = run("mode", tool=PROBE).out.strip()
WARNING = "neither Landlock nor seccomp"

# strace cannot watch LeakSanitizer, which wants to trace as well.
TRACED = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}

KILLED = "killed"
DENIED = ("EPERM", "EACCES")

# Things that are tried, and what becomes of them.
OUT_OF_REACH = {
    "read-file": "EPERM", "stat": "EPERM", "list": "EPERM", "unlink": "EPERM",
    "rename": "EPERM", "mkdir": "EPERM", "truncate": "EPERM", "chmod": "EPERM",
    "kill": "EPERM", "map-code": "EPERM", "turn-into-code": "EPERM", "own-signals": "EPERM",
    "raise-limit": "EPERM", "limit-of-another": "EPERM", "echo-off": "EPERM", "much-memory": "ENOMEM", "write-image": "EBADF",
    "write-file": KILLED, "write-old-call": KILLED, "socket": KILLED, "unix-socket": KILLED,
    "connect": KILLED, "accept": KILLED, "execve": KILLED, "fork": KILLED, "spawn": KILLED,
    "ptrace": KILLED, "peek": KILLED, "unshare": KILLED, "type": KILLED, "x32": KILLED,
}
WITHIN_REACH = ("enough-memory", "read-image", "clock", "random", "memory-file", "sort", "raise",
                "own-limit", "duplicate", "socket-from-before")


def full():
    if MODE != "full":
        raise unittest.SkipTest("built with sanitizers or for coverage: the sandbox is open")


class ProbeTest(ToolTest):
    def setUp(self):
        super().setUp()
        if MODE == "none":
            self.skipTest("built for coverage: there is no sandbox")
        self.image = medium("el7-plain")

    def probe(self, thing, path="", profile="reading", lacks=None):
        """What became of it: "ok", the errno, or "killed"."""
        args = [PROBE, profile, self.image, thing, path]
        if lacks:
            args = [PROBE, "refuse", lacks, *args]
        process = subprocess.run(args, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 check=False, timeout=60)
        if process.returncode == -signal.SIGSYS:
            return KILLED
        self.assertEqual(process.returncode, DONE, (args, process.stderr))
        return process.stdout.strip()


class Reach(ProbeTest):
    def test_outside_of_the_sandbox_they_can_be_done(self):
        # Otherwise the next test would prove nothing.
        victim = self.write("victim", b"x")
        for thing in ("read-file", "write-file", "stat", "list", "chmod", "truncate", "socket",
                      "unix-socket", "execve", "fork", "spawn", "map-code", "turn-into-code",
                      "own-signals"):
            with self.subTest(thing):
                expected = "" if thing == "execve" else "ok"
                self.assertEqual(self.probe(thing, victim, "outside"), expected)

    def test_what_is_not_needed_is_out_of_reach(self):
        full()
        for profile in ("reading", "strict"):
            for thing, expected in OUT_OF_REACH.items():
                with self.subTest((profile, thing)):
                    victim = self.write("victim", b"precious")
                    if profile == "strict" and thing in ("connect", "accept"):
                        continue
                    self.assertEqual(self.probe(thing, victim, profile), expected)
                    with open(victim, "rb") as file:
                        self.assertEqual(file.read(), b"precious")

    def test_nor_are_the_passwords_of_the_host(self):
        full()
        self.assertEqual(self.probe("read-file", "/etc/shadow"), "EPERM")
        self.assertEqual(self.probe("read-file", "/proc/self/maps"), "EPERM")

    def test_whether_a_file_exists_can_still_be_asked(self):
        # As isoargs(1) says: no filter tells this call from fstat(3).
        victim = self.write("victim", b"precious")
        self.assertEqual(self.probe("stat-with-flag", victim), "ok")
        self.assertEqual(self.probe("stat-with-flag", victim + "none"), "ENOENT")

    def test_what_is_needed_is_within_reach(self):
        for thing in WITHIN_REACH:
            with self.subTest(thing):
                self.assertEqual(self.probe(thing), "ok")

    def test_the_strict_one_closes_what_it_was_not_given(self):
        self.assertEqual(self.probe("socket-from-before", "", "strict"), "EBADF")
        for thing in WITHIN_REACH[:-1]:
            with self.subTest(thing):
                self.assertEqual(self.probe(thing, "", "strict"), "ok")

    def test_only_who_asks_for_a_password_may_switch_the_echo(self):
        full()
        self.assertEqual(self.probe("echo-off"), "EPERM")
        self.assertEqual(self.probe("echo-off", "", "terminal"), "ENOTTY")
        self.assertEqual(self.probe("type", "", "terminal"), KILLED)

    def test_with_sanitizers_the_worst_is_still_refused(self):
        if MODE != "soft":
            self.skipTest("built without sanitizers")
        victim = self.write("victim", b"precious")
        for thing in ("write-file", "socket", "connect", "unshare", "peek", "x32"):
            with self.subTest(thing):
                self.assertEqual(self.probe(thing, victim), KILLED)
        self.assertEqual(self.probe("unlink", victim), "EACCES")


class Folder(ProbeTest):
    def test_files_are_made_in_it_and_nowhere_else(self):
        inside, outside = self.path("inside"), self.write("outside/victim", b"precious")
        os.mkdir(inside)
        profile = "folder=" + inside
        for _ in range(2):
            self.assertEqual(self.probe("make-file", "new", profile), "ok")
        self.assertEqual(self.probe("make-named-file", "", profile), "ok")
        self.assertEqual(os.listdir(inside), ["new"])
        for path in (outside, "../outside/victim", "../new"):
            with self.subTest(path):
                self.assertEqual(self.probe("leave-folder", path, profile), "EACCES")
        self.assertEqual(sorted(os.listdir(self.folder)), ["inside", "outside"])
        full()
        self.assertEqual(self.probe("read-in-folder", "new", profile), "EACCES")
        self.assertEqual(self.probe("read-in-folder", outside, profile), "EACCES")
        for thing in ("write-file", "write-old-call", "socket", "execve"):
            with self.subTest(thing):
                self.assertEqual(self.probe(thing, outside, profile), KILLED)

    def test_an_empty_folder_can_be_removed_again(self):
        os.mkdir(self.path("empty"))
        self.write("full/file")
        profile = "parent=" + self.folder
        self.assertEqual(self.probe("remove-folder", "empty", profile), "ok")
        self.assertEqual(self.probe("remove-folder", "full", profile), "ENOTEMPTY")
        self.assertIn(self.probe("remove-folder", "empty"), ("EPERM", "EACCES", "EBADF"))


class Tree(ProbeTest):
    """What the process is left with that hands a folder's files over."""

    def setUp(self):
        super().setUp()
        self.write("tree/a/file", b"in it")
        self.outside = self.write("outside", b"precious")
        os.symlink("../../outside", self.path("tree/a/out"))
        self.profile = "tree=" + self.path("tree")

    def tried(self, thing, path, **more):
        return self.probe(thing, path, self.profile, **more)

    def test_files_are_found_and_listed_in_it_alone(self):
        for lacks in (None, "openat2", "landlock", "seccomp"):
            with self.subTest(lacks):
                self.assertEqual(self.tried("find-in-tree", "a/file", lacks=lacks), "ok")
                self.assertEqual(self.tried("list-tree", "a", lacks=lacks), "ok")
                for path in ("a/out", "../outside", self.outside):
                    self.assertEqual(self.tried("find-in-tree", path, lacks=lacks), "ENOENT")

    def test_another_way_leads_no_further(self):
        full()
        self.assertEqual(self.tried("read-in-tree", "a/file"), "ok")
        for path in ("a/out", "../outside", self.outside, "/etc/passwd"):
            with self.subTest(path):
                self.assertEqual(self.tried("read-in-tree", path), "EACCES")
        self.assertEqual(self.tried("read-file", self.outside), "EACCES")

    def test_nothing_is_written(self):
        full()
        self.assertEqual(self.tried("write-in-tree", "a/file"), KILLED)
        self.assertEqual(self.tried("write-in-tree", "a/file", lacks="seccomp"), "EACCES")
        self.assertEqual(self.tried("write-at-once", "a/file"), "EACCES")
        self.assertEqual(self.tried("write-at-once", "a/file", lacks="landlock"), "EPERM")
        for thing in ("unlink", "rename", "mkdir", "truncate", "chmod"):
            with self.subTest(thing):
                self.assertEqual(self.tried(thing, self.path("tree/a/file")), "EPERM")
        with open(self.path("tree/a/file"), "rb") as file:
            self.assertEqual(file.read(), b"in it")

    def test_what_else_is_out_of_reach_stays_so(self):
        full()
        for thing in ("socket", "unix-socket", "execve", "fork", "ptrace", "unshare", "x32"):
            with self.subTest(thing):
                self.assertEqual(self.tried(thing, ""), KILLED)


class Broker(ProbeTest):
    """Of a medium by URL: the process that has the network, and the one that has a socket to it."""

    def test_outside_of_the_sandbox_these_can_be_done_as_well(self):
        for thing in ("pair", "send", "send-descriptor", "thread"):
            with self.subTest(thing):
                self.assertEqual(self.probe(thing, "", "outside"), "ok")
        # which the kernel has answered
        self.assertEqual(self.probe("connect-pair", "", "outside"), "ENOENT")

    def test_the_reader_reads_and_writes_its_socket_and_does_nothing_else_with_it(self):
        full()
        for profile in ("reading", "strict"):
            for thing, expected in (("pair", "ok"), ("send", KILLED), ("send-descriptor", KILLED),
                                    ("connect-pair", KILLED), ("thread", KILLED)):
                with self.subTest((profile, thing)):
                    self.assertEqual(self.probe(thing, "", profile), expected)

    def test_the_broker_has_sockets_and_files_to_read_and_threads(self):
        victim = self.write("victim", b"precious")
        for thing in ("pair", "send", "socket", "unix-socket", "read-file", "list", "thread"):
            with self.subTest(thing):
                self.assertEqual(self.probe(thing, victim, "broker"), "ok")

    def test_it_writes_no_file_starts_nothing_and_is_connected_to_by_nobody(self):
        full()
        for thing in ("write-file", "unlink", "rename", "mkdir", "truncate", "execve", "fork",
                      "spawn", "ptrace", "kill", "accept"):
            with self.subTest(thing):
                victim = self.write("victim", b"precious")
                path = victim + ".new" if thing == "mkdir" else victim
                found = self.probe(thing, path, "broker")
                self.assertIn(found, DENIED + ("EBADF",) * (thing == "accept"))
                with open(victim, "rb") as file:
                    self.assertEqual(file.read(), b"precious")
        self.assertEqual(self.probe("x32", "", "broker"), KILLED)


class OldKernel(ProbeTest):
    def test_either_feature_alone_keeps_files_out_of_reach(self):
        full()
        victim = self.write("victim", b"precious")
        for lacks, read, write in (("landlock", "EPERM", KILLED), ("seccomp", "EACCES", "EACCES")):
            with self.subTest(lacks):
                self.assertEqual(self.probe("read-file", victim, lacks=lacks), read)
                self.assertEqual(self.probe("write-file", victim, lacks=lacks), write)
                self.assertIn(self.probe("unlink", victim, lacks=lacks), DENIED)
        self.assertEqual(self.probe("socket", lacks="landlock"), KILLED)
        self.assertEqual(self.probe("read-file", victim, lacks="both"), "ok")

    def test_one_is_enough_and_none_is_warned_of_once(self):
        commands = (("args",), ("inspect",), ("menu", "--json"), ("check",),
                    ("extract", "--force", "-o", self.path("out"), "--inject",
                     self.write("ks.cfg")),
                    ("kickstart", "--lock-root", "--force", "--oemdrv", self.path("ks.iso")))
        for command in commands:
            plain = run(*command, self.image)
            for lacks in ("landlock", "seccomp", "both"):
                with self.subTest((command, lacks)):
                    result = run("refuse", lacks, ISOARGS, *command, self.image, tool=PROBE)
                    self.assertEqual((result.code, result.out), (plain.code, plain.out),
                                     result.err)
                    self.assertEqual(result.err.count(WARNING), int(lacks == "both"), result.err)
                    self.assertEqual(result.err.count("\n"),
                                     plain.err.count("\n") + int(lacks == "both"))
        result = run("refuse", "both", ISOARGS, "args", "--no-sandbox", self.image, tool=PROBE)
        self.assertNotIn(WARNING, result.err)


def calls(*args):
    """The system calls of a run with their arguments, in order, and its exit status."""
    need("strace")
    with tempfile.NamedTemporaryFile(mode="r", prefix="isoargs-test-") as trace:
        process = subprocess.run(["strace", "-f", "-o", trace.name, ISOARGS, *args],
                                 stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                 timeout=60, env=TRACED)
        return [re.sub(r"^\d+ +", "", line) for line in trace], process.returncode


ENTERED = ("landlock_restrict_self(", "seccomp(SECCOMP_SET_MODE_FILTER, 0", "prctl(PR_SET_NO_NEW")


class Order(ToolTest):
    """Each verb, seen from outside."""

    def setUp(self):
        super().setUp()
        if MODE == "none":
            self.skipTest("built for coverage: there is no sandbox")
        self.image = medium("el7-plain")
        self.commands = (
            ("args",), ("args", "--explain"), ("args", "--format", "json"), ("inspect",),
            ("inspect", "--json"), ("menu",), ("check", "--media"),
            ("extract", "--force", "-o", self.path("out")),
            ("extract", "--force", "-o", self.path("out"), "--inject", self.write("ks.cfg")),
            ("kickstart", "--lock-root"),
            ("kickstart", "--lock-root", "--force", "--oemdrv", self.path("ks.iso")))

    def first_read(self, trace):
        for number, line in enumerate(trace):
            opened = re.match(r'openat\(.*"' + re.escape(self.image) + r'".*= (\d+)$', line)
            if opened:
                for later in range(number, len(trace)):
                    if re.match(r"p?readv?(64)?\(%s, " % opened.group(1), trace[later]):
                        return later
        raise AssertionError("the image was not read")

    def test_the_sandbox_is_entered_before_the_first_read_of_the_image(self):
        for command in self.commands:
            with self.subTest(command):
                trace, code = calls(*command, self.image)
                self.assertIn(code, (DONE, 3))
                first = self.first_read(trace)
                for name in ENTERED:
                    at = [i for i, line in enumerate(trace) if line.startswith(name)]
                    self.assertTrue(at, name)
                    self.assertLess(at[-1], first, name)

    def test_afterwards_nothing_is_refused(self):
        # What the kernel denies a verb is a call that it should not make, or that is missed here.
        full()
        for command in self.commands:
            with self.subTest(command):
                trace, _ = calls(*command, self.image)
                for line in trace[self.first_read(trace):]:
                    self.assertNotRegex(line, r"= -1 E(PERM|ACCES)\b")
                    self.assertNotRegex(line, r"^(openat|open|socket|execve|clone)\((?!\d)")

    def test_without_a_sandbox_no_such_call_is_made(self):
        for command in self.commands:
            with self.subTest(command):
                trace, code = calls(*command, "--no-sandbox", self.image)
                self.assertIn(code, (DONE, 3))
                for line in trace:
                    self.assertNotRegex(
                        line, r"^(landlock_|seccomp\(|prctl\(PR_SET_(NO_NEW|SECC|DUMP))")
                    # LeakSanitizer's own; and that of processor time is no part of the sandbox
                    if MODE == "full":
                        self.assertNotRegex(line, r"^prlimit64\(0, RLIMIT_(?!CPU)\w+, \{")

    def test_what_is_no_image_is_said_as_before(self):
        text = self.write("text.iso", b"no image\n" * 10000)
        inside, outside = run(text), run("--no-sandbox", text)
        self.assertEqual((inside.code, inside.err), (outside.code, outside.err))
        self.assertEqual(inside.code, FAILED)

    def test_only_verbs_that_read_an_image_have_the_option(self):
        for verb in ("args", "check", "extract", "inspect", "kickstart", "menu"):
            self.assertIn("--no-sandbox", run("help", verb).out)
        self.assertEqual(run("--no-sandbox").code, USAGE)

    def test_nobody_in_particular_can_do_it_as_well(self):
        if os.geteuid() != 0:
            self.skipTest("the tests do not run as root")
        try:
            subprocess.run([ISOARGS, "--version"], user=65534, group=65534, extra_groups=[],
                           check=True, capture_output=True)
        except (PermissionError, subprocess.CalledProcessError):
            self.skipTest("nobody may not run " + ISOARGS)
        os.chmod(self.folder, 0o777)
        for command in self.commands:
            with self.subTest(command):
                result = run(*command, self.image, user=65534, group=65534, extra_groups=[])
                self.assertIn(result.code, (DONE, 3), result.err)
                self.assertNotIn(WARNING, result.err)


@contextlib.contextmanager
def waiting(*command, **more):
    """A process that cannot go on: nobody reads what it prints."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        while True:
            os.write(writing, bytes(65536))
    except BlockingIOError:
        os.set_blocking(writing, True)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writing,
                          stderr=subprocess.DEVNULL, **more) as process:
        os.close(writing)
        for _ in range(3000):
            with open("/proc/%d/wchan" % process.pid, encoding="ascii") as file:
                if "pipe_w" in file.read() or process.poll() is not None:
                    break
            time.sleep(0.01)
        yield process
        os.close(reading)


class FolderOrder(ToolTest):
    """A folder: the reader opens nothing, and who opens its files opens nothing else."""

    def setUp(self):
        super().setUp()
        if MODE == "none":
            self.skipTest("built for coverage: there is no sandbox")
        self.tree = self.path("tree")
        self.write("tree/EFI/BOOT/grub.cfg", b"menuentry 'Install CentOS 7' {\n linux /k quiet\n}\n")
        self.write("tree/k", b"a kernel")
        os.symlink("/k", self.path("tree/link"))

    def traced(self, *args):
        """The calls of the reader and of its broker."""
        need("strace")
        trace = self.path("trace")
        subprocess.run(["strace", "-f", "-o", trace, ISOARGS, *args, self.tree], env=TRACED,
                       stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
        processes = {}
        with open(trace, encoding="utf-8", errors="replace") as file:
            for line in file:
                pid, _, call = line.partition(" ")
                processes.setdefault(pid, []).append(call.strip())
        self.assertEqual(len(processes), 2)
        return processes.values()

    @staticmethod
    def after_sandbox(calls_of_one):
        last = max(i for i, line in enumerate(calls_of_one)
                   if line.startswith("seccomp(SECCOMP_SET_MODE_FILTER, 0"))
        return calls_of_one[last + 1:]

    def test_each_is_in_its_sandbox_in_time(self):
        full()
        opens = r"^open(at2?)?\("
        for verb in ("args", "inspect", "menu", "check"):
            with self.subTest(verb):
                reader, broker = (self.after_sandbox(calls) for calls in self.traced(verb))
                self.assertEqual([line for line in reader if re.match(opens, line)], [])
                opened = [line for line in broker if re.match(opens, line)]
                self.assertGreater(len(opened), 10)
                for line in opened:
                    self.assertRegex(line, r"^openat2\(\d+, ")
                for line in (*reader, *broker):
                    self.assertNotRegex(line, r"= -1 E(PERM|ACCES)\b")

    def test_before_it_the_reader_has_opened_no_file_of_the_folder(self):
        reader, broker = self.traced("args")
        opened = [line for line in (*reader, *broker) if '"' + self.tree in line]
        self.assertEqual(len([line for line in opened if line.startswith("openat(")]), 1)

    def test_the_reader_has_the_socket_and_memory(self):
        full()
        if os.geteuid() != 0:
            self.skipTest("the tests do not run as root")
        with waiting(ISOARGS, "inspect", self.tree) as process:
            folder = "/proc/%d/fd" % process.pid
            links = [os.readlink(os.path.join(folder, fd)) for fd in os.listdir(folder)
                     if int(fd) > 2]
            process.kill()
        self.assertEqual(len([link for link in links if link.startswith("socket:")]), 1, links)
        for link in links:
            self.assertRegex(link, r"^(socket:|/memfd:)")


class Prompt(ToolTest):
    def shown_until(self, terminal, text):
        """None: until nothing more comes."""
        shown = b""
        while text is None or text not in shown:
            ready, _, _ = select.select([terminal], [], [], 30)
            self.assertTrue(ready, shown)
            try:
                part = os.read(terminal, 4096)
            except OSError:  # the other end was closed
                part = b""
            if not part:
                self.assertIsNone(text, shown)
                break
            shown += part
        return shown

    def test_the_password_is_asked_for_at_a_terminal_that_was_open_before(self):
        if MODE == "none":
            self.skipTest("built for coverage: there is no sandbox")
        need("strace")
        image, trace = medium("el7-plain"), self.path("trace")
        pid, terminal = pty.fork()
        if pid == 0:
            try:
                os.execvpe("strace", ["strace", "-o", trace, ISOARGS, "kickstart", image], TRACED)
            finally:
                os._exit(99)
        self.addCleanup(os.close, terminal)
        for prompt in (b"Password for root: ", b"The same again: "):
            self.shown_until(terminal, prompt)
            os.write(terminal, b"secret words\n")
        self.assertIn(b"rootpw --iscrypted $6$", self.shown_until(terminal, None))
        self.assertEqual(os.waitpid(pid, 0)[1], 0)
        with open(trace, encoding="utf-8", errors="replace") as file:
            text = file.read()
        self.assertLess(text.index('"/dev/tty"'), text.index("landlock_restrict_self("))
        self.assertEqual(text.count('"/dev/tty"'), 1)


class ProcessorTime(ToolTest):
    """The last net. That nothing comes near it is for others to test."""

    SECONDS = 10 if MODE == "full" else 60

    def setUp(self):
        super().setUp()
        self.image = medium("el7-plain")

    def test_who_takes_more_ends_with_a_sentence(self):
        for profile in ("reading", "strict", "outside"):
            with self.subTest(profile):
                result = run(profile, self.image, "spin", tool=PROBE)
                self.assertEqual((result.code, result.out, result.err), (
                    FAILED, "", "sandbox-probe: ended after 1 seconds of processor time, the most "
                    "that an image is given\n"))

    def held(self, *args, **more):
        """The limit's two numbers in a run that cannot go on."""
        with waiting(ISOARGS, *args, self.image, **more) as process:
            with open("/proc/%d/limits" % process.pid, encoding="ascii") as file:
                limits = re.search(r"Max cpu time +(\w+) +(\w+)", file.read()).groups()
            process.kill()
        return limits

    def test_every_verb_has_a_limit_and_without_a_sandbox_too(self):
        plain = str(self.SECONDS), str(self.SECONDS + 5)
        whole = self.SECONDS + os.path.getsize(self.image) // (8 << 20)
        for command, expected in (
                (("args",), plain), (("inspect",), plain), (("menu",), plain), (("check",), plain),
                (("kickstart", "--lock-root"), plain),
                (("check", "--media"), (str(whole), str(whole + 5))),
                (("extract", "--force", "-o", self.path("out")), (str(whole), str(whole + 5)))):
            for options in ((), ("--no-sandbox",)):
                with self.subTest((command, options)):
                    self.assertEqual(self.held(*command, *options), expected)

    def test_a_lower_one_stays(self):
        for before, expected in (((7, 8), ("7", "8")), ((7, 7), ("6", "7")), ((1, 1), ("1", "1"))):
            with self.subTest(before):
                def lower(limits=before):
                    resource.setrlimit(resource.RLIMIT_CPU, limits)

                self.assertEqual(self.held("args", preexec_fn=lower), expected)

    def test_what_goes_on_for_long_ends_by_it_and_leaves_nothing(self):
        def one_second():
            resource.setrlimit(resource.RLIMIT_CPU, (1, resource.RLIM_INFINITY))

        # A medium that says that it goes on for 64 GiB, and does, with zeros.
        need("implantisomd5")
        image = self.path("long.iso")
        shutil.copyfile(self.image, image)
        subprocess.run(["implantisomd5", "--force", image], check=True, capture_output=True)
        blocks = 64 << 19
        with open(image, "r+b") as file:
            file.seek(32768 + 80)
            file.write(blocks.to_bytes(4, "little") + blocks.to_bytes(4, "big"))
            file.truncate(blocks * 2048)
        result = run("check", "--media", image, preexec_fn=one_second)
        self.assertEqual((result.code, result.out), (FAILED, ""), result.err)
        self.assertEqual(result.err.splitlines()[-1], "isoargs: ended after 1 seconds of "
                         "processor time, the most that an image is given")


def processor_time(*args):
    """Milliseconds of a run. It waits for nothing, so this is what it takes on an idle machine."""
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in range(3)]
    pid = os.posix_spawn(ISOARGS, [ISOARGS, *args], os.environ, file_actions=null)
    _, status, usage = os.wait4(pid, 0)
    assert status == 0, status
    return (usage.ru_utime + usage.ru_stime) * 1000


class Time(ToolTest):
    def test_it_takes_at_most_3_ms(self):
        full()
        image = medium("el7-dvd")
        taken = {"--no-sandbox": [], "--verbose": []}
        for _ in range(200):
            for option, times in taken.items():
                times.append(processor_time(option, image))
        without, inside = (statistics.median(times) for times in taken.values())
        print("%.2f ms without, %.2f ms with it" % (without, inside))
        self.assertLessEqual(inside - without, 3)


if __name__ == "__main__":
    main()
