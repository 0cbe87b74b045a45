/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/family/reason.h"

#include <stdbool.h>
#include <string.h>

#include "menu/cmdline.h"

static bool is_named(const char *word, const char *name)
{
	size_t length = strlen(name);

	if (name[length - 1] == '/')
		return strncmp(word, name, length) == 0;
	return ia_word_is(word, name);
}

const char *ia_reason_find(const struct ia_reason *rows, size_t count, const char *word)
{
	word += *word == '"';
	for (size_t i = 0; i < count; i++) {
		if (is_named(word, rows[i].name))
			return rows[i].reason;
	}
	return NULL;
}
