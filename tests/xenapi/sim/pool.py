# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in the pool before anybody calls: hosts, templates, storage, networks."""

from . import access, database
from .database import NULL, Database
from .releases import RELEASES

MIB, GIB, TIB = 1 << 20, 1 << 30, 1 << 40
DRIVE = 1073741312  # bytes that a physical drive says it has

RECOMMENDATIONS = ('<restrictions><restriction field="memory-static-max" max="137438953472"/>'
                   '<restriction field="vcpus-max" max="32"/>'
                   '<restriction property="number-of-vbds" max="16"/>'
                   '<restriction property="number-of-vifs" max="7"/></restrictions>')
DISKS = ('<provision><disk device="0" size="8589934592" sr="" bootable="true" type="system"/>'
         "</provision>")

# name, reference_label, uuid of 7.1 and later
PV_TEMPLATES = (
    ("CentOS 6 (64-bit)", "centos-6-64bit", "15828343-5b0d-4b86-a2da-56278c3b8c68"),
    ("Red Hat Enterprise Linux 6 (64-bit)", "rhel-6-64bit",
     "b3427a33-41a9-49a8-9819-bfda075dc672"),
)
HVM_TEMPLATES = (
    ("CentOS 7", "centos-7", None),
    ("Other install media", "other-install-media", "552bce37-51b2-445d-84f2-5f33fa112d7e"),
)

BOOT_FILES = {"isolinux/vmlinuz": 6 * MIB, "isolinux/initrd.img": 50 * MIB,
              "images/pxeboot/vmlinuz": 6 * MIB, "images/pxeboot/initrd.img": 50 * MIB}

ISOS = ("CentOS-7-x86_64-DVD-2009.iso", "CentOS-7-x86_64-Minimal-2009.iso",
        "rhel-server-7.9-x86_64-dvd.iso")


