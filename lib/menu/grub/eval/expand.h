/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_EXPAND_H
#define IA_MENU_GRUB_EVAL_EXPAND_H

#include "menu/grub/eval/argv.h"

/* Variables, splitting, file names, backslashes: words to arguments. 0 or a negative errno. */
int ia_grub_expand(struct ia_grub_state *state, const struct ia_grub_piece *words,
		   struct ia_grub_argv *argv);

/*
 * The files (or devices) that a pattern with '*' or '?' names, added to argv.
 * 1; 0 where there are none: then the word stays; or a negative errno.
 */
int ia_grub_wildcard(struct ia_grub_state *state, const char *pattern, struct ia_grub_argv *argv);

#endif
