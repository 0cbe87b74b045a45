# SPDX-License-Identifier: GPL-3.0-or-later
"""What is printed for programs is what docs/schema says, and that says enough to refuse what is not."""

import copy
import json
import os
import unittest

from applying import ApplyTest
from harness import SOURCE

try:
    import jsonschema
except ImportError:
    jsonschema = None

FOLDER = os.path.join(SOURCE, "..", "docs", "schema")


def validator(name):
    with open(os.path.join(FOLDER, name + ".json"), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@unittest.skipUnless(jsonschema, "Python's jsonschema is not installed")
class SchemaTest(ApplyTest):
    def setUp(self):
        super().setUp()
        self.plan, self.event = validator("xenserver-plan"), validator("xenserver-event")

    def planned(self, pool, *args):
        done = self.place.run(pool, "plan", "--json", "--dhcp", *args, image=self.image)
        document = json.loads(done.out)
        self.plan.validate(document)
        return document

    def events(self, out):
        lines = [json.loads(line) for line in out.splitlines()]
        for line in lines:
            self.event.validate(line)
        return lines

    def test_every_kind_of_plan_is_valid(self):
        pool = self.simulator("--hosts", "2")
        ks = os.path.join(self.place.folder, "ks.cfg")
        with open(ks, "w", encoding="ascii") as file:
            file.write("poweroff\n")
        for args in ((), ("--kickstart", ks), ("--bootloader", "pygrub"), ("--wait",),
                     ("--no-start",), ("--upload", "--iso", "other.iso"), ("--iso", "late.iso"),
                     ("--disk", "5", "--disk", "6@Shared storage", "--network", "xenbr0",
                      "--network", "xenbr0", "--tag", "x", "--affinity", "host2",
                      "--auto-poweron"),
                     ("--template", "CentOS 7",), ("--sr", "nothing"), ("--guest", "hvm")):
            with self.subTest(args):
                self.planned(pool, *args)
        self.assertEqual(self.planned(pool, "--sr", "nothing")["refused"], "no-sr")

    def test_every_event_of_a_run_is_valid(self):
        pool = self.simulator("--task-time", "0.1")
        pool.post("script", json.dumps({
            "installer": [{"after": 1.2, "say": "connect your vnc client to 192.0.2.7:1 to begin "},
                          {"after": 0.1, "does": "install"},
                          {"after": 0, "say": "Performing post-installation setup tasks"},
                          {"after": 0.1, "does": "poweroff"}],
            "system": [{"after": 0, "address": "192.0.2.7"}]}))
        done = self.apply(pool, "--name", "c7", "--wait", "--json", "--upload", "--iso", "new.iso")
        self.assertEqual(done.returncode, 0, done.err)
        kinds = {e["event"] for e in self.events(done.out)}
        kinds |= {e["event"] for e in self.events(self.undo(pool, "--force", "--json").out)}
        self.assertEqual(kinds, {"log", "step", "progress", "made", "said", "state", "end", "kept",
                                 "removed"})
        pool = self.simulator()
        pool.post("fault", "VM.start=error:NO_HOSTS_AVAILABLE\nVDI.destroy*all=error:SR_NO_PBDS:x")
        done = self.apply(pool, "--json")
        self.assertLessEqual({"failed", "left", "end"}, {e["event"] for e in self.events(done.out)})

    def refuses(self, check, document, change):
        broken = copy.deepcopy(document)
        change(broken)
        self.assertFalse(check.is_valid(broken))

    def test_what_is_no_plan_is_refused(self):
        plan = self.planned(self.simulator())
        for key in ("format", "name", "args", "steps", "warnings", "template", "iso", "length"):
            self.refuses(self.plan, plan, lambda d, k=key: d.pop(k))
        for key, value in (("format", 2), ("name", ""), ("steps", []), ("length", "68"),
                           ("warnings", [1]), ("template", {}), ("limit", 0)):
            self.refuses(self.plan, plan, lambda d, k=key, v=value: d.update({k: v}))
        for key, value in (("method", None), ("async", "yes"), ("values", [])):
            self.refuses(self.plan, plan, lambda d, k=key, v=value: d["steps"][0].update({k: v}))

    def test_what_is_no_event_is_refused(self):
        for line in ({}, {"event": "other"}, {"event": "step", "step": 0, "steps": 1,
                                              "method": "x", "title": "y"},
                     {"event": "progress", "method": "x", "share": 2},
                     {"event": "said", "kind": "vnc", "text": "x"},
                     {"event": "said", "kind": "stage", "address": "x"},
                     {"event": "end", "state": "over"}, {"event": "made", "object": "disk"}):
            self.assertFalse(self.event.is_valid(line), line)


if __name__ == "__main__":
    unittest.main()
