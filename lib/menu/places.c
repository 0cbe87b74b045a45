/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/places.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "menu/boot-image.h"
#include "menu/efi-folders.h"
#include "menu/listing.h"
#include "menu/unread.h"

#define PC   IA_PLATFORM_PC
#define EFI  IA_PLATFORM_EFI
#define BOTH (IA_PLATFORM_PC | IA_PLATFORM_EFI)

#define EFI_GRUB "/EFI/BOOT/grub.cfg"

/* In the order in which arguments are derived from what is found. */
static const struct ia_candidate candidates[] = {
	{EFI_GRUB, IA_LOADER_GRUB, EFI, .worth = IA_WORTH_MUCH},
	{"/boot/grub2/grub.cfg", IA_LOADER_GRUB, BOTH, .worth = IA_WORTH_SOME},
	{"/boot/grub/grub.cfg", IA_LOADER_GRUB, BOTH, .worth = IA_WORTH_SOME},
	{"/EFI/xenserver/grub.cfg", IA_LOADER_GRUB, EFI},
	/* That which Debian's netboot tree hands to a firmware that boots from a network. */
	{"/debian-installer/amd64/grub/grub.cfg", IA_LOADER_GRUB, EFI},
	/* ISOLINUX reads the first of these that it can open, and no other. */
	{"/boot/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/boot/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC, .worth = IA_WORTH_MUCH},
	{"/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/boot/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/boot/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	{"/syslinux.cfg", IA_LOADER_SYSLINUX, PC},
	/* openSUSE's lies beside its isolinux.bin, which looks there last. */
	{"/boot/x86_64/loader/isolinux.cfg", IA_LOADER_SYSLINUX, PC, .worth = IA_WORTH_SOME},
	{"/boot/i386/loader/isolinux.cfg", IA_LOADER_SYSLINUX, PC},
	/* GRUB Legacy's lie beside its program, which GRUB 2 has taken the place of where it is. */
	{"/EFI/BOOT/BOOTX64.conf", IA_LOADER_GRUB_LEGACY, EFI, .unless = EFI_GRUB},
	{"/EFI/BOOT/BOOTIA32.conf", IA_LOADER_GRUB_LEGACY, EFI, .unless = EFI_GRUB},
	{"/boot/grub/menu.lst", IA_LOADER_GRUB_LEGACY, PC, .unless = "/boot/grub/grub.cfg"},
	{"/boot/grub/grub.conf", IA_LOADER_GRUB_LEGACY, PC, .unless = "/boot/grub/grub.cfg"},
	{"/loader/loader.conf", IA_LOADER_SYSTEMD_BOOT, EFI, .folder = "/loader/entries",
	 .unless = EFI_GRUB},
};

/* What a GRUB elsewhere reads that loops the image. */
static const struct ia_candidate loopbacks[] = {
	{"/boot/grub2/loopback.cfg", IA_LOADER_GRUB, BOTH, .loopback = true},
	{"/boot/grub/loopback.cfg", IA_LOADER_GRUB, BOTH, .loopback = true},
};

/* Which of the loaders that read one configuration alone has found it: enum ia_platform, each. */
struct taken {
	unsigned by[IA_LOADER_SYSTEMD_BOOT + 1];
};

/* 1, 0 also where it cannot be looked up, or -ENOMEM. */
static int has_file(const struct ia_files *files, const char *path)
{
	int r = path ? ia_files_have(files, path, IA_FILE_REGULAR, NULL) : 0;

	return r < 0 && r != -ENOMEM ? 0 : r;
}

/* Does another configuration take its place? 1, 0, -ENOMEM. */
static int is_dead(const struct ia_candidate *candidate, const struct taken *taken,
		   const struct ia_menu_medium *medium)
{
	if (taken->by[candidate->loader] & candidate->platforms)
		return 1;
	return has_file(medium->files, candidate->unless);
}

int ia_places_add(const struct ia_menu_medium *medium, struct ia_arena *arena,
		  struct ia_notes *notes, struct isoargs_error **reterr)
{
	const struct ia_listing listing = {medium, arena, notes};
	struct taken taken = {{0}};

	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		const struct ia_candidate *candidate = &candidates[i];
		int r = candidate->worth < medium->worth ? 1 : is_dead(candidate, &taken, medium);

		if (r > 0)
			continue;
		if (r == 0)
			r = ia_listing_take(&listing, candidate);
		if (r < 0)
			return ia_error_memory(reterr);
		if (r > 1 && !medium->all)
			return 0;
		if (r > 0 && candidate->loader != IA_LOADER_GRUB)
			taken.by[candidate->loader] |= candidate->platforms;
	}
	return 0;
}

static bool has_syslinux(const struct ia_menu_medium *medium)
{
	const char *name = medium->files->name;

	for (size_t i = 0; i < medium->menu->count; i++) {
		const struct ia_config *config = &medium->menu->configs[i];

		if (config->loader == IA_LOADER_SYSLINUX &&
		    strncmp(config->name, name, strlen(name)) == 0)
			return true;
	}
	return false;
}

/* Beside the isolinux.bin that BIOS starts. */
static int add_beside_boot_image(const struct ia_listing *listing)
{
	static const char *const names[] = {"isolinux.cfg", "syslinux.cfg"};
	const struct ia_menu_medium *medium = listing->medium;
	const char *folder;
	int r;

	if (medium->boot_image == 0 || has_syslinux(medium))
		return 0;
	r = ia_boot_image_folder(medium->files, medium->boot_image, listing->arena, &folder);
	if (r <= 0)
		return r;
	r = 0;
	for (size_t i = 0; i < IA_COUNT(names) && r == 0; i++) {
		const struct ia_candidate candidate = {
			ia_arena_printf(listing->arena, "%s/%s", folder, names[i]),
			IA_LOADER_SYSLINUX, PC};

		r = candidate.path ? ia_listing_take(listing, &candidate) : -ENOMEM;
	}
	return r;
}

/* A medium whose EFI boot loader has no menu of its own reads the one below /boot. */
static int add_as_efi(const struct ia_listing *listing)
{
	const struct ia_menu_medium *medium = listing->medium;
	int r = 0;

	if (!(medium->platforms & EFI) || ia_listing_has_efi(medium->menu))
		return 0;
	for (size_t i = 0; i < IA_COUNT(candidates) && r >= 0; i++) {
		if (candidates[i].platforms == BOTH)
			r = ia_listing_take_as_efi(listing, &candidates[i]);
	}
	return r;
}

/* Was this file taken from its place above, however it is spelled here? 1, 0, -ENOMEM. */
static int is_known(const struct ia_files *files, const char *path)
{
	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		if (ia_ascii_equal_fold(path, candidates[i].path))
			return has_file(files, candidates[i].path);
	}
	return 0;
}

