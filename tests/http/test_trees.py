# SPDX-License-Identifier: GPL-3.0-or-later
"""Installation trees on a web server: what is asked for, and what is made of the answers."""

import functools
import os
import shutil
import subprocess
import unittest

from behaviours import TOKEN
from harness import DONE, FAILED, NOT_USABLE, main, medium, need, run
from serving import MEDIA, POOL, Outcome, Server, folder

KIB = 1024

# Of each medium: what its installer is told, "@" being the URL; and requests and KiB, at most.
TREES = {
    "rhel7-server": ("utf8 nogpt noipv6 inst.repo=@ ip=dhcp", 5, 25),
    "el9-dvd": ("inst.repo=@ ip=dhcp", 5, 25),
    "opensuse-dvd": ("install=@ netsetup=dhcp console=hvc0", 13, 25),
}
# openSUSE's menu comes from a corpus that not everyone has
TREES = {name: case for name, case in TREES.items() if os.path.exists("%s/%s.iso" % (MEDIA, name))}
TREE = "rhel7-server"
EXISTING = 5  # requests of args on it


@functools.cache
def unpacked():
    """A folder with the files of each of the media."""
    need("bsdtar")
    medium(TREE)
    made = os.path.join(folder(), "trees")
    for name in TREES:
        os.makedirs(os.path.join(made, name))
        subprocess.run(["bsdtar", "-xf", medium(name), "-C", os.path.join(made, name)], check=True)
        subprocess.run(["chmod", "-R", "u+w", os.path.join(made, name)], check=True)
    return made


class TreeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = unpacked()

    def ask(self, *args, name=TREE, how="good", end="/", where=None):
        with Server(where or self.folder) as server:
            url = server.url(name, how)
            seen = Outcome(server, (*args, url + end))
        seen.out, seen.err = (text.replace(url, "@").replace("@/", "@")
                              for text in (seen.out, seen.err))
        return seen

    def copy(self, name=TREE):
        made = os.path.join(folder(), self.id())
        shutil.copytree(os.path.join(self.folder, name), os.path.join(made, name))
        return made


