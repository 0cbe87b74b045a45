/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/note.h"
#include "menu/grub-legacy/parser.h"

/* What reading a line takes, and each byte of it: units of the meter. */
#define LINE_COST 30u
#define BYTE_COST 3u

/* A byte of a line that has size bytes so far, of which buf keeps those that fit. */
static void put(struct ia_grub_legacy_menu *menu, size_t *size, char c)
{
	if (*size == 0)
		menu->line = menu->next_line;
	if (*size < IA_GRUB_LEGACY_LINE_MAX)
		menu->buf[*size] = c;
	++*size;
}

/* A backslash at the end of a line goes, with the end: its place takes a blank. */
static void join(size_t *size)
{
	if (*size > IA_GRUB_LEGACY_LINE_MAX)
		*size = IA_GRUB_LEGACY_LINE_MAX;
	if (*size > 0)
		--*size;
}

int ia_grub_legacy_next_line(struct ia_grub_legacy_menu *menu)
{
	bool comment = false, escaped = false, ended = false;
	size_t size = 0, before = menu->left, longest = 0;

	for (; menu->left > 0 && !ended; menu->text++, menu->left--) {
		char c = *menu->text;
		bool joined = escaped && c == '\n';

		if (c == '\r')
			continue;
		if (c == '\t')
			c = ' ';
		if (joined)
			join(&size);
		escaped = c == '\\';
		if (comment)
			comment = c != '\n' || joined;
		else if (size == 0 && c == '#')
			comment = true;
		else if (c == '\n' && !joined)
			ended = size > 0;
		else if (joined && size > 0)
			put(menu, &size, ' ');
		else if (size > 0 || (c != ' ' && c != '\n'))
			put(menu, &size, c);
		menu->next_line += *menu->text == '\n';
		longest = size > longest ? size : longest;
	}
	if (ia_grub_legacy_spend(menu->legacy, LINE_COST + (before - menu->left) * BYTE_COST) < 0)
		return -ENOMEM;
	if (longest > IA_GRUB_LEGACY_LINE_MAX)
		ia_note(menu->legacy->notes, ISOARGS_WARNING, IA_NOTE_LINE_TOO_LONG,
			IA_GRUB_LEGACY_HERE(menu),
			"found a line of more than %u bytes: GRUB Legacy drops the rest",
			IA_GRUB_LEGACY_LINE_MAX);
	menu->buf[size < IA_GRUB_LEGACY_LINE_MAX ? size : IA_GRUB_LEGACY_LINE_MAX] = '\0';
	return size > 0;
}

size_t ia_grub_legacy_word_length(const char *s)
{
	return strcspn(s, " ");
}

const char *ia_grub_legacy_after_word(const char *s)
{
	s += ia_grub_legacy_word_length(s);
	return s + strspn(s, " ");
}

const char *ia_grub_legacy_arguments(const char *s)
{
	s += strcspn(s, " =");
	return s + strspn(s, " =");
}

static unsigned digit_of(char c)
{
	if (ia_ascii_is_digit(c))
		return (unsigned)(c - '0');
	c = ia_ascii_lower(c);
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

bool ia_grub_legacy_number(const char **s, unsigned *ret)
{
	bool hex = (*s)[0] == '0' && ia_ascii_lower((*s)[1]) == 'x';
	const char *first = *s + (hex ? 2 : 0), *end = first;
	unsigned base = hex ? 16 : 10, number = 0;

	for (; digit_of(*end) < base; end++) {
		unsigned digit = digit_of(*end);

		if (number > (0x7fffffffu - digit) / base)
			return false;
		number = number * base + digit;
	}
	if (end == first)
		return false;
	*s = end;
	*ret = number;
	return true;
}

/* A partition may be followed by the letter of a BSD slice, which no medium has. */
static bool skip_slice(const char **s)
{
	if (**s < 'a' || **s > 'h')
		return false;
	++*s;
	return true;
}

int ia_grub_legacy_device(const struct ia_grub_legacy *legacy, const char **s, const char **ret)
{
	const char *at = *s, *name = "bsd";
	unsigned drive = 0, partition = 0;
	bool has_partition = false, has_slice = false;
	char kind;

	*ret = NULL;
	if (*at != '(')
		return 1;
	kind = at[1];
	if (!kind || !strchr("cfhn", kind) || at[2] != 'd')
		return 0;
	at += 3;
	if ((kind == 'f' || kind == 'h') && !ia_grub_legacy_number(&at, &drive))
		return 0;
	if (*at == ',') {
		at++;
		has_partition = ia_ascii_is_digit(*at);
		if (has_partition &&
		    (kind != 'h' || !ia_grub_legacy_number(&at, &partition) || partition > 254))
			return 0;
		at += has_partition && *at == ',';
		has_slice = skip_slice(&at);
	}
	if (*at != ')')
		return 0;
	if (kind == 'c' || kind == 'n')
		name = kind == 'c' ? "cd" : "nd";
	else if (!has_slice)
		name = has_partition
			       ? ia_arena_printf(legacy->arena, "hd%u,%u", drive, partition + 1)
			       : ia_arena_printf(legacy->arena, "%cd%u", kind, drive);
	if (!name)
		return -ENOMEM;
	*s = at + 1;
	*ret = name;
	return 1;
}
