/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/listing.h"

#include <errno.h>
#include <string.h>

#define PC   IA_PLATFORM_PC
#define EFI  IA_PLATFORM_EFI
#define BOTH (IA_PLATFORM_PC | IA_PLATFORM_EFI)

unsigned ia_listing_platforms(const struct ia_candidate *candidate,
			      const struct ia_menu_medium *medium)
{
	unsigned platforms = candidate->platforms, known = medium->platforms;

	/* Of what GRUB reads below /boot the ESP's is EFI's. */
	if (medium->files == medium->esp && platforms & EFI)
		platforms = EFI;
	if (medium->is_forced)
		return platforms & known;
	/* A loader is of its platform, whatever boots the medium that it is found on. */
	return platforms & known ? platforms & known : platforms;
}

struct ia_config *ia_listing_find(const struct ia_menu_medium *medium, const char *path)
{
	const char *name = medium->files->name;
	size_t length = strlen(name);

	/* Bounded by the places there are. */
	for (size_t i = 0; i < medium->menu->count; i++) {
		struct ia_config *config = &medium->menu->configs[i];

		if (strncmp(config->name, name, length) == 0 && config->name[length] == ':' &&
		    strcmp(config->name + length + 1, path) == 0)
			return config;
	}
	return NULL;
}

bool ia_listing_has_efi(const struct ia_menu *menu)
{
	for (size_t i = 0; i < menu->count; i++) {
		if (ia_config_is_for(&menu->configs[i], EFI) &&
		    ia_config_boots_linux(&menu->configs[i]))
			return true;
	}
	return false;
}

/* How a configuration and a listed one of its platform are one menu: 1, 0, -E2BIG. */
typedef int (*likeness)(const struct ia_config *a, const struct ia_config *b,
			struct ia_meter *meter);

/* The listed menu that this one is: 1 and *ret, 0, -ENOMEM. */
static int find_listed(const struct ia_listing *listing, const struct ia_config *config,
		       likeness is_like, const char **ret)
{
	const struct ia_menu *menu = listing->medium->menu;
	enum ia_platform platform = ia_config_is_for(config, PC) ? PC : EFI;
	int r = 0;

	if (!config->platform || config->count == 0)
		return 0;
	/* Bounded by the places there are; each draws for the entries that are compared. */
	for (size_t i = 0; i < menu->count && r == 0; i++) {
		if (ia_config_is_for(&menu->configs[i], platform))
			r = is_like(config, &menu->configs[i], listing->medium->files->meter);
		if (r > 0)
			*ret = menu->configs[i].name;
	}
	return r < 0 ? -ENOMEM : r;
}

/* Why it is not listed, *ret the menu in its place: 1, 0, -ENOMEM. */
static int judge(const struct ia_listing *listing, const struct ia_candidate *candidate,
		 const struct ia_config *config, const char **ret_why, const char **ret)
{
	int r = find_listed(listing, config, ia_config_leads_to, ret);

	*ret_why = "this leads to the menu of";
	if (r != 0 || !candidate->is_extra || !config->evaluated)
		return r;
	*ret_why = "this is a copy of the menu of";
	return find_listed(listing, config, ia_config_equal, ret);
}

static int append(const struct ia_listing *listing, const struct ia_config *config)
{
	struct ia_menu *menu = listing->medium->menu;

	if (ia_arena_grow(listing->arena, &menu->configs, menu->count, &menu->capacity,
			  sizeof(*config)) < 0)
		return -ENOMEM;
	menu->configs[menu->count++] = *config;
	return 0;
}

int ia_listing_take(const struct ia_listing *listing, const struct ia_candidate *candidate)
{
	unsigned platforms = ia_listing_platforms(candidate, listing->medium);
	const struct ia_notes before = *listing->notes;
	const char *why, *listed;
	struct ia_config config;
	int r;

	if (!platforms)
		return 0;
	r = ia_config_read(candidate, platforms & PC ? PC : EFI, listing->medium, &config,
			   listing->arena, listing->notes);
	if (r <= 0)
		return r;
	r = judge(listing, candidate, &config, &why, &listed);
	if (r < 0)
		return r;
	if (r > 0) {
		/* What there is to say of that menu was said of it. */
		ia_notes_cut(listing->notes, &before);
		ia_note(listing->notes, ISOARGS_INFO, IA_NOTE_MENU_LEFT_OUT,
			IA_IN_FILE(config.name), "%s %s, which is listed", why, listed);
		return 1;
	}
	if (candidate->is_extra && config.evaluated && config.count == 0 &&
	    ia_listing_has_efi(listing->medium->menu)) {
		ia_note(listing->notes, ISOARGS_INFO, IA_NOTE_MENU_LEFT_OUT,
			IA_IN_FILE(config.name), "this has no entry, and others boot");
		return 1;
	}
	if (append(listing, &config) < 0)
		return -ENOMEM;
	return ia_config_boots_linux(&config) ? 2 : 1;
}

int ia_listing_take_as_efi(const struct ia_listing *listing, const struct ia_candidate *candidate)
{
	struct ia_notes repeated IA_AUTO_NOTES = {0}; /* the same file's, noted already */
	struct ia_config *config = ia_listing_find(listing->medium, candidate->path), other;
	int r;

	if (!config || !config->evaluated ||
	    ia_listing_platforms(candidate, listing->medium) != BOTH)
		return 0;
	r = ia_config_read(candidate, EFI, listing->medium, &other, listing->arena, &repeated);
	if (r <= 0 || !other.evaluated)
		return r;
	r = ia_config_equal(config, &other, listing->medium->files->meter);
	if (r == 0)
		return append(listing, &other);
	if (r > 0)
		config->platform = "pc, efi";
	return r;
}
