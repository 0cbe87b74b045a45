/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

void ia_table_add(struct ia_table *table, const char *cell)
{
	ia_utf8_add_printable(&table->cells, cell, strlen(cell));
	ia_strbuf_addc(&table->cells, '\0');
	table->count++;
}

void ia_table_addf(struct ia_table *table, const char *fmt, ...)
{
	char *text IA_AUTO_FREE = NULL;
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (r < 0) {
		text = NULL;
		table->cells.error = -ENOMEM;
		return;
	}
	ia_table_add(table, text);
}

static void measure(const struct ia_table *table, size_t *widths)
{
	const char *cell = table->cells.data;

	for (size_t i = 0; i < table->count; i++, cell += strlen(cell) + 1) {
		size_t width = ia_utf8_columns(cell);

		if (width > IA_TABLE_PAD_MAX)
			width = IA_TABLE_PAD_MAX;
		if (width > widths[i % table->columns])
			widths[i % table->columns] = width;
	}
}

/* A cell without the blanks at its end. Blanks are owed until something stands behind them. */
static void print_cell(struct ia_strbuf *buf, const char *cell, size_t *owed)
{
	size_t length = strlen(cell), blanks = 0;

	while (blanks < length && cell[length - blanks - 1] == ' ')
		blanks++;
	if (length > blanks) {
		ia_strbuf_fill(buf, ' ', *owed);
		ia_strbuf_add(buf, cell, length - blanks);
		*owed = 0;
	}
	*owed += blanks;
}

void ia_table_print(const struct ia_table *table, size_t indent, struct ia_strbuf *buf)
{
	size_t widths[IA_TABLE_COLUMNS] = {0}, owed = 0;
	const char *cell = table->cells.data;

	if (table->cells.error) {
		buf->error = table->cells.error;
		return;
	}
	measure(table, widths);
	for (size_t i = 0; i < table->count; i++, cell += strlen(cell) + 1) {
		size_t column = i % table->columns, width = ia_utf8_columns(cell);
		size_t pad = width < widths[column] ? widths[column] - width : 0;
		bool is_right = table->right & 1u << column;

		owed += column == 0 ? indent : 2;
		owed += is_right ? pad : 0;
		print_cell(buf, cell, &owed);
		owed += is_right ? 0 : pad;
		if (column + 1 == table->columns) {
			ia_strbuf_addc(buf, '\n');
			owed = 0;
		}
	}
}

void ia_table_free(struct ia_table *table)
{
	ia_strbuf_free(&table->cells);
	*table = (struct ia_table){0};
}
