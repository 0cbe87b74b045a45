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
	enum ia_grub_dialect dialect;
	bool is_certain;

	/* It is stock or one of Red Hat's three; where no version tells, the newest of those. */
	if (ia_sbat_parse((const char *)data, size, &dialect, &is_certain) == 1 &&
	    (dialect > IA_GRUB_RHEL9 || (!is_certain && dialect != IA_GRUB_RHEL9)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t head = size < IA_PE_HEADERS_MAX ? size : IA_PE_HEADERS_MAX;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	uint64_t offset = 0;
	int64_t length;

	check_text(data, size);
	length = ia_pe_find_section(data, head, size, ".sbat", &offset, &error);
	if (length < 0)
		expect_error(error);
	if (length <= 0)
		return 0;
	if (offset > size || (uint64_t)length > size - offset)
		abort();
	check_text(data + offset, (size_t)length);
	return 0;
}
