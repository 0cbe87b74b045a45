# SPDX-License-Identifier: GPL-3.0-or-later
"""What the documents and the manual pages say is what there is, and what isoargs does."""

import collections
import glob
import os
import re
import subprocess
import sys
import textwrap

from harness import ISOARGS, SOURCE, ToolTest, main, medium, need, run

sys.path.append(os.path.join(SOURCE, "http"))
from server import Server  # noqa: E402  pylint: disable=wrong-import-position

TOP = os.path.normpath(os.path.join(SOURCE, ".."))
BUILD = os.environ["ISOARGS_TEST_BUILD"]
README_LINES_MAX = 120
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md",
             *sorted(os.path.relpath(path, TOP) for path in glob.glob(TOP + "/docs/*.md"))]
IMAGE = "CentOS-7-x86_64-DVD.iso"
# Names of images in the documents, and the media that are like them.
IMAGES = {
    IMAGE: "el7-dvd",
    "rhel-9.4-x86_64-dvd.iso": "el9-dvd",
    "ubuntu-18.04.6-server-amd64.iso": "ubuntu-server-di",
    "ubuntu-24.04.1-live-server-amd64.iso": "ubuntu-live-server",
    "openSUSE-Tumbleweed-DVD-x86_64.iso": "opensuse-dvd",
    "Leap-16.0-offline-installer-x86_64.iso": "agama",
    "alpine-standard-x86_64.iso": "alpine",
    "fedora-coreos-live-iso.x86_64.iso": "fedora-coreos",
}
# Places in the documents, and the media that are like what is there, unpacked where it is no image.
SERVER, FOLDER = "https://HOST", "/srv/c7"
PLACES = {"9/BaseOS/x86_64/os": "el9-dvd", "c7": "el7-netinstall"}
VERBS = ("args", "check", "extract", "inspect", "menu", "kickstart")

# What commands of documents call beside isoargs: nothing is asked, nothing is changed.
STUBS = {"xe": "exit 0", "openssl": "echo '$6$salt$%s'" % ("x" * 86)}


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def helped(*verbs):
    """The options that the help of verbs has."""
    text = "".join(run("help", verb).out for verb in verbs)
    return set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text))


