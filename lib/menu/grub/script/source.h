/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_SOURCE_H
#define IA_MENU_GRUB_SCRIPT_SOURCE_H

#include "menu/grub/script/memory.h"

/*
 * A text as the lexer sees it, and where its lines came from: a whole file, or what stands between
 * the braces of a block.
 */
struct ia_grub_slice {
	const char *name;        /* of the file, for notes */
	const char *text;        /* all of it */
	const unsigned *numbers; /* of each line of it in the file; NULL: all stand in line */
	unsigned line;
	size_t start;
	size_t end;
	unsigned index;    /* of the line that holds start, from 0 */
	size_t line_start; /* where that line starts */
};

/*
 * The lines of a file as GRUB's reader hands them on: without carriage returns, without
 * lines that begin with '#' (whatever they are part of), each cut at its first NUL, the
 * last one with a line end. 0 or memory->error.
 */
int ia_grub_source_read(struct ia_grub_memory *memory, const char *name, const char *text,
			size_t size, struct ia_grub_slice *ret);

/* A text that stands in one line of a file, as that of eval. */
struct ia_grub_slice ia_grub_source_inline(const char *name, unsigned line, const char *text);

#endif
