# SPDX-License-Identifier: GPL-3.0-or-later
"""What isoargs makes of every medium, in few words: tests/media/verdicts.tsv holds them.

A line each for what it is, for every menu (who reads it, how many entries, which one starts by
itself), for the plain install entry, whose installer it starts, for the arguments that come of it,
and for what `check` finds of a PV guest; then both for each other guest. To write the table anew after a change
that is meant: ISOARGS_UPDATE=1, then read the diff.
"""

import collections
import json
import os
import unittest

from harness import (DONE, NOT_USABLE, SOURCE, ToolTest, distributors, main, media, medium, run,
                     steady, unmade)

GUESTS = ("pvh", "hvm", "kvm")
TABLE = os.path.join(SOURCE, "media", "verdicts.tsv")


def table():
    rows = collections.defaultdict(list)
    with open(TABLE, encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                name, text = line.rstrip("\n").split("\t", 1)
                rows[name].append(text)
    return rows


def menus(document):
    for config in document["configs"]:
        entries = {entry["path"]: entry["title"] for entry in config["entries"]}
        read = "evaluated" if config["evaluated"] else "searched"
        text = "%s\t%s by %s" % (config["file"], read, config["platform"] or config["loader"])
        text += ", %d entries" % len(entries)
        if config["default"] is not None:
            text += ", starts %s \"%s\"" % (config["default"], entries.get(config["default"]))
        yield text


def whose(document):
    """Family, name, version and architecture; what is not known is a dash."""
    distro = document["distribution"]
    told = [(distro[key] or {}).get("value", "-") for key in ("name", "version", "arch")]
    return ", ".join([distro["family"] or "-", *told])


def verdict(image, *options):
    checked = run("check", "--json", *options, image)
    document = json.loads(checked.out)
    doubts = sorted({item["check"] for item in document["checks"] if item["verdict"] != "ok"})
    assert checked.code == (NOT_USABLE if document["verdict"] == "error" else DONE)
    return " ".join([document["verdict"], *doubts])


def line(image, guest):
    made = run("--guest", guest, image)
    return made.out.rstrip("\n") if made.code == DONE else "none, exit %d" % made.code


def answers(name):
    image = medium(name)
    inspected = run("inspect", "--json", image)
    rows = []
    if inspected.code == DONE:
        document = json.loads(inspected.out)
        rows.append("is\t" + whose(document))
        rows += ["menu\t" + text for text in menus(document)]
    made = run("--format", "json", image)
    if made.code == DONE:
        document = json.loads(made.out)
        entry = document["entry"]
        rows.append("plain\t%s \"%s\" of %s" % (entry["path"], entry["title"], entry["file"]))
        rows.append("installer\t" + document["installer"])
        rows.append("arguments\t" + document["args"])
    else:
        rows.append("plain\tnone, exit %d" % made.code)
    rows.append("verdict\t" + verdict(image))
    rows += ["as %s\t%s\t%s" % (guest, verdict(image, "--guest", guest), line(image, guest))
             for guest in GUESTS]
    return [steady(row) for row in rows]


class Verdicts(ToolTest):
    maxDiff = None

    def test_every_medium_is_judged_as_the_table_says(self):
        rows = table()
        for name in media() + distributors():
            with self.subTest(name):
                self.assertEqual(rows.get(name), answers(name))

    def test_every_line_of_the_table_has_its_medium(self):
        absent = {name for name in table() if "/" not in name} - set(media())
        self.assertEqual(absent - unmade(), set())
        self.skip_unmade(absent)

    def test_what_distributors_master_is_there(self):
        missing = sorted({name for name in table() if "/" in name} - set(distributors()))
        if missing:
            self.skipTest("not mastered, './quickstart media' does it: " + ", ".join(missing))


def update():
    rows = table()
    rows.update({name: answers(name) for name in media() + distributors()})
    with open(TABLE, "w", encoding="utf-8") as file:
        file.write("# image, what is asked, the answer; see tests/tools/test_verdicts.py\n")
        for name in sorted(rows, key=lambda name: ("/" in name, name)):
            file.writelines("%s\t%s\n" % (name, row) for row in rows[name])


if __name__ == "__main__":
    if os.environ.get("ISOARGS_UPDATE"):
        update()
    unittest.TestCase.longMessage = True
    main()
