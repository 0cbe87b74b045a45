# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host does between VM.start and the guest's first instruction."""

import shlex

from .storage import disk_number
from .wire import NULL, Failure

CMDLINE_MAX = 1023  # bytes of Xen's start_info.cmd_line without its NUL
KERNEL_MAX, INITRD_MAX = 32 << 20, 128 << 20
DISTROS = ("rhlike", "rhel41", "rhel44", "sleslike", "debianlike", "pygrub")


def boot(pool, vm):
    """Boots it, or fails as xapi would; what the guest gets is kept for tests."""
    if not pool.template_or_vm_is_pv(vm):
        record_boot(pool, vm, "hvm", None)
        return
    record = pool.db.find("VM", vm)
    loader = record["PV_bootloader"]
    if loader == "eliloader" and not pool.has_eliloader:
        raise Failure("INTERNAL_ERROR", "xenopsd internal error: "
                                        "Bootloader.Unknown_bootloader eliloader")
    if not pool.release.pv:
        raise Failure("INTERNAL_ERROR", "xenopsd internal error: Xenctrl.Error(\"95: Operation not "
                                        "supported\"): Guest type PV unavailable")
    if loader == "eliloader":
        eliloader(pool, vm)
    elif loader == "pygrub":
        kernel, args = pygrub(pool, vm)
        record_boot(pool, vm, "pygrub", args, kernel)
    elif loader == "" and record["PV_kernel"]:
        record_boot(pool, vm, "direct", None, record["PV_kernel"])
    else:
        raise Failure("INTERNAL_ERROR", "xenopsd internal error: "
                                        f"Bootloader.Unknown_bootloader {loader}")


def record_boot(pool, vm, how, args, kernel=""):
    """args: what the bootloader says; None: none ran."""
    record = pool.db.find("VM", vm)
    legacy, own = record["PV_legacy_args"], record["PV_args"]
    if how == "hvm":
        line = ""
    elif args is None:
        line = own
    elif pool.release.has("2.3"):
        line = f"{args} {legacy} {own}"
    else:
        # they went through the bootloader; quotes and backslashes are escaped for it, and arrive
        line = f"{legacy} {own}{args}"
    whole = line.encode()
    pool.boots.append({
        "vm": record["uuid"], "name_label": record["name_label"], "how": how, "kernel": kernel,
        "cmdline": whole[:CMDLINE_MAX].decode(errors="replace"),
        "length": len(whole), "cut": len(whole) > CMDLINE_MAX,
        "memory": record["memory_dynamic_max"], "VCPUs": record["VCPUs_at_startup"],
    })


def failed(vm, *lines):
    return Failure("BOOTLOADER_FAILED", vm, "\n".join(lines))


def boot_disk(pool, vm):
    """The VDI of the first bootable VBD that has one."""
    db = pool.db
    vbds = [db.find("VBD", v) for v in db.mirror("VM", vm, "VBDs")]
    vbds = [v for v in vbds if v["bootable"] and not v["empty"] and v["VDI"] != NULL]
    if not vbds:
        raise Failure("INTERNAL_ERROR", "xenopsd internal error: there is no bootable device")
    return db.find("VDI", min(vbds, key=lambda v: disk_number(v["userdevice"]))["VDI"])


def eliloader(pool, vm):
    other = pool.db.find("VM", vm)["other_config"]
    if other.get("install-round") == "2":
        second_round(pool, vm, other)
        return
    distro, source = other.get("install-distro"), other.get("install-repository", "")
    if distro not in DISTROS or not source:
        raise failed(vm, "UNSUPPORTED_INSTALL_METHOD", str(distro), source)
    suffix = "".join([
        " vnc" if other.get("install-vnc") in ("1", "true") else "",
        " vncpassword=" + other["install-vncpasswd"] if "install-vncpasswd" in other else "",
        " " + other["install-args"] if "install-args" in other and pool.release.has("2.5") else ""])
    if source == "cdrom":
        kernel = from_medium(vm, pool.contents.get(boot_disk(pool, vm)["uuid"], {}))
        args = " " + suffix
    elif source.startswith(("http://", "ftp://", "nfs://", "nfs:")):
        kernel, args = source, f" method={source.rstrip('/')}/" + suffix
    else:
        raise failed(vm, "UNSUPPORTED_INSTALL_METHOD", distro, source)
    record_boot(pool, vm, "eliloader", args, kernel)
    for vbd in pool.db.mirror("VM", vm, "VBDs"):
        bootable = pool.db.find("VBD", vbd)["userdevice"] == "0"
        pool.db.set("VBD", vbd, bootable=bootable)
    pool.db.set("VM", vm, other_config={**other, "install-round": "2"})
    if not pool.release.has("2.0"):
        pool.db.set("VM", vm, PV_bootloader="pygrub")


def from_medium(vm, content):
    files = content.get("files", {})
    for kernel, initrd in (("images/xen/vmlinuz", "images/xen/initrd.img"),
                           ("isolinux/vmlinuz", "isolinux/initrd.img")):
        if kernel in files and initrd in files:
            if files[kernel] > KERNEL_MAX or files[initrd] > INITRD_MAX:
                raise failed(vm, "LIMITS", "kernel or initrd is too large")
            return kernel
    raise failed(vm, "INVALID_SOURCE", "Unable to access a required file in the specified "
                                       "repository: isolinux/vmlinuz.")


def second_round(pool, vm, other):
    kernel, args = pygrub(pool, vm)
    kept = {k: v for k, v in other.items() if k not in ("install-round", "install-distro")}
    pool.db.set("VM", vm, PV_bootloader="pygrub", other_config=kept)
    record_boot(pool, vm, "pygrub", args, kernel)


def pygrub(pool, vm):
    """(kernel, args) from the boot disk, or from what the bootloader's arguments name on it."""
    disk = boot_disk(pool, vm)
    content = pool.contents.get(disk["uuid"], {})
    options = loader_options(pool.db.find("VM", vm)["PV_bootloader_args"])
    if "kernel" in options:
        names = [options[k].lstrip("/") for k in ("kernel", "ramdisk") if k in options]
        # a hybrid medium has a partition table: without the offset pygrub looks behind it
        if options.get("offset") != "0":
            raise failed(vm, "RuntimeError: Unable to find partition containing kernel")
        missing = [n for n in names if n not in content.get("files", {})]
        if missing:
            raise failed(vm, "RuntimeError: Unable to find " + missing[0])
        return names[0], options.get("args", "")
    if content.get("system") != "ext4":
        # nothing there, or an XFS newer than libfsimage's
        raise failed(vm, "RuntimeError: Unable to find partition containing kernel")
    return "/vmlinuz", content.get("args", "root=/dev/xvda1 ro")


def loader_options(text):
    options, words = {}, shlex.split(text)
    while words:
        name, equals, value = words.pop(0).partition("=")
        if not name.startswith("--"):
            continue
        if not equals and words and not words[0].startswith("--"):
            value = words.pop(0)
        options[name[2:]] = value
    return options
