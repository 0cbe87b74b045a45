/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/ascii.h"

#include <string.h>

bool ia_text_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

char ia_ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool ia_ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool ia_ascii_is_alnum(char c)
{
	return ia_ascii_is_digit(c) || (ia_ascii_lower(c) >= 'a' && ia_ascii_lower(c) <= 'z');
}

bool ia_ascii_is_hex(char c)
{
	return ia_ascii_is_digit(c) || (ia_ascii_lower(c) >= 'a' && ia_ascii_lower(c) <= 'f');
}

bool ia_ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool ia_ascii_prefix_fold(const char *s, const char *prefix)
{
	for (; *prefix; s++, prefix++) {
		if (ia_ascii_lower(*s) != ia_ascii_lower(*prefix))
			return false;
	}
	return true;
}

bool ia_ascii_equal_fold(const char *a, const char *b)
{
	return strlen(a) == strlen(b) && ia_ascii_prefix_fold(a, b);
}

bool ia_text_is_uuid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		if (form[i] == 'x' ? !ia_ascii_is_hex(text[i]) : text[i] != '-')
			return false;
	}
	return text[sizeof(form) - 1] == '\0';
}

bool ia_decimal_parse(const char *text, size_t length, unsigned max, unsigned *ret)
{
	unsigned number = 0;

	if (length == 0 || length > 9 || (length > 1 && text[0] == '0'))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!ia_ascii_is_digit(text[i]))
			return false;
		number = number * 10 + (unsigned)(text[i] - '0');
	}
	if (number > max)
		return false;
	*ret = number;
	return true;
}