class Documents(ToolTest):
    def setUp(self):
        super().setUp()
        self.bin = self.path("bin")
        for name, what in STUBS.items():
            os.chmod(self.write("bin/" + name, "#!/bin/sh\n%s\n" % what), 0o755)
        os.symlink(ISOARGS, os.path.join(self.bin, "isoargs"))
        os.mkdir(self.path("work"))
        self.server = None

    def sh(self, script):
        """Runs what a document has in the folder of the image, as a person would paste it."""
        env = dict(os.environ, PATH=self.bin + ":" + os.environ["PATH"])
        process = subprocess.run(["sh", "-euc", script], cwd=self.path("work"), text=True, env=env,
                                 stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                 timeout=120)
        self.assertEqual(process.returncode, 0, "%s\n%s" % (script, process.stderr))
        return process.stdout

    def with_image(self, name=IMAGE, like="el7-dvd"):
        path = self.path("work/" + name)
        if not os.path.exists(path):
            os.symlink(medium(like), path)

    def with_images_of(self, command):
        """Those that it names; the test is skipped where one was not mastered. The command as it is here."""
        for name, like in IMAGES.items():
            if name in command:
                self.with_image(name, like)
        for place, like in PLACES.items():
            if place + "/" in command or command.endswith("/" + place):
                self.unpack(place, like)
        if SERVER in command:
            command = command.replace(SERVER, self.serve().url().rstrip("/"))
        return command.replace(FOLDER, self.path("work/c7"))

    def unpack(self, place, like):
        path = self.path("work/" + place)
        if not os.path.exists(path):
            os.makedirs(path)
            subprocess.run(["bsdtar", "-C", path, "-xf", medium(like)], check=True)

    def serve(self):
        """A server of what was made."""
        if run("http://127.0.0.1:1/").err.count("libcurl"):
            self.skipTest("isoargs is built without libcurl")
        if not self.server:
            self.server = self.enterContext(Server(self.path("work")))
        return self.server

    def test_readme_is_short(self):
        self.assertLessEqual(read("README.md").count("\n"), README_LINES_MAX)

    def test_nothing_is_said_twice(self):
        lines = collections.Counter(line.strip() for path in DOCUMENTS
                                    for line in read(path).splitlines() if len(line.strip()) > 60 and re.search(r"\w", line))
        self.assertGreater(len(lines), 200)
        self.assertEqual([line for line, count in lines.items() if count > 1], [])

    def test_every_path_exists(self):
        token = re.compile(r"(?<![\w/.:-])((?:lib|tools|tests|docs|include|examples|\.ci)/[\w./<>*-]+"
                           r"|[\w-]+\.md)")
        count = 0
        for path in DOCUMENTS:
            for found in token.findall(read(path)):
                found = re.sub(r"<\w+>|\b[A-Z]{3,}\b(?!\.md)", "*", found.rstrip("."))
                here = os.path.dirname(path) if "/" not in found else ""
                with self.subTest(path, path_named=found):
                    self.assertTrue(glob.glob(os.path.join(TOP, here, found)) or
                                    glob.glob(os.path.join(TOP, found)))
                count += 1
        self.assertGreater(count, 40)

    def test_every_verb_of_quickstart_exists(self):
        known = set(re.findall(r"^(\w+)(?: \|[^)]*)?\) ", read("quickstart"), re.M))
        self.assertIn("xen", known)
        for path in DOCUMENTS:
            named = set(re.findall(r"\./quickstart ([a-z]+)\b", read(path)))
            self.assertEqual(named - known, set(), path)

    @staticmethod
    def plain(line):
        """Without what hangs on the kernel that Debian has today: sizes, places, the map."""
        line = re.sub(r"\d{5,}|\d+\.\d MiB", "N", line)
        return " ".join(re.sub(r"[#.+]{20,}", "MAP", line).split())

    def test_every_transcript_is_true(self):
        shown = [found for path in DOCUMENTS for found in re.findall(
            r"^    \$ (isoargs .*)\n((?:    .*\n|\n(?=    [^$]))+)", read(path), re.M)]
        self.assertEqual(len(shown), 14)
        for command, expected in shown:
            with self.subTest(command):
                self.with_images_of(command)
                lines = [self.plain(line) for line in self.sh(command).splitlines()]
                for line in map(self.plain, expected.splitlines()):
                    if line in ("", "…"):
                        continue
                    self.assertIn(line, lines)
                    lines = lines[lines.index(line) + 1:]

    def test_every_command_can_be_pasted(self):
        self.with_image()
        count = 0
        for path in DOCUMENTS:
            for command in re.findall(r"^    +((?:isoargs|openssl) .*)$", read(path), re.M):
                with self.subTest(command):
                    self.sh(self.with_images_of(command))
                count += 1
        self.assertGreater(count, 9)

    def test_every_command_in_a_sentence_can_be_run(self):
        self.with_image()
        options = helped(*VERBS)
        count = 0
        for path in DOCUMENTS:
            for command in re.findall(r"`(isoargs [^`…]*)`", read(path)):
                if "help" in command or "IMAGE" in command:
                    with self.subTest(path):
                        self.sh(command.replace("VERB", "check").replace("IMAGE", IMAGE))
                else:
                    words = command.split()[1:]
                    self.assertIn(words[0], {*VERBS, *options}, command)
                    self.assertLessEqual({w for w in words if w.startswith("--")}, options, command)
                count += 1
        self.assertGreater(count, 12)

    def test_every_command_of_the_provisioner_is_one(self):
        tool = os.environ.get("ISOARGS_XENSERVER")
        if not tool:
            self.skipTest("isoargs-xenserver is not built")
        known = set(re.findall(r"^  (\w+) ", run("help", tool=tool).out, re.M))
        self.assertIn("finish", known)
        page = set(re.findall(r"--[a-z][a-z-]*", read("tools/isoargs-xenserver/isoargs-xenserver.1.scd") +
                              read("tools/isoargs/isoargs.1.scd")))
        for path in DOCUMENTS:
            for command in re.findall(r"isoargs-xenserver ([a-z]+ --[^#`\n]*)", read(path)):
                self.assertIn(command.split()[0], known, command)
                self.assertLessEqual({w for w in command.split() if w.startswith("--")}, page)

    def test_the_code_in_readme_is_in_the_example_that_is_compiled(self):
        shown = re.findall(r"^```c\n(.*?)^```$", read("README.md"), re.M | re.S)
        self.assertEqual(len(shown), 1)
        self.assertGreater(shown[0].count("\n"), 10)
        self.assertIn("{\n" + textwrap.indent(shown[0], "\t") + "}\n", read("examples/arguments.c"))

    def test_the_examples_of_the_manual_can_be_pasted(self):
        self.with_image("c7.iso")
        page = read("tools/isoargs/isoargs.1.scd")
        page = page[page.index("# EXAMPLES"):]
        blocks = re.findall(r"^```\n(.*?)^```$", page, re.M | re.S)
        self.assertGreater(len(blocks), 4)
        for block in blocks:
            with self.subTest(block):
                # as the page shows it: scdoc takes two for one
                self.sh(block.replace("\\\\\n", "\\\n"))

    def test_each_difference_from_a_loader_is_held_by_a_test(self):
        rows = re.findall(r"^\| .* \|$", read("docs/loaders.md"), re.M)[1:]
        self.assertGreater(len(rows), 0)
        sources = "".join(read(os.path.relpath(path, TOP)) for path in glob.glob(
            TOP + "/tests/**/*", recursive=True) if path.endswith((".c", ".py")))
        for row in rows:
            cells = row.strip("| ").split(" | ")
            with self.subTest(cells[0]):
                self.assertEqual(len(cells), 5)
                names = re.findall(r"`(\w+)`", cells[-1])
                self.assertNotEqual(names, [])
                for name in names:
                    self.assertRegex(sources, r"(void|def) %s\(" % name)

    def test_each_room_is_in_the_drawing(self):
        rooms = {os.path.basename(os.path.dirname(p)) for p in glob.glob(TOP + "/lib/*/meson.build")}
        self.assertGreater(len(rooms), 9)
        drawing = re.search(r"^    +.*\bbase\b.*\n", read("docs/architecture.md"), re.M)
        self.assertTrue(drawing)
        drawn = set(re.findall(r"\b\w+\b", "\n".join(re.findall(
            r"^    .*$", read("docs/architecture.md"), re.M))))
        self.assertEqual(rooms - drawn, set())


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

    def test_the_severity_of_each_code_is_the_gravest_that_the_library_gives(self):
        order = ["INFO", "WARNING", "ERROR"]
        given = {}
        for severity, name in re.findall(
                r"\bISOARGS_(INFO|WARNING|ERROR),\s*IA_NOTE_(\w+)\b", self.sources):
            given.setdefault(name, []).append(severity)
        self.assertGreater(len(given), 60)
        table = {name: severity for name, _, severity in self.rows}
        texts = read("lib/base/note-codes.h").split("ROW(")
        for name, severities in given.items():
            with self.subTest(name):
                self.assertEqual(table[name], max(severities, key=order.index))
                # where it is less, the text says when
                text = next(text for text in texts if text.startswith(name + ","))
                for less in set(severities) - {table[name]}:
                    self.assertIn("(%s)" % less.lower(), text)


if __name__ == "__main__":
    main()
