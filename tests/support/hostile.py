# SPDX-License-Identifier: GPL-3.0-or-later
"""ISO 9660 images laid out by hand, right or wrong to the byte, on sparse files."""

SECTOR = 2048
BLOCKS = 1000  # of the volume
ROOT = 20  # block of the root directory
SELF, PARENT = b"\0", b"\1"
DIRECTORY, MORE = 2, 0x80


def both16(number):
    return number.to_bytes(2, "little") + number.to_bytes(2, "big")


def both32(number):
    return number.to_bytes(4, "little") + number.to_bytes(4, "big")


def record(name, block, size, flags=0, entries=b""):
    """A directory record; entries: its system use entries."""
    data = bytearray(b"\0\0" + both32(block) + both32(size) + bytes(7) + bytes([flags, 0, 0]) +
                     both16(1) + bytes([len(name)]) + name)
    data += bytes(len(data) % 2) + entries
    data += bytes(len(data) % 2)
    data[0] = len(data)
    return bytes(data)


def entry(kind, data):
    """A system use entry."""
    return kind + bytes([4 + len(data), 1]) + data


def sp():
    return entry(b"SP", b"\xbe\xef\0")


def nm(name, flags=0):
    return entry(b"NM", bytes([flags]) + name)


def px(mode):
    return entry(b"PX", both32(mode) + bytes(24))


def ce(block, offset, size):
    return entry(b"CE", both32(block) + both32(offset) + both32(size))


def link(kind, block):
    """CL and PL, which name another directory's block."""
    return entry(kind, both32(block))


def descriptor(kind, root=ROOT, root_size=SECTOR, blocks=BLOCKS):
    data = bytearray(SECTOR)
    data[0:7] = bytes([kind]) + b"CD001\1"
    data[40:72] = b"HOSTILE".ljust(32)
    data[80:88] = both32(blocks)
    data[120:124] = data[124:128] = both16(1)
    data[128:132] = both16(SECTOR)
    data[156:190] = record(SELF, root, root_size, DIRECTORY)
    return bytes(data)


