# SPDX-License-Identifier: GPL-3.0-or-later
"""A medium that others mastered, with kernels of our own and small RAM disks in place of its own."""

import os
import re
import shutil
import struct
import subprocess
import typing

import compare
import loader


class File(typing.NamedTuple):
    sector: int
    size: int


# Where ISOLINUX looks for its configuration; one that lies elsewhere, beside isolinux.bin, is read
# by those that isolinux-config told so, as openSUSE's.
PLACES = ("/boot/isolinux", "/isolinux", "/boot/syslinux", "/syslinux", "")

LISTED = re.compile(r"-\S+ +\d+ +\d+ +\d+ +(\d+) .*?\[ *(\d+) +\w+\] +(\S.*?) *$")


def files_of(image):
    """Files by their path, as Rock Ridge has it."""
    listing = subprocess.run(["isoinfo", "-R", "-l", "-i", image], stdout=subprocess.PIPE,
                             check=True, encoding="utf-8", errors="replace").stdout
    files, folder = {}, "/"
    for line in listing.splitlines():
        if line.startswith("Directory listing of "):
            folder = line[len("Directory listing of "):]
        found = LISTED.match(line)
        if found:
            files[folder + found[3]] = File(int(found[2]), int(found[1]))
    return files


def both(number):
    return struct.pack("<I", number) + struct.pack(">I", number)


def replace(image, file, content):
    """Directories hold sector and size side by side, in either order of bytes."""
    data = image.read()
    was, become = both(file.sector) + both(file.size), both(file.sector) + both(len(content))
    at = data.find(was)
    while at >= 0:
        image.seek(at)
        image.write(become)
        at = data.find(was, at + 1)
    image.seek(file.sector * loader.SECTOR)
    image.write(content)
    image.seek(0)


def prepare(name, source, image, kernel):
    """The medium's menu, and a copy of the medium that can be booted; None: it has no ISOLINUX
    that reads it."""
    config = compare.evaluate(source)
    if not config or config["file"].partition(":")[2].rpartition("/")[0] not in PLACES:
        return None
    shutil.copy(source, image)
    os.chmod(image, 0o600)
    there, kernels, ramdisks = files_of(image), {}, {}
    for entry in config["entries"]:
        if entry["command"] == "linux" and entry["kernel"] in there:
            kernels.setdefault(entry["kernel"], len(kernels) + 1)
            for path in set(entry["initrds"]) & set(there):
                ramdisks.setdefault(path, path.encode())
    with open(image, "r+b") as file:
        texts = {path: read(file, where) for path, where in there.items() if path.endswith(".cfg")}
        first = texts.pop(config["file"].partition(":")[2])
        for path, number in kernels.items():
            replace(file, there[path], loader.numbered(kernel, number))
        for path, content in ramdisks.items():
            replace(file, there[path], content)
    return compare.Menu(name, {**texts, compare.CONFIG: first}, kernels, ramdisks)


def read(file, where):
    file.seek(where.sector * loader.SECTOR)
    text = file.read(where.size)
    file.seek(0)
    return text
