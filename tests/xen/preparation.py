# SPDX-License-Identifier: GPL-3.0-or-later
"""Before the boot: what isoargs says of each case, and the files that dom0 is handed."""

import hashlib
import json
import os
import re
import shutil
import subprocess

from cases import ANOTHER, CUT, NOT_PV, STARTS

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
PROOF = "/proof"    # where dom0 has what this hands to it
GUEST_MIB = 512


class Failure(Exception):
    pass


def run(*command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False, timeout=600, **more)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Preparation:
    def __init__(self, out, tool):
        self.out, self.tool = out, tool
        self.tree = os.path.join(out, "payload", "proof")

    def isoargs(self, *args, codes=(0,)):
        try:
            process = run(self.tool, *args, capture_output=True)
        except subprocess.TimeoutExpired as expired:
            raise Failure("isoargs %s: no end" % " ".join(args)) from expired
        if process.returncode not in codes:
            raise Failure("isoargs %s: exit status %d: %s" % (
                " ".join(args), process.returncode, process.stderr.decode(errors="replace")))
        return process.stdout

    def image(self, case):
        return os.path.join(self.out, "media", case.medium + ".iso")

    def padding(self, case):
        """Words that make the line one of 1050 bytes, all but one of 60 of them."""
        left = 1050 - len(self.own_line(case))
        words = []
        while left > 120:
            words.append("pad=" + "x" * 55)
            left -= 60
        return words + ["pad=" + "x" * (left - 5)]

    def own_line(self, case):
        return self.isoargs(*case.options, self.image(case)).rstrip(b"\n")

    def menu_line(self, case):
        document = json.loads(self.isoargs("menu", "--json", "--entry", "0", self.image(case)))
        entries = [entry for config in document["configs"] for entry in config["entries"]]
        return entries[0]["cmdline"].encode("utf-8", "surrogateescape")

    def findings(self, case, *options):
        text = self.isoargs("check", "--json", *case.options, *options, self.image(case),
                            codes=(0, 3))
        return json.loads(text)

    def predict(self, case):
        """What isoargs check says will come of it, and with which words."""
        padding = self.padding(case) if case.words == "long" else []
        document = self.findings(case, *(part for word in padding for part in ("--append", word)))
        errors = {item["check"]: item["text"] for item in document["checks"]
                  if item["verdict"] == "error"}
        if "pv" in errors:
            return NOT_PV, errors["pv"]
        if "length" in errors:
            return CUT, errors["length"]
        if errors:
            raise Failure("%s: isoargs check says %r, which no case is for" % (case.name, errors))
        if case.words == "menu":
            token = re.search(rb"LABEL=(\S+)", case.line).group(1).decode()
            for item in document["checks"]:
                if item["check"] == "menu" and item["verdict"] != "ok" and \
                        'looks for "%s", which this medium is not' % token in item["text"]:
                    return ANOTHER, item["text"]
        return STARTS, document["verdict"]

    def prepare(self, case):
        line = self.own_line(case)
        self.config(case, line)
        if case.words == "menu":
            line = self.menu_line(case)
        elif case.words == "long":
            line = " ".join(self.padding(case)).encode() + b" " + line
        case.line = line
        case.prediction, case.reason = self.predict(case)
        if case.words == "broken":
            line = line.replace(b"LABEL=C", b"LABEL=c")
        if case.words != "own":
            self.reword(case, line)

    def config(self, case, line):
        """The configuration as isoargs writes it, with the paths that files have in dom0."""
        options = list(case.options)
        if case.how != "pygrub":
            initrd = self.extracted(case, "initrd.img")
            options += ["--kernel", self.extracted(case, "vmlinuz"),
                        "--initrd", self.unsettled(initrd) if case.how == "unsettled" else initrd]
        case.config = self.isoargs(
            "--format", "xl", "--name", case.name, "--memory", str(GUEST_MIB), "--vcpus", "1",
            "--image", "%s/media/%s.iso" % (PROOF, case.medium), "--disk", PROOF + "/disk.img",
            *options, self.image(case))
        if case.config.count(b'\ncmdline = "') != 1 or not line:
            raise Failure("%s: no line, or not one cmdline in what isoargs wrote" % case.name)

    def reword(self, case, line):
        """Words that isoargs would not write, in the place of its own."""
        quoted = line.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        before, rest = case.config.split(b'\ncmdline = "', 1)
        case.config = before + b'\ncmdline = "' + quoted + b'"\n' + rest.split(b"\n", 1)[1]

    def extracted(self, case, name):
        """A file as isoargs extracts it, by the path that dom0 has it under."""
        folder = os.path.join(self.tree, "boot", case.medium)
        if not os.path.isdir(folder):
            os.makedirs(os.path.dirname(folder), exist_ok=True)
            self.isoargs("extract", "-o", folder, self.image(case))
        if not os.path.isfile(os.path.join(folder, name)):
            raise Failure("isoargs extract wrote no %s of %s" % (name, case.medium))
        return "%s/boot/%s/%s" % (PROOF, case.medium, name)

    def unsettled(self, initrd):
        """A RAM disk in which udev, and udevadm settle, do nothing and say that all is well."""
        name = initrd + "-unsettled"
        folder = os.path.join(self.out, "unsettled")
        os.makedirs(os.path.join(folder, "usr", "bin"), exist_ok=True)
        with open(os.path.join(folder, "usr", "bin", "udevadm"), "w", encoding="ascii") as file:
            file.write("#!/bin/busybox true\n")
        os.chmod(file.name, 0o755)
        archive = subprocess.run(["cpio", "--quiet", "-R", "0:0", "-H", "newc", "-o"], check=True,
                                 cwd=folder, input=b"usr/bin/udevadm\n", stdout=subprocess.PIPE,
                                 timeout=120).stdout
        with open(self.tree + initrd.removeprefix(PROOF), "rb") as file:
            data = file.read()
        # a later archive replaces files of an earlier one; it begins at a multiple of four
        self.write(os.path.relpath(name, PROOF), data + b"\0" * (-len(data) % 4) + archive)
        return name

    def payload(self, cases, abreast, limit):
        """All that dom0 needs, as an archive that comes behind its own."""
        shutil.rmtree(os.path.dirname(self.tree), ignore_errors=True)
        for folder in "guests", "media", "boot":
            os.makedirs(os.path.join(self.tree, folder))
        for case in cases:
            self.prepare(case)
            self.write("guests/" + case.name, case.config)
            image = os.path.join(self.tree, "media", case.medium + ".iso")
            if not os.path.exists(image):
                os.link(self.image(case), image)
        self.write("order", "".join(case.name + "\n" for case in cases).encode())
        self.write("settings", ("ABREAST=%d LIMIT=%d\n" % (abreast, limit)).encode())
        self.write("disk.img", b"")
        os.truncate(os.path.join(self.tree, "disk.img"), 1 << 20)
        self.fold()
        with open(os.path.join(self.out, "dom0-all.cpio"), "wb") as output:
            with open(os.path.join(self.out, "dom0.cpio"), "rb") as file:
                shutil.copyfileobj(file, output)
            names = b"".join(
                os.path.relpath(os.path.join(path, name), os.path.dirname(self.tree)).encode() + b"\0"
                for path, folders, files in os.walk(os.path.dirname(self.tree))
                for name in sorted(folders + files))
            subprocess.run(["cpio", "-0", "--quiet", "-R", "0:0", "-H", "newc", "-o"], check=True,
                           cwd=os.path.dirname(self.tree), input=names, stdout=output, timeout=120)

    def fold(self):
        """Extracted files that are the same are there once."""
        seen = {}
        for path, _, files in os.walk(os.path.join(self.tree, "boot")):
            for name in files:
                file = os.path.join(path, name)
                digest = sha256(file)
                if digest in seen:
                    os.unlink(file)
                    os.link(seen[digest], file)
                seen.setdefault(digest, file)

    def write(self, name, data):
        with open(os.path.join(self.tree, name), "wb") as file:
            file.write(data)
