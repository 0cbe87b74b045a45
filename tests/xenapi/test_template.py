# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates that somebody made of a VM: what they bring along is planned with, and undone."""

import unittest

from applying import ISO, LACKS, PASSWORD, USAGE, WHOLE, ApplyTest
from client import NO_QOS, Client


class TemplateTest(ApplyTest):
    """A template that somebody made of a VM brings disks, drives and NICs into its clone."""

    NAME = "of my own"

    def setUp(self):
        super().setUp()
        self.pool = self.simulator()
        self.client = Client(self.pool.port).login("root", PASSWORD)

    def template(self, disks=("0",), nics=("0",), media=("3",)):
        call = self.client
        vm = call.task("VM.clone", call.named("VM", "CentOS 6 (64-bit)"), self.NAME)
        other = call("VM.get_other_config", vm)
        del other["disks"]
        call("VM.set_other_config", vm, other)
        sr = call.named("SR", "Shared storage")
        drive = {"VM": vm, "bootable": False, "empty": False, "other_config": {}, **NO_QOS}
        for device in disks:
            vdi = call("VDI.create", {
                "name_label": "data " + device, "SR": sr, "virtual_size": "1073741824",
                "type": "user", "sharable": False, "read_only": False, "other_config": {}})
            call("VBD.create", {**drive, "VDI": vdi, "userdevice": device, "mode": "RW",
                                "type": "Disk"})
        for device in media:
            iso = call("VDI.get_by_name_label", "data.iso")[0]
            call("VBD.create", {**drive, "VDI": iso, "userdevice": device, "mode": "RO",
                                "type": "CD"})
        networks = {r["bridge"]: ref for ref, r in call("network.get_all_records").items()}
        for device in nics:
            call("VIF.create", {"VM": vm, "device": device, "network": networks["xenbr1"],
                                "MAC": "", "MTU": "1500", "other_config": {}, **NO_QOS})
        return vm

    def devices(self, name):
        vm = self.named(self.pool, name)
        drives = {d["userdevice"]: self.client("VDI.get_record", d["VDI"])["name_label"]
                  for d in (self.client("VBD.get_record", v) for v in vm["VBDs"])}
        nics = {n["device"]: self.client("network.get_bridge", n["network"])
                for n in (self.client("VIF.get_record", v) for v in vm["VIFs"])}
        return drives, nics

    def run_apply(self, *args):
        return self.apply(self.pool, "--name", "c7", "--template", self.NAME, *args)

    def check(self, code, *args):
        before = self.pool.get("database")
        done = self.run_apply(*args)
        self.assertEqual(done.returncode, code, done.err)
        return before, done

    def check_undone(self, before, *args):
        undone = self.undo(self.pool, *args)
        self.assertEqual(undone.returncode, 0, undone.err)
        self.assertEqual(self.pool.get("database"), before)

    def test_its_disks_go_and_its_nic_makes_room(self):
        self.template(disks=("0", "1", "xvdc"), nics=("0", "1"))
        before, done = self.check(0)
        self.assertIn('the copies of the template\'s disks go: "data 0" (0), "data 1" (1), '
                      '"data xvdc" (xvdc)', done.out)
        self.assertEqual(self.devices("c7"), ({"0": "c7 system disk", "3": ISO},
                                              {"0": "xenbr0", "1": "xenbr1"}))
        vif = next(v for v in self.records(self.pool, "VIF") if v["device"] == "0" and
                   v["VM"] in self.vms("c7"))
        self.assertIn("MAC address: " + vif["MAC"], done.out)
        self.check_undone(before, "--force")

    def vms(self, name):
        return [ref for ref, r in self.pool.get("records?class=VM").items()
                if r["name_label"] == name]

    def test_its_disks_stay_where_that_is_asked_for_and_go_with_the_guest(self):
        self.template(disks=("1", "5"))
        before, done = self.check(0, "--template-disks", "keep")
        self.assertEqual(self.devices("c7")[0], {"0": "c7 system disk", "3": ISO, "1": "data 1",
                                                 "5": "data 5"})
        self.check_undone(before, "--force")
        self.check(0, "--template-disks", "keep")
        done = self.place.run(self.pool, "destroy", "--yes", "c7")
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual(self.pool.get("database"), before)

    def test_a_disk_in_the_way_is_refused_by_name(self):
        self.template()
        before, done = self.check(LACKS, "--template-disks", "keep")
        self.assertIn('the template\'s disk "data 0"', done.err)
        self.assertIn("without --template-disks keep", done.err)
        self.assertEqual(self.pool.get("database"), before)
        before, done = self.check(USAGE, "--template-disks", "some")
        self.assertIn("expected remove or keep", done.err)

    def test_a_disk_that_somebody_added_to_the_guest_stays(self):
        self.template()
        before, _ = self.check(0)
        vm = self.vms("c7")[0]
        vdi = self.client("VDI.create", {
            "name_label": "mine", "SR": self.client.named("SR", "Shared storage"),
            "virtual_size": "1073741824", "type": "user", "sharable": False, "read_only": False,
            "other_config": {}})
        self.client("VBD.create", {
            "VM": vm, "VDI": vdi, "userdevice": "7", "bootable": False, "mode": "RW",
            "type": "Disk", "empty": False, "other_config": {}, **NO_QOS})
        undone = self.undo(self.pool, "--force")
        self.assertEqual(undone.returncode, 0, undone.err)
        self.client("VDI.destroy", vdi)
        self.assertEqual(self.pool.get("database"), before)

    def test_a_run_that_fails_or_is_killed_leaves_none_of_them(self):
        self.template(disks=("0", "1"))
        with_keep = "--template-disks", "keep"
        before = self.pool.get("database")
        self.assertEqual(self.run_apply().returncode, 0)
        self.undo(self.pool, "--force")
        calls = self.pool.calls()
        calls = calls[calls.index("Async.VM.clone"):]
        calls = calls[:calls.index("Async.VM.start")]
        for index, call in enumerate(calls):
            name = call.replace("Async.", "")
            if name.startswith(("task.", "session.")) and not WHOLE:
                continue
            nth = [c.replace("Async.", "") for c in calls[:index + 1]].count(name)
            for stride, kind in enumerate(("error:INTERNAL_ERROR:injected",
                                           f"signal:KILL:before:{self.place.pid}",
                                           f"signal:KILL:after:{self.place.pid}")):
                if not WHOLE and (index + stride) % (3 if index < 16 else 9):
                    continue
                with self.subTest(call=call, nth=nth, kind=kind):
                    self.pool.post("fault", f"{name}#{nth}={kind}")
                    done = self.run_apply(*(with_keep if index == 0 else ()))
                    self.pool.post("clear")
                    for _ in self.place.logs():
                        undone = self.undo(self.pool, "--force")
                        self.assertEqual(undone.returncode, 0, undone.err)
                    self.assertEqual(self.pool.get("database"), before, done.err)


if __name__ == "__main__":
    unittest.main()
