/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/directory.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/ascii.h"
#include "base/checked.h"

#define CUT_OFF "the image may be cut off: compare its size and checksum with the original"

static int spend(const struct ia_iso_dir *dir, size_t steps, struct isoargs_error **reterr)
{
	if (steps > dir->tree->budget)
		return ia_error(reterr, -E2BIG, &dir->place, NULL,
				"looking for files is not done after %u steps through directories",
				IA_WALK_STEPS_MAX);
	dir->tree->budget -= (unsigned)steps;
	return 0;
}

static int check_layout(const struct ia_file *directory, const char *where,
			struct isoargs_error **reterr)
{
	const char *what = NULL;

	if (directory->handle[1] & IA_ISO_INTERLEAVED)
		what = "interleaved";
	else if (directory->handle[1] & IA_ISO_ELSEWHERE)
		what = "on another volume of its set";
	if (!what)
		return 0;
	return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE(where), NULL,
			"the directory is %s, which is not handled", what);
}

int ia_iso_dir_open(struct ia_iso_dir *dir, struct ia_iso_tree *tree,
		    const struct ia_file *directory, const char *where,
		    struct isoargs_error **reterr)
{
	int r;

	dir->tree = tree;
	dir->place = (struct ia_place){.file = where, .has_offset = true};
	dir->start = directory->offset;
	r = check_layout(directory, where, reterr);
	if (r < 0)
		return r;
	if (directory->size > IA_DIR_BYTES_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(where), NULL,
				"found a directory of %llu bytes, expected at most %u",
				(unsigned long long)directory->size, IA_DIR_BYTES_MAX);
	if (!ia_inside(directory->offset, directory->size, tree->window.size))
		return ia_error(reterr, -ENODATA, IA_IN_FILE(where), CUT_OFF,
				"the directory's %llu bytes at byte %llu end beyond the file "
				"system's %llu bytes",
				(unsigned long long)directory->size,
				(unsigned long long)directory->offset,
				(unsigned long long)tree->window.size);
	dir->size = (uint32_t)directory->size;
	return 0;
}

void ia_iso_dir_close(struct ia_iso_dir *dir)
{
	ia_susp_free(&dir->susp);
	ia_strbuf_free(&dir->name);
}

/* Makes the sector of the position the one in memory. */
static int load(struct ia_iso_dir *dir, struct isoargs_error **reterr)
{
	uint32_t sector = dir->position - dir->position % IA_BLOCK_SIZE;
	uint32_t left = dir->size - sector;
	int r;

	if (dir->loaded == sector + 1)
		return 0;
	r = spend(dir, IA_WALK_BLOCK_STEPS, reterr);
	if (r < 0)
		return r;
	dir->loaded = 0;
	dir->filled = left < IA_BLOCK_SIZE ? left : IA_BLOCK_SIZE;
	r = ia_window_read(&dir->tree->window, dir->start + sector, dir->sector, dir->filled,
			   reterr);
	if (r < 0)
		return r;
	dir->loaded = sector + 1;
	return 0;
}

int ia_iso_dir_record(struct ia_iso_dir *dir, struct ia_iso_record *ret,
		      struct isoargs_error **reterr)
{
	while (dir->position < dir->size) {
		uint32_t within = dir->position % IA_BLOCK_SIZE;
		int r;

		dir->place.offset = dir->position;
		r = load(dir, reterr);
		if (r < 0)
			return r;
		/* No record crosses a sector: the rest of one without room for the next is 0. */
		if (dir->sector[within] == 0) {
			dir->position += IA_BLOCK_SIZE - within;
			continue;
		}
		if (dir->records == IA_DIR_RECORDS_MAX)
			return ia_error(reterr, -E2BIG, &dir->place, NULL,
					"the directory has more than %u records",
					IA_DIR_RECORDS_MAX);
		dir->records++;
		r = spend(dir, IA_WALK_RECORD_STEPS, reterr);
		if (r < 0)
			return r;
		r = ia_iso_record_decode(dir->sector + within, dir->filled - within, &dir->place,
					 ret, reterr);
		if (r < 0)
			return r;
		dir->position += (uint32_t)ret->length;
		return 1;
	}
	return 0;
}

static bool same_name(const char *name, size_t size, bool fold, const char *wanted,
		      size_t wanted_size)
{
	if (size != wanted_size)
		return false;
	if (!fold)
		return memcmp(name, wanted, size) == 0;
	for (size_t i = 0; i < size; i++) {
		if (ia_ascii_lower(name[i]) != ia_ascii_lower(wanted[i]))
			return false;
	}
	return true;
}

/* Is the Rock Ridge name complete, and another one than what is looked for? */
static bool is_another(const struct ia_susp *susp, const char *wanted, size_t wanted_size)
{
	return wanted && susp->has_name && !susp->name_goes_on &&
	       !same_name(susp->name.data, susp->name.length, false, wanted, wanted_size);
}

/* Parses what is in one area, or in the record itself. */
static int parse_area(struct ia_iso_dir *dir, const uint8_t *area, size_t size,
		      struct isoargs_error **reterr)
{
	unsigned before = dir->susp.steps;
	int r, s;

	r = ia_susp_parse(&dir->susp, area, size, &dir->place, reterr);
	/* What is refused has taken its time, too. */
	s = spend(dir, dir->susp.steps - before, r < 0 ? NULL : reterr);
	return r < 0 ? r : s;
}

