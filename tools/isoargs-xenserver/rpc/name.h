/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RPC_NAME_H
#define XS_RPC_NAME_H

#include <stdbool.h>

/*
 * A text that somebody on the pool chose. As it came it is for comparing and for programs; people
 * see it printable and cut, and what prints takes no struct for a text.
 */
struct name {
	const char *raw;
	const char *shown;
};

#define NAME_MAX_SHOWN 256u /* bytes of a name that people see, as ia_utf8_add_cut() counts */

/* One that needs neither. */
#define NAME_PLAIN(text)                                                                           \
	{                                                                                          \
		.raw = (text), .shown = (text)                                                     \
	}

/* A name as people see it: allocated; NULL: out of memory. */
char *name_shown(const char *text);

/* Whether people see it as it is. */
bool name_is_plain(const char *text);

#endif
