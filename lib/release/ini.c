/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release/ini.h"

#include <string.h>

/* What a line takes, besides twice its bytes: units of the meter. */
#define LINE_COST 30u

bool ia_ini_is_comment(struct ia_slice line)
{
	line = ia_slice_trim(line);
	return line.size == 0 || line.at[0] == '#' || line.at[0] == ';';
}

static size_t indent_of(struct ia_slice line)
{
	return (size_t)(ia_slice_trim(line).at - line.at);
}

static void note(const struct ia_ini *ini, enum ia_note_code code, const char *text)
{
	if (ini->notes)
		ia_note(ini->notes, ISOARGS_WARNING, code, IA_AT_LINE(ini->name, ini->line, 0),
			"%s", text);
}

static void take_section(struct ia_ini *ini, struct ia_slice line)
{
	const char *end = memchr(line.at, ']', line.size);

	if (!end || end == line.at + 1) {
		note(ini, IA_NOTE_TREEINFO_BAD_SECTION, "expected [name], the line is ignored");
		return;
	}
	if (end + 1 != line.at + line.size)
		note(ini, IA_NOTE_TREEINFO_BAD_SECTION, "what follows the ] is ignored");
	ini->section = (struct ia_slice){line.at + 1, (size_t)(end - line.at) - 1};
}

/* The next line: false where there is none, or no more work may be done. */
static bool cut_line(struct ia_ini *ini, struct ia_slice *rest, struct ia_slice *ret)
{
	if (rest->size == 0)
		return false;
	*ret = ia_slice_cut_line(rest);
	return ia_meter_spend(ini->meter, IA_COST_RELEASE, LINE_COST + 2 * ret->size) == 0;
}

/* The lines that continue a value which so far ends at the end of its own line. */
static void take_continuation(struct ia_ini *ini, size_t indent, struct ia_slice *value)
{
	struct ia_slice rest = ini->rest, line;

	while (cut_line(ini, &rest, &line)) {
		if (!ia_ini_is_comment(line)) {
			if (indent_of(line) <= indent || memchr(line.at, '\0', line.size))
				return;
			value->size = (size_t)(line.at + line.size - value->at);
		}
		ini->rest = rest;
		ini->line++;
	}
}

/* 1 and a key with its value, or 0 where the line holds none. */
static int take_key(struct ia_ini *ini, struct ia_slice line)
{
	size_t indent = indent_of(line), length;
	struct ia_slice text = ia_slice_trim(line);

	for (length = 0; length < text.size; length++) {
		if (text.at[length] == '=' || text.at[length] == ':')
			break;
	}
	if (length == 0 || length == text.size) {
		note(ini, IA_NOTE_TREEINFO_BAD_LINE,
		     "expected key = value, a section or a comment; the line is ignored");
		return 0;
	}
	if (!ini->section.at) {
		note(ini, IA_NOTE_TREEINFO_NO_SECTION, "a key before any [section] is ignored");
		return 0;
	}
	ini->key = ia_slice_trim((struct ia_slice){text.at, length});
	ini->key_line = ini->line;
	ini->value = (struct ia_slice){text.at + length + 1, text.size - length - 1};
	take_continuation(ini, indent, &ini->value);
	return 1;
}

/* Goes behind the mark that some editors put before UTF-8. */
static void skip_mark(struct ia_slice *text)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (text->size >= 3 && memcmp(text->at, mark, 3) == 0) {
		text->at += 3;
		text->size -= 3;
	}
}

int ia_ini_next(struct ia_ini *ini)
{
	struct ia_slice line;

	if (ini->line == 0)
		skip_mark(&ini->rest);
	while (cut_line(ini, &ini->rest, &line)) {
		struct ia_slice text = ia_slice_trim(line);

		ini->line++;
		if (memchr(line.at, '\0', line.size))
			note(ini, IA_NOTE_TREEINFO_NUL, "a line with NUL bytes is ignored");
		else if (ia_ini_is_comment(line))
			continue;
		else if (text.at[0] == '[')
			take_section(ini, text);
		else if (take_key(ini, line))
			return 1;
	}
	return 0;
}
