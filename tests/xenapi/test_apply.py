# SPDX-License-Identifier: GPL-3.0-or-later
"""plan, apply and undo of isoargs-xenserver against the simulated pool.

Failures at every call are a sample here; ISOARGS_TEST_WHOLE=1 tries them all (some minutes).
"""

import glob
import json
import os
import unittest
import xml.sax.saxutils

import harness
from applying import (AMBIGUOUS, FAILED, ISO, LACKS, LEFT, NOT_USABLE, PASSWORD, TAKEN, USAGE,
                      WHOLE, ApplyTest, Place, simulated)


class SequenceTest(ApplyTest):
    def check_release(self, release, *args):
        pool = self.simulator("--release", release, "--task-time", "0.05")
        before = pool.get("database")
        done = self.apply(pool, "--name", "c7", *args)
        self.assertEqual(done.returncode, 0, done.err)
        vm = self.named(pool, "c7")
        self.assertEqual(vm["power_state"], "Running")
        self.assertEqual(vm["PV_args"], "")
        boot = pool.get("boots")[0]
        self.assertEqual(boot["cmdline"].strip(), "utf8 nogpt noipv6 inst.stage2=hd:LABEL=CentOS"
                         "\\x207\\x20x86_64 ip=dhcp")
        self.assertEqual(boot["memory"], 3 << 30)
        self.assertIn(vm["uuid"], done.out)
        refused = self.undo(pool)
        self.assertEqual(refused.returncode, USAGE, refused.err)
        undone = self.undo(pool, "--force")
        self.assertEqual(undone.returncode, 0, undone.err)
        self.assertEqual(pool.get("database"), before)
        self.assertEqual(self.place.logs(), [])

    def test_5_6(self):
        self.check_release("5.6")

    def test_6_1(self):
        self.check_release("6.1")

    def test_6_2(self):
        self.check_release("6.2")

    def test_6_5(self):
        self.check_release("6.5")

    def test_7_1(self):
        self.check_release("7.1")

    def test_7_6(self):
        self.check_release("7.6")

    def test_8_0(self):
        self.check_release("8.0")

    def test_8_2_when_forced(self):
        self.check_release("8.2", "--force-pv")

    def test_8_2_is_refused_without_force(self):
        pool = self.simulator("--release", "8.2")
        done = self.apply(pool)
        self.assertEqual(done.returncode, NOT_USABLE)
        self.assertIn("--force-pv", done.err)

    def test_8_3_offers_the_other_way(self):
        pool = self.simulator("--release", "8.3")
        before = pool.get("database")
        for verb in "plan", "apply":
            done = self.place.run(pool, verb, "--dhcp", "--json", image=self.image)
            self.assertEqual(done.returncode, NOT_USABLE)
            self.assertIn("HVM", done.err)
            self.assertIn("inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64 ip=dhcp\n", done.err)
            self.assertEqual(json.loads(done.out)["refused"], "pv-not-offered")
        self.assertEqual(pool.get("database"), before)

    def test_other_guests_are_refused_with_what_there_is_instead(self):
        pool = self.simulator("--release", "8.0")
        before = pool.get("database")
        for guest, part in (("pvh", "sees no CD drive"), ("hvm", "domain_type hvm reads no PV_args"),
                            ("kvm", "no guest of a pool is KVM's")):
            for verb in "plan", "apply":
                with self.subTest((guest, verb)):
                    done = self.place.run(pool, verb, "--dhcp", "--json", "--guest", guest,
                                          image=self.image)
                    self.assertEqual(done.returncode, NOT_USABLE)
                    self.assertIn(part, done.err)
                    self.assertEqual(json.loads(done.out)["refused"], "guest-" + guest)
                    self.assertEqual(" console=ttyS0\n" in done.err, guest == "hvm")
        self.assertEqual(pool.get("database"), before)
        self.assertEqual(self.place.logs(), [])
        done = self.place.run(pool, "plan", "--dhcp", "--guest", "pv", image=self.image)
        self.assertEqual(done.returncode, 0, done.err)

    def test_a_medium_of_another_family_is_started_by_pygrub_alone(self):
        self.image = harness.medium("ubuntu-server-di")
        pool = simulated("--iso", os.path.basename(self.image), "--release", "7.6")
        self.addCleanup(pool.stop)
        refused = self.apply(pool, "--name", "d")
        self.assertEqual(refused.returncode, NOT_USABLE, refused.err)
        self.assertIn("this medium is debian-installer's (debianlike); try --bootloader pygrub",
                      refused.err)
        done = self.place.run(pool, "plan", "--dhcp", "--bootloader", "pygrub", image=self.image)
        self.assertEqual(done.returncode, 0, done.err)
        for part in ("--kernel=/install/vmlinuz --ramdisk=/install/initrd.gz", "--- console=hvc0"):
            self.assertIn(part, done.out)

    def test_plan_is_what_apply_does_and_changes_nothing(self):
        pool = self.simulator()
        before = pool.get("database")
        plan = self.place.run(pool, "plan", "--dhcp", "--json", image=self.image)
        self.assertEqual(plan.returncode, 0, plan.err)
        self.assertEqual(pool.get("database"), before)
        planned = [s["method"] for s in json.loads(plan.out)["steps"]]
        done = self.apply(pool, "--json")
        events = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual([e["method"] for e in events if e["event"] == "step"], planned)
        calls = [c.replace("Async.", "") for c in pool.calls()]
        for method in planned:
            calls = calls[calls.index(method) + 1:]

    def test_the_kickstart_is_put_onto_a_disk(self):
        pool = self.simulator()
        before = pool.get("database")
        path = os.path.join(self.place.folder, "ks.cfg")
        with open(path, "w", encoding="ascii") as file:
            file.write("install\n")
        done = self.apply(pool, "--kickstart", path)
        self.assertEqual(done.returncode, 0, done.err)
        disks = [v for v in self.records(pool, "VDI") if v["name_label"].endswith(" kickstart")]
        self.assertEqual(len(disks), 1)
        data = pool.ask("GET", "import?uuid=" + disks[0]["uuid"])
        self.assertIn(b"OEMDRV", data)
        self.assertIn("inst.ks=hd:LABEL=OEMDRV:/ks.cfg", pool.get("boots")[0]["cmdline"])
        self.undo(pool, "--force")
        self.assertEqual(pool.get("database"), before)
        pool.post("fault", "import_raw_vdi=http:500")
        done = self.apply(pool, "--kickstart", path)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("--oemdrv", done.err)
        self.assertEqual(pool.get("database"), before)

    def kickstart(self):
        path = os.path.join(self.place.folder, "ks.cfg")
        with open(path, "w", encoding="ascii") as file:
            file.write("install\n")
        return path

    def test_a_kickstart_counts_when_its_task_says_so(self):
        """The host's 200 comes before it has written a byte."""
        pool, path = self.simulator(), self.kickstart()
        before = pool.get("database")
        pool.post("fault", "import_raw_vdi=task:VDI_IO_ERROR:the disk is gone")
        done = self.apply(pool, "--kickstart", path)
        self.assertEqual(done.returncode, FAILED, done.err)
        self.assertIn("import_raw_vdi", done.err)
        self.assertIn("VDI_IO_ERROR: the disk is gone", done.err)
        self.assertIn("nothing is left behind", done.out)
        self.assertEqual(pool.get("database"), before)
        self.assertEqual(pool.get("state")["tasks"], [])
        pool.post("fault", "import_raw_vdi=slow:1.5")
        done = self.apply(pool, "--kickstart", path)
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual(pool.get("state")["tasks"], [])

    def test_an_upload_that_is_lost_is_no_lack_of_the_repository(self):
        pool = self.simulator()
        before = pool.get("database")
        for fault in "cut:before", "cut:after", "http:500":
            pool.post("fault", "import_raw_vdi=" + fault)
            done = self.apply(pool, "--kickstart", self.kickstart())
            self.assertEqual(done.returncode, FAILED, done.err)
            self.assertIn("--oemdrv", done.err)
            self.assertNotIn("takes no import", done.err)
        self.assertEqual(pool.get("state")["tasks"], [])
        self.assertEqual(pool.get("database"), before)

    def test_a_kickstart_goes_to_the_host_that_has_the_storage(self):
        pool = self.simulator("--member")
        before = pool.get("database")
        pbds = {record["SR"]: record["host"] for record in self.records(pool, "PBD")}
        hosts = {ref: r["name_label"] for ref, r in pool.get("records?class=host").items()}
        sr = next(r["uuid"] for ref, r in pool.get("records?class=SR").items()
                  if r["name_label"] == "Local storage" and hosts[pbds[ref]] == "host2")
        args = "--kickstart", self.kickstart(), "--sr", sr
        done = self.apply(pool, *args, "--pin", pool.facts["member-pin"])
        self.assertEqual(done.returncode, 0, done.err)
        disk = next(v for v in self.records(pool, "VDI") if v["name_label"].endswith(" kickstart"))
        self.assertIn(b"OEMDRV", pool.ask("GET", "import?uuid=" + disk["uuid"]))
        self.undo(pool, "--force")
        done = self.apply(pool, *args)
        self.assertEqual(done.returncode, FAILED, done.err)
        self.assertIn("127.0.0.2", done.err)
        self.assertEqual(pool.get("database"), before)

    def test_a_static_address_is_where_vnc_will_be(self):
        pool = self.simulator()
        done = self.place.run(pool, "apply", "--ip", "192.0.2.10/24", "--gateway", "192.0.2.1",
                              "--vnc", image=self.image)
        self.assertIn("192.0.2.10:1 (TCP 5901)", done.out)


