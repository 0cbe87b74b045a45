/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_CHOICE_H
#define IA_MENU_SYSLINUX_CHOICE_H

#include "menu/syslinux/parser.h"

/* What starts unattended: an item with further words, or a command line that names no item. */
struct ia_syslinux_choice {
	struct ia_syslinux_config *config; /* that it stands in */
	const struct ia_syslinux_item *item;
	const char *extra;   /* words that are added to it, blanks before them; NULL: none */
	const char *command; /* without item; both NULL: nothing starts */
	const char *words;   /* what names nothing, where nothing starts for that */
	const char *onerror; /* what a menu runs if that fails; NULL: nothing */
	bool by_menu;        /* a menu runs it, the core otherwise */
	bool leaves;         /* Enter in a menu does, which by itself ends at the prompt */
};

/*
 * A command line as typed at the prompt: one blank stands before what is added to a label's. 0 or
 * -ENOMEM.
 */
int ia_syslinux_choose_command(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
			       const char *words, struct ia_syslinux_choice *ret);

/* A command line of a menu's: its blanks stay, and what is no label's is run as it is. */
struct ia_syslinux_choice ia_syslinux_choose_by_menu(struct ia_syslinux_config *config,
						     const char *words);

/*
 * The label that DEFAULT names where UI shows the menu: its menu opens, and the bar stands on it.
 * Else the menu that starts.
 */
struct ia_syslinux_choice ia_syslinux_choose_in_menu(struct ia_syslinux_config *config);

#endif
