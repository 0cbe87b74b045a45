# SPDX-License-Identifier: GPL-3.0-or-later
"""File systems, tables and the release's files at their bounds."""

import zlib

import hostile
from hostile import DIRECTORY, SECTOR, ce, entry, nm

from . import LIMITS, recipe, recipes
from .disc import KERNEL, Disc
from .grub import INSTALL

BIDI = "\u202e"


def sectors(record, records=0, count=0):
    """Sectors full of one record: so many of these, or of those."""
    each = SECTOR // len(record)
    count = count or records // each
    return (record * each).ljust(SECTOR, b"\0") * count


def behind(filling):
    """A medium whose root begins with records that every lookup goes through for nothing."""
    disc = Disc().menus(INSTALL)
    disc.filling = filling
    return disc


@recipe("IA_DIR_RECORDS_MAX")
def directory_records():
    return behind(sectors(hostile.record(b"F", 60, 1, 0, nm(b"f")), records=65000))


@recipe("IA_DIR_BYTES_MAX")
def directory_bytes():
    return behind(sectors(hostile.record(b"F", 60, 1, 0, nm(b"n" * 200)), count=7000))


LOOKUPS = {"stat": "[ -f /none ]", "search": "search -f /none", "list": "echo /*x",
           "names": "echo /*", "none": "source /none", "up": "[ -f /EFI/../EFI/../EFI/../none ]",
           "entries": "menuentry a { linux /k /*; }"}


def lookup(text):
    """A menu looks again and again into a directory of many names."""
    disc = Disc().menus("while true; do %s; done\n" % text + INSTALL)
    disc.filling = sectors(hostile.record(b"F", 60, 1, 0, nm(b"n" * 60)), records=15000)
    return disc


recipes({"lookup-" + name: text for name, text in LOOKUPS.items()}, lookup,
        "IA_WORK_MAX")


@recipe("IA_WORK_MAX")
def directory_blanks():
    return behind(bytes(8000 * SECTOR))


@recipe("IA_WORK_MAX")
def directory_entries():
    return behind(sectors(hostile.record(b"F", 60, 1, 0, b"ZZ\4\1" * 50), count=2000))


@recipe("IA_WORK_MAX")
def directory_components():
    full = entry(b"SL", b"\0" + b"\2\0" * 90)
    return behind(sectors(hostile.record(b"F", 60, 1, 0, nm(b"x") + full), count=2000))


