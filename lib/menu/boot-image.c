/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/boot-image.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/limits.h"

/* Where media have what BIOS starts. GRUB's comes first, which needs no search. */
static const struct {
	const char *path;
	bool is_grub;
} known[] = {
	{"/boot/grub/i386-pc/eltorito.img", true},   {"/boot/grub2/i386-pc/eltorito.img", true},
	{"/boot/x86_64/loader/eltorito.img", true},  {"/images/eltorito.img", true},
	{"/boot/x86_64/loader/isolinux.bin", false}, {"/boot/i386/loader/isolinux.bin", false},
};

#define DEPTH_MAX 3u   /* folders below the root */
#define NAME_COST 100u /* of a name that is looked at: units of the meter */

/* The folders that are searched, breadth first. */
struct search {
	const struct ia_files *files;
	struct ia_arena *arena;
	uint64_t offset;
	struct {
		const char *path; /* "" the root */
		unsigned depth;
	} folders[IA_BOOT_FOLDERS_MAX];
	size_t count;
	size_t at; /* the one that is looked at */
};

static int visit(const char *name, const struct ia_file *file, void *data)
{
	struct search *search = data;
	unsigned depth = search->folders[search->at].depth;

	if (ia_meter_spend(search->files->meter, IA_COST_FILES, NAME_COST) < 0)
		return -ENOMEM;
	if (file->type == IA_FILE_REGULAR)
		return file->size > 0 && file->offset == search->offset;
	if (depth == DEPTH_MAX || search->count == IA_BOOT_FOLDERS_MAX)
		return 0;
	search->folders[search->count].depth = depth + 1;
	search->folders[search->count].path =
		ia_arena_printf(search->arena, "%s/%s", search->folders[search->at].path, name);
	return search->folders[search->count++].path ? 0 : -ENOMEM;
}

static int search_tree(struct search *search, const char **ret)
{
	for (search->at = 0; search->at < search->count; search->at++) {
		const char *path = search->folders[search->at].path;
		int r = ia_files_list(search->files, *path ? path : "/", visit, search, NULL);

		if (r > 0)
			*ret = path;
		/* What cannot be listed holds nothing that could be read. */
		if (r > 0 || r == -ENOMEM)
			return r;
	}
	return 0;
}

int ia_boot_image_folder(const struct ia_files *files, uint64_t offset, struct ia_arena *arena,
			 const char **ret)
{
	struct search search = {
		.files = files, .arena = arena, .offset = offset, .folders = {{"", 0}}, .count = 1};

	for (size_t i = 0; i < IA_COUNT(known); i++) {
		struct ia_file file;
		int r = ia_files_find(files, known[i].path, &file, NULL);

		if (r == -ENOMEM)
			return r;
		if (r <= 0 || file.offset != offset)
			continue;
		if (known[i].is_grub)
			return 0;
		*ret = ia_arena_strndup(arena, known[i].path,
					(size_t)(strrchr(known[i].path, '/') - known[i].path));
		return *ret ? 1 : -ENOMEM;
	}
	return search_tree(&search, ret);
}
