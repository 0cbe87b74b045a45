/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/elf.h"

#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"

/* System V ABI, chapters 4 and 5; the two classes differ in where fields are. */
enum {
	IDENT_CLASS = 4,
	IDENT_DATA = 5,
	CLASS_32 = 1,
	CLASS_64 = 2,
	DATA_LITTLE = 1,
	MACHINE = 18,
	MACHINE_386 = 3,
	MACHINE_X86_64 = 62,
	HEADER_SIZE_32 = 52,
	PHOFF_32 = 28,
	PHENTSIZE_32 = 42,
	PHNUM_32 = 44,
	PHOFF_64 = 32,
	PHENTSIZE_64 = 54,
	PHNUM_64 = 56,
};

enum {
	PROGRAM_SIZE_32 = 32,
	PROGRAM_SIZE_64 = 56,
	TYPE_NOTE = 4,
	OFFSET_32 = 4,
	FILE_SIZE_32 = 16,
	OFFSET_64 = 8,
	FILE_SIZE_64 = 32,
	NOTE_SIZE = 12, /* sizes of name and value, type */
};

bool ia_elf_is(const uint8_t *head, size_t size)
{
	return size >= 4 && memcmp(head, "\177ELF", 4) == 0;
}

static int check_machine(const uint8_t *head, struct isoargs_error **reterr)
{
	unsigned class = head[IDENT_CLASS], machine = ia_le16(head + MACHINE);

	if ((class != CLASS_32 && class != CLASS_64) || head[IDENT_DATA] == 0 ||
	    head[IDENT_DATA] > 2)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, IDENT_CLASS), NULL,
				"found an ELF header of class %u and byte order %u, expected 1 or "
				"2 each",
				class, head[IDENT_DATA]);
	if (head[IDENT_DATA] != DATA_LITTLE)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, IDENT_DATA), NULL,
				"found a big-endian ELF file, expected a kernel for x86");
	if (!(class == CLASS_32 && machine == MACHINE_386) &&
	    !(class == CLASS_64 && machine == MACHINE_X86_64))
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, MACHINE), NULL,
				"found a %u-bit ELF file for machine %u, expected 32 bits for 3 "
				"(80386) or 64 for 62 (x86-64)",
				32 * class, machine);
	return 0;
}

int ia_elf_parse_header(const uint8_t *head, struct ia_elf *ret, struct isoargs_error **reterr)
{
	unsigned count, size, expected, header;
	uint64_t offset;
	bool wide;
	int r;

	if (!ia_elf_is(head, IA_ELF_HEADER_SIZE))
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, 0), NULL,
				"found %02x %02x %02x %02x, expected an ELF file", head[0], head[1],
				head[2], head[3]);
	r = check_machine(head, reterr);
	if (r < 0)
		return r;
	wide = head[IDENT_CLASS] == CLASS_64;
	offset = wide ? ia_le64(head + PHOFF_64) : ia_le32(head + PHOFF_32);
	size = ia_le16(head + (wide ? PHENTSIZE_64 : PHENTSIZE_32));
	count = ia_le16(head + (wide ? PHNUM_64 : PHNUM_32));
	expected = wide ? PROGRAM_SIZE_64 : PROGRAM_SIZE_32;
	header = wide ? IA_ELF_HEADER_SIZE : HEADER_SIZE_32;
	if (count == 0 || size != expected || offset < header)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, wide ? PHOFF_64 : PHOFF_32),
				NULL,
				"found %u program headers of %u bytes at offset %llu, expected at "
				"least one of %u bytes behind the ELF header",
				count, size, (unsigned long long)offset, expected);
	if (count > IA_ELF_PROGRAM_HEADERS_MAX)
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, wide ? PHNUM_64 : PHNUM_32),
				NULL, "found %u program headers, expected at most %u", count,
				IA_ELF_PROGRAM_HEADERS_MAX);
	*ret = (struct ia_elf){
		.bits = wide ? 64 : 32,
		.table_offset = offset,
		.table_size = (size_t)count * size,
	};
	return 0;
}