class RefusalTest(ApplyTest):
    """Each with a sentence and a status of its own, and nothing changed."""

    def refused(self, status, part, *args, options=(), iso=True):
        pool = self.simulator(*options, iso=iso)
        before = pool.get("database")
        done = self.apply(pool, *args)
        self.assertEqual(done.returncode, status, done.err)
        self.assertIn(part, done.err)
        self.assertEqual(pool.get("database"), before)
        self.assertEqual(self.place.logs(), [])
        return pool

    def test_two_templates_of_one_name(self):
        self.refused(AMBIGUOUS, "names 2 templates", options=["--duplicate-template", "--release",
                                                             "6.5"])

    def test_no_template(self):
        self.refused(LACKS, "no template", options=["--without", "templates"])

    def test_no_iso_repository(self):
        self.refused(LACKS, "the pool has no ISO repository; make one",
                     options=["--without", "iso-sr", "--hosts", 3], iso=False)

    def test_a_detached_iso_repository_is_named_and_drives_are_not(self):
        pool = self.simulator()
        library = next(r for r in self.records(pool, "SR") if r["name_label"] == "ISO library")
        for pbd, record in pool.get("records?class=PBD").items():
            if pbd in library["PBDs"]:
                pool.post("set", {"class": "PBD", "uuid": record["uuid"],
                                  "set": {"currently_attached": False}})
        done = self.apply(pool)
        self.assertEqual(done.returncode, LACKS, done.err)
        self.assertIn("attach one (xe pbd-plug): %s (ISO library)\n" % library["uuid"], done.err)

    def test_drives_are_not_scanned(self):
        pool = self.simulator("--hosts", 3, iso=False)
        self.assertEqual(self.apply(pool).returncode, LACKS)
        self.assertEqual(pool.calls().count("Async.SR.scan"), 1)

    def test_iso_missing(self):
        self.refused(LACKS, "(ISO library), also after they were scanned", iso=False)

    def test_iso_that_a_scan_finds(self):
        pool = self.simulator("--iso-late", ISO, iso=False)
        plan = self.place.run(pool, "plan", "--dhcp", image=self.image)
        self.assertEqual(plan.returncode, 0)
        self.assertIn("SR.scan", plan.out)
        done = self.apply(pool)
        self.assertEqual(done.returncode, 0, done.err)

    def test_repository_full(self):
        self.refused(LACKS, "MiB free", options=["--sr-free", 1 << 30])

    def test_a_busy_repository_takes_the_disk(self):
        pool = self.simulator()
        for operation in "scan", "vdi_create", "vdi_snapshot":
            pool.post("set", {"class": "SR", "name_label": "Shared storage",
                              "set": {"current_operations": {"OpaqueRef:task": operation}}})
            plan = self.place.run(pool, "plan", "--dhcp", image=self.image)
            self.assertEqual(plan.returncode, 0, plan.err)
        self.assertEqual(self.apply(pool).returncode, 0)

    def test_iso_whose_file_is_gone(self):
        pool = self.simulator()
        pool.post("set", {"class": "VDI", "name_label": ISO, "set": {"missing": True}})
        before = pool.get("database")
        done = self.apply(pool)
        self.assertEqual(done.returncode, LACKS, done.err)
        self.assertIn('the file of "%s" is gone, though it is still listed' % ISO, done.err)
        self.assertEqual(pool.get("database"), before)

    def test_a_host_that_is_too_old(self):
        pool = self.refused(NOT_USABLE, "speaks version 1.6 of XenAPI", options=["--release", "5.5"])
        self.assertNotIn("Async.VM.clone", pool.calls())

    def test_no_host_has_the_memory(self):
        pool = self.refused(LACKS, "host1: 272 MiB of memory are free there",
                            options=["--host-memory", 1 << 30])
        self.assertNotIn("Async.VM.clone", pool.calls())

    def test_hosts_that_are_down_or_in_maintenance(self):
        pool = self.simulator("--hosts", 2)
        for ref, record in pool.get("records?class=host").items():
            if record["name_label"] == "host1":
                pool.post("set", {"class": "host", "uuid": record["uuid"], "set": {"enabled": False}})
            else:
                metrics = pool.get("records?class=host_metrics")[record["metrics"]]
                pool.post("set", {"class": "host_metrics", "uuid": metrics["uuid"],
                                  "set": {"live": False}})
        before = pool.get("database")
        for verb in "plan", "apply":
            done = self.place.run(pool, verb, "--dhcp", image=self.image)
            self.assertEqual(done.returncode, LACKS, done.err)
            self.assertIn("host1: it is in maintenance mode", done.err)
            self.assertIn("host2: it is not running", done.err)
        self.assertEqual(pool.get("database"), before)

    def test_no_network(self):
        self.refused(LACKS, "--network", options=["--without", "network"])

    def test_more_hosts_than_a_pool_supports(self):
        pool = self.simulator("--hosts", 64)
        plan = self.place.run(pool, "plan", "--dhcp", image=self.image)
        self.assertEqual(plan.returncode, 0, plan.err)
        self.refused(FAILED, "found 65 hosts, expected at most 64", options=["--hosts", 65])

    def test_a_kickstart_has_a_longest_length(self):
        path = os.path.join(self.place.folder, "ks.cfg")
        with open(path, "wb") as file:
            file.write(b"#" * (1 << 20))
        pool = self.simulator()
        plan = self.place.run(pool, "plan", "--dhcp", "--kickstart", path, image=self.image)
        self.assertEqual(plan.returncode, 0, plan.err)
        with open(path, "ab") as file:
            file.write(b"#")
        self.refused(USAGE, "1048576", "--kickstart", path)

    def test_the_menu_of_one_firmware_is_asked_for(self):
        self.refused(USAGE, "expected bios or efi", "--platform", "pc")
        pool = self.simulator()
        for entry, platform in (("ISO:/isolinux/isolinux.cfg:linux", "bios"),
                                ("ISO:/EFI/BOOT/grub.cfg:0", "efi")):
            for asked in "bios", "efi":
                plan = self.place.run(pool, "plan", "--dhcp", "--entry", entry, "--platform", asked,
                                      image=self.image)
                if asked == platform:
                    self.assertEqual(plan.returncode, 0, plan.err)
                else:
                    self.assertIn("no menu of this medium", plan.err)

    def test_a_named_entry_is_planned_as_it_is_and_words_are_kept_and_dropped(self):
        pool = self.simulator()
        rescue = "Rescue a CentOS system"
        for entry in ("2>1", rescue, "ISO:/EFI/BOOT/grub.cfg:2>1", "ISO:/isolinux/isolinux.cfg:rescue",
                      "ESP:/EFI/BOOT/grub.cfg:" + rescue, "rescue"):
            with self.subTest(entry):
                plan = self.place.run(pool, "plan", "--entry", entry, "--keep", "quiet", "--drop",
                                      "noipv6", image=self.image)
                self.assertEqual(plan.returncode, 0, plan.err)
                self.assertRegex(plan.out, r"utf8 nogpt inst\.stage2=\S+ rescue quiet")
        self.refused(NOT_USABLE, "there are ISO:/EFI/BOOT/grub.cfg", "--entry", "ISO:/x:0")
        self.refused(USAGE, "which --drop leaves out", "--keep", "quiet", "--drop", "quiet")

    def test_name_taken(self):
        self.refused(TAKEN, "not of this tool's making", "--name", "CentOS 7")

    def test_memory_too_low(self):
        self.refused(USAGE, "too little", "--memory", "256")

    def test_arguments_too_long(self):
        """The host cuts at 1023 bytes, and the way there costs three of them."""
        line = harness.run("--dhcp", self.image).out.rstrip("\n")
        left, words = 1021 - len(line), []
        while left > 0:
            size = min(left, 100) if left > 120 or left <= 100 else 60
            words += ["--append", "inst.x=" + "y" * (size - 8)]
            left -= size
        self.refused(USAGE, "1021 bytes long, and the host passes on 1020", *words)

    def test_no_role(self):
        self.refused(FAILED, "vm-power-admin", options=["--role", "read-only"])

    def test_wrong_password(self):
        pool = self.simulator()
        with open(self.place.password, "w", encoding="ascii") as file:
            file.write("wrong\n")
        done = self.apply(pool)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("refused", done.err)

    def test_the_same_name_twice(self):
        pool = self.simulator()
        self.assertEqual(self.apply(pool, "--name", "c7").returncode, 0)
        after = pool.get("database")
        done = self.apply(pool, "--name", "c7")
        self.assertEqual(done.returncode, TAKEN)
        self.assertIn("has been made by run", done.err)
        self.assertEqual(pool.get("database"), after)

    def test_a_password_is_asked_for_after_the_image_was_read(self):
        pool = self.simulator()
        done = self.place.run(pool, "apply", "--dhcp", image=harness.medium("not-linux"))
        self.assertEqual(done.returncode, NOT_USABLE, done.err)
        self.assertEqual(pool.get("calls"), [])


