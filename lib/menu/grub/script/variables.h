/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_VARIABLES_H
#define IA_MENU_GRUB_SCRIPT_VARIABLES_H

#include <stdbool.h>

#include "menu/grub/script/memory.h"
#include "menu/grub/script/names.h"

/* The variables of one context. IA_GRUB_VARIABLES() of the memory is empty. */
struct ia_grub_variables {
	struct ia_grub_memory *memory;
	struct ia_grub_map map;
	size_t bytes;  /* of the variables that are set */
	bool undoable; /* changes are kept */
	struct ia_grub_change *changes;
	size_t change_count;
	size_t change_capacity;
};

#define IA_GRUB_VARIABLES(own)                                                                     \
	{                                                                                          \
		.memory = (own), .map.memory = (own)                                               \
	}

/* NULL: unset. */
const char *ia_grub_variables_get(const struct ia_grub_variables *variables, const char *name);

/*
 * "root" loses a pair of parentheses. 0; -E2BIG above IA_GRUB_VARIABLES_MAX bytes; -ENOMEM.
 */
int ia_grub_variables_set(struct ia_grub_variables *variables, const char *name, const char *value);
int ia_grub_variables_unset(struct ia_grub_variables *variables, const char *name);

/* An unset variable becomes empty. */
int ia_grub_variables_export(struct ia_grub_variables *variables, const char *name);

/* Undoes every change since change_count was mark and undoable became true. */
void ia_grub_variables_undo(struct ia_grub_variables *variables, size_t mark);

/* A new context: the exported variables of another one, or all, all of them exported. */
int ia_grub_variables_inherit(struct ia_grub_variables *variables,
			      const struct ia_grub_variables *from, bool all);

void ia_grub_variables_free(struct ia_grub_variables *variables);

static inline void ia_cleanup_grub_variables(struct ia_grub_variables *variables)
{
	ia_grub_variables_free(variables);
}

#endif
