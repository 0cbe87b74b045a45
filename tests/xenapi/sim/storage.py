# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of storage and devices: VDIs, VBDs, VIFs, SRs, PBDs."""

import hashlib
import re
import time

from .registry import call
from .wire import NULL, Failure

ISO_NAME = re.compile(r"[a-z0-9.-]+\.(iso|img)", re.IGNORECASE)  # what follows is not looked at
MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}", re.IGNORECASE)


# ---- VDI -----------------------------------------------------------------------------------------


def make_vdi(pool, record):
    db = pool.db
    sr = record["SR"]
    storage = db.find("SR", sr)
    if not db.refs("PBD", SR=sr, currently_attached=True):
        raise Failure("SR_HAS_NO_PBDS", sr)
    known = storage["allowed_operations"] if sr in db.settled else []
    if pool.has_tools(sr) or storage["type"] == "udev" or known and "vdi_create" not in known:
        raise Failure("SR_OPERATION_NOT_SUPPORTED", sr)
    size = record["virtual_size"]
    if size <= 0:
        raise Failure("INVALID_VALUE", "virtual_size", size)
    if storage["type"] == "iso":
        return make_iso(pool, record)
    if size > pool.space(sr):
        if storage["type"] == "lvm":
            raise Failure("SR_BACKEND_FAILURE_44", "", "There is insufficient space", "")
        raise Failure("SR_FULL", size, pool.space(sr))
    vdi = db.add("VDI", **{"managed": True, "sharable": False, "read_only": False, **record,
                           "physical_utilisation": size})
    db.set("VDI", vdi, location=db.find("VDI", vdi)["uuid"])
    db.set("SR", sr, physical_utilisation=storage["physical_utilisation"] + size,
           virtual_allocation=storage["virtual_allocation"] + size)
    return vdi


def make_iso(pool, record):
    """A file in an ISO repository, which bytes may be put into: sparse, so that no room is missed."""
    db, sr = pool.db, record["SR"]
    name = record.get("sm_config", {}).get("path") or db.uuid() + ".img"
    if not ISO_NAME.match(name):
        raise Failure("SR_BACKEND_FAILURE_78", "", f"VDI Creation failed [opterr=Invalid path {name}]",
                      "")
    if db.refs("VDI", SR=sr, location=name):
        raise Failure("SR_BACKEND_FAILURE_43", "", "The VDI already exists", "")
    sm_config = {**record.get("sm_config", {}), "created": "t"}
    db.set("SR", sr, virtual_allocation=db.find("SR", sr)["virtual_allocation"]
           + record["virtual_size"])
    return db.add("VDI", **{"managed": True, "sharable": False, **record, "read_only": False,
                            "sm_config": sm_config, "location": name, "physical_utilisation": 0})


@call("VDI.create")
def vdi_create(context, record):
    context.halfway()
    return make_vdi(context.pool, record)


@call("VDI.destroy")
def vdi_destroy(context, vdi):
    pool, db = context.pool, context.pool.db
    record = db.find("VDI", vdi)
    storage = db.find("SR", record["SR"])
    if storage["content_type"] == "iso" and "created" not in record["sm_config"]:
        raise Failure("SR_OPERATION_NOT_SUPPORTED", record["SR"])
    for vbd in db.mirror("VDI", vdi, "VBDs"):
        if db.find("VBD", vbd)["currently_attached"]:
            raise Failure("VDI_IN_USE", vdi, "destroy")
    if time.monotonic() < pool.in_use.get(record["uuid"], 0):
        raise Failure("VDI_IN_USE", vdi, "destroy")
    context.halfway()
    for vbd in db.mirror("VDI", vdi, "VBDs"):
        db.set("VBD", vbd, VDI=NULL, empty=True)
    forget_vdi(pool, vdi)


def forget_vdi(pool, vdi):
    db = pool.db
    record = db.find("VDI", vdi)
    storage = db.find("SR", record["SR"])
    db.set("SR", record["SR"],
           physical_utilisation=storage["physical_utilisation"] - record["physical_utilisation"],
           virtual_allocation=storage["virtual_allocation"] - record["virtual_size"])
    pool.contents.pop(record["uuid"], None)
    pool.imports.pop(record["uuid"], None)
    db.remove("VDI", vdi)


def clone_vdi(pool, vdi):
    """A copy that shares all blocks with it."""
    db = pool.db
    record = dict(db.find("VDI", vdi))
    for own in ("uuid", "location", "allowed_operations"):
        del record[own]
    made = db.add("VDI", **{**record, "current_operations": {}, "physical_utilisation": 0,
                            "is_a_snapshot": False, "snapshot_of": NULL, "missing": False})
    uuid, sr = db.find("VDI", made)["uuid"], record["SR"]
    db.set("VDI", made, location=uuid)
    db.set("SR", sr, virtual_allocation=db.find("SR", sr)["virtual_allocation"]
           + record["virtual_size"])
    pool.contents[uuid] = dict(pool.contents.get(db.find("VDI", vdi)["uuid"], {}))
    return made


# ---- VBD -----------------------------------------------------------------------------------------


def disk_number(device):
    """Of a userdevice: "1", "xvdb" and "hdb" are one; -1: it is none."""
    if device.isdigit():
        number = int(device)
    else:
        found = re.fullmatch("(?:xvd|hd|sd)([a-p])", device)
        number = ord(found[1]) - ord("a") if found else -1
    return number if 0 <= number <= 15 else -1


