/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/cmdline.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"

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
	    copy(line->arena, &own.reason) < 0 || copy(line->arena, &own.source) < 0)
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

bool ia_cmdline_next(const char **text, struct ia_slice *ret)
{
	while (ia_ascii_is_space(**text))
		++*text;
	if (!**text)
		return false;
	*ret = (struct ia_slice){*text, word_length(*text)};
	*text += ret->size;
	return true;
}

static int split(struct ia_cmdline *line, const char *text, struct isoargs_word word)
{
	struct ia_slice next;

	if (copy(line->arena, &word.file) < 0 || copy(line->arena, &word.reason) < 0)
		return -ENOMEM;
	while (ia_cmdline_next(&text, &next)) {
		int r;

		if (line->count >= IA_CMDLINE_WORDS_MAX)
			return -E2BIG;
		word.text = ia_arena_strndup(line->arena, next.at, next.size);
		if (!word.text)
			return -ENOMEM;
		r = push(line, &word);
		if (r < 0)
			return r;
	}
	return 0;
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
