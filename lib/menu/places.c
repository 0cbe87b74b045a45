/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/places.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "menu/config.h"

#define PC   IA_PLATFORM_PC
#define EFI  IA_PLATFORM_EFI
#define BOTH (IA_PLATFORM_PC | IA_PLATFORM_EFI)

/* In the order in which arguments are derived from what is found. */
static const struct ia_candidate candidates[] = {
	{"/EFI/BOOT/grub.cfg", IA_LOADER_GRUB, EFI},
	{"/boot/grub2/grub.cfg", IA_LOADER_GRUB, BOTH},
	{"/boot/grub/grub.cfg", IA_LOADER_GRUB, BOTH},
	{"/EFI/xenserver/grub.cfg", IA_LOADER_GRUB, EFI},
	/* ISOLINUX reads the first of these that it can open, and no other. */
	{"/boot/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/boot/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/boot/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/boot/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	/* openSUSE's lies beside its isolinux.bin, which looks there last. */
	{"/boot/x86_64/loader/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/boot/i386/loader/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
};

/* What a GRUB elsewhere reads that loops the image. */
static const struct ia_candidate loopbacks[] = {
	{"/boot/grub2/loopback.cfg", IA_LOADER_GRUB, BOTH, .loopback = true},
	{"/boot/grub/loopback.cfg", IA_LOADER_GRUB, BOTH, .loopback = true},
};

/* One round over the places of a file system. */
struct round {
	const struct ia_menu_medium *medium;
	struct ia_arena *arena;
	struct ia_notes *notes;
};

/* Who looks there on this medium: enum ia_platform, 0: nobody that is asked for. */
static unsigned platforms_of(const struct ia_candidate *candidate,
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

/* The listed menu that this one is a way to: 1 and *ret, 0, -ENOMEM. */
static int find_target(const struct round *round, const struct ia_config *config,
		       const struct ia_config **ret)
{
	const struct ia_menu *menu = round->medium->menu;
	enum ia_platform platform = ia_config_is_for(config, PC) ? PC : EFI;

	if (!config->platform || config->count == 0)
		return 0;
	/* Bounded by the places there are; each draws for the entries that are compared. */
	for (size_t i = 0; i < menu->count; i++) {
		int r = 0;

		if (ia_config_is_for(&menu->configs[i], platform))
			r = ia_config_leads_to(config, &menu->configs[i],
					       round->medium->files->meter);
		if (r > 0)
			*ret = &menu->configs[i];
		if (r != 0)
			return r < 0 ? -ENOMEM : r;
	}
	return 0;
}

static int append(const struct round *round, const struct ia_config *config)
{
	struct ia_menu *menu = round->medium->menu;

	if (ia_arena_grow(round->arena, &menu->configs, menu->count, &menu->capacity,
			  sizeof(*config)) < 0)
		return -ENOMEM;
	menu->configs[menu->count++] = *config;
	return 0;
}

/* 1 it is there, 2 and it boots Linux; 0 it is not there; -ENOMEM. */
static int take(const struct round *round, const struct ia_candidate *candidate,
		enum ia_platform platform)
{
	const struct ia_notes before = *round->notes;
	const struct ia_config *target;
	struct ia_config config;
	int r = ia_config_read(candidate, platform, round->medium, &config, round->arena,
			       round->notes);

	if (r <= 0)
		return r;
	r = find_target(round, &config, &target);
	if (r < 0)
		return r;
	if (r > 0) {
		ia_notes_cut(round->notes, &before);
		ia_note(round->notes, ISOARGS_INFO, IA_NOTE_MENU_LEFT_OUT, IA_IN_FILE(config.name),
			"this leads to the menu of %s, which is listed", target->name);
		return 1;
	}
	if (append(round, &config) < 0)
		return -ENOMEM;
	return ia_config_boots_linux(&config) ? 2 : 1;
}

int ia_places_add(const struct ia_menu_medium *medium, struct ia_arena *arena,
		  struct ia_notes *notes, struct isoargs_error **reterr)
{
	const struct round round = {medium, arena, notes};
	bool has_syslinux = false;

	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		const struct ia_candidate *candidate = &candidates[i];
		unsigned platforms = platforms_of(candidate, medium);
		int r;

		if (!platforms || (has_syslinux && candidate->loader == IA_LOADER_SYSLINUX))
			continue;
		r = take(&round, candidate, platforms & PC ? PC : EFI);
		if (r < 0)
			return ia_error_memory(reterr);
		if (r > 1 && !medium->all)
			return 0;
		has_syslinux |= r > 0 && candidate->loader == IA_LOADER_SYSLINUX;
	}
	return 0;
}

/* The configuration that was read from the candidate, if it was, of at most a few for each. */
static struct ia_config *find_config(const struct ia_menu_medium *medium,
				     const struct ia_candidate *candidate)
{
	const char *name = medium->files->name;
	size_t length = strlen(name);

	for (size_t i = 0; i < medium->menu->count; i++) {
		struct ia_config *config = &medium->menu->configs[i];

		if (config->evaluated && strncmp(config->name, name, length) == 0 &&
		    config->name[length] == ':' &&
		    strcmp(config->name + length + 1, candidate->path) == 0)
			return config;
	}
	return NULL;
}

/* What BIOS reads, as EFI reads it. */
static int take_as_efi(const struct round *round, const struct ia_candidate *candidate)
{
	struct ia_notes repeated IA_AUTO_NOTES = {0}; /* the same file's, noted already */
	struct ia_config *config = find_config(round->medium, candidate), other;
	int r;

	if (!config || platforms_of(candidate, round->medium) != BOTH)
		return 0;
	r = ia_config_read(candidate, EFI, round->medium, &other, round->arena, &repeated);
	if (r <= 0 || !other.evaluated)
		return r;
	r = ia_config_equal(config, &other, round->medium->files->meter);
	if (r == 0)
		return append(round, &other);
	if (r > 0)
		config->platform = "pc, efi";
	return r;
}

static bool has_efi_menu(const struct ia_menu *menu)
{
	for (size_t i = 0; i < menu->count; i++) {
		if (ia_config_is_for(&menu->configs[i], EFI) &&
		    ia_config_boots_linux(&menu->configs[i]))
			return true;
	}
	return false;
}

static int add_as_efi(const struct round *round)
{
	int r = 0;

	if (!(round->medium->platforms & EFI) || has_efi_menu(round->medium->menu))
		return 0;
	for (size_t i = 0; i < IA_COUNT(candidates) && r >= 0; i++) {
		if (candidates[i].platforms == BOTH)
			r = take_as_efi(round, &candidates[i]);
	}
	return r;
}

static int add_loopbacks(const struct round *round)
{
	int r = 0;

	for (size_t i = 0; i < IA_COUNT(loopbacks) && r >= 0; i++) {
		unsigned platforms = platforms_of(&loopbacks[i], round->medium);

		r = take(round, &loopbacks[i], platforms & PC ? PC : EFI);
		if (r > 0)
			r = take_as_efi(round, &loopbacks[i]);
	}
	return r;
}

int ia_places_add_rest(const struct ia_menu_medium *medium, struct ia_arena *arena,
		       struct ia_notes *notes, struct isoargs_error **reterr)
{
	struct ia_menu_medium iso = *medium;
	const struct round round = {&iso, arena, notes};
	int r;

	iso.files = medium->iso;
	r = add_as_efi(&round);
	if (r >= 0 && (medium->all || !ia_menu_boots_linux(medium->menu)))
		r = add_loopbacks(&round);
	return r < 0 ? ia_error_memory(reterr) : 0;
}
