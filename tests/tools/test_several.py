# SPDX-License-Identifier: GPL-3.0-or-later
"""Many images in one run: what comes of each is what comes of it alone, whatever the others are."""

import json
import os
import re
import resource
import signal
import subprocess
import tempfile
import time

from harness import (DONE, FAILED, ISOARGS, MORTAL, NOT_USABLE, USAGE, BoundedTest, Result, ToolTest,
                     endless, main, master, media, medium, need, run)
from hostile import Image

FACTOR = int(os.environ.get("ISOARGS_TEST_FACTOR", "1"))  # of a build that is not optimised
PER_SECOND = 300  # images and second of the processor; 1400 on a machine that does nothing else
MANY = 10000

HEADS = {
    "inspect": ["name", "label", "distribution", "version", "architecture", "verdict"],
    "check": ["name", "label", "distribution", "version", "architecture", "kernel", "verdict"],
}


def several(*args, **more):
    """Runs isoargs; what it took comes with the result."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        child = subprocess.Popen([ISOARGS, *args], stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=err, **more)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="surrogateescape"))
    result = Result(subprocess.CompletedProcess([], child.returncode, *texts))
    result.seconds, result.usage = seconds, usage
    return result


def rows(result):
    """The lines of a table by its heads."""
    lines = [re.split("  +", line) for line in result.out.splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def children(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def is_alive(pid):
    try:
        with open("/proc/%d/stat" % pid, encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def wait_until(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("waited for %d seconds" % seconds)


class SeveralTest(ToolTest):
    def hostile(self):
        """Images made to do harm, and what is none at all; cut, empty, absent, a folder."""
        loop = Image()
        loop.directory(20)
        for name in (b"EFI", b"BOOT", b"boot", b"isolinux"):
            loop.add(20, name, 20, 2048, 2)
        deep = Image(root_size=0xFFFFF800)
        deep.directory(20)
        os.makedirs(self.path("folder"), exist_ok=True)
        return [loop.write(self.path("loop.iso")), deep.write(self.path("deep.iso"), 1 << 32),
                self.write("zero.iso", bytes(1 << 20)), self.write("empty.iso"),
                self.write("text.iso", b"\x1b[31m<html>\n" * 5000), self.path("absent.iso"),
                self.write("a\x1b[2J\n\u202eb.iso", b"x"), self.path("folder")]

    def links(self, count, name="el7-plain"):
        """As many names of one small image."""
        image = medium(name)
        try:
            with tempfile.TemporaryDirectory(dir=os.path.dirname(image)) as beside:
                os.link(image, os.path.join(beside, "link"))
            folder = tempfile.mkdtemp(dir=os.path.dirname(image), prefix=".links-")
        except OSError:
            return [image] * count
        self.addCleanup(subprocess.run, ["rm", "-r", folder], check=True)
        for number in range(count):
            os.link(image, os.path.join(folder, "m%d.iso" % number))
        return [os.path.join(folder, "m%d.iso" % number) for number in range(count)]


class Equal(SeveralTest):
    """What is said of an image, alone and among others."""

    def paths(self):
        names = [medium(name) for name in media()]
        return [path for pair in zip(names, self.hostile() * 9) for path in pair]

    def assert_same(self, verb, more, document):
        paths = self.paths()
        result = run(*verb, "-j", "3", *more, *paths)
        lines = [json.loads(line) for line in result.out.splitlines()]
        self.assertEqual([line["name"] for line in lines], paths)
        sentences, worst = "", 0
        for path, line in zip(paths, lines):
            with self.subTest((verb, path)):
                alone = run(*verb, *document, path)
                worst = max(worst, alone.code, key=(0, 3, 1, 2).index)
                sentences += alone.err
                name = line.pop("name")
                if alone.out:
                    self.assertEqual(line, json.loads(alone.out))
                    self.assertEqual(list(line), list(json.loads(alone.out)))
                else:
                    self.assertEqual(list(line), ["error"])
                    self.assertIn(line["error"], alone.err.splitlines()[-1], name)
        self.assertEqual(result.err, sentences)
        self.assertEqual(result.code, worst)

    def test_a_line_is_the_document_of_the_image_alone_with_its_name(self):
        self.assert_same(["inspect"], ["--json"], ["--json"])
        self.assert_same(["check"], ["--json"], ["--json"])
        self.assert_same(["args"], ["--format", "json"], ["--format", "json"])

    def test_arguments_are_those_of_the_image_alone_behind_its_name(self):
        paths, expected, sentences = self.paths(), [], ""
        for path in paths:
            alone = run(path)
            sentences += alone.err
            if alone.code == DONE:
                expected.append((path, alone.out.rstrip("\n")))
        result = run("-j", "2", *paths)
        found = [tuple(re.split("  +", line, maxsplit=1)) for line in result.out.splitlines()]
        self.assertEqual(found, expected)
        self.assertEqual((result.code, result.err), (FAILED, sentences))

    def test_a_row_is_what_the_documents_say(self):
        paths = [medium(name) for name in media()]
        told = [json.loads(line) for line in run("inspect", "--json", *paths).out.splitlines()]
        checked = [json.loads(line) for line in run("check", "--json", *paths).out.splitlines()]
        inspect, check = run("inspect", *paths), run("check", *paths)
        for verb, result in (("inspect", inspect), ("check", check)):
            self.assertEqual(re.split("  +", result.out.splitlines()[0]), HEADS[verb])
            self.assertEqual(len(rows(result)), len(paths))
        for path, row, found, document, checks in zip(paths, rows(inspect), rows(check), told, checked):
            with self.subTest(path):
                what = document["distribution"]
                self.assertEqual(row["name"], path)
                self.assertEqual(row["label"], document["label"]["installer"])
                self.assertEqual([row["distribution"], row["version"], row["architecture"]],
                                 [what[key]["value"] or "-" if what[key] else "-"
                                  for key in ("name", "version", "arch")])
                levels = {note["severity"] for note in document["notes"]}
                self.assertEqual(row["verdict"], "error" if "error" in levels else
                                 "warning" if "warning" in levels else "ok")
                for key in HEADS["inspect"][:-1]:
                    self.assertEqual(found[key], row[key])
                kernel = [item["verdict"] for item in checks["checks"]
                          if item["check"] in ("pv", "guest")]
                self.assertEqual(found["kernel"], kernel[-1] if kernel else "-")
                self.assertEqual(found["verdict"], checks["verdict"])

    def test_no_image_changes_the_row_of_another(self):
        good = [medium(name) for name in ("el7-plain", "el9-dvd", "ubuntu-like")]
        expected = rows(run("check", *good))
        for jobs in ("1", "2", "8"):
            paths = [path for bad in self.hostile() for path in (*good, bad)]
            result = run("check", "-j", jobs, *paths)
            found = rows(result)
            self.assertEqual(len(found), len(paths))
            self.assertEqual([row for row in found if row["name"] in good],
                             expected * (len(paths) // 4))
            bad = [row for row in found if row["name"] not in good]
            self.assertEqual([row["verdict"] for row in bad[2:]], ["failed"] * 5 + ["error"])
            self.assertNotRegex(result.out + result.err, "[\x00-\x09\x0b-\x1f\x7f\u202e]")
            self.assertIn("a\\x1b[2J\\x0a\\u{202e}b.iso", result.out)


class Lines(SeveralTest):
    def test_one_image_has_a_line_where_that_is_asked_for(self):
        image = medium("el7-plain")
        alone = run(image).out
        self.assertEqual(run("--lines", image).out, image + "  " + alone)
        self.assertEqual(run("inspect", "--lines", image).out.count("\n"), 2)
        document = json.loads(run("check", "--json", image).out)
        self.assertEqual(json.loads(run("check", "--json", "--lines", image).out),
                         {"name": image, **document})
        for verb in ([], ["inspect"], ["check"]):
            self.assertEqual(run(*verb, "-j", "4", image).out, run(*verb, image).out)

    def test_blanks_of_names_and_labels_are_no_ends_of_columns(self):
        need("genisoimage")
        tree = self.path("tree")
        os.makedirs(tree)
        paths = [self.path(name) for name in (" a", "b  c", "d ", "漢字.iso", "x\ty")]
        for path in paths:
            master(tree, path, "-V", "A  B   C", boot_files=False)
        found = run("inspect", *paths, cwd=self.folder)
        self.assertEqual([row["label"] for row in rows(found)], [r"A \x20B \x20\x20C"] * 5)
        found = run("inspect", *map(os.path.basename, paths), cwd=self.folder)
        self.assertEqual([row["name"] for row in rows(found)],
                         [r"\x20a", r"b \x20c", r"d\x20", "漢字.iso", r"x\x09y"])
        named = run("inspect", "--json", *paths).out.splitlines()
        self.assertEqual([json.loads(line)["name"] for line in named], paths)

    def test_names_may_look_like_options_and_be_named_twice(self):
        with open(medium("el7-plain"), "rb") as file:
            self.write("-j", file.read())
        found = run("inspect", "--", "-j", "-j", "--json", cwd=self.folder)
        self.assertEqual([(row["name"], row["verdict"]) for row in rows(found)],
                         [("-j", "ok"), ("-j", "ok"), ("--json", "failed")])
        self.assertEqual((found.code, found.err),
                         (FAILED, "isoargs: --json: No such file or directory; check the path\n"))

    def test_images_in_a_folder_are_not_looked_for(self):
        with open(medium("el7-plain"), "rb") as file:
            self.write("shelf/a.iso", file.read())
        result = run("inspect", "--json", self.path("shelf"), medium("el7-plain"))
        lines = [json.loads(line) for line in result.out.splitlines()]
        self.assertEqual([line["name"] for line in lines], [self.path("shelf"), medium("el7-plain")])
        self.assertNotIn("a.iso", result.out)
        result = run("check", self.path("shelf"), medium("el7-plain"))
        self.assertEqual([row["verdict"] for row in rows(result)], ["error", "ok"])
        result = run(self.path("shelf"), medium("el7-plain"))
        self.assertRegex(result.err, r"(?m)^isoargs: %s: no boot configuration: .* is in the tree, " %
                         self.path("shelf"))
        self.assertEqual(result.out.count("\n"), 1)

    def test_a_folder_and_its_image_have_their_rows(self):
        need("bsdtar")
        image, tree = medium("el9-dvd"), self.path("tree")
        os.mkdir(tree)
        subprocess.run(["bsdtar", "-xf", image, "-C", tree], check=True)
        subprocess.run(["chmod", "-R", "u+w", tree], check=True)
        result = run("check", "--guest", "kvm", tree, image, tree + "/")
        self.assertEqual(result.code, DONE)
        found = rows(result)
        self.assertEqual([row["label"] for row in found], ["-", "RHEL-9-4-0-BaseOS-x86_64", "-"])
        for row in found:
            self.assertEqual([row[key] for key in HEADS["check"][2:]],
                             ["Red Hat Enterprise Linux", "9.4", "x86_64", "ok", "ok"])

    def test_the_order_is_kept_where_the_first_takes_longest(self):
        image = medium("el7-dvd")
        small = self.links(30)
        result = run("check", "--media", "--json", "-j", "8", image, *small, image, *small)
        names = [json.loads(line)["name"] for line in result.out.splitlines()]
        self.assertEqual(names, [image, *small, image, *small])

    def test_the_status_is_the_worst(self):
        good, live, absent = medium("el7-plain"), medium("live"), self.path("absent.iso")
        for paths, expected in (((good, good), DONE), ((good, live), NOT_USABLE),
                                ((live, absent, good), FAILED), ((absent, live), FAILED)):
            for verb in (["check"], ["check", "--json"], ["args"]):
                self.assertEqual(run(*verb, *paths).code, expected, (verb, paths))
        self.assertEqual(run("check", "--ip", "x", absent, good).code, USAGE)
        # which is told only when it is derived from the first medium
        self.assertEqual(run("--dhcp", "--ip", "192.0.2.1/24", absent, live, good).code, USAGE)

    def test_an_entry_that_is_asked_for_has_to_be_there(self):
        result = run("inspect", "--entry", "none", medium("el7-plain"), medium("el7-dvd"))
        self.assertEqual(result.code, NOT_USABLE)
        self.assertEqual([row["verdict"] for row in rows(result)], ["failed", "failed"])
        self.assertEqual(result.err.count('.iso: --entry: no menu entry has the number'), 2)
        self.assertEqual(run("inspect", "--entry", "0", "--lines", medium("el7-plain")).code, DONE)

    def test_verbs_that_take_one_image_say_which_take_several(self):
        image = medium("el7-plain")
        for verb in (["menu"], ["extract", "-o", self.path("out")], ["kickstart", "--lock-root"]):
            self.assert_fails(USAGE, "expected one image; several are for args, inspect and check",
                              args=(*verb, image, image))
            self.assertEqual(run(*verb, "--lines", image).code, USAGE)
        for option in (["--explain"], ["--format", "xl"], ["--format", "shell"], ["--format", "grub"]):
            self.assert_fails(USAGE, option[0] + ": found with a line for each image, expected one",
                              args=(*option, image, image))

    def test_a_password_is_in_each_line_that_needs_it(self):
        secret = self.write("secret", b"vncpass1\n")
        result = run("--vnc", "--vnc-password-file", secret, "--dhcp", medium("el7-dvd"), medium("el7-plain"))
        self.assertEqual(result.out.count("vncpassword=vncpass1"), 2)


class Processes(SeveralTest):
    def start(self, *args, **more):
        child = subprocess.Popen([*MORTAL, ISOARGS, *args], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.addCleanup(self.end, child)
        return child

    @staticmethod
    def end(child):
        if child.poll() is None:
            child.kill()
        child.communicate()

    def long(self):
        """Images that take many seconds."""
        return [endless(self.path("endless.iso"))] * 3

    def test_a_signal_ends_all_of_them_at_once(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
            long = self.long()
            for form in ([], ["--json"]):
                with self.subTest((number, form)):
                    child = self.start("check", "--media", *form, "-j", "3", medium("el7-plain"), *long)
                    workers = wait_until(lambda: len(children(child.pid)) == 3 and children(child.pid))
                    child.send_signal(number)
                    out, err = child.communicate(timeout=10)
                    self.assertEqual(child.returncode, -number)
                    wait_until(lambda: not any(map(is_alive, workers)), 2)
                    self.assertRegex(out.decode(), r"\A(\{.*\}\n)*\Z")
                    self.assertEqual(err, b"")

    def test_who_is_killed_has_failed_and_nobody_else(self):
        good = medium("el7-plain")
        long = self.long()[0]
        child = self.start("check", "--media", "--json", "-j", "1", long, good)
        worker = wait_until(lambda: children(child.pid))[0]
        os.kill(worker, signal.SIGKILL)
        out, err = child.communicate(timeout=60)
        sentence = "what reads it was ended by a signal: Killed"
        lines = out.decode().splitlines()
        self.assertEqual(json.loads(lines[0]), {"name": long, "error": sentence})
        self.assertEqual(json.loads(lines[1])["name"], good)
        self.assertEqual(len(lines), 2)
        self.assertEqual(err.decode(), "isoargs: %s: %s\n" % (long, sentence))
        self.assertEqual(child.returncode, FAILED)

    def test_who_takes_all_of_its_time_has_failed_and_nobody_else(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (1, 60))
        huge, good = self.long()[0], medium("el7-plain")
        result = several("check", "--media", huge, good, preexec_fn=limit)
        self.assertEqual([row["verdict"] for row in rows(result)], ["failed", "ok"])
        self.assertEqual((result.code, result.err),
                         (FAILED, "isoargs: %s: ended after 1 seconds of processor time, the most "
                          "that an image is given\n" % huge))

    def test_no_more_run_at_a_time_than_jobs_say(self):
        for jobs in (1, 2, 3):
            child = self.start("check", "--media", "-j", str(jobs), *self.long() * 2)
            wait_until(lambda: len(children(child.pid)) == jobs)
            for _ in range(30):
                self.assertLessEqual(len(children(child.pid)), jobs)
                time.sleep(0.005)
            self.end(child)

    def test_by_default_as_many_run_as_there_are_processors_for_it(self):
        for processors in (set(list(os.sched_getaffinity(0))[:1]), os.sched_getaffinity(0)):
            child = self.start("check", "--media", *self.long() * 2,
                               preexec_fn=lambda: os.sched_setaffinity(0, processors))
            count = min(len(processors), 6)
            wait_until(lambda: len(children(child.pid)) == count)
            self.end(child)

    def test_who_has_seen_enough_ends_it_without_a_word(self):
        for verb in (["check", "--json"], ["args"]):
            child = self.start(*verb, "-j", "2", medium("el7-plain"), *self.links(3000))
            child.stdout.readline()
            child.stdout.close()
            self.assertEqual(child.stderr.read(), b"")
            self.assertEqual(child.wait(timeout=20), FAILED)

    def test_a_result_that_cannot_be_written_is_told_once(self):
        with open("/dev/full", "wb") as full:
            for verb in (["check", "--json"], ["inspect"], ["args"]):
                result = run(*verb, *[medium("el7-plain")] * 20, stdout=full)
                self.assertEqual((result.code, result.err),
                                 (FAILED, "isoargs: cannot write the result: No space left on device\n"))

    def test_standard_input_is_left_to_others(self):
        with open(self.write("input", b"1\n2\n"), "rb") as file:
            result = run("check", "-j", "2", *[medium("el7-plain")] * 4, stdin=file)
            self.assertEqual((result.code, os.lseek(file.fileno(), 0, os.SEEK_CUR)), (DONE, 0))

    def test_descriptors_and_processes_may_be_few(self):
        def few():
            resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
        result = several("check", "-j", "64", *[medium("el7-plain")] * 200, preexec_fn=few)
        self.assertEqual((result.code, result.err), (DONE, ""))
        self.assertEqual(len(rows(result)), 200)

    def test_each_is_read_in_a_sandbox_of_its_own_and_none_outside(self):
        need("strace")
        if FACTOR > 1:
            self.skipTest("sanitizers trace, too")
        paths = self.links(5)
        trace = self.path("trace")
        subprocess.run(["strace", "-ff", "-s", "200", "-o", trace, "-e",
                        "trace=seccomp,landlock_restrict_self,openat", ISOARGS, "check", *paths],
                       check=True, stdout=subprocess.DEVNULL, timeout=60)
        texts = []
        for name in os.listdir(self.folder):
            with open(self.path(name), encoding="utf-8", errors="replace") as file:
                texts.append(file.read())
        readers = [text for text in texts if ".iso" in text]
        self.assertEqual(len(texts), 6)
        self.assertEqual(len(readers), 5)
        for text in readers:
            self.assertEqual(len(set(re.findall(r"m\d+[.]iso", text))), 1)
            self.assertEqual(text.count("SECCOMP_SET_MODE_FILTER"), 1)
            self.assertLess(text.rindex(".iso"), text.index("SECCOMP_SET_MODE_FILTER"))


class Cost(BoundedTest, SeveralTest):
    def setUp(self):
        super().setUp()
        with open(ISOARGS, "rb") as file:
            if b"__asan_init" in file.read():
                self.skipTest("what a sanitizer costs is not what the tool costs")

    def test_a_process_and_a_sandbox_for_each_leave_many_a_second(self):
        paths = self.links(2000)
        for verb in (["args"], ["inspect", "--json"], ["check"]):
            result = several(*verb, *paths)
            rate = len(paths) / (result.usage.ru_utime + result.usage.ru_stime)
            print("%s: %.0f images a second and core" % (" ".join(verb), rate))
            self.assertEqual(result.code, DONE)
            self.assertGreaterEqual(rate, PER_SECOND / FACTOR, verb)

    def test_ten_thousand_images_need_no_more_memory_than_a_few(self):
        few = [medium("el7-plain")] * 4
        for verb in (["inspect"], ["inspect", "--json"], ["args"]):
            # both: the parent, and the largest of its children
            small, large = self.spawn(*verb, *few), self.spawn(*verb, *few * (MANY // 4))
            self.assertEqual(large.code, DONE)
            self.assertEqual(large.out.count("\n"), MANY + (verb == ["inspect"]))
            print("%s: %d KiB of 4, %d KiB of %d" % (" ".join(verb), small.kib, large.kib, MANY))
            self.assertLessEqual(large.kib, 64 * 1024)
            self.assertLessEqual(large.kib - small.kib, 8 * 1024)


if __name__ == "__main__":
    main()
