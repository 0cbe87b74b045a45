/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_TABLE_H
#define IA_BASE_TABLE_H

#include <stddef.h>

#include "base/strbuf.h"

/*
 * Columns of text, each as wide as its widest cell, two blanks between them; but of no more than
 * IA_TABLE_PAD_MAX: a cell that is wider pushes the rest of its row on, and no other row.
 */

#define IA_TABLE_COLUMNS 8u

struct ia_table {
	size_t columns;
	struct ia_strbuf cells; /* each ended by NUL, row after row */
	size_t count;
	unsigned right; /* bit n: column n is aligned to the right */
};

/* A cell of any bytes: what no terminal should see is escaped here. */
void ia_table_add(struct ia_table *table, const char *cell);
void ia_table_addf(struct ia_table *table, const char *fmt, ...) IA_PRINTF(2, 3);

/* Appends all rows to buf, each after indent blanks; a row's last cells may be empty. */
void ia_table_print(const struct ia_table *table, size_t indent, struct ia_strbuf *buf);
void ia_table_free(struct ia_table *table);

#define IA_AUTO_TABLE IA_CLEANUP(ia_table_free)

#endif
