/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/entry.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/checked.h"

/* Can the name of a record be what is looked for? */
static bool may_be(const struct ia_iso_dir *dir, const struct ia_iso_record *record,
		   struct ia_slice wanted)
{
	if (!wanted.at)
		return true;
	if (dir->tree->kind == IA_ISO9660_ROCK_RIDGE && dir->susp.has_name)
		return ia_susp_may_have_name(&dir->susp, wanted);
	return ia_iso_record_may_have_name(record, dir->tree->kind == IA_ISO9660_JOLIET,
					   wanted.size);
}

/* The name of a record into dir->name: 1; 0 where no path can spell it. */
static int set_name(struct ia_iso_dir *dir, const struct ia_iso_record *record,
		    struct isoargs_error **reterr)
{
	struct ia_strbuf *name = &dir->name;
	const struct ia_susp *susp = &dir->susp;

	name->length = 0;
	if (dir->tree->kind == IA_ISO9660_ROCK_RIDGE && susp->name_is_special)
		return 0;
	if (dir->tree->kind == IA_ISO9660_ROCK_RIDGE && susp->has_name) {
		ia_strbuf_add(name, susp->name.data, susp->name.length);
	} else {
		int r = ia_iso_spend(dir->tree, &dir->place,
				     record->id_size * IA_ISO_NAME_BYTE_UNITS, reterr);

		if (r < 0)
			return r;
		ia_iso_record_add_name(record, dir->tree->kind == IA_ISO9660_JOLIET, name);
	}
	if (name->error < 0)
		return ia_error_memory(reterr);
	if (name->length == 0 || memchr(name->data, '\0', name->length) ||
	    memchr(name->data, '/', name->length))
		return 0;
	return strcmp(name->data, ".") != 0 && strcmp(name->data, "..") != 0;
}

/* Is that name what is looked for? Rock Ridge names are told apart by case. */
static bool is_named(const struct ia_iso_dir *dir, struct ia_slice wanted)
{
	if (!wanted.at)
		return true;
	if (dir->tree->kind == IA_ISO9660_ROCK_RIDGE && dir->susp.has_name)
		return ia_slice_equal(wanted, dir->name.data);
	return ia_slice_equal_fold(wanted, dir->name.data);
}

static uint64_t layout(const struct ia_iso_tree *tree, const struct ia_iso_record *record)
{
	uint64_t flags = 0;

	if (record->unit != 0 || record->gap != 0)
		flags |= IA_ISO_INTERLEAVED;
	if (tree->volume != 0 && record->volume != tree->volume)
		flags |= IA_ISO_ELSEWHERE;
	return flags;
}

/* The bytes of an extent that lie in the file system. */
static uint64_t held(const struct ia_iso_tree *tree, const struct ia_iso_record *record)
{
	uint64_t start = ia_iso_record_start(record);
	uint64_t left = start < tree->window.size ? tree->window.size - start : 0;

	return record->size < left ? record->size : left;
}

/*
 * Adds the further extents of a file to its first record. What the file system holds of them is no
 * more than all of it: else some overlap, and a small image would make a large file.
 */
static int add_extents(struct ia_iso_dir *dir, const struct ia_iso_record *first,
		       struct ia_file *file, struct isoargs_error **reterr)
{
	uint8_t id[255], flags = first->flags;
	size_t id_size = first->id_size;
	uint64_t bytes = held(dir->tree, first);
	unsigned extents = 1;
	struct ia_iso_record more;

	memcpy(id, first->id, id_size);
	for (; flags & IA_ISO_RECORD_MORE; flags = more.flags) {
		int r = ia_iso_dir_record(dir, &more, reterr);

		if (r < 0)
			return r;
		if (r == 0 || more.id_size != id_size || memcmp(more.id, id, id_size) != 0 ||
		    ((more.flags ^ flags) & ~IA_ISO_RECORD_MORE) != 0)
			return ia_error(reterr, -EBADMSG, &dir->place, NULL,
					"the next extent of a file is missing");
		if (extents == IA_EXTENTS_MAX)
			return ia_error(reterr, -E2BIG, &dir->place, NULL,
					"a file has more than %u extents", IA_EXTENTS_MAX);
		extents++;
		if (!ia_add(file->size, more.size, &file->size))
			return ia_error(reterr, -EBADMSG, &dir->place, NULL,
					"the extents of a file overflow its size");
		bytes += held(dir->tree, &more);
		if (bytes > dir->tree->window.size)
			return ia_error(reterr, -EBADMSG, &dir->place, NULL,
					"the extents of a file overlap: together they hold %llu "
					"bytes and more, the file system has %llu",
					(unsigned long long)bytes,
					(unsigned long long)dir->tree->window.size);
		file->handle[1] |= layout(dir->tree, &more);
	}
	file->handle[1] |= extents;
	return 0;
}

