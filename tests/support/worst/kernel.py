# SPDX-License-Identifier: GPL-3.0-or-later
"""Kernels at their bounds: packed in each way with as much to unpack as there may be."""

import bz2
import lzma
import random
import struct
import subprocess
import zlib

from . import LIMITS, recipe
from .disc import KERNEL, RAM_DISK, Disc
from .grub import INSTALL

PIECE = 900000


def letters(size, bits=2, seed=1):
    """Of a small alphabet: a few bits a byte are left when it is packed."""
    table = bytes(65 + (i & (1 << bits) - 1) for i in range(256))
    return random.Random(seed).randbytes(size).translate(table)


def note(name, kind, value):
    def padded(data):
        return data + bytes(-len(data) % 4)
    return struct.pack("<III", len(name), len(value), kind) + padded(name) + padded(value)


NOTES = (note(b"Xen\0", 6, b"linux\0") + note(b"Xen\0", 5, b"xen-3.0\0") +
         note(b"Xen\0", 1, bytes(8)) + note(b"Xen\0", 3, bytes(8)) +
         note(b"Xen\0", 8, b"generic\0"))


def head(notes, size, segments=1, programs=1):
    """An ELF file's headers, whose notes are said to be at an offset."""
    data = struct.pack("<4sBBB9xHHIQQQIHHHHHH", b"\177ELF", 2, 1, 1, 2, 62, 1, 0, 64, 0, 0, 64, 56,
                       programs, 0, 0, 0)
    for i in range(programs):
        data += struct.pack("<IIQQQQQQ", 4 if i < segments else 1, 4, notes + i * size, 0, 0, size,
                            size, 4)
    return data


def bzimage(payload, version=b"5.0 worst"):
    data = bytearray(1024 + 512)
    data[0x1F1] = 2
    data[0x1FE:0x200] = b"\x55\xaa"
    data[0x202:0x206] = b"HdrS"
    data[0x206:0x208] = (0x20C).to_bytes(2, "little")
    data[0x20E:0x210] = (0x200).to_bytes(2, "little")
    data[0x24C:0x250] = len(payload).to_bytes(4, "little")
    data[0x400:0x400 + len(version)] = version
    return bytes(data) + payload


def booting(kernel):
    return Disc(boots=False).add(KERNEL, kernel).add(RAM_DISK, b"i").menus(INSTALL)