class FileTest(ApplyTest):
    def test_a_pipe_is_no_medium_and_is_not_waited_for(self):
        pool, pipe = self.simulator(), os.path.join(self.place.folder, "pipe")
        os.mkfifo(pipe)
        done = self.place.run(pool, "plan", "--dhcp", image=pipe)
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertIn("found a pipe", done.err)
        done = self.place.run(pool, "plan", "--dhcp", "--kickstart", pipe, image=self.image)
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertIn("--kickstart: %s: nobody writes to this pipe" % pipe, done.err)

    def test_a_debug_log_is_a_file(self):
        pool, target = self.simulator(), os.path.join(self.place.folder, "target")
        for name, make in (("pipe", os.mkfifo), ("link", lambda path: os.symlink(target, path)),
                           ("folder", os.mkdir)):
            path = os.path.join(self.place.folder, name)
            make(path)
            done = self.place.run(pool, "status", "--debug", path, "c7")
            self.assertEqual((done.returncode, done.out), (1, ""))
            self.assertIn("--debug: %s: is no regular file" % path, done.err)
        self.assertFalse(os.path.exists(target))

    def test_what_is_no_undo_log_keeps_every_byte(self):
        pool, path = self.simulator(), os.path.join(self.place.folder, "notes.txt")
        for text in ("notes without newline", "two lines\nof them one without an end", "", "\n"):
            with open(path, "w", encoding="ascii") as file:
                file.write(text)
            done = self.place.run(pool, "undo", path)
            self.assertEqual((done.returncode, done.out, done.err), (
                1, "", "isoargs-xenserver: %s: this is no undo log; expected a file that \"apply\" "
                "named\n" % path))
            with open(path, encoding="ascii") as file:
                self.assertEqual(file.read(), text)


