# SPDX-License-Identifier: GPL-3.0-or-later
"""Media as a distributor ships them, mastered by its own scripts: nothing about them is a warning.

What isoargs says of each is held against files in golden/debian; numbers and versions that a
point release of Debian changes are left out. To write them anew after a change that is meant:
ISOARGS_UPDATE=1, then read the diff.
"""

import json
import os
import re
import unittest

from harness import DONE, SOURCE, ToolTest, distributors, main, medium, run, steady
from test_golden import masked, text_of

GOLDEN = os.path.join(SOURCE, "tools", "golden", "debian")
GRUB, SYSLINUX = "ISO:/boot/grub/grub.cfg", "isolinux.cfg"

# debian-installer makes entries with these for GRUB, and for isolinux has files that it leaves out.
GRUB_ALONE = {"debian/debian-12-mini": ("desktop=", "speakup.synth=")}


# What isolinux starts when its time runs out, which GRUB's never does there.
ALONE = {"debian/debian-netinst": "Install with speech synthesis"}


def spoken(text):
    """Lines for people, without sizes and places."""
    return steady(re.sub(r"\b\d{5,}\b", "N", text)).replace(os.environ["ISOARGS_TEST_MEDIA"] + "/", "")


def said(name):
    """What each verb says of a medium; the name of its golden file, and the text."""
    image = medium(name)
    document = masked(json.loads(run("inspect", "--json", image).out))
    document["volume"]["preparer_id"] = bool(document["volume"]["preparer_id"])
    for table in ("mbr", "gpt", "apm"):
        for partition in document["tables"][table] or []:
            partition["uuid"] = bool(partition["uuid"])  # drawn by lot
    yield ".json", steady(text_of(document))
    for verb in ("args", "check", "menu"):
        result = run(verb, image)
        yield "." + verb, spoken("%s%sexit %d\n" % (result.out, result.err, result.code))


class Pristine(ToolTest):
    maxDiff = None

    def setUp(self):
        super().setUp()
        if not distributors():
            self.skipTest("no medium of a distributor: './quickstart media' masters them")

    def test_what_is_said_of_each_is_as_before(self):
        for name in distributors():
            for suffix, text in said(name):
                with self.subTest(name + suffix):
                    path = os.path.join(GOLDEN, os.path.basename(name) + suffix)
                    if os.environ.get("ISOARGS_UPDATE"):
                        with open(path, "w", encoding="utf-8") as file:
                            file.write(text)
                    with open(path, encoding="utf-8") as file:
                        self.assertEqual(text, file.read())

    def test_none_has_a_warning(self):
        for name in distributors():
            with self.subTest(name):
                checked = run("check", "--json", medium(name))
                doubts = [(item["check"], item["verdict"], item["text"])
                          for item in json.loads(checked.out)["checks"] if item["verdict"] != "ok"]
                self.assertEqual((doubts, checked.err, checked.code), ([], "", DONE))
                inspected = run("inspect", "--json", medium(name))
                notes = json.loads(inspected.out)["notes"]
                self.assertEqual([note for note in notes if note["severity"] != "info"], [])

    def test_grub_and_isolinux_offer_the_same(self):
        compared = 0
        for name in distributors():
            configs = json.loads(run("inspect", "--json", medium(name)).out)["configs"]
            isolinux = [c for c in configs if c["file"].endswith(SYSLINUX)]
            grub = [c for c in configs if c["file"] == GRUB and "efi" in c["platform"]]
            if not isolinux or not grub:
                continue
            compared += 1
            with self.subTest(name):
                theirs = offered(isolinux[0])
                ours = {way: started for way, started in offered(grub[0]).items()
                        if way in theirs or not any(word.startswith(GRUB_ALONE.get(name, ()))
                                                    for word in started[1])}
                self.assertGreater(len(theirs), 1)
                self.assertEqual(ours, theirs)
                self.assertEqual(titles(isolinux[0], isolinux[0]["default"]),
                                 ALONE.get(name) or titles(grub[0], grub[0]["default"]))
        self.assertGreater(compared, 0)


def titles(config, path):
    """The titles on the way to an entry, without the dots that only GRUB's or isolinux' have."""
    named = {entry["path"]: entry["title"].strip(" .") for entry in config["entries"]}
    steps = path.split(">")
    return " > ".join(named[">".join(steps[:i + 1])] for i in range(len(steps)))


def offered(config):
    """Every entry that starts Linux: the titles on the way, and with what it is started.

    live-build's GRUB alone has a place for the medium as a file on a disk, and the kernel's
    version. isolinux' help is a prompt, from which Return leads to the whole menu once more.
    """
    entries = {}
    for entry in config["entries"]:
        way = titles(config, entry["path"])
        if entry["kernel"] and entry["initrds"] and "Help >" not in way:
            entries[way] = (os.path.basename(entry["kernel"]).split("-")[0],
                            [word for word in entry["cmdline"].split() if word != "findiso="])
    return entries


if __name__ == "__main__":
    unittest.TestCase.longMessage = True
    main()
