/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KERNEL_ELF_H
#define IA_KERNEL_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/limits.h"

/*
 * Where the notes of an ELF kernel lie, in the order of the file, so that a stream can be read
 * forward: first the header, then the program headers, then the segments.
 */

#define IA_ELF_HEADER_SIZE 64u /* the 64-bit one; the 32-bit one is shorter */
#define IA_ELF_TABLE_MAX   (IA_ELF_PROGRAM_HEADERS_MAX * 56u)

struct ia_elf {
	unsigned bits;         /* 32 (80386) or 64 (x86-64) */
	uint64_t table_offset; /* of the program headers */
	size_t table_size;
	struct {
		uint64_t offset;
		size_t size;
	} segments[IA_ELF_NOTE_SEGMENTS_MAX]; /* with notes */
	size_t segment_count;
};

bool ia_elf_is(const uint8_t *head, size_t size);

/*
 * head: IA_ELF_HEADER_SIZE bytes, which tell of no segments. 0; -EBADMSG no ELF, or a header that
 * contradicts itself; -EOPNOTSUPP big-endian or no x86; -E2BIG more than
 * IA_ELF_PROGRAM_HEADERS_MAX.
 */
int ia_elf_parse_header(const uint8_t *head, struct ia_elf *ret, struct isoargs_error **reterr);

/*
 * Adds the PT_NOTE segments by their offset. table: elf->table_size bytes. 0; -EBADMSG segments
 * that overlap each other, the headers or the end of what can be counted; -E2BIG more than
 * IA_ELF_NOTE_SEGMENTS_MAX, or one of more than IA_ELF_NOTE_SEGMENT_SIZE_MAX bytes.
 */
int ia_elf_parse_table(struct ia_elf *elf, const uint8_t *table, struct isoargs_error **reterr);

/* One note; pointers are into the segment. */
struct ia_elf_note {
	uint32_t type;
	const uint8_t *name; /* its NUL counts */
	size_t name_size;
	const uint8_t *value;
	size_t value_size;
};

/*
 * The note at *at, which moves behind it; at first 0. 1; 0 at the end of the segment; -EBADMSG
 * a note that leaves it. base: of the segment in the file, for errors.
 */
int ia_elf_next_note(const uint8_t *segment, size_t size, uint64_t base, size_t *at,
		     struct ia_elf_note *ret, struct isoargs_error **reterr);

#endif
