# SPDX-License-Identifier: GPL-3.0-or-later
"""apply --upload: a local medium is put into an ISO repository of the pool, or nothing of it."""

import hashlib
import json
import os
import shutil
import unittest

import harness
from applying import (AMBIGUOUS, FAILED, ISO, LACKS, LEFT, TAKEN, USAGE, WHOLE, ApplyTest)

NAME = "CentOS-7-x86_64-DVD-2009.iso"  # which an ISO repository does not take as it is
FILE = "CentOS-7-x86-64-DVD-2009.iso"


class UploadTest(ApplyTest):
    def setUp(self):
        super().setUp()
        self.image = os.path.join(self.place.folder, NAME)
        shutil.copy(harness.medium("el7-plain"), self.image)

    def simulator(self, *options, iso=False):
        pool = super().simulator("--import-lag", "1", *options, iso=iso)
        if "iso-sr" not in options:
            pool.post("remove", json.dumps({"class": "VDI", "name_label": NAME}))
        return pool

    def upload(self, pool, *args):
        return self.apply(pool, "--name", "c7", "--upload", *args)

    def media(self, pool, name=NAME):
        return [v for v in self.records(pool, "VDI") if v["name_label"] == name]

    def digest(self):
        with open(self.image, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() \
                if hasattr(hashlib, "file_digest") else hashlib.sha256(file.read()).hexdigest()

    def test_the_medium_is_there_byte_for_byte_and_the_guest_boots_it(self):
        pool = self.simulator()
        done = self.upload(pool)
        self.assertEqual(done.returncode, 0, done.err)
        vdi, = self.media(pool)
        self.assertEqual((vdi["location"], vdi["virtual_size"]), (FILE, os.path.getsize(self.image)))
        self.assertEqual(pool.get("digest?uuid=" + vdi["uuid"]), self.digest())
        vm = self.named(pool, "c7")
        self.assertEqual(vdi["other_config"]["isoargs:run"], vm["other_config"]["isoargs:run"])
        self.assertEqual(pool.get("boots")[-1]["kernel"], "isolinux/vmlinuz")
        self.assertEqual(pool.get("state")["tasks"], [])
        # the next one takes it from there, by its name and by that of its file
        for name in (NAME, FILE):
            done = self.apply(pool, "--name", "of-" + name[:20], "--iso", name)
            self.assertEqual(done.returncode, 0, done.err)

    def test_a_host_that_cannot_be_asked_by_file_is_asked_by_name_alone(self):
        pool = self.simulator()
        self.assertEqual(self.upload(pool).returncode, 0)
        args = ("plan", "--dhcp", "--name", "of-file", "--iso", FILE)
        for fault, status in (("INTERNAL_ERROR:x", FAILED),
                              ("MESSAGE_METHOD_UNKNOWN:VDI.get_all_records_where", 0)):
            with self.subTest(fault):
                pool.post("fault", "VDI.get_all_records_where=error:" + fault)
                done = self.place.run(pool, *args, image=self.image)
                self.assertEqual(done.returncode, status, done.err)
                word = "INTERNAL_ERROR" if status else f'"{FILE}" is in no ISO repository'
                self.assertIn(word, done.out + done.err)
        done = self.place.run(pool, *args, image=self.image)
        self.assertEqual(done.returncode, 0, done.err)
        self.assertNotIn("is in no ISO repository", done.err)

    def test_the_plan_names_repository_file_and_size(self):
        pool = self.simulator()
        done = self.place.run(pool, "plan", "--json", "--dhcp", "--upload", image=self.image)
        self.assertEqual(done.returncode, 0, done.err)
        plan = json.loads(done.out)
        self.assertEqual(plan["iso-library"]["name"], "ISO library")
        self.assertNotIn("iso", plan)
        methods = [step["method"] for step in plan["steps"]]
        self.assertEqual(methods[:4], ["SR.scan", "VDI.create", "PUT /import_raw_vdi", "VM.clone"])
        values = plan["steps"][1]["values"]
        self.assertEqual((values["sm_config"], values["name_label"]), ({"path": FILE}, NAME))
        self.assertEqual(values["virtual_size"], os.path.getsize(self.image))

    def test_undo_leaves_it_unless_told_otherwise(self):
        pool = self.simulator()
        before = pool.get("database")
        self.assertEqual(self.upload(pool).returncode, 0)
        done = self.undo(pool, "--force")
        self.assertEqual(done.returncode, 0, done.err)
        self.assertIn('kept medium "%s"' % NAME, done.out)
        self.assertEqual(len(self.media(pool)), 1)
        done = self.undo(pool, "--remove-medium")
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual(self.media(pool), [])
        self.assertEqual(pool.get("database"), before)
        self.assertEqual(self.place.logs(), [])

    def test_a_medium_in_a_drive_of_another_guest_stays(self):
        pool = self.simulator()
        self.assertEqual(self.upload(pool).returncode, 0)
        log, = self.place.logs()
        self.assertEqual(self.apply(pool, "--name", "other").returncode, 0)
        done = self.place.run(pool, "undo", "--force", "--remove-medium", log)
        self.assertEqual(done.returncode, LEFT, done.err)
        self.assertIn("a VM has it in its drive", done.err)
        self.assertEqual(len(self.media(pool)), 1)

    def refused(self, status, *parts, args=(), options=(), prepare=None):
        pool = self.simulator(*options)
        if prepare:
            prepare(pool)
        before = pool.get("database")
        for verb in ("plan", "apply"):
            done = self.place.run(pool, verb, "--dhcp", "--upload", *args, image=self.image)
            self.assertEqual(done.returncode, status, done.err)
            for part in parts:
                self.assertIn(part, done.err)
        self.assertEqual(pool.get("database"), before)

    def change(self, **fields):
        return lambda pool: pool.post("set", json.dumps({
            "class": "SR", "name_label": "ISO library", "set": fields}))

    def test_each_repository_that_cannot_says_why(self):
        self.refused(LACKS, "no ISO repository can take", "it has not enough room",
                     prepare=self.change(physical_size=10 << 20, physical_utilisation=9 << 20))
        self.refused(LACKS, "it is none that XenAPI writes to", prepare=self.change(type="nfs"))
        self.refused(LACKS, "has no ISO repository", options=("--without", "iso-sr"))
        self.refused(LACKS, "it is a drive of a host", args=("--iso-sr", "DVD drives"))
        self.refused(LACKS, 'has no ISO repository "nothing"', args=("--iso-sr", "nothing"))

    def test_nothing_is_put_over_what_is_there(self):
        pool = self.simulator("--iso", "el7.iso")
        image = os.path.join(self.place.folder, "el7.iso")
        os.rename(self.image, image)
        self.image = image
        before = pool.get("database")
        done = self.upload(pool)
        self.assertEqual(done.returncode, TAKEN, done.err)
        self.assertIn("leave --upload out", done.err)
        self.assertEqual(pool.get("database"), before)

    def test_what_cannot_be_uploaded_is_an_error_of_the_command_line(self):
        pool = self.simulator()
        for image, part in (("http://127.0.0.1:1/x.iso", "found a URL"),
                            ("/dev/null", "expected a file with an image in it")):
            done = self.place.run(pool, "apply", "--dhcp", "--upload", image=image)
            self.assertEqual(done.returncode, USAGE, done.err)
            self.assertIn(part, done.err)
        done = self.upload(pool, "--iso", "_.iso")
        self.assertEqual(done.returncode, USAGE, done.err)

    def test_it_goes_to_a_host_that_sees_the_repository(self):
        pool = self.simulator("--member")
        hosts = {r["name_label"]: ref for ref, r in pool.get("records?class=host").items()}
        srs = {r["name_label"]: ref for ref, r in pool.get("records?class=SR").items()}
        for record in self.records(pool, "PBD"):
            if record["SR"] == srs["ISO library"] and record["host"] == hosts["host1"]:
                pool.post("set", json.dumps({"class": "PBD", "uuid": record["uuid"],
                                             "set": {"currently_attached": False}}))
        done = self.upload(pool, "--pin", pool.facts["member-pin"])
        self.assertEqual(done.returncode, 0, done.err)
        vdi, = self.media(pool)
        self.assertEqual(pool.get("digest?uuid=" + vdi["uuid"]), self.digest())

    def failed(self, fault, *parts, kept=False):
        pool = self.simulator()
        before = pool.get("database")
        pool.post("fault", fault)
        done = self.upload(pool)
        self.assertEqual(done.returncode, FAILED, done.out + done.err)
        for part in parts:
            self.assertIn(part, done.err)
        if "cut" not in fault:  # a task of which nobody was told stays
            self.assertEqual(pool.get("state")["tasks"], [])
        if kept:
            self.assertIn("nothing is left behind but the medium", done.out)
            done = self.undo(pool, "--remove-medium")
            self.assertEqual(done.returncode, 0, done.err)
        else:
            self.assertIn("nothing is left behind\n", done.out)
        self.assertEqual(pool.get("database"), before)
        self.assertEqual(self.place.logs(), [])

    def test_a_failure_before_it_is_whole_leaves_nothing(self):
        for fault, part in (
                ("VDI.create=error:SR_BACKEND_FAILURE_78::could not create file:",
                 "the storage repository cannot make the file: could not create file"),
                ("VDI.create=error:SR_BACKEND_FAILURE_43::The VDI already exists:",
                 "has a file of that name already"),
                ("import_raw_vdi=task:VDI_IO_ERROR:Device I/O errors", "refused a write, or is full"),
                ("import_raw_vdi=http:500", ""),  # of which no more than the end may arrive
                ("SR.scan=error:SR_HAS_NO_PBDS:x", "attached to no host")):
            with self.subTest(fault):
                self.failed(fault, part)
        for fault in ("VDI.create=cut:after", "VDI.create=task:SR_BACKEND_FAILURE_78::x:",
                      "import_raw_vdi=cut:before") if WHOLE else ("VDI.create=cut:after",):
            with self.subTest(fault):
                self.failed(fault)

    def test_a_failure_afterwards_leaves_the_medium_and_says_so(self):
        self.failed("VM.start=error:NO_HOSTS_AVAILABLE", "no host of the pool", kept=True)

    def test_a_large_one_is_sent_in_pieces(self):
        os.truncate(self.image, 3 << 30 if WHOLE else 300 << 20)
        pool = self.simulator()
        done = self.upload(pool, "--json")
        self.assertEqual(done.returncode, 0, done.err)
        shares = [json.loads(line)["share"] for line in done.out.splitlines()
                  if '"import_raw_vdi"' in line]
        self.assertEqual(shares, sorted(shares))
        vdi, = self.media(pool)
        self.assertEqual(pool.get("digest?uuid=" + vdi["uuid"]), self.digest())

    def test_an_interruption_removes_what_was_sent(self):
        os.truncate(self.image, 2 << 30)
        for number, code in ((2, -2), (9, -9)):
            with self.subTest(number):
                pool = self.simulator()
                before = pool.get("database")
                process = self.place.start(pool, "apply", "--dhcp", "--upload", image=self.image)
                line = ""
                while "import_raw_vdi" not in line:
                    line = process.stdout.readline()
                    self.assertNotEqual(line, "")
                process.send_signal(number)
                out, err = process.communicate(timeout=120)
                self.assertEqual(process.returncode, code, out + err)
                if number == 9:
                    self.assertEqual(self.undo(pool).returncode, 0)
                self.assertEqual(pool.get("database"), before)
                self.assertEqual(self.place.logs(), [])


if __name__ == "__main__":
    unittest.main()
