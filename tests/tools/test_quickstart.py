# SPDX-License-Identifier: GPL-3.0-or-later
"""What quickstart says where it cannot install, and what is said of tests that were skipped."""

import json
import os
import shutil
import subprocess

from harness import SOURCE, ToolTest, main

QUICKSTART = os.path.join(SOURCE, "..", "quickstart")
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
