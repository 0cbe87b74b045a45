/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/places.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "menu/config.h"

/* Where boot loaders look, in the order in which arguments are derived from what is found. */
static const struct ia_candidate candidates[] = {
	{"/EFI/BOOT/grub.cfg", IA_LOADER_GRUB, "efi", "x86_64"},
	{"/boot/grub2/grub.cfg", IA_LOADER_GRUB, "pc", "i386"},
	{"/boot/grub/grub.cfg", IA_LOADER_GRUB, "pc", "i386"},
	{"/EFI/xenserver/grub.cfg", IA_LOADER_GRUB, "efi", "x86_64"},
	/* ISOLINUX reads the first of these that it can open, and no other. */
	{"/boot/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	/* openSUSE's lies beside its isolinux.bin, which looks there last. */
	{"/boot/x86_64/loader/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/i386/loader/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/grub2/loopback.cfg", IA_LOADER_GRUB, "pc", "i386", .loopback = true},
	{"/boot/grub/loopback.cfg", IA_LOADER_GRUB, "pc", "i386", .loopback = true},
};

int ia_places_add(const struct ia_menu_medium *medium, struct ia_arena *arena,
		  struct ia_notes *notes, struct isoargs_error **reterr)
{
	struct ia_menu *menu = medium->menu;
	bool has_syslinux = false;

	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		struct ia_config config;
		int r;

		if (has_syslinux && candidates[i].loader == IA_LOADER_SYSLINUX)
			continue;
		r = ia_config_read(&candidates[i], medium, &config, arena, notes);
		if (r == 0)
			continue;
		if (r < 0 || ia_arena_grow(arena, &menu->configs, menu->count, &menu->capacity,
					   sizeof(config)) < 0)
			return ia_error_memory(reterr);
		menu->configs[menu->count++] = config;
		has_syslinux |= config.loader == IA_LOADER_SYSLINUX;
		if (!medium->all && ia_config_boots_linux(&config))
			return 0;
	}
	return 0;
}

/* Their texts are those that were kept; one configuration is held against one other, once. */
static bool same_entries(const struct ia_config *a, const struct ia_config *b)
{
	if (a->count != b->count || !ia_text_equal(a->default_path, b->default_path))
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct isoargs_entry *x = &a->entries[i], *y = &b->entries[i];

		if (!ia_text_equal(x->path, y->path) || !ia_text_equal(x->title, y->title) ||
		    !ia_text_equal(x->command, y->command) ||
		    !ia_text_equal(x->kernel, y->kernel) ||
		    !ia_text_equal(x->cmdline, y->cmdline) || x->initrd_count != y->initrd_count)
			return false;
		for (size_t k = 0; k < x->initrd_count; k++) {
			if (!ia_text_equal(x->initrds[k], y->initrds[k]))
				return false;
		}
	}
	return true;
}

/* The configuration that was read from the candidate, if it was, of at most a few for each. */
static struct ia_config *find_config(struct ia_menu *menu, const struct ia_files *files,
				     const struct ia_candidate *candidate)
{
	size_t length = strlen(files->name);

	for (size_t i = 0; i < menu->count; i++) {
		struct ia_config *config = &menu->configs[i];

		if (config->evaluated && strncmp(config->name, files->name, length) == 0 &&
		    config->name[length] == ':' &&
		    strcmp(config->name + length + 1, candidate->path) == 0)
			return config;
	}
	return NULL;
}

static int add_as_efi(const struct ia_menu_medium *medium, const struct ia_candidate *candidate,
		      struct ia_arena *arena)
{
	struct ia_menu *menu = medium->menu;
	struct ia_candidate efi = *candidate;
	struct ia_notes repeated IA_AUTO_NOTES = {0}; /* the same file's, noted already */
	struct ia_config *config = find_config(menu, medium->files, candidate);
	struct ia_config other;
	int r;

	if (!config)
		return 0;
	efi.platform = "efi";
	efi.cpu = "x86_64";
	r = ia_config_read(&efi, medium, &other, arena, &repeated);
	if (r <= 0)
		return r;
	if (!other.evaluated)
		return 0;
	if (same_entries(config, &other)) {
		config->platform = "pc, efi";
		return 0;
	}
	if (ia_arena_grow(arena, &menu->configs, menu->count, &menu->capacity, sizeof(other)) < 0)
		return -ENOMEM;
	menu->configs[menu->count++] = other;
	return 0;
}

int ia_places_add_efi(const struct ia_menu_medium *medium, struct ia_arena *arena,
		      struct isoargs_error **reterr)
{
	const struct ia_menu *menu = medium->menu;

	for (size_t i = 0; i < menu->count; i++) {
		const struct ia_config *config = &menu->configs[i];

		if (config->platform && strcmp(config->platform, "efi") == 0 &&
		    ia_config_boots_linux(config))
			return 0;
	}
	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		const struct ia_candidate *candidate = &candidates[i];

		if (candidate->loader != IA_LOADER_GRUB || candidate->loopback ||
		    strcmp(candidate->platform, "pc") != 0)
			continue;
		if (add_as_efi(medium, candidate, arena) < 0)
			return ia_error_memory(reterr);
	}
	return 0;
}
