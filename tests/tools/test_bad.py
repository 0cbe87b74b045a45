# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs that are wrong: every folder here is one, and says what isoargs must answer.

NAME/tree is mastered by genisoimage (options in NAME/options, else -R -J), and NAME/patch
changes bytes of the result: lines of "OFFSET HEX", OFFSET in bytes. NAME/args holds further
arguments, one a line. NAME/expect: the exit code, then parts of standard error, one a line;
for exit code 0 the line on standard output comes second.
"""

import os

from harness import DONE, ISOARGS, SOURCE, USAGE, BoundedTest, main, master, need

BAD = os.path.join(SOURCE, "tools", "bad")


def lines(*path):
    name = os.path.join(BAD, *path)
    if not os.path.exists(name):
        return []
    with open(name, encoding="utf-8") as file:
        return file.read().splitlines()


def patch(path, changes):
    with open(path, "r+b") as file:
        for change in changes:
            offset, data = change.split(" ", 1)
            file.seek(int(offset, 0))
            file.write(bytes.fromhex(data))


class Bad(BoundedTest):
    def test_every_bad_input_gets_its_answer(self):
        need("genisoimage")
        names = sorted(n for n in os.listdir(BAD) if os.path.isdir(os.path.join(BAD, n, "tree")))
        self.assertGreater(len(names), 5)
        for name in names:
            with self.subTest(name):
                self.check(name)

    def check(self, name):
        image = self.path(name + ".iso")
        options = lines(name, "options") or ["-R", "-J", "-V", "CentOS 7 x86_64"]
        master(os.path.join(BAD, name, "tree"), image, *options)
        patch(image, lines(name, "patch"))
        expected = lines(name, "expect")
        code = int(expected[0])
        result = self.bounded(*lines(name, "args"), image)
        inspected = self.bounded("inspect", "--json", image)
        self.assertEqual(result.code, code, result.err)
        self.assertIn(inspected.code, (0, 1), inspected.err)
        if code == DONE:
            self.assertEqual(result.out, expected[1] + "\n")
            parts = expected[2:]
        else:
            self.assertEqual(result.out, "")
            if code != USAGE:
                self.assertIn(image, result.err)
            parts = expected[1:]
        for part in parts:
            self.assertIn(part, result.err)


if __name__ == "__main__":
    assert os.path.exists(ISOARGS)
    main()