/* What GRUB reads that is started from a vendor's folder. */
static int add_of_vendors(const struct ia_listing *listing)
{
	const struct ia_files *files = listing->medium->files;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_efi_folders folders = {.count = 0};
	int r = ia_efi_folders_list(files, listing->arena, &folders, &error);

	if (r < 0 && r != -ENOMEM)
		ia_note_error(listing->notes, ISOARGS_INFO, IA_NOTE_UNREAD_LOADER, error);
	for (size_t i = 0; i < folders.count && r != -ENOMEM; i++) {
		struct ia_candidate candidate = {
			ia_arena_printf(listing->arena, "/EFI/%s/grub.cfg", folders.names[i]),
			IA_LOADER_GRUB, EFI, .is_extra = true};

		if (!candidate.path)
			return -ENOMEM;
		r = is_known(files, candidate.path);
		if (r == 0)
			r = ia_listing_take(listing, &candidate);
	}
	if (folders.has_more)
		ia_note(listing->notes, ISOARGS_INFO, IA_NOTE_UNREAD_LOADER,
			IA_IN_FILE(files == listing->medium->esp ? "ESP:/EFI" : "ISO:/EFI"),
			"there are more than %u folders; in the rest no menu was looked for",
			IA_EFI_FOLDERS_MAX);
	return r == -ENOMEM ? r : 0;
}

static int add_loopbacks(const struct ia_listing *listing)
{
	int r = 0;

	for (size_t i = 0; i < IA_COUNT(loopbacks) && r >= 0; i++) {
		r = ia_listing_take(listing, &loopbacks[i]);
		if (r > 0)
			r = ia_listing_take_as_efi(listing, &loopbacks[i]);
	}
	return r;
}

static int note_unread(const struct ia_listing *listing)
{
	const struct ia_menu_medium *medium = listing->medium;

	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		if (candidates[i].loader != IA_LOADER_GRUB &&
		    !ia_listing_find(medium, candidates[i].path))
			ia_unread_note(medium->files, candidates[i].path,
				       ia_loader_name(candidates[i].loader),
				       "another one is found first", listing->notes);
	}
	ia_unread_note_others(medium->files, listing->notes);
	return 0;
}

/* What is looked for on the ESP as well, where there is one. */
static int add_on(const struct ia_listing *listing, const struct ia_files *files,
		  int (*add)(const struct ia_listing *listing))
{
	struct ia_menu_medium medium = *listing->medium;

	medium.files = files;
	return files ? add(&(struct ia_listing){&medium, listing->arena, listing->notes}) : 0;
}

int ia_places_add_rest(const struct ia_menu_medium *medium, struct ia_arena *arena,
		       struct ia_notes *notes, struct isoargs_error **reterr)
{
	const struct ia_listing listing = {medium, arena, notes};
	int r;

	if (!medium->all && ia_menu_boots_linux(medium->menu))
		return 0;
	r = add_on(&listing, medium->iso, add_beside_boot_image);
	if (r >= 0)
		r = add_on(&listing, medium->iso, add_as_efi);
	if (r >= 0 && (medium->platforms & EFI || !ia_menu_boots_linux(medium->menu))) {
		r = add_on(&listing, medium->iso, add_of_vendors);
		if (r >= 0)
			r = add_on(&listing, medium->esp, add_of_vendors);
	}
	if (r >= 0)
		r = add_on(&listing, medium->iso, add_loopbacks);
	if (r >= 0 && medium->all && !medium->is_forced) {
		add_on(&listing, medium->iso, note_unread);
		add_on(&listing, medium->esp, note_unread);
	}
	return r < 0 ? ia_error_memory(reterr) : 0;
}
