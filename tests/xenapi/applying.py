# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests share that run the provisioner against the simulated pool."""

import glob
import os
import shutil
import subprocess
import tempfile
import unittest

import harness
from pooltest import certificate
from simulated import Simulator

TOOL = os.environ["ISOARGS_XENSERVER"]
WHOLE = bool(os.environ.get("ISOARGS_TEST_WHOLE"))
FAILED, USAGE, NOT_USABLE, LACKS, AMBIGUOUS, TAKEN, LEFT = 1, 2, 3, 4, 5, 6, 7
PASSWORD = "correct horse & <battery>"
ISO = "el7-dvd.iso"


def simulated(*options):
    return Simulator("--password", PASSWORD, "--lifetime", 1800, *certificate(), *options)


class Place:
    """A folder for what one user has: password, logs, pins."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="isoargs-xenserver-")
        self.password = os.path.join(self.folder, "password")
        self.pid = os.path.join(self.folder, "pid")
        with open(self.password, "w", encoding="ascii") as file:
            file.write(PASSWORD + "\n")
        self.env = dict(os.environ, XDG_STATE_HOME=self.folder, XDG_CONFIG_HOME=self.folder)

    def start(self, pool, verb, *args, image=None):
        command = [*harness.MORTAL, TOOL, verb, "--host", pool.address, "--pin", pool.pin,
                   "--password-file", self.password, *args]
        process = subprocess.Popen(command + ([image] if image else []), env=self.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, encoding="utf-8")
        with open(self.pid, "w", encoding="ascii") as file:
            file.write(str(process.pid))
        return process

    def run(self, pool, verb, *args, image=None):
        process = self.start(pool, verb, *args, image=image)
        process.out, process.err = process.communicate(timeout=150)
        if PASSWORD in process.out + process.err or "OpaqueRef:" in process.out + process.err:
            raise AssertionError("a secret is in the output: " + process.out + process.err)
        return process

    def logs(self):
        found = glob.glob(os.path.join(self.folder, "isoargs", "undo", "*"))
        for path in found:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if PASSWORD in text or "OpaqueRef:" in text:
                raise AssertionError("a secret is in the log: " + text)
        return found

    def remove(self):
        shutil.rmtree(self.folder)


class ApplyTest(unittest.TestCase):
    def setUp(self):
        self.image = harness.medium("el7-dvd")
        self.place = Place()
        self.addCleanup(self.place.remove)

    def simulator(self, *options, iso=True):
        pool = simulated(*(("--iso", ISO) if iso else ()), *options)
        self.addCleanup(pool.stop)
        return pool

    def apply(self, pool, *args):
        return self.place.run(pool, "apply", "--dhcp", *args, image=self.image)

    def records(self, pool, kind):
        found = pool.get("records?class=" + kind)
        return list(found.values()) if isinstance(found, dict) else found

    def named(self, pool, name):
        found = [r for r in self.records(pool, "VM") if r["name_label"] == name]
        self.assertEqual(len(found), 1, name)
        return found[0]

    def undo(self, pool, *args):
        logs = self.place.logs()
        self.assertEqual(len(logs), 1)
        return self.place.run(pool, "undo", *args, logs[0])