class Pool:
    """The database, and what lies behind it: contents of media and disks, boots of guests."""

    def __init__(self, data, options, dump=None):
        self.data = data
        self.options = options
        self.release = RELEASES[options.release]
        self.db = Database(data, self.release.api, options.seed)
        self.contents = {}   # VDI's uuid: {"files": {path: size}}, {"system": "ext4"}
        self.imports = {}    # VDI's uuid: the bytes that came by PUT
        self.digests = {}    # VDI's uuid: SHA-256 of those
        self.in_use = {}     # VDI's uuid: until when dom0 has it
        self.boots = []      # one a boot of a guest, oldest first
        self.late = []       # ISOs that a scan finds
        self.library = NULL  # the SR that ISOs are added to
        self.elsewhere = {}  # host: memory that is in use there beside guests
        self.boot_files = BOOT_FILES
        self.script = options.guest_script  # what guests do by themselves: life.py
        self.screens = {}     # domid: what its guest has written on the text console
        self.mounted = set()  # uuids of guests that have their medium mounted
        self.domid = 0
        self.port = 0
        self.certificates = []  # of each host: PEM
        self.sessions = access.Sessions(self)
        with self.db.lock:
            if dump is None:
                self.populate()
            else:
                self.load(dump)

    # ---- a database that a real pool wrote ----

    def load(self, dump):
        db = self.db
        db.load(dump)
        hosts, master = list(db.tables["host"]), db.find("pool", db.first("pool"))["master"]
        self.hosts = sorted(hosts, key=lambda h: h != master)
        if self.options.api_of_release:
            major, minor = (int(n) for n in self.release.api.split("."))
            for host in hosts:
                db.set("host", host, API_version_major=major, API_version_minor=minor)
        for host in hosts:
            metrics = db.tables["host_metrics"].get(db.find("host", host)["metrics"])
            if metrics:  # without, it has all that the options say
                self.set_free_memory(host, metrics["memory_free"])
        self.domid = max((r["domid"] for r in db.tables["VM"].values()), default=0)
        self.load_library()

    def load_library(self):
        """Its ISO repositories hold media that boot; one is made where --iso needs it."""
        db, options = self.db, self.options
        libraries = [sr for sr in db.refs("SR", content_type="iso", type="iso")
                     if not self.has_tools(sr)]
        for vdi in [v for sr in libraries for v in db.mirror("SR", sr, "VDIs")]:
            self.contents[db.find("VDI", vdi)["uuid"]] = {"files": dict(BOOT_FILES)}
        attached = [sr for sr in libraries if db.refs("PBD", SR=sr, currently_attached=True)]
        if not attached and options.iso + options.iso_late:
            attached = [self.add_sr("ISO library", "iso", "iso", True, self.hosts)]
        self.library = attached[0] if attached else NULL
        for name in options.iso:
            self.add_iso(self.library, name, BOOT_FILES)
        self.late = [(self.library, name) for name in options.iso_late]

    def has_tools(self, sr):
        record = self.db.find("SR", sr)
        return record["is_tools_sr"] or "xenserver_tools_sr" in record["other_config"]

    # ---- objects at start ----

    def populate(self):
        self.hosts = [self.add_host(i) for i in range(self.options.hosts)]
        self.add_networks()
        local = [self.add_sr("Local storage", "lvm", "user", False, [host]) for host in self.hosts
                 if "local-sr" not in self.options.without]
        shared = []
        if "shared-sr" not in self.options.without:
            shared = [self.add_sr("Shared storage", "nfs", "user", True, self.hosts)]
        if "drives" not in self.options.without:
            for host in self.hosts:
                self.add_drives(host)
        self.add_isos()
        self.add_templates()
        default = (shared + local)[0] if shared + local else NULL
        if "default-sr" in self.options.without:
            default = NULL
        self.db.add("pool", name_label="simulated pool", master=self.hosts[0], default_SR=default,
                    suspend_image_SR=default, crash_dump_SR=default, other_config={},
                    restrictions={"restrict_dmc": "true", "restrict_pooling": "false"})

    def add_host(self, index):
        metrics = self.db.add("host_metrics", memory_total=self.options.host_memory,
                              memory_free=self.options.host_memory, live=True,
                              last_updated=database.now())
        release = self.release
        major, minor = release.api.split(".")
        brand, product = release.brand, release.product
        if self.options.brand:
            brand = self.options.brand
            product = "8.4.0" if (brand, release.name) == ("XenServer", "8.3") else product
        capabilities = ["xen-3.0-x86_64", "xen-3.0-x86_32p", "hvm-3.0-x86_32", "hvm-3.0-x86_32p",
                        "hvm-3.0-x86_64", ""]
        if not release.pv:
            capabilities.remove("xen-3.0-x86_32p")
        ref = self.db.add(
            "host", name_label=f"host{index + 1}", hostname=f"host{index + 1}",
            address=f"127.0.0.{index + 1}", enabled=True, metrics=metrics,
            API_version_major=int(major), API_version_minor=int(minor),
            API_version_vendor="XenSource", capabilities=capabilities,
            software_version={"product_brand": brand, "product_version": product,
                              "platform_name": "XCP", "platform_version": release.platform,
                              "xapi": "1." + minor, "xen": "4.7.6", "linux": "4.4.0+10",
                              "build_number": "release", "hostname": "localhost",
                              "date": "2018-09-11"},
            supported_bootloaders=["pygrub", "eliloader"], sched_policy="credit",
            cpu_configuration={}, other_config={}, logging={}, license_params={})
        self.add_control_domain(ref, index)
        return ref

    def add_control_domain(self, host, index):
        ref = self.add_vm(name_label=f"Control domain on host: host{index + 1}",
                          is_a_template=False, is_control_domain=True, power_state="Running",
                          resident_on=host, domid=0, domain_type="pv", memory=752 * MIB)
        self.db.set("VM", ref, metrics=self.db.add("VM_metrics", memory_actual=752 * MIB))

    def add_vm(self, memory, **given):
        return self.db.add("VM", **{
            "memory_static_min": memory, "memory_static_max": memory, "memory_dynamic_min": memory,
            "memory_dynamic_max": memory, "VCPUs_max": 1, "VCPUs_at_startup": 1, "domid": -1,
            "user_version": 1, "actions_after_shutdown": "destroy",
            "actions_after_reboot": "restart", "actions_after_crash": "restart", **given})

    def add_networks(self):
        if "network" in self.options.without:
            return
        for number in range(2):
            network = self.db.add(
                "network", name_label=f"Pool-wide network associated with eth{number}",
                bridge=f"xenbr{number}", MTU=1500, other_config={})
            for index, host in enumerate(self.hosts):
                management = number == 0 and "management" not in self.options.without
                self.db.add("PIF", device=f"eth{number}", network=network, host=host, MTU=1500,
                            MAC=f"00:16:3e:00:{number:02x}:{index:02x}", VLAN=-1, physical=True,
                            currently_attached=True, management=management,
                            ip_configuration_mode="Static" if number == 0 else "None",
                            IP=f"127.0.0.{index + 1}" if number == 0 else "")

    def add_sr(self, name, kind, content, shared, hosts, **more):
        size = self.options.sr_size
        ref = self.db.add("SR", **{
            "name_label": name, "type": kind, "content_type": content, "shared": shared,
            "physical_size": size if kind in ("lvm", "nfs") else 0,
            "physical_utilisation": size - self.options.sr_free if kind in ("lvm", "nfs") else 0,
            "other_config": {}, **more})
        for host in hosts:
            self.db.add("PBD", host=host, SR=ref, device_config={}, currently_attached=True)
        return ref

    def add_drives(self, host):
        """What every host has: its physical drive, and what is plugged into it."""
        sr = self.add_sr("DVD drives", "udev", "iso", False, [host], sm_config={"type": "cd"},
                         name_description="Physical DVD drives", physical_size=DRIVE,
                         physical_utilisation=DRIVE, virtual_allocation=DRIVE,
                         other_config={"i18n-key": "local-hotplug-cd"})
        self.db.add("VDI", name_label="SCSI 3:0:0:0", SR=sr, location="/dev/xapi/cd/sr0", managed=True,
                    name_description="NECVMWar model VMware SATA CD00 rev 1.00 type 5",
                    virtual_size=DRIVE, physical_utilisation=DRIVE, type="user", read_only=True)
        self.add_sr("Removable storage", "udev", "disk", False, [host], sm_config={"type": "block"},
                    other_config={"i18n-key": "local-hotplug-disk"})

    def add_isos(self):
        tools = {"other_config": {"xenserver_tools_sr": "true"}, "is_tools_sr": True}
        sr = self.add_sr("XenServer Tools", "iso", "iso", True, self.hosts, **tools)
        self.add_iso(sr, "xs-tools.iso", {}, is_tools_iso=True)
        if "iso-sr" in self.options.without:
            return
        sr = self.library = self.add_sr("ISO library", "iso", "iso", True, self.hosts)
        if "iso" not in self.options.without:
            for name in ISOS + tuple(self.options.iso):
                self.add_iso(sr, name, BOOT_FILES)
        self.add_iso(sr, "data.iso", {"README": 100})
        self.add_iso(sr, "big-initrd.iso", {**BOOT_FILES, "isolinux/initrd.img": 129 * MIB})
        self.late = [(sr, name) for name in self.options.iso_late]

    def add_iso(self, sr, name, files, **more):
        vdi = self.db.add("VDI", name_label=name, location=name, SR=sr, virtual_size=4 * GIB,
                          physical_utilisation=4 * GIB, type="user", read_only=True, managed=True,
                          **more)
        self.contents[self.db.find("VDI", vdi)["uuid"]] = {"files": dict(files)}

    def add_templates(self):
        wanted = []
        if self.release.templates and "templates" not in self.options.without:
            wanted += [(row, True) for row in PV_TEMPLATES]
        wanted += [(row, False) for row in HVM_TEMPLATES
                   if self.release.has("2.3") or row[1] != "centos-7"]
        for (name, label, uuid), pv in wanted:
            self.add_template(name, label, uuid if self.release.fixed else None, pv)
        if self.options.user_template:
            self.add_user_template()
        if self.options.duplicate_template:
            name, label, _ = PV_TEMPLATES[0]
            self.add_template(name, label, None, True)

    def add_user_template(self):
        """A VM of somebody's that became a template, under the name of the one that it came from."""
        name, label, _ = PV_TEMPLATES[0]
        self.add_template(name, label, None, True)
        ref = self.db.refs("VM", name_label=name)[-1]
        record = self.db.find("VM", ref)
        other = {k: v for k, v in record["other_config"].items()
                 if k not in ("default_template", "disks")}
        self.db.set("VM", ref, is_default_template=False,
                    other_config={**other, "base_template_name": name})
        sr = next(r for r in self.db.refs("SR", content_type="user"))
        vdi = self.db.add("VDI", name_label="golden", SR=sr, virtual_size=8 * GIB, type="user",
                          physical_utilisation=2 * GIB, managed=True)
        self.db.set("VDI", vdi, location=self.db.find("VDI", vdi)["uuid"])
        self.db.add("VBD", VM=ref, VDI=vdi, userdevice="xvda", device="xvda", bootable=True,
                    mode="RW", type="Disk", empty=False, other_config={"owner": ""})
        network = self.db.refs("network", bridge="xenbr0")[0]
        self.db.add("VIF", VM=ref, network=network, device="0", MAC="02:00:00:00:00:07", MTU=1500)

    def add_template(self, name, label, uuid, pv):
        other = {"default_template": "true", "mac_seed": self.db.uuid(),
                 "install-methods": "cdrom,nfs,http,ftp" if pv else "cdrom", "disks": DISKS}
        if pv:
            other.update({"install-distro": "rhlike", "rhel6": "true", "linux_template": "true"})
            boot = {"PV_bootloader": "eliloader", "PV_args": "graphical utf8", "domain_type": "pv"}
        else:
            boot = {"HVM_boot_policy": "BIOS order", "HVM_boot_params": {"order": "dc"},
                    "domain_type": "hvm",
                    "platform": {"viridian": "true", "device-model": "qemu-upstream-compat"}}
        if label == "other-install-media":
            del other["disks"]
        ref = self.add_vm(name_label=name, reference_label=label, uuid=uuid, is_a_template=True,
                          is_default_template=True, memory=GIB, recommendations=RECOMMENDATIONS,
                          other_config=other, **boot)
        self.db.set("VM", ref, memory_static_min=512 * MIB,
                    metrics=self.db.add("VM_metrics", memory_actual=GIB))

    # ---- what several calls ask ----

    def template_or_vm_is_pv(self, vm):
        record = self.db.find("VM", vm)
        if self.release.has("2.10"):
            return record["domain_type"] in ("pv", "pv_in_pvh")
        return record["HVM_boot_policy"] == ""

    @property
    def has_eliloader(self):
        return self.release.eliloader and "eliloader" not in self.options.without

    def guests_memory(self, host):
        return sum(self.db.tables["VM"][vm]["memory_dynamic_max"]
                   for vm in self.db.refs("VM", resident_on=host))

    def free_memory(self, host):
        return (self.options.host_memory - self.elsewhere.get(host, 0)
                - self.guests_memory(host))

    def set_free_memory(self, host, free):
        self.elsewhere[host] = self.options.host_memory - free - self.guests_memory(host)

    def address(self, host):
        """Where it is on loopback, whatever address it had."""
        return f"127.0.0.{self.hosts.index(host) + 1}"

    def sees(self, host, sr):
        return bool(self.db.refs("PBD", host=host, SR=sr, currently_attached=True))

    def space(self, sr):
        record = self.db.find("SR", sr)
        return record["physical_size"] - record["physical_utilisation"]
