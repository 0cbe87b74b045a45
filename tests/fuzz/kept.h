/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_KEPT_H
#define FUZZ_KEPT_H

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "menu/entry.h"

/* What is kept has its bounds, whatever the input is; and what was cut says so. */

static inline void expect_length(const char *text, size_t max)
{
	if (text && strlen(text) > max)
		abort();
}

static inline void expect_kept(const struct isoargs_entry *entry)
{
	size_t words = 0;

	expect_length(entry->title, IA_ENTRY_NAME_MAX);
	expect_length(entry->id, IA_ENTRY_NAME_MAX);
	expect_length(entry->kernel, IA_ENTRY_PATH_MAX);
	expect_length(entry->cmdline, IA_ENTRY_LINE_MAX);
	for (size_t i = 0; i < entry->argc; i++)
		words += strlen(entry->argv[i]) + 1;
	if (words > IA_ENTRY_PATH_MAX + IA_ENTRY_LINE_MAX ||
	    entry->initrd_count > IA_ENTRY_INITRDS_MAX)
		abort();
	for (size_t i = 0; i < entry->initrd_count; i++)
		expect_length(entry->initrds[i], IA_ENTRY_PATH_MAX);
}

#endif
