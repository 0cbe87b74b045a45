# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of a VM's life: clone, provision, configure, start, stop, destroy."""

import xml.etree.ElementTree

from . import boot, life, storage
from .database import now
from .registry import call
from .wire import NULL, Failure


def need_state(pool, vm, *states):
    actual = pool.db.find("VM", vm)["power_state"]
    if actual not in states:
        raise Failure("VM_BAD_POWER_STATE", vm, ", ".join(s.lower() for s in states),
                      actual.lower())


def need_guest(pool, vm):
    if pool.db.find("VM", vm)["is_a_template"]:
        raise Failure("VM_IS_TEMPLATE", vm)


# ---- making --------------------------------------------------------------------------------------


@call("VM.clone")
def clone(context, vm, new_name):
    pool = context.pool
    need_state(pool, vm, "Halted")
    disks = clone_disks(context, vm)
    record = dict(pool.db.find("VM", vm))
    other = {k: v for k, v in record["other_config"].items()
             if k not in ("default_template", "xensource_internal")}
    other["mac_seed"] = pool.db.uuid()
    if record["is_a_template"]:
        other.setdefault("base_template_name", record["name_label"])
    del record["uuid"], record["allowed_operations"]
    record.update(name_label=new_name, other_config=other, is_default_template=False,
                  is_a_snapshot=False, snapshot_of=NULL, current_operations={},
                  blocked_operations={}, metrics=copied(pool, "VM_metrics", record["metrics"]),
                  guest_metrics=copied(pool, "VM_guest_metrics", record["guest_metrics"]))
    made = pool.db.add("VM", **record)
    clone_devices(pool, vm, made, disks)
    return made


def copied(pool, name, ref):
    """Of what belongs to one VM alone; NULL where that has none."""
    record = dict(pool.db.tables[name].get(ref, {}))
    if not record:
        return NULL if name == "VM_guest_metrics" else pool.db.add(name)
    del record["uuid"]
    return pool.db.add(name, **record)


def clone_disks(context, vm):
    """{VDI: its copy}, of the VM's disks; a failure midway leaves none of them."""
    db, made = context.pool.db, {}
    for vbd in (db.find("VBD", v) for v in db.mirror("VM", vm, "VBDs")):
        if vbd["type"] == "Disk" and not vbd["empty"]:
            made[vbd["VDI"]] = storage.clone_vdi(context.pool, vbd["VDI"])
    try:
        context.halfway()
    except Failure:
        for vdi in made.values():
            storage.forget_vdi(context.pool, vdi)
        raise
    return made


def clone_devices(pool, vm, made, disks):
    """Drives with the copies of the disks, or the medium itself; NICs with new addresses."""
    for vbd in [dict(pool.db.find("VBD", v)) for v in pool.db.mirror("VM", vm, "VBDs")]:
        fresh(vbd)
        if vbd["type"] == "Disk":  # whoever made the original: the clone's own goes with it
            vbd["other_config"] = {"owner": "", **vbd["other_config"]}
        pool.db.add("VBD", **{**vbd, "VM": made, "VDI": disks.get(vbd["VDI"], vbd["VDI"])})
    for vif in [dict(pool.db.find("VIF", v)) for v in pool.db.mirror("VM", vm, "VIFs")]:
        fresh(vif)
        storage.make_vif(pool, {**vif, "VM": made, "MAC": ""})


def fresh(device):
    """Without what is the original's own."""
    for own in ("uuid", "allowed_operations", "current_operations", "currently_attached", "metrics"):
        device.pop(own, None)


@call("VM.copy")
def copy(context, vm, new_name, sr):
    if sr != NULL:
        context.pool.db.find("SR", sr)
    return clone(context, vm, new_name)


