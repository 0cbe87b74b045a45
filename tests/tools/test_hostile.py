# SPDX-License-Identifier: GPL-3.0-or-later
"""Images made to do harm: each gets its error from every verb, soon and in little memory."""

import json
import os
import subprocess
import zlib

import hostile
from harness import BOOT_FILES, ISOARGS, BoundedTest, ToolTest, main, master, need
from hostile import (DIRECTORY, MORE, ROOT, SECTOR, Image, boot_catalogue, boot_record, ce,
                     descriptor, entry, fat, fat16, link, long_name, nm, px, slot)

MENU = (b"menuentry 'Install' {\n linuxefi /vmlinuz inst.stage2=hd:LABEL=HOSTILE\n"
        b" initrdefi /initrd.img\n}\n")
GIB = 1 << 30

NO_MENU = "no boot configuration: none of EFI/BOOT/grub.cfg, boot/grub2/grub.cfg"
SPENT = "the medium takes more than 60 million units of work, most of them for "
NO_LINUX = "found 0 menu entries, none of them boots a Linux kernel"


def bootable():
    """A medium with a menu, whose menu can be opened; and the block of its directory."""
    image = Image()
    directory = image.tree(b"EFI", b"BOOT")
    image.file(directory, b"grub.cfg", 60, MENU)
    image.file(ROOT, b"vmlinuz", 61, b"a kernel")
    image.file(ROOT, b"initrd.img", 62, b"a RAM disk")
    return image, directory


