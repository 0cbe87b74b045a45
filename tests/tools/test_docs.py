# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents and the manual pages say is what there is, and what isoargs does."""

import glob
import os
import re
import subprocess

from harness import SOURCE, ToolTest, main, need, run

TOP = os.path.normpath(os.path.join(SOURCE, ".."))
BUILD = os.environ["ISOARGS_TEST_BUILD"]
VERBS = ("args", "check", "extract", "inspect", "menu", "kickstart")


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def helped(*verbs):
    """The options that the help of verbs has."""
    text = "".join(run("help", verb).out for verb in verbs)
    return set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text))


class Manual(ToolTest):
    def test_every_option_is_in_the_manual_and_in_the_help(self):
        page = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", read("tools/isoargs/isoargs.1.scd")))
        # of every program, and not of a verb
        page -= {"--version"}
        options = helped(*VERBS) - {"--help"}
        self.assertGreater(len(options), 40)
        self.assertEqual(options - page, set(), "not in the manual")
        self.assertEqual(page - options, set(), "not in the help")

    def pages(self):
        found = glob.glob(BUILD + "/tools/*/isoargs*.[17]")
        if not found:
            self.skipTest("no manual pages are built: scdoc is not installed")
        self.assertGreater(len(found), 1)
        return found

    def test_man_finds_nothing_wrong_with_the_pages(self):
        need("man")
        for page in self.pages():
            with self.subTest(page):
                process = subprocess.run(["man", "--warnings", "-l", page], capture_output=True,
                                         text=True, check=True, timeout=60,
                                         env=dict(os.environ, MANPAGER="cat"))
                self.assertEqual(process.stderr, "")

    def test_mandoc_finds_nothing_wrong_but_what_scdoc_makes_of_every_page(self):
        need("mandoc")
        for page in self.pages():
            with self.subTest(page):
                process = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], text=True,
                                         capture_output=True, check=False, timeout=60)
                said = [line for line in process.stdout.splitlines() + process.stderr.splitlines()
                        if "skipping paragraph macro: PP" not in line]
                self.assertEqual(said, [])


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
