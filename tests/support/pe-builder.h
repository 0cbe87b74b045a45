/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_PE_BUILDER_H
#define TEST_PE_BUILDER_H

/* The head of a PE image, built by hand, so that tests can break one thing of it. */
#include "unit.h"

enum {
	PE_COFF = 128, /* where the signature stands */
	PE_OPTIONAL = 240,
	PE_TABLE = PE_COFF + 24 + PE_OPTIONAL,
	PE_SECTION = 40,
	PE_DATA = 1024, /* where a test's section lies */
};

static inline void pe_put(uint8_t *p, unsigned bytes, uint32_t value)
{
	for (unsigned i = 0; i < bytes; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

static inline uint8_t *pe_section(uint8_t *image, unsigned index, const char *name, uint32_t used,
				  uint32_t offset, uint32_t size)
{
	uint8_t *section = image + PE_TABLE + index * PE_SECTION;

	memset(section, 0, PE_SECTION);
	memcpy(section, name, strnlen(name, 8));
	pe_put(section + 8, 4, used);
	pe_put(section + 16, 4, size);
	pe_put(section + 20, 4, offset);
	return section;
}

static inline void pe_head(uint8_t *image, unsigned sections)
{
	memcpy(image, "MZ", 2);
	pe_put(image + 60, 4, PE_COFF);
	memcpy(image + PE_COFF, "PE\0\0", 4);
	pe_put(image + PE_COFF + 6, 2, sections);
	pe_put(image + PE_COFF + 20, 2, PE_OPTIONAL);
}

#endif
