# SPDX-License-Identifier: GPL-3.0-or-later
"""From a method's name and values to an answer: checked as xapi checks, logged, made to fail."""

import json
import threading
import time

from . import boot, events, faults, fields, machines, storage, tasks  # pylint: disable=W0611
from .faults import Cut, Http, Raw
from .registry import CALLS
from .releases import number
from .wire import NULL, Failure, Mistyped, cast, strip_type


class Dispatcher:
    def __init__(self, pool, specs, log):
        self.pool = pool
        self.data = pool.data
        self.faults = faults.Faults(specs)
        self.lock = threading.Lock()
        self.count = 0
        self.calls = []
        self.log_file = log

    # ---- the table ----

    def offered(self, name):
        entry = self.data["calls"].get(name)
        if entry and number(entry["api"]) <= number(self.pool.release.api):
            return entry
        return None

    def methods(self):
        names = [n for n in self.data["calls"] if self.offered(n)]
        return names + ["Async." + n for n in names if self.data["calls"][n].get("async")] \
            + ["system.listMethods"]

    def arguments(self, method, entry, values):
        """(session, arguments), of the right count and types."""
        session = entry.get("session", True)
        kinds = entry["params"]
        optional = entry.get("optional", [])
        known = len([o for o in optional if number(o[1]) <= number(self.pool.release.api)])
        most = len(kinds) - len(optional) + known + session
        least = most - known
        if not least <= len(values) <= most:
            raise Failure("MESSAGE_PARAMETER_COUNT_MISMATCH", method, most, len(values))
        if session:
            kinds = [["session_id", "session ref"], *kinds]
        args = []
        for (name, kind), value in zip(kinds, values):
            try:
                args.append(cast(self.data, kind, value))
            except Mistyped as error:
                raise Failure("FIELD_TYPE_ERROR", name) from error
        return (args[0], args[1:]) if session else ("", args)

    def check_refs(self, entry, args):
        for (name, kind), value in zip(entry["params"], args):
            word, *of = strip_type(kind)
            if word != "ref" or of[0] not in self.pool.db.tables:
                continue
            if value == NULL and name in ("value", "sr"):
                continue
            self.pool.db.find(of[0], value)

    # ---- one call ----

    def call(self, method, values, member=False):
        """(type, value); Failure, or how else it is to end."""
        name = method.removeprefix("Async.")
        row = self.begin(method, values)
        struck = self.faults.take(name)
        if struck:
            row["fault"] = [f.text for f in struck]
        try:
            self.before(name, struck)
            kind, value = self.execute(method, name, values, member, struck)
            row["outcome"] = "ok"
            self.after(name, struck)
        except Failure as failure:
            row["outcome"] = self.masked(failure.description)
            self.after(name, struck)
            raise
        except (Cut, Http, Raw) as end:
            row.setdefault("outcome", type(end).__name__.lower())
            raise
        finally:
            self.end(row)
        return kind, value

    def resource(self, name):
        """What is asked of the host beside the API: it counts as a call, and fails as one."""
        row = self.begin(name, [])
        struck = self.faults.take(name)
        try:
            self.before(name, struck)
            row["outcome"] = "ok"
        except (Cut, Http, Raw) as end:
            row["outcome"] = type(end).__name__.lower()
            raise
        except Failure as failure:
            row["outcome"] = failure.description
            raise Http(500) from failure
        finally:
            self.end(row)
        return (lambda: self.after(name, struck)), struck

    def before(self, name, struck):
        for fault in struck:
            kind, args = fault.kind, fault.args
            if kind == "delay":
                time.sleep(float(args[0]))
            elif kind == "hold" and args != ["after"]:
                self.faults.hold(name)
            elif kind == "signal" and args[1] == "before":
                faults.send_signal(args[0], ":".join(args[2:]))
            elif kind == "restart" and "after" not in args:
                tasks.restart(self.pool, "refs" in args)
            elif kind == "http":
                raise Http(int(args[0]))
            elif kind == "page":
                with open(":".join(args[1:]), "rb") as file:
                    raise Http(int(args[0]), page=file.read())
            elif kind == "redirect":
                raise Http(int(args[0]), b"", ":".join(args[1:]))
            elif kind == "cut" and args == ["before"]:
                raise Cut()
            elif kind == "error":
                raise fault.failure
            elif kind == "busy":
                raise Failure("OTHER_OPERATION_IN_PROGRESS", "VM", NULL, "snapshot", NULL)
            elif kind == "reply":
                with open(":".join(args), "rb") as file:
                    raise Raw(file.read())

    def after(self, name, struck):
        for fault in struck:
            kind, args = fault.kind, fault.args
            if kind == "hold" and args == ["after"]:
                self.faults.hold(name)
            elif kind == "signal" and args[1] == "after":
                faults.send_signal(args[0], ":".join(args[2:]))
            elif kind == "restart" and "after" in args:
                tasks.restart(self.pool, "refs" in args)
                raise Cut()
            elif kind == "cut" and args == ["after"]:
                raise Cut()

    def execute(self, method, name, values, member, struck):
        entry = self.offered(name)
        if entry is None:
            raise Failure("MESSAGE_METHOD_UNKNOWN", method)
        if method != name and not entry.get("async"):
            raise Failure("Fault", method)
        session, args = self.arguments(method, entry, values)
        if member:
            raise Failure("HOST_IS_SLAVE", self.pool.options.slave_address)
        if name == "session.login_with_password":
            return "session ref", self.login(*args)
        with self.pool.db.lock:
            self.pool.sessions.check(session)
            self.pool.sessions.allow(name, entry["role"])
        if name == "session.logout":
            return "void", self.pool.sessions.logout(session)
        if name == "event.from":
            with self.pool.db.lock:
                return "events", events.event_from(self.pool, session, *args)
        if method != name:
            return "task ref", self.start(name, entry, args, struck)
        with self.pool.db.lock:
            self.check_refs(entry, args)
            with tasks.Operation(self.pool, name, args):
                self.take_time(name, struck)
                return entry["result"], self.perform(name, args, struck)

    def take_time(self, name, struck):
        """What a call takes that its caller waits for; others may call meanwhile."""
        db, seconds = self.pool.db, 0.0
        if name in tasks.DISK_CALLS:
            seconds = self.pool.options.disk_time
        for fault in struck:
            if fault.kind == "slow":
                seconds = float(fault.args[0])
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            db.lock.wait(end - time.monotonic())
        for fault in struck:
            if fault.kind == "task":
                raise fault.failure

    def login(self, user, password, version="1.1", originator=""):
        del version
        if (user, password) != (self.pool.options.user, self.pool.options.password):
            time.sleep(self.pool.options.login_delay)
        with self.pool.db.lock:
            return self.pool.sessions.login(user, password, originator)

    def start(self, name, entry, args, struck):
        def work():
            self.check_refs(entry, args)
            return entry["result"], self.perform(name, args, struck)

        job = tasks.Job(self.pool, name, args, work)
        for fault in struck:
            if fault.kind == "slow":
                job.seconds = float(fault.args[0])
            if fault.kind == "task":
                job.failure = fault.failure
            job.vanish |= fault.kind == "vanish"
            job.cancel |= fault.kind == "cancel"
        job.start()
        return job.ref

    def perform(self, name, args, struck):
        midway = next((f.failure for f in struck if f.kind == "midway"), None)
        context = tasks.Context(self.pool, midway)
        if name in CALLS:
            return CALLS[name](context, *args)
        try:
            return fields.generic(self.pool, name, args)
        except fields.Unknown:
            raise Failure("NOT_IMPLEMENTED", name) from None

    # ---- the log ----

    def begin(self, method, values):
        with self.lock:
            self.count += 1
            row = {"n": self.count, "call": method, "params": self.plain(method, values)}
            self.calls.append(row)
            return row

    def end(self, row):
        if self.log_file:
            with self.lock:
                self.log_file.write(json.dumps(row) + "\n")
                self.log_file.flush()

    def plain(self, method, values):
        values = [self.untagged(v) for v in values]
        if method.startswith("session.login") and len(values) > 1:
            values[1] = "***"
        return self.masked(values)

    def untagged(self, value):
        _, content = value
        if isinstance(content, list):
            return [self.untagged(v) if isinstance(v, tuple) else v for v in content]
        if isinstance(content, dict):
            return {k: self.untagged(v) if isinstance(v, tuple) else v
                    for k, v in content.items()}
        return content

    def masked(self, values):
        """Without references of sessions: who reads a log is not to be logged in by it."""
        return ["SESSION" if isinstance(v, str) and v in self.pool.sessions.issued else v
                for v in values]


# ---- calls about the host and its tasks ----------------------------------------------------------


def keep(name, function):
    CALLS[name] = function


keep("host.compute_free_memory", lambda context, host: context.pool.free_memory(host))
keep("host.get_server_certificate",
     lambda context, host: context.pool.certificates[
         min(context.pool.hosts.index(host), len(context.pool.certificates) - 1)])
keep("task.create", lambda context, label, description: context.pool.db.add(
    "task", name_label=label, name_description=description, status="pending"))
keep("task.cancel", lambda context, task: tasks.cancel(context.pool, task))
keep("task.destroy", lambda context, task: context.pool.db.remove("task", task))
