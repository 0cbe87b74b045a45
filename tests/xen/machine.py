# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that Xen runs on, which is QEMU."""

import os
import subprocess
import threading
import time

MEMORY_MIB, DOM0_MIB = 3072, 1024


# Without SMAP: TCG of QEMU 7.2 does IRET to ring 3 as the supervisor, which SMAP forbids. Without XSAVE
# and on one processor: with them programs in dom0 were seen to crash, and inflate to fail, when several
# were busy.
PROCESSOR = "max,-smap,-svm,-xsave,-avx,-avx2,-f16c,-fma"
# For PVH guests. What TCG reports of RDTSCP is what Xen cannot emulate.
WITH_SVM = PROCESSOR.replace("-svm", "+svm,-rdtscp")

RUNNING, STOPPED = set(), threading.Event()


def boot(out, tree, folder, processor, limit):
    """Runs QEMU until dom0 ends it; what dom0 wrote to the second serial line. dom0 has the files of
    tree, and logs go to folder."""
    logs = os.path.join(out, folder)
    report = os.path.join(logs, "report.log")
    command = [
        # QEMU ends even where this is killed
        "timeout", "--foreground", "-k", "5", str(limit + 30),
        "qemu-system-x86_64", "-accel", "tcg", "-smp", "1", "-m", str(MEMORY_MIB),
        "-cpu", processor,
        "-display", "none", "-nodefaults", "-no-reboot",
        # paths from where it runs: a comma or a blank in one would be read otherwise
        "-kernel", "xen",
        "-append", "dom0_mem=%dM,max:%dM com1=115200,8n1 console=com1 loglvl=warning "
                   "guest_loglvl=error" % (DOM0_MIB, DOM0_MIB),
        "-initrd", "vmlinuz console=hvc0 rdinit=/init loglevel=5,dom0.cpio",
        # what dom0 hands to guests stays where it is
        "-fsdev", "local,id=proof,path=%s,security_model=none" % tree,
        "-device", "virtio-9p-pci,fsdev=proof,mount_tag=proof",
        "-serial", "file:%s/xen.log" % folder, "-serial", "file:%s/report.log" % folder]
    started = time.monotonic()
    with open(os.path.join(logs, "qemu.log"), "wb") as log:
        process = start(command, cwd=out, stdout=log, stderr=log)
        follower = threading.Thread(target=follow, args=(report, process), daemon=True)
        follower.start()
        try:
            process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            print("no end within %d s: ending QEMU" % limit, flush=True)
        finally:
            end(process)
        follower.join(timeout=5)
    print("Xen ran for %d s" % (time.monotonic() - started), flush=True)
    with open(report, "rb") as file:
        return file.read()


def start(command, **more):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **more)
    RUNNING.add(process)
    return process


def stop():
    """Ends all of it, and lets nothing begin."""
    STOPPED.set()
    for process in tuple(RUNNING):
        process.terminate()


def end(process):
    RUNNING.discard(process)
    if process.poll() is None:
        process.terminate()
        process.wait(timeout=30)


def follow(report, process):
    """Says what happens while it does."""
    at = 0
    while process.poll() is None:
        time.sleep(1)
        if not os.path.exists(report):
            continue
        with open(report, "rb") as file:
            file.seek(at)
            data = file.read()
        end = data.rfind(b"\n") + 1
        at += end
        for line in data[:end].splitlines():
            if line.startswith((b"DOM0 start", b"DOM0 ready", b"DOM0 begin", b"DOM0 finished")):
                print(line.decode(errors="replace"), flush=True)


def plain(case, log, limit):
    """Runs the command that isoargs wrote, but on no processor of its own, until the guest has written
    what it was started for; a report as dom0's."""
    text = os.fsdecode(case.config).replace("-accel kvm ", "").replace("\nqemu-", "\nexec qemu-")
    # QEMU ends even where this is killed
    command = ["timeout", "--foreground", "-k", "5", str(limit + 30), "sh", "-c", text]
    started, ended, data = time.monotonic(), "late", b""
    with open(log, "wb") as console, open(log + ".qemu", "wb") as errors:
        process = start(command, stdout=console, stderr=errors)
    try:
        while time.monotonic() - started < limit and ended != "seen":
            time.sleep(0.5)
            with open(log, "rb") as file:
                data = file.read()
            if case.until.encode() in data:
                ended = "seen"
            elif process.poll() is not None:
                ended = "in-time"
                break
    finally:
        status = process.poll() or 0
        end(process)
    head = "DOM0 begin %s status %d %s times 0 0 %d" % (
        case.name, status, ended, time.monotonic() - started)
    print(head, flush=True)
    return b"\n".join([head.encode(), *(b"console| " + line for line in data.split(b"\n")),
                       b"DOM0 end " + case.name.encode()])
