# SPDX-License-Identifier: GPL-3.0-or-later
"""The worst media within the bounds as a remote reader hands them over: test-reader-worst.c looks."""

import os
import subprocess
import sys

import worst
from harness import ToolTest, main

RECIPES = worst.load()


class ReaderWorst(ToolTest):
    def test_no_call_asks_for_more_than_it_may_and_says_what_it_says_of_the_file(self):
        # what a kernel takes is no matter of how it is read
        names = [name for name in RECIPES if not name.startswith("kernel-")]
        self.assertGreater(len(names), 200)
        for name in names:
            RECIPES[name][0]().write(self.path(name + ".iso"))
        process = subprocess.run([os.environ["ISOARGS_READER_WORST"]], check=False,
                                 env={**os.environ, "ISOARGS_TEST_MEDIA": self.folder,
                                      "CMOCKA_MESSAGE_OUTPUT": "STDOUT"},
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        print(process.stdout, file=sys.stderr)
        self.assertEqual(process.returncode, 0, process.stdout[-2000:])


if __name__ == "__main__":
    main()
