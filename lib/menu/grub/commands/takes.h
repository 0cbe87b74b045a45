/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_COMMANDS_TAKES_H
#define IA_MENU_GRUB_COMMANDS_TAKES_H

#include "menu/grub/commands/options.h"

/* What a command refuses to run without: so much of it decides what an 'if' around it does. */
struct ia_grub_takes {
	unsigned least; /* arguments, without options */
	unsigned most;  /* 0: any number */
	enum {
		IA_GRUB_OPENS_NONE,
		IA_GRUB_OPENS_FIRST, /* of them: it has to be a file */
		IA_GRUB_OPENS_LAST,
		IA_GRUB_OPENS_EACH,
	} opens;
	const struct ia_grub_option
		*options; /* others are refused; NULL: words with a '-' are arguments */
	size_t option_count;
};

/* GRUB's status, or a negative errno. */
int ia_grub_takes_check(struct ia_grub_state *state, const struct ia_grub_takes *takes,
			const struct ia_grub_call *call);

#endif
