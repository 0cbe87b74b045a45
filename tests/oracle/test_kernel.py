# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian's real kernels, repacked in every way and robbed of their notes, beside what Xen made of them."""

import os
import random
import struct
import subprocess
import tempfile
import time
import unittest

from harness import MEDIA, ToolTest, main, need

VERDICT = os.environ["ISOARGS_VERDICT"]

MIB = 1 << 20
PEAK_KIB, BOMB_SECONDS = 64 * 1024, 0.5

# With the formats and windows of scripts/Makefile.lib of Linux, but in less time; the build appends
# the size to all but gzip.
PACKERS = {
    "gzip": ["gzip", "-3nc"],
    "xz": ["xz", "--check=crc32", "--x86", "--lzma2=preset=0,nice=8,depth=1,dict=32MiB", "-c"],
    "lzma": ["xz", "--format=lzma", "--lzma1=preset=0,nice=8,depth=1,dict=64MiB", "-c"],
    "zstd": ["zstd", "-q", "-3", "--zstd=wlog=27", "--no-check", "-c"],
    "lz4": ["lz4", "-q", "-l", "-9", "-c"],
    "bzip2": ["bzip2", "-9c"],
}
APPENDED = {"gzip": 0}

ENTRY, VIRT_BASE, XEN_VERSION, GUEST_OS, LOADER, PHYS32_ENTRY = 1, 3, 5, 6, 8, 18


class Kernel:
    """A bzImage's parts."""

    def __init__(self, data):
        self.data = data
        setup = 512 * (1 + (data[0x1f1] or 4))
        offset, self.size = struct.unpack_from("<II", data, 0x248)
        self.start = setup + offset

    def payload(self, appended=4):
        return self.data[self.start:self.start + self.size - appended]

    def with_payload(self, payload):
        data = bytearray(self.data[:self.start] + payload)
        struct.pack_into("<I", data, 0x24c, len(payload))
        return bytes(data)


