# SPDX-License-Identifier: GPL-3.0-or-later
"""The real ISOLINUX, booted in QEMU with a kernel that says what it was booted with.

kernel.s tells how many jobs are booted by one QEMU. A job is a medium and the keys that are typed;
what comes of it is a Booted. All time is the emulated processor's, so a busy machine changes no
answer.
"""

import os
import platform
import shutil
import struct
import subprocess
import tempfile
import time
import typing

HERE = os.path.dirname(os.path.abspath(__file__))
ISOLINUX = "/usr/lib/ISOLINUX/isolinux.bin"
MODULES = "/usr/lib/syslinux/modules/bios"
# vesamenu.c32 is menu.c32 with another screen, which the machine here has not.
FILES = {"isolinux.bin": ISOLINUX, "vesamenu.c32": MODULES + "/menu.c32",
         **{name: os.path.join(MODULES, name)
            for name in ("ldlinux.c32", "libcom32.c32", "libutil.c32", "menu.c32")}}
TOOLS = ("qemu-system-x86_64", "genisoimage", "as", "ld")

SECTOR = 2048
KEYS_MAX = 400
TICKS = 18.2  # a second, each of which takes the processor 100 000 instructions
IDLE = 120  # ticks in which ISOLINUX gives a sign of life, if it does not wait
WHOLE = 500  # ticks in which it comes to the second of two menus
SECONDS = 6  # of the processor's, without a word from QEMU: a job takes a tenth of one

ENTER, LEAVE, HOME, DOWN = 0x1c0d, 0x2e03, 0x47e0, 0x50e0  # LEAVE: Ctrl-C; ESC may begin a key
SHIFT = 1

LINUX, NOTHING, SECTORS, DISK, HUNG = "linux", "nothing", "boot sector", "local disk", "hung"
KINDS = {"1": LINUX, "2": NOTHING, "3": SECTORS, "4": DISK}


def missing():
    """Why there can be no real ISOLINUX here; None: there is one."""
    if platform.machine() != "x86_64":
        return "the kernel is made for x86 by x86's own assembler"
    for tool in TOOLS:
        if not shutil.which(tool):
            return tool + " is not installed"
    for path in FILES.values():
        if not os.path.exists(path):
            return path + " is not installed"
    return None


class Job(typing.NamedTuple):
    medium: int  # which of those that are booted together
    keys: typing.Sequence[int] = ()
    shift: int = 0
    timeout: float = 1  # seconds that the longest of its menus waits


class Booted(typing.NamedTuple):
    kind: str
    kernel: int = 0  # its number
    ramdisk: bytes = b""  # how it begins
    ramdisk_size: int = 0
    cmdline: bytes = b""


def typed(text):
    return [ord(c) for c in text]


def assemble(folder):
    """The kernel."""
    parts = os.path.join(folder, "kernel.o"), os.path.join(folder, "kernel")
    subprocess.run(["as", "--32", "-o", parts[0], os.path.join(HERE, "kernel.s")], check=True)
    subprocess.run(["ld", "-m", "elf_i386", "-Ttext", "0", "--oformat", "binary", "-o", parts[1],
                    parts[0]], check=True)
    with open(parts[1], "rb") as file:
        return file.read()


def numbered(kernel, number):
    at = kernel.index(b"isoargs-") + 8
    return kernel[:at] + struct.pack("<H", number) + kernel[at + 2:]


def master(tree, image):
    """A medium that ISOLINUX boots, of a folder that has an isolinux/isolinux.cfg."""
    for name, path in FILES.items():
        shutil.copy(path, os.path.join(tree, "isolinux", name))
    subprocess.run(["genisoimage", "-quiet", "-input-charset", "utf-8", "-R", "-J", "-joliet-long",
                    "-V", "ISOLINUX", "-b", "isolinux/isolinux.bin", "-c", "isolinux/boot.cat",
                    "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table", "-o", image, tree],
                   stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)


