# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents and the manual pages say is what there is, and what isoargs does."""

import glob
import os
import re

from harness import SOURCE, ToolTest, main

TOP = os.path.normpath(os.path.join(SOURCE, ".."))
BUILD = os.environ["ISOARGS_TEST_BUILD"]


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


class Notes(ToolTest):
    """isoargs-notes(7) and the table that it is made of."""

    def setUp(self):
        super().setUp()
        header = read("lib/base/note-codes.h")
        self.rows = re.findall(r"\bROW\((\w+),\s*\"([^\"]+)\",\s*(INFO|WARNING|ERROR)?", header)
        self.sources = "".join(read(path) for path in glob.glob(TOP + "/lib/**/*.c", recursive=True))

    def page(self):
        path = BUILD + "/tools/isoargs/isoargs-notes.7"
        if not os.path.exists(path):
            self.skipTest("the page is not built: scdoc is not installed")
        with open(path, encoding="utf-8") as file:
            return file.read()

    def test_every_code_is_in_the_page_and_no_other(self):
        body = self.page().split(".SH NOTES\n")[1].split(".SH SEE ALSO\n")[0]
        shown = re.findall(r"^\\fB([^\\]+)\\fR(?: \((\w+)\))?$", body, re.M)
        self.assertGreater(len(shown), 90)
        self.assertEqual(shown, [(word, severity.lower()) for _, word, severity in self.rows])

    def test_the_words_are_sorted_and_each_is_there_once(self):
        for words in ([word for _, word, severity in self.rows if severity],
                      [word for _, word, severity in self.rows if not severity]):
            self.assertGreater(len(words), 10)
            self.assertEqual(words, sorted(set(words)))

    def test_a_name_is_its_word_in_capitals(self):
        for name, word, _ in self.rows:
            self.assertEqual(name, word.upper().replace("-", "_"))

    def test_every_code_is_left_by_the_library(self):
        for name, _, severity in self.rows:
            with self.subTest(name):
                self.assertRegex(self.sources, r"\bIA_%s_%s\b" % (
                    "NOTE" if severity else "FINDING", name))

    def test_the_severity_of_each_code_is_the_one_that_the_library_gives(self):
        table = {name: severity for name, _, severity in self.rows}
        given = re.findall(r"\bISOARGS_(INFO|WARNING|ERROR),\s*IA_NOTE_(\w+)\b", self.sources)
        self.assertGreater(len(given), 60)
        for severity, name in given:
            with self.subTest(name):
                self.assertEqual(table[name], severity)


if __name__ == "__main__":
    main()
