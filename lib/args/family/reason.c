/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/family/reason.h"

#include "menu/cmdline.h"

const char *ia_reason_find(const struct ia_reason *rows, size_t count, const char *word)
{
	word += *word == '"';
	for (size_t i = 0; i < count; i++) {
		if (ia_word_is(word, rows[i].name))
			return rows[i].reason;
	}
	return NULL;
}
