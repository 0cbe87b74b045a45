/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/drawing.h"

#include <stdbool.h>

#include "base/checked.h"
#include "base/utf8.h"
#include "text/print.h"

void ia_size_print(uint64_t size, struct ia_strbuf *buf)
{
	static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
	uint64_t whole = size;
	unsigned rest = 0;
	size_t unit = 0;

	while (whole >= 1024 && unit + 1 < IA_COUNT(units)) {
		rest = (unsigned)(whole % 1024);
		whole /= 1024;
		unit++;
	}
	if (unit == 0)
		ia_strbuf_addf(buf, "%u ", (unsigned)size);
	else
		ia_strbuf_addf(buf, "%u.%u ", (unsigned)whole, rest * 10 / 1024);
	ia_print_text(buf, units[unit]);
}

/* The first byte of a cell, without the product of a size and a width, which may be too large. */
static uint64_t cell_start(unsigned cell, uint64_t total)
{
	return total / IA_MAP_WIDTH * cell + total % IA_MAP_WIDTH * cell / IA_MAP_WIDTH;
}

static char draw_cell(const struct ia_span *span, uint64_t end, unsigned cell, uint64_t total)
{
	uint64_t from = cell_start(cell, total), to = cell_start(cell + 1, total);
	uint64_t first = span->offset > from ? span->offset : from;
	uint64_t last = end < to ? end : to;

	if (last <= first)
		return '.';
	return (last - first) * 2 >= to - from ? '#' : '+';
}

static void draw(const struct ia_span *span, uint64_t total, struct ia_strbuf *buf)
{
	uint64_t end = UINT64_MAX;

	ia_add(span->offset, span->size, &end);
	for (unsigned cell = 0; cell < IA_MAP_WIDTH; cell++)
		ia_strbuf_addc(buf, draw_cell(span, end, cell, total));
	if (end > total)
		ia_strbuf_addc(buf, '>');
	ia_strbuf_addc(buf, '\n');
}

static size_t widest_name(const struct ia_span *spans, size_t count)
{
	size_t widest = 0;

	for (size_t i = 0; i < count; i++) {
		size_t width = ia_utf8_columns(spans[i].name);

		if (width > widest)
			widest = width;
	}
	return widest;
}

void ia_map_print(const struct ia_span *spans, size_t count, uint64_t total, size_t indent,
		  struct ia_strbuf *buf)
{
	size_t widest = widest_name(spans, count);
	struct ia_strbuf end IA_AUTO_STRBUF = IA_STRBUF_LIKE(buf);

	ia_size_print(total, &end);
	if (end.error)
		buf->error = end.error;
	ia_strbuf_fill(buf, ' ', indent + widest + 2);
	ia_strbuf_addc(buf, '0');
	if (end.length < IA_MAP_WIDTH)
		ia_strbuf_fill(buf, ' ', IA_MAP_WIDTH - 1 - end.length);
	ia_print_text(buf, end.data ? end.data : "");
	ia_strbuf_addc(buf, '\n');
	for (size_t i = 0; i < count; i++) {
		ia_strbuf_fill(buf, ' ', indent);
		ia_print_text(buf, spans[i].name);
		ia_strbuf_fill(buf, ' ', widest - ia_utf8_columns(spans[i].name) + 2);
		draw(&spans[i], total, buf);
	}
}
