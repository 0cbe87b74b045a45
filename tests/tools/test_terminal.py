# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a medium's labels, titles and paths hold, a terminal and a log are shown text only.

The arguments themselves are the product: there a label is spelt by udev's rule, which keeps
valid UTF-8 of any kind, so on the lines of 'args' that hold them bidi controls may stand.
"""

import json
import os

from harness import ToolTest, main, master, need, run
from tables import relabelled, rows

VERBS = (
    ["args"], ["args", "--force"], ["args", "--explain", "--force"], ["args", "--stage2", "uuid"],
    ["inspect"], ["menu"], ["check"], ["args", "--entry", "none"],
)
JSON = (["inspect", "--json"], ["menu", "--json"], ["check", "--json"],
        ["args", "--format", "json", "--force"])

EVIL = "\x1b[31mred\x07\x7f\u009b31m\u202egnp.\u2066x\u2069\u200f\u061c\u2028\r"

MENU = """menuentry 'Install %s' --id '%s' {
	linuxefi /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=%s quiet
	initrdefi /images/pxeboot/%s
}
menuentry 'Rescue %s' {
	linuxefi /%s rescue
	initrdefi /none
}
%s
source /%s
"""


def is_plain(character):
    code = ord(character)
    if character == "\n" or 0xDC80 <= code <= 0xDCFF:
        return character == "\n"
    return not (code < 0x20 or 0x7F <= code < 0xA0 or code == 0x061C or code in (0x2028, 0x2029) or
                0x200E <= code <= 0x200F or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069)


class Terminal(ToolTest):
    def assert_plain(self, text, where):
        found = sorted({hex(ord(c)) for c in text if not is_plain(c)})
        self.assertEqual(found, [], (where, text))

    def assert_harmless(self, image):
        for verb in VERBS:
            result = run(*verb, image)
            self.assertIn(result.code, (0, 1, 3), result.err)
            self.assert_plain(result.err, verb)
            if verb[0] == "args" and "--explain" not in verb:
                # what is handed to a hypervisor: never a control
                self.assertFalse([c for c in result.out if ord(c) < 0x20 and c != "\n" or
                                  0x7F <= ord(c) < 0xA0], result.out)
                self.assertLessEqual(result.out.count("\n"), 1)
            else:
                self.assert_plain(result.out, verb)
        for verb in JSON:
            result = run(*verb, image)
            self.assert_plain(result.err, verb)
            if result.out:
                json.loads(result.out.encode("utf-8", "surrogateescape").decode("utf-8"))
        result = run("extract", "-o", self.path("out"), image)
        self.assert_plain(result.out + result.err, "extract")

    def image(self, text, *options):
        self.write("tree/EFI/BOOT/grub.cfg", text)
        path = self.path("image.iso")
        master(self.path("tree"), path, "-R", *options)
        return path

    def read(self, *options):
        text = MENU % tuple(["X"] * 3 + ["initrd.img"] + ["X"] * 4)
        with open(self.image(text, *options), "rb") as file:
            return file.read()

    def test_labels_of_every_kind(self):
        need("genisoimage")
        joliet, plain = self.read("-J", "-V", "X"), self.read("-V", "X")
        count = 0
        for pvd, svd, _ in rows("labels.tsv", 3):
            with self.subTest((pvd, svd)):
                self.assert_harmless(self.write("row.iso", relabelled(plain, joliet, pvd, svd)))
            count += 1
        self.assertGreater(count, 40)

    def test_titles_words_and_paths_with_controls(self):
        need("genisoimage")
        for evil in (EVIL, EVIL.encode("utf-8")[:-2].decode("utf-8", "surrogateescape")):
            text = (MENU % ((evil,) * 8)).encode("utf-8", "surrogateescape")
            self.assert_harmless(self.image(text, "-V", "X"))

    def test_names_in_directories_with_controls(self):
        need("genisoimage")
        name = EVIL.replace("\r", "")
        self.write("tree/images/pxeboot/" + name, b"x")
        self.write("tree/" + name, b"menuentry x { linux /k }\n")
        text = MENU % ("X", "X", "X", name, "X", name, "", name)
        self.assert_harmless(self.image(text.encode(), "-V", "X"))

    def test_treeinfo_and_discinfo_with_controls(self):
        need("genisoimage")
        self.write("tree/.treeinfo", "[general]\nfamily = CentOS %s\nversion = 7%s\narch = %s\n"
                   "variant = %s\n[checksums]\n%s = sha256:%s\n" % ((EVIL.replace("\r", ""),) * 6))
        self.write("tree/.discinfo", "1.0\nCentOS %s\nx86_64%s\n" % (EVIL, EVIL))
        self.assert_harmless(self.image(MENU % (("X",) * 8), "-V", "X"))

    def test_dates_system_and_publisher_with_controls(self):
        need("genisoimage")
        image = bytearray(self.read("-V", "X"))
        pvd = 16 * 2048
        for offset, size in ((8, 32), (318, 128), (446, 128), (574, 128), (813, 16), (830, 16)):
            image[pvd + offset:pvd + offset + size] = (EVIL.encode() * 8)[:size]
        path = self.write("row.iso", bytes(image))
        self.assert_harmless(path)
        self.assertEqual(run("args", "--stage2", "uuid", "--force", path).out, "")


if __name__ == "__main__":
    assert os.environ["ISOARGS"]
    main()
