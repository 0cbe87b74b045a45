# SPDX-License-Identifier: GPL-3.0-or-later
"""The rooms of lib/ and of the tools: who may include and call whom.

The first line of each room's meson.build says what the room is and which rooms it uses:

    # args: from report and request to the words.  Uses: base release menu report
"""

import os
import re
import subprocess
import unittest

SOURCE = os.environ["ISOARGS_TEST_SOURCE"]
BUILD = os.environ["ISOARGS_TEST_BUILD"]
TOP = os.path.normpath(os.path.join(SOURCE, ".."))
FILES_MAX, LINES_MAX = 16, 600

HEAD = re.compile(r"# (\S+): \S.*  Uses:((?: \S+)*)\n")
INCLUDE = re.compile(r'#include "([^"]+)"', re.M)


class House:
    """Rooms side by side in one folder; each room is a folder in it. Others stand beside it."""

    def __init__(self, folder, beside=(), guests=()):
        self.folder = os.path.join(TOP, folder)
        self.guests = set(guests)  # rooms of the house below that may be used
        rooms = [os.path.join(self.folder, room) for room in sorted(os.listdir(self.folder))]
        rooms += [os.path.join(TOP, room) for room in beside]
        self.rooms = {os.path.basename(room): room for room in rooms
                      if os.path.isfile(os.path.join(room, "meson.build"))}
        self.uses = {room: self.read_head(room) for room in self.rooms}

    def read_head(self, room):
        build = os.path.join(self.rooms[room], "meson.build")
        with open(build, encoding="utf-8") as file:
            line = file.readline()
        match = HEAD.fullmatch(line)
        if not match or match.group(1) != room:
            raise AssertionError("%s:1: found %r, expected '# %s: what it is.  Uses: ROOM ...'"
                                 % (build, line, room))
        return match.group(2).split()

    def sources(self, room):
        for folder, _, names in os.walk(self.rooms[room]):
            for name in names:
                if name.endswith((".c", ".h")):
                    yield os.path.join(folder, name)

    def objects(self):
        """(room, object) of all that was built of the rooms."""
        names = self.uses.keys()
        root = os.path.join(BUILD, os.path.relpath(self.folder, TOP).split("/")[0])
        for folder, _, files in os.walk(root):
            for file in files:
                room = file.split("_")[0]
                if file.endswith(".o") and room in names:
                    yield room, os.path.join(folder, file)


LIBRARY = House("lib")
PROVISIONER = House("tools/isoargs-xenserver", beside=["tools/common"], guests=["base"])
HOUSES = (LIBRARY, PROVISIONER)

# What stands above the rooms of a program, and what it may use beside headers of its own.
PROGRAMS = {
    "tools/isoargs": ["base", "common"],
    "tools/isoargs-xenserver": ["base", *PROVISIONER.uses],
}


def symbols(path):
    """(defined, wanted) names of an object."""
    defined, wanted = set(), set()
    listed = subprocess.run(["nm", path], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        kind, name = line.split()[-2:]
        if kind == "U":
            wanted.add(name)
        elif kind in "TDBR":
            defined.add(name)
    return defined, wanted


class Rooms(unittest.TestCase):
    def setUp(self):
        for house in HOUSES:
            self.assertGreater(len(house.uses), 5, house.folder)

    def test_a_room_includes_only_what_its_first_line_names(self):
        for house in HOUSES:
            rooms = house.uses.keys() | house.guests
            for room, uses in house.uses.items():
                for path in house.sources(room):
                    with open(path, encoding="utf-8") as file:
                        for number, line in enumerate(file, 1):
                            match = INCLUDE.match(line)
                            if not match or match.group(1) == "config.h":
                                continue
                            to = match.group(1).split("/")[0]
                            place = "%s:%d" % (os.path.relpath(path, TOP), number)
                            self.assertIn(to, rooms, place + ": the room is not named")
                            self.assertIn(to, [room, *uses], place)

    def test_the_programs_use_the_ground_and_the_public_headers_alone(self):
        for program, uses in PROGRAMS.items():
            names = os.listdir(os.path.join(TOP, program))
            self.assertIn("main.c", names)
            for name in names:
                if not name.endswith((".c", ".h")):
                    continue
                with open(os.path.join(TOP, program, name), encoding="utf-8") as file:
                    for include in INCLUDE.findall(file.read()):
                        room, slash, _ = include.partition("/")
                        self.assertTrue(room in uses if slash else room in [*names, "config.h"],
                                        "%s/%s includes %s" % (program, name, include))

    def test_no_room_is_used_by_one_that_it_uses(self):
        for house in HOUSES:
            left, done = dict(house.uses), house.guests
            while left:
                ground = [room for room, uses in left.items() if done.issuperset(uses)]
                self.assertTrue(ground, "a circle among " + ", ".join(left))
                done = done.union(ground)
                for room in ground:
                    del left[room]

    def test_a_room_is_seen_at_a_glance(self):
        for folder, _, names in os.walk(os.path.join(TOP, "lib")):
            self.assert_small(folder, names)
        for folder, _, names in os.walk(os.path.join(TOP, "tools")):
            self.assert_small(folder, names)

    def assert_small(self, folder, names):
        place = os.path.relpath(folder, TOP)
        self.assertLessEqual(sum(name.endswith(".c") for name in names), FILES_MAX, place)
        for name in names:
            if name.endswith((".c", ".h")):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    self.assertLessEqual(len(file.readlines()), LINES_MAX, place + "/" + name)

    def test_lib_has_twelve_names_and_tests_have_at_most_ten_folders(self):
        lib = set(os.listdir(os.path.join(TOP, "lib")))
        self.assertEqual(lib, {*HOUSES[0].uses, "meson.build"})
        self.assertEqual(len(lib), 12)
        folders = [name for name in os.listdir(SOURCE)
                   if os.path.isdir(os.path.join(SOURCE, name)) and name != "__pycache__"]
        self.assertLessEqual(len(folders), 10, folders)

    def test_files_of_the_tools_call_each_other_in_no_circle(self):
        defined, wanted = {}, {}
        for folder, _, files in os.walk(os.path.join(BUILD, "tools")):
            for file in files:
                if file.endswith(".o"):
                    path = os.path.join(folder, file)
                    there, wanted[path] = symbols(path)
                    defined.update({name: path for name in there})
        left = {path: {defined[name] for name in names if name in defined}
                for path, names in wanted.items()}
        self.assertGreater(len(left), 30)
        while left:
            ground = [path for path, calls in left.items() if not calls & left.keys()]
            self.assertTrue(ground, "a circle among " + ", ".join(map(os.path.basename, left)))
            for path in ground:
                del left[path]

    def test_objects_call_only_what_the_first_line_names(self):
        """
        The linker's view: what a room's objects do not define, a room that they use does. What
        isoargs_* is called is public: every program may call it.
        """
        where, wants = {}, []
        for house in HOUSES:
            for room, path in house.objects():
                defined, wanted = symbols(path)
                where.update({name: (house, room) for name in defined})
                wants += [(house, room, path, name) for name in wanted]
        self.assertGreater(len(where), 300)
        for house, room, path, name in wants:
            if name not in where or (house is not where[name][0] and name.startswith("isoargs_")):
                continue
            self.assertIn(where[name][1], [room, *house.uses[room]],
                          "%s calls %s" % (os.path.basename(path), name))


if __name__ == "__main__":
    unittest.main()
