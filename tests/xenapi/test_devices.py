# SPDX-License-Identifier: GPL-3.0-or-later
"""What a guest has beside one disk and one NIC: more of both, tags, a host that it likes."""

import itertools
import json
import unittest

from applying import AMBIGUOUS, LACKS, USAGE, ApplyTest

MAC = "02:00:00:00:00:0%d"


class DevicesTest(ApplyTest):
    def made(self, pool, *args):
        done = self.apply(pool, "--name", "c7", *args)
        self.assertEqual(done.returncode, 0, done.err)
        self.done = done
        return self.named(pool, "c7")

    def of(self, pool, kind, vm, field):
        records = pool.get("records?class=" + kind)
        return [records[ref] for ref in vm[field]]

    def names(self, pool, kind):
        return {ref: r["name_label"] for ref, r in pool.get("records?class=" + kind).items()}

    def network(self, pool, name, *vlans):
        """A network with a VLAN of each host; vlans: one of all, or one of each."""
        record = next(r for r in self.records(pool, "network") if "management" not in r["name_label"]
                      and r["bridge"] != "xenbr0")
        refs = pool.get("records?class=network")
        ref = next(k for k, r in refs.items() if r["uuid"] == record["uuid"])
        pool.post("set", json.dumps({"class": "network", "uuid": record["uuid"],
                                     "set": {"name_label": name}}))
        pifs = [p for p in self.records(pool, "PIF") if p["network"] == ref]
        self.assertIn(len(vlans), (1, len(pifs)))
        for pif, vlan in zip(pifs, itertools.cycle(vlans)):
            pool.post("set", json.dumps({"class": "PIF", "uuid": pif["uuid"],
                                         "set": {"VLAN": vlan}}))
        return ref

    def test_nics_have_their_networks_and_addresses_in_their_order(self):
        pool = self.simulator()
        ref = self.network(pool, "storage", 42)
        before = pool.get("database")
        vm = self.made(pool, "--network", "xenbr0", "--network", "42", "--network", "storage",
                       "--mac", MAC % 1, "--mac", MAC % 2)
        vifs = sorted(self.of(pool, "VIF", vm, "VIFs"), key=lambda v: v["device"])
        self.assertEqual([v["device"] for v in vifs], ["0", "1", "2"])
        self.assertEqual([v["MAC"] for v in vifs[:2]], [MAC % 1, MAC % 2])
        self.assertEqual([v["network"] == ref for v in vifs], [False, True, True])
        self.assertIn("MAC address: " + MAC % 1, self.done.out)
        status = self.place.run(pool, "status", "c7")
        self.assertIn(MAC % 2, status.out)
        self.assertEqual(self.undo(pool, "--force").returncode, 0)
        self.assertEqual(pool.get("database"), before)

    def test_a_network_whose_hosts_differ_in_the_vlan_has_none_to_go_by(self):
        for vlans in ((42, 43), (43, 42)):
            with self.subTest(vlans):
                pool = self.simulator("--hosts", "2")
                self.network(pool, "storage", *vlans)
                done = self.place.run(pool, "plan", "--dhcp", "--network", "42", image=self.image)
                self.assertEqual(done.returncode, LACKS, done.err)
                self.assertIn('no network "42"', done.err)

    def test_disks_have_their_places_and_go_with_the_guest(self):
        pool = self.simulator()
        before = pool.get("database")
        ks = self.place.folder + "/ks.cfg"
        with open(ks, "w", encoding="ascii") as file:
            file.write("poweroff\n")
        vm = self.made(pool, "--disk", "5", "--disk", "6@Local storage", "--disk", "7",
                       "--kickstart", ks)
        drives = {d["userdevice"]: d for d in self.of(pool, "VBD", vm, "VBDs")}
        vdis = pool.get("records?class=VDI")
        self.assertEqual(sorted(drives), ["0", "1", "2", "3", "4", "5"])
        sizes = {d: vdis[drives[d]["VDI"]]["virtual_size"] >> 30 for d in ("0", "2", "4", "5")}
        self.assertEqual(sizes, {"0": 20, "2": 5, "4": 6, "5": 7})
        srs = self.names(pool, "SR")
        self.assertEqual([srs[vdis[drives[d]["VDI"]]["SR"]] for d in ("2", "4", "5")],
                         ["Shared storage", "Local storage", "Shared storage"])
        self.assertEqual(drives["3"]["type"], "CD")
        self.assertEqual({d: drives[d]["mode"] for d in drives},
                         {"0": "RW", "1": "RO", "2": "RW", "3": "RO", "4": "RW", "5": "RW"})
        self.assertEqual(self.undo(pool, "--force").returncode, 0)
        self.assertEqual(pool.get("database"), before)
        vm = self.made(pool, "--disk", "5")
        self.assertEqual(self.place.run(pool, "destroy", "--yes", "c7").returncode, 0)
        self.assertEqual(pool.get("database"), before)

    def test_tags_description_host_and_power(self):
        pool = self.simulator("--hosts", "2")
        vm = self.made(pool, "--tag", "web", "--tag", "el7 test", "--description", "mine",
                       "--affinity", "host2", "--auto-poweron")
        self.assertEqual(sorted(vm["tags"]), ["el7 test", "web"])
        self.assertEqual(vm["name_description"], "mine")
        self.assertEqual(self.names(pool, "host")[vm["affinity"]], "host2")
        self.assertEqual(self.names(pool, "host")[vm["resident_on"]], "host2")
        self.assertEqual(vm["other_config"]["auto_poweron"], "true")
        self.assertIn("other_config:auto_poweron=true of the pool", self.done.err)

    def test_a_guest_that_is_not_started_keeps_the_installer_s_arguments(self):
        for loader in ("eliloader", "pygrub"):
            pool = self.simulator()
            vm = self.made(pool, "--no-start", "--bootloader", loader)
            self.assertEqual(vm["power_state"], "Halted")
            self.assertIn("inst.stage2=", vm["PV_args"])
            self.assertIn("xe vm-start uuid=" + vm["uuid"], self.done.out)
            self.assertEqual(pool.get("boots"), [])
            self.undo(pool, "--force")

    def test_what_the_pool_has_not_is_named_with_what_it_has(self):
        pool = self.simulator("--hosts", "2")
        before = pool.get("database")
        for args, status, parts in (
                (("--network", "xenbr0", "--network", "99"), LACKS, ('no network "99"', "it has: ")),
                (("--disk", "5@nothing"), LACKS, ('no storage repository "nothing"',)),
                (("--disk", "5@Local storage"), AMBIGUOUS, ("of host1", "of host2")),
                (("--disk", "60000"), LACKS, ("has not the room for all disks",)),
                (("--affinity", "host9"), LACKS, ('no host "host9"', "host1", "host2"))):
            for verb in ("plan", "apply"):
                with self.subTest(args, verb=verb):
                    done = self.place.run(pool, verb, "--dhcp", *args, image=self.image)
                    self.assertEqual(done.returncode, status, done.err)
                    for part in parts:
                        self.assertIn(part, done.err)
        self.assertEqual(pool.get("database"), before)

    def test_a_command_line_that_cannot_be_meant_is_refused(self):
        pool = self.simulator()
        for args, part in ((("--disk", "x"), "expected GIB or GIB@SR"),
                           (("--disk", "0"), "expected GIB or GIB@SR"),
                           (("--disk", "5@"), "expected GIB or GIB@SR"),
                           (("--disk", "1") * 7, "expected at most 6"),
                           (("--network", "a") * 8, "expected at most 7"),
                           (("--mac", MAC % 1, "--mac", MAC % 2), "found 2 addresses, and 1 NICs"),
                           (("--mac", "01:00:00:00:00:00"), "--mac"),
                           (("--tag", ""), "expected a word"),
                           (("--wait", "--no-start"), "not with --no-start")):
            with self.subTest(args):
                done = self.place.run(pool, "plan", "--dhcp", *args, image=self.image)
                self.assertEqual(done.returncode, USAGE, done.err)
                self.assertIn(part, done.err)

    def test_failures_leave_nothing_of_what_is_more(self):
        pool = self.simulator()
        self.network(pool, "storage", 42)
        before = pool.get("database")
        args = ("--network", "xenbr0", "--network", "42", "--disk", "5", "--tag", "x", "--affinity",
                "host1")
        for fault in ("VDI.create#2=task:SR_FULL:1:2", "VBD.create#3=error:DEVICE_ALREADY_EXISTS:1",
                      "VIF.create#2=cut:after", "VM.add_tags=error:INTERNAL_ERROR:x",
                      "VM.set_affinity=http:500"):
            with self.subTest(fault):
                pool.post("fault", fault)
                done = self.apply(pool, *args)
                self.assertEqual(done.returncode, 1, done.out + done.err)
                self.assertIn("nothing is left behind", done.out)
                self.assertEqual(pool.get("database"), before)
                pool.post("clear")


if __name__ == "__main__":
    unittest.main()