def make_vbd(pool, record):
    db = pool.db
    db.find("VM", record["VM"])
    device = record["userdevice"]
    taken = {disk_number(db.find("VBD", v)["userdevice"]) for v in db.mirror("VM", record["VM"], "VBDs")}
    if device == "autodetect":
        device = next(str(n) for n in range(16) if n not in taken)
    if disk_number(device) < 0:
        raise Failure("INVALID_DEVICE", device)
    if disk_number(device) in taken:
        raise Failure("DEVICE_ALREADY_EXISTS", device)
    if record["type"] == "CD" and record["mode"] != "RO":
        raise Failure("VBD_CDS_MUST_BE_READONLY")
    if record["empty"] and record["type"] != "CD":
        raise Failure("VBD_NOT_REMOVABLE_MEDIA", NULL)
    if not record["empty"]:
        vdi = db.find("VDI", record["VDI"])
        if vdi["read_only"] and record["mode"] == "RW":
            raise Failure("VDI_READONLY", record["VDI"])
        content = db.find("SR", vdi["SR"])["content_type"]
        if record["type"] == "CD" and content != "iso":
            raise Failure("VDI_INCOMPATIBLE_TYPE", record["VDI"], "CD")
    return db.add("VBD", **{**record, "userdevice": device, "device": ""})


@call("VBD.create")
def vbd_create(context, record):
    context.halfway()
    return make_vbd(context.pool, record)


@call("VBD.destroy")
def vbd_destroy(context, vbd):
    if context.pool.db.find("VBD", vbd)["currently_attached"]:
        raise Failure("OPERATION_NOT_ALLOWED", "VBD is still attached")
    context.halfway()
    context.pool.db.remove("VBD", vbd)


def removable(pool, vbd):
    record = pool.db.find("VBD", vbd)
    if record["type"] != "CD":
        raise Failure("VBD_NOT_REMOVABLE_MEDIA", vbd)
    return record


@call("VBD.insert")
def vbd_insert(context, vbd, vdi):
    if not removable(context.pool, vbd)["empty"]:
        raise Failure("VBD_NOT_EMPTY", vbd)
    context.halfway()
    context.pool.db.set("VBD", vbd, VDI=vdi, empty=False)


@call("VBD.eject")
def vbd_eject(context, vbd):
    pool, record = context.pool, removable(context.pool, vbd)
    if record["empty"]:
        raise Failure("VBD_IS_EMPTY", vbd)
    if pool.db.find("VM", record["VM"])["power_state"] == "Suspended":
        raise Failure("VM_BAD_POWER_STATE", record["VM"], "halted, running", "suspended")
    if record["currently_attached"] and pool.template_or_vm_is_pv(record["VM"]):
        # of a paravirtualised guest it is an unplug, which the guest has a say in
        if pool.db.find("VM", record["VM"])["uuid"] in pool.mounted:
            raise Failure("DEVICE_DETACH_REJECTED", "VBD", vbd, "")
        pool.db.set("VBD", vbd, currently_attached=False)
    context.halfway()
    pool.db.set("VBD", vbd, VDI=NULL, empty=True)


# ---- VIF -----------------------------------------------------------------------------------------


@call("VIF.create")
def vif_create(context, record):
    context.halfway()
    return make_vif(context.pool, record)


def make_vif(pool, record):
    db = pool.db
    vm = db.find("VM", record["VM"])
    db.find("network", record["network"])
    device = record["device"]
    if not device.isdigit() or not 0 <= int(device) <= 6:
        raise Failure("INVALID_DEVICE", device)
    if any(db.find("VIF", v)["device"] == device for v in db.mirror("VM", record["VM"], "VIFs")):
        raise Failure("DEVICE_ALREADY_EXISTS", device)
    address = record["MAC"]
    if address == "":
        digest = hashlib.md5((vm["other_config"].get("mac_seed", "") + device).encode()).digest()
        first = (digest[0] & 0xfc) | 2
        address = ":".join(f"{b:02x}" for b in bytes([first]) + digest[1:6])
    elif not MAC.fullmatch(address) or int(address[:2], 16) & 1:
        raise Failure("MAC_INVALID", address)
    return db.add("VIF", **{**record, "MAC": address.lower(),
                            "MAC_autogenerated": record["MAC"] == ""})


@call("VIF.destroy")
def vif_destroy(context, vif):
    if context.pool.db.find("VIF", vif)["currently_attached"]:
        raise Failure("OPERATION_NOT_ALLOWED", "VIF is still attached")
    context.halfway()
    context.pool.db.remove("VIF", vif)


# ---- SR, PBD -------------------------------------------------------------------------------------


@call("SR.scan")
def sr_scan(context, sr):
    pool = context.pool
    if not pool.db.refs("PBD", SR=sr, currently_attached=True):
        raise Failure("SR_HAS_NO_PBDS", sr)
    context.halfway()
    found = [name for where, name in pool.late if where == sr]
    pool.late = [row for row in pool.late if row[0] != sr]
    for name in found:
        pool.add_iso(sr, name, pool.boot_files)


@call("PBD.plug")
def pbd_plug(context, pbd):
    context.halfway()
    context.pool.db.set("PBD", pbd, currently_attached=True)
