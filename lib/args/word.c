/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args/word.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

/* White_Space of Unicode 15 beyond ASCII and the C1 controls (PropList.txt). */
static bool is_unicode_space(uint32_t code)
{
	return code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
	       code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f ||
	       code == 0x3000;
}

/* What the character at s would do to the command line; NULL if it is harmless. */
static const char *harm(const char *s, size_t length, uint32_t code)
{
	if (length == 0)
		return "a byte that is no UTF-8 text";
	if (code == ' ')
		return "a space, which would split the word";
	if (code == '\n' || code == '\r')
		return "a line end, which would split the word";
	if (ia_ascii_is_space(s[0]))
		return "white space, which would split the word";
	if (ia_utf8_is_control(code))
		return "a control character";
	if (code == '"' || code == '\'')
		return "a quote, which stops the installer's own parser";
	if (is_unicode_space(code))
		return "white space other than ASCII, which some parsers split at";
	return NULL;
}

/* A backslash at the end, itself not escaped, would glue the next word on in shlex. */
static bool ends_in_open_backslash(const char *value, size_t length)
{
	size_t count = 0;

	while (count < length && value[length - 1 - count] == '\\')
		count++;
	return count % 2 == 1;
}

int ia_word_check(enum isoargs_option option, const char *value, struct isoargs_error **reterr)
{
	size_t length = strlen(value);

	if (length == 0)
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found an empty value, expected text");
	for (size_t at = 0; at < length;) {
		uint32_t code = 0;
		size_t step = ia_utf8_decode(value + at, length - at, &code);
		const char *what = harm(value + at, step, code);

		if (what)
			return ia_error(
				reterr, -EINVAL,
				&(const struct ia_place){
					.option = option, .offset = at, .has_offset = true},
				"write it in an encoded form, such as %20 in a URL or \\x20 "
				"in a label",
				"found %s in \"%s\", expected a word without white space, "
				"control characters and quotes",
				what, value);
		at += step;
	}
	if (ends_in_open_backslash(value, length))
		return ia_error(reterr, -EINVAL, IA_AT_OPTION(option), NULL,
				"found \"%s\", which ends in a backslash that would join it to the "
				"next word, expected a word that ends in another character",
				value);
	return 0;
}

const char *ia_word_path(const char *location)
{
	static const char *const prefixes[] = {"file://", "file:"};

	for (size_t i = 0; i < IA_COUNT(prefixes); i++) {
		if (strncmp(location, prefixes[i], strlen(prefixes[i])) == 0)
			return location + strlen(prefixes[i]);
	}
	return location;
}
