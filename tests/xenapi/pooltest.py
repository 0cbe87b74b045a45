# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests against the simulated pool share."""

import functools
import glob
import lzma
import os
import subprocess
import unittest

from client import ISO, ApiError, Client
from harness import SOURCE, folder, need
from simulated import Simulator

HERE = os.path.dirname(os.path.realpath(__file__))


@functools.cache
def certificate():
    """Options for one key of all pools: making it is most of what a start takes."""
    cert, key = (os.path.join(folder(), name) for name in ("cert", "key"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert], check=True,
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return "--cert", cert, "--key", key


def simulator(*options):
    return Simulator(*certificate(), *options)


def run_peer(pool, transport):
    """What npm's xen-api says when it makes, starts and removes a guest; skips where it is not."""
    need("node")
    modules = os.environ.get("ISOARGS_TEST_XEN_API", "")
    if not os.path.isdir(os.path.join(modules, "node_modules", "xen-api")):
        raise unittest.SkipTest("the npm package xen-api is not installed")
    done = subprocess.run(["node", os.path.join(HERE, "peer.mjs"), modules, pool.address, transport],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=60, check=False, encoding="utf-8")
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.split("\n")[:-1]


@functools.cache
def databases():
    """{name: path} of what real pools wrote; skips the test where they are not beside this
    repository."""
    found = glob.glob(os.path.join(SOURCE, "..", "..", "shared", "pools", "*.xml.xz"))
    if not found:
        raise unittest.SkipTest("no databases of real pools beside this project: ../shared/pools")
    made = {}
    for packed in sorted(found):
        name = os.path.basename(packed).removesuffix(".xml.xz")
        made[name] = os.path.join(folder(), name + ".xml")
        with lzma.open(packed) as source, open(made[name], "wb") as file:
            file.write(source.read())
    return made


class PoolTest(unittest.TestCase):
    """One pool for the class; each test finds and leaves it the same."""

    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        cls.pool = simulator(*cls.OPTIONS)
        cls.addClassCleanup(cls.pool.stop)

    def setUp(self):
        self.client = Client(self.pool.port).login()
        self.before = self.pool.get("database")
        self.addCleanup(self.pool.post, "clear")

    def assert_error(self, code, *args, params=None, task=False):
        with self.assertRaises(ApiError) as caught:
            (self.client.task if task else self.client)(*args)
        self.assertEqual(caught.exception.code, code, caught.exception)
        if params is not None:
            self.assertEqual(caught.exception.params, params)
        return caught.exception

    def assert_unchanged(self):
        self.assertEqual(self.pool.get("database"), self.before)

    def template(self):
        return self.client.named("VM", "CentOS 6 (64-bit)")

    def guest(self):
        """A VM of its own, halted and without devices."""
        vm = self.client.task("VM.clone", self.template(), "guest")
        other = self.client("VM.get_other_config", vm)
        other.update({"install-distro": "rhlike", "install-repository": "cdrom"})
        other.pop("disks")
        self.client("VM.set_other_config", vm, other)
        self.client.task("VM.provision", vm)
        self.addCleanup(self.discard, vm)
        return vm

    def discard(self, vm):
        client = Client(self.pool.port).login()
        self.pool.post("clear")
        if client("VM.get_power_state", vm) != "Halted":
            client.task("VM.hard_shutdown", vm)
        client.task("VM.destroy", vm)

    def cd(self, vm, iso=ISO, bootable=True, **more):
        return self.client("VBD.create", {
            "VM": vm, "VDI": self.client("VDI.get_by_name_label", iso)[0], "userdevice": "3",
            "bootable": bootable, "mode": "RO", "type": "CD", "empty": False, "other_config": {},
            "qos_algorithm_type": "", "qos_algorithm_params": {}, **more})
