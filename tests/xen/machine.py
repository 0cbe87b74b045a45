# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that Xen runs on, which is QEMU."""

import os
import resource
import subprocess
import threading
import time

MEMORY_MIB, DOM0_MIB = 3584, 1408


def boot(out, folder, limit):
    """Runs QEMU until dom0 ends it; what dom0 wrote to the second serial line. Logs go to folder."""
    logs = os.path.join(out, folder)
    report = os.path.join(logs, "report.log")
    command = [
        # QEMU ends even where this is killed
        "timeout", "--foreground", "-k", "5", str(limit + 30),
        "qemu-system-x86_64", "-accel", "tcg", "-smp", "1", "-m", str(MEMORY_MIB),
        # Without SMAP: TCG of QEMU 7.2 does IRET to ring 3 as the supervisor, which SMAP forbids.
        # Without XSAVE and on one processor: with them programs in dom0 were seen to crash, and
        # inflate to fail, when several were busy.
        "-cpu", "max,-smap,-svm,-xsave,-avx,-avx2,-f16c,-fma",
        "-display", "none", "-nodefaults", "-no-reboot",
        # paths from where it runs: a comma or a blank in one would be read otherwise
        "-kernel", "xen",
        "-append", "dom0_mem=%dM,max:%dM com1=115200,8n1 console=com1 loglvl=warning "
                   "guest_loglvl=error" % (DOM0_MIB, DOM0_MIB),
        "-initrd", "vmlinuz console=hvc0 rdinit=/init loglevel=5,dom0-all.cpio",
        "-serial", "file:%s/xen.log" % folder, "-serial", "file:%s/report.log" % folder]
    started = time.monotonic()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = used.ru_utime + used.ru_stime
    with open(os.path.join(logs, "qemu.log"), "wb") as log:
        process = subprocess.Popen(command, cwd=out, stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=log)
        follower = threading.Thread(target=follow, args=(report, process), daemon=True)
        follower.start()
        try:
            process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            print("no end within %d s: ending QEMU" % limit, flush=True)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=30)
        follower.join(timeout=5)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print("Xen ran for %d s; %d s of processor time" % (
        time.monotonic() - started, used.ru_utime + used.ru_stime - before))
    with open(report, "rb") as file:
        return file.read()


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
