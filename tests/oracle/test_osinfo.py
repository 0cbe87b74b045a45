# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids of libosinfo's database: those that isoargs gives are in it, and those of media are the ones that
the database's own rules find by their descriptors.

The database of Debian 12 is of November 2022. What has been released since has an id that is made as
those before it: "rhel9.4" after "rhel9.1".
"""

import collections
import glob
import json
import os
import re
import subprocess
import unittest
import xml.etree.ElementTree

from harness import SOURCE, ToolTest, distributors, main, media, medium, run

DATABASE = "/usr/share/osinfo/os"
SHARED = os.path.join(SOURCE, "..", "..", "shared")
TABLE = os.path.join(SOURCE, "..", "lib", "release", "osinfo.c")

# Made as none in Debian 12's database, and in those after it.
LATER = {"almalinux-kitten#", "eurolinux#", "sles#.#"}


def answers(lines):
    process = subprocess.run([os.environ["ISOARGS_OSINFO_IDS"]], input="\n".join(lines) + "\n",
                             check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return process.stdout.split("\n")[:-1]


def every_id():
    """All that come of the names in the table with any version: the id, and of what."""
    with open(TABLE, encoding="utf-8") as file:
        names = sorted(set(re.findall(r'^\t\{"([^"]+)", ', file.read(), re.M)))
    versions = ["", "rawhide", "eln"]
    for major in range(61):
        versions.append(str(major))
        versions += ["%d-SP%d" % (major, pack) for pack in range(12)]
        versions += ["%d.%d" % (major, minor) for minor in range(30)]
        versions += ["%d.%02d" % (major, month) for month in range(1, 10)]
        versions += ["%d.20250803.%d.0" % (major, stream) for stream in range(30)]
    asked = [(name, version) for name in names for version in versions]
    found = answers("release\t%s\t%s" % pair for pair in asked)
    assert len(found) == len(asked)
    return {id: pair for pair, id in zip(asked, found) if id}


def shape(id):
    return re.sub(r"\d+", "#", id)


def numbers(id):
    return tuple(map(int, re.findall(r"\d+", id)))


class Database:
    def __init__(self):
        self.ids = set()
        self.rules = []
        for path in glob.glob(DATABASE + "/*/*.xml"):
            for system in xml.etree.ElementTree.parse(path).getroot().iter("os"):
                ids = [item.text for item in system.iter("short-id")]
                self.ids.update(ids)
                for iso in system.iter("iso"):
                    self.rules.append((ids, {item.tag: item.text for item in iso}))
        self.numbers = collections.defaultdict(set)
        for id in self.ids:
            self.numbers[shape(id)].add(numbers(id))

    def is_newer(self, id):
        """Is it as others of the database are, and beyond them?"""
        known = {n for n in self.numbers[shape(id)] if n[0] != 42}  # openSUSE went back to 15
        beside = {n for n in known if n[0] == numbers(id)[0]}
        return bool(known) and numbers(id) > max(beside or known)

    def find(self, image):
        """The ids of all whose rules say that the descriptor is theirs."""
        with open(image, "rb") as file:
            file.seek(16 * 2048)
            pvd = file.read(2048)
        found = {"volume-id": pvd[40:72], "system-id": pvd[8:40], "publisher-id": pvd[318:446],
                 "application-id": pvd[574:702]}
        found = {tag: text.decode("latin-1").rstrip() for tag, text in found.items()}
        size = int.from_bytes(pvd[80:84], "little") * 2048
        matched = set()
        for ids, rule in self.rules:
            if "volume-id" not in rule or rule.get("volume-size", str(size)) != str(size):
                continue
            if all(re.search(rule[tag], text) for tag, text in found.items() if tag in rule):
                matched.add(ids[0])
        return matched


class Osinfo(ToolTest):
    maxDiff = None

    def database(self):
        if not os.path.isdir(DATABASE):
            self.skipTest("osinfo-db is not installed")
        return Database()

    def test_no_id_is_made_up(self):
        database = self.database()
        given = every_id()
        self.assertGreater(len(given), 300)
        for id, pair in given.items():
            with self.subTest(id):
                self.assertTrue(id in database.ids or database.is_newer(id) or shape(id) in LATER,
                                pair)

    def test_what_is_kept_apart_for_its_age_is_given_at_all(self):
        self.assertEqual(LATER - {shape(id) for id in every_id()}, set())

    def test_media_have_the_ids_that_the_database_finds_for_them(self):
        database = self.database()
        compared = 0
        for name in media() + distributors():
            theirs = database.find(medium(name))
            if not theirs:
                continue
            ours = json.loads(run("inspect", "--json", medium(name)).out)["distribution"]["osinfo"]
            with self.subTest(name, theirs=theirs):
                compared += 1
                self.assertIsNotNone(ours)
                # "rhel9-unknown" is how it says that it is older than a release of 9
                known = {id for id in theirs if not id.endswith("-unknown")}
                if known:
                    self.assertIn(ours, known)
                else:
                    self.assertTrue(any(ours.startswith(id[:-len("-unknown")]) for id in theirs))
        self.assertGreater(compared, 5)

    def test_the_labels_of_all_media_of_el7_tell_their_ids(self):
        path = os.path.join(SHARED, "facts", "el7-labels.tsv")
        if not os.path.exists(path):
            self.skipTest("no list of labels beside this repository")
        beginnings = {"CentOS": "centos7.0", "RHEL": "rhel%s", "OL": "ol%s"}
        with open(path, encoding="utf-8") as file:
            rows = [line.split("\t") for line in file if not line.startswith("#")]
        rows = [row for row in rows if row[0] in beginnings and row[5]]
        self.assertGreater(len(rows), 100)
        for row, id in zip(rows, answers("label\t" + row[5] for row in rows)):
            with self.subTest(row[4]):
                expected = beginnings[row[0]].replace("%s", row[1])
                # what Atomic is called is no release's id; RHELSA had previews, which are none
                allowed = {expected, ""} if re.search("atomic|RHELSA", row[4], re.I) else {expected}
                self.assertIn(id, allowed)


if __name__ == "__main__":
    unittest.TestCase.longMessage = True
    main()
