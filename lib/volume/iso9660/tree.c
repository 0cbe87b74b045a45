/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/tree.h"

#include <errno.h>

#include "base/checked.h"

/* The first sector of a directory whose size is not known yet. */
static struct ia_file first_sector(uint64_t start)
{
	return (struct ia_file){
		.type = IA_FILE_DIRECTORY,
		.size = IA_BLOCK_SIZE,
		.offset = start,
	};
}

int ia_iso_tree_directory(const struct ia_iso_tree *tree, uint64_t start, const char *where,
			  struct ia_file *ret, struct isoargs_error **reterr)
{
	struct ia_file sector = first_sector(start);
	struct ia_iso_dir dir IA_AUTO_ISO_DIR = {0};
	struct ia_iso_record self;
	int r;

	r = ia_iso_dir_open(&dir, tree, &sector, where, reterr);
	if (r < 0)
		return r;
	r = ia_iso_dir_record(&dir, &self, reterr);
	if (r < 0)
		return r;
	if (r == 0 || !ia_iso_record_is_self(&self) || !(self.flags & IA_ISO_RECORD_DIRECTORY))
		return ia_error(reterr, -EBADMSG, IA_IN_FILE(where), NULL,
				"found no directory at byte %llu of the file system, where a "
				"record places one",
				(unsigned long long)start);
	*ret = (struct ia_file){
		.type = IA_FILE_DIRECTORY,
		.size = self.size,
		.offset = start,
		.handle = {start, 0},
	};
	return 0;
}

int ia_iso_tree_parent(const struct ia_iso_tree *tree, const struct ia_file *directory,
		       const char *where, struct ia_file *ret, struct isoargs_error **reterr)
{
	struct ia_file sector = first_sector(directory->offset);
	struct ia_iso_dir dir IA_AUTO_ISO_DIR = {0};
	struct ia_iso_record up;
	uint64_t start;
	int r;

	if (directory->offset == tree->root.offset) {
		*ret = tree->root;
		return 0;
	}
	r = ia_iso_dir_open(&dir, tree, &sector, where, reterr);
	for (unsigned i = 0; r >= 0 && i < 2; i++) {
		r = ia_iso_dir_record(&dir, &up, reterr);
		if (r == 0)
			break;
	}
	if (r < 0)
		return r;
	if (r == 0 || !ia_iso_record_is_parent(&up))
		return ia_error(reterr, -EBADMSG, IA_IN_FILE(where), NULL,
				"the directory's second record is not \"..\"");
	start = ia_iso_record_start(&up);
	if (tree->kind == IA_ISO9660_ROCK_RIDGE) {
		r = ia_iso_dir_susp(&dir, &up, IA_ANY_NAME, reterr);
		if (r < 0)
			return r;
		/* A directory that was moved remembers where it belongs. */
		if (dir.susp.has_parent)
			start = (uint64_t)dir.susp.parent * IA_BLOCK_SIZE;
	}
	if (start == tree->root.offset) {
		*ret = tree->root;
		return 0;
	}
	return ia_iso_tree_directory(tree, start, where, ret, reterr);
}

static int read_extent(const struct ia_iso_tree *tree, uint64_t start, uint64_t offset, void *buf,
		       size_t size, struct isoargs_error **reterr)
{
	uint64_t at;

	if (!ia_add(start, offset, &at) || !ia_inside(at, size, tree->window.size))
		return ia_error(reterr, -ENODATA, IA_NOWHERE,
				"the image may be cut off: compare its size and checksum with the "
				"original",
				"the file's data at byte %llu of the file system ends beyond its "
				"%llu bytes",
				(unsigned long long)start, (unsigned long long)tree->window.size);
	return ia_window_read(&tree->window, at, buf, size, reterr);
}

/* Each read of a file goes through the records of its extents again: in so many bytes. */
#define RECORDS_MAX (IA_EXTENTS_MAX * IA_BLOCK_SIZE)

/* The next extent of a file that has one more. */
static int next_extent(struct ia_iso_dir *records, unsigned extents, struct ia_iso_record *ret,
		       struct isoargs_error **reterr)
{
	int r = ia_iso_dir_record(records, ret, reterr);

	if (r == 0)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL,
				"the records of the file's %u extents lie in more than %u blocks",
				extents, IA_EXTENTS_MAX);
	return r < 0 ? r : 0;
}

/* Reads across the extents of a file by going through its records again. */
static int read_extents(const struct ia_iso_tree *tree, const struct ia_file *file, uint64_t offset,
			uint8_t *buf, size_t size, struct isoargs_error **reterr)
{
	unsigned extents = file->handle[1] & IA_ISO_EXTENTS;
	uint64_t within = file->handle[0] % IA_BLOCK_SIZE, base = file->handle[0] - within;
	uint64_t left = tree->window.size - base;
	struct ia_file part = {
		.type = IA_FILE_DIRECTORY,
		.offset = base,
		.size = left < RECORDS_MAX ? left : RECORDS_MAX,
	};
	struct ia_iso_dir records IA_AUTO_ISO_DIR = {0};
	int r;

	r = ia_iso_dir_open(&records, tree, &part, NULL, reterr);
	if (r < 0)
		return r;
	records.position = (uint32_t)within;
	for (unsigned i = 0; i < extents && size > 0; i++) {
		struct ia_iso_record record;
		uint64_t here;

		r = next_extent(&records, extents, &record, reterr);
		if (r < 0)
			return r;
		if (offset >= record.size) {
			offset -= record.size;
			continue;
		}
		here = record.size - offset < size ? record.size - offset : size;
		r = read_extent(tree, ia_iso_record_start(&record), offset, buf, (size_t)here,
				reterr);
		if (r < 0)
			return r;
		buf += here;
		size -= (size_t)here;
		offset = 0;
	}
	return size == 0 ? 0
			 : ia_error(reterr, -EBADMSG, IA_NOWHERE, NULL,
				    "the file's extents hold less than its size");
}

int ia_iso_tree_read(const struct ia_iso_tree *tree, const struct ia_file *file, uint64_t offset,
		     void *buf, size_t size, struct isoargs_error **reterr)
{
	if (file->type != IA_FILE_REGULAR)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"found a directory, expected a file to read");
	if (!ia_inside(offset, size, file->size))
		return ia_error(reterr, -ENODATA, IA_NOWHERE, NULL,
				"%zu bytes at byte %llu are beyond the file's %llu bytes", size,
				(unsigned long long)offset, (unsigned long long)file->size);
	if (file->handle[1] & IA_ISO_INTERLEAVED)
		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, NULL,
				"the file is interleaved, which is not handled");
	if (file->handle[1] & IA_ISO_ELSEWHERE)
		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE,
				"use the image of the volume that holds it",
				"the file lies on another volume of its set");
	if ((file->handle[1] & IA_ISO_EXTENTS) == 1)
		return read_extent(tree, file->offset, offset, buf, size, reterr);
	return read_extents(tree, file, offset, buf, size, reterr);
}