class FaultTest(ApplyTest):
    """Whatever happens at whichever call: afterwards the pool is as it was before."""

    @classmethod
    def setUpClass(cls):
        place = Place()
        with simulated("--iso", ISO) as pool:
            place.run(pool, "apply", "--dhcp", image=harness.medium("el7-dvd"))
            cls.calls = pool.calls()
        place.remove()

    def sample(self, stride, offset=0):
        return range(1 + (0 if WHOLE else offset), len(self.calls) + 1, 1 if WHOLE else stride)

    def each(self, kind, indexes, check, options=()):
        pool = self.simulator(*options)
        before = pool.get("database")
        for index in indexes:
            with self.subTest(fault=f"any#{index}={kind}", call=self.calls[index - 1]):
                pool.post("clear")
                pool.post("fault", f"any#{index}={kind}")
                done = self.apply(pool)
                pool.post("clear")
                check(done, self.calls[index - 1])
                if done.returncode == 0:  # what reads is asked again
                    self.undo(pool, "--force")
                self.assertEqual(pool.get("database"), before, done.err)
                self.assertEqual(self.place.logs(), [])

    def failed(self, done, call):
        if done.returncode not in (0, FAILED):
            self.fail(f"{call}: {done.returncode}: {done.err}")

    def test_an_error(self):
        def check(done, call):
            self.failed(done, call)
            if call not in ("session.logout", "task.destroy", "task.get_record") and \
                    done.returncode:
                self.assertIn("INTERNAL_ERROR", done.err)
                self.assertIn(call.replace("Async.", ""), done.err)
        self.each("error:INTERNAL_ERROR:injected", self.sample(11), check)

    def test_half_done(self):
        indexes = [i + 1 for i, call in enumerate(self.calls) if "Async" in call]
        self.each("midway:SR_BACKEND_FAILURE_44::no space", indexes, self.failed)

    def test_http_500(self):
        self.each("http:500", self.sample(15, 1), self.failed)

    def test_the_connection_ends_before(self):
        self.each("cut:before", self.sample(15, 2), self.failed)

    def test_the_connection_ends_after(self):
        self.each("cut:after", self.sample(12, 3), self.failed)

    def test_slow_tasks_are_waited_for(self):
        pool = self.simulator("--task-time", "0.7")
        before = pool.get("database")
        self.assertEqual(self.apply(pool).returncode, 0)
        self.undo(pool, "--force")
        self.assertEqual(pool.get("database"), before)

    def test_ctrl_c_at_every_call(self):
        def check(done, call):
            if done.returncode not in (0, -2, FAILED):
                self.fail(f"{call}: {done.returncode}: {done.err}")
        self.each(f"signal:INT:before:{self.place.pid}", self.sample(12, 4), check)
        self.each(f"signal:INT:after:{self.place.pid}", self.sample(14, 9), check,
                  options=["--task-time", "0.2"])

    def test_ctrl_c_when_all_is_done_changes_nothing(self):
        last = len(self.calls)
        self.assertEqual(self.calls[-1], "session.logout")
        for when in "before", "after":
            pool = self.simulator()
            before = pool.get("database")
            pool.post("fault", f"any#{last}=signal:INT:{when}:{self.place.pid}")
            done = self.apply(pool, "--name", "c7")
            self.assertEqual(done.returncode, 0, done.err)
            self.assertEqual(self.named(pool, "c7")["power_state"], "Running")
            self.assertEqual(self.undo(pool, "--force").returncode, 0)
            self.assertEqual(pool.get("database"), before)

    def kill_at(self, pool, index, when, before):
        pool.post("clear")
        pool.post("fault", f"any#{index}=signal:KILL:{when}:{self.place.pid}")
        done = self.apply(pool)
        pool.post("clear")
        if done.returncode == -9 and self.place.logs():
            undone = self.undo(pool, "--force")
            self.assertEqual(undone.returncode, 0, undone.err)
        elif done.returncode == 0:
            self.undo(pool, "--force")
        self.assertEqual(pool.get("database"), before, done.err)
        self.assertEqual(self.place.logs(), [])

    def test_kill_and_undo_at_every_call(self):
        pool = self.simulator("--task-time", "0.2")
        before = pool.get("database")
        for when in "before", "after":
            for index in self.sample(14, 6 if when == "before" else 12):
                with self.subTest(index=index, when=when, call=self.calls[index - 1]):
                    self.kill_at(pool, index, when, before)

    def test_what_follows_the_start_is_tried_again_before_the_guest_is_taken_down(self):
        pool = self.simulator()
        before = pool.get("database")
        for fault in ("#2=http:500", "#2*2=cut:before", "#2=cut:after",
                      "#2*3=error:INTERNAL_ERROR:injected", "#2=error:SESSION_INVALID:x"):
            pool.post("fault", "VM.set_PV_args" + fault)
            done = self.apply(pool, "--name", "c7")
            self.assertEqual(done.returncode, 0, done.err)
            self.assertEqual(self.named(pool, "c7")["PV_args"], "")
            self.assertEqual(self.named(pool, "c7")["power_state"], "Running")
            self.assertEqual(self.undo(pool, "--force").returncode, 0)
            pool.post("clear")
        pool.post("fault", "VM.set_PV_args#2*all=http:500")
        done = self.apply(pool, "--name", "c7")
        self.assertEqual(done.returncode, FAILED, done.err)
        calls = pool.calls()
        last = len(calls) - calls[::-1].index("Async.VM.start")
        self.assertEqual(calls[last:].count("VM.set_PV_args"), 4)
        self.assertEqual(pool.get("database"), before)

    def test_what_cannot_be_removed_is_listed(self):
        pool = self.simulator()
        before = pool.get("database")
        pool.post("fault", "VM.start=error:NO_HOSTS_AVAILABLE\nVDI.destroy*all=error:SR_NO_PBDS:x")
        done = self.apply(pool)
        self.assertEqual(done.returncode, LEFT, done.err)
        disks = [v for v in self.records(pool, "VDI") if v["name_label"].endswith("system disk")]
        self.assertIn(disks[0]["uuid"], done.err)
        pool.post("clear")
        self.assertEqual(self.undo(pool).returncode, 0)
        self.assertEqual(pool.get("database"), before)

    def test_what_is_not_ours_is_left(self):
        pool = self.simulator()
        pool.post("fault", f"VM.provision=signal:KILL:before:{self.place.pid}")
        self.apply(pool, "--name", "c7")
        vm = [r for r in self.records(pool, "VM") if r["name_label"] == "[installing] c7"][0]
        pool.post("set", {"class": "VM", "uuid": vm["uuid"], "name_label": vm["name_label"],
                          "set": {"other_config": {"isoargs:run": "0" * 32}}})
        done = self.undo(pool)
        self.assertEqual(done.returncode, LEFT)
        self.assertIn(vm["uuid"], done.err)
        self.named(pool, "[installing] c7")


