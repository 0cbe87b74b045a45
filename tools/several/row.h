/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_SEVERAL_ROW_H
#define TOOLS_SEVERAL_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "base/table.h"

#define ROW_CELL_MAX 96u /* bytes of a cell that a medium fills, without "…" */

/*
 * A row of the table as a worker hands it back: cells of printable text, each ended by LF. NULL is
 * a cell of which nothing is known.
 */
void row_add(struct ia_strbuf *buf, const char *cell);

/*
 * Such a row, made by somebody who may be hostile, as that many cells of a table. false, and none
 * added, where it is another number of cells, or one is too long or not fit for a terminal.
 */
bool row_take(const char *text, size_t count, struct ia_table *table);

/* A cell of the caller's, spelled as by row_spell(). */
void row_add_name(struct ia_table *table, const char *name);

/*
 * A text as it stands between two blanks in a line of a table: what no terminal should see is
 * escaped, and so is a blank that does not stand alone between two others.
 */
void row_spell(struct ia_strbuf *buf, const char *text);

#endif