@call("VM.provision")
def provision(context, vm):
    pool = context.pool
    need_state(pool, vm, "Halted")
    other = dict(pool.db.find("VM", vm)["other_config"])
    text = other.pop("disks", None)
    pool.db.set("VM", vm, is_a_template=False, is_default_template=False)
    if text is None:
        context.halfway()
        return
    try:
        disks = [d.attrib for d in xml.etree.ElementTree.fromstring(text) if d.tag == "disk"]
        wanted = [(d["device"], int(d["size"]), d["sr"], d["bootable"] == "true", d["type"])
                  for d in disks]
    except (xml.etree.ElementTree.ParseError, KeyError, ValueError) as error:
        raise Failure("INTERNAL_ERROR", f"Xapi_templates.Parse_failure({error})") from error
    for device, size, sr, bootable, kind in wanted:
        found = pool.db.refs("SR", uuid=sr)
        if not found:
            raise Failure("UUID_INVALID", "sr", sr)
        vdi = storage.make_vdi(pool, {"SR": found[0], "virtual_size": size, "type": kind,
                                      "name_label": device})
        context.halfway()  # a disk without a VM is what a failure may leave behind
        storage.make_vbd(pool, {"VM": vm, "VDI": vdi, "userdevice": device, "bootable": bootable,
                                "mode": "RW", "type": "Disk", "empty": False,
                                "other_config": {"owner": ""}})
    pool.db.set("VM", vm, other_config=other)


@call("VM.destroy")
def destroy(context, vm):
    pool, db = context.pool, context.pool.db
    record = db.find("VM", vm)
    if record["is_default_template"] or record["other_config"].get("default_template") == "true":
        raise Failure("VM_CANNOT_DELETE_DEFAULT_TEMPLATE", vm)
    need_state(pool, vm, "Halted")
    for name, field in (("VBD", "VBDs"), ("VIF", "VIFs"), ("console", "consoles")):
        for ref in db.mirror("VM", vm, field):
            db.remove(name, ref)
        context.halfway()
    for name, field in (("VM_metrics", "metrics"), ("VM_guest_metrics", "guest_metrics")):
        if record[field] in db.tables[name]:
            db.remove(name, record[field])
    db.remove("VM", vm)


# ---- configuring ---------------------------------------------------------------------------------


@call("VM.set_is_a_template")
def set_is_a_template(context, vm, value):
    need_state(context.pool, vm, "Halted")
    context.pool.db.set("VM", vm, is_a_template=value)


def violated(pool, newer):
    if not pool.release.has("2.15"):
        newer = "MEMORY_CONSTRAINT_VIOLATION"
    return Failure(newer, "static_min <= dynamic_min = dynamic_max = static_max")


@call("VM.set_memory_limits")
def set_memory_limits(context, vm, static_min, static_max, dynamic_min, dynamic_max):
    pool = context.pool
    need_state(pool, vm, "Halted")
    if not 0 <= static_min <= dynamic_min <= dynamic_max <= static_max:
        raise violated(pool, "MEMORY_CONSTRAINT_VIOLATION_ORDER")
    restrictions = pool.db.find("pool", pool.db.first("pool"))["restrictions"]
    if restrictions.get("restrict_dmc") == "true" and not dynamic_min == dynamic_max == static_max:
        raise violated(pool, "MEMORY_CONSTRAINT_VIOLATION_MAXPIN")
    pool.db.set("VM", vm, memory_static_min=static_min, memory_static_max=static_max,
                memory_dynamic_min=dynamic_min, memory_dynamic_max=dynamic_max)


@call("VM.set_memory")
def set_memory(context, vm, value):
    static_min = min(context.pool.db.find("VM", vm)["memory_static_min"], value)
    set_memory_limits(context, vm, static_min, value, value, value)


@call("VM.set_VCPUs_max")
def set_vcpus_max(context, vm, value):
    need_state(context.pool, vm, "Halted")
    if value < max(1, context.pool.db.find("VM", vm)["VCPUs_at_startup"]):
        raise Failure("INVALID_VALUE", "VCPUs_max", value)
    context.pool.db.set("VM", vm, VCPUs_max=value)


@call("VM.set_VCPUs_at_startup")
def set_vcpus_at_startup(context, vm, value):
    need_state(context.pool, vm, "Halted")
    if not 1 <= value <= context.pool.db.find("VM", vm)["VCPUs_max"]:
        raise Failure("INVALID_VALUE", "VCPUs_at_startup", value)
    context.pool.db.set("VM", vm, VCPUs_at_startup=value)


