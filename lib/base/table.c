/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/table.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

		if (width > widths[i % table->columns])
			widths[i % table->columns] = width;
	}
}

static void end_row(struct ia_strbuf *buf)
{
	while (buf->length > 0 && buf->data[buf->length - 1] == ' ')
		buf->data[--buf->length] = '\0';
	ia_strbuf_addc(buf, '\n');
}

void ia_table_print(const struct ia_table *table, size_t indent, struct ia_strbuf *buf)
{
	size_t widths[IA_TABLE_COLUMNS] = {0};
	const char *cell = table->cells.data;

	if (table->cells.error) {
		buf->error = table->cells.error;
		return;
	}
	measure(table, widths);
	for (size_t i = 0; i < table->count; i++, cell += strlen(cell) + 1) {
		size_t column = i % table->columns;
		size_t pad = widths[column] - ia_utf8_columns(cell);

		ia_strbuf_fill(buf, ' ', column == 0 ? indent : 2);
		if (table->right & 1u << column)
			ia_strbuf_fill(buf, ' ', pad);
		ia_strbuf_adds(buf, cell);
		if (!(table->right & 1u << column))
			ia_strbuf_fill(buf, ' ', pad);
		if (column + 1 == table->columns && !buf->error)
			end_row(buf);
	}
}

void ia_table_free(struct ia_table *table)
{
	ia_strbuf_free(&table->cells);
	*table = (struct ia_table){0};
}
