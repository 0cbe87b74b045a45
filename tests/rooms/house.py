# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found in a tree of sources and in its objects; what is wrong comes as sentences.

A house is a folder of rooms. The first line of each room's meson.build says what the room is and
which rooms it uses:

    # args: from report and request to the words.  Uses: base release menu report
"""

import os
import re
import subprocess

HEAD = re.compile(r"# (\S+): \S.*  Uses:((?: \S+)*)\n")
INCLUDE = re.compile(r'#include "([^"]+)"', re.M)
FILES_MAX, LINES_MAX = 16, 600


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def files_of(folder, *endings):
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(endings):
                yield os.path.join(at, name)


def circles(graph):
    """The sets of more than one name of which each leads to every other."""
    def reached(start):
        found, left = set(), [start]
        while left:
            for name in graph.get(left.pop(), ()):
                if name not in found:
                    found.add(name)
                    left.append(name)
        return found

    reach = {name: reached(name) for name in graph}
    found = {frozenset(other for other in reach[name] if name in reach.get(other, ()))
             for name in graph if name in reach[name]}
    return sorted(sorted(circle) for circle in found if len(circle) > 1)


class Object:
    """What nm says of one: its source's name, the names that it defines and those that it wants."""

    def __init__(self, path):
        self.name = os.path.basename(path)[:-len(".o")].replace("_", "/")
        self.defined, self.wanted = set(), set()


def objects_of(build):
    found = {path: Object(path) for path in files_of(build, ".o")}
    listed = subprocess.run(["nm", "--print-file-name", *found], capture_output=True, text=True,
                            check=True).stdout
    for line in listed.splitlines():
        path, _, symbol = line.rpartition(":")
        kind, name = symbol.split()[-2:]
        if kind == "U":
            found[path].wanted.add(name)
        elif kind in "TDBR":
            found[path].defined.add(name)
    return list(found.values())


def circles_of_calls(objects):
    """Sets of files that call each other. One file may call itself."""
    where = {name: item.name for item in objects for name in item.defined}
    calls = {}
    for item in objects:
        wanted = {where[name] for name in item.wanted if name in where} - {item.name}
        calls[item.name] = calls.get(item.name, set()) | wanted
    return circles(calls)


