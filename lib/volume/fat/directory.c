/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "base/limits.h"
#include "volume/fat/impl.h"

#define HANDLE_FIXED_ROOT 1u /* handle[1]; handle[0] is the first cluster */

struct ia_file ia_fat_root(const struct ia_fat *fat)
{
	if (fat->volume.bits != 32)
		return (struct ia_file){
			.type = IA_FILE_DIRECTORY,
			.offset = fat->root,
			.handle = {0, HANDLE_FIXED_ROOT},
		};
	return (struct ia_file){
		.type = IA_FILE_DIRECTORY,
		.offset = ia_fat_cluster_offset(fat, fat->root_cluster),
		.handle = {fat->root_cluster},
	};
}

int ia_fat_dir_open(struct ia_fat *fat, const struct ia_file *directory, struct ia_fat_dir *ret,
		    struct isoargs_error **reterr)
{
	struct ia_fat_cursor cursor = {0};
	uint64_t size = (uint64_t)fat->root_slots * IA_FAT_SLOT_SIZE;
	int r;

	if (directory->handle[1] != HANDLE_FIXED_ROOT) {
		r = ia_fat_chain_start(fat, (uint32_t)directory->handle[0], &cursor, reterr);
		if (r < 0)
			return r;
		size = fat->cluster_size;
	}
	*ret = (struct ia_fat_dir){
		.fat = fat,
		.cursor = cursor,
		.at = directory->offset,
		.end = directory->offset + size,
	};
	return 0;
}

/* 1 and a slice of at least one slot; 0 the directory ends without an end mark, as it may. */
static int next_slice(struct ia_fat_dir *dir, struct isoargs_error **reterr)
{
	uint64_t size;
	int r;

	if (dir->at == dir->end) {
		if (dir->cursor.cluster == 0)
			return 0;
		r = ia_fat_chain_next(dir->fat, &dir->cursor, reterr);
		if (r <= 0)
			return r;
		dir->at = ia_fat_cluster_offset(dir->fat, dir->cursor.cluster);
		dir->end = dir->at + dir->fat->cluster_size;
	}
	size = dir->end - dir->at;
	if (size > IA_FAT_SLICE_SIZE)
		size = IA_FAT_SLICE_SIZE;
	r = ia_window_read(&dir->fat->window, dir->at, dir->slice, (size_t)size, reterr);
	if (r < 0)
		return r;
	dir->at += size;
	dir->filled = (unsigned)(size / IA_FAT_SLOT_SIZE);
	dir->within = 0;
	ia_fat_expect_named(dir->fat, dir->slice, (size_t)size);
	return 1;
}

int ia_fat_dir_next(struct ia_fat_dir *dir, const uint8_t **ret_slot, enum ia_fat_slot *ret_kind,
		    struct isoargs_error **reterr)
{
	const uint8_t *slot;
	enum ia_fat_slot kind;
	int r;

	ia_fat_parts_forget(dir);
	do {
		if (dir->within == dir->filled) {
			r = next_slice(dir, reterr);
			if (r <= 0)
				return r;
		}
		if (dir->slots == IA_FAT_DIR_ENTRIES_MAX)
			return ia_error(
				reterr, -E2BIG, IA_NOWHERE, "the FAT file system is damaged",
				"a FAT directory has more than %u slots", IA_FAT_DIR_ENTRIES_MAX);
		r = ia_fat_spend(dir->fat, IA_FAT_SLOT_UNITS, reterr);
		if (r < 0)
			return r;
		slot = dir->slice + (size_t)dir->within * IA_FAT_SLOT_SIZE;
		dir->within++;
		dir->slots++;
		kind = ia_fat_slot_parse(slot, dir);
	} while (kind == IA_FAT_SLOT_SKIPPED);
	if (kind == IA_FAT_SLOT_END)
		return 0;
	*ret_slot = slot;
	*ret_kind = kind;
	return 1;
}
