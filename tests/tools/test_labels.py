# SPDX-License-Identifier: GPL-3.0-or-later
"""Volume labels as real images: what blkid and an EL7 initramfs make of them, isoargs does too."""

import json
import os
import subprocess

from harness import DONE, NOT_USABLE, ToolTest, main, master, need, run
from tables import relabelled, rows

MENU = """set default="1"
search --no-floppy --set=root -l 'LABEL'
menuentry 'Install CentOS 7' --class gnu-linux {
	linuxefi /images/pxeboot/vmlinuz %s quiet
	initrdefi /images/pxeboot/initrd.img
}
"""


class Labels(ToolTest):
    def image(self, *options):
        """An EL7-like medium without packages."""
        self.write("tree/EFI/BOOT/grub.cfg", MENU % "inst.stage2=hd:LABEL=X")
        image = self.path("image.iso")
        master(self.path("tree"), image, "-R", *options)
        return image

    def test_every_label_is_encoded_as_blkid_encodes_it(self):
        need("genisoimage", "blkid")
        with open(self.image("-J", "-V", "X"), "rb") as file:
            joliet = file.read()
        with open(self.image("-V", "X"), "rb") as file:
            plain = file.read()
        count = 0
        for pvd, svd, expected in rows("labels.tsv", 3):
            with self.subTest(pvd + " " + svd):
                path = self.write("row.iso", relabelled(plain, joliet, pvd, svd))
                result = run("inspect", "--json", path)
                self.assertEqual(result.code, DONE, result.err)
                document = json.loads(result.out)
                self.assertEqual(self.blkid(path), expected)
                modern = document["label"]["libblkid"]
                if modern == document["label"]["installer"]:
                    self.assertEqual(document["label"]["encoded"] or "(none)", expected)
                else:
                    self.assertNotEqual(svd, "-")
                count += 1
        self.assertEqual(count, 46)

    def blkid(self, path):
        lines = subprocess.run(["blkid", "-p", "-o", "udev", path], check=False,
                               capture_output=True, env={**os.environ, "LC_ALL": "C",
                                                         "PATH": os.environ["PATH"] +
                                                         ":/usr/sbin:/sbin"})
        for line in lines.stdout.decode("utf-8", "surrogateescape").splitlines():
            if line.startswith("ID_FS_LABEL_ENC="):
                return line.split("=", 1)[1]
        return "(none)"

    def test_every_official_el7_medium_gets_its_token(self):
        need("genisoimage")
        tokens = {}
        count = 0
        for volume, _, kind, token in rows("el7-labels.tsv", 4):
            tokens.setdefault((volume, kind == "live"), set()).add(token)
            count += 1
        self.assertEqual(count, 156)
        for (volume, live), expected in sorted(tokens.items()):
            with self.subTest(volume):
                self.assertEqual(len(expected), 1)
                token = expected.pop()
                words = "root=live:CDLABEL=X rd.live.image" if live else "inst.stage2=hd:LABEL=X"
                self.write("tree/EFI/BOOT/grub.cfg", MENU % words)
                path = self.path("medium.iso")
                master(self.path("tree"), path, "-R", "-J", "-T", "-V", volume)
                result = run("--style", "minimal", path)
                if live:
                    self.assertEqual((result.code, result.out), (NOT_USABLE, ""))
                else:
                    self.assertEqual((result.code, result.out), (DONE, token + "\n"))


if __name__ == "__main__":
    main()
