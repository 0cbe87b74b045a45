# SPDX-License-Identifier: GPL-3.0-or-later
"""The program of one file: in a folder with nothing else in it, as root of a file system, it does all
that the other one does. ISOARGS_STATIC names it; "./quickstart static" makes it and runs this."""

import os
import re
import shutil
import subprocess

from harness import DONE, ISOARGS, ToolTest, Result, main, medium, need, run

STATIC = os.environ.get("ISOARGS_STATIC", "")
SIZE_MAX = 3 << 20
MEDIA = ("el7-dvd", "el7-plain", "el9-dvd", "ubuntu-like")
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJv5v0p0n0nqR1wqg8p1yq7p2wqk1m4J0z6v9b8c7d6e"


class Static(ToolTest):
    def setUp(self):
        super().setUp()
        if not STATIC:
            self.skipTest("no program of one file: ./quickstart static makes one")
        self.root = self.path("root")
        os.mkdir(self.root)
        shutil.copy(STATIC, os.path.join(self.root, "isoargs"))

    def enter(self, *args, before=(), stdin=subprocess.DEVNULL):
        """Runs it where it and its image are all there is; without being root, in a user namespace."""
        chroot = ["chroot", self.root] if os.geteuid() == 0 else \
            ["unshare", "--map-root-user", "chroot", self.root]
        need(chroot[0])
        env = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}
        return Result(subprocess.run([*before, *chroot, "/isoargs", *args], stdin=stdin,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
                                     check=False, encoding="utf-8", env=env))

    def bring(self, name):
        """Where the medium lies outside and inside."""
        shutil.copy(medium(name), self.root)
        return medium(name), "/" + os.path.basename(medium(name))

    def test_it_is_small_and_needs_nothing(self):
        self.assertLessEqual(os.path.getsize(STATIC), SIZE_MAX)
        need("readelf")
        said = run("-dn", STATIC, tool="readelf").out
        self.assertNotIn("NEEDED", said)
        version = re.search(r"ABI: (\d+)\.(\d+)", said)
        if version:
            self.assertLess(tuple(map(int, version.groups())), (3, 11))

    def test_every_verb_says_what_the_other_program_says(self):
        for name in MEDIA:
            path, inside = self.bring(name)
            for verb in (("args",), ("args", "--format", "xe", "--dhcp"), ("args", "--explain"),
                         ("args", "--format", "json"), ("inspect",), ("inspect", "--json"),
                         ("menu",), ("check",), ("check", "--media"), ("check", "--no-sandbox")):
                with self.subTest(name, verb=verb):
                    there, here = self.enter(*verb, inside), run(*verb, path)
                    self.assertEqual((there.code, there.out.replace(inside, path),
                                      there.err.replace(inside, path)),
                                     (here.code, here.out, here.err))

    def test_files_are_extracted(self):
        path, inside = self.bring("el7-dvd")
        result = self.enter("extract", "-o", "/out", inside)
        self.assertEqual(result.code, DONE, result.err)
        self.assertEqual(run("extract", "-o", self.path("out"), path).code, DONE)
        for name in ("vmlinuz", "initrd.img"):
            with open(os.path.join(self.root, "out", name), "rb") as there, \
                    open(self.path(os.path.join("out", name)), "rb") as here:
                self.assertEqual(there.read(), here.read())

    def test_a_kickstart_s_disk_is_made(self):
        self.write("root/key.pub", KEY + "\n")
        result = self.enter("kickstart", "--lock-root", "--ssh-key-file", "/key.pub", "--oemdrv",
                            "/ks.iso")
        self.assertEqual(result.code, DONE, result.err)
        with open(os.path.join(self.root, "ks.iso"), "rb") as file:
            self.assertIn(b"OEMDRV", file.read())

    def test_the_sandbox_has_what_the_kernel_has(self):
        need("strace")
        path, inside = self.bring("el7-plain")
        calls = {}
        for what, before in (("here", ()), ("there", ("chroot",))):
            log = self.path(what)
            trace = ("strace", "-f", "-o", log, "-e", "trace=seccomp,landlock_restrict_self,prctl")
            result = self.enter(inside, before=trace) if before else \
                run(*trace[1:], ISOARGS, path, tool="strace")
            self.assertEqual(result.code, DONE, result.err)
            with open(log, encoding="utf-8") as file:
                calls[what] = re.findall(r"\b(seccomp\(\w+|landlock_restrict_self)", file.read())
        self.assertIn("seccomp(SECCOMP_SET_MODE_FILTER", calls["there"])
        self.assertEqual(calls["there"], calls["here"])


if __name__ == "__main__":
    main()
