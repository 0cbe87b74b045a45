#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What isoargs makes of a GRUB menu is what GRUB itself makes of it.

Each of menus/*.cfg is mastered into an image. isoargs reads the image; so does grub-emu, the
real GRUB as a process, with the image as its disk "cd0". The menu is the same, byte for byte,
for both. grub-emu has no command that loads a Linux kernel: 'linux', 'initrd' and their
synonyms are, for it, functions that tell their arguments after GRUB has expanded them. They
are defined in a file that sources the image's grub.cfg, so that a menu has to do without
anything that differs between an emulated machine and another ($grub_platform, $default).

The image's grub.cfg does nothing but source the menu: what isoargs finds in grub.cfg itself,
such as \\x20, lets it expect Red Hat's GRUB, and grub-emu is upstream's.

GRUB boots one entry a run: each entry that isoargs reports is chosen through $default, then
the number that follows the last one, which GRUB must take for a missing entry; and once what
the menu itself has for its default. Compared are title, ids, command, kernel, command line
and initrds.
"""

import glob
import json
import os
import shutil
import unittest

from grub_emu import SECONDS, Terminal, chosen_of, environment_block, loaded_in, loaders, reason_not
from harness import ToolTest, main, master, need, run, SOURCE

FOLDER = os.path.join(SOURCE, "oracle", "grub")
LABEL = "MENUTEST"
DRIVER = """
%s
set root=cd0
set prefix=(cd0)/boot/grub
set timeout=0
export timeout
source /boot/grub/menu.cfg
unset fallback
set timeout=0
%s
"""

# GRUB shows another file's menu at once, before the driver has chosen an entry.
BY_DEFAULT_ONLY = {"configfile", "extract-and-show", "loopback-configfile"}

ENVIRONMENT = {
    "grubenv": "saved_entry=one\nwith_blank=a b\nescaped=c\\\\d\n",
    "second.env": "other=yes\nunwanted=yes\n",
}


class Grub(ToolTest):
    def setUp(self):
        super().setUp()
        need("genisoimage")
        reason = reason_not()
        if reason:
            self.skipTest(reason)
        for name, text in ENVIRONMENT.items():
            self.write("tree/boot/grub/" + name, environment_block(text))
        for name in os.listdir(os.path.join(FOLDER, "tree")):
            shutil.copy(os.path.join(FOLDER, "tree", name), self.path("tree/boot/grub"))
        self.write("tree/files/one.txt", "1")
        self.write("tree/files/two.txt", "2")
        self.write("tree/files/empty.txt")
        self.write("tree/at-the-root", "text")
        os.symlink("files", self.path("tree/link"))
        os.symlink("one.txt", self.path("tree/files/link.txt"))
        os.mkdir(self.path("tree/links"))
        for name, target in (("broken", "nowhere"), ("loop-a", "loop-b"), ("loop-b", "loop-a")):
            os.symlink(target, self.path("tree/links/" + name))
        # an image as a file of the medium, for loopback
        self.write("inner/boot/grub/grub.cfg", "set where=inside\n"
                   "menuentry 'inside' {\n linux /inner.txt v=$v root=$root\n}\n")
        self.write("inner/inner.txt", "inner")
        self.write("inner/files/one.txt", "another")
        master(self.path("inner"), self.path("tree/files/inner.iso"), "-R", "-J", "-V", "INNER")
        self.write("device.map", "(cd0) %s\n" % self.path("image.iso"))

    def boot(self, default):
        """What GRUB boots; default: a path, or None for what the menu says."""
        choice = "" if default is None else "set default='%s'" % default
        self.write("driver/grub.cfg", DRIVER % (loaders(), choice))
        grub = Terminal("-m", self.path("device.map"), "-r", "host", "-d", self.path("driver"))
        try:
            shown = grub.read()
        finally:
            grub.close()
        if shown is None:
            self.fail("grub-emu was not done with entry %s in %u s" % (default, SECONDS))
        return loaded_in(shown)

    def inspect(self, menu):
        shutil.copy(menu, self.path("tree/boot/grub/menu.cfg"))
        self.write("tree/boot/grub/grub.cfg", "source /boot/grub/menu.cfg\n")
        master(self.path("tree"), self.path("image.iso"), "-R", "-J", "-V", LABEL)
        result = run("inspect", "--json", self.path("image.iso"))
        self.assertIn(result.code, (0, 3), result.err)
        config, = json.loads(result.out)["configs"]
        self.assertEqual((config["dialect"], config["evaluated"]), ("stock", True))
        return config

    def assert_boots(self, entry, chosen, grub, what):
        """grub: as loaded_in() has it."""
        ours = {"title": entry["title"]}
        if entry["command"]:
            ours.update({key: entry[key] for key in ("command", "kernel", "cmdline", "initrds")})
            if chosen is not None:
                ours["chosen"] = chosen
        if chosen is None:
            grub.pop("chosen", None)
        self.assertEqual(ours, grub, what)

    def compare(self, menu, by_default_only):
        config = self.inspect(menu)
        entries = {entry["path"]: entry for entry in config["entries"]}
        if not by_default_only:
            self.compare_each(entries)
        default = config["default"]
        self.assert_boots(entries[default], None, self.boot(None), "default " + default)

    def compare_each(self, entries):
        for path, entry in entries.items():
            # The menu of another file that a body shows is reached by its default alone.
            if entry["submenu"] or "{" in path or path + "{" in "".join(entries):
                continue
            self.assert_boots(entry, chosen_of(entries, path), self.boot(path), "entry " + path)
        for prefix in {path.rpartition(">")[0] for path in entries if "{" not in path}:
            self.compare_past_the_end(entries, prefix)

    def compare_past_the_end(self, entries, prefix):
        """GRUB has no entry more than there are: it then takes the first one."""
        inside = [path for path in entries if path.rpartition(">")[0] == prefix]
        before = prefix + ">" if prefix else ""
        past = self.boot(before + str(len(inside)))
        first = entries[before + "0"]
        if not first["submenu"] and before + "0{" not in "".join(entries):
            self.assert_boots(first, None, past, "the entry behind the last of '%s'" % prefix)


def add_test(menu):
    name = os.path.basename(menu)[:-len(".cfg")]
    setattr(Grub, "test_menu_" + name.replace("-", "_"),
            lambda self: self.compare(menu, name in BY_DEFAULT_ONLY))


for found in sorted(glob.glob(os.path.join(FOLDER, "menus", "*.cfg"))):
    add_test(found)


if __name__ == "__main__":
    main()
