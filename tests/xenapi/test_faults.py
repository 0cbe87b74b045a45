# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the simulated pool is told to break breaks there, and can be undone."""

import os
import subprocess
import threading
import time

from client import TRANSIENT, ApiError, Client, Provision
from harness import MORTAL, main, need
from pooltest import PoolTest, folder

FAULTS = ("cut:after", "error:INTERNAL_ERROR:injected", "restart:after", "http:500", "cut:before")


class FaultMatrixTest(PoolTest):
    """A fault at every call in turn; then what was made can be found and removed."""

    def calls(self):
        first = len(self.pool.calls())
        work = Provision(self.client, "7.6")
        work.run()
        names = self.pool.calls()[first:]
        work.undo()
        self.assert_unchanged()
        return names

    def strike(self, fault, number):
        self.pool.post("clear")
        self.pool.post("fault", f"any#{number}={fault}")
        work = Provision(self.client, "7.6")
        with self.assertRaises((ApiError, *TRANSIENT)):
            work.run()
        self.pool.post("clear")
        work.client = Client(self.pool.port).login()
        work.undo()
        self.assert_unchanged()
        self.client = Client(self.pool.port).login()

    def test_whatever_fails_wherever_leaves_something_that_can_be_undone(self):
        names = self.calls()
        self.assertGreater(len(names), 25)
        for number in range(1, len(names) + 1):
            fault = FAULTS[number % len(FAULTS)]
            with self.subTest(call=names[number - 1], fault=fault):
                self.strike(fault, number)

    def test_a_failure_midway_leaves_its_half(self):
        self.pool.post("fault", "VM.start=midway:INTERNAL_ERROR:injected")
        vm = self.guest()
        cd = self.cd(vm)
        self.assert_error("INTERNAL_ERROR", "VM.start", vm, False, False, task=True)
        self.assertEqual(self.client("VM.get_power_state", vm), "Halted")
        # the bootloader had run
        self.assertFalse(self.client("VBD.get_bootable", cd))
        self.assertEqual(self.client("VM.get_other_config", vm)["install-round"], "2")


