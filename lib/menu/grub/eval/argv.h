/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_ARGV_H
#define IA_MENU_GRUB_EVAL_ARGV_H

#include "base/strbuf.h"
#include "menu/grub/eval/state.h"

/* Arguments, and the backslashes in them. */

struct ia_grub_argv {
	const char **items; /* NULL after the last */
	size_t count;
	size_t capacity;
};

/* 0 or a negative errno. */
int ia_grub_argv_add(struct ia_grub_state *state, struct ia_grub_argv *argv, const char *s);

/* Do the length bytes at s begin with \xHH that the dialect lets through as it is? */
bool ia_grub_is_escape(enum ia_grub_dialect dialect, const char *s, size_t length);

/* Appends without the backslashes that protect. */
void ia_grub_unescape(enum ia_grub_dialect dialect, struct ia_strbuf *buf, const char *s,
		      size_t length);

/*
 * Arguments as GRUB hands them to a kernel: one space between them, its own quoting. Appends no more
 * than max bytes; returns how many they are in all.
 */
size_t ia_grub_join(enum ia_grub_dialect dialect, struct ia_strbuf *buf, size_t max,
		    const char *const *argv, size_t argc);

#endif
