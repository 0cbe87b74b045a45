# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that shares nothing with the simulator: Python's own XML-RPC, and the usual sequence."""

import http.client
import time
import weakref
import xmlrpc.client

from simulated import unverified

GIB = 1 << 30
MEMORY = 3 * GIB
ARGS = r"utf8 nogpt noipv6 inst.stage2=hd:LABEL=CentOS\x207\x20x86_64"
ISO = "CentOS-7-x86_64-DVD-2009.iso"
NO_QOS = {"qos_algorithm_type": "", "qos_algorithm_params": {}}
TRANSIENT = (OSError, http.client.HTTPException, xmlrpc.client.Error)


class ApiError(Exception):
    def __init__(self, description):
        super().__init__(" ".join(description))
        self.code, *self.params = description


class Once(xmlrpc.client.SafeTransport):
    """Asks once: Python's own asks again when the connection ends."""

    def request(self, host, handler, request_body, verbose=False):
        return self.single_request(host, handler, request_body, verbose)


class Client:
    """Calls by name; whole numbers as text, as XenAPI has them."""

    def __init__(self, port, address="127.0.0.1", path="/"):
        transport = Once(context=unverified())
        weakref.finalize(self, transport.close)
        self.proxy = xmlrpc.client.ServerProxy(f"https://{address}:{port}{path}",
                                               transport=transport)
        self.session = None

    def raw(self, method, *params):
        function = self.proxy
        for word in method.split("."):
            function = getattr(function, word)
        reply = function(*[str(p) if type(p) is int else p for p in params])
        if isinstance(reply, list):
            return reply
        if reply["Status"] != "Success":
            raise ApiError(reply["ErrorDescription"])
        return reply["Value"]

    def login(self, user="root", password="secret", *more):
        self.session = self.raw("session.login_with_password", user, password, *more)
        return self

    def __call__(self, method, *params):
        return self.raw(method, self.session, *params)

    def task(self, method, *params):
        """Async.METHOD, waited for; a reference if it makes an object."""
        task = self("Async." + method, *params)
        while True:
            record = self("task.get_record", task)
            if record["status"] not in ("pending", "cancelling"):
                break
            time.sleep(0.01)
        self("task.destroy", task)
        if record["status"] != "success":
            raise ApiError(record["error_info"])
        return record["result"].removeprefix("<value>").removesuffix("</value>")

    def named(self, name, label):
        found = [ref for ref, record in self(name + ".get_all_records").items()
                 if record["name_label"] == label]
        if len(found) != 1:
            raise LookupError(f"{len(found)} called {label}")
        return found[0]


class Provision:
    """Clones, configures and starts; undo() removes whatever that made, however far it came."""

    def __init__(self, client, release, name="guest", bootloader="eliloader"):
        self.client, self.name, self.bootloader = client, name, bootloader
        self.version = tuple(int(n) for n in release.split("."))
        self.vm = None

    def template(self):
        label = "CentOS 6 (64-bit)" if self.version <= (8, 0) else "Other install media"
        where = 'field "is_a_template" = "true" and field "is_a_snapshot" = "false"'
        found = [ref for ref, record in self.client("VM.get_all_records_where", where).items()
                 if record["name_label"] == label]
        return found[0]

    def run(self):
        call = self.client
        self.vm = call.task("VM.clone", self.template(), "[installing] " + self.name)
        self.configure()
        call.task("VM.provision", self.vm)
        self.devices()
        call.task("VM.start", self.vm, False, False)
        call("VM.set_PV_args", self.vm, "")
        call("VM.set_name_label", self.vm, self.name)

    def configure(self):
        call, vm = self.client, self.vm
        call("VM.set_VCPUs_max", vm, 2)
        call("VM.set_VCPUs_at_startup", vm, 2)
        if self.version >= (7, 5):
            call("VM.set_domain_type", vm, "pv")
        else:
            call("VM.set_HVM_boot_policy", vm, "")
        call("VM.set_PV_bootloader", vm, self.bootloader)
        call("VM.set_PV_args", vm, ARGS)
        call("VM.set_memory_limits", vm, GIB // 2, MEMORY, MEMORY, MEMORY)
        other = call("VM.get_other_config", vm)
        other.pop("disks", None)
        other.update({"install-distro": "rhlike", "install-repository": "cdrom"})
        call("VM.set_other_config", vm, other)

    def devices(self):
        call, vm = self.client, self.vm
        sr = call("pool.get_default_SR", call("pool.get_all")[0])
        vdi = call("VDI.create", {
            "name_label": self.name, "name_description": "", "SR": sr, "sharable": False,
            "virtual_size": str(20 * GIB), "type": "system", "read_only": False,
            "other_config": {}, "xenstore_data": {}, "sm_config": {}, "tags": []})
        call("VBD.create", {
            "VM": vm, "VDI": vdi, "userdevice": "0", "bootable": False, "mode": "RW",
            "type": "Disk", "empty": False, "other_config": {"owner": ""}, **NO_QOS})
        call("VBD.create", {
            "VM": vm, "VDI": call("VDI.get_by_name_label", ISO)[0], "userdevice": "3",
            "bootable": True, "mode": "RO", "type": "CD", "empty": False, "other_config": {},
            **NO_QOS})
        network = next(ref for ref, r in call("network.get_all_records").items()
                       if r["bridge"] == "xenbr0")
        call("VIF.create", {
            "device": call("VM.get_allowed_VIF_devices", vm)[0], "network": network, "VM": vm,
            "MAC": "", "MTU": "1500", "other_config": {}, **NO_QOS})

    def undo(self):
        """By name, as a reply that was lost has not told a reference."""
        call = self.client
        for label in ("[installing] " + self.name, self.name):
            for vm in call("VM.get_by_name_label", label):
                if call("VM.get_power_state", vm) != "Halted":
                    call.task("VM.hard_shutdown", vm)
                call.task("VM.destroy", vm)
        for vdi in call("VDI.get_by_name_label", self.name):
            call.task("VDI.destroy", vdi)
