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
	unsigned platforms; /* enum ia_platform: of those that look there */
	const char *folder; /* without the file its text is empty where this is there; NULL: none */
	const char *unless; /* nothing looks there where this one is found; NULL: it stands alone */
	bool loopback;
	enum ia_worth worth;
	bool is_extra; /* a copy of a menu that is listed, or one without entries, is left out */
};

/*
 * Reads and evaluates what is there on medium->files, for the one platform. 1 there is such a
 * configuration, which was evaluated or noted; 0 there is none; -ENOMEM.
 */
int ia_config_read(const struct ia_candidate *candidate, enum ia_platform platform,
		   const struct ia_menu_medium *medium, struct ia_config *config,
		   struct ia_arena *arena, struct ia_notes *notes);

/* Is it evaluated, and read on that platform? */
bool ia_config_is_for(const struct ia_config *config, enum ia_platform platform);

/* Have both the same entries, wherever they stand? 1, 0, or -E2BIG: the meter is spent. */
int ia_config_equal(const struct ia_config *a, const struct ia_config *b, struct ia_meter *meter);

/* The same, and do their entries stand in the same lines: one is a way to the other? */
int ia_config_leads_to(const struct ia_config *a, const struct ia_config *b,
		       struct ia_meter *meter);

#endif
