# SPDX-License-Identifier: GPL-3.0-or-later
"""Many guests, one after the other and side by side."""

import time
import unittest

from applying import WHOLE, ApplyTest


class ManyTest(ApplyTest):
    def provisioned(self, count, at_once, *options, gap=0):
        pool = self.simulator(*options)
        waiting, running = [f"guest-{i}" for i in range(count)], []
        while waiting or running:
            while waiting and len(running) < at_once:
                name = waiting.pop()
                running.append((name, self.place.start(pool, "apply", "--dhcp", "--name", name,
                                                       image=self.image)))
                time.sleep(gap)
            name, process = running.pop(0)
            _, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, err)
        vms = [v for v in self.records(pool, "VM") if v["name_label"].startswith("guest-")]
        self.assertEqual(len({v["name_label"] for v in vms}), count)
        self.assertEqual(len({v["other_config"]["isoargs:run"] for v in vms}), count)
        disks = {v["uuid"]: v for v in self.records(pool, "VDI")
                 if v["name_label"].endswith(" system disk")}
        self.assertEqual(len(disks), count)
        for vm in vms:
            own = [d for d in disks.values() if d["name_label"] == vm["name_label"] + " system disk"]
            self.assertEqual(own[0]["other_config"]["isoargs:run"], vm["other_config"]["isoargs:run"])
        self.assertEqual(len(self.place.logs()), count)

    def test_one_after_the_other(self):
        self.provisioned(50 if WHOLE else 6, 1)

    def test_side_by_side(self):
        self.provisioned(8, 8, "--task-time", "0.3")

    def test_while_disks_of_others_are_made(self):
        self.provisioned(8, 8, "--fault", "VDI.create*all=slow:2", gap=0.4)


if __name__ == "__main__":
    unittest.main()