def room(size, packed):
    """How many pieces of these sizes a kernel may have between the first and the last."""
    return min(LIMITS["IA_UNPACK_UNPACKED_MAX"] // size,
               (LIMITS["IA_UNPACK_PACKED_MAX"] - 65536) // packed) - 3


def spliced(piece, pack, join):
    """One piece packed once, and put behind itself as often as the bounds allow."""
    middle = pack(piece)
    count = room(len(piece), len(middle))
    start = head((count + 1) * len(piece), len(NOTES))
    first, last = start + piece[len(start):], NOTES + piece[len(NOTES):]
    return booting(bzimage(join([(first, pack(first)), *[(piece, middle)] * count,
                                 (last, pack(last))])))


def deflate(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def gzip(parts):
    total = length = 0
    for data, _ in parts:
        total = zlib.crc32(data, total)
        length += len(data)
    return (b"\x1f\x8b\x08\0\0\0\0\0\2\3" + b"".join(packed for _, packed in parts) + b"\3\0" +
            struct.pack("<II", total, length & 0xFFFFFFFF))


@recipe("IA_UNPACK_PACKED_MAX", "IA_UNPACK_UNPACKED_MAX", "IA_UNPACK_PIECE", "IA_UNPACK_WINDOW")
def kernel_gzip():
    return spliced(letters(1 << 20), deflate, gzip)


MAGIC = 0x177245385090


def bzip2_block(data):
    """The block's bits and its sum, out of a stream of one block."""
    packed = bz2.compress(data, 9)
    number, pad = int.from_bytes(packed, "big"), 0
    while number >> pad + 32 & (1 << 48) - 1 != MAGIC:
        pad += 1
    length = len(packed) * 8 - 32 - 80 - pad
    return number >> pad + 80 & (1 << length) - 1, length, number >> pad & 0xFFFFFFFF


def repeated(number, length, count):
    """A number of so many bits, that many times behind itself."""
    result = done = 0
    while count:
        if count & 1:
            result, done = result << length | number, done + length
        number, length, count = number << length | number, 2 * length, count >> 1
    return result, done


@recipe("IA_UNPACK_PACKED_MAX", "IA_UNPACK_UNPACKED_MAX", "IA_UNPACK_WORK_MAX")
def kernel_bzip2():
    data = letters(PIECE - 4000)
    bits, length, total = bzip2_block(data)
    count = room(len(data), length // 8 + 1)
    start = head((count + 1) * len(data), len(NOTES))
    first, first_length, combined = bzip2_block(start + data[len(start):])
    last, last_length, last_total = bzip2_block(NOTES + data[len(NOTES):])
    for one in [total] * count + [last_total]:
        combined = (combined << 1 | combined >> 31) & 0xFFFFFFFF ^ one
    middle, middle_length = repeated(bits, length, count)
    whole = (((first << middle_length | middle) << last_length | last) << 80 |
             MAGIC << 32 | combined)
    size = first_length + middle_length + last_length + 80
    return booting(bzimage(b"BZh9" + (whole << -size % 8).to_bytes((size + 7) // 8, "big")))


FILTER = {"id": lzma.FILTER_LZMA2, "preset": 0, "nice_len": 8, "depth": 1, "lc": 0,
          "dict_size": 32 << 20}


def number(value):
    """As xz writes numbers."""
    data = b""
    while value > 127:
        data += bytes([value & 127 | 128])
        value >>= 7
    return data + bytes([value])


def summed(data):
    return data + struct.pack("<I", zlib.crc32(data))


def chunk(data):
    """LZMA2 without its end, which begins with a reset of its state alone."""
    packed = bytearray(lzma.compress(data, lzma.FORMAT_RAW, filters=[FILTER]))[:-1]
    assert packed[0] >= 0xE0
    packed[0] -= 0x20
    return bytes(packed)


def xz(parts):
    """A stream of one block without a check, of LZMA2 with a dictionary of 32 MiB."""
    data = bytearray(b"".join(packed for _, packed in parts))
    data[0] += 0x20
    data += b"\0"
    header = b"\x02\0\x21\x01\x1c\0\0\0"
    total, length = 12 + len(data), sum(len(part) for part, _ in parts)
    data += bytes(-len(data) % 4)
    index = b"\0\1" + number(total) + number(length)
    index = summed(index + bytes(-len(index) % 4))
    return (b"\xfd7zXZ\0" + summed(b"\0\0") + summed(header) + bytes(data) + index +
            struct.pack("<I", zlib.crc32(struct.pack("<I", len(index) // 4 - 1) + b"\0\0")) +
            struct.pack("<I", len(index) // 4 - 1) + b"\0\0YZ")


@recipe("IA_UNPACK_PACKED_MAX", "IA_UNPACK_UNPACKED_MAX", "IA_UNPACK_LZMA_MEMORY_MAX")
def kernel_xz():
    return spliced(letters(128 << 10), chunk, xz)


def whole(size, bits):
    """All of it in one, for what cannot be put together."""
    piece = letters(min(size, 16 << 20), bits)
    start = head(size - 65536, len(NOTES))
    data = (start + piece[len(start):] + piece * (size // len(piece)))[:size - 65536]
    return data + NOTES.ljust(65536, b"\0")


def by(size, bits, *command):
    return booting(bzimage(subprocess.run(command, input=whole(size, bits), check=True,
                                          stdout=subprocess.PIPE).stdout))


@recipe("IA_UNPACK_PACKED_MAX", "IA_UNPACK_UNPACKED_MAX", "IA_UNPACK_LZMA_MEMORY_MAX")
def kernel_lzma():
    """Of literals, which take longest, and zeros, until all of its dictionary is in use.

    It is packed with a small one, which takes less.
    """
    size = 70 << 20
    start = head(size - len(NOTES), len(NOTES))
    data = (start + random.Random(2).randbytes(40 << 20)).ljust(size - len(NOTES), b"\0") + NOTES
    packed = bytearray(lzma.compress(data, lzma.FORMAT_ALONE, filters=[
        {**FILTER, "id": lzma.FILTER_LZMA1, "lc": 3, "dict_size": 64 << 10}]))
    packed[1:5] = (64 << 20).to_bytes(4, "little")
    return booting(bzimage(bytes(packed)))


@recipe("IA_UNPACK_UNPACKED_MAX", "IA_UNPACK_ZSTD_WINDOW_LOG_MAX", "IA_UNPACK_KEPT_MAX")
def kernel_zstd():
    return by(LIMITS["IA_UNPACK_UNPACKED_MAX"] - 1, 1, "zstd", "-q", "-1", "--zstd=wlog=27",
              "--no-check", "-c")


@recipe("IA_UNPACK_UNPACKED_MAX", "IA_UNPACK_LZ4_BLOCK_MAX")
def kernel_lz4():
    return by(LIMITS["IA_UNPACK_PACKED_MAX"] * 3 // 2, 1, "lz4", "-q", "-l", "-1", "-c")


@recipe("IA_UNPACK_RATIO_MAX", "IA_UNPACK_FREE")
def kernel_ratio():
    """Just no bomb: of few packed bytes as many unpacked ones as there may be."""
    few = random.Random(3)
    return spliced(b"".join(few.randbytes(8) + bytes(448) for _ in range(2300)), deflate, gzip)


@recipe("IA_UNPACK_UNPACKED_MAX", "IA_UNPACK_WINDOW")
def kernel_elf():
    """Not packed, and sparse: its notes are as far behind as they may be."""
    size = LIMITS["IA_UNPACK_UNPACKED_MAX"] - (1 << 20)
    disc = booting(b"")
    block = disc.place(head(size, len(NOTES)))
    disc.blocks[block + size // 2048] = NOTES
    disc.free = block + size // 2048 + 1
    return disc.file(KERNEL, (block, size + len(NOTES)))


@recipe("IA_ELF_PROGRAM_HEADERS_MAX", "IA_ELF_NOTE_SEGMENTS_MAX", "IA_ELF_NOTE_SEGMENT_SIZE_MAX",
        "IA_ELF_NOTES_MAX", "IA_XEN_NOTE_VALUE_MAX")
def kernel_notes():
    one = note(b"Xen\0", 10, b"\x01" * 2028)
    segment = (one * 32)[:65536]
    programs, segments = 64, 8
    start = head(4096, 65536, segments, programs)
    return booting(start.ljust(4096, b"\0") + segment.ljust(65536, b"\0") * segments)


@recipe("IA_KERNEL_VERSION_MAX")
def kernel_version():
    return booting(bzimage(deflate(b""), "\u202e".encode() * 170))