@recipe("IA_CONTINUATIONS_MAX", "IA_CONTINUATION_MAX")
def continuations():
    """Each record leads through as many areas of as many entries as there may be."""
    disc = behind(b"")
    blocks = [disc.place(bytes(8192)) for _ in range(31)]
    for i, block in enumerate(blocks):
        more = ce(blocks[i + 1], 0, 8192) if i + 1 < len(blocks) else nm(b"f")
        disc.blocks[block] = (b"ZZ\4\1" * ((8192 - len(more)) // 4) + more).ljust(8192, b"\0")
    disc.filling = sectors(hostile.record(b"F", 60, 1, 0, ce(blocks[0], 0, 8192)), count=20)
    return disc


@recipe("IA_NAME_MAX")
def names_in_areas():
    disc = behind(b"")
    area = nm(b"n" * 240, 1) * 4 + nm(b"n" * 60)
    block = disc.place(area)
    disc.filling = sectors(hostile.record(b"F", 60, 1, 0, ce(block, 0, len(area))), count=600)
    return disc


@recipe("IA_WORK_MAX")
def directory_joliet():
    disc = behind(sectors(hostile.record(("n" * 110).encode("utf-16-be"), 60, 1), count=2000))
    disc.joliet = True
    return disc


@recipe("IA_SYMLINKS_MAX", "IA_PATH_DEPTH_MAX", "IA_PATH_MAX", "IA_GRUB_ENTRIES_MAX")
def links():
    """Kernels behind chains of links, each through as many components as there may be."""
    disc = Disc()
    for i in range(15):
        disc.link("/l%d" % i, "/d" + "/../d" * 12 + "/../l%d" % (i + 1))
    disc.link("/l15", KERNEL)
    disc.add("/d/x", b"")
    return disc.menus("".join("menuentry e%d { linux /l0 a\n initrd %s\n}\n" %
                              (i, "/l1 " * 20) for i in range(1000)))


@recipe("IA_PATH_DEPTH_MAX", "IA_NAME_MAX", "IA_PATH_MAX", "IA_CACHE_BLOCKS")
def deep_paths():
    disc = Disc()
    path = "".join("/" + chr(97 + i % 26) * 120 for i in range(30))
    for i in range(20):
        disc.add(path + "/" + "k" * 100 + str(i), b"k")
    return disc.menus("".join("menuentry e%d { linux %s/%s%d a\n initrd %s/none\n}\n" %
                              (i, path, "k" * 100, i % 20, path) for i in range(120)))


def descriptor(number):
    """Joliet's, without a tree."""
    data = bytearray(hostile.descriptor(2))
    data[40:72] = ("L%d" % number + BIDI).encode("utf-16-be").ljust(32, b"\0")
    data[88:91] = b"%/E"
    return bytes(data)


@recipe("IA_DESCRIPTORS_MAX", "IA_BLOCK_SIZE")
def descriptors():
    disc = Disc().menus(INSTALL)
    disc.descriptors = [descriptor(i) for i in range(31)]
    return disc


def overlapping(count, files):
    """Files whose extents each cover the whole image."""
    disc = Disc().menus("menuentry a { linux /k x\n initrd %s\n}\n" %
                        " ".join("/i%d" % i for i in range(files)))
    disc.size = 8 << 20
    extents = [(0, disc.size)] * count
    disc.file("/k", *extents)
    for i in range(files):
        disc.file("/i%d" % i, *extents)
    return disc


@recipe("IA_EXTENTS_MAX")
def extents():
    return overlapping(64, 2)


@recipe("IA_EXTENTS_MAX")
def names_of_one_extent():
    return overlapping(1, 62)


@recipe("IA_TREEINFO_MAX", "IA_NOTES_MADE_MAX")
def treeinfo_lines():
    """Lines that are wrong for one cause: more than are counted for it."""
    return Disc().menus(INSTALL).add("/.treeinfo", "[general]\n" + "x\n" * 65000)


@recipe("IA_RELEASE_TEXT_MAX", "IA_TREEINFO_MAX")
def treeinfo_value():
    name = "\x01" * 60000
    return Disc().menus(INSTALL).add(
        "/.treeinfo", "[general]\nname = %s\nfamily = CentOS\nversion = 7%s\n" % (name, name))


@recipe("IA_RELEASE_TEXT_MAX", "IA_TREEINFO_MAX")
def treeinfo_release():
    name = BIDI * 10000
    return Disc().menus(INSTALL).add(
        "/.treeinfo", "[release]\nname = CentOS %s\nshort = %s\nversion = 7.%s\n"
        "[tree]\narch = %s\nvariants = x,y\n" % ((name,) * 4))


@recipe("IA_RELEASE_TEXT_MAX", "IA_TREEINFO_MAX")
def discinfo():
    return Disc().menus(INSTALL).add("/.discinfo", "1.0\n%s\n%s\n" % (BIDI * 20000, BIDI * 20000))


@recipe("IA_TREEINFO_MAX")
def diskinfo():
    return Disc().menus(INSTALL).add("/.disk/info", "Debian " + BIDI * 40000)


@recipe("IA_CHECKSUMS_MAX", "IA_TREEINFO_MAX")
def checksums():
    """Each of many files is looked for among sums whose paths begin alike."""
    disc = Disc()
    path = "/" + "c" * 200
    disc.add("/.treeinfo", "[general]\nfamily = CentOS\nversion = 7\n[checksums]\n" + "".join(
        "%s%03d = sha256:%s\n" % (path[1:], i, "0" * 64) for i in range(256)))
    disc.add(path + "000", b"k")
    return disc.menus("menuentry a { linux %s000 inst.stage2=hd:LABEL=HOSTILE\n initrd %s\n}\n" %
                      (path, " ".join(path + "%03d" % (i % 256) for i in range(4000))))


@recipe("IA_IMPLANT_SIZE", "IA_IMPLANT_DIGITS", "IA_IMPLANT_FRAGMENTS_MAX")
def implant():
    disc = Disc().menus(INSTALL)
    text = ("ISO MD5SUM = %s;SKIPSECTORS = 15;RHLISOSTATUS=0;FRAGMENT SUMS = %s;"
            "FRAGMENT COUNT = 60;" % ("0" * 32, "0" * 60)).ljust(512)
    write = disc.write

    def marked(path):
        write(path)
        with open(path, "r+b") as file:
            file.seek(16 * SECTOR + 883)
            file.write(text.encode())
        return path
    disc.write = marked
    return disc


# tables

def gpt(count, name=BIDI * 36):
    """A protective MBR and a GPT of so many entries."""
    entries = b"".join(
        b"\x28\x73\x2a\xc1\x1f\xf8\xd2\x11\xba\x4b\0\xa0\xc9\x3e\xc9\x3b" +
        i.to_bytes(16, "little") + (1200 + i).to_bytes(8, "little") * 2 + bytes(8) +
        name.encode("utf-16-le").ljust(72, b"\0") for i in range(1, count + 1))
    header = bytearray(512)
    header[0:16] = b"EFI PART\0\0\1\0\x5c\0\0\0"
    for at, value in ((24, 1), (32, 3999), (40, 1100), (48, 3990), (72, 2)):
        header[at:at + 8] = value.to_bytes(8, "little")
    header[80:84] = count.to_bytes(4, "little")
    header[84:88] = (128).to_bytes(4, "little")
    header[88:92] = zlib.crc32(entries).to_bytes(4, "little")
    header[16:20] = zlib.crc32(bytes(header[:92])).to_bytes(4, "little")
    table = bytearray(512)
    table[446:462] = b"\0\0\2\0\xee\xff\xff\xff" + b"\1\0\0\0" + b"\xff\xff\xff\xff"
    table[510:512] = b"\x55\xaa"
    return bytes(table) + bytes(header) + entries


def mbr(*partitions):
    entries = b"".join(b"\0\0\2\0" + bytes([kind]) + b"\xff\xff\xff" +
                       start.to_bytes(4, "little") + size.to_bytes(4, "little")
                       for kind, start, size in partitions)
    return bytes(446) + entries.ljust(64, b"\0") + b"\x55\xaa"


@recipe("IA_PARTITIONS_MAX")
def partitions():
    disc = Disc().menus(INSTALL)
    disc.blocks[0] = gpt(120)
    return disc


@recipe("IA_TABLE_ENTRIES_MAX")
def table_entries():
    """More than lie in front of the volume: the table is behind it."""
    disc = Disc().menus(INSTALL)
    table = gpt(1000)
    block = disc.place(table[1024:])
    header = bytearray(table[512:1024])
    header[72:80] = (block * 4).to_bytes(8, "little")
    header[16:20] = bytes(4)
    header[16:20] = zlib.crc32(bytes(header[:92])).to_bytes(4, "little")
    disc.blocks[0] = table[:512] + bytes(header)
    return disc


@recipe("IA_TABLE_ENTRIES_MAX", "IA_PARTITIONS_MAX")
def logical_partitions():
    disc = Disc().menus(INSTALL)
    links = 1000
    block = disc.place(b"".join(
        mbr((0x83, 1, 1), (5, i + 1, 2)) if i + 1 < links else mbr((0x83, 1, 1))
        for i in range(links)))
    disc.blocks[0] = mbr((5, block * 4, links))
    return disc


def catalogue(disc, image, sectors_of, entries=1):
    """A boot catalogue whose first entry is EFI's, and others behind it."""
    data = bytearray(hostile.boot_catalogue(image, sectors_of))
    for i in range(2, 1 + entries):
        data[32 * i:32 * i + 32] = (bytes([0x91 if i + 2 > entries else 0x90]) +
                                    b"\xef\1\0" + bytes(28) if i % 2 == 0 else
                                    b"\x88" + bytes(5) + (4).to_bytes(2, "little") +
                                    image.to_bytes(4, "little") + bytes(20))
    block = disc.place(bytes(data))
    disc.descriptors.insert(0, hostile.boot_record(block))


@recipe("IA_ELTORITO_ENTRIES_MAX")
def boot_entries():
    disc = Disc().menus(INSTALL)
    catalogue(disc, disc.place(bytes(SECTOR)), 4, 63)
    return disc


def esp(volume, text=None):
    disc = Disc()
    if text:
        disc.menus(text)
    catalogue(disc, disc.place(volume), min(len(volume) // 512, 65535))
    return disc


def slots(text):
    name = b"ABCDEFGHIJK"
    unit = (hostile.long_name(name, text) if text else b"") + hostile.slot(name, 0x20, 9)
    return (unit * (60000 * 32 // len(unit))).ljust(60000 * 32, b"\xe5")


@recipe("IA_FAT_DIR_ENTRIES_MAX")
def fat_slots():
    return esp(hostile.fat16(slots("")))


@recipe("IA_FAT_DIR_ENTRIES_MAX")
def fat_long_names():
    return esp(hostile.fat16(slots(BIDI * 247)))


@recipe("IA_FAT_DIR_ENTRIES_MAX")
def fat_half_names():
    return esp(hostile.fat16(slots("efi-boot-grub")))


@recipe("IA_WORK_MAX")
def fat_lookups():
    """The ISO's menu looks for its files in a large directory of the system partition."""
    return esp(hostile.fat16(slots("a" * 13)),
               "while true; do [ -f (hd0,2)/none ]; done\n" + INSTALL)


@recipe("IA_CONFIG_MAX")
def fat_fragments():
    """A menu of a megabyte whose clusters lie backwards."""
    text = (b"# a comment\n" * 87000 + INSTALL.encode()).ljust(2040 * 512)
    root = (hostile.slot(b"EFI", 0x10, 2)).ljust(512, b"\0")
    volume = bytearray(hostile.fat16(root))
    table, data = 512, len(volume) - 5000 * 512
    chain = [2100 - i for i in range(2040)]
    for i, cluster in enumerate([2, 3] + chain):
        following = 0xFFFF if i < 2 or i == len(chain) + 1 else chain[i - 1]
        volume[table + 2 * cluster:table + 2 * cluster + 2] = following.to_bytes(2, "little")
    for cluster, part in [(2, hostile.slot(b"BOOT", 0x10, 3)),
                          (3, hostile.slot(b"GRUB    CFG", 0x20, chain[0], len(text)))] + [
                              (cluster, text[512 * i:512 * i + 512])
                              for i, cluster in enumerate(chain)]:
        at = data + (cluster - 2) * 512
        volume[at:at + len(part)] = part
    return esp(bytes(volume))


@recipe("IA_BLKID_CLUSTER_MAX")
def fat_for_blkid():
    """In the system area a FAT of large clusters, whose root is searched for a label to its end."""
    size, count = LIMITS["IA_BLKID_CLUSTER_MAX"], 250
    boot = bytearray(512)
    boot[0:11] = b"\xeb\x58\x90HOSTILE "
    for at, width, value in ((11, 2, 512), (13, 1, size // 512), (14, 2, 32), (16, 1, 1),
                             (21, 1, 0xF8), (32, 4, 40 + count * size // 512), (36, 4, 8),
                             (44, 4, 4), (66, 1, 0x29)):
        boot[at:at + width] = value.to_bytes(width, "little")
    boot[71:90] = b"NO NAME    FAT32   "
    boot[510:512] = b"\x55\xaa"
    table = b"\xf8\xff\xff\x0f" * 4 + b"".join(
        (5 + i).to_bytes(4, "little") for i in range(count - 4))
    disc = Disc().menus(INSTALL)
    disc.blocks[0] = bytes(boot).ljust(32 * 512, b"\0") + table
    disc.free = max(disc.free, (20480 + count * size) // SECTOR)
    full = hostile.slot(b"X", 0x20, 9) * (size // 32)
    for i in range(2, count):
        disc.blocks[20480 // SECTOR + i * size // SECTOR] = full
    return disc


def program(sections, sbat):
    """An EFI program with so many sections; the last holds so many bytes of .sbat."""
    data = bytearray(4096)
    data[0:2] = b"MZ"
    data[60:64] = (0x80).to_bytes(4, "little")
    data[0x80:0x84] = b"PE\0\0"
    data[0x86:0x88] = sections.to_bytes(2, "little")
    data[0x94:0x96] = (0x20).to_bytes(2, "little")
    for i in range(sections):
        last = i + 1 == sections
        at = 0x80 + 24 + 0x20 + 40 * i
        data[at:at + 8] = (b".sbat" if last else b".s%d" % i).ljust(8, b"\0")
        data[at + 8:at + 12] = len(sbat).to_bytes(4, "little")
        data[at + 16:at + 20] = len(sbat).to_bytes(4, "little")
        data[at + 20:at + 24] = (4096).to_bytes(4, "little")
    return bytes(data) + sbat


@recipe("IA_PE_HEADERS_MAX", "IA_PE_SECTIONS_MAX", "IA_SBAT_MAX")
def grub_program():
    line = b"grub.rh,2,Red Hat,grub2,1:2.02,mailto:x\n"
    sbat = (b"x," * 40 + b"\n") * 800
    return Disc().menus(INSTALL).add("/EFI/BOOT/grubx64.efi",
                                     program(96, sbat[:65536 - len(line)] + line))


@recipe("IA_SBAT_MAX")
def grub_program_lines():
    return Disc().menus(INSTALL).add("/EFI/BOOT/grubx64.efi", program(96, b"\n" * 65536))


@recipe("IA_EFI_FOLDERS_MAX", "IA_GRUB_ENTRIES_MAX")
def vendors():
    """Menus that differ in their last entry alone, in every folder that is looked into."""
    disc, many = Disc(), "menuentry 'a' { chainloader +1\n}\n" * 1000
    for i in range(LIMITS["IA_EFI_FOLDERS_MAX"]):
        disc.add("/EFI/v%d/grub.cfg" % i, many + "menuentry 'v%d' { chainloader +1\n}\n" % i)
    catalogue(disc, disc.place(bytes(SECTOR)), 4)
    return disc


@recipe("IA_BOOT_FOLDERS_MAX")
def boot_folders():
    """A boot image for BIOS that is nowhere in the tree."""
    disc = Disc()
    for i in range(LIMITS["IA_BOOT_FOLDERS_MAX"]):
        for k in range(200):
            disc.add("/d%d/%s%d" % (i, "n" * 60, k))
    catalogue(disc, disc.place(bytes(SECTOR)), 4)
    block = max(disc.blocks)
    data = bytearray(disc.blocks[block])
    total = int.from_bytes(data[28:30], "little") + (data[1] << 8)
    data[1], data[28:30] = 0, (total & 0xffff).to_bytes(2, "little")
    disc.blocks[block] = bytes(data)
    return disc
