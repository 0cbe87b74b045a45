/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_CMDLINE_H
#define IA_MENU_CMDLINE_H

#include <isoargs/args.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"
#include "base/strbuf.h"

/* The words of a kernel command line, and where each came from. */

struct isoargs_word {
	const char *text;
	enum isoargs_origin origin;
	const char *file; /* ISOARGS_FROM_ENTRY: configuration and line */
	unsigned line;
	const char *reason;         /* why it is there, or why it was dropped */
	enum isoargs_option option; /* that asked for it, or chose the rule that calls for it */
	const char *source; /* project and file that read it so; NULL: the origin says it all */
};

/* Grows in an arena, keeps order. Zero-initialised but for the arena is empty. */
struct ia_cmdline {
	struct ia_arena *arena;
	struct isoargs_word *words;
	size_t count;
	size_t capacity;
};

/* Copies the word and its strings. 0; -E2BIG above IA_CMDLINE_WORDS_MAX; -ENOMEM. */
int ia_cmdline_add(struct ia_cmdline *line, const struct isoargs_word *word);

/*
 * Splits text as the Linux kernel does (lib/cmdline.c, next_arg): at white space outside
 * double quotes; quotes stay part of the word. What is copied draws on the arena's meter. All but the text of each word is that of
 * like. 0; -E2BIG and -ENOMEM, and then none of the words is added.
 */
int ia_cmdline_split(struct ia_cmdline *line, const char *text, const struct isoargs_word *like);

/*
 * Cuts the next word off the text, as ia_cmdline_split() tells them apart; false: there is none.
 */
bool ia_cmdline_next(const char **text, struct ia_slice *ret);

/* The words joined by single spaces, appended to buf. */
void ia_cmdline_join(const struct ia_cmdline *line, struct ia_strbuf *buf);

/* Is key the name of the word: all of it, or what stands before its '='? '-' and '_' differ. */
bool ia_word_is(const char *word, const char *key);

/* What stands after the first '='; NULL where there is none. */
const char *ia_word_value(const char *word);

#endif
