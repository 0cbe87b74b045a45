# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs inspect --json against blkid, xorriso, sfdisk, isoinfo and mtools, medium by medium."""

import json
import os
import re
import subprocess

from harness import SOURCE, ToolTest, distributors, main, media, medium, need, run

NO_ANSWER = 77
PLATFORMS = {0x00: "bios", 0x01: "ppc", 0x02: "mac", 0xEF: "uefi"}
EMULATIONS = {0: "none", 1: "fd1.2", 2: "fd1.4", 3: "fd2.8", 4: "hd"}


def ask(script, *args):
    """The lines of one of the scripts beside this file; None where its tool gives no answer."""
    process = subprocess.run([os.path.join(SOURCE, "oracle", script), *args], check=False,
                             capture_output=True, stdin=subprocess.DEVNULL,
                             encoding="utf-8", errors="surrogateescape")
    if process.returncode == NO_ANSWER:
        return None
    if process.returncode != 0:
        raise AssertionError(script + ": " + process.stderr)
    return process.stdout.splitlines()


def inspect(name):
    return json.loads(run("inspect", "--json", medium(name)).out)


def leads_elsewhere(text):
    """Is the menu that of another file, where its entries have their lines?"""
    return any(line.startswith("configfile ") for line in text)


def may_say(line, title):
    """Can the line have that title, whatever its variables are?"""
    pieces = re.split(r"\$\{?\w+\}?", line)
    if len(pieces) == 1:
        return title in line
    quoted = re.search(r"([\"'])(.*?)\1", line)
    pieces = re.split(r"\$\{?\w+\}?", quoted.group(2) if quoted else line)
    return re.fullmatch(".*".join(map(re.escape, pieces)), title) is not None


class Oracle(ToolTest):
    def each_medium(self, script, *options):
        """Media of which the oracle knows something, with its lines and our document."""
        answered = 0
        for name in media() + distributors():
            lines = ask(script, *options, medium(name))
            if lines is None:
                continue
            answered += 1
            yield name, lines, inspect(name)
        self.assertGreater(answered, 20)

    def test_blkid_sees_the_same_label_and_uuid(self):
        need("blkid")
        for name, lines, document in self.each_medium("label"):
            with self.subTest(name):
                facts = dict(line.split(" ", 1) for line in lines)
                label = document["label"]
                self.assertEqual(facts.get("type"), "iso9660")
                self.assertEqual(facts.get("label"), label["libblkid"])
                self.assertEqual(facts.get("uuid"), label["uuid"])
                if label["libblkid"] == label["installer"]:
                    self.assertEqual(facts.get("label-enc"), label["encoded"])

    def test_xorriso_sees_the_same_el_torito_entries(self):
        need("xorriso")
        for name, lines, document in self.each_medium("eltorito"):
            with self.subTest(name):
                ours = ["eltorito %d platform=%s bootable=%s emulation=%s sectors=%d offset=%d"
                        % (number, PLATFORMS[entry["platform"]],
                           "yes" if entry["bootable"] else "no", EMULATIONS[entry["media"]],
                           entry["sectors"], entry["offset"])
                        for number, entry in enumerate(document["eltorito"], 1)]
                self.assertEqual(ours, lines)

    def partitions_of(self, document, tables):
        for table in tables:
            for partition in document["tables"][table] or []:
                kind = "%x" % partition["type"] if table == "mbr" else partition["type"]
                yield "partition %s %d type=%s offset=%d size=%d" % (
                    table, partition["number"], kind.lower(), partition["offset"],
                    partition["size"])

    def test_sfdisk_sees_the_same_partitions_in_the_table_that_it_prefers(self):
        need("sfdisk", "jq")
        for name, lines, document in self.each_medium("partitions", "--kernel"):
            with self.subTest(name):
                tables = {line.split()[1] for line in lines}
                ours = list(self.partitions_of(document, sorted(tables)))
                self.assertEqual(ours, lines)

    def test_xorriso_sees_every_partition_that_is_reported_and_no_table_more(self):
        need("xorriso")
        for name, lines, document in self.each_medium("partitions"):
            with self.subTest(name):
                if document["image"]["missing"]:
                    continue
                # libblkid leaves out what xorriso shows: an MBR that only protects a GPT, partitions
                # that start before a GPT's first usable block, and an APM's own map.
                protective = any(" type=ee " in line for line in lines)
                theirs = {line.lower() for line in lines
                          if not (protective and " mbr " in line)}
                ours = list(self.partitions_of(document, ("mbr", "gpt")))
                self.assertLessEqual(set(ours), theirs)
                for table in ("mbr", "gpt", "apm"):
                    named = any(line.split()[1] == table for line in theirs)
                    self.assertEqual(document["tables"][table] is not None, named, table)

    def test_mtools_reads_the_esps_menu_at_the_place_that_was_found(self):
        need("mcopy")
        compared = 0
        for name in media() + distributors():
            document = inspect(name)
            text = ask("esp-file", medium(name), "/EFI/BOOT/grub.cfg")
            configs = [c for c in document["configs"] if c["file"] == "ESP:/EFI/BOOT/grub.cfg"]
            with self.subTest(name):
                # one that leads to a menu which is listed is only named
                named = [note for note in document["notes"] if note["code"] == "menu-left-out" and
                         note["file"] == "ESP:/EFI/BOOT/grub.cfg"]
                self.assertEqual(bool(configs or named), text is not None)
                if not configs or leads_elsewhere(text):
                    continue
                for entry in configs[0]["entries"]:
                    self.assertIn(entry["title"], text[entry["line"] - 1])
                    compared += 1
        self.assertGreater(compared, 20)

    def menus_read_by(self, read):
        """Every entry of an ISO's GRUB menu stands where another reader of the file sees it."""
        compared = 0
        for name in media() + distributors():
            for config in inspect(name)["configs"]:
                if not config["file"].startswith("ISO:") or config["loader"] != "grub":
                    continue
                text = read(medium(name), config["file"][4:])
                if not text or leads_elsewhere(text):
                    continue
                for entry in config["entries"]:
                    with self.subTest((name, entry["path"])):
                        line = text[entry["line"] - 1]
                        self.assertTrue(may_say(line, entry["title"]), (entry["title"], line))
                        compared += 1
        self.assertGreater(compared, 50)

    def test_xorriso_reads_the_menu_of_which_the_entries_are_reported(self):
        need("xorriso")
        self.menus_read_by(lambda image, path: ask("iso-file", image, path))

    def test_isoinfo_reads_the_menu_of_which_the_entries_are_reported(self):
        need("isoinfo")

        def read(image, path):
            process = subprocess.run(["isoinfo", "-R", "-i", image, "-x", path], check=False,
                                     capture_output=True, stdin=subprocess.DEVNULL,
                                     encoding="utf-8", errors="surrogateescape")
            return process.stdout.splitlines()

        self.menus_read_by(read)


if __name__ == "__main__":
    main()
