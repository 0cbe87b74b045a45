# SPDX-License-Identifier: GPL-3.0-or-later
"""What `isoargs inspect --json` says of every medium, held against a file each.

Numbers that hang on the versions of the kernel and of GRUB that a medium was mastered with
(sizes and places) stand as "N" here; tests/oracle compares them with other tools instead.
To write the files anew after a change that is meant: ISOARGS_UPDATE=1, then read the diff.
"""

import json
import os
import unittest

from harness import DONE, SOURCE, ToolTest, main, media, medium, run, unmade

GOLDEN = os.path.join(SOURCE, "tools", "golden")
VOLATILE = {"size", "offset", "sectors", "missing", "serial"}


def masked(value, key=None):
    if isinstance(value, dict):
        return {k: masked(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [masked(v) for v in value]
    if isinstance(value, int) and not isinstance(value, bool) and key in VOLATILE:
        return "N" if value else 0
    if key == "name" and isinstance(value, str) and value.endswith(".iso"):
        return os.path.basename(value)
    if key == "text":
        return "".join("N" if c.isdigit() else c for c in value)
    return value


def text_of(document):
    text = json.dumps(document, indent=1, ensure_ascii=False)
    while "NN" in text:
        text = text.replace("NN", "N")
    return text + "\n"


class Golden(ToolTest):
    maxDiff = None

    def test_every_medium_is_seen_as_before(self):
        for name in media():
            with self.subTest(name):
                result = run("inspect", "--json", medium(name))
                self.assertEqual((result.code, result.err), (DONE, ""))
                document = json.loads(result.out)
                self.assertEqual(document["format"], 1)
                text = text_of(masked(document))
                path = os.path.join(GOLDEN, name + ".json")
                if os.environ.get("ISOARGS_UPDATE"):
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text)
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(text, file.read())

    def test_every_golden_file_has_its_medium(self):
        names = set(media())
        kept = {f[:-5] for f in os.listdir(GOLDEN) if f.endswith(".json")}
        self.assertEqual(kept - names - unmade(), set())
        self.skip_unmade(kept - names)

    def test_the_table_for_people_says_the_same_in_every_part(self):
        for name in media():
            with self.subTest(name):
                document = json.loads(run("inspect", "--json", medium(name)).out)
                table = run("inspect", medium(name))
                self.assertEqual((table.code, table.err), (DONE, ""))
                for key in ("installer", "encoded", "uuid"):
                    self.assertIn(document["label"][key] or "(none)", table.out)
                self.assertIn(document["distribution"]["osinfo"] or "", table.out)
                self.assertEqual("osinfo id" in table.out, bool(document["distribution"]["osinfo"]))
                for key in ("mbr", "gpt", "apm"):
                    for partition in document["tables"][key] or []:
                        self.assertIn(str(partition["offset"]), table.out)
                for config in document["configs"]:
                    self.assertIn(config["file"], table.out)
                    for entry in config["entries"]:
                        self.assertIn(entry["title"], table.out)
                for note in document["notes"]:
                    self.assertIn(note["text"], table.out)
                self.assertIn("map (", table.out)


if __name__ == "__main__":
    unittest.TestCase.longMessage = True
    main()
