/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_FAMILY_REASON_H
#define IA_ARGS_FAMILY_REASON_H

#include <stddef.h>

/* Words of menus that a family leaves out, and why. */

struct ia_reason {
	const char *name; /* of the word, before its "=" */
	const char *reason;
};

/* NULL: the word is none of them. It may stand in quotes as a whole. */
const char *ia_reason_find(const struct ia_reason *rows, size_t count, const char *word);

#endif
