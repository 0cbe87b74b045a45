/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/dialect/pe.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/limits.h"

/* Microsoft's PE/COFF specification: the MS-DOS header, the COFF header, the section table. */
enum {
	STUB_SIZE = 64,
	STUB_NEW_HEADER = 60, /* where the PE signature stands */
	COFF_SIZE = 24,       /* with the signature before it */
	COFF_SECTIONS = 6,
	COFF_OPTIONAL_SIZE = 20,
	SECTION_SIZE = 40,
	SECTION_NAME = 8, /* bytes, NUL-padded */
	SECTION_VIRTUAL_SIZE = 8,
	SECTION_RAW_SIZE = 16,
	SECTION_RAW_OFFSET = 20,
};

/* The headers between offset and offset + need: 0 in head; else how they are out of reach. */
static int reach(uint64_t offset, uint64_t need, size_t size, uint64_t file_size,
		 struct isoargs_error **reterr)
{
	if (!ia_inside(offset, need, file_size))
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, offset), NULL,
				"found PE headers beyond the end of the file of %llu bytes",
				(unsigned long long)file_size);
	if (!ia_inside(offset, need, size))
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, offset), NULL,
				"found PE headers beyond the first %zu bytes of the file", size);
	return 0;
}

static bool is_named(const uint8_t *section, const char *name)
{
	size_t length = strnlen(name, SECTION_NAME + 1);

	return length <= SECTION_NAME && memcmp(section, name, length) == 0 &&
	       (length == SECTION_NAME || section[length] == '\0');
}

static int64_t take_section(const uint8_t *section, uint64_t file_size, uint64_t *ret_offset,
			    struct isoargs_error **reterr)
{
	uint64_t used = ia_le32(section + SECTION_VIRTUAL_SIZE);
	uint64_t offset = ia_le32(section + SECTION_RAW_OFFSET);
	uint64_t size = ia_le32(section + SECTION_RAW_SIZE);

	if (!ia_inside(offset, size, file_size))
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, offset), NULL,
				"found a PE section of %llu bytes, the file has %llu bytes",
				(unsigned long long)size, (unsigned long long)file_size);
	/* What is in the file is padded to whole blocks; the size in memory is the true one. */
	if (used > 0 && used < size)
		size = used;
	if (size > 0)
		*ret_offset = offset;
	return (int64_t)size;
}

int64_t ia_pe_find_section(const uint8_t *head, size_t size, uint64_t file_size, const char *name,
			   uint64_t *ret_offset, struct isoargs_error **reterr)
{
	uint64_t coff, table;
	unsigned count;
	int r;

	if (size < STUB_SIZE || memcmp(head, "MZ", 2) != 0)
		return 0;
	coff = ia_le32(head + STUB_NEW_HEADER);
	r = reach(coff, COFF_SIZE, size, file_size, reterr);
	if (r < 0)
		return r;
	if (memcmp(head + coff, "PE\0\0", 4) != 0)
		return 0;
	count = ia_le16(head + coff + COFF_SECTIONS);
	if (count > IA_PE_SECTIONS_MAX)
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, coff + COFF_SECTIONS), NULL,
				"found %u PE sections, expected at most %u", count,
				IA_PE_SECTIONS_MAX);
	table = coff + COFF_SIZE + ia_le16(head + coff + COFF_OPTIONAL_SIZE);
	r = reach(table, (uint64_t)count * SECTION_SIZE, size, file_size, reterr);
	if (r < 0)
		return r;
	for (unsigned i = 0; i < count; i++) {
		const uint8_t *section = head + table + (uint64_t)i * SECTION_SIZE;

		if (is_named(section, name))
			return take_section(section, file_size, ret_offset, reterr);
	}
	return 0;
}
