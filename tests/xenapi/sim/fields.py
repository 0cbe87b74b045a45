# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that every class has: get and set a field, find objects, read their records."""

import re

from .database import MIRRORS
from .wire import NULL, Failure


class Unknown(Exception):
    """No such call of this kind."""


# ---- reading -------------------------------------------------------------------------------------


def vm_operations(record):
    if record["is_a_template"]:
        return ["clone", "copy", "provision", "export", "destroy", "changing_static_range",
                "changing_VCPUs"]
    state = record["power_state"]
    if record["is_control_domain"]:
        return []
    if state == "Halted":
        return ["start", "start_on", "clone", "copy", "snapshot", "export", "destroy",
                "make_into_template", "changing_static_range", "changing_VCPUs"]
    if state == "Paused":
        return ["unpause", "hard_shutdown", "hard_reboot"]
    return ["hard_shutdown", "hard_reboot", "clean_shutdown", "clean_reboot", "pause", "suspend",
            "snapshot"]


def allowed(name, record):
    if record["current_operations"]:
        return ["plug"] if name == "SR" else []
    if name == "VM":
        operations = vm_operations(record)
        return [o for o in operations if o not in record["blocked_operations"]]
    if name == "SR":
        every = ["scan", "update", "unplug", "plug", "forget"]
        if record["type"] == "udev" or "xenserver_tools_sr" in record["other_config"]:
            return every
        every += ["vdi_create", "vdi_destroy"]
        return every + ([] if record["content_type"] == "iso" else ["vdi_resize", "destroy"])
    if name == "VDI":
        return ["clone", "copy"] if record["read_only"] else ["clone", "copy", "destroy", "resize"]
    if name == "VBD":
        return ["attach", "eject"] if record["type"] == "CD" and not record["empty"] else ["attach"]
    if name == "VIF":
        return ["attach"]
    if name == "task":
        return ["cancel"] if record["status"] == "pending" else []
    return []


def read(pool, name, ref, field):
    record = pool.db.find(name, ref)
    if field == "allowed_operations":
        settled = ref in pool.db.settled and not pool.db.busy(record)
        return record[field] if settled else allowed(name, record)
    if (name, field) == ("host_metrics", "memory_free"):
        host = pool.db.first("host", metrics=ref)
        return record[field] if host == NULL else pool.free_memory(host)
    if (name, field) in MIRRORS:
        return pool.db.mirror(name, ref, field)
    return record[field]


def record_of(pool, name, ref):
    pool.db.find(name, ref)
    return {field: read(pool, name, ref, field)
            for field in pool.db.loaded.get(ref, pool.db.fields[name])}


def records(pool, name):
    return {ref: record_of(pool, name, ref) for ref in pool.db.tables[name]}


# ---- the expressions of get_all_records_where ----------------------------------------------------


TOKEN = re.compile(r'\s*(field\b|and\b|or\b|not\b|true\b|false\b|[()=]|"(?:[^"\\]|\\.)*")')


def tokens_of(text):
    tokens, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if not match:
            raise Failure("INTERNAL_ERROR", "Db_filter_parse: " + text[at:])
        tokens.append(match.group(1))
        at = match.end()
    return tokens


class Expression:
    """field "a" = "b", joined by and, or and not; compared as text."""

    def __init__(self, text):
        self.tokens = tokens_of(text)

    def take(self, wanted=None):
        token = self.tokens.pop(0) if self.tokens else ""
        if wanted is not None and token != wanted:
            raise Failure("INTERNAL_ERROR", "Db_filter_parse: expected " + wanted)
        return token

    def whole(self):
        test = self.either()
        if self.tokens:
            raise Failure("INTERNAL_ERROR", "Db_filter_parse: " + " ".join(self.tokens))
        return test

    def either(self):
        left = self.both()
        if self.tokens[:1] == ["or"]:
            self.take()
            right = self.either()
            return lambda record: left(record) or right(record)
        return left

    def both(self):
        left = self.one()
        if self.tokens[:1] == ["and"]:
            self.take()
            right = self.both()
            return lambda record: left(record) and right(record)
        return left

    def one(self):
        token = self.take()
        if token == "not":
            inner = self.one()
            return lambda record: not inner(record)
        if token == "(":
            inner = self.either()
            self.take(")")
            return inner
        if token in ("true", "false"):
            return lambda record: token == "true"
        if token != "field":
            raise Failure("INTERNAL_ERROR", "Db_filter_parse: " + token)
        left = self.take().strip('"')
        self.take("=")
        right = self.take().strip('"')
        return lambda record: self.compared(record, left) == right

    @staticmethod
    def compared(record, field):
        name = field.replace("__", "_")
        if name not in record:
            raise Failure("INTERNAL_ERROR", "Db_filter: no field " + field)
        value = record[name]
        return str(value).lower() if isinstance(value, bool) else str(value)


# ---- the calls -----------------------------------------------------------------------------------


FINDERS = ("all", "all_records", "all_records_where", "record", "by_uuid", "by_name_label")


def get(pool, name, what, args):
    if what == "all":
        return list(pool.db.tables[name])
    if what == "all_records":
        return records(pool, name)
    if what == "all_records_where":
        test = Expression(args[0]).whole()
        return {ref: record_of(pool, name, ref) for ref in pool.db.tables[name]
                if test({f: read(pool, name, ref, f) for f in pool.db.fields[name]})}
    if what == "record":
        return record_of(pool, name, args[0])
    if what == "by_uuid":
        return pool.db.by_uuid(name, args[0])
    if what == "by_name_label":
        return pool.db.refs(name, name_label=args[0])
    if what not in pool.db.fields[name]:
        raise Unknown()
    return read(pool, name, args[0], what)


def write(pool, name, verb, what, args):
    field = what.removeprefix("to_").removeprefix("from_")
    if field not in pool.db.fields[name]:
        raise Unknown()
    ref, *rest = args
    value = pool.db.find(name, ref)[field]
    if verb == "set":
        value = rest[0]
    elif isinstance(value, list):
        value = [v for v in value if v != rest[0]] + ([rest[0]] if verb == "add" else [])
    elif verb == "add":
        if rest[0] in value:
            raise Failure("MAP_DUPLICATE_KEY", name, field, ref, rest[0])
        value = {**value, rest[0]: rest[1]}
    else:
        value = {k: v for k, v in value.items() if k != rest[0]}
    pool.db.set(name, ref, **{field: value})


def generic(pool, call, args):
    """Answers a call by its name; Unknown when the name does not say what to do."""
    name, message = call.split(".", 1)
    verb, _, what = message.partition("_")
    if verb == "get":
        return get(pool, name, what, args)
    if verb in ("set", "add", "remove"):
        return write(pool, name, verb, what, args)
    raise Unknown()
