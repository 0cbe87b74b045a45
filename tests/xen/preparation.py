# SPDX-License-Identifier: GPL-3.0-or-later
"""Before the boot: what isoargs says of each case, and the files that dom0 is handed."""

import hashlib
import json
import os
import re
import shutil
import subprocess

from cases import ANOTHER, BROKEN, CUT, NOT_PV, STARTS, UNSEEN

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
PROOF = "/proof"    # where dom0 has what this hands to it
HERE = os.path.dirname(os.path.realpath(__file__))


class Failure(Exception):
    pass


class Unproven(Exception):
    """Nothing is known of what isoargs said: the proof is at fault."""


def run(*command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False, timeout=600, **more)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def link(source, target):
    try:
        os.link(os.path.realpath(source), target)
    except OSError:
        # on another file system
        shutil.copy(source, target)


class Preparation:
    """What is made beforehand for one machine's guests: tool is isoargs, and made a folder with media
    that distributors mastered."""

    def __init__(self, out, folder, tool, made):
        self.out, self.tool, self.made = out, tool, made
        self.tree = os.path.join(out, folder)
        self.files = {}

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
        own = os.path.join(self.out, "media", case.medium + ".iso")
        return own if os.path.exists(own) else os.path.join(self.made, case.medium + ".iso")

    def padding(self, case):
        """Words that make the line one of 1050 bytes, all but one of 60 of them."""
        left = 1050 - len(self.own_line(case))
        words = []
        while left > 120:
            words.append("pad=" + "x" * 55)
            left -= 60
        return words + ["pad=" + "x" * (left - 5)]

    def own_line(self, case):
        return self.isoargs(*self.options(case), self.image(case)).rstrip(b"\n")

    @staticmethod
    def options(case):
        return [*case.options, *(() if case.guest == "pv" else ("--guest", case.guest))]

    def menu_line(self, case):
        document = json.loads(self.isoargs("menu", "--json", "--entry", "0", self.image(case)))
        entries = [entry for config in document["configs"] for entry in config["entries"]]
        return entries[0]["cmdline"].encode("utf-8", "surrogateescape")

    def findings(self, case, *options):
        text = self.isoargs("check", "--json", *self.options(case), *options, self.image(case),
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
        for item in document["checks"]:
            if item["check"] == "console" and item["verdict"] != "ok":
                return UNSEEN, item["text"]
        if case.how == "cdrom":
            return BROKEN, ""
        return STARTS, document["verdict"]

    def prepare(self, case):
        line = self.own_line(case)
        if case.words == "menu":
            line = self.menu_line(case)
        elif case.words == "long":
            line = " ".join(self.padding(case)).encode() + b" " + line
        case.line = line
        case.prediction, case.reason = self.predict(case)
        self.config(case)
        if case.words == "broken":
            line = line.replace(b"LABEL=C", b"LABEL=c")
        if case.words != "own":
            self.reword(case, line)
        if case.how == "cdrom":
            case.config = case.config.replace(b"access=ro,", b"access=ro, devtype=cdrom,")

    def config(self, case):
        """The configuration as isoargs writes it, with the paths that files have where it is read."""
        where = self.tree if case.guest == "kvm" else PROOF
        options = self.options(case)
        if case.how != "pygrub":
            kernel, initrd = self.extracted(case)
            options += ["--kernel", where + kernel, "--initrd",
                        where + (self.unsettled(initrd) if case.how == "unsettled" else initrd)]
        if case.prediction == NOT_PV:
            options.append("--force")
        case.config = self.isoargs(
            "--format", "qemu" if case.guest == "kvm" else "xl", "--name", case.name,
            "--memory", str(case.memory), "--vcpus", "1", "--disk", where + "/disk.img",
            "--image", "%s/media/%s.iso" % (where, case.medium), *options, self.image(case))
        if case.guest != "kvm" and case.config.count(b'\ncmdline = "') != 1 or not case.line:
            raise Failure("%s: no line, or not one cmdline in what isoargs wrote" % case.name)

    def reword(self, case, line):
        """Words that isoargs would not write, in the place of its own."""
        quoted = line.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        before, rest = case.config.split(b'\ncmdline = "', 1)
        case.config = before + b'\ncmdline = "' + quoted + b'"\n' + rest.split(b"\n", 1)[1]

    def extracted(self, case):
        """Kernel and initial RAM disk as isoargs extracts them, below the folder that dom0 has."""
        inject = ["--inject", os.path.join(HERE, "preseed.cfg")] if case.inject else []
        folder = "/boot/" + case.medium + "-injected" * case.inject
        if folder not in self.files:
            written = self.isoargs("extract", "-o", self.tree + folder, *inject, self.image(case))
            self.files[folder] = ["%s/%s" % (folder, os.path.basename(path))
                                  for path in os.fsdecode(written).splitlines()]
        if len(self.files[folder]) != 2:
            raise Failure("isoargs extract wrote not two files of %s" % case.medium)
        return self.files[folder]

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
        with open(self.tree + initrd, "rb") as file:
            data = file.read()
        # a later archive replaces files of an earlier one; it begins at a multiple of four
        self.write(name, data + b"\0" * (-len(data) % 4) + archive)
        return name

    def payload(self, cases, abreast):
        """All that dom0 needs, in a folder that it reads from where it is."""
        shutil.rmtree(self.tree, ignore_errors=True)
        for folder in "guests", "media", "boot", "served", "until":
            os.makedirs(os.path.join(self.tree, folder))
        self.files.clear()
        for case in cases:
            self.prepare(case)
            self.write("guests/" + case.name, case.config)
            if case.until:
                self.write("until/" + case.name, case.until.encode() + b"\n")
            image = os.path.join(self.tree, "media", case.medium + ".iso")
            if not os.path.exists(image):
                link(self.image(case), image)
        self.write("order",
                   "".join("%s %d\n" % (case.name, case.limit) for case in cases).encode())
        self.write("settings", ("ABREAST=%d\n" % abreast).encode())
        self.write("disk.img", b"")
        os.truncate(os.path.join(self.tree, "disk.img"), 1 << 20)
        shutil.copy(os.path.join(HERE, "preseed.cfg"), os.path.join(self.tree, "served"))

    def write(self, name, data):
        with open(os.path.join(self.tree, name.lstrip("/")), "wb") as file:
            file.write(data)
