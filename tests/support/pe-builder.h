/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_PE_BUILDER_H
#define TEST_PE_BUILDER_H

/* The head of a PE image, built by hand, so that tests can break one thing of it. */
#include "support/unit.h"

#include "support/put.h"

enum {
	PE_COFF = 128, /* where the signature stands */
	PE_OPTIONAL = 240,
	PE_TABLE = PE_COFF + 24 + PE_OPTIONAL,
	PE_SECTION = 40,
	PE_DATA = 1024, /* where a test's section lies */
};

uint8_t *pe_section(uint8_t *image, unsigned index, const char *name, uint32_t used,
		    uint32_t offset, uint32_t size);
void pe_head(uint8_t *image, unsigned sections);

#endif
