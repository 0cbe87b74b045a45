#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The library names its own options, and the tools have a spelling for each of them."""

import os
import re
import unittest

SOURCE = os.path.join(os.environ["ISOARGS_TEST_SOURCE"], "..")
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"')

# What other programs take: kickstarts, pygrub, xe, kexec, virt-install, iPXE, GRUB's search.
OTHERS = {
    "kickstart/kickstart.c": None,
    "menu/grub/commands/file.c": {"--hint-"},
    "menu/grub-legacy/commands.c": {"--no-mem-option", "--type"},
    "text/guest/kexec.c": {"--command-line", "--initrd"},
    "text/guest/virt-install.c": {"--connect", "--console", "--graphics", "--hvm", "--memory",
                                  "--osinfo", "--paravirt", "--vcpus"},
    "text/guest/xe.c": {"--minimal"},
    "text/guest/xl.c": {"--offset"},
    "text/netboot/ipxe.c": {"--name"},
}
# Variables of a shell script, which are no options.
VARIABLES = {"text/guest/shell.c"}


def read(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


def sources(folder):
    top = os.path.join(SOURCE, folder)
    for where, _, names in sorted(os.walk(top)):
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(where, name), SOURCE)


def literals(path):
    text = re.sub(r"/\*.*?\*/", "", read(path), flags=re.S)
    return LITERAL.findall(re.sub(r"^#include .*$", "", text, flags=re.M))


def options():
    """Enumerators of enum isoargs_option but the first."""
    body = re.search(r"enum isoargs_option \{(.*?)\n\};", read("include/isoargs/option.h"), re.S)
    return re.findall(r"^\t(ISOARGS_\w+)", body.group(1), re.M)[1:]


def spellings():
    return dict(re.findall(r'\[(ISOARGS_\w+)\] = "([^"]+)"', read("tools/common/option-names.c")))


class Library(unittest.TestCase):
    def test_no_text_of_the_library_spells_an_option_of_a_program(self):
        for path in sources("lib"):
            room = path[len("lib/"):]
            for literal in literals(path):
                found = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", literal))
                if room in OTHERS:
                    found = set() if OTHERS[room] is None else found - OTHERS[room]
                self.assertFalse(found, "%s: %s" % (path, literal))
                self.assertNotRegex(literal, r"\bisoargs [a-z]", path)

    def test_every_option_that_a_text_of_the_library_names_is_one(self):
        names = set(options())
        for path in sources("lib"):
            if path[len("lib/"):] in VARIABLES:
                continue
            for literal in literals(path):
                # what ends in an underscore is put together, or looked for
                for name in re.findall(r"\bISOARGS_[A-Z0-9_]*[A-Z0-9]\b", literal):
                    self.assertIn(name, names, "%s: %s" % (path, literal))

    def test_every_call_that_a_text_of_the_library_names_can_be_spelled(self):
        named = set(re.findall(r'= "(isoargs_\w+\(\))"', read("lib/base/option-name.c")))
        self.assertTrue(named)
        for path in sources("lib"):
            for literal in literals(path):
                for name in re.findall(r"\bisoargs_\w+\(\)", literal):
                    self.assertIn(name, named, "%s: %s" % (path, literal))


class Tools(unittest.TestCase):
    def test_every_option_of_the_library_has_a_spelling(self):
        self.assertEqual(sorted(spellings()), sorted(options()))

    def test_options_are_spelled_as_they_are_given(self):
        spelled, rows = spellings(), {}
        for path in sources("tools"):
            for name, option in re.findall(
                    r'"([\w-]+)",\s*\w+_argument,\s*(?:NULL,\s*)?(?:\w+\()?(ISOARGS_\w+)',
                    read(path).replace("\\\n", "")):
                rows[option] = name
                self.assertEqual(spelled.get(option), "--" + name, path)
        # those whose value stands in a file are given by its name
        rows["ISOARGS_VNC_PASSWORD"] = rows["ISOARGS_SETUP_ROOT_HASH"] = \
            rows["ISOARGS_SETUP_SSH_KEY"] = None
        # and this is one of a verb's own, which does more
        rows["ISOARGS_GUEST_FORCE"] = None
        self.assertEqual(sorted(option for option in options()
                                if not option.startswith("ISOARGS_CALL_")), sorted(rows))
        text = "".join(read(path) for path in sources("tools"))
        for option in ("ISOARGS_VNC_PASSWORD", "ISOARGS_SETUP_ROOT_HASH", "ISOARGS_SETUP_SSH_KEY"):
            self.assertRegex(text, r'"%s",\s*required_argument' % spelled[option][2:])
        self.assertRegex(text, r'"%s",\s*no_argument' % spelled["ISOARGS_GUEST_FORCE"][2:])

    def test_calls_are_spelled_as_verbs_that_there_are(self):
        verbs = set(re.findall(r'\.name = "(\w+)"', "".join(map(read, sources("tools/isoargs")))))
        for option, spelling in spellings().items():
            if option.startswith("ISOARGS_CALL_"):
                program, verb = spelling.split()
                self.assertEqual(program, "isoargs")
                self.assertIn(verb, verbs)


if __name__ == "__main__":
    unittest.main()
