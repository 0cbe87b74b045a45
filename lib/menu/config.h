/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_CONFIG_H
#define IA_MENU_CONFIG_H

#include "base/arena.h"
#include "base/note.h"
#include "menu/menu.h"

/* Where a boot loader looks for a configuration. */
struct ia_candidate {
	const char *path;
	enum ia_loader loader;
	const char *platform;
	const char *cpu;
	bool loopback;
};

/*
 * Reads and evaluates what is there on medium->files. 1 there is such a configuration, which was
 * evaluated or noted; 0 there is none; -ENOMEM.
 */
int ia_config_read(const struct ia_candidate *candidate, const struct ia_menu_medium *medium,
		   struct ia_config *config, struct ia_arena *arena, struct ia_notes *notes);

#endif
