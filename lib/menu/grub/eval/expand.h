/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_EXPAND_H
#define IA_MENU_GRUB_EVAL_EXPAND_H

#include "base/strbuf.h"
#include "menu/grub/eval/eval.h"

struct ia_grub_argv {
	const char **items;
	size_t count;
	size_t capacity;
};

/* Does s begin with \xHH that the dialect lets through as it is? */
bool ia_grub_is_escape(enum ia_grub_dialect dialect, const char *s);

/* Appends without the backslashes that protect. */
void ia_grub_unescape(enum ia_grub_dialect dialect, struct ia_strbuf *buf, const char *s,
		      size_t length);

/* Variables, splitting, file names, backslashes: words to arguments. 0 or a negative errno. */
int ia_grub_expand(struct ia_grub_state *state, const struct ia_grub_word *words,
		   struct ia_grub_argv *argv);

int ia_grub_argv_add(struct ia_grub_state *state, struct ia_grub_argv *argv, const char *s);

/*
 * The files (or devices) that a pattern with '*' or '?' names, added to argv.
 * 1; 0 where there are none: then the word stays; or a negative errno.
 */
int ia_grub_wildcard(struct ia_grub_state *state, const char *pattern, struct ia_grub_argv *argv);

#endif