/* Reads the area that the entries go on in into dir->area. */
static int read_area(struct ia_iso_dir *dir, const struct ia_susp_area *next,
		     struct isoargs_error **reterr)
{
	uint64_t start = (uint64_t)next->block * IA_BLOCK_SIZE + next->offset;
	int r;

	if (next->size > IA_CONTINUATION_MAX)
		return ia_error(reterr, -E2BIG, &dir->place, NULL,
				"found a continuation area of %u bytes, expected at most %u",
				(unsigned)next->size, IA_CONTINUATION_MAX);
	if (!ia_inside(start, next->size, dir->tree->window.size))
		return ia_error(reterr, -ENODATA, &dir->place, CUT_OFF,
				"the continuation area at byte %llu ends beyond the file system",
				(unsigned long long)start);
	r = spend(dir, IA_WALK_BLOCK_STEPS * (1 + next->size / IA_BLOCK_SIZE), reterr);
	if (r < 0)
		return r;
	return ia_window_read(&dir->tree->window, start, dir->area, next->size, reterr);
}

int ia_iso_dir_susp(struct ia_iso_dir *dir, const struct ia_iso_record *record, const char *wanted,
		    size_t wanted_size, struct isoargs_error **reterr)
{
	struct ia_susp *susp = &dir->susp;
	size_t skip = dir->tree->skip;
	int r;

	ia_susp_reset(susp);
	if (skip > record->area_size)
		skip = record->area_size;
	r = parse_area(dir, record->area + skip, record->area_size - skip, reterr);
	if (r < 0)
		return r;
	for (unsigned areas = 0; susp->next.size > 0; areas++) {
		struct ia_susp_area next = susp->next;

		/* In a large directory this saves a block for every other name. */
		if (is_another(susp, wanted, wanted_size))
			return 0;
		if (areas == IA_CONTINUATIONS_MAX)
			return ia_error(reterr, -ELOOP, &dir->place, NULL,
					"a directory record goes on in more than %u areas",
					IA_CONTINUATIONS_MAX);
		r = read_area(dir, &next, reterr);
		if (r < 0)
			return r;
		r = parse_area(dir, dir->area, next.size, reterr);
		if (r < 0)
			return r;
	}
	if (susp->component_goes_on)
		susp->target_is_broken = true;
	if (susp->name_goes_on)
		return ia_error(reterr, -EBADMSG, &dir->place, NULL,
				"the rest of a Rock Ridge name is missing");
	return 0;
}

/* Can the name of a record be what is looked for? */
static bool may_be(const struct ia_iso_dir *dir, const struct ia_iso_record *record,
		   const char *wanted, size_t wanted_size)
{
	if (!wanted)
		return true;
	if (dir->tree->kind == IA_ISO9660_ROCK_RIDGE && dir->susp.has_name)
		return !is_another(&dir->susp, wanted, wanted_size);
	return ia_iso_record_may_have_name(record, dir->tree->kind == IA_ISO9660_JOLIET,
					   wanted_size);
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
		int r = spend(dir, record->id_size / 2, reterr);

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

static uint64_t layout(const struct ia_iso_tree *tree, const struct ia_iso_record *record)
{
	uint64_t flags = 0;

	if (record->unit != 0 || record->gap != 0)
		flags |= IA_ISO_INTERLEAVED;
	if (tree->volume != 0 && record->volume != tree->volume)
		flags |= IA_ISO_ELSEWHERE;
	return flags;
}

/* Adds the further extents of a file to its first record. */
static int add_extents(struct ia_iso_dir *dir, const struct ia_iso_record *first,
		       struct ia_file *file, struct isoargs_error **reterr)
{
	uint8_t id[255], flags = first->flags;
	size_t id_size = first->id_size;
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
		       const char *wanted, size_t wanted_size, struct ia_iso_entry *ret,
		       struct isoargs_error **reterr)
{
	bool is_directory = record->flags & IA_ISO_RECORD_DIRECTORY;
	bool rock_ridge = dir->tree->kind == IA_ISO9660_ROCK_RIDGE;
	bool named;
	int r;

	if (rock_ridge) {
		r = ia_iso_dir_susp(dir, record, wanted, wanted_size, reterr);
		if (r < 0)
			return r;
	}
	/* Most names of a large directory are others: no more is done for them than has to be. */
	r = may_be(dir, record, wanted, wanted_size) ? set_name(dir, record, reterr) : 0;
	if (r < 0)
		return r;
	named = r > 0 &&
		(!wanted || same_name(dir->name.data, dir->name.length,
				      !rock_ridge || !dir->susp.has_name, wanted, wanted_size));
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

int ia_iso_dir_next(struct ia_iso_dir *dir, const char *wanted, size_t wanted_size,
		    struct ia_iso_entry *ret, struct isoargs_error **reterr)
{
	struct ia_iso_record record;
	int r;

	/* Bounded by IA_DIR_RECORDS_MAX. */
	while ((r = ia_iso_dir_record(dir, &record, reterr)) > 0) {
		if (ia_iso_record_is_self(&record) || ia_iso_record_is_parent(&record) ||
		    record.flags & IA_ISO_RECORD_ASSOCIATED)
			continue;
		r = take_record(dir, &record, wanted, wanted_size, ret, reterr);
		if (r != 0)
			return r;
	}
	return r;
}
