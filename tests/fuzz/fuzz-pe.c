/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "menu/dialect/pe.h"
#include "menu/dialect/sbat.h"
#include "printers.h"

/* Any bytes as a GRUB for EFI, and as the text of its .sbat section. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const uint8_t *data, size_t size)
{
	struct ia_sbat sbat;

	/* What is stock has no other version; a dialect of Red Hat's is one of three. */
	if (ia_sbat_parse((const char *)data, size, &sbat) == 1 &&
	    (sbat.red_hat == (sbat.dialect == IA_GRUB_STOCK) || sbat.dialect > IA_GRUB_RHEL9))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t head = size < IA_PE_HEADERS_MAX ? size : IA_PE_HEADERS_MAX;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_pe_section section;
	int r;

	check_text(data, size);
	r = ia_pe_find_section(data, head, size, ".sbat", &section, &error);
	if (r < 0)
		expect_error(error);
	if (r != 1)
		return 0;
	if (section.size == 0 || section.offset > size || section.size > size - section.offset)
		abort();
	check_text(data + section.offset, (size_t)section.size);
	return 0;
}
