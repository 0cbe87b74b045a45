# SPDX-License-Identifier: GPL-3.0-or-later
"""/simulator/…: what tests read and change behind the API's back. See ../README.md."""

import json

from . import certificate, fields, life, tasks
from .wire import NULL


class Unknown(Exception):
    """No such path."""


def as_json(value):
    return "application/json", json.dumps(value, sort_keys=True).encode() + b"\n"


# ---- reading -------------------------------------------------------------------------------------


def state(server, _query):
    dispatcher, pool = server.dispatcher, server.dispatcher.pool
    with pool.db.lock:
        return as_json({
            "release": pool.release.name, "count": dispatcher.count,
            "sessions": len(pool.db.tables["session"]),
            "tasks": [r["name_label"] for r in pool.db.tables["task"].values()],
            "boots": pool.boots, "held": dispatcher.faults.held,
            "imports": {uuid: len(data) for uuid, data in pool.imports.items()},
            "database": pool.db.canonical()})


def records(server, query):
    pool = server.dispatcher.pool
    with pool.db.lock:
        return as_json(fields.records(pool, query["class"]))


def sessions(server, _query):
    """References of all there ever were, for tests that look for them where they must not be."""
    pool = server.dispatcher.pool
    with pool.db.lock:
        return as_json(sorted(pool.sessions.issued))


def digest(server, query):
    return as_json(server.dispatcher.pool.digests[query["uuid"]])


def imported(server, query):
    return "application/octet-stream", server.dispatcher.pool.imports[query["uuid"]]


GET = {
    "state": state,
    "database": lambda server, _: as_json(server.dispatcher.pool.db.canonical()),
    "calls": lambda server, _: as_json(server.dispatcher.calls),
    "boots": lambda server, _: as_json(server.dispatcher.pool.boots),
    "records": records,
    "sessions": sessions,
    "digest": digest,
    "import": imported,
    "certificate": lambda server, _: ("text/plain", server.certificate.pem.encode()),
}


# ---- changing ------------------------------------------------------------------------------------


def fault(server, body):
    for line in body.decode().split("\n"):
        if line.strip():
            server.dispatcher.faults.add(line.strip())


def find(pool, wanted):
    """The one object of {"class", "uuid"} or {"class", "name_label"}."""
    name = wanted["class"]
    key = "uuid" if "uuid" in wanted else "name_label"
    found = pool.db.refs(name, **{key: wanted[key]})
    if len(found) != 1:
        raise ValueError(f"{len(found)} objects of {wanted}")
    return name, found[0]


def change(server, body):
    pool, wanted = server.dispatcher.pool, json.loads(body)
    with pool.db.lock:
        name, ref = find(pool, wanted)
        record = pool.db.find(name, ref)
        for field in wanted["set"]:
            if field not in record:
                raise ValueError(f"{name} has no field {field}")
        if "memory_free" in wanted["set"]:
            pool.set_free_memory(pool.db.first("host", metrics=ref), wanted["set"]["memory_free"])
        pool.db.set(name, ref, **wanted["set"])


def remove(server, body):
    pool = server.dispatcher.pool
    with pool.db.lock:
        pool.db.remove(*find(pool, json.loads(body)))


def guest(server, body):
    """{"vm": uuid, "does": "install" [, "system": "ext4", "args": …] | "reboot" | …}: see life.py"""
    pool, wanted = server.dispatcher.pool, json.loads(body)
    with pool.db.lock:
        vm = pool.db.by_uuid("VM", wanted["vm"])
        if pool.db.find("VM", vm)["power_state"] not in ("Running", "Paused"):
            raise ValueError("the guest does not run")
        life.do(pool, vm, wanted)


def script(server, body):
    """{"installer": [{"after": s, "say": text} | {"does": …} | {"address": …}, …], "system": …}"""
    server.dispatcher.pool.script = json.loads(body)


def iso(server, body):
    """{"name", "files": {path: size}, "late": true}: one more medium in the library"""
    pool, wanted = server.dispatcher.pool, json.loads(body)
    with pool.db.lock:
        if pool.library == NULL:
            raise ValueError("the pool has no ISO library")
        if wanted.get("late"):
            pool.late.append((pool.library, wanted["name"]))
        else:
            pool.add_iso(pool.library, wanted["name"], wanted.get("files", pool.boot_files))


def new_certificate(server, body):
    """Another key, or with b"expired" a certificate that has expired."""
    made = certificate.make(server.folder, f"changed{server.dispatcher.count}", "127.0.0.1",
                            expired=body.strip() == b"expired")
    server.present(made)
    server.dispatcher.pool.certificates[0] = made.pem


POST = {
    "fault": fault,
    "clear": lambda server, _: server.dispatcher.faults.clear(),
    "release": lambda server, _: server.dispatcher.faults.release(),
    "restart": lambda server, body: tasks.restart(server.dispatcher.pool,
                                                  body.strip() == b"refs"),
    "set": change,
    "remove": remove,
    "guest": guest,
    "script": script,
    "iso": iso,
    "certificate": new_certificate,
    "stop": lambda server, _: server.stop(),
}


def answer(server, method, path, query, body):
    """(content type, bytes)"""
    name = path.removeprefix("/simulator/")
    if method == "GET" and name in GET:
        return GET[name](server, query)
    if method == "POST" and name in POST:
        POST[name](server, body)
        return "text/plain", b"done\n"
    raise Unknown(f"no {method} {path}")