/* Rock Ridge's word on what a record is, where it has one. */
static int find_kind(const struct ia_iso_dir *dir, bool is_directory, enum ia_iso_kind *ret,
		     struct isoargs_error **reterr)
{
	const struct ia_susp *susp = &dir->susp;
	bool rock_ridge = dir->tree->kind == IA_ISO9660_ROCK_RIDGE;
	uint32_t type = rock_ridge && susp->has_mode ? susp->mode & S_IFMT : 0;

	if (rock_ridge && susp->has_child)
		*ret = IA_ISO_DIRECTORY;
	else if (type != 0 && (type == S_IFDIR) != is_directory)
		return ia_error(reterr, -EBADMSG, &dir->place, NULL,
				"a Rock Ridge mode and a directory flag contradict each other");
	else if (is_directory)
		*ret = IA_ISO_DIRECTORY;
	else if (type == S_IFLNK || (type == 0 && rock_ridge && susp->has_target))
		*ret = IA_ISO_LINK;
	else if (type == 0 || type == S_IFREG)
		*ret = IA_ISO_REGULAR;
	else
		*ret = IA_ISO_OTHER;
	return 0;
}

/* The file of a record whose name and system use entries are known. */
static int find_file(struct ia_iso_dir *dir, const struct ia_iso_record *record,
		     struct ia_iso_entry *entry, struct isoargs_error **reterr)
{
	bool is_directory = record->flags & IA_ISO_RECORD_DIRECTORY;

	entry->file = (struct ia_file){
		.type = is_directory ? IA_FILE_DIRECTORY : IA_FILE_REGULAR,
		.size = record->size,
		.offset = ia_iso_record_start(record),
		.handle = {dir->start + dir->place.offset, layout(dir->tree, record)},
	};
	if (is_directory && record->flags & IA_ISO_RECORD_MORE)
		return ia_error(reterr, -EBADMSG, &dir->place, NULL,
				"found a directory in several extents, expected one");
	return add_extents(dir, record, &entry->file, reterr);
}

/* One record, and the further extents of its file: 1 into *ret, 0 to be passed over. */
static int take_record(struct ia_iso_dir *dir, const struct ia_iso_record *record,
		       struct ia_slice wanted, struct ia_iso_entry *ret,
		       struct isoargs_error **reterr)
{
	bool is_directory = record->flags & IA_ISO_RECORD_DIRECTORY;
	bool rock_ridge = dir->tree->kind == IA_ISO9660_ROCK_RIDGE;
	bool named;
	int r;

	if (rock_ridge) {
		r = ia_iso_dir_susp(dir, record, wanted, reterr);
		if (r < 0)
			return r;
	}
	/* Most names of a large directory are others: no more is done for them than has to be. */
	r = may_be(dir, record, wanted) ? set_name(dir, record, reterr) : 0;
	if (r < 0)
		return r;
	named = r > 0 && is_named(dir, wanted);
	if (!named && !(record->flags & IA_ISO_RECORD_MORE))
		return 0;
	*ret = (struct ia_iso_entry){.name = dir->name.data};
	r = find_file(dir, record, ret, reterr);
	if (r < 0 || !named)
		return r;
	r = find_kind(dir, is_directory, &ret->kind, reterr);
	if (r < 0)
		return r;
	if (rock_ridge && dir->susp.has_child) {
		ret->file.offset = (uint64_t)dir->susp.child * IA_BLOCK_SIZE;
		ret->lacks_size = true;
	}
	ret->is_relocated = rock_ridge && dir->susp.is_relocated;
	ret->is_broken = dir->susp.target_is_broken;
	if (dir->susp.target.length > 0 && !dir->susp.target_is_foreign)
		ret->target = dir->susp.target.data;
	return 1;
}

int ia_iso_entry_next(struct ia_iso_dir *dir, struct ia_slice wanted, struct ia_iso_entry *ret,
		      struct isoargs_error **reterr)
{
	struct ia_iso_record record;
	int r;

	/* Bounded by IA_DIR_RECORDS_MAX. */
	while ((r = ia_iso_dir_record(dir, &record, reterr)) > 0) {
		if (ia_iso_record_is_self(&record) || ia_iso_record_is_parent(&record) ||
		    record.flags & IA_ISO_RECORD_ASSOCIATED)
			continue;
		r = take_record(dir, &record, wanted, ret, reterr);
		if (r != 0)
			return r;
	}
	return r;
}