class SecretTest(ApplyTest):
    """Password and session are in nothing that is printed or written, by any verb."""

    def debugged(self, pool, verb, *args, image=None):
        log = os.path.join(self.place.folder, "debug-" + verb)
        done = self.place.run(pool, verb, "--debug", log, *args, image=image)
        with open(log, encoding="utf-8") as file:
            done.log = file.read()
        self.assertEqual(os.stat(log).st_mode & 0o777, 0o600)
        self.texts += [done.out, done.err, done.log]
        return done

    def check(self, pool, count):
        sessions = pool.get("sessions")
        self.assertEqual(len(sessions), count)
        self.texts += [self.read(path) for path in glob.glob(
            os.path.join(self.place.folder, "isoargs", "**"), recursive=True)]
        for secret in (*sessions, *(s.removeprefix("OpaqueRef:") for s in sessions), PASSWORD,
                       xml.sax.saxutils.escape(PASSWORD)):
            for text in self.texts:
                self.assertNotIn(secret, text)

    def read(self, path):
        if os.path.isdir(path):
            return ""
        with open(path, encoding="utf-8") as file:
            return file.read()

    def setUp(self):
        super().setUp()
        self.texts = []

    def test_of_a_run_that_succeeds_and_of_what_follows_it(self):
        pool = self.simulator()
        kickstart = os.path.join(self.place.folder, "ks.cfg")
        with open(kickstart, "w", encoding="ascii") as file:
            file.write("install\n")
        args = "--dhcp", "--name", "c7", "--kickstart", kickstart, "--json"
        self.debugged(pool, "plan", *args, image=self.image)
        done = self.debugged(pool, "apply", *args, image=self.image)
        self.assertEqual(done.returncode, 0, done.err)
        self.assertIn("VM.provision", done.log)
        self.debugged(pool, "status", "c7")
        done = self.debugged(pool, "undo", "--force", *self.place.logs())
        self.assertEqual(done.returncode, 0, done.err)
        self.assertIn("VM.destroy", done.log)
        self.check(pool, 4)

    def test_of_a_run_that_fails_while_the_session_ends_and_the_host_repeats_it(self):
        pool = self.simulator()
        pool.post("fault", "VM.set_VCPUs_max=error:SESSION_INVALID:OpaqueRef:x")
        pool.post("fault", "VM.provision=error:INTERNAL_ERROR:no " + PASSWORD[:4])
        done = self.debugged(pool, "apply", "--dhcp", image=self.image)
        self.assertEqual(done.returncode, FAILED, done.err)
        self.assertIn("INTERNAL_ERROR", done.log)
        self.check(pool, 2)


if __name__ == "__main__":
    unittest.main()