class Trees(TreeTest):
    def test_the_installer_is_told_where_the_tree_is(self):
        for name, (words, requests, kib) in TREES.items():
            with self.subTest(name):
                seen = self.ask("args", name=name)
                self.assertEqual((seen.code, seen.out), (DONE, words + "\n"), seen.err)
                self.assertLessEqual(len(seen.requests), requests, seen.requests)
                self.assertLessEqual(seen.bytes, kib * KIB)
                self.assertEqual(seen.connections, 1)

    def test_the_menu_is_that_of_the_files(self):
        for name in TREES:
            with self.subTest(name):
                seen, file = self.ask("menu", name=name), run("menu", self.folder + "/" + name)
                self.assertEqual((seen.code, seen.out), (DONE, file.out), seen.err)

    def test_no_page_that_lists_files_is_asked_for(self):
        for name in TREES:
            for verb in (("args",), ("inspect",), ("check",), ("menu",)):
                with self.subTest((name, verb)):
                    seen = self.ask(*verb, name=name)
                    self.assertGreater(len(seen.requests), 2)
                    for request in seen.requests:
                        self.assertFalse(request.path.endswith("/"), request)
                        self.assertIsNotNone(request.range, request)

    def test_nothing_is_asked_for_twice(self):
        for name in TREES:
            with self.subTest(name):
                seen = self.ask("check", name=name)
                asked = [(request.path, request.range) for request in seen.requests]
                self.assertEqual(len(asked), len(set(asked)), asked)

    def test_a_url_that_leads_to_one_with_a_slash_is_a_tree_too(self):
        seen = self.ask("args", end="")
        self.assertEqual((seen.code, seen.out), (DONE, TREES[TREE][0] + "\n"), seen.err)
        self.assertEqual(len(seen.requests), EXISTING + 2, seen.requests)

    def test_kernel_and_ram_disk_are_those_of_the_files(self):
        written = []
        for name in TREES:
            with self.subTest(name):
                outs = [os.path.join(folder(), "%s-%s" % (name, of)) for of in ("url", "file")]
                seen = self.ask("extract", "-o", outs[0], name=name)
                self.assertEqual(seen.code, DONE, seen.err)
                run("extract", "-o", outs[1], self.folder + "/" + name)
                for out in outs:
                    for file in sorted(os.listdir(out)):
                        with open(os.path.join(out, file), "rb") as opened:
                            written.append(opened.read())
                self.assertEqual(written[:2], written[2:])
                written.clear()

    def test_what_its_checksums_do_not_fit_is_not_written(self):
        made = self.copy("el9-dvd")
        with open(os.path.join(made, "el9-dvd/.treeinfo"), encoding="ascii") as file:
            if "vmlinuz = sha256:" not in file.read():
                self.skipTest("the medium's .treeinfo has no checksums")
        with open(os.path.join(made, "el9-dvd/images/pxeboot/vmlinuz"), "r+b") as file:
            file.seek(700)
            file.write(b"changed")
        out = os.path.join(made, "out")
        seen = self.ask("extract", "-o", out, name="el9-dvd", where=made)
        self.assertNotEqual(seen.code, DONE)
        self.assertFalse(os.path.exists(os.path.join(out, "vmlinuz")))

    def test_names_are_written_as_a_url_has_them(self):
        made = self.copy()
        menu = os.path.join(made, TREE, "EFI/BOOT/grub.cfg")
        os.rename(os.path.join(made, TREE, "images/pxeboot/vmlinuz"),
                  os.path.join(made, TREE, "images/pxeboot/vm%41 li?nuz#1"))
        with open(menu, encoding="utf-8") as file:
            text = file.read()
        with open(menu, "w", encoding="utf-8") as file:
            file.write(text.replace("/images/pxeboot/vmlinuz", "'/images/pxeboot/vm%41 li?nuz#1'"))
        seen = self.ask("check", where=made)
        targets = [request.target for request in seen.requests]
        self.assertIn("/good/%s/images/pxeboot/vm%%2541%%20li%%3Fnuz%%231" % TREE, targets)
        self.assertIn("ok  kernel", seen.out)

    def test_a_name_does_not_lead_out_of_the_tree(self):
        made = self.copy()
        menu = os.path.join(made, TREE, "EFI/BOOT/grub.cfg")
        with open(menu, encoding="utf-8") as file:
            text = file.read()
        for path in ("/../../secret", "//elsewhere.example/vmlinuz", "/images/../../../secret",
                     "/%2e%2e/secret", "/http://elsewhere.example/vmlinuz"):
            with self.subTest(path):
                with open(menu, "w", encoding="utf-8") as file:
                    file.write(text.replace("/images/pxeboot/vmlinuz", path))
                for request in self.ask("check", where=made).requests:
                    self.assertTrue(request.target.startswith("/good/%s/" % TREE), request)
                    self.assertNotIn("/..", request.target)

    def test_where_one_file_leads_elsewhere_the_others_are_asked_for_beside_it(self):
        seen = self.ask("args", how="redirect-1")
        self.assertEqual((seen.code, seen.requests[0].how), (DONE, "redirect-1"), seen.err)
        self.assertEqual([request.how for request in seen.requests[1:]],
                         ["good"] * EXISTING, seen.requests)

    def test_a_token_goes_with_every_file_and_is_not_printed(self):
        for verb in (("args",), ("inspect", "--json"), ("args", "--explain"), ("check",)):
            with self.subTest(verb):
                seen = self.ask(*verb, how="token", end="/?" + TOKEN)
                self.assertEqual(seen.code, DONE, seen.err)
                self.assertEqual({request.query for request in seen.requests}, {TOKEN})
                self.assertNotIn(TOKEN, seen.out + seen.err)

    def test_a_server_that_has_a_page_for_everything_is_left_at_once(self):
        seen = self.ask("args", how="html")
        self.assertEqual((seen.code, seen.out, len(seen.requests)), (FAILED, "", 1))
        self.assertIn("the server sends the whole file instead of the part", seen.err)

    def test_an_empty_tree_costs_a_few_requests(self):
        made = os.path.join(folder(), self.id())
        os.makedirs(os.path.join(made, "nothing"))
        seen = self.ask("args", name="nothing", where=made)
        self.assertEqual((seen.code, seen.out), (NOT_USABLE, ""))
        self.assertIn("no boot configuration", seen.err)
        self.assertLessEqual(len(seen.requests), 24, seen.requests)


class Faults(TreeTest):
    """Each request fails in turn: no answer or the right one."""

    FAULTS = ("no-content-range", "short", "none", "longer", "gzipped", "403", "500", "closed")

    def test_no_answer_or_the_right_one(self):
        right = self.ask("args")
        jobs = [POOL.submit(self.ask, "args", how="%s@@%d%s" % (fault, number, last))
                for number in range(1, EXISTING + 1) for fault in self.FAULTS for last in ("-", "")]
        for job in jobs:
            seen = job.result()
            with self.subTest(seen.requests[0].how):
                if seen.code == DONE:
                    self.assertEqual((seen.out, seen.err), (right.out, right.err))
                else:
                    self.assertEqual((seen.code, seen.out), (FAILED, ""))
                    self.assertRegex(seen.err, r"\Aisoargs: @: .{20,}\n\Z")


if __name__ == "__main__":
    main()
