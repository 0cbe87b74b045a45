/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_PARSER_H
#define IA_MENU_GRUB_SCRIPT_PARSER_H

#include "base/error.h"
#include "base/note.h"
#include "menu/grub/script/lexer.h"
#include "menu/grub/script/names.h"

enum ia_grub_node_kind {
	IA_GRUB_COMMAND,
	IA_GRUB_IF_NODE,
	IA_GRUB_FOR_NODE,
	IA_GRUB_WHILE_NODE,
	IA_GRUB_UNTIL_NODE,
};

struct ia_grub_node {
	enum ia_grub_node_kind kind;
	const char *file;
	unsigned line;
	struct ia_grub_node *next;         /* in its list */
	struct ia_grub_piece *words;       /* command: with its name; for: what it goes through */
	const struct ia_grub_slice *block; /* command: its last argument, or NULL */
	const char *name;                  /* for: the variable */
	struct ia_grub_node *condition;    /* if, while, until: a list */
	struct ia_grub_node *body;         /* if, for, while, until: a list */
	struct ia_grub_node *otherwise;    /* if: a list, or NULL */
};

struct ia_grub_parser {
	struct ia_grub_memory *memory;
	struct ia_grub_lexer lexer;
	struct ia_grub_map *functions; /* name to list of nodes; filled while parsing */
	struct ia_notes *notes;
	struct isoargs_error **reterr;
	struct ia_grub_node unkept; /* stands for every node of a block that is only checked */
	unsigned depth;
	int error;
};

void ia_grub_parser_init(struct ia_grub_parser *parser, struct ia_grub_memory *memory,
			 const struct ia_grub_slice *slice, struct ia_grub_map *functions,
			 struct ia_notes *notes, struct isoargs_error **reterr);

/*
 * Parses the next unit: a line, or the lines that belong to an open construct.
 * 1 and its list, which may be empty; 0 at the end of the slice. A syntax error is a note,
 * loses the unit and the rest of the line read last; then *ret_lost is true.
 * -ELOOP above IA_GRUB_DEPTH_MAX constructs within one another; -E2BIG, -ENOMEM.
 */
int ia_grub_parse_unit(struct ia_grub_parser *parser, struct ia_grub_node **ret, bool *ret_lost);

#endif