def filtered(command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def packed(packing, data):
    payload = filtered(PACKERS[packing], data)
    return payload + struct.pack("<I", len(data))[:APPENDED.get(packing, 4)]


def notes_of(elf):
    """Type and offset of the name of each Xen note, and where the segment ends."""
    table, = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    found, end = [], 0
    for at in range(table, table + count * size, size):
        kind, offset, length = (struct.unpack_from("<I", elf, at) + struct.unpack_from("<Q", elf, at + 8)
                                + struct.unpack_from("<Q", elf, at + 32))
        if kind != 4:
            continue
        end = offset + length
        while offset < end:
            names, values, note = struct.unpack_from("<III", elf, offset)
            if elf[offset + 12:offset + 12 + names] == b"Xen\0":
                found.append((note, offset + 12))
            offset += 12 + (names + 3 & ~3) + (values + 3 & ~3)
    return found, end


def without(elf, *types, but=()):
    """Notes of these types, or all but some, are nobody's."""
    data = bytearray(elf)
    for note, at in notes_of(elf)[0]:
        if note in types or (but and note not in but):
            data[at:at + 3] = b"Zen"
    return bytes(data)


def empty_elf(size, notes):
    """An ELF file of zeros whose notes are said to be at an offset."""
    head = struct.pack("<4sBBB9xHHIQQQIHHHHHH", b"\177ELF", 2, 1, 1, 2, 62, 1, 0, 64, 0, 0, 64, 56,
                       1, 0, 0, 0)
    head += struct.pack("<IIQQQQQQ", 4, 4, notes, 0, 0, 64, 64, 4)
    return head + bytes(size - len(head))


def measured(*command, times=1):
    """Seconds, the best of all times, and the peak in KiB."""
    best, peak = None, 0
    # meson has malloc() fill what it gives: memory that is never touched would count
    env = {name: value for name, value in os.environ.items() if name != "MALLOC_PERTURB_"}
    for _ in range(times):
        process = subprocess.run(["time", "-f", "%e %M", *command], check=False, text=True,
                                 env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE)
        seconds, kib = process.stderr.split()[-2:]
        best = min(float(seconds), best or 1e9)
        peak = max(int(kib), peak)
    return best, peak


def instrumented():
    with open(VERDICT, "rb") as file:
        data = file.read()
    return any(name in data for name in (b"__asan_init", b"__ubsan_handle"))


class KernelTest(ToolTest):
    @classmethod
    def setUpClass(cls):
        need(*(command[0] for command in PACKERS.values()), "time")
        cls.paths = {}
        for name in ("vmlinuz", "vmlinuz-generic"):
            cls.paths[name] = os.path.join(MEDIA, ".cache", name)
            if not MEDIA or not os.path.exists(cls.paths[name]):
                raise unittest.SkipTest("no %s: master the media first" % name)
        with open(cls.paths["vmlinuz-generic"], "rb") as file:
            cls.kernel = Kernel(file.read())
        whole = filtered(["xz", "-dc"], cls.kernel.payload())
        # what comes behind the notes is never looked at
        cls.elf = whole[:notes_of(whole)[1] + MIB]

    def verdict(self, path):
        process = subprocess.run([VERDICT, path], stdin=subprocess.DEVNULL, capture_output=True,
                                 text=True, check=False, timeout=60)
        self.assertEqual(process.stderr, "")
        self.assertIn(process.returncode, (0, 1))
        return process.stdout.rstrip("\n").split("\t")

    def judged(self, data):
        return self.verdict(self.write("kernel", data))


class Verdicts(KernelTest):
    def test_debians_kernels_are_pv_and_pvh(self):
        for name, packing in ("vmlinuz", "lz4"), ("vmlinuz-generic", "xz"):
            modes, bits, packed_with, unpacked, version, reason = self.verdict(self.paths[name])
            self.assertEqual((modes, bits, packed_with), ("pv+pvh", "64", packing))
            self.assertIn("-amd64 (debian-kernel@lists.debian.org) #1 SMP", version)
            self.assertEqual(reason, "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS linux; "
                                     "PHYS32_ENTRY")
            self.assertLess(int(unpacked), 26 * MIB)

    def test_nothing_behind_the_notes_is_unpacked(self):
        self.assertEqual(int(self.verdict(self.paths["vmlinuz-generic"])[3]),
                         notes_of(self.elf)[1])

    def test_a_bare_elf_and_one_in_gzip_are_read_too(self):
        expected = self.verdict(self.paths["vmlinuz-generic"])
        for data, packing in ((self.elf, "none"), (filtered(["gzip", "-1nc"], self.elf), "gzip")):
            found = self.judged(data)
            self.assertEqual(found[:2] + found[3:4] + found[5:],
                             expected[:2] + expected[3:4] + expected[5:])
            self.assertEqual((found[2], found[4]), (packing, "(none)"))

    def test_a_text_file_is_no_kernel(self):
        code, text = self.judged(b"#!/bin/sh\necho no kernel\n" * 100)
        self.assertEqual(code, "EBADMSG")
        self.assertIn('found text, "#!/bin/sh", expected a kernel', text)


class Notes(KernelTest):
    """Xen booted the first of these and refused the others: "no loader found"."""

    def bzimage(self, elf):
        return self.kernel.with_payload(filtered(["gzip", "-1nc"], elf))

    def test_what_xen_would_not_start_is_not_pv(self):
        found = [note for note, _ in notes_of(self.elf)[0]]
        self.assertIn(ENTRY, found)
        self.assertNotIn(2, found, "a HYPERCALL_PAGE")
        for what, elf, modes, reason in (
                ("control", self.elf, "pv+pvh", "ENTRY, VIRT_BASE, XEN_VERSION xen-3.0, GUEST_OS "
                                                "linux; PHYS32_ENTRY"),
                ("none", without(self.elf, *found), "hvm",
                 "no Xen notes at all: built without CONFIG_XEN"),
                ("PHYS32_ENTRY alone", without(self.elf, but=[PHYS32_ENTRY]), "pvh",
                 "no ENTRY note: built without CONFIG_XEN_PV; PHYS32_ENTRY"),
                ("all but ENTRY", without(self.elf, ENTRY), "pvh",
                 "no ENTRY note: built without CONFIG_XEN_PV; PHYS32_ENTRY"),
                ("neither entry", without(self.elf, ENTRY, PHYS32_ENTRY), "hvm",
                 "no ENTRY note: built without CONFIG_XEN_PV")):
            with self.subTest(what):
                result = self.judged(self.bzimage(elf))
                self.assertEqual((result[0], result[5]), (modes, reason))

    def test_each_note_that_is_gone_changes_what_depends_on_it(self):
        needed = {ENTRY: "pvh", VIRT_BASE: "pvh", XEN_VERSION: "pvh", PHYS32_ENTRY: "pv"}
        found = {note for note, _ in notes_of(self.elf)[0]}
        self.assertGreater(len(found), 12)
        for note in found:
            with self.subTest(note):
                self.assertEqual(self.judged(without(self.elf, note))[0],
                                 needed.get(note, "pv+pvh"))
        self.assertEqual(self.judged(without(self.elf, GUEST_OS, LOADER))[0], "pvh")


class Packings(KernelTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = tempfile.TemporaryDirectory(prefix="isoargs-test-")
        cls.addClassCleanup(cls.store.cleanup)
        path = os.path.join(cls.store.name, "vmlinux")
        with open(path, "wb") as file:
            file.write(cls.elf)
        # side by side: packing takes most of the time of this test
        cls.payloads = {}
        with tempfile.TemporaryDirectory() as folder:
            running = []
            for packing, command in PACKERS.items():
                with open(path, "rb") as source, \
                        open(os.path.join(folder, packing), "wb") as target:
                    running.append(subprocess.Popen(command, stdin=source, stdout=target))
            for process in running:
                if process.wait() != 0:
                    raise AssertionError("%s failed" % process.args)
            for packing in PACKERS:
                with open(os.path.join(folder, packing), "rb") as file:
                    size = struct.pack("<I", len(cls.elf))[:APPENDED.get(packing, 4)]
                    cls.payloads[packing] = file.read() + size

    def test_each_gives_the_same_verdict(self):
        expected = self.verdict(self.paths["vmlinuz-generic"])
        for packing, payload in self.payloads.items():
            with self.subTest(packing):
                expected[2] = packing
                self.assertEqual(self.judged(self.kernel.with_payload(payload)), expected)

    def test_a_payload_that_ends_too_soon_is_cut_off(self):
        for packing, payload in self.payloads.items():
            for size in (len(payload) // 2, 100):
                with self.subTest(packing, size=size):
                    code, text = self.judged(self.kernel.with_payload(payload[:size]))
                    self.assertEqual(code, "ENODATA", text)
                    self.assertIn("the packed data end after", text)

    def test_a_file_that_ends_too_soon_is_cut_off(self):
        for packing, payload in self.payloads.items():
            with self.subTest(packing):
                code, text = self.judged(self.kernel.with_payload(payload)[:-MIB])
                self.assertEqual(code, "ENODATA")
                self.assertIn("cut off or damaged", text)

    def test_damage_is_found(self):
        for packing, payload in self.payloads.items():
            # what is as it is in lz4 has nothing to be checked by: hurt its structure
            at = 4 if packing == "lz4" else len(payload) // 4
            hurt = payload[:at] + b"\xff" * (MIB // 4) + payload[at + MIB // 4:]
            with self.subTest(packing):
                self.assertEqual(self.judged(self.kernel.with_payload(hurt))[0], "EBADMSG")

    def test_what_it_costs(self):
        if instrumented():
            self.skipTest("a sanitizer's time and memory are not the library's")
        payload = self.write("payload.xz", self.kernel.payload())
        yardstick, _ = measured("xz", "-dc", payload, times=3)
        print("xz -dc of the whole payload: %.2f s" % yardstick)
        seconds, peak = measured(VERDICT, self.paths["vmlinuz-generic"], times=3)
        print("%-16s %5.2f s %6d KiB" % ("vmlinuz-generic", seconds, peak))
        self.assertLessEqual(seconds, 1.3 * yardstick)
        self.assertLessEqual(peak, PEAK_KIB)
        for packing, payload in self.payloads.items():
            path = self.write("kernel", self.kernel.with_payload(payload))
            seconds, peak = measured(VERDICT, path)
            print("%-16s %5.2f s %6d KiB" % (packing, seconds, peak))
            self.assertLessEqual(peak, PEAK_KIB)


class Bombs(KernelTest):
    def assert_refused(self, payload, what):
        path = self.write("bomb", self.kernel.with_payload(payload))
        started = time.monotonic()
        code, text = self.verdict(path)
        took = time.monotonic() - started
        print("%-6s %8d bytes %.3f s" % (what, len(payload), took))
        self.assertEqual(code, "E2BIG", text)
        if not instrumented():
            self.assertLessEqual(took, BOMB_SECONDS)
        return text

    def test_what_gives_too_much_for_its_size_is_soon_left(self):
        noise = random.Random(1).randbytes(2 * MIB)
        elf = empty_elf(65 * MIB, 64 * MIB)
        for packing, command in PACKERS.items():
            with self.subTest(packing):
                text = self.assert_refused(filtered(command, elf) + noise, packing)
                self.assertIn("expected at most 64 for each", text)

    def test_notes_that_are_too_far_away_are_refused_at_once(self):
        elf = empty_elf(4096, 256 * MIB)
        text = self.assert_refused(packed("xz", elf), "far")
        self.assertIn("expected them within 268435456 bytes", text)


if __name__ == "__main__":
    main()
