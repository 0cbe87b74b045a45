# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of isoargs check share: media of a few files, and their findings."""

import json
import os
import shutil

from harness import DONE, NOT_USABLE, ToolTest, master, medium, run

MENU = ("menuentry 'Install CentOS 7' {\n\tlinuxefi /images/pxeboot/vmlinuz %s quiet\n"
        "\tinitrdefi /images/pxeboot/initrd.img\n}\n")
TOKEN = "inst.stage2=hd:LABEL=TEST"


class CheckTest(ToolTest):
    def check(self, *args):
        """The findings by check, after both forms of them and the exit code were compared."""
        text, result = run("check", *args), run("check", "--json", *args)
        document = json.loads(result.out)
        items = document["checks"]
        self.assertEqual((document["format"], text.code, text.err), (1, result.code, result.err))
        worst = max((i["verdict"] for i in items), key=("ok", "warning", "error").index)
        self.assertEqual(document["verdict"], worst)
        self.assertEqual(result.code, NOT_USABLE if worst == "error" else DONE)
        lines = text.out.splitlines()
        self.assertEqual(len(lines), len(items))
        for line, item in zip(lines, items):
            self.assertEqual(line.split()[:2], [item["verdict"], item["check"]])
            for part in ("text", "file", "remedy"):
                self.assertIn(item.get(part, ""), line)
        return {code: [i for i in items if i["check"] == code]
                for code in {i["check"] for i in items}}

    def verdict(self, code, *args):
        """The verdict of the one finding of a check, and its sentence with place and remedy."""
        found = self.check(*args).get(code, [])
        self.assertEqual(len(found), 1, found)
        item = found[0]
        return item["verdict"], "%s:%s: %s; %s" % tuple(
            item.get(key, "") for key in ("file", "line", "text", "remedy"))

    def assert_verdict(self, verdict, code, *parts, args):
        found = self.verdict(code, *args)
        self.assertEqual(found[0], verdict, found)
        for part in parts:
            self.assertIn(part, found[1])

    def image(self, config=MENU % TOKEN, label="TEST", options=("-R",), **more):
        if config is not None:
            self.write("tree/EFI/BOOT/grub.cfg", config)
        path = self.path("medium.iso")
        master(self.path("tree"), path, *options, "-V", label, **more)
        return path

    def patch(self, path, *changes):
        with open(path, "r+b") as file:
            for offset, data in changes:
                file.seek(offset)
                file.write(data)
        return path

    def shortened(self, name, size):
        """The first bytes of a medium; a negative size is what is cut off."""
        path = self.path(name + "-cut.iso")
        shutil.copyfile(medium(name), path)
        with open(path, "r+b") as file:
            file.truncate(size if size > 0 else os.path.getsize(path) + size)
        return path