class Hostile(BoundedTest):
    def bounded(self, *args):
        result = super().bounded(*args)
        self.assertIn(result.code, (0, 1, 3), result.text)
        return result

    def assert_refused(self, path, *parts, said=None, notes=None, code=3, inspected=0):
        """No arguments from any verb.

        The parts are in what inspect says of the image; what is said, or else the parts, in the
        sentences of those that fail. notes: the codes of all that is noted.
        """
        result = self.bounded("inspect", "--json", path)
        self.assertEqual(result.code, inspected, result.text)
        for part in parts:
            self.assertIn(part, result.text)
        if notes is not None:
            found = [note["code"] for note in json.loads(result.out)["notes"]]
            self.assertEqual(found, notes)
        self.assertEqual(self.bounded("menu", path).code, inspected)
        folder = self.path("extracted")
        for verb in (["args"], ["check"], ["extract", "-o", folder]):
            result = self.bounded(*verb, path)
            self.assertEqual(result.code, code, result.text)
            for part in [said] if said else parts:
                self.assertIn(part, result.text, verb)
        self.assertFalse(os.path.exists(folder))

    def assert_dear(self, path, spent):
        """No arguments from any verb: what there is to go through leads to none, or is too much.

        spent: it is too much for all that inspect looks for; others look for less.
        """
        result = self.bounded("inspect", "--json", path)
        self.assertEqual(result.code, int(spent), result.text)
        self.assertIn(SPENT if spent else '"configs":[\n  ]', result.text)
        for verb in (["menu"], ["args"], ["check"], ["extract", "-o", self.path("extracted")]):
            result = self.bounded(*verb, path)
            self.assertEqual(result.code != 0, spent or verb != ["menu"], result.text)
            self.assertIn(SPENT if result.code == 1 else "no boot configuration",
                          result.text, verb)
        self.assertFalse(os.path.exists(self.path("extracted")))

    def written(self, image, size=None):
        return image.write(self.path("hostile.iso"), size)

    def test_what_the_others_break_is_read(self):
        image, _ = bootable()
        result = self.bounded("menu", self.written(image))
        self.assertEqual((result.code, result.err), (0, ""))
        self.assertIn("Install", result.out)

    # directories

    def test_directories_that_claim_gigabytes(self):
        for size in (0xFFFFFFFF, 0xFFFFF800, 4 * GIB - 2048):
            with self.subTest(hex(size)):
                image = Image(root_size=size)
                image.directory(ROOT)
                self.assert_refused(self.written(image, 5 * GIB), "found a directory of",
                                    "expected at most 16777216")

    def test_a_directory_below_the_root_that_claims_gigabytes(self):
        image = Image()
        image.directory(ROOT)
        image.add(ROOT, b"EFI", 30, 0xFFFFFFFF, DIRECTORY)
        self.assert_refused(self.written(image, 5 * GIB), "found a directory of 4294967295 bytes")

    def test_directories_that_contain_themselves(self):
        image = Image()
        image.directory(ROOT)
        for name in (b"EFI", b"BOOT", b"boot", b"isolinux", b"grub", b"grub2"):
            image.add(ROOT, name, ROOT, SECTOR, DIRECTORY)
        self.assert_refused(self.written(image), said=NO_MENU, notes=[])

    def test_relocated_directories_in_a_circle(self):
        image = Image()
        image.directory(ROOT)
        image.directory(30, up=link(b"PL", 31))
        image.directory(31, up=link(b"PL", 30))
        image.add(ROOT, b"EFI", 30, SECTOR, entries=nm(b"EFI") + link(b"CL", 30))
        image.add(30, b"BOOT", 31, SECTOR, entries=nm(b"BOOT") + link(b"CL", 31))
        image.add(31, b"grub.cfg", 30, SECTOR, entries=nm(b"grub.cfg") + link(b"CL", 30))
        self.assert_refused(self.written(image), said=NO_MENU, notes=[])

    def test_a_way_up_through_relocated_directories_in_a_circle(self):
        image, directory = bootable()
        image.directory(40, up=link(b"PL", 41))
        image.directory(41, up=link(b"PL", 40))
        image.add(ROOT, b"deep", 40, SECTOR, entries=nm(b"deep") + link(b"CL", 40))
        image.blocks[60] = b"source /deep/" + b"../" * 29 + b"x\n"
        self.assert_refused(self.written(image), "'/deep/../../",
                            "is not on the medium; GRUB goes on without it", said=NO_LINUX,
                            notes=["grub-file-unread"])

    def test_a_child_link_to_what_is_no_directory(self):
        image, _ = bootable()
        image.directories[ROOT] = b""
        image.directory(ROOT)
        image.add(ROOT, b"EFI", 60, SECTOR, entries=nm(b"EFI") + link(b"CL", 60))
        self.assert_refused(self.written(image), "found no directory at byte 122880 of the file "
                            "system, where a record places one")

    def test_records_across_the_end_of_a_sector(self):
        image = Image(root_size=2 * SECTOR)
        image.directory(ROOT, size=2 * SECTOR)
        data = image.directories[ROOT]
        while len(data) < SECTOR - 60:
            data += hostile.record(b"F.;1", 60, 1, 0, nm(b"f%04d" % len(data)))
        data += hostile.record(b"EFI", 30, SECTOR, DIRECTORY, nm(b"EFI") + px(0o40555))
        self.assertGreater(len(data), SECTOR)
        image.directories[ROOT] = data
        self.assert_refused(self.written(image), "found a directory record of")

    def test_large_directories_looked_through_again_and_again(self):
        # as many short names as there is room for, in every directory that is looked at
        image = Image(root_size=1000 * SECTOR)
        data = image.directory(ROOT, size=1000 * SECTOR).directories[ROOT]
        sector = b"".join(hostile.record(b"F.;1", 60, 1, 0, nm(b"%04d" % i)) for i in range(42))
        image.directories[ROOT] = data.ljust(SECTOR, b"\0") + 999 * sector.ljust(SECTOR, b"\0")
        self.assert_dear(self.written(image), spent=False)

    def test_directories_whose_records_are_full(self):
        # whatever takes longest to be read: entries, links, names to be put together, Joliet's
        full = (b"ZZ\4\1" * 45, entry(b"SL", b"\0" + b"\2\0" * 90),
                nm(b"", 1) * 30 + nm(b"abcd"))
        for entries in full:
            with self.subTest(entries):
                image = Image(root_size=1000 * SECTOR)
                data = image.directory(ROOT, size=1000 * SECTOR).directories[ROOT]
                self.fill(image, data, hostile.record(b"F.;1", 60, 1, 0, entries))
                self.assert_dear(self.written(image), spent=True)

    def test_directories_of_other_trees_with_long_names(self):
        for joliet in (False, True):
            for name in ("F", "EFJ", "F" * 110, "F" * 221):
                if joliet and len(name) > 110:
                    continue
                with self.subTest((joliet, name)):
                    image = Image(root_size=1000 * SECTOR)
                    if joliet:
                        second = bytearray(descriptor(2, root_size=1000 * SECTOR))
                        second[88:91] = b"%/E"
                        image.blocks[17], image.blocks[18] = bytes(second), descriptor(255)
                    data = (hostile.record(hostile.SELF, ROOT, 1000 * SECTOR, DIRECTORY) +
                            hostile.record(hostile.PARENT, ROOT, SECTOR, DIRECTORY))
                    self.fill(image, data, hostile.record(
                        name.encode("utf-16-be" if joliet else "ascii"), 60, 1))
                    self.assert_dear(self.written(image), spent=joliet and name == "EFJ")

    def fill(self, image, data, record):
        """The root: what it begins with in a sector, then as many of one record as it holds."""
        sector = SECTOR // len(record) * record
        image.directories[ROOT] = (data.ljust(SECTOR, b"\0") +
                                   999 * sector.ljust(SECTOR, b"\0"))

    def test_continuation_areas_looked_through_again_and_again(self):
        image = Image(root_size=100 * SECTOR)
        data = image.directory(ROOT, size=100 * SECTOR).directories[ROOT]
        image.blocks[600] = b"ZZ\4\1" * (4 * SECTOR // 4)
        # an area is looked at where the name may go on in it, and only there
        for name in (nm(b"F"), b""):
            with self.subTest(name):
                sector = 27 * hostile.record(b"F.;1", 60, 1, 0, name + ce(600, 0, 8192))
                image.directories[ROOT] = (data.ljust(SECTOR, b"\0") +
                                           99 * sector.ljust(SECTOR, b"\0"))
                self.assert_dear(self.written(image), spent=name == b"")

    # system use entries

    def efi_with(self, entries):
        image = Image()
        image.directory(ROOT)
        return image.add(ROOT, b"EFI", 30, SECTOR, DIRECTORY, entries=entries)

    def test_a_second_name_entry_of_length_4(self):
        image = self.efi_with(nm(b"E", 1) + b"NM\4\1" + px(0o40555))
        self.assert_refused(self.written(image), "found NM of 4 bytes, expected at least 5")

    def test_a_link_whose_components_are_longer_than_it(self):
        for components in (b"\0\xff" + b"a", b"\0\1", b"\0"):
            with self.subTest(components):
                image = Image()
                image.directory(ROOT)
                image.add(ROOT, b"EFI", 30, 0,
                          entries=nm(b"EFI") + px(0o120777) + entry(b"SL", b"\0" + components))
                self.assert_refused(self.written(image), "contradicts its format")

    def test_a_link_entry_of_length_4(self):
        image = Image()
        image.directory(ROOT)
        image.add(ROOT, b"EFI", 30, 0, entries=nm(b"EFI") + px(0o120777) + b"SL\4\1")
        self.assert_refused(self.written(image), "found SL of 4 bytes, expected at least 5")

    def test_links_in_a_circle(self):
        image = Image()
        image.directory(ROOT)
        for name, target in ((b"EFI", b"boot"), (b"boot", b"EFI")):
            component = b"\0\0" + bytes([len(target)]) + target
            image.add(ROOT, name, 30, 0, entries=nm(name) + px(0o120777) + entry(b"SL", component))
        self.assert_refused(self.written(image), "more than 16 symbolic links")

    def test_continuations_in_a_circle(self):
        image = self.efi_with(ce(50, 0, 28))
        image.blocks[50] = ce(51, 0, 28)
        image.blocks[51] = ce(50, 0, 28)
        self.assert_refused(self.written(image), "goes on in more than 32 areas")

    def test_continuations_beyond_the_end(self):
        for area in ((0xFFFFFFFF, 0, 28), (50, 0xFFFFFFFF, 28), (50, 0, 0xFFFFFFFF)):
            with self.subTest(area):
                self.assert_refused(self.written(self.efi_with(ce(*area))), "continuation area")

    # descriptors

    def test_descriptors_without_an_end(self):
        image = Image()
        image.blocks.update({n: descriptor(3) for n in range(17, 2000)})
        self.assert_refused(self.written(image, 4 * GIB), "terminator",
                            said="found a directory record of 3 bytes, expected at least 34")

    def test_no_terminator_in_a_sparse_file(self):
        image = Image()
        del image.blocks[17]
        self.assert_refused(self.written(image, 4 * GIB), "terminator", said=NO_MENU)

    def test_nothing_but_zeros(self):
        path = self.path("zeros.iso")
        with open(path, "wb") as file:
            file.truncate(4 * GIB)
        self.assert_refused(path, "found zeros where its volume should be", code=1, inspected=1)

    # extents

    def menu_of(self, *extents):
        """A menu whose records are (block, size, flags)."""
        image = Image()
        image.directory(ROOT)
        image.directory(30)
        image.add(ROOT, b"EFI", 30, SECTOR, DIRECTORY)
        image.directory(31, 30, 8 * SECTOR)
        image.add(30, b"BOOT", 31, 8 * SECTOR, DIRECTORY)
        for block, size, flags in extents:
            image.add(31, b"grub.cfg", block, size, flags)
        image.blocks[60] = MENU
        return image

    def test_extents_that_lie(self):
        cases = {
            "the next extent of a file is missing": [(60, SECTOR, MORE)],
            "ends beyond": [(60, SECTOR, MORE), (0xFFFFFFFF, SECTOR, 0)],
            "the extents of a file overlap": [(60, 0xFFFFF800, MORE), (60, 0xFFFFF800, MORE),
                                              (60, 0xFFFFF800, 0)],
            "bytes, expected at most": [(60, 0xFFFFF800, 0)],
            "more than 64 extents": [(60, SECTOR, MORE)] * 65 + [(60, 1, 0)],
        }
        for part, extents in cases.items():
            with self.subTest(part):
                self.assert_refused(self.written(self.menu_of(*extents)), part)

    def test_extents_that_wrap_and_overlap(self):
        # wraps where block numbers have 32 bits
        image = self.menu_of((0xFFFFFFFF, 0xFFFFFFFF, 0))
        self.assert_refused(self.written(image), "bytes, expected at most")
        image = self.menu_of((0xFFFFFFFF, 4096, 0))
        self.assert_refused(self.written(image), "ends beyond")
        # the menu lies in its own directory, and the directory in the volume's descriptor
        image = self.menu_of((31, SECTOR, 0))
        self.assert_refused(self.written(image), "is neither a command nor a function",
                            said=NO_LINUX, notes=["grub-unknown-command"])
        image = Image()
        image.directory(ROOT)
        image.add(ROOT, b"EFI", 16, SECTOR, DIRECTORY)
        self.assert_refused(self.written(image), "found a directory record of 1 bytes")

    def test_a_kernel_that_claims_gigabytes(self):
        image, _ = bootable()
        image.directories[ROOT] = image.directories[ROOT].replace(
            hostile.both32(61) + hostile.both32(8), hostile.both32(61) + hostile.both32(0xFFFFFFFF))
        self.assert_refused(self.written(image), notes=[], said="ISO:/vmlinuz: the image ends "
                            "before this file of 4294967295 bytes does")

    # El Torito, partition tables, FAT

    def test_a_boot_catalogue_or_boot_image_beyond_the_end(self):
        cases = (
            (0xFFFFFFFF, 40, "eltorito-unread", "the boot record places it at byte 8796093020160, "
             "the image has 2048000 bytes"),
            (50, 0xFFFFFFFF, "eltorito-beyond-end",
             "El Torito entry 1 of 4 sectors reaches beyond the end of the image"),
        )
        for catalogue, block, note, part in cases:
            with self.subTest(note):
                image = Image()
                image.directory(ROOT)
                image.blocks.update({17: boot_record(catalogue), 18: descriptor(255),
                                     50: boot_catalogue(block)})
                self.assert_refused(self.written(image), part, notes=[note])

    @staticmethod
    def gpt(count, size=128, entries=2, at=1):
        header = bytearray(512)
        header[0:8] = b"EFI PART"
        header[8:12] = b"\0\0\1\0"
        header[12:16] = (92).to_bytes(4, "little")
        header[24:32] = at.to_bytes(8, "little")
        header[32:40] = (400).to_bytes(8, "little")
        header[40:48] = (34).to_bytes(8, "little")
        header[48:56] = (399).to_bytes(8, "little")
        header[72:80] = entries.to_bytes(8, "little")
        header[80:84] = count.to_bytes(4, "little")
        header[84:88] = size.to_bytes(4, "little")
        header[16:20] = zlib.crc32(bytes(header[:92])).to_bytes(4, "little")
        table = bytearray(512)
        table[446:462] = b"\0\0\2\0\xee\xff\xff\xff" + b"\1\0\0\0" + b"\xff\xff\xff\xff"
        table[510:512] = b"\x55\xaa"
        return bytes(table) + bytes(header)

    def test_partition_tables_with_absurd_numbers_of_entries(self):
        many, none = "expected at most 131072 bytes", "expected at least one of 128 bytes"
        for count, size, expected in (
                (0xFFFFFFFF, 128, many), (0xFFFFFFFF, 0xFFFFFFFF, many), (0x2000000, 128, many),
                (0x1FFFFFF, 128, many), (1 << 20, 128, many), (1 << 20, 4096, many),
                (128, 0, none), (0, 0, none)):
            with self.subTest((count, size)):
                image = Image()
                image.directory(ROOT)
                image.blocks[0] = self.gpt(count, size)
                self.assert_refused(
                    self.written(image, 5 * GIB),
                    "found a GPT of %u entries of %u bytes, %s" % (count, size, expected),
                    notes=["partitions-unread"])

    def test_a_backup_of_a_partition_table_with_absurdly_many_entries(self):
        image = Image()
        image.directory(ROOT)
        last = GIB // 512 - 1
        image.blocks[GIB // SECTOR - 1] = bytes(3 * 512) + self.gpt(1 << 22, at=last)[512:]
        self.assert_refused(self.written(image), "found a GPT of 4194304 entries of 128 bytes",
                            notes=["partitions-unread"])

    @staticmethod
    def mbr(*partitions):
        """A sector with partitions of (type, first sector, sectors)."""
        entries = b"".join(b"\0\0\2\0" + bytes([kind]) + b"\xff\xff\xff" +
                           start.to_bytes(4, "little") + size.to_bytes(4, "little")
                           for kind, start, size in partitions)
        return bytes(446) + entries.ljust(64, b"\0") + b"\x55\xaa"

    def test_partition_tables_that_lead_to_themselves(self):
        first, data = self.mbr((5, 1, 3000)), (0x83, 1, 1)
        for name, tables in (
                # each extended partition holds the next
                ("same", 4 * self.mbr((5, 1, 0xFFFF))),
                ("itself", first + self.mbr(data, (5, 0, 1000))),
                ("pair", first + self.mbr(data, (5, 1, 1000)) + self.mbr(data, (5, 0, 1000))),
                ("empty", first + self.mbr((5, 1, 1000)) + self.mbr((5, 0, 1000)))):
            with self.subTest(name):
                image = Image()
                image.directory(ROOT)
                image.blocks[0] = tables
                self.assert_refused(self.written(image), "found an extended MBR partition that "
                                    "goes on and on or leads to itself, expected at most 1024",
                                    notes=["partitions-unread"])

    def test_partition_tables_that_go_on_and_on(self):
        image = Image()
        image.directory(ROOT)
        links = 6000
        image.blocks[0] = self.mbr((5, 4000, links))
        image.blocks[1000] = b"".join(self.mbr((0x83, 1, 1), (5, i + 1, 2)) for i in range(links))
        self.assert_refused(self.written(image), "found an extended MBR partition that goes on",
                            notes=["partitions-unread"])

    def esp(self, volume):
        image = Image()
        image.directory(ROOT)
        image.blocks.update({17: boot_record(50), 18: descriptor(255), 50: boot_catalogue(60, 32),
                             60: volume})
        return image

    def test_cluster_chains_in_circles(self):
        volume = fat({2: 3, 3: 2}, [slot(b"EFI", 0x10, 2)],
                     contents={n: slot(b"X", 0x20, 9) * 16 for n in (2, 3)})
        self.assert_refused(self.written(self.esp(volume)), "leads back")
        volume = fat({2: 0xFFF, 3: 0xFFF, 4: 5, 5: 4},
                     [slot(b"EFI", 0x10, 2)],
                     contents={2: slot(b"BOOT", 0x10, 3), 3: slot(b"GRUB    CFG", 0x20, 4, 5000)})
        self.assert_refused(self.written(self.esp(volume)), "leads back")

    def test_fat_directories_that_contain_themselves(self):
        volume = fat({2: 0xFFF}, [slot(b"EFI", 0x10, 2)],
                     contents={2: slot(b"BOOT", 0x10, 2) + slot(b"GRUB    CFG", 0x10, 2)})
        self.assert_refused(self.written(self.esp(volume)), "El Torito entry 1", said=NO_MENU,
                            notes=[])

    def test_large_fat_directories_looked_through_again_and_again(self):
        name = b"ABCDEFGHIJK"
        for length in (0, 13, 247):
            with self.subTest(length):
                text = "abcdefghijklm" * (length // 13)
                unit = long_name(name, text) + slot(name, 0x20, 9)
                volume = fat16((40000 * 32 // len(unit) * unit).ljust(40000 * 32, b"\xe5"))
                self.assert_dear(self.written(self.esp(volume)), spent=True)

    def test_cluster_chains_that_leave_the_table(self):
        volume = fat({2: 0xFF0}, [slot(b"EFI", 0x10, 2)], contents={2: slot(b"X", 0x20, 9) * 16})
        self.assert_refused(self.written(self.esp(volume)), "a cluster that does not exist")

    # configurations and packed data

    def test_boot_menus_made_to_keep_an_interpreter_busy(self):
        need("genisoimage")
        paths = ("EFI/BOOT", "boot/grub2", "boot/grub", "EFI/xenserver")
        bombs = {
            "loop": "while true; do true; done\n",
            "variable": "set a=aaaaaaaaaaaaaaaa\nwhile true; do set a=$a$a; done\n",
            "entries": "while true; do menuentry x { linux /k a=b; }; done\n",
            "functions": "function f { f; f; }\nf\n",
            "pattern": "while true; do regexp --set=1:x '(a*)*(b*)*' %s; done\n" % ("a" * 50 + "c"),
            "files": "while true; do echo /*; done\n",
            "sources": "source /EFI/BOOT/grub.cfg\n" * 2,
            "submenus": "submenu a { " * 70 + "true" + " }" * 70 + "\n",
            "words": "menuentry x { linux /k " + "a " * 500000 + "\n}\n",
            "blocks": "while true; do x { %s\n}; done\n" % ("y" * 100000),
            "lines": "x y z\n" * 170000,
            "long": "".join("menuentry 'e%d' { linux /k %s\n initrd /i\n}\n" % (i, "a=b " * 200)
                            for i in range(1023)),
        }
        steps, memory = "not done after 100000 steps", "more than 7340032 bytes of memory"
        said = {
            "loop": steps, "variable": "variables take more than 262144 bytes",
            "entries": "more than 1024 entries", "functions": "more than 64 deep",
            "pattern": steps, "files": steps, "sources": "more than 64 deep",
            "submenus": "nested more than 64 deep", "words": steps, "long": steps, "blocks": memory,
            "lines": memory,
        }
        for name, text in bombs.items():
            with self.subTest(name):
                for path in paths:
                    self.write("tree-%s/%s/grub.cfg" % (name, path), text)
                path = self.path("bomb.iso")
                master(self.path("tree-" + name), path, "-R", "-V", "X")
                self.assert_refused(path, said[name])

    def test_a_menu_that_looks_through_a_large_directory_for_ever(self):
        need("genisoimage")
        for number in range(8000):
            self.write("tree/big/%05d-with-a-name-of-some-length" % number)
        for lookup in ("[ -f /big/none ]", "search -f /big/none", "source /big/none",
                       "linux /k /big/*x", "linux /k /big/*", "for i in /big/*; do true; done"):
            with self.subTest(lookup):
                self.write("tree/EFI/BOOT/grub.cfg", "while true; do " + lookup + "; done\n")
                path = self.path("lookups.iso")
                master(self.path("tree"), path, "-R", "-V", "X")
                self.assert_refused(path, "not done after 100000 steps")
                self.assertIn("ISO:/EFI/BOOT/grub.cfg:1", self.bounded("inspect", path).out)

    def test_syslinux_menus_that_include_themselves_or_go_on_and_on(self):
        need("genisoimage")
        bombs = {
            "itself": "include isolinux.cfg\n" * 40,
            "menus": "label a\n menu begin\n" * 1000,
            "lines": "x\n" * 520000,
            "long": "".join("label e%d\n kernel k\n append %s\n" % (i, "a=b " * 200)
                            for i in range(1000)),
            "ramdisks": "label a\n kernel k\n append " + "initrd=/a," * 100000 + "\n",
        }
        said = {
            "itself": "more than 16 files inside each other",
            "menus": "more than 16 menus inside each other",
            "lines": "which SYSLINUX does not know", "ramdisks": "found a line of",
            "long": '"e999"',
        }
        failed = {
            # extract: "there is no such file", the others: "the kernel is not"
            "lines": NO_LINUX, "long": "ISO:/isolinux/k: the",
            "ramdisks": "found 1 menu entries, none of them boots a Linux kernel",
        }
        for name, text in bombs.items():
            with self.subTest(name):
                self.write("tree-%s/isolinux/isolinux.cfg" % name, text)
                path = self.path("bomb.iso")
                master(self.path("tree-" + name), path, "-R", "-V", "X")
                self.assert_refused(path, said[name], said=failed.get(name))

    def test_treeinfo_that_goes_on_and_on(self):
        need("genisoimage")
        self.write("tree/.treeinfo", "[general]\n" + "a = b\n" * 170000)
        path = self.path("bomb.iso")
        master(self.path("tree"), path, "-R", "-V", "X")
        self.assert_refused(path, "found a file of 1020010 bytes, expected at most 131072",
                            said=NO_MENU, notes=["file-unread"])

    PACKERS = {
        "gzip": ("gzip", "-9nc"),
        "xz": ("xz", "--check=crc32", "--x86", "--lzma2=preset=1,dict=32MiB", "-c"),
        "lzma": ("xz", "--format=lzma", "--lzma1=preset=1,dict=64MiB", "-c"),
        # tests/oracle/test_kernel.py has the largest window, for whose 128 MiB a sanitizer notes 16 of its own
        "zstd": ("zstd", "-q", "-3", "--no-check", "-c"),
        "lz4": ("lz4", "-q", "-l", "-9", "-c"),
        "bzip2": ("bzip2", "-9c"),
    }

    def test_kernels_that_unpack_to_far_more_than_they_take(self):
        need("genisoimage", *(command[0] for command in self.PACKERS.values()))
        # its program headers come late, and all before them has to be unpacked
        with open(self.path("elf"), "wb") as file:
            file.write(b"\x7fELF\2\1\1".ljust(16, b"\0") + b"\2\0\x3e\0\1\0\0\0" + bytes(8) +
                       (90 << 20).to_bytes(8, "little") + bytes(8) + bytes(4) +
                       b"\x40\0\x38\0\1\0" + bytes(6))
            file.truncate(100 << 20)
        for name, command in self.PACKERS.items():
            with self.subTest(name), open(self.path("elf"), "rb") as elf:
                self.assert_bomb(subprocess.run(command, stdin=elf, stdout=subprocess.PIPE,
                                                check=True).stdout)

    def assert_bomb(self, packed):
        kernel = bytearray(1024)
        kernel[0x1F1] = 1
        kernel[0x1FE:0x200] = b"\x55\xaa"
        kernel[0x202:0x206] = b"HdrS"
        kernel[0x206:0x208] = (0x20C).to_bytes(2, "little")
        kernel[0x24C:0x250] = len(packed).to_bytes(4, "little")
        self.write("tree/EFI/BOOT/grub.cfg", MENU)
        self.write("tree/vmlinuz", bytes(kernel) + packed)
        self.write("tree/initrd.img", b"i")
        path = self.path("bomb.iso")
        master(self.path("tree"), path, "-R", "-V", "X")
        result = self.bounded("check", path)
        self.assertEqual(result.code, 3)
        self.assertIn("ISO:/vmlinuz: ", result.out)
        self.assertIn("bytes and more, expected at most 64 for each", result.out)
        # nothing that these two look at
        result = self.bounded("args", path)
        self.assertEqual((result.code, result.out), (0, "inst.stage2=hd:LABEL=X\n"), result.err)
        self.assertEqual(self.bounded("inspect", path).code, 0)


class Menus(BoundedTest):
    """Menus of more than any medium has, each within the bounds of what a menu may be."""

    def inspected(self, image):
        result = self.bounded("inspect", "--json", image.write(self.path("menus.iso")))
        self.assertEqual((result.code, result.err), (0, ""))
        return json.loads(result.out)

    def test_menus_that_share_no_word_of_many(self):
        image, directory = bootable()
        menus = [directory, image.tree(b"boot", b"grub2", block=40)]
        image.directory(45, 40).add(40, b"grub", 45, SECTOR, DIRECTORY)
        for number, directory in enumerate(menus + [45]):
            words = " ".join("%s%d" % ("abc"[number], i) for i in range(350))
            text = "set w='%s'\n" % words + "".join(
                "menuentry e%d { linux /vmlinuz $w; }\n" % i for i in range(80))
            if number:
                image.file(directory, b"grub.cfg", 100 * number, text.encode())
            else:
                image.directories[directory] = b""
                image.directory(directory).file(directory, b"grub.cfg", 400, text.encode())
        report = self.inspected(image)
        notes = [note for note in report["notes"] if note["code"] == "menus-differ"]
        # one sentence for each of two pairs, and of how many entries it is
        self.assertEqual([note["count"] for note in notes], [80, 80])
        self.assertRegex(notes[0]["text"], r'^the entry "e0" has "a0", "a1", .*"a\d+".*….*"b\d+".* and '
                         r"\d+ more in ISO:/boot/grub2/grub.cfg")

    def test_labels_with_as_many_parameters_as_there_can_be(self):
        image, _ = bootable()
        text = "append %s\n" % ("a " * 1019) + "".join(
            "label e%d\n kernel /vmlinuz\n" % i for i in range(1020))
        image.file(image.tree(b"isolinux", block=50), b"isolinux.cfg", 100, text.encode())
        for verb in ("inspect", "menu", "check"):
            result = self.bounded(verb, image.write(self.path("menus.iso")))
            self.assertEqual((result.code, result.out), (1, ""))
            self.assertIn("the medium takes more than 12 MiB of memory, most of it for reading its "
                          "SYSLINUX configurations; no honest medium is like that", result.err)

    def test_entries_of_more_text_than_is_kept(self):
        image, _ = bootable()
        long = "x" * 5000
        image.blocks[60] = MENU + "".join(
            "menuentry %s%d --id %s { linux /%s %s; initrd /%s; }\n" % (
                long, i, long, long, long, long) for i in range(3)).encode()
        image.directories.clear()
        directory = image.tree(b"EFI", b"BOOT")
        image.add(directory, b"grub.cfg", 60, len(image.blocks[60]))
        report = self.inspected(image)
        cut, = [note for note in report["notes"] if note["code"] == "entry-cut"]
        self.assertEqual((cut["file"], cut["line"]), ("ISO:/EFI/BOOT/grub.cfg", 5))
        self.assertIn("of this menu 15 titles, ids, paths and lines are cut", cut["text"])
        for entry in report["configs"][0]["entries"][1:]:
            self.assertEqual([len(entry[key].encode()) for key in ("title", "id")], [256] * 2)


class Large(ToolTest):
    """What is large and no more than that is read."""

    def test_a_directory_of_20000_names(self):
        need("xorriso")
        for name, data in BOOT_FILES.items():
            self.write("tree/" + name, data)
        for number in range(20000):
            self.write("tree/Packages/package-with-a-long-name-%05d.x86_64.rpm" % number)
        self.write("tree/EFI/BOOT/grub.cfg", MENU.replace(
            b"/vmlinuz", b"/Packages/package-with-a-long-name-19999.x86_64.rpm"))
        path = self.path("large.iso")
        # genisoimage would sort for half a minute
        subprocess.run(["xorriso", "-as", "mkisofs", "-R", "-V", "HOSTILE", "-o", path,
                        self.path("tree")], check=True, capture_output=True)
        os.makedirs(self.path("out"))
        process = subprocess.run([ISOARGS, "check", path], stdin=subprocess.DEVNULL,
                                 capture_output=True, check=False)
        self.assertIn(b"Install", process.stdout)
        self.assertNotIn(b"through directories", process.stdout + process.stderr)
        self.assertNotIn(b"the kernel is not on the medium", process.stdout + process.stderr)


if __name__ == "__main__":
    main()
