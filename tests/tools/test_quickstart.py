# SPDX-License-Identifier: GPL-3.0-or-later
"""What quickstart says where it cannot install, where media cannot be mastered, and of skipped tests."""

import json
import os
import shutil
import subprocess

from harness import SOURCE, ToolTest, main

QUICKSTART = os.path.join(SOURCE, "..", "quickstart")
MASTER = os.path.join(SOURCE, "media", "debian", "master")
SKIPPED = os.path.join(SOURCE, "support", "skipped")


def release():
    with open("/etc/os-release", encoding="utf-8") as file:
        fields = dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)
    return fields.get("ID"), fields.get("VERSION_ID", "").strip('"')


class Quickstart(ToolTest):
    def start(self, *, architecture="amd64", **programs):
        """As somebody who is not root, has no sudo, and where no package is installed."""
        programs = {"dpkg": "echo " + architecture, "dpkg-query": "exit 1", "id": "echo 1000",
                    **programs}
        for name, text in programs.items():
            path = self.write("bin/" + name, "#!/bin/sh\n%s\n" % text)
            os.chmod(path, 0o755)
        for name in ("bash", "cat", "dirname", "mkdir", "tail", "uname"):
            os.symlink(shutil.which(name), self.path("bin/" + name))
        shutil.copy(QUICKSTART, os.path.dirname(self.write("tree/README.md")))
        return subprocess.run([self.path("bin/bash"), self.path("tree/quickstart")], check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                              env={"PATH": self.path("bin")})

    def assert_left_alone(self):
        self.assertEqual(sorted(os.listdir(self.path("tree"))), ["README.md", "quickstart"])

    def test_who_cannot_become_root_is_told_the_line_for_who_can(self):
        if release() not in (("debian", "12"), ("debian", "13")):
            self.skipTest("quickstart installs on Debian 12 and 13 only")
        result = self.start()
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        line, = [line for line in result.stderr.splitlines() if "apt-get install" in line]
        for package in ("gcc", "dpkg-dev", "libblkid-dev", "xorriso"):
            self.assertIn(" " + package, line)
        self.assert_left_alone()

    def test_sudo_that_refuses_is_none(self):
        if release() not in (("debian", "12"), ("debian", "13")):
            self.skipTest("quickstart installs on Debian 12 and 13 only")
        result = self.start(sudo="exit 1")
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        self.assertIn("administrator", result.stderr)
        self.assert_left_alone()

    def test_another_machine_is_told_at_once_what_it_takes(self):
        result = self.start(architecture="riscv64")
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        for part in ("Nothing was installed", "meson setup build", "libblkid 2.37", "nettle 3.7"):
            self.assertIn(part, result.stderr)
        self.assert_left_alone()


class Distributors(ToolTest):
    """Media by Debian's own scripts, where Debian cannot be had."""

    def start(self, *names, **programs):
        programs = {"id": "echo 0", "debootstrap": "echo no route >&2; exit 1",
                    "apt-get": "echo http://192.0.2.1/debian", "apt-config": "exit 0",
                    "unshare": 'shift 3; exec "$@"', **programs}
        for name, text in programs.items():
            os.chmod(self.write("bin/" + name, "#!/bin/sh\n%s\n" % text), 0o755)
        return subprocess.run([MASTER, self.path("out"), *names], check=False, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              env={"PATH": self.path("bin") + ":" + os.environ["PATH"]})

    def assert_skipped(self, result, *reasons):
        self.assertEqual((result.returncode, result.stdout), (77, ""), result.stderr)
        for reason in reasons:
            self.assertIn(reason, result.stderr)
        self.assertEqual([f for f in os.listdir(self.path("out")) if f.endswith(".iso")], [])

    def test_who_is_not_root_is_told_that_this_wants_root(self):
        self.assert_skipped(self.start(id="echo 1000"), "only root")

    def test_without_a_network_the_reason_and_the_log_are_told(self):
        result = self.start("debian-12-mini")
        self.assert_skipped(result, "no route", "debootstrap cannot make a Debian 12", "a network?")

    def test_without_a_mirror_there_is_nothing_to_ask(self):
        self.assert_skipped(self.start(**{"apt-get": "exit 0"}), "names no mirror")

    def test_a_name_that_no_medium_has_is_no_reason_to_skip(self):
        result = self.start("debian-11-mini")
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        self.assertIn("no image is called 'debian-11-mini'", result.stderr)

    def test_every_medium_has_a_script_and_a_line_of_the_table(self):
        listed = subprocess.run([MASTER, "--list"], check=True, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True).stdout.splitlines()
        self.assertGreater(len(listed), 2)
        with open(os.path.join(SOURCE, "media", "README.md"), encoding="utf-8") as file:
            readme = file.read()
        for name in (line.split()[0] for line in listed):
            self.assertTrue(os.access(os.path.join(os.path.dirname(MASTER), name), os.X_OK), name)
            self.assertIn("| debian/%s |" % name, readme)


class Skips(ToolTest):
    def test_suites_and_tests_are_told_with_their_reasons(self):
        log = [
            {"name": "isoargs:tools / one", "result": "OK",
             "stderr": "test_a (x.A.test_a) ... skipped 'no a'\ntest_b (x.A.test_b) ... ok\n"
                       "test_c (x.A.test_c) ... skipped \"no 'c'\"\n"
                       "test_d (x.A.test_d) ... skipped 'no a'\n"},
            {"name": "isoargs:unit / two", "result": "SKIP", "stdout": "skipped: no corpus\n"},
            {"name": "isoargs:media / three", "result": "SKIP", "stdout": "there is none\n\n"},
            {"name": "isoargs:unit / four", "result": "OK",
             "stdout": "ok 1 - what_is_skipped_is_fine\nok 2 - b # SKIP no b\n"},
        ]
        self.write("build/meson-logs/testlog.json", "".join(json.dumps(t) + "\n" for t in log))
        result = subprocess.run([SKIPPED, "build"], check=True, stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(result.stdout.replace("skipped in build: ", "").splitlines(),
                         ["one, 2 tests: no a", "one, 1 test: no 'c'", "two: no corpus",
                          "three: there is none", "four, 1 test: no b"])


if __name__ == "__main__":
    main()
