/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pe-builder.h"

uint8_t *pe_section(uint8_t *image, unsigned index, const char *name, uint32_t used,
		    uint32_t offset, uint32_t size)
{
	uint8_t *section = image + PE_TABLE + index * PE_SECTION;

	memset(section, 0, PE_SECTION);
	memcpy(section, name, strnlen(name, 8));
	put_le(section + 8, used, 4);
	put_le(section + 16, size, 4);
	put_le(section + 20, offset, 4);
	return section;
}

void pe_head(uint8_t *image, unsigned sections)
{
	memcpy(image, "MZ", 2);
	put_le(image + 60, PE_COFF, 4);
	memcpy(image + PE_COFF, "PE\0\0", 4);
	put_le(image + PE_COFF + 6, sections, 2);
	put_le(image + PE_COFF + 20, PE_OPTIONAL, 2);
}