class FaultTest(PoolTest):
    def test_an_error_comes_where_it_is_asked_for(self):
        self.pool.post("fault", "VM.get_all_records#2=error:TOO_BUSY")
        self.client("VM.get_all_records")
        self.assert_error("TOO_BUSY", "VM.get_all_records", params=[])
        self.client("VM.get_all_records")

    def test_a_failing_task_has_its_error(self):
        self.pool.post("fault", "VM.clone=task:SR_FULL:1:0")
        self.assert_error("SR_FULL", "VM.clone", self.template(), "x", task=True, params=["1", "0"])
        self.assert_unchanged()

    def test_a_cut_before_does_nothing_and_after_does_all(self):
        for moment, made in (("before", 0), ("after", 1)):
            client = Client(self.pool.port).login()
            self.pool.post("fault", f"VM.clone*all=cut:{moment}")
            with self.assertRaises(TRANSIENT):
                client("VM.clone", self.template(), moment)
            self.pool.post("clear")
            found = self.client("VM.get_by_name_label", moment)
            self.assertEqual(bool(found), bool(made), moment)
            for vm in found:
                self.client("VM.destroy", vm)

    def test_http_500_is_no_answer(self):
        self.pool.post("fault", "pool.get_all=http:500")
        with self.assertRaises(TRANSIENT):
            self.client("pool.get_all")

    def test_a_slow_task_shows_its_progress(self):
        self.pool.post("fault", "VM.clone=slow:0.3")
        task = self.client("Async.VM.clone", self.template(), "slow")
        seen = set()
        while self.client("task.get_status", task) == "pending":
            seen.add(self.client("task.get_progress", task))
            time.sleep(0.02)
        self.assertGreater(len(seen), 3)
        self.assertTrue(all(0 <= p <= 1 for p in seen))
        self.client("VM.destroy", self.client("task.get_result", task)[7:-8])

    def test_a_busy_object_says_with_what(self):
        self.pool.post("fault", "VM.provision=slow:0.4")
        vm = self.client.task("VM.clone", self.template(), "busy")
        self.addCleanup(self.discard, vm)
        self.client("VM.set_other_config", vm, {})
        task = self.client("Async.VM.provision", vm)
        self.wait_for(lambda: self.client("VM.get_current_operations", vm))
        error = self.assert_error("OTHER_OPERATION_IN_PROGRESS", "VM.destroy", vm)
        self.assertEqual(error.params, ["VM", vm, "provision", task])
        self.assertEqual(self.client("VM.get_current_operations", vm), {task: "provision"})
        self.wait_for(lambda: self.client("task.get_status", task) == "success")
        self.assertEqual(self.client("VM.get_current_operations", vm), {})

    def wait_for(self, test):
        end = time.monotonic() + 20
        while not test():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)

    def test_a_window_of_busyness_closes(self):
        self.pool.post("fault", "VM.get_uuid=busy:0.2")
        template = self.template()
        self.assert_error("OTHER_OPERATION_IN_PROGRESS", "VM.get_uuid", template)
        time.sleep(0.25)
        self.client("VM.get_uuid", template)

    def test_a_task_can_be_cancelled_and_can_vanish(self):
        self.pool.post("fault", "VM.clone=slow:20")
        task = self.client("Async.VM.clone", self.template(), "never")
        self.client("task.cancel", task)
        self.wait_for(lambda: self.client("task.get_status", task) == "cancelled")
        self.assertEqual(self.client("task.get_error_info", task), ["TASK_CANCELLED", task])
        self.pool.post("fault", "VM.copy=cancel")
        self.assert_error("TASK_CANCELLED", "VM.copy", self.template(), "never", "OpaqueRef:NULL",
                          task=True)
        self.assert_unchanged()
        self.pool.post("fault", "SR.scan=vanish")
        sr = self.client("SR.get_by_name_label", "ISO library")[0]
        self.assert_error("HANDLE_INVALID", "SR.scan", sr, task=True)

    def test_a_restart_ends_sessions_and_tasks(self):
        self.pool.post("fault", "VM.get_all_records=restart:before")
        old = self.client.session
        self.assert_error("SESSION_INVALID", "VM.get_all_records", params=[old])
        self.client.login()
        self.assert_unchanged()

    def test_a_restart_may_change_all_references_but_nothing_else(self):
        vm = self.template()
        uuid = self.client("VM.get_uuid", vm)
        self.pool.post("restart", "refs")
        self.client.login()
        self.assert_error("HANDLE_INVALID", "VM.get_uuid", vm, params=["VM", vm])
        self.assertNotEqual(self.client("VM.get_by_uuid", uuid), vm)
        self.assert_unchanged()

    def test_a_held_call_waits_for_its_release(self):
        self.pool.post("fault", "pool.get_all=hold:before")
        other = Client(self.pool.port).login()
        thread = threading.Thread(target=other, args=("pool.get_all",))
        thread.start()
        self.wait_for(lambda: self.pool.get("state")["held"] == "pool.get_all")
        self.pool.post("release")
        thread.join(20)
        self.assertFalse(thread.is_alive())

    def test_a_process_is_hit_at_a_call(self):
        with subprocess.Popen([*MORTAL, "sleep", "60"]) as sleeper:
            path = os.path.join(folder(), "pid")
            with open(path, "w", encoding="ascii") as file:
                file.write(f"{sleeper.pid}\n")
            self.pool.post("fault", f"pool.get_all=signal:INT:after:{path}")
            self.client("pool.get_all")
            self.assertEqual(sleeper.wait(20), -2)

    def test_any_bytes_can_be_the_answer(self):
        path = os.path.join(folder(), "answer")
        with open(path, "w", encoding="ascii") as file:
            file.write("<!DOCTYPE x [<!ENTITY a 'b'>]><methodResponse/>")
        self.pool.post("fault", f"pool.get_all=reply:{path}")
        with self.assertRaises(Exception):
            self.client("pool.get_all")

    def test_a_fault_that_is_none_is_refused(self):
        for text in ("VM.clone", "VM.clone=explode", "VM.clone=cut:sideways", "a b=http:500",
                     "VM.clone=slow:x", "VM.clone=error", "x=signal:INT:after", "=http:500"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                self.pool.post("fault", text)


if __name__ == "__main__":
    need("openssl")
    main()
