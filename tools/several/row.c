/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "several/row.h"

#include <string.h>

#include "base/utf8.h"

#define UNKNOWN "-"

void row_add(struct ia_strbuf *buf, const char *cell)
{
	ia_utf8_add_cut(buf, cell && *cell ? cell : UNKNOWN, ROW_CELL_MAX);
	ia_strbuf_addc(buf, '\n');
}

void row_spell(struct ia_strbuf *buf, const char *text)
{
	const size_t length = strlen(text);
	size_t run = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] != ' ' || (i > 0 && i + 1 < length && text[i - 1] != ' '))
			continue;
		ia_utf8_add_printable(buf, text + run, i - run);
		ia_strbuf_adds(buf, "\\x20");
		run = i + 1;
	}
	ia_utf8_add_printable(buf, text + run, length - run);
}

void row_add_name(struct ia_table *table, const char *name)
{
	struct ia_strbuf cell IA_AUTO_STRBUF = {0};

	row_spell(&cell, name);
	if (cell.error)
		table->cells.error = cell.error;
	else
		ia_table_add(table, cell.data ? cell.data : "");
}

/* The next cell of a row; NULL: it is none that a worker makes. */
static const char *next_cell(const char **text, char cell[ROW_CELL_MAX + sizeof("…")])
{
	size_t length = strcspn(*text, "\n");

	if ((*text)[length] != '\n' || length == 0 || length > ROW_CELL_MAX + strlen("…"))
		return NULL;
	memcpy(cell, *text, length);
	cell[length] = '\0';
	*text += length + 1;
	return ia_utf8_is_printable(cell) ? cell : NULL;
}

bool row_take(const char *text, size_t count, struct ia_table *table)
{
	char cell[ROW_CELL_MAX + sizeof("…")];
	const char *at = text;

	for (size_t i = 0; i < count; i++) {
		if (!next_cell(&at, cell))
			return false;
	}
	if (*at)
		return false;
	for (size_t i = 0; i < count; i++)
		row_add_name(table, next_cell(&text, cell));
	return true;
}
