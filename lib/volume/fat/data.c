/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "base/checked.h"
#include "volume/fat/impl.h"

/* On to the next cluster of a file that has one. */
static int follow(struct ia_fat *fat, struct ia_fat_cursor *cursor, struct isoargs_error **reterr)
{
	int r = ia_fat_chain_next(fat, cursor, reterr);

	if (r == 0)
		return ia_error(reterr, -EBADMSG, IA_NOWHERE, "the FAT file system is damaged",
				"the chain from cluster %u ends after %u clusters of %u bytes, "
				"its file is longer",
				cursor->first, cursor->index + 1, fat->cluster_size);
	return r < 0 ? r : 0;
}

/* The cluster of that index; goes on from the last read of the same file where that is shorter. */
static int seek_to(struct ia_fat *fat, const struct ia_file *file, uint64_t index,
		   struct ia_fat_cursor *ret, struct isoargs_error **reterr)
{
	struct ia_fat_cursor cursor = fat->position;
	int r;

	if (cursor.cluster == 0 || cursor.first != file->handle[0] || cursor.index > index) {
		r = ia_fat_chain_start(fat, (uint32_t)file->handle[0], &cursor, reterr);
		if (r < 0)
			return r;
	}
	while (cursor.index < index) {
		r = follow(fat, &cursor, reterr);
		if (r < 0)
			return r;
	}
	*ret = cursor;
	return 0;
}

/*
 * A chain that does not end with its file may run in a circle through it, and then the bytes
 * are not what they seem. A cycle among n clusters shows within 3n steps.
 */
static int check_end(struct ia_fat *fat, struct ia_fat_cursor cursor, struct isoargs_error **reterr)
{
	uint64_t limit = 3 * ((uint64_t)cursor.index + 1);

	while (cursor.index < limit) {
		int r = ia_fat_chain_next(fat, &cursor, reterr);

		if (r <= 0)
			return r;
	}
	return 0;
}

static int read_from(struct ia_fat *fat, struct ia_fat_cursor *cursor, uint64_t within,
		     uint8_t *buf, size_t size, struct isoargs_error **reterr)
{
	while (size > 0) {
		uint64_t at = ia_fat_cluster_offset(fat, cursor->cluster) + within;
		uint64_t part = fat->cluster_size - within;
		int r;

		/* Neighbours are read at once; this ends on the first cluster that is none. */
		while (part < size) {
			uint32_t previous = cursor->cluster;

			r = follow(fat, cursor, reterr);
			if (r < 0)
				return r;
			if (cursor->cluster != previous + 1)
				break;
			part += fat->cluster_size;
		}
		if (part > size)
			part = size;
		r = ia_window_read(&fat->window, at, buf, (size_t)part, reterr);
		if (r < 0)
			return r;
		buf += part;
		size -= (size_t)part;
		within = 0;
	}
	return 0;
}

int ia_fat_read(struct ia_fat *fat, const struct ia_file *file, uint64_t offset, void *buf,
		size_t size, struct isoargs_error **reterr)
{
	struct ia_fat_cursor cursor;
	int r;

	if (file->type != IA_FILE_REGULAR || !ia_inside(offset, size, file->size))
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"%zu bytes are asked for that are not in the file", size);
	if (size == 0)
		return 0;
	if (file->size > (uint64_t)fat->clusters * fat->cluster_size)
		return ia_error(reterr, -EBADMSG, IA_NOWHERE, "the FAT file system is damaged",
				"a directory names a file of %llu bytes, all clusters together "
				"have %llu",
				(unsigned long long)file->size,
				(unsigned long long)fat->clusters * fat->cluster_size);
	r = seek_to(fat, file, offset / fat->cluster_size, &cursor, reterr);
	if (r < 0)
		return r;
	r = read_from(fat, &cursor, offset % fat->cluster_size, buf, size, reterr);
	if (r < 0)
		return r;
	fat->position = cursor;
	return offset + size == file->size ? check_end(fat, cursor, reterr) : 0;
}