/* Puts a segment where its offset belongs. */
static void insert(struct ia_elf *elf, uint64_t offset, size_t size)
{
	size_t at = elf->segment_count++;

	for (; at > 0 && elf->segments[at - 1].offset > offset; at--)
		elf->segments[at] = elf->segments[at - 1];
	elf->segments[at].offset = offset;
	elf->segments[at].size = size;
}

static int check_order(const struct ia_elf *elf, struct isoargs_error **reterr)
{
	uint64_t end = 0;

	if (!ia_add(elf->table_offset, elf->table_size, &end))
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, PHOFF_64), NULL,
				"found program headers at offset %llu",
				(unsigned long long)elf->table_offset);
	for (size_t i = 0; i < elf->segment_count; i++) {
		uint64_t start = end, offset = elf->segments[i].offset;
		size_t size = elf->segments[i].size;

		if (offset < start || !ia_add(offset, size, &end))
			return ia_error(
				reterr, -EBADMSG, IA_AT_OFFSET(NULL, elf->table_offset), NULL,
				"found a note segment of %zu bytes at offset %llu, expected it "
				"behind what ends at %llu",
				size, (unsigned long long)offset, (unsigned long long)start);
	}
	return 0;
}

int ia_elf_parse_table(struct ia_elf *elf, const uint8_t *table, struct isoargs_error **reterr)
{
	bool wide = elf->bits == 64;
	size_t step = wide ? PROGRAM_SIZE_64 : PROGRAM_SIZE_32;
	struct ia_elf found = *elf;
	int r;

	/* Bounded by IA_ELF_PROGRAM_HEADERS_MAX, and what is done with segments by their own bound. */
	for (size_t at = 0; at < elf->table_size; at += step) {
		const uint8_t *program = table + at;
		uint64_t offset =
			wide ? ia_le64(program + OFFSET_64) : ia_le32(program + OFFSET_32);
		uint64_t size =
			wide ? ia_le64(program + FILE_SIZE_64) : ia_le32(program + FILE_SIZE_32);

		if (ia_le32(program) != TYPE_NOTE || size == 0)
			continue;
		if (found.segment_count == IA_ELF_NOTE_SEGMENTS_MAX)
			return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, elf->table_offset + at),
					NULL, "found more than %u note segments",
					IA_ELF_NOTE_SEGMENTS_MAX);
		if (size > IA_ELF_NOTE_SEGMENT_SIZE_MAX)
			return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, elf->table_offset + at),
					NULL,
					"found a note segment of %llu bytes, expected at most %u",
					(unsigned long long)size, IA_ELF_NOTE_SEGMENT_SIZE_MAX);
		insert(&found, offset, (size_t)size);
	}
	r = check_order(&found, reterr);
	if (r < 0)
		return r;
	*elf = found;
	return 0;
}

/* Names and values are padded to four bytes; the last padding may be missing. */
static uint64_t padded(uint32_t size)
{
	return ((uint64_t)size + 3) & ~UINT64_C(3);
}

int ia_elf_next_note(const uint8_t *segment, size_t size, uint64_t base, size_t *at,
		     struct ia_elf_note *ret, struct isoargs_error **reterr)
{
	const uint8_t *note = segment + *at;
	uint64_t left = size - *at, value, end;
	uint32_t name_size, value_size;

	if (left == 0)
		return 0;
	if (left < NOTE_SIZE)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, base + *at), NULL,
				"found %llu bytes of an ELF note, expected at least %u",
				(unsigned long long)left, NOTE_SIZE);
	name_size = ia_le32(note);
	value_size = ia_le32(note + 4);
	value = NOTE_SIZE + padded(name_size);
	if (value > left || value_size > left - value)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, base + *at), NULL,
				"found an ELF note with %u bytes of name and %u of value, its "
				"segment has %llu bytes left",
				name_size, value_size, (unsigned long long)left);
	*ret = (struct ia_elf_note){
		.type = ia_le32(note + 8),
		.name = note + NOTE_SIZE,
		.name_size = name_size,
		.value = note + value,
		.value_size = value_size,
	};
	end = value + padded(value_size);
	*at += (size_t)(end < left ? end : left);
	return 1;
}
