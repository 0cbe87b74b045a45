# SPDX-License-Identifier: GPL-3.0-or-later
"""Media that distributors' own scripts mastered: loaders boot what isoargs says that they boot.

The whole medium is grub-emu's disk, and its own grub.cfg is read as firmware would have it read:
what test_grub.py says of its driver is true here too. Each entry that isoargs reports is booted,
then once what starts by itself.
"""

import json
import os

from grub_emu import Terminal, loaded_in, loaders, reason_not
from harness import ToolTest, distributors, main, medium, run

# A variable, to GRUB as to a menu: what it is running on.
DRIVER = """
%s
set root=cd0
set prefix=(cd0)/boot/grub
set grub_platform=%s
set timeout=0
export timeout
source /boot/grub/grub.cfg
unset fallback
set timeout=0
%s
"""


class RealGrub(ToolTest):
    def setUp(self):
        super().setUp()
        reason = reason_not()
        if reason:
            self.skipTest(reason)
        # Else a menu may take its words to a screen, or to what stands for one.
        os.environ["SDL_VIDEODRIVER"] = "none"

    def boot(self, platform, default):
        choice = "" if default is None else "set default='%s'" % default
        self.write("driver/grub.cfg", DRIVER % (loaders(), platform, choice))
        grub = Terminal("-m", self.path("device.map"), "-r", "host", "-d", self.path("driver"))
        try:
            shown = grub.read()
            self.assertIsNotNone(shown, "grub-emu was not done with entry %s" % default)
            # A submenu may want a picture: without a screen GRUB complains, and waits for a key.
            for _ in range((default or "").count(">")):
                if "@linux" in shown:
                    break
                os.write(grub.terminal, b" ")
                shown += grub.read() or ""
        finally:
            grub.close()
        booted = loaded_in(shown)
        booted.pop("chosen", None)
        return booted

    def assert_boots(self, entry, platform, default):
        ours = {"title": entry["title"]}
        if entry["command"]:
            ours.update({key: entry[key] for key in ("command", "kernel", "cmdline", "initrds")})
        self.assertEqual(ours, self.boot(platform, default))

    def compare(self, config, platform):
        entries = {entry["path"]: entry for entry in config["entries"]}
        for path, entry in entries.items():
            if not entry["submenu"]:
                with self.subTest(path=path, title=entry["title"]):
                    self.assert_boots(entry, platform, path)
        self.assert_boots(entries[config["default"]], platform, None)
        return len(entries)

    def test_each_entry_boots_what_isoargs_says(self):
        names = distributors()
        if not names:
            self.skipTest("no medium of a distributor: './quickstart media' masters them")
        for name in names:
            self.write("device.map", "(cd0) %s\n" % medium(name))
            document = json.loads(run("inspect", "--json", medium(name)).out)
            compared = 0
            for config in document["configs"]:
                # that of the ESP only leads to the ISO's
                if not config["file"].endswith(":/boot/grub/grub.cfg"):
                    continue
                for platform in config["platform"].split(", "):
                    with self.subTest(name, platform=platform):
                        compared += self.compare(config, platform)
            if any(config["loader"] == "grub" for config in document["configs"]):
                self.assertGreater(compared, 2, name)
            print("%s: %d entries" % (name, compared))


if __name__ == "__main__":
    main()
