# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects of a pool: records by reference, who points at whom, what changed when."""

import copy
import random
import re
import threading
import time

from .releases import number
from .wire import NULL, Failure, strip_type

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(r"\d{8}T\d\d:\d\d:\d\dZ")

# fields that mirror another class's reference: VM.VBDs are the VBDs whose VM it is
MIRRORS = {
    ("VM", "VBDs"): ("VBD", "VM"), ("VM", "VIFs"): ("VIF", "VM"),
    ("VM", "consoles"): ("console", "VM"), ("VDI", "VBDs"): ("VBD", "VDI"),
    ("SR", "VDIs"): ("VDI", "SR"), ("SR", "PBDs"): ("PBD", "SR"),
    ("host", "PBDs"): ("PBD", "host"), ("host", "PIFs"): ("PIF", "host"),
    ("host", "resident_VMs"): ("VM", "resident_on"),
    ("network", "PIFs"): ("PIF", "network"), ("network", "VIFs"): ("VIF", "network"),
}

TRANSIENT = ("task", "session")

# fields that change what may be done with an object
UNSETTLING = {"power_state", "is_a_template", "currently_attached", "empty"}


def now():
    return time.strftime("%Y%m%dT%H:%M:%SZ", time.gmtime())


def default_of(kind, notation):
    """The value of a field that nobody gave."""
    word = strip_type(kind)[0]
    if notation is None or not notation.startswith(("S(", "B(", "I(", "F(")):
        return {"set": [], "map": {}, "bool": False, "int": 0, "float": 0.0, "ref": NULL,
                "datetime": "19700101T00:00:00Z"}.get(word, "")
    inner = notation[2:-1]
    if word == "ref":
        return inner or NULL
    return {"B": lambda: inner == "true", "I": lambda: int(inner), "F": lambda: float(inner),
            "S": lambda: inner}[notation[0]]()


class Database:
    """Under one lock, which is also what waits for a change."""

    def __init__(self, data, api, seed):
        self.data = data
        self.api = api
        self.random = random.Random(seed)
        self.lock = threading.Condition(threading.RLock())
        self.tables = {name: {} for name in data["classes"]}
        self.serial = 0
        self.made, self.changed, self.deleted = {}, {}, []
        self.loaded = {}     # of what a file had: the fields that it had
        self.settled = set()  # what may be done with these stands in the file still
        self.running = set()  # tasks whose operations are ours
        self.fields = {
            name: {f: d for f, d in entry["fields"].items() if number(d[1]) <= number(api)}
            for name, entry in data["classes"].items()}

    def uuid(self):
        digits = f"{self.random.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    # ---- writing ----

    def add(self, name, **given):
        with self.lock:
            ref = "OpaqueRef:" + self.uuid()
            record = {f: copy.deepcopy(given[f]) if f in given else default_of(d[0], d[2])
                      for f, d in self.data["classes"][name]["fields"].items()}
            record["uuid"] = given.get("uuid") or self.uuid()
            self.tables[name][ref] = record
            self.touch(name, ref)
            self.made[ref] = self.serial
            return ref

    def load(self, dump):
        """What a file has, under its own references."""
        with self.lock:
            for name, table in dump.items():
                described = self.data["classes"][name]["fields"]
                for ref, given in table.items():
                    self.tables[name][ref] = {
                        f: given[f] if f in given else default_of(d[0], d[2])
                        for f, d in described.items()}
                    self.loaded[ref] = [f for f in described if f in given or (name, f) in MIRRORS]
                    if "allowed_operations" in given:
                        self.settled.add(ref)
                    self.touch(name, ref)
                    self.made[ref] = self.serial

    def remove(self, name, ref):
        with self.lock:
            self.touch(name, ref)
            del self.tables[name][ref], self.changed[ref]
            self.deleted.append((self.serial, self.made.pop(ref, 0), name, ref))

    def set(self, name, ref, **values):
        with self.lock:
            self.find(name, ref).update(values)
            if UNSETTLING & set(values):
                self.settled.discard(ref)
            self.touch(name, ref)

    def touch(self, name, ref):
        with self.lock:
            self.serial += 1
            self.changed[ref] = self.serial
            for (owner, _), (other, field) in MIRRORS.items():
                # whoever mirrors this one has changed with it
                target = self.tables[name].get(ref, {}).get(field) if other == name else None
                if target in self.tables[owner]:
                    self.changed[target] = self.serial
            self.lock.notify_all()

    def rename_refs(self):
        """Every object under a new reference, as after some restarts."""
        with self.lock:
            new = {ref: "OpaqueRef:" + self.uuid() for t in self.tables.values() for ref in t}
            self.tables = {name: {new[ref]: self.renamed(record, new)
                                  for ref, record in table.items()}
                           for name, table in self.tables.items()}
            self.serial += 1
            self.made = {new[r]: s for r, s in self.made.items() if r in new}
            self.changed = {r: self.serial for r in new.values()}
            self.loaded = {new[r]: f for r, f in self.loaded.items() if r in new}
            self.settled = {new[r] for r in self.settled if r in new}
            self.deleted = []
            return new

    def renamed(self, value, new):
        if isinstance(value, dict):
            return {new.get(k, k): self.renamed(v, new) for k, v in value.items()}
        if isinstance(value, list):
            return [self.renamed(v, new) for v in value]
        return new.get(value, value) if isinstance(value, str) else value

    # ---- reading ----

    def find(self, name, ref):
        """The record itself: what is written into it needs touch()."""
        try:
            return self.tables[name][ref]
        except KeyError:
            raise Failure("HANDLE_INVALID", name, ref) from None

    def refs(self, name, **wanted):
        return [ref for ref, record in self.tables[name].items()
                if all(record[f] == v for f, v in wanted.items())]

    def first(self, name, **wanted):
        return next(iter(self.refs(name, **wanted)), NULL)

    def busy(self, record):
        """Its operations by task, but for those that somebody else began before the file was written."""
        return {t: o for t, o in record.get("current_operations", {}).items() if t in self.running}

    def by_uuid(self, name, uuid):
        found = self.refs(name, uuid=uuid)
        if not found:
            raise Failure("UUID_INVALID", name, uuid)
        return found[0]

    def mirror(self, name, ref, field):
        other, back = MIRRORS[name, field]
        return self.refs(other, **{back: ref})

    # ---- for tests ----

    def canonical(self):
        """All that lasts, with references, uuids and times masked: equal when nothing changed."""
        with self.lock:
            names = {}
            for name, table in self.tables.items():
                rows = sorted(table, key=lambda r, n=name: (self.sort_key(n, r), self.made[r]))
                names.update({ref: f"{name}/{i}" for i, ref in enumerate(rows)})
            return {name: [self.masked(table[ref], names, name)
                           for ref in sorted(table, key=lambda r: int(names[r].split("/")[1]))]
                    for name, table in self.tables.items() if name not in TRANSIENT}

    def sort_key(self, name, ref):
        record = self.tables[name][ref]
        keys = ("name_label", "userdevice", "device", "protocol")
        return tuple(record.get(k, "") for k in keys)

    def masked(self, value, names, name=""):
        if isinstance(value, dict):
            made = {k: self.masked(v, names) for k, v in value.items()}
            if name == "VIF" and value["MAC_autogenerated"]:
                made["MAC"] = "MAC"
            return made
        if isinstance(value, list):
            return [self.masked(v, names) for v in value]
        if not isinstance(value, str) or value == NULL:
            return value
        if value in names:
            return names[value]
        return TIME.sub("TIME", UUID.sub("UUID", value))
