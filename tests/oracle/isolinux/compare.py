# SPDX-License-Identifier: GPL-3.0-or-later
"""What isoargs makes of a menu of ISOLINUX against what ISOLINUX makes of it.

Compared are what boots by itself, or with Enter alone where nothing does, and the entries: each
label typed at the prompt, and chosen in the menu where there is one.
"""

import concurrent.futures
import json
import os
import re
import shutil
import tempfile
import typing

from harness import run
import loader
from loader import DOWN, ENTER, HOME, LEAVE, SHIFT, Booted, Job, typed

# What each medium has besides its configurations.
KERNELS = ("/isolinux/vmlinuz", "/isolinux/linux", "/isolinux/bare", "/isolinux/k.bin",
           "/isolinux/d/vmlinuz", "/vmlinuz", "/d/linux", "/k-1")
RAMDISKS = {"/isolinux/i1": b"one", "/isolinux/i2": b"two!", "/isolinux/d/i3": b"three",
            "/i4": b"fourth", "/d/i5": b"the fifth"}
NUMBERS = {path: i + 1 for i, path in enumerate(KERNELS)}

CONFIG = "/isolinux/isolinux.cfg"
BY_ITSELF = "by itself"
SUBMENUS = 5  # inside one another, that Enter alone opens
TOGETHER = 10  # menus that one QEMU boots
WORKERS = 2
ADDED = "\0"  # between a label's own line and the words that DEFAULT or ONTIMEOUT add


class Menu(typing.NamedTuple):
    name: str
    files: dict  # path to text, as bytes; the first one is CONFIG's
    kernels: dict = NUMBERS  # path to number
    ramdisks: dict = RAMDISKS  # path to content

    def says(self, pattern):
        """Does a line begin like that?"""
        found = re.compile(rb"(?im)^\s*(?:%s)" % pattern.encode())
        return any(found.search(text) for text in self.files.values())

    def shows_menu(self):
        """Without a doubt, that is: of several DEFAULT the last one counts."""
        defaults = sum(len(re.findall(rb"(?im)^\s*default\s", text))
                       for text in self.files.values())
        return self.has_ui() or (defaults == 1 and self.first().says(r"default\s+\S*menu\.c32"))

    def has_ui(self):
        """It outranks every DEFAULT, and comes before a prompt that shift keys ask for."""
        return self.first().says(r"ui\s+\S*menu\.c32")

    def first(self):
        return self._replace(files={CONFIG: self.files[CONFIG]})

    def timeout(self):
        """Seconds of the longest."""
        found = [int(number) for text in self.files.values()
                 for number in re.findall(rb"(?i)timeout\s+(\d{1,4})\b", text)]
        return max([10, *found]) / 10

    def write(self, folder, kernel):
        for path, number in self.kernels.items():
            put(folder, path, loader.numbered(kernel, number))
        for path, content in {**self.ramdisks, **self.files}.items():
            put(folder, path, content)


def put(folder, path, content):
    path = folder + path
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def evaluate(image):
    """isoargs' own: the configuration; None where it has none, or gives it up."""
    result = run("menu", "--json", image)
    if result.code not in (0, 3):
        raise AssertionError("isoargs menu: exit status %u: %s" % (result.code, result.err))
    configs = json.loads(result.out)["configs"] if result.out else []
    return next((config for config in configs
                 if config["evaluated"] and config["loader"] == "syslinux"), None)


def padded(parts):
    """What the kernel gets of RAM disks: each, to a multiple of four."""
    whole = b""
    for part in parts:
        whole += bytes(-len(whole) % 4) + part
    return whole


def expected_of(menu, entry, words=""):
    """What boots, if isoargs is right."""
    command = entry["command"] if entry else None
    number = menu.kernels.get(entry["kernel"]) if command else None
    if command == "linux" and number and all(path in menu.ramdisks for path in entry["initrds"]):
        disk = padded(menu.ramdisks[path] for path in entry["initrds"])
        return Booted(loader.LINUX, number, disk, len(disk),
                      entry["cmdline"] + ADDED + words)
    if command in ("boot", "bss", "pxe") and number:
        return Booted(loader.SECTORS, number)
    if command == "localboot":
        return Booted(loader.DISK)
    return Booted(loader.NOTHING)


