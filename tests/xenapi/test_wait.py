# SPDX-License-Identifier: GPL-3.0-or-later
"""apply --wait and finish --wait: from an ISO to a system that runs, in one command."""

import json
import os
import shlex
import signal
import subprocess
import time
import unittest

from applying import LACKS, NOT_USABLE, TOOL, USAGE, ApplyTest

# As anaconda writes it through tmux: words apart by cursor movements, wrapped, with a status line.
VNC = ("\x1b[?1049h\x1b[1;1H\x1b(B\x1b[m16:01:23 Please manually connect your vnc client to "
       "c7.example.com:1\x1b[K\r\n\x1b[3;1H(192.0.2.77:1)\x1b[3;16Hto begin the install.\x1b[K"
       "\x1b]0;anaconda\x07\x1b[24;1H\x1b[7m[anaconda] 1:main* 2:shell\x1b[0m")
INSTALLS = [{"after": 0.6, "say": "\r\nStarting installer, one moment...\r\n"},
            {"after": 0.2, "say": "16:01:22 Starting VNC...\r\n"},
            {"after": 0.1, "say": VNC},
            {"after": 0.3, "does": "install"}]
SYSTEM = [{"after": 0.5, "address": "192.0.2.99"}]


class WaitTest(ApplyTest):
    """The installer of these guests is done within a second, which is no installation: the tool is
    told that the guest was there before, where that matters."""

    def pool(self, *steps, system=SYSTEM, **more):
        made = self.simulator(*more.get("options", ()))
        made.post("script", json.dumps({"installer": [*INSTALLS, *steps], "system": system}))
        return made

    def applied(self, pool, *args):
        """A guest whose installer has started."""
        done = self.apply(pool, "--name", "c7", *args)
        self.assertEqual(done.returncode, 0, done.err)
        return self.named(pool, "c7")

    def finish(self, pool, *args):
        return self.place.run(pool, "finish", "--wait", *args, "c7")

    def boots(self, pool):
        return [b["how"] + " " + b["kernel"] for b in pool.get("boots")]

    def assert_installed(self, pool):
        vm = self.named(pool, "c7")
        self.assertEqual((vm["power_state"], vm["PV_bootloader"], vm["actions_after_reboot"]),
                         ("Running", "pygrub", "restart"))
        for key in ("install-distro", "install-repository", "install-round", "isoargs:after-reboot"):
            self.assertNotIn(key, vm["other_config"])
        records = pool.get("records?class=VBD")
        drives = {records[ref]["userdevice"]: records[ref] for ref in vm["VBDs"]}
        self.assertTrue(drives["0"]["bootable"])
        self.assertTrue(drives["3"]["empty"])
        self.assertEqual(self.boots(pool)[-1], "pygrub /vmlinuz")

    def test_a_guest_is_followed_until_it_is_down_finished_and_started(self):
        pool = self.pool({"after": 0.3, "does": "poweroff"})
        self.applied(pool)
        done = self.finish(pool)
        self.assertEqual(done.returncode, 0, done.err)
        self.assertIn("VNC: connect a viewer to 192.0.2.77:1 (TCP 5901)\n", done.out)
        self.assertIn("Address: 192.0.2.99\n", done.out)
        self.assert_installed(pool)

    def test_a_reboot_is_the_end_as_well(self):
        pool = self.pool({"after": 1.5, "does": "reboot"})
        self.applied(pool)
        done = self.finish(pool)
        self.assertEqual(done.returncode, 0, done.err)
        self.assert_installed(pool)
        self.assertEqual(len(self.boots(pool)), 2)

    def test_apply_has_it_stay_down_and_says_what_ended_too_soon(self):
        pool = self.pool({"after": 0.3, "does": "reboot"})
        done = self.apply(pool, "--name", "c7", "--wait")
        self.assertEqual(done.returncode, NOT_USABLE, done.out + done.err)
        self.assertIn("that is no installation", done.err)
        self.assertIn("VNC: connect a viewer to 192.0.2.77:1", done.out)
        vm = self.named(pool, "c7")
        self.assertEqual((vm["power_state"], vm["actions_after_reboot"]), ("Halted", "destroy"))
        self.assertEqual(vm["other_config"]["isoargs:after-reboot"], "restart")
        # whoever knows better goes on
        done = self.finish(pool)
        self.assertEqual(done.returncode, 0, done.err)
        self.assert_installed(pool)

    def test_one_command_leads_from_an_iso_to_a_system(self):
        pool = self.pool({"after": 0.5, "say": "Performing post-installation setup tasks\r\n"},
                         {"after": 0.5, "does": "poweroff"})
        ks = os.path.join(self.place.folder, "ks.cfg")
        with open(ks, "w", encoding="ascii") as file:
            file.write("poweroff\n")
        before = pool.get("database")
        done = self.apply(pool, "--name", "c7", "--wait", "--kickstart", ks, "--json",
                          "--installed-args", "quiet")
        self.assertEqual(done.returncode, 0, done.err)
        events = [json.loads(line) for line in done.out.splitlines()]
        self.assertEqual(events[-1]["state"], "installed")
        self.assertEqual((events[-1]["vnc"], events[-1]["address"]), ("192.0.2.77", "192.0.2.99"))
        self.assertIn({"event": "said", "kind": "vnc", "address": "192.0.2.77"}, events)
        self.assertIn({"event": "state", "power_state": "Halted"}, events)
        self.assert_installed(pool)
        self.assertEqual(self.named(pool, "c7")["PV_args"], "quiet")
        self.assertEqual(len(self.place.logs()), 1)
        undone = self.undo(pool, "--force")
        self.assertEqual(undone.returncode, 0, undone.err)
        self.assertEqual(pool.get("database"), before)

    def test_an_installer_that_gives_up_is_told_at_once(self):
        for text, why in (("dracut Warning: Entering emergency mode. Exit the shell to continue.",
                           "emergency shell"),
                          ("[    3.1] Kernel panic - not syncing: VFS", "kernel panicked"),
                          ("The installation was stopped due to what seems to be a problem",
                           "it was stopped")):
            with self.subTest(text):
                pool = self.pool({"after": 0.3, "say": "\x1b[31m" + text + "\x1b[0m\r\n"})
                self.applied(pool)
                start = time.monotonic()
                done = self.finish(pool)
                self.assertLess(time.monotonic() - start, 20)
                self.assertEqual(done.returncode, NOT_USABLE, done.err)
                self.assertIn("the installer will not go on: ", done.err)
                self.assertIn(why, done.err)
                self.assertEqual(self.named(pool, "c7")["power_state"], "Running")

    def test_a_second_stage_that_is_not_found_is_a_doubt_with_its_reason(self):
        pool = self.pool({"after": 0.2, "say": "dracut-initqueue[321]: Warning: dracut-initqueue "
                                               "timeout - starting timeout scripts\r\n"},
                         {"after": 0.5, "does": "poweroff"})
        self.applied(pool)
        done = self.finish(pool)
        self.assertEqual(done.returncode, 0, done.err)
        self.assertIn("trouble: it waited for a device that did not come", done.out)
        self.assertIn("inst.stage2=", done.out)

    def test_a_guest_that_is_paused_or_gone(self):
        pool = self.pool({"after": 0.2, "does": "pause"}, {"after": 1, "does": "unpause"},
                         {"after": 0.2, "does": "vanish"})
        self.applied(pool)
        done = self.finish(pool)
        self.assertEqual(done.returncode, LACKS, done.err)
        self.assertIn("there is no such VM any more", done.err)

    def test_an_interruption_leaves_the_guest_and_says_how_to_go_on(self):
        pool = self.pool({"after": 4, "does": "poweroff"})
        process = self.place.start(pool, "apply", "--dhcp", "--name", "c7", "--wait",
                                   image=self.image)
        line = ""
        while "VNC: connect" not in line:
            line = process.stdout.readline()
            self.assertNotEqual(line, "")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT, err)
        self.assertEqual(self.named(pool, "c7")["power_state"], "Running")
        command = err.rsplit("to go on waiting: ", 1)[1].strip()
        words = shlex.split(command)
        self.assertEqual(words[0], "isoargs-xenserver")
        again = subprocess.run([TOOL, *words[1:]], env=self.place.env, stdin=subprocess.DEVNULL,
                               capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assert_installed(pool)

    def test_a_guest_that_floods_its_console_keeps_nobody_from_leaving(self):
        pool = self.pool({"after": 0.2, "say": "x" * 65536, "times": 1 << 20})
        self.applied(pool)
        process = self.place.start(pool, "finish", "--wait", "c7")
        time.sleep(5)
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, err = process.communicate(timeout=60)
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(process.returncode, -signal.SIGINT, err)
        self.assertIn("no longer waited for", err)

    def test_patience_ends(self):
        pool = self.pool()
        self.applied(pool)
        done = self.place.run(pool, "finish", "--wait", "--timeout", "0", "c7")
        self.assertEqual(done.returncode, USAGE)
        self.assertIn("expected minutes from 1", done.err)

    def test_a_toolstack_that_restarts_and_connections_that_break_are_waited_out(self):
        pool = self.pool({"after": 3, "does": "poweroff"})
        self.applied(pool)
        for line in ("VM.get_record#2=restart:before:refs", "VM.get_record#4=cut:before",
                     "VM.get_record#5=http:500", "console#1=http:500"):
            pool.post("fault", line)
        done = self.finish(pool)
        self.assertEqual(done.returncode, 0, done.err)
        self.assert_installed(pool)

    def test_without_a_console_events_and_the_clock_tell(self):
        for release in ("7.6", "5.6"):
            with self.subTest(release):
                pool = self.pool({"after": 1, "does": "poweroff"},
                                 options=("--release", release))
                self.applied(pool)
                pool.post("fault", "console*all=http:503")
                done = self.finish(pool)
                self.assertEqual(done.returncode, 0, done.err)
                self.assertIn("cannot be read", done.err)
                self.assert_installed(pool)

    def test_a_stranger_s_guest_is_not_touched(self):
        pool = self.pool({"after": 1, "does": "poweroff"})
        vm = self.applied(pool)
        pool.post("set", json.dumps({"class": "VM", "uuid": vm["uuid"],
                                     "set": {"other_config": {"install-distro": "rhlike"}}}))
        done = self.finish(pool)
        self.assertEqual(done.returncode, NOT_USABLE, done.err)
        self.assertEqual(self.named(pool, "c7")["actions_after_reboot"], "restart")


if __name__ == "__main__":
    unittest.main()
