# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest sequence, upload, kickstart, installation, finish, with a failure at each of its calls:
what was not handed over is gone, and what was can be finished, and undone."""

import json
import os
import shutil
import unittest

import harness
from applying import FAILED, NOT_USABLE, WHOLE, ApplyTest

SCRIPT = {"installer": [{"after": 1.2, "does": "install"},
                        {"after": 0, "say": "Performing post-installation setup tasks\r\n"},
                        {"after": 0.1, "does": "poweroff"}],
          "system": [{"after": 0, "address": "192.0.2.99"}]}
KINDS = ("error:INTERNAL_ERROR:injected", "http:500", "cut:before", "cut:after", "signal:INT:before",
         "signal:INT:after", "signal:KILL:before", "signal:KILL:after")


class LongestTest(ApplyTest):
    def setUp(self):
        super().setUp()
        self.image = os.path.join(self.place.folder, "el7_plain.iso")
        shutil.copy(harness.medium("el7-plain"), self.image)
        self.ks = os.path.join(self.place.folder, "ks.cfg")
        with open(self.ks, "w", encoding="ascii") as file:
            file.write("poweroff\n")

    def pool(self):
        pool = self.simulator("--task-time", "0.05", "--import-lag", "0.5", iso=False)
        pool.post("script", json.dumps(SCRIPT))
        return pool

    def run_all(self, pool):
        return self.apply(pool, "--name", "c7", "--upload", "--kickstart", self.ks, "--wait")

    def calls(self):
        pool = self.pool()
        before = pool.get("database")
        done = self.run_all(pool)
        self.assertEqual(done.returncode, 0, done.err)
        self.assert_runs(pool)
        calls = pool.calls()
        undone = self.undo(pool, "--force", "--remove-medium")
        self.assertEqual(undone.returncode, 0, undone.err)
        self.assertEqual(pool.get("database"), before)
        return calls

    def assert_runs(self, pool):
        vm = self.named(pool, "c7")
        self.assertEqual((vm["power_state"], vm["PV_bootloader"], vm["actions_after_reboot"]),
                         ("Running", "pygrub", "restart"))
        self.assertEqual(pool.get("boots")[-1]["kernel"], "/vmlinuz")

    def settle(self, pool, done):
        """What a person does next, whatever has happened."""
        pool.post("clear")
        guests = [r["name_label"] for r in self.records(pool, "VM")]
        if "c7" in guests and done.returncode not in (0, -9):
            more = self.place.run(pool, "finish", "--wait", "c7")
            self.assertEqual(more.returncode, 0, more.err)
            self.assert_runs(pool)
        if done.returncode == 0:
            self.assert_runs(pool)
        for _ in self.place.logs():
            undone = self.undo(pool, "--force", "--remove-medium")
            self.assertEqual(undone.returncode, 0, undone.err + done.err)

    def test_a_failure_at_each_call(self):
        calls = self.calls()
        self.assertIn("import_raw_vdi", calls)
        step = 1 if WHOLE else 59
        pool = self.pool()
        before = pool.get("database")
        for kind, fault in enumerate(KINDS):
            for index in range(1 + (0 if WHOLE else 2 * kind + 1), len(calls), step):
                what = fault + (":" + self.place.pid if fault.startswith("signal") else "")
                with self.subTest(fault=fault, index=index, call=calls[index - 1]):
                    pool.post("fault", f"any#{index}={what}")
                    done = self.run_all(pool)
                    self.assertIn(done.returncode, (0, -2, -9, FAILED, NOT_USABLE), done.err)
                    self.settle(pool, done)
                    self.assertEqual(pool.get("database"), before, done.out + done.err)
                    self.assertEqual(self.place.logs(), [])


if __name__ == "__main__":
    unittest.main()
