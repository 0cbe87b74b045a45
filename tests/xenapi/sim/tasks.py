# SPDX-License-Identifier: GPL-3.0-or-later
"""Operations: exclusive ones, and those that run beside the call that asked for them."""

import threading
import time

from .database import now
from .wire import Failure, to_xml

# call: class and operation that its first object is busy with meanwhile
OPERATIONS = {
    "VM.clone": ("VM", "clone"), "VM.copy": ("VM", "copy"), "VM.provision": ("VM", "provision"),
    "VM.start": ("VM", "start"), "VM.start_on": ("VM", "start_on"),
    "VM.hard_shutdown": ("VM", "hard_shutdown"), "VM.clean_shutdown": ("VM", "clean_shutdown"),
    "VM.hard_reboot": ("VM", "hard_reboot"), "VM.destroy": ("VM", "destroy"),
    "VM.set_memory_limits": ("VM", "changing_static_range"),
    "VM.set_memory": ("VM", "changing_static_range"), "VM.set_VCPUs_max": ("VM", "changing_VCPUs"),
    "VM.set_VCPUs_at_startup": ("VM", "changing_VCPUs"),
    "VM.set_is_a_template": ("VM", "make_into_template"), "VM.unpause": ("VM", "unpause"),
    "VDI.destroy": ("VDI", "destroy"), "SR.scan": ("SR", "scan"), "VDI.create": ("SR", "vdi_create"),
    "import_raw_vdi": ("VDI", "import"),
}
DISK_CALLS = ("VDI.create", "VDI.destroy")
TOGETHER = ("clone", "copy")  # these of one template may run side by side
STEP = 0.02
SR_WAIT_S = 120  # xapi lets a call wait for the repository: two hours


class Context:
    """What a call's function gets: the pool, and where a failure is to come midway."""

    def __init__(self, pool, failure=None):
        self.pool = pool
        self.failure = failure

    def halfway(self):
        if self.failure:
            raise self.failure


class Operation:
    """Marks an object as busy, for as long as the with statement."""

    def __init__(self, pool, call, args, task=""):
        self.db = pool.db
        self.name, self.what = OPERATIONS.get(call, ("", ""))
        self.ref = args[0] if self.name else ""
        if call == "VDI.create":
            self.ref = args[0]["SR"]
        self.uuid = ""
        self.task = task or "OpaqueRef:" + self.db.uuid()

    def __enter__(self):
        if self.name:
            with self.db.lock:
                self.begin()
        return self

    def begin(self):
        if self.name == "SR":
            self.wait_for_turn()
        record = self.db.find(self.name, self.ref)
        for task, operation in self.db.busy(record).items():
            if not (operation in TOGETHER and self.what in TOGETHER):
                raise Failure("OTHER_OPERATION_IN_PROGRESS", self.name, self.ref, operation, task)
        blocked = record.get("blocked_operations", {})
        if self.what in blocked:
            raise Failure("OPERATION_BLOCKED", self.ref, blocked[self.what])
        self.uuid = record["uuid"]
        self.db.running.add(self.task)
        self.mark({**record["current_operations"], self.task: self.what})

    def wait_for_turn(self):
        """One thing at a time is done with a repository, and whoever comes meanwhile waits."""
        deadline = time.monotonic() + SR_WAIT_S
        while self.db.busy(self.db.find("SR", self.ref)) and time.monotonic() < deadline:
            self.db.lock.wait(deadline - time.monotonic())

    def mark(self, operations):
        self.db.set(self.name, self.ref, current_operations=operations)

    def __exit__(self, *_):
        if not self.uuid:
            return
        with self.db.lock:
            self.db.running.discard(self.task)
            # gone when destroyed, elsewhere after a restart
            record = self.db.tables[self.name].get(self.ref)
            if record and self.task in record["current_operations"]:
                self.mark({t: o for t, o in record["current_operations"].items()
                           if t != self.task})


class Job:
    """An Async. call: its task, and the work once the time has passed."""

    def __init__(self, pool, call, args, work):
        self.pool, self.call, self.args, self.work = pool, call, args, work
        self.seconds = pool.options.task_time
        if call in DISK_CALLS:
            self.seconds = max(self.seconds, pool.options.disk_time)
        self.failure = None    # to come at the end, nothing done
        self.vanish = False
        self.cancel = False
        with pool.db.lock:
            self.ref = pool.db.add("task", name_label="Async." + call, created=now(),
                                   status="pending", resident_on=pool.hosts[0],
                                   type="<none/>", backtrace="()")

    def start(self):
        if self.seconds <= 0:
            self.run()
        else:
            threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            with Operation(self.pool, self.call, self.args, self.ref):
                self.wait()
                if self.failure:
                    raise self.failure
                kind, value = self.perform()
            self.finish("success", result=to_xml(self.pool.data, kind, value)
                        if kind != "void" else "")
        except Failure as failure:
            status = "cancelled" if failure.code == "TASK_CANCELLED" else "failure"
            self.finish(status, error_info=failure.description)
        if self.vanish:
            with self.pool.db.lock:
                if self.ref in self.pool.db.tables["task"]:
                    self.pool.db.remove("task", self.ref)

    def perform(self):
        with self.pool.db.lock:
            self.check()
            return self.work()

    def check(self):
        record = self.pool.db.tables["task"].get(self.ref)
        if record is None:
            # a restart of the toolstack, or somebody destroyed it
            raise Failure("TASK_CANCELLED", self.ref)
        if record["status"] == "cancelling":
            raise Failure("TASK_CANCELLED", self.ref)

    def wait(self):
        started = time.monotonic()
        while True:
            passed = time.monotonic() - started
            if passed >= self.seconds:
                break
            with self.pool.db.lock:
                self.check()
                self.pool.db.set("task", self.ref, progress=passed / self.seconds)
                if self.cancel and passed * 2 >= self.seconds:
                    raise Failure("TASK_CANCELLED", self.ref)
            time.sleep(min(STEP, self.seconds))
        if self.cancel:
            raise Failure("TASK_CANCELLED", self.ref)

    def finish(self, status, **more):
        with self.pool.db.lock:
            if self.ref in self.pool.db.tables["task"]:
                self.pool.db.set("task", self.ref, status=status, progress=1.0, finished=now(),
                                 **more)


def cancel(pool, task):
    if pool.db.find("task", task)["status"] != "pending":
        raise Failure("OPERATION_NOT_ALLOWED", "task is not pending")
    pool.db.set("task", task, status="cancelling")


def restart(pool, rename):
    """The toolstack comes up again: nobody is logged in, no task is known."""
    db = pool.db
    with db.lock:
        pool.sessions.forget()
        for ref in list(db.tables["task"]):
            db.remove("task", ref)
        for name in ("VM", "VDI", "SR"):
            for ref in db.tables[name]:
                if db.tables[name][ref]["current_operations"]:
                    db.set(name, ref, current_operations={})
        db.running.clear()
        if rename:
            new = db.rename_refs()
            pool.hosts = [new[h] for h in pool.hosts]
            pool.late = [(new[sr], name) for sr, name in pool.late]
            pool.library = new.get(pool.library, pool.library)
            pool.elsewhere = {new[h]: used for h, used in pool.elsewhere.items()}