class House:
    """Rooms side by side in one folder; others stand beside it. Guests belong to another house."""

    def __init__(self, top, folder, beside=(), guests=()):
        self.top, self.folder, self.guests = top, folder, set(guests)
        at = os.path.join(top, folder)
        rooms = [os.path.join(at, room) for room in sorted(os.listdir(at))]
        rooms += [os.path.join(top, room) for room in beside]
        self.rooms = {os.path.basename(room): room for room in rooms
                      if os.path.isfile(os.path.join(room, "meson.build"))}
        self.uses = {room: self.read_head(room) for room in self.rooms}

    def name(self, path):
        return os.path.relpath(path, self.top)

    def read_head(self, room):
        build = os.path.join(self.rooms[room], "meson.build")
        line = read(build).partition("\n")[0] + "\n"
        match = HEAD.fullmatch(line)
        if not match or match.group(1) != room:
            raise AssertionError("%s:1: found %r, expected '# %s: what it is.  Uses: ROOM ...'"
                                 % (self.name(build), line, room))
        return match.group(2).split()

    def sources(self, room):
        return files_of(self.rooms[room], ".c", ".h")

    def includes(self):
        """(room, place, what is included) of all private includes but that of config.h."""
        for room in self.rooms:
            for path in self.sources(room):
                for number, line in enumerate(read(path).split("\n"), 1):
                    match = INCLUDE.match(line)
                    if match and match.group(1) != "config.h":
                        yield room, "%s:%d" % (self.name(path), number), match.group(1)

    def wrong_includes(self):
        for room, place, include in self.includes():
            to = include.split("/")[0]
            if to not in self.rooms.keys() | self.guests:
                yield "%s: %s is of no room" % (place, include)
            elif to not in [room, *self.uses[room]]:
                yield "%s: %s does not use %s" % (place, room, to)

    def circles_of_includes(self):
        graph = {}
        for room, place, include in self.includes():
            path = place.rpartition(":")[0]
            to = self.rooms.get(include.split("/")[0])
            if path.endswith(".h") and to:
                target = os.path.join(os.path.dirname(to), include)
                graph.setdefault(path, set()).add(self.name(target))
        return circles(graph)

    def circles_of_rooms(self):
        return circles({room: set(uses) for room, uses in self.uses.items()})

    def calls(self, objects, where):
        """(room, object, room called, name) where an object wants what another house's has too."""
        for item in objects:
            room = item.name.split("/")[0]
            if room in self.rooms:
                for name in sorted(item.wanted & where.keys()):
                    yield room, item, where[name][1].name.split("/")[0], name

    def wrong_calls(self, objects, below=()):
        """objects: this house's; below: another's, whose isoargs_* are public."""
        where = {name: (below, item) for item in below for name in item.defined}
        where.update({name: (objects, item) for item in objects for name in item.defined
                      if item.name.split("/")[0] in self.rooms})
        for room, item, to, name in self.calls(objects, where):
            public = where[name][0] is not objects and name.startswith("isoargs_")
            if not public and to not in [room, *self.uses[room]]:
                yield "%s calls %s() of %s" % (item.name, name, to)

    def useless_heads(self, objects, below=()):
        """Rooms that a first line names and nothing in the room includes or calls."""
        where = {name: (self, item) for item in [*below, *objects] for name in item.defined}
        used = {(room, include.split("/")[0]) for room, _, include in self.includes()}
        used |= {(room, to) for room, _, to, _ in self.calls(objects, where)}
        for room, uses in self.uses.items():
            for to in uses:
                if (room, to) not in used:
                    yield "%s/meson.build: %s is named and not used" % (
                        self.name(self.rooms[room]), to)

    def modules(self, room):
        """What tests of a room can be called: its files and folders, folders before files too."""
        names = {room}
        for path in self.sources(room):
            inside = os.path.relpath(path, self.rooms[room])[:-len(".c")].split("/")
            names.update("-".join(inside[start:]) for start in range(len(inside)))
            names.update(inside[:-1])
        return names


def too_large(top, folder):
    """Folders and files that are not seen at a glance."""
    for at, _, names in os.walk(os.path.join(top, folder)):
        count = sum(name.endswith(".c") for name in names)
        if count > FILES_MAX:
            yield "%s has %d files" % (os.path.relpath(at, top), count)
    for path in files_of(os.path.join(top, folder), ".c", ".h"):
        count = len(read(path).splitlines())
        if count > LINES_MAX:
            yield "%s has %d lines" % (os.path.relpath(path, top), count)


def stray_tests(unit, houses):
    """Folders that are no room's, tests of nothing in their room, helpers among the tests."""
    rooms = {room: house for house in houses for room in house.rooms}
    for path in files_of(unit, ".c", ".h"):
        name = os.path.relpath(path, unit)
        room, _, file = name.rpartition("/")
        match = re.fullmatch(r"test-([\w-]+)\.c", file)
        if room not in rooms:
            yield "%s: there is no room %r" % (name, room)
        elif not match:
            yield "%s: expected test-MODULE.c; what tests share is in tests/support" % name
        else:
            words = match.group(1).split("-")
            starts = {"-".join(words[:count + 1]) for count in range(len(words))}
            if not starts & rooms[room].modules(room):
                yield "%s: %s has no module of that name" % (name, room)


def strange_includes(top, program, uses):
    """Of what stands above a program's rooms: all but headers of its own and those of `uses`."""
    names = os.listdir(os.path.join(top, program))
    for name in sorted(names):
        if name.endswith((".c", ".h")):
            for include in INCLUDE.findall(read(os.path.join(top, program, name))):
                room, slash, _ = include.partition("/")
                if not (room in uses if slash else room in [*names, "config.h"]):
                    yield "%s/%s includes %s" % (program, name, include)
