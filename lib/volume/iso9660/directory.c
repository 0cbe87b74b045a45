/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/directory.h"

#include <errno.h>

#include "base/checked.h"
#include "volume/iso9660/expect.h"

#define CUT_OFF "the image may be cut off: compare its size and checksum with the original"

int ia_iso_spend(const struct ia_iso_tree *tree, const struct ia_place *place, uint64_t units,
		 struct isoargs_error **reterr)
{
	if (ia_meter_spend(tree->window.meter, IA_COST_FILES, units) < 0)
		return ia_error(reterr, -E2BIG, place, NULL, "no more files are looked for");
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

int ia_iso_dir_open(struct ia_iso_dir *dir, const struct ia_iso_tree *tree,
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
	dir->loaded = 0;
	dir->filled = left < IA_BLOCK_SIZE ? left : IA_BLOCK_SIZE;
	r = ia_window_read(&dir->tree->window, dir->start + sector, dir->sector, dir->filled,
			   reterr);
	if (r < 0)
		return r;
	dir->loaded = sector + 1;
	if (sector == 0)
		ia_iso_expect_named(dir->tree, dir->start, dir->size);
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
		r = ia_iso_record_decode(dir->sector + within, dir->filled - within, &dir->place,
					 ret, reterr);
		if (r < 0)
			return r;
		/* An identifier's version is looked for from its end. */
		r = ia_iso_spend(dir->tree, &dir->place, IA_ISO_RECORD_UNITS + ret->id_size,
				 reterr);
		if (r < 0)
			return r;
		dir->position += (uint32_t)ret->length;
		return 1;
	}
	return 0;
}

/* Parses what is in one area, or in the record itself. */
static int parse_area(struct ia_iso_dir *dir, const uint8_t *area, size_t size,
		      struct isoargs_error **reterr)
{
	uint64_t before = dir->susp.units;
	int r, s;

	r = ia_susp_parse(&dir->susp, area, size, &dir->place, reterr);
	/* What is refused has taken its time, too. */
	s = ia_iso_spend(dir->tree, &dir->place, dir->susp.units - before, r < 0 ? NULL : reterr);
	return r < 0 ? r : s;
}

/* Reads the area that the entries go on in into dir->area, and parses it. */
static int follow(struct ia_iso_dir *dir, struct isoargs_error **reterr)
{
	const uint32_t size = dir->susp.next.size;
	uint64_t start = (uint64_t)dir->susp.next.block * IA_BLOCK_SIZE + dir->susp.next.offset;
	int r;

	if (size > IA_CONTINUATION_MAX)
		return ia_error(reterr, -E2BIG, &dir->place, NULL,
				"found a continuation area of %u bytes, expected at most %u",
				(unsigned)size, IA_CONTINUATION_MAX);
	if (!ia_inside(start, size, dir->tree->window.size))
		return ia_error(reterr, -ENODATA, &dir->place, CUT_OFF,
				"the continuation area at byte %llu ends beyond the file system",
				(unsigned long long)start);
	r = ia_window_read(&dir->tree->window, start, dir->area, size, reterr);
	return r < 0 ? r : parse_area(dir, dir->area, size, reterr);
}

int ia_iso_dir_susp(struct ia_iso_dir *dir, const struct ia_iso_record *record,
		    struct ia_slice wanted, struct isoargs_error **reterr)
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
		/* In a large directory this saves a block for every other name. */
		if (!ia_susp_may_have_name(susp, wanted))
			return 0;
		if (areas == IA_CONTINUATIONS_MAX)
			return ia_error(reterr, -ELOOP, &dir->place, NULL,
					"a directory record goes on in more than %u areas",
					IA_CONTINUATIONS_MAX);
		r = follow(dir, reterr);
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