def without_initrds(line):
    """Parameters without "initrd=" words and the blanks before them; at the start, behind them."""
    return re.sub(r"[ \t]*(?<=[ \t])initrd=[^ \t]*", "", " " + line).lstrip(" \t")


def comparable(booted):
    """As isoargs has it: the line without what is no parameter."""
    if booted.kind != loader.LINUX:
        return booted
    line = booted.cmdline.decode("utf-8", "replace")
    _, _, parameters = line.partition(" ")
    return booted._replace(cmdline=without_initrds(parameters))


class Question(typing.NamedTuple):
    """Something to compare. By itself a menu may do nothing, and then a second job is for Enter."""

    what: str
    expected: Booted
    jobs: typing.Sequence[Job]


def siblings(entries, path):
    parent = path.rpartition(">")[0]
    return [entry for entry in entries if entry["path"].rpartition(">")[0] == parent]


def keys_to(entries, path):
    """What is typed to choose an entry in the menu; None: that cannot be told."""
    keys, steps = [], path.split(">")
    for i in range(len(steps)):
        level = siblings(entries, ">".join(steps[:i + 1]))
        here = next(entry for entry in level if entry["path"] == ">".join(steps[:i + 1]))
        # of an entry without a command that is no submenu it is not known whether it is passed
        if any(not entry["command"] and not entry["submenu"] for entry in level):
            return None
        if i + 1 < len(steps) and here["command"]:
            return None
        keys += [HOME, *[DOWN] * level.index(here), ENTER]
    return keys


def belongs(entries, path):
    """Is it an entry of the first configuration, not of one that an entry leads to?"""
    steps = path.split(">")
    parents = {">".join(steps[:i]) for i in range(1, len(steps))}
    return not any(entry["command"] for entry in entries if entry["path"] in parents)


def is_asked(menu, entry):
    """A default that names a file and no label is an entry, which cannot be chosen. An entry has
    the RAM disks of the words behind its name in DEFAULT, too."""
    name = re.escape(entry["id"])
    return menu.says(r"label\s+%s(?:\s|$)" % name) and \
        not menu.says(r"(?:default|ontimeout)\s+%s\s.*initrd=" % name)


def ask_labels(menu, config, timeout):
    """Every label, typed: the first of a name is found."""
    first = {}
    for entry in config["entries"]:
        name = entry["id"].split()[0] if entry["id"].split() else ""
        if belongs(config["entries"], entry["path"]) and not (entry["submenu"]
                                                             and not entry["command"]):
            first.setdefault(name, entry)
    for name, entry in first.items():
        # of a label of several words the prompt knows the first one, and menus all
        if entry["command"] == "linux" and is_asked(menu, entry) and \
                re.fullmatch("[!-~]{1,60}", entry["id"]) and \
                not menu.says(r"label\s+%s[ \t]+\S" % re.escape(name)):
            keys = typed(name + "\r")
            yield Question("label " + name, expected_of(menu, entry), [
                Job(0, [HOME, LEAVE, *keys], 0, timeout) if menu.has_ui()
                else Job(0, keys, SHIFT, timeout)])


def ask_entries(menu, config, timeout):
    """Every entry, chosen in the menu."""
    for entry in config["entries"]:
        keys = keys_to(config["entries"], entry["path"]) if entry["command"] == "linux" else None
        if keys and is_asked(menu, entry) and len(keys) < loader.KEYS_MAX:
            yield Question("entry " + entry["path"], expected_of(menu, entry),
                           [Job(0, keys, 0, timeout)])


def includes_itself(menu):
    """ISOLINUX, or its menu, reads such a file until its memory is full."""
    return any(menu._replace(files={path: text}).says(
        r"(?:menu\s+)?include\s+%s" % re.escape(os.path.basename(path)))
               for path, text in menu.files.items())