def sector_of(job, base):
    idle = IDLE + int(2 * job.timeout * TICKS)
    return struct.pack("<IIIHH", base, idle, WHOLE + 3 * idle, job.shift, len(job.keys)) + struct.pack(
        "<%uH" % len(job.keys), *job.keys)


def processor_time(pid):
    """Seconds; a process that has just ended has taken none."""
    try:
        with open("/proc/%u/stat" % pid, encoding="utf-8") as file:
            user, system = file.read().rpartition(")")[2].split()[11:13]
    except (OSError, ValueError):
        return 0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Loader:
    """Boots media, as many together as are given at once."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="isoargs-isolinux-")
        self.kernel = assemble(self.folder.name)
        self.started = 0

    def close(self):
        self.folder.cleanup()

    def boot(self, media, jobs):
        """What came of each job. media: paths of images."""
        with tempfile.TemporaryDirectory(dir=self.folder.name) as folder:
            image = os.path.join(folder, "image")
            with open(image, "wb") as file:
                self.put_together(file, media, jobs)
            found = {}
            while len(found) < len(jobs):
                begun = len(found)
                with open(image, "r+b") as file:
                    file.write(struct.pack("<II", len(jobs), begun))
                found.update(self.run(folder, image))
                if len(found) < len(jobs):
                    found[len(found)] = Booted(HUNG)
            return [found[i] for i in range(len(jobs))]

    @staticmethod
    def put_together(file, media, jobs):
        bases = []
        file.seek(SECTOR * (1 + len(jobs)))
        for path in media:
            file.seek(-file.tell() % SECTOR, os.SEEK_CUR)
            bases.append(file.tell() // SECTOR)
            with open(path, "rb") as medium:
                shutil.copyfileobj(medium, file)
        file.truncate(file.tell() + -file.tell() % SECTOR)
        for i, job in enumerate(jobs):
            file.seek(SECTOR * (1 + i))
            file.write(sector_of(job, bases[job.medium]))

    def run(self, folder, image):
        """As many jobs as one QEMU comes to the end of, by number."""
        said, kernel = os.path.join(folder, "said"), os.path.join(folder, "driver")
        with open(said, "wb"):
            pass
        with open(kernel, "wb") as file:
            file.write(numbered(self.kernel, 0))
        self.started += 1
        process = subprocess.Popen(
            ["qemu-system-x86_64", "-machine", "pc", "-accel", "tcg", "-icount", "shift=3,sleep=off",
             "-m", "128", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
             "-kernel", kernel, "-drive", "file=%s,media=cdrom,format=raw,readonly=on" % image,
             "-debugcon", "file:" + said, "-global", "isa-debugcon.iobase=0xe9",
             "-device", "isa-debug-exit,iobase=0xf4,iosize=1"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        size, until = 0, SECONDS
        try:
            while process.poll() is None and processor_time(process.pid) < until:
                try:
                    process.wait(0.05)
                except subprocess.TimeoutExpired:
                    pass
                if os.path.getsize(said) > size:
                    size, until = os.path.getsize(said), processor_time(process.pid) + SECONDS
        finally:
            process.kill()
            _, err = process.communicate()
        if not size and process.returncode not in (1, -9):
            raise RuntimeError("QEMU: " + err.decode("utf-8", "replace"))
        with open(said, "rb") as file:
            return dict(read_line(line) for line in file.read().split(b"\n")[:-1] if line)


def read_line(line):
    """A line that the kernel said."""
    words = line.decode("ascii").split(" ")
    kind, numbers = KINDS[words[0]], [int(word, 16) for word in words[1:] if len(word) == 8]
    if kind == LINUX:
        return numbers[0], Booted(kind, numbers[1], bytes.fromhex(words[4]), numbers[2],
                                  bytes.fromhex(words[5]))
    return numbers[0], Booted(kind, *numbers[1:2])