@call("VM.set_domain_type")
def set_domain_type(context, vm, value):
    need_state(context.pool, vm, "Halted")
    if value == "unspecified":
        raise Failure("INVALID_VALUE", "domain_type", value)
    policy = "BIOS order" if value == "hvm" else ""
    context.pool.db.set("VM", vm, domain_type=value, HVM_boot_policy=policy)


@call("VM.set_HVM_boot_policy")
def set_hvm_boot_policy(context, vm, value):
    need_state(context.pool, vm, "Halted")
    context.pool.db.set("VM", vm, HVM_boot_policy=value, domain_type="hvm" if value else "pv")


@call("VM.get_allowed_VBD_devices")
def get_allowed_vbd_devices(context, vm):
    db = context.pool.db
    used = {storage.disk_number(db.find("VBD", v)["userdevice"])
            for v in db.mirror("VM", vm, "VBDs")}
    return [str(n) for n in range(16) if n not in used]


@call("VM.get_allowed_VIF_devices")
def get_allowed_vif_devices(context, vm):
    db = context.pool.db
    used = {db.find("VIF", v)["device"] for v in db.mirror("VM", vm, "VIFs")}
    return [str(n) for n in range(7) if str(n) not in used]


# ---- placing -------------------------------------------------------------------------------------


def assert_fits(pool, vm, host):
    db = pool.db
    record, metrics = db.find("VM", vm), db.find("host", host)["metrics"]
    if not db.find("host", host)["enabled"]:
        raise Failure("HOST_DISABLED", host)
    if not db.find("host_metrics", metrics)["live"]:
        raise Failure("HOST_NOT_LIVE")
    if record["memory_dynamic_max"] > pool.free_memory(host):
        raise Failure("HOST_NOT_ENOUGH_FREE_MEMORY", record["memory_dynamic_max"],
                      pool.free_memory(host))
    for vbd in db.mirror("VM", vm, "VBDs"):
        vdi = db.find("VBD", vbd)["VDI"]
        if vdi != NULL and not pool.sees(host, db.find("VDI", vdi)["SR"]):
            raise Failure("VM_REQUIRES_SR", vm, db.find("VDI", vdi)["SR"])
    for vif in db.mirror("VM", vm, "VIFs"):
        network = db.find("VIF", vif)["network"]
        if not sees_network(db, host, network):
            raise Failure("VM_REQUIRES_NETWORK", vm, network)


def sees_network(db, host, network):
    """One without an interface of any host is where the guests are that use it."""
    if db.refs("PIF", network=network):
        return bool(db.refs("PIF", network=network, host=host))
    users = [db.find("VM", db.find("VIF", vif)["VM"]) for vif in db.refs("VIF", network=network)]
    return all(vm["power_state"] != "Running" or vm["resident_on"] == host for vm in users)


def fits(pool, vm, host):
    try:
        assert_fits(pool, vm, host)
    except Failure:
        return False
    return True


@call("VM.assert_can_boot_here")
def assert_can_boot_here(context, vm, host):
    assert_fits(context.pool, vm, host)


@call("VM.get_possible_hosts")
def get_possible_hosts(context, vm):
    return [host for host in context.pool.hosts if fits(context.pool, vm, host)]


def place(pool, vm):
    """Where it starts: the host it likes, else the one that the options name, else any."""
    liked = pool.db.find("VM", vm)["affinity"]
    order = [h for h in (liked, pool.hosts[pool.options.guest_host - 1], *pool.hosts)
             if h in pool.hosts]
    for host in order:
        if fits(pool, vm, host):
            return host
    raise Failure("NO_HOSTS_AVAILABLE")


# ---- running -------------------------------------------------------------------------------------


@call("VM.start")
def start(context, vm, start_paused, force):  # pylint: disable=unused-argument
    need_guest(context.pool, vm)
    need_state(context.pool, vm, "Halted")
    start_somewhere(context, vm, place(context.pool, vm), start_paused)