class Image:
    """Blocks of a sparse file; a Rock Ridge root where there are no other words for it."""

    def __init__(self, root_size=SECTOR):
        self.blocks = {16: descriptor(1, root_size=root_size), 17: descriptor(255)}
        self.directories = {}

    def directory(self, block, parent=ROOT, size=SECTOR, entries=b"", up=b""):
        entries = (sp() + px(0o40555) if block == ROOT else px(0o40555)) + entries
        self.directories[block] = (record(SELF, block, size, DIRECTORY, entries) +
                                   record(PARENT, parent, SECTOR, DIRECTORY, px(0o40555) + up))
        return self

    def add(self, directory, name, block, size, flags=0, entries=None, identifier=b"X.;1"):
        if entries is None:
            entries = nm(name) + px(0o40555 if flags & DIRECTORY else 0o100444)
        data = self.directories[directory]
        data += self.pad(data, record(identifier, block, size, flags, entries))
        self.directories[directory] = data
        return self

    @staticmethod
    def pad(data, more):
        """No record crosses a sector."""
        room = SECTOR - len(data) % SECTOR
        return (bytes(room) if len(more) > room else b"") + more

    def file(self, directory, name, block, data):
        self.blocks[block] = data
        return self.add(directory, name, block, len(data))

    def tree(self, *path, block=30):
        """Directories one in the other, from the root; the block of the last."""
        parent = ROOT
        if ROOT not in self.directories:
            self.directory(ROOT)
        for name in path:
            self.directory(block, parent)
            self.add(parent, name, block, SECTOR, DIRECTORY)
            parent, block = block, block + 1
        return parent

    def write(self, path, size=None):
        """All of the volume unless a size says other: what is cut off has that for an answer."""
        blocks = dict(self.blocks)
        blocks.update(self.directories)
        end = max(number * SECTOR + len(data) for number, data in blocks.items())
        with open(path, "wb") as file:
            for number, data in blocks.items():
                file.seek(number * SECTOR)
                file.write(data)
            file.truncate(size or max(BLOCKS, -(-end // SECTOR)) * SECTOR)
        return path


# FAT12 in 512-byte clusters, as an EFI system partition has it

def fat(chains, slots, clusters=64, contents=()):
    """chains: the table's entries by cluster; slots: the root's; contents: clusters by number."""
    boot = bytearray(512)
    boot[0:11] = b"\xeb\x3c\x90HOSTILE "
    boot[11:13] = (512).to_bytes(2, "little")
    boot[13] = 1
    boot[14:16] = (1).to_bytes(2, "little")
    boot[16] = 1
    boot[17:19] = (16).to_bytes(2, "little")
    boot[19:21] = (3 + clusters).to_bytes(2, "little")
    boot[21] = 0xF8
    boot[22:24] = (1).to_bytes(2, "little")
    boot[38] = 0x29
    boot[39:43] = b"\1\2\3\4"
    boot[43:62] = b"ESP        FAT12   "
    boot[510:512] = b"\x55\xaa"
    table = bytearray(512)
    for cluster, value in {0: 0xFF8, 1: 0xFFF, **dict(chains)}.items():
        at = cluster * 3 // 2
        old = int.from_bytes(table[at:at + 2], "little")
        new = (old & 0xF | value << 4) if cluster % 2 else (old & 0xF000 | value)
        table[at:at + 2] = new.to_bytes(2, "little")
    data = bytearray(clusters * 512)
    for cluster, text in dict(contents).items():
        data[(cluster - 2) * 512:(cluster - 2) * 512 + len(text)] = text
    return bytes(boot) + bytes(table) + b"".join(slots).ljust(512, b"\0") + bytes(data)


def slot(name, attribute, cluster, size=0):
    return (name.ljust(11) + bytes([attribute]) + bytes(14) + cluster.to_bytes(2, "little") +
            size.to_bytes(4, "little"))


def long_name(name, text):
    """The slots before the one of a short name, 13 characters each."""
    total = 0
    for byte in name:
        total = ((total & 1) << 7) + (total >> 1) + byte & 0xFF
    units = text.encode("utf-16-le")
    parts = [units[i:i + 26] for i in range(0, len(units), 26)]
    return b"".join(bytes([number | (0x40 if number == len(parts) else 0)]) + part[:10] +
                    bytes([0x0F, 0, total]) + part[10:22] + bytes(2) + part[22:26]
                    for number, part in reversed(list(enumerate(parts, 1))))


def fat16(root):
    """A volume of nothing but a root directory, whose slots come as bytes of whole sectors."""
    clusters = 5000  # more than FAT12 has
    sectors = (clusters + 2) * 2 // 512 + 1  # of the table
    boot = bytearray(fat({}, [])[:512])
    boot[17:19] = (len(root) // 32).to_bytes(2, "little")
    boot[19:21] = (1 + sectors + len(root) // 512 + clusters).to_bytes(2, "little")
    boot[22:24] = sectors.to_bytes(2, "little")
    boot[54:62] = b"FAT16   "
    table = b"\xf8\xff\xff\xff".ljust(sectors * 512, b"\0")
    return bytes(boot) + table + root + bytes(clusters * 512)


def boot_record(catalogue):
    """The El Torito boot record volume descriptor."""
    data = bytearray(SECTOR)
    data[0:7] = b"\0CD001\1"
    data[7:39] = b"EL TORITO SPECIFICATION".ljust(32, b"\0")
    data[71:75] = catalogue.to_bytes(4, "little")
    return bytes(data)


def boot_catalogue(block, sectors=4, platform=0xEF):
    """A catalogue with one entry."""
    first = bytearray(32)
    first[0:2] = bytes([1, platform])
    first[30:32] = b"\x55\xaa"
    total = sum(int.from_bytes(first[i:i + 2], "little") for i in range(0, 32, 2))
    first[28:30] = (-total & 0xFFFF).to_bytes(2, "little")
    boot = bytearray(32)
    boot[0] = 0x88
    boot[6:8] = sectors.to_bytes(2, "little")
    boot[8:12] = block.to_bytes(4, "little")
    return (bytes(first) + bytes(boot)).ljust(SECTOR, b"\0")
