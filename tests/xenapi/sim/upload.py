# SPDX-License-Identifier: GPL-3.0-or-later
"""PUT /import_raw_vdi: says 200 before it has read a byte; how it went stands in the task."""

import hashlib
import time

from . import tasks
from .database import now
from .faults import Cut, Http
from .wire import Failure

MAX = 64 << 30
KEPT = 64 << 20  # bytes of an import that tests can look at


def put_vdi(handler, query):
    """From the request's head to the end of its connection."""
    dispatcher = handler.server.dispatcher
    pool = dispatcher.pool
    done, struck = dispatcher.resource("import_raw_vdi")
    if not handler.logged_in(query):
        raise Http(401)
    elsewhere = redirected(handler, pool, query)
    if elsewhere:
        raise Http(302, b"", elsewhere)
    if not pool.release.has("2.15"):
        check(pool, query)  # later ones attach the disk once they have said 200
    task = query.get("task_id", "")
    handler.answer_early()
    try:
        with tasks.Operation(pool, "import_raw_vdi", [query.get("vdi", "")]):
            receive(handler, query, struck)
        done()
    except Failure as failure:
        end(pool, task, status="failure", error_info=failure.description)
        raise Cut from failure
    except Cut:
        # who knows no task of it is told nothing
        end(pool, task, status="failure", error_info=["INTERNAL_ERROR", "the connection was lost"])
        raise
    end(pool, task, status="success", result="")


def redirected(handler, pool, query):
    """Where to go: this host does not see the repository, another one does."""
    with pool.db.lock:
        vdi = pool.db.tables["VDI"].get(query.get("vdi", ""))
        own = pool.hosts[1 if handler.server.member else 0]
        if not vdi or pool.sees(own, vdi["SR"]):
            return None
        others = [host for host in pool.hosts if pool.sees(host, vdi["SR"])]
        return f"https://{pool.address(others[0])}:{pool.port}{handler.path}" if others else None


def check(pool, query):
    with pool.db.lock:
        record = dict(pool.db.find("VDI", query.get("vdi", "")))
    if record["read_only"]:
        raise Failure("VDI_READONLY", query["vdi"])
    if query.get("format", "raw") != "raw":
        raise Failure("INVALID_VALUE", "format", query["format"])
    return record


def receive(handler, query, struck):
    pool = handler.server.dispatcher.pool
    record = check(pool, query)
    size = handler.length(MAX)
    got, data, digest = take_bytes(handler, size)
    pool.in_use[record["uuid"]] = time.monotonic() + pool.options.import_lag
    for fault in struck:
        if fault.kind == "slow":
            time.sleep(float(fault.args[0]))
        if fault.kind in ("task", "midway"):
            raise fault.failure
    if got < size:
        raise Failure("INTERNAL_ERROR", "Caught exception: End_of_file")
    if size > record["virtual_size"] or not has_room(pool, record, size):
        # later releases say as little of whatever stopped the writing
        raise Failure("VDI_IO_ERROR", "Device I/O errors") if pool.release.has("2.15") else \
            Failure("INTERNAL_ERROR", "Caught exception: Unix.Unix_error(Unix.ENOSPC, \"write\", \"\")")
    with pool.db.lock:
        pool.imports[record["uuid"]] = data
        pool.digests[record["uuid"]] = digest
        if pool.db.find("SR", record["SR"])["content_type"] == "iso":
            pool.contents[record["uuid"]] = {"files": dict(pool.boot_files)}
            pool.db.set("VDI", pool.db.refs("VDI", uuid=record["uuid"])[0],
                        physical_utilisation=size)
            storage = pool.db.find("SR", record["SR"])
            pool.db.set("SR", record["SR"],
                        physical_utilisation=storage["physical_utilisation"] + size)


def take_bytes(handler, size):
    """(how many came, the first of them, the sum of all)"""
    got, kept, digest = 0, [], hashlib.sha256()
    while got < size:
        part = handler.rfile.read(min(1 << 20, size - got))
        if not part:
            break
        if got < KEPT:
            kept.append(part)
        digest.update(part)
        got += len(part)
    return got, b"".join(kept), digest.hexdigest()


def has_room(pool, record, size):
    """An ISO repository is a share, which may be full; a disk has its room since it was made."""
    storage = pool.db.find("SR", record["SR"])
    return storage["content_type"] != "iso" or storage["physical_size"] <= 0 \
        or storage["physical_size"] - storage["physical_utilisation"] >= size


def end(pool, task, **values):
    with pool.db.lock:
        if task in pool.db.tables["task"]:
            pool.db.set("task", task, progress=1.0, finished=now(), **values)