@call("VM.start_on")
def start_on(context, vm, host, start_paused, force):  # pylint: disable=unused-argument
    need_guest(context.pool, vm)
    need_state(context.pool, vm, "Halted")
    assert_fits(context.pool, vm, host)
    start_somewhere(context, vm, host, start_paused)


def start_somewhere(context, vm, host, start_paused):
    pool, db = context.pool, context.pool.db
    attach_disks(pool, vm)
    boot.boot(pool, vm)
    context.halfway()  # what the bootloader wrote stays
    pool.domid += 1
    attach(pool, vm, True)
    address = pool.address(host)
    for protocol in ("rfb", "vt100") if pool.template_or_vm_is_pv(vm) else ("rfb",):
        uuid = db.uuid()
        db.add("console", VM=vm, protocol=protocol, uuid=uuid, other_config={},
               location=f"https://{address}:{pool.port}/console?uuid={uuid}")
    record = db.find("VM", vm)
    if record["guest_metrics"] in db.tables["VM_guest_metrics"]:  # of the last run, or a template's
        db.remove("VM_guest_metrics", record["guest_metrics"])
    db.set("VM_metrics", record["metrics"], start_time=now(), last_updated=now(),
           memory_actual=record["memory_dynamic_max"], VCPUs_number=record["VCPUs_at_startup"],
           current_domain_type="pv" if pool.template_or_vm_is_pv(vm) else "hvm")
    db.set("VM", vm, power_state="Paused" if start_paused else "Running", resident_on=host,
           domid=pool.domid, guest_metrics=db.add("VM_guest_metrics"))
    life.begin(pool, vm)


def attach_disks(pool, vm):
    for vbd in (pool.db.find("VBD", v) for v in pool.db.mirror("VM", vm, "VBDs")):
        if vbd["VDI"] != NULL and pool.db.find("VDI", vbd["VDI"])["missing"]:
            raise Failure("SR_BACKEND_FAILURE_46", "", "The VDI is not available [opterr=VDI "
                          f"{pool.db.find('VDI', vbd['VDI'])['uuid']} is missing]", "")


def attach(pool, vm, attached):
    for name, field in (("VBD", "VBDs"), ("VIF", "VIFs")):
        for ref in pool.db.mirror("VM", vm, field):
            pool.db.set(name, ref, currently_attached=attached)
            if name == "VBD" and attached:
                number = storage.disk_number(pool.db.find("VBD", ref)["userdevice"])
                pool.db.set("VBD", ref, device="xvd" + chr(ord("a") + number))


def stop(pool, vm):
    db = pool.db
    record = db.find("VM", vm)
    pool.mounted.discard(record["uuid"])
    attach(pool, vm, False)
    for ref in db.mirror("VM", vm, "consoles"):
        db.remove("console", ref)
    if record["guest_metrics"] in db.tables["VM_guest_metrics"]:
        db.remove("VM_guest_metrics", record["guest_metrics"])
    db.set("VM", vm, power_state="Halted", resident_on=NULL, domid=-1, guest_metrics=NULL)


@call("VM.hard_shutdown")
def hard_shutdown(context, vm):
    need_guest(context.pool, vm)
    need_state(context.pool, vm, "Running", "Paused", "Suspended")
    context.halfway()
    stop(context.pool, vm)


@call("VM.clean_shutdown")
def clean_shutdown(context, vm):
    need_guest(context.pool, vm)
    need_state(context.pool, vm, "Running")
    context.halfway()
    stop(context.pool, vm)


@call("VM.hard_reboot")
def hard_reboot(context, vm):
    need_guest(context.pool, vm)
    need_state(context.pool, vm, "Running", "Paused")
    reboot(context, vm)


def reboot(context, vm):
    """The domain goes, a new one starts; where that fails the VM stays down."""
    host = context.pool.db.find("VM", vm)["resident_on"]
    stop(context.pool, vm)
    start_somewhere(context, vm, host, False)


@call("VM.unpause")
def unpause(context, vm):
    need_guest(context.pool, vm)
    need_state(context.pool, vm, "Paused")
    context.pool.db.set("VM", vm, power_state="Running")
