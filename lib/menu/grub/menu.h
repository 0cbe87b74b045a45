/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_MENU_H
#define IA_MENU_GRUB_MENU_H

#include <stdbool.h>

#include "menu/entry.h"
#include "menu/grub/grub.h"
#include "menu/grub/script/source.h"

struct ia_grub_state;

/* An entry as menuentry or submenu defined it. */
struct ia_grub_item {
	const char *title;
	const char *id;
	const char *const *argv; /* its parameters: the title first */
	size_t argc;
	struct ia_grub_slice body;
	bool is_submenu;
	const char *file;
	unsigned line;
};

struct ia_grub_items {
	struct ia_grub_item *list;
	size_t count;
	size_t capacity;
};

/*
 * Runs the body of each entry as if it were chosen and adds it to the result, then what is
 * within it. prefix: the path of the menu itself, "" the first one. *ret_default: the path of
 * what an unattended boot starts here, NULL where the menu is empty. 0 or a negative errno.
 */
int ia_grub_menu_run(struct ia_grub_state *state, const struct ia_grub_items *items,
		     const char *prefix, const char **ret_default);

/*
 * What is looked for draws on the memory's meter: with the work done, which is its error, these find
 * nothing.
 */

/* The entry that $default names; 0 where it names none. */
size_t ia_grub_default_find(struct ia_grub_memory *memory, enum ia_grub_dialect dialect,
			    const struct ia_grub_items *items, const char *value);

/* The entry that $fallback names first, of the top menu; false where it names none. */
bool ia_grub_fallback_find(struct ia_grub_memory *memory, enum ia_grub_dialect dialect,
			   const struct ia_grub_items *items, const char *value, size_t *ret);

/* What is left of $default for the menu within: after the first single '>'; NULL: nothing. */
const char *ia_grub_default_rest(struct ia_grub_memory *memory, const char *value);

#endif
