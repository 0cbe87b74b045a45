/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_LINE_H
#define IA_MENU_SYSLINUX_LINE_H

#include <stdint.h>
#include <string.h>

#include "menu/syslinux/parser.h"

/* Lines and their keywords, and what there is to say of them. */

/* The next line, or the next IA_SYSLINUX_LINE_MAX bytes of one, without its end. */
const char *ia_syslinux_next_line(struct ia_syslinux_reader *r);

/* What follows the keyword and its blanks, if line starts with it; NULL otherwise. */
const char *ia_syslinux_after_keyword(const char *line, const char *keyword);

/* The same. Each line is held against every keyword, and most differ in their first byte. */
static inline const char *ia_syslinux_after(const char *line, const char *keyword)
{
	return ((line[0] ^ keyword[0]) & ~0x20) ? NULL : ia_syslinux_after_keyword(line, keyword);
}

/*
 * A number as SYSLINUX's own atoi() and atoll() read it: a sign, digits, and then whatever
 * follows. What is too long for 64 bits wraps round, and what is too long for the variable that
 * it goes to is cut by the caller's cast, as there.
 */
uint64_t ia_syslinux_number(const char *s);

/* Copies a value into the arena. 0 or -ENOMEM. */
int ia_syslinux_keep(struct ia_syslinux_parser *p, const char **slot, const char *value,
		     size_t length);

static inline int ia_syslinux_keep_all(struct ia_syslinux_parser *p, const char **slot,
				       const char *value)
{
	return ia_syslinux_keep(p, slot, value, strlen(value));
}

/* A keyword that SYSLINUX does not know becomes a note. */
void ia_syslinux_note_unknown(struct ia_syslinux_reader *r, const char *prefix, const char *line);

#endif
