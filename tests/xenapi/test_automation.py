# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/automation.md: the playbook and the data source that stand there do what is said of them."""

import json
import os
import re
import shutil
import subprocess
import unittest

from applying import TOOL, ApplyTest
from harness import SOURCE


def block(language):
    with open(os.path.join(SOURCE, "..", "docs", "automation.md"), encoding="utf-8") as file:
        return re.search(r"^```%s\n(.*?)^```$" % language, file.read(), re.M | re.S)[1]


class AutomationTest(ApplyTest):
    def setUp(self):
        super().setUp()
        tools = os.path.join(self.place.folder, "bin")
        os.mkdir(tools)
        os.symlink(TOOL, os.path.join(tools, "isoargs-xenserver"))
        self.env = {**self.place.env, "PATH": tools + ":" + os.environ["PATH"],
                    "HOME": self.place.folder, "LC_ALL": "C.UTF-8", "ANSIBLE_NOCOLOR": "1"}
        self.env.pop("PYTHONPATH", None)  # ours is none of ansible's

    def script(self, name, text):
        path = os.path.join(self.place.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run_program(self, *command, **more):
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=120,
                              check=False, **more)

    def play(self, pool, **more):
        variables = {"pool_host": pool.address, "pool_pin": pool.pin, "name": "c7",
                     "pool_password": self.place.password, "image": self.image, **more}
        return self.run_program("ansible-playbook", "-i", "localhost,", "-c", "local",
                                "-e", json.dumps(variables),
                                self.script("play.yml", block("yaml")), stdin=subprocess.DEVNULL)

    @unittest.skipUnless(shutil.which("ansible-playbook"), "ansible-playbook is not installed")
    def test_the_playbook_makes_a_guest_once(self):
        pool = self.simulator()
        done = self.play(pool)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("changed=1", done.stdout)
        vm = self.named(pool, "c7")
        self.assertEqual(vm["power_state"], "Running")
        mac = self.records(pool, "VIF")[0]["MAC"]
        self.assertIn(mac, done.stdout)
        done = self.play(pool)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("changed=0", done.stdout)
        self.assertIn("there already", done.stdout)
        done = self.play(pool, name="c8", image="/nonexistent.iso")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("No such file", done.stdout)

    @unittest.skipUnless(shutil.which("jq"), "jq is not installed")
    def test_the_data_source_answers_in_strings(self):
        pool = self.simulator()
        self.assertEqual(self.apply(pool, "--name", "c7").returncode, 0)
        query = {"host": pool.address, "pin": pool.pin, "password_file": self.place.password,
                 "vm": "c7"}
        path = self.script("external", block("bash"))
        done = self.run_program("bash", path, input=json.dumps(query))
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        self.assertTrue(all(isinstance(value, str) for value in answer.values()), answer)
        vm = self.named(pool, "c7")
        self.assertEqual((answer["uuid"], answer["state"]), (vm["uuid"], "Running"))
        done = self.run_program("bash", path, input=json.dumps({**query, "vm": "none"}))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("there is no VM", done.stderr)


if __name__ == "__main__":
    unittest.main()
