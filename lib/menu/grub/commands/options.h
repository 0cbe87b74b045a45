/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_COMMANDS_OPTIONS_H
#define IA_MENU_GRUB_COMMANDS_OPTIONS_H

#include "menu/grub/eval/state.h"

enum ia_grub_option_kind {
	IA_GRUB_FLAG,
	IA_GRUB_VALUE,
	IA_GRUB_OPTIONAL, /* may have a value */
};

struct ia_grub_option {
	const char *name; /* without "--" */
	char letter;      /* '\0': none */
	enum ia_grub_option_kind kind;
};

struct ia_grub_options {
	struct {
		size_t option;     /* index into the table */
		const char *value; /* or NULL */
	} * given;                 /* in their order */
	size_t given_count;
	size_t given_capacity;
	const char **argv; /* what is no option */
	size_t argc;
	size_t capacity;
};

/*
 * Sorts the options of a command from its arguments. strict: a word that looks like an
 * option and is none is refused; otherwise it is an argument. GRUB's status or a negative
 * errno.
 */
int ia_grub_options_parse(struct ia_grub_state *state, const struct ia_grub_option *table,
			  size_t count, bool strict, const struct ia_grub_call *call,
			  struct ia_grub_options *ret);

/* Was it given? *ret_value: with the last one of its kind, or NULL. ret_value may be NULL. */
bool ia_grub_options_get(const struct ia_grub_options *options, size_t option,
			 const char **ret_value);

#endif
