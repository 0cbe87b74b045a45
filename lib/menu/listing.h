/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_LISTING_H
#define IA_MENU_LISTING_H

#include "base/arena.h"
#include "base/note.h"
#include "menu/config.h"

/* The menus of a medium while they are found: each is listed once, however many ways lead to it. */
struct ia_listing {
	const struct ia_menu_medium *medium;
	struct ia_arena *arena;
	struct ia_notes *notes;
};

/* Who looks there on this medium: enum ia_platform, 0: nobody that is asked for. */
unsigned ia_listing_platforms(const struct ia_candidate *candidate,
			      const struct ia_menu_medium *medium);

/*
 * Lists what is there for the first of the platforms that look there. 1 it is there, 2 and boots
 * Linux; 0 it is not there, or nobody is asked for that looks there; -ENOMEM.
 */
int ia_listing_take(const struct ia_listing *listing, const struct ia_candidate *candidate);

/* What is listed as BIOS' as EFI reads it, too. 0 or 1; -ENOMEM. */
int ia_listing_take_as_efi(const struct ia_listing *listing, const struct ia_candidate *candidate);

/* The configuration of that path on medium->files, if it is listed. */
struct ia_config *ia_listing_find(const struct ia_menu_medium *medium, const char *path);

/* Is there a menu of EFI's that boots Linux? */
bool ia_listing_has_efi(const struct ia_menu *menu);

#endif
