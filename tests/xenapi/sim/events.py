# SPDX-License-Identifier: GPL-3.0-or-later
"""event.from: what changed since a token; event.inject."""

import time

from . import fields
from .registry import call
from .wire import Failure


def subscriptions(data, classes):
    """Pairs of a class (None: all) and a reference (None: all)."""
    known = {name.lower(): name for name in data["classes"] if name != "session"}
    wanted = []
    for text in classes:
        name, _, ref = text.partition("/")
        if name == "*":
            wanted.append((None, None))
        elif name.lower() in known:
            wanted.append((known[name.lower()], ref or None))
        else:
            raise Failure("EVENT_SUBSCRIPTION_PARSE_FAILURE", text)
    return wanted


def since(token):
    if token == "":
        return -1
    parts = token.split(",")
    if len(parts) != 2 or not all(p.isdigit() for p in parts):
        raise Failure("EVENT_FROM_TOKEN_PARSE_FAILURE", token)
    return int(parts[0])


def asked_for(wanted, name, ref):
    return any(n in (None, name) and r in (None, ref) for n, r in wanted)


def changes(pool, wanted, start):
    db, events = pool.db, []
    for serial, made, name, ref in db.deleted:
        if serial > start >= made and asked_for(wanted, name, ref):
            events.append((serial, name, ref, "del"))
    for name, table in db.tables.items():
        if name == "session":
            continue
        for ref in table:
            if db.changed[ref] > start and asked_for(wanted, name, ref):
                operation = "add" if db.made[ref] > start else "mod"
                events.append((db.changed[ref], name, ref, operation))
    return [event(pool, *row) for row in sorted(events)]


def event(pool, serial, name, ref, operation):
    made = {"id": str(serial), "timestamp": "0.0", "class": name.lower(), "operation": operation,
            "ref": ref}
    if operation != "del":
        made.update(kind=name + " record", snapshot=fields.record_of(pool, name, ref))
    return made


@call("event.inject")
def inject(context, name, ref):
    """Says that something changed which did not; the token of before."""
    db = context.pool.db
    known = {n.lower(): n for n in db.tables}
    if name.lower() not in known:
        raise Failure("INVALID_VALUE", "class", name)
    token = f"{db.serial},{db.serial}"
    db.find(known[name.lower()], ref)
    db.touch(known[name.lower()], ref)
    return token


def event_from(pool, session, classes, token, timeout):
    """Holds the lock but for the waiting."""
    wanted, start = subscriptions(pool.data, classes), since(token)
    deadline = time.monotonic() + timeout
    while True:
        found = changes(pool, wanted, start)
        left = deadline - time.monotonic()
        if found or left <= 0:
            break
        pool.db.lock.wait(left)
        pool.sessions.check(session)
    counts = {name.lower(): len(table) for name, table in pool.db.tables.items()
              if name != "session"}
    return {"events": found, "valid_ref_counts": counts,
            "token": f"{pool.db.serial},{pool.db.serial}"}
