/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_ASCII_H
#define IA_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

/* The same bytes, or both missing. */
bool ia_text_equal(const char *a, const char *b);

/* Mostly the first byte tells: a call of strncmp(3) would take longer than all the rest of a lookup. */
static inline bool ia_text_begins(const char *text, const char *prefix)
{
	while (*prefix && *text == *prefix) {
		text++;
		prefix++;
	}
	return *prefix == '\0';
}

/* ASCII only, whatever the locale. */
bool ia_ascii_equal_fold(const char *a, const char *b);
bool ia_ascii_prefix_fold(const char *s, const char *prefix);
char ia_ascii_lower(char c);
bool ia_ascii_is_digit(char c);
bool ia_ascii_is_alnum(char c);
bool ia_ascii_is_hex(char c);
bool ia_ascii_is_space(char c); /* space, \t \n \v \f \r */

/* 8-4-4-4-12 hexadecimal digits: then it is no name. */
bool ia_text_is_uuid(const char *text);

/* Decimal digits alone, no leading zeros, at most max. False leaves *ret. */
bool ia_decimal_parse(const char *text, size_t length, unsigned max, unsigned *ret);

#endif
