# SPDX-License-Identifier: GPL-3.0-or-later
"""The rooms of lib/ and of the tools: who may include and call whom; house.py looks."""

import os
import unittest

import house

SOURCE = os.environ["ISOARGS_TEST_SOURCE"]
BUILD = os.environ["ISOARGS_TEST_BUILD"]
TOP = os.path.normpath(os.path.join(SOURCE, ".."))

LIBRARY = house.House(TOP, "lib")
PROVISIONER = house.House(TOP, "tools/isoargs-xenserver",
                          beside=["tools/common", "tools/remote", "tools/several"], guests=["base"])

# What stands above the rooms of a program, and what it may use beside headers of its own.
PROGRAMS = {
    "tools/isoargs": ["base", "common", "remote", "several"],
    "tools/isoargs-xenserver": ["base", *PROVISIONER.uses],
}


class Rooms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.library = house.objects_of(os.path.join(BUILD, "lib"))
        cls.tools = house.objects_of(os.path.join(BUILD, "tools"))

    def assert_nothing(self, found):
        found = list(found)
        self.assertEqual(found, [], "\n" + "\n".join(map(str, found)))

    def test_there_is_something_to_look_at(self):
        self.assertGreater(len(LIBRARY.rooms), 5)
        self.assertGreater(len(PROVISIONER.rooms), 5)
        self.assertGreater(len(list(LIBRARY.includes())), 300)
        self.assertGreater(sum(len(item.defined) for item in self.library), 300)
        self.assertGreater(len(self.tools), 30)
        for program in PROGRAMS:
            self.assertIn("main.c", os.listdir(os.path.join(TOP, program)))

    def test_a_room_includes_only_what_its_first_line_names(self):
        self.assert_nothing(LIBRARY.wrong_includes())
        self.assert_nothing(PROVISIONER.wrong_includes())

    def test_objects_call_only_what_the_first_line_names(self):
        """
        The linker's view: what a room's objects do not define, a room that they use does. What
        isoargs_* is called is public: every program may call it.
        """
        self.assert_nothing(LIBRARY.wrong_calls(self.library))
        self.assert_nothing(PROVISIONER.wrong_calls(self.tools, self.library))

    def test_what_a_first_line_names_is_used(self):
        self.assert_nothing(LIBRARY.useless_heads(self.library))
        self.assert_nothing(PROVISIONER.useless_heads(self.tools, self.library))

    def test_no_room_is_used_by_one_that_it_uses(self):
        self.assert_nothing(LIBRARY.circles_of_rooms())
        self.assert_nothing(PROVISIONER.circles_of_rooms())

    def test_no_headers_include_each_other(self):
        self.assert_nothing(LIBRARY.circles_of_includes())
        self.assert_nothing(PROVISIONER.circles_of_includes())

    def test_no_files_call_each_other(self):
        """What is called through a table that was handed in is no call of a file."""
        self.assert_nothing(house.circles_of_calls(self.library))
        self.assert_nothing(house.circles_of_calls(self.tools))

    def test_the_programs_use_the_ground_and_the_public_headers_alone(self):
        for program, uses in PROGRAMS.items():
            self.assert_nothing(house.strange_includes(TOP, program, uses))

    def test_a_room_is_seen_at_a_glance(self):
        self.assert_nothing(house.too_large(TOP, "lib"))
        self.assert_nothing(house.too_large(TOP, "tools"))

    def test_lib_has_twelve_names_and_tests_have_at_most_ten_folders(self):
        lib = set(os.listdir(os.path.join(TOP, "lib")))
        self.assertEqual(lib, {*LIBRARY.uses, "meson.build"})
        self.assertEqual(len(lib), 12)
        folders = [name for name in os.listdir(SOURCE)
                   if os.path.isdir(os.path.join(SOURCE, name)) and name != "__pycache__"]
        self.assertLessEqual(len(folders), 10, folders)

    def test_tests_stand_where_what_they_test_does(self):
        self.assert_nothing(house.stray_tests(os.path.join(SOURCE, "unit"), (LIBRARY, PROVISIONER)))


if __name__ == "__main__":
    unittest.main()
