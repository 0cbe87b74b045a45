# SPDX-License-Identifier: GPL-3.0-or-later
"""What guests do by themselves: a script for each domain, of an installer or of an installed system."""

import threading
import time

from . import machines, tasks

SYSTEM_KERNEL = "/vmlinuz"  # what pygrub finds on a disk


def begin(pool, vm):
    """Of a domain that has just started."""
    steps = pool.script.get("system" if pool.boots[-1]["kernel"] == SYSTEM_KERNEL else "installer")
    pool.screens[pool.domid] = []
    if steps:
        threading.Thread(target=live, args=(pool, pool.db.find("VM", vm)["uuid"], pool.domid, steps),
                         daemon=True).start()


def live(pool, uuid, domid, steps):
    for step in steps:
        time.sleep(step.get("after", 0))
        with pool.db.lock:
            found = pool.db.refs("VM", uuid=uuid, domid=domid)
            if not found:
                return  # another domain, or none
            take(pool, found[0], domid, step)
            pool.db.lock.notify_all()


def take(pool, vm, domid, step):
    if "say" in step:
        pool.screens[domid] += [step["say"]] * step.get("times", 1)
    if "address" in step:
        metrics = pool.db.find("VM", vm)["guest_metrics"]
        pool.db.set("VM_guest_metrics", metrics, networks={"0/ip": step["address"]})
    if "does" in step:
        do(pool, vm, step)


def do(pool, vm, wanted):
    """What the guest does, or is done to it, and the host does then."""
    record = pool.db.find("VM", vm)
    if wanted["does"] == "install":
        disks = [pool.db.find("VBD", v) for v in pool.db.mirror("VM", vm, "VBDs")]
        disk = next(d for d in disks if d["type"] == "Disk" and d["VDI"] != machines.NULL)
        pool.contents[pool.db.find("VDI", disk["VDI"])["uuid"]] = {
            "system": wanted.get("system", "ext4"),
            "args": wanted.get("args", "root=/dev/xvda1 ro")}
    elif wanted["does"] in ("mount", "unmount"):
        mark = pool.mounted.add if wanted["does"] == "mount" else pool.mounted.discard
        mark(record["uuid"])
    elif wanted["does"] == "reboot" and record["actions_after_reboot"] == "restart":
        machines.reboot(tasks.Context(pool), vm)
    elif wanted["does"] in ("reboot", "poweroff", "crash"):
        machines.stop(pool, vm)
    elif wanted["does"] in ("pause", "unpause"):
        pool.db.set("VM", vm, power_state="Paused" if wanted["does"] == "pause" else "Running")
    elif wanted["does"] == "vanish":
        machines.stop(pool, vm)
        machines.destroy(tasks.Context(pool), vm)
    else:
        raise ValueError("a guest installs, mounts, unmounts, reboots, powers off, crashes, is "
                         "paused, goes on or vanishes")
