/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_DRAWING_H
#define IA_TEXT_DRAWING_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/*
 * A drawing to scale of how parts lie over an image, one row a part: tables, file systems and
 * boot images overlap on hybrid media, which numbers do not show.
 */
struct ia_span {
	const char *name;
	uint64_t offset; /* bytes */
	uint64_t size;
};

#define IA_MAP_WIDTH 56u /* cells */

/*
 * Appends a ruler and a row for each span. total: bytes that the whole width stands for. '#' a
 * cell that is covered at least by half, '+' one that is touched, '.' one that is not; '>' at
 * the end: the span goes on beyond total.
 */
void ia_map_print(const struct ia_span *spans, size_t count, uint64_t total, size_t indent,
		  struct ia_strbuf *buf);

/* Appends a size in the largest unit below it: "58.0 MiB". */
void ia_size_print(uint64_t size, struct ia_strbuf *buf);

#endif
