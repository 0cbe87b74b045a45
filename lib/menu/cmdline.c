/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/cmdline.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"

/* One more word whose strings already live in the arena. */
static int push(struct ia_cmdline *line, const struct isoargs_word *word)
{
	if (line->count >= IA_CMDLINE_WORDS_MAX)
		return -E2BIG;
	if (ia_arena_grow(line->arena, &line->words, line->count, &line->capacity,
			  sizeof(*line->words)) < 0)
		return -ENOMEM;
	line->words[line->count++] = *word;
	return 0;
}

/* NULL stays NULL. */
static int copy(struct ia_arena *arena, const char **s)
{
	if (*s) {
		*s = ia_arena_strdup(arena, *s);
		if (!*s)
			return -ENOMEM;
	}
	return 0;
}

int ia_cmdline_add(struct ia_cmdline *line, const struct isoargs_word *word)
{
	struct isoargs_word own = *word;

	if (line->count >= IA_CMDLINE_WORDS_MAX)
		return -E2BIG;
	if (copy(line->arena, &own.text) < 0 || copy(line->arena, &own.file) < 0 ||
	    copy(line->arena, &own.reason) < 0)
		return -ENOMEM;
	return push(line, &own);
}

/*
 * The length of the word that text starts with. The kernel's isspace() also knows the byte
 * 0xa0; it is no separator here, because the installer reads the line as text and would lose
 * a character of UTF-8 that holds that byte.
 */
static size_t word_length(const char *text)
{
	bool quoted = false;
	size_t length = 0;

	for (; text[length]; length++) {
		if (text[length] == '"')
			quoted = !quoted;
		else if (!quoted && ia_ascii_is_space(text[length]))
			break;
	}
	return length;
}

static int split(struct ia_cmdline *line, const char *text, struct isoargs_word word)
{
	int r;

	if (copy(line->arena, &word.file) < 0 || copy(line->arena, &word.reason) < 0)
		return -ENOMEM;
	for (;;) {
		size_t length;

		while (ia_ascii_is_space(*text))
			text++;
		if (!*text)
			return 0;
		if (line->count >= IA_CMDLINE_WORDS_MAX)
			return -E2BIG;
		length = word_length(text);
		word.text = ia_arena_strndup(line->arena, text, length);
		if (!word.text)
			return -ENOMEM;
		r = push(line, &word);
		if (r < 0)
			return r;
		text += length;
	}
}

int ia_cmdline_split(struct ia_cmdline *line, const char *text, const struct isoargs_word *like)
{
	size_t before = line->count;
	int r = split(line, text, *like);

	/* All of the words or none of them. */
	if (r < 0)
		line->count = before;
	return r;
}

void ia_cmdline_join(const struct ia_cmdline *line, struct ia_strbuf *buf)
{
	for (size_t i = 0; i < line->count; i++) {
		if (i > 0)
			ia_strbuf_addc(buf, ' ');
		ia_strbuf_adds(buf, line->words[i].text);
	}
}

bool ia_word_is(const char *word, const char *key)
{
	size_t length = strlen(key);

	return strncmp(word, key, length) == 0 && (word[length] == '\0' || word[length] == '=');
}

const char *ia_word_value(const char *word)
{
	const char *equals = strchr(word, '=');

	return equals ? equals + 1 : NULL;
}

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

int ia_word_check(const char *option, const char *value, struct isoargs_error **reterr)
{
	size_t length = strlen(value);

	if (length == 0)
		return ia_error(reterr, -EINVAL, IA_IN_FILE(option), NULL,
				"found an empty value, expected text");
	for (size_t at = 0; at < length;) {
		uint32_t code = 0;
		size_t step = ia_utf8_decode(value + at, length - at, &code);
		const char *what = harm(value + at, step, code);

		if (what)
			return ia_error(
				reterr, -EINVAL,
				&(const struct ia_place){
					.file = option, .offset = at, .has_offset = true},
				"write it in an encoded form, such as %20 in a URL or \\x20 "
				"in a label",
				"found %s in \"%s\", expected a word without white space, "
				"control characters and quotes",
				what, value);
		at += step;
	}
	if (ends_in_open_backslash(value, length))
		return ia_error(reterr, -EINVAL, IA_IN_FILE(option), NULL,
				"found \"%s\", which ends in a backslash that would join it to the "
				"next word, expected a word that ends in another character",
				value);
	return 0;
}
