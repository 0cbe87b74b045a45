# SPDX-License-Identifier: GPL-3.0-or-later
"""A medium from paths and bytes, in no time, with what is legal and no mastering tool does."""

import hostile
from hostile import DIRECTORY, MORE, PARENT, SECTOR, SELF, ce, entry, nm, px

FIRST = 64  # block behind descriptors and what recipes put there

KERNEL, RAM_DISK = "/images/pxeboot/vmlinuz", "/images/pxeboot/initrd.img"
STAGE2 = "/LiveOS/squashfs.img"

# the paths of menus, by who reads them
GRUB = ("/EFI/BOOT/grub.cfg", "/boot/grub2/grub.cfg", "/boot/grub/grub.cfg",
        "/EFI/xenserver/grub.cfg")
SYSLINUX = "/isolinux/isolinux.cfg"


def coded(text):
    return text if isinstance(text, bytes) else text.encode()


def names(name):
    """NM entries, as many as its bytes need."""
    parts = [name[i:i + 240] for i in range(0, len(name), 240)]
    return [nm(part, 1) for part in parts[:-1]] + [nm(parts[-1])]


def components(target):
    """SL entries of a symbolic link's target."""
    data = b"\x08\0" if target.startswith(b"/") else b""
    found = []
    for part in target.strip(b"/").split(b"/"):
        one = {b".": b"\2\0", b"..": b"\4\0"}.get(part, b"\0" + bytes([len(part)]) + part)
        if len(data) + len(one) > 240:
            found.append(entry(b"SL", b"\1" + data))
            data = b""
        data += one
    return found + [entry(b"SL", b"\0" + data)]


class Disc:
    """Rock Ridge unless told otherwise; boots CentOS 7 where a recipe adds a menu."""

    def __init__(self, label="HOSTILE", boots=True):
        self.label = coded(label)
        self.blocks = {}  # number: bytes
        self.free = FIRST
        self.tree = {}
        self.descriptors = []  # behind the primary one
        self.joliet = False
        self.filling = b""  # sectors in the root, before the first name
        self.size = None
        if boots:
            self.add(KERNEL, b"a kernel\n")
            self.add(RAM_DISK, b"an initial RAM disk\n")
            self.add(STAGE2, b"hsqs" + bytes(36) + (96).to_bytes(8, "little") + bytes(48))

    # what a recipe says

    def place(self, data):
        """Where the bytes lie now."""
        block = self.free
        self.blocks[block] = data
        self.free += max(1, -(-len(data) // SECTOR))
        return block

    def add(self, path, data=b""):
        data = coded(data)
        return self.file(path, (self.place(data), len(data)))

    def file(self, path, *extents):
        self.parent(path)[coded(path).rsplit(b"/", 1)[1]] = list(extents)
        return self

    def link(self, path, target):
        self.parent(path)[coded(path).rsplit(b"/", 1)[1]] = coded(target)
        return self

    def parent(self, path):
        folder = self.tree
        for part in coded(path).strip(b"/").split(b"/")[:-1]:
            folder = folder.setdefault(part, {})
        return folder

    def folder(self, path):
        return self.parent(path + "/x")

    def menus(self, text, *paths):
        """The same text, in all places where a GRUB looks or in those."""
        data = coded(text)
        block = self.place(data)
        for path in paths or GRUB:
            self.file(path, (block, len(data)))
        return self

    def release(self, version, family="CentOS"):
        return self.add("/.treeinfo", "[general]\nfamily = %s\nversion = %s\narch = x86_64\n" %
                        (family, version))

    # what becomes of it

    def susp(self, room, entries):
        """The entries that fit into a record; the others go to an area behind."""
        if sum(map(len, entries)) <= room:
            return b"".join(entries)
        kept, rest = b"", list(entries)
        while len(kept) + len(rest[0]) + 28 <= room:
            kept += rest.pop(0)
        rest = b"".join(rest)
        return kept + ce(self.place(rest), 0, len(rest))

    def records(self, name, node, sizes):
        """The records of one name: (name, record's data)."""
        if self.joliet:
            identifier = name.decode().encode("utf-16-be")
        else:
            identifier = b"F"
        room = 254 - 33 - len(identifier) - (1 - len(identifier) % 2)
        if isinstance(node, dict):
            block, size = sizes.get(id(node), (0, 0))
            flags, extents, mode, more = DIRECTORY, [(block, size)], 0o40555, []
        elif isinstance(node, bytes):
            flags, extents, mode, more = 0, [(0, 0)], 0o120777, components(node)
        else:
            flags, extents, mode, more = 0, node, 0o100444, []
        if self.joliet:
            used = b""
        else:
            key = (name, id(node))
            if key not in self.used:
                self.used[key] = self.susp(room, [px(mode)] + names(name) + more)
            used = self.used[key]
        for i, (block, size) in enumerate(extents):
            last = i + 1 == len(extents)
            yield hostile.record(identifier, block, size, flags | (0 if last else MORE), used)

    def lay(self, folder, parent, sizes):
        own, up = sizes.get(id(folder), (0, 0)), sizes.get(id(parent), (0, 0))
        more = b"" if self.joliet else px(0o40555)
        first = hostile.sp() if folder is self.tree and not self.joliet else b""
        sectors = [bytearray(hostile.record(SELF, *own, DIRECTORY, first + more) +
                             hostile.record(PARENT, *up, DIRECTORY, more))]
        if folder is self.tree and self.filling:
            sectors += [self.filling, bytearray()]
        for name, node in folder.items():
            for record in self.records(name, node, sizes):
                if len(sectors[-1]) + len(record) > SECTOR:
                    sectors.append(bytearray())
                sectors[-1] += record
        return b"".join(bytes(sector).ljust(SECTOR, b"\0") for sector in sectors)

    def folders(self, folder, parent):
        yield folder, parent
        for node in folder.values():
            if isinstance(node, dict):
                yield from self.folders(node, folder)

    def write(self, path):
        self.used = {}
        folders, sizes = list(self.folders(self.tree, self.tree)), {}
        for folder, parent in folders:
            data = self.lay(folder, parent, sizes)
            sizes[id(folder)] = (self.place(data), len(data))
        for folder, parent in folders:
            self.blocks[sizes[id(folder)][0]] = self.lay(folder, parent, sizes)
        root = sizes[id(self.tree)]
        total = self.size // SECTOR if self.size else max(self.free, hostile.BLOCKS)
        primary = bytearray(hostile.descriptor(1, *root, total))
        primary[40:72] = self.label.ljust(32)
        tables = [bytes(primary)] + list(self.descriptors)
        if self.joliet:
            second = bytearray(hostile.descriptor(2, *root, total))
            second[40:72] = self.label.decode().encode("utf-16-be").ljust(32, b"\0")
            second[88:91] = b"%/E"
            tables.append(bytes(second))
        if len(tables) < 32:
            tables.append(hostile.descriptor(255))
        for i, table in enumerate(tables):
            self.blocks[16 + i] = table
        with open(path, "wb") as file:
            for number, data in self.blocks.items():
                file.seek(number * SECTOR)
                file.write(data)
            file.truncate(total * SECTOR)
        return path
