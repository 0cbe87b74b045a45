#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What isoargs makes of a menu of ISOLINUX is what ISOLINUX itself makes of it.

Each of isolinux/menus/*.cfg is mastered into an image, with the files of isolinux/tree beside it.
isoargs reads the image; the real ISOLINUX boots it in QEMU, once for what starts by itself and once
for each label, and the small kernel of isolinux/kernel.s says what it was booted with. So it is with
the media that Debian's own scripts made: the small kernel takes the place of theirs.
"""

import glob
import os
import sys
import tempfile
import unittest

from harness import distributors, main, medium as path_of, SOURCE

LABELS = 5  # of a menu that are typed, and entries that are chosen
FOLDER = os.path.join(SOURCE, "oracle", "isolinux")
sys.path.insert(0, FOLDER)
import compare  # noqa: E402
import loader  # noqa: E402
import medium  # noqa: E402


def content(path):
    with open(path, "rb") as file:
        return file.read()


TREE = {"/isolinux/" + os.path.basename(path): content(path)
        for path in sorted(glob.glob(os.path.join(FOLDER, "tree", "*")))}


@unittest.skipIf(loader.missing(), loader.missing())
class Isolinux(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        real = loader.Loader()
        cls.addClassCleanup(real.close)
        menus = [compare.Menu(name_of(path), {**TREE, compare.CONFIG: content(path)})
                 for path in MENUS]
        cls.differences = list(compare.Comparison(real, LABELS).all_differences(menus))

    def compare(self, name):
        found = [str(one) for one in self.differences if one.menu.name == name]
        self.assertFalse(found, "\n" + "\n".join(found))


def name_of(path):
    return os.path.basename(path)[:-len(".cfg")]


MENUS = sorted(glob.glob(os.path.join(FOLDER, "menus", "*.cfg")))

for menu in map(name_of, MENUS):
    setattr(Isolinux, "test_menu_" + menu.replace("-", "_"),
            lambda self, name=menu: self.compare(name))


@unittest.skipIf(loader.missing(), loader.missing())
class Distributors(unittest.TestCase):
    def test_the_medium_of_a_distributor_boots_what_isoargs_says(self):
        names, compared = distributors(), 0
        if not names:
            self.skipTest("there are no media that Debian's scripts made")
        real = loader.Loader()
        self.addCleanup(real.close)
        comparison = compare.Comparison(real)
        with tempfile.TemporaryDirectory(prefix="isoargs-isolinux-") as folder:
            image = os.path.join(folder, "image.iso")
            for name in names:
                menu = medium.prepare(name, path_of(name), image, real.kernel)
                if not menu:
                    continue
                compared += 1
                with self.subTest(name):
                    found = comparison.differences_of([menu], [image])
                    self.assertFalse(found, "\n" + "\n".join(map(str, found)))
        self.assertGreater(compared, 0, names)


if __name__ == "__main__":
    main()