def questions(menu, config, most):
    if includes_itself(menu):
        return
    timeout = menu.timeout()
    default = config["default"] if config else None
    chosen = [entry for entry in config["entries"] if entry["path"] == default] if config else []
    words = (config.get("default_words") or "") if config else ""
    alone = Question(BY_ITSELF, expected_of(menu, chosen[0] if chosen else None, words),
                     [Job(0, (), 0, timeout), Job(0, [ENTER] * SUBMENUS, 0, timeout)])
    # a default that cannot be loaded, or is a submenu, leads to the prompt, and that to ONTIMEOUT
    other_files = menu.says(r"(ui|default)\s+\S*menu\.c32[ \t]+\S")
    yield alone
    # nor is it told which entries the prompt and the menu know
    if other_files:
        return
    if not config or ">" in (default or "") or menu.says(
            "noescape|implicit|menu +(start|shiftkey|passwd)"):
        return
    asked = []
    if not menu.says("allowoptions"):
        asked += spread(list(ask_labels(menu, config, timeout)), most)
    if menu.shows_menu() and not menu.says("menu +hid"):
        asked += spread(list(ask_entries(menu, config, timeout)), most)
    # one that cannot be loaded leads to ONERROR, or back to what boots by itself
    yield from (one for one in asked if one.expected.kind != loader.NOTHING)


def spread(items, most):
    """As many of them, from all over."""
    return items if len(items) <= most else [items[i * len(items) // most] for i in range(most)]


class Difference(typing.NamedTuple):
    menu: Menu
    what: str
    expected: Booted
    found: Booted

    def __str__(self):
        return "%s, %s:\n  isoargs:  %s\n  ISOLINUX: %s" % (
            self.menu.name, self.what, told(self.expected).replace("\\x00", "|"), told(self.found))


def told(booted):
    if booted.kind != loader.LINUX:
        return booted.kind + (" of kernel %u" % booted.kernel if booted.kernel else "")
    return "kernel %u, RAM disk of %u bytes %r, %r" % (booted.kernel, booted.ramdisk_size,
                                                       booted.ramdisk, booted.cmdline)


class Comparison:
    """Menus, compared many at once."""

    def __init__(self, real, most=99):
        self.real = real
        self.most = most  # labels of a menu that are typed, and entries that are chosen
        self.compared = 0

    def all_differences(self, menus):
        """One after the other, of as many as it takes."""
        batches = [menus[i:i + TOGETHER] for i in range(0, len(menus), TOGETHER)]
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for found in pool.map(self.differences, batches):
                yield from found

    def differences(self, menus):
        with tempfile.TemporaryDirectory(prefix="isoargs-isolinux-") as folder:
            images = []
            for i, menu in enumerate(menus):
                tree = os.path.join(folder, "tree")
                images.append(os.path.join(folder, "%u.iso" % i))
                menu.write(tree, self.real.kernel)
                loader.master(tree, images[-1])
                shutil.rmtree(tree)
            return self.differences_of(menus, images)

    def differences_of(self, menus, images):
        """Of media that are there."""
        asked = [(i, question) for i, (menu, image) in enumerate(zip(menus, images))
                 for question in questions(menu, evaluate(image), self.most)]
        found = self.answers(images, asked)
        self.compared += len(asked)
        return [Difference(menus[i], question.what, question.expected, found[n])
                for n, (i, question) in enumerate(asked)
                if not equal(question.expected, found[n], question.what == BY_ITSELF)]

    def answers(self, images, asked):
        found = self.boot_all(images, asked, list(range(len(asked))), 0)
        again = [n for n, (_, question) in enumerate(asked)
                 if len(question.jobs) > 1 and found[n].kind == loader.NOTHING
                 and not equal(question.expected, found[n], question.what == BY_ITSELF)]
        return {**found, **self.boot_all(images, asked, again, 1)}

    def boot_all(self, images, asked, numbers, which):
        """The first or second job of the questions of these numbers."""
        jobs = [asked[n][1].jobs[which]._replace(medium=asked[n][0]) for n in numbers]
        return {n: comparable(booted)
                for n, booted in zip(numbers, self.real.boot(images, jobs) if jobs else [])}


def equal(expected, found, by_itself):
    """Is it what was expected? How many blanks stand before added words is not told by isoargs."""
    if expected.kind == loader.NOTHING:
        return found.kind in (loader.NOTHING, loader.HUNG)
    if expected.kind == found.kind == loader.LINUX:
        own, _, words = expected.cmdline.partition(ADDED)
        if found.cmdline.startswith(own):
            rest = found.cmdline[len(own):]
            found = found._replace(cmdline=own + ADDED + (rest.lstrip() if by_itself else rest))
        expected = expected._replace(ramdisk=expected.ramdisk[:len(found.ramdisk)])
    return expected == found
