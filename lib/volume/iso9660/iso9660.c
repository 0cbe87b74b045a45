/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/iso9660.h"

#include <cdio/iso9660.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/limits.h"
#include "base/note.h"
#include "volume/iso9660/lookup.h"
#include "volume/iso9660/tree.h"

/* Fields of a primary descriptor; a supplementary one has the same, and the escapes. */
#define PVD(field)       offsetof(iso9660_pvd_t, field)
#define ESCAPES          offsetof(iso9660_svd_t, escape_sequences)
#define BOOT_SYSTEM      7u
#define BOOT_CATALOGUE   0x47u
#define EL_TORITO        "EL TORITO SPECIFICATION"
#define FIRST_DESCRIPTOR ((uint64_t)ISO_PVD_SECTOR * IA_BLOCK_SIZE)

_Static_assert(ISO_BLOCKSIZE == IA_BLOCK_SIZE, "one block size");
_Static_assert(offsetof(iso9660_pvd_t, creation_date) == 813, "ECMA-119 8.4.26");
_Static_assert(offsetof(iso9660_pvd_t, application_data) == 883, "ECMA-119 8.4.32");

struct ia_iso9660 {
	struct ia_iso9660_volume volume;
	struct ia_iso_tree tree;
};

/* What the descriptors say before one tree is chosen. */
struct descriptors {
	struct ia_iso9660_volume volume;
	struct ia_file root;
	struct ia_file joliet_root;
	uint16_t number; /* of this volume in its set; 0: there is no set */
	bool has_primary;
	bool has_joliet_root;
};

/* Copies a padded field; ret has one byte more than the field. */
static void copy_trimmed(char *ret, const uint8_t *field, size_t size)
{
	while (size > 0 && (field[size - 1] == ' ' || field[size - 1] == '\0'))
		size--;
	memcpy(ret, field, size);
	ret[size] = '\0';
}

static int take_root(const uint8_t *data, uint64_t at, struct ia_file *ret,
		     struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OFFSET(NULL, at + PVD(root_directory_record));
	struct ia_iso_record record;
	int r;

	r = ia_iso_record_decode(data + PVD(root_directory_record), 34, place, &record, reterr);
	if (r < 0)
		return r;
	if (!(record.flags & IA_ISO_RECORD_DIRECTORY) || record.block == 0)
		return ia_error(reterr, -EBADMSG, place, NULL,
				"the volume descriptor's root record is no directory's");
	*ret = (struct ia_file){
		.type = IA_FILE_DIRECTORY,
		.size = record.size,
		.offset = ia_iso_record_start(&record),
		.handle = {ia_iso_record_start(&record), 0},
	};
	return 0;
}

static int check_block_size(const uint8_t *data, uint64_t at, struct isoargs_error **reterr)
{
	unsigned size = ia_le16(data + PVD(logical_block_size));

	if (size == IA_BLOCK_SIZE)
		return 0;
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, at + PVD(logical_block_size)), NULL,
			"found an ISO 9660 volume with blocks of %u bytes, expected %u", size,
			IA_BLOCK_SIZE);
}

static int take_primary(struct descriptors *all, const uint8_t *data, uint64_t at,
			struct isoargs_error **reterr)
{
	struct ia_iso9660_volume *volume = &all->volume;
	int r;

	/* Copies of the primary descriptor may follow it. */
	if (all->has_primary)
		return 0;
	r = check_block_size(data, at, reterr);
	if (r < 0)
		return r;
	r = take_root(data, at, &all->root, reterr);
	if (r < 0)
		return r;
	memcpy(volume->id, data + PVD(volume_id), sizeof(volume->id));
	memcpy(volume->created, data + PVD(creation_date), sizeof(volume->created));
	memcpy(volume->modified, data + PVD(modification_date), sizeof(volume->modified));
	copy_trimmed(volume->system_id, data + PVD(system_id), ISO_MAX_SYSTEM_ID);
	copy_trimmed(volume->publisher_id, data + PVD(publisher_id), ISO_MAX_PUBLISHER_ID);
	copy_trimmed(volume->preparer_id, data + PVD(preparer_id), ISO_MAX_PREPARER_ID);
	copy_trimmed(volume->application_id, data + PVD(application_id), ISO_MAX_APPLICATION_ID);
	volume->size = (uint64_t)ia_le32(data + PVD(volume_space_size)) * IA_BLOCK_SIZE;
	volume->size_big_endian =
		(uint64_t)ia_be32(data + PVD(volume_space_size) + 4) * IA_BLOCK_SIZE;
	volume->application_use_offset = at + PVD(application_data);
	memcpy(volume->application_use, data + PVD(application_data),
	       sizeof(volume->application_use));
	if (ia_le16(data + PVD(volume_set_size)) > 1)
		all->number = ia_le16(data + PVD(volume_sequence_number));
	all->has_primary = true;
	return 0;
}

/* Level of the escape sequence, 0 where it is not Joliet's. */
static unsigned joliet_level(const uint8_t *escapes)
{
	if (escapes[0] != '%' || escapes[1] != '/')
		return 0;
	return escapes[2] == '@' ? 1 : escapes[2] == 'C' ? 2 : escapes[2] == 'E' ? 3 : 0;
}

static void take_supplementary(struct descriptors *all, const uint8_t *data, uint64_t at,
			       struct ia_notes *notes)
{
	struct ia_iso9660_volume *volume = &all->volume;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	unsigned level = joliet_level(data + ESCAPES);

	if (level == 0 || volume->has_joliet)
		return;
	volume->has_joliet = true;
	volume->joliet_level = level;
	memcpy(volume->joliet_id, data + PVD(volume_id), sizeof(volume->joliet_id));
	if (check_block_size(data, at, &error) < 0 ||
	    take_root(data, at, &all->joliet_root, &error) < 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_JOLIET_UNUSABLE, IA_AT_OFFSET(NULL, at),
			"the Joliet tree cannot be used: %s",
			error ? isoargs_error_message(error) : "out of memory");
	else
		all->has_joliet_root = true;
}

static void take_boot_record(struct descriptors *all, const uint8_t *data)
{
	if (all->volume.has_boot_record ||
	    memcmp(data + BOOT_SYSTEM, EL_TORITO, strlen(EL_TORITO)) != 0)
		return;
	all->volume.has_boot_record = true;
	all->volume.catalogue = ia_le32(data + BOOT_CATALOGUE);
}

static int take_descriptor(struct descriptors *all, const uint8_t *data, uint64_t at,
			   struct ia_notes *notes, struct isoargs_error **reterr)
{
	switch (data[0]) {
	case ISO_VD_BOOT_RECORD:
		take_boot_record(all, data);
		return 0;
	case ISO_VD_PRIMARY:
		return take_primary(all, data, at, reterr);
	case ISO_VD_SUPPLEMENTARY:
		take_supplementary(all, data, at, notes);
		return 0;
	default:
		return 0;
	}
}

static void note_no_terminator(struct ia_notes *notes, uint64_t at, const char *found)
{
	ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_TERMINATOR, IA_AT_OFFSET(NULL, at),
		"found %s, expected the volume descriptors' terminator", found);
}

/* 1 the descriptors, 0 no ISO 9660 volume. */
static int read_descriptors(const struct ia_window *window, struct ia_notes *notes,
			    struct descriptors *all, struct isoargs_error **reterr)
{
	uint64_t at = FIRST_DESCRIPTOR;

	for (unsigned i = 0; i < IA_DESCRIPTORS_MAX; i++, at += IA_BLOCK_SIZE) {
		uint8_t data[IA_BLOCK_SIZE];
		int r;

		if (i > 0 && !ia_inside(at, sizeof(data), window->size)) {
			note_no_terminator(notes, at, "the end of the image");
			return 1;
		}
		r = ia_window_read(window, at, data, sizeof(data), reterr);
		if (r < 0)
			return r;
		if (memcmp(data + PVD(id), ISO_STANDARD_ID, strlen(ISO_STANDARD_ID)) != 0) {
			if (i == 0)
				return 0;
			note_no_terminator(notes, at, "something else");
			return 1;
		}
		if (data[0] == ISO_VD_END)
			return 1;
		r = take_descriptor(all, data, at, notes, reterr);
		if (r < 0)
			return r;
	}
	note_no_terminator(notes, at, "yet another descriptor");
	return 1;
}

/* Does the primary root's "." record speak Rock Ridge? Sets tree->skip if so. 1, 0, or an error. */
static int probe_rock_ridge(struct ia_iso_tree *tree, struct isoargs_error **reterr)
{
	struct ia_iso_dir dir IA_AUTO_ISO_DIR = {0};
	struct ia_iso_record self;
	int r;

	r = ia_iso_dir_open(&dir, tree, &tree->root, "/", reterr);
	if (r < 0)
		return r;
	r = ia_iso_dir_record(&dir, &self, reterr);
	if (r <= 0)
		return r;
	if (!ia_iso_record_is_self(&self))
		return ia_error(reterr, -EBADMSG, IA_IN_FILE("/"), NULL,
				"the directory's first record is not \".\"");
	/* Of a CD-ROM XA record, 14 bytes come first (SUSP 5.3). */
	for (unsigned skip = 0; skip <= 14; skip += 14) {
		const uint8_t *sp = self.area + skip;

		if (self.area_size < skip + 7 || memcmp(sp, "SP\x07\x01\xbe\xef", 6) != 0)
			continue;
		tree->skip = (uint8_t)skip;
		r = ia_iso_dir_susp(&dir, &self, NULL, 0, reterr);
		if (r < 0)
			return r;
		tree->skip = dir.susp.skip;
		return dir.susp.has_rock_ridge;
	}
	return 0;
}

static void choose_tree(struct ia_iso9660 *iso, const struct descriptors *all,
			struct ia_notes *notes)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = probe_rock_ridge(&iso->tree, &error);

	if (r < 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_ROOT_UNUSABLE, IA_IN_FILE("/"),
			"cannot tell whether the volume has Rock Ridge names: %s",
			error ? isoargs_error_message(error) : "out of memory");
	if (r > 0) {
		iso->tree.kind = IA_ISO9660_ROCK_RIDGE;
	} else if (all->has_joliet_root) {
		iso->tree.kind = IA_ISO9660_JOLIET;
		iso->tree.root = all->joliet_root;
	}
	iso->volume.tree = iso->tree.kind;
}

int ia_iso9660_open(const struct ia_window *window, struct ia_notes *notes, struct ia_iso9660 **ret,
		    struct isoargs_error **reterr)
{
	struct descriptors all = {0};
	struct ia_iso9660 *iso;
	int r;

	r = read_descriptors(window, notes, &all, reterr);
	if (r <= 0)
		return r;
	if (!all.has_primary)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, FIRST_DESCRIPTOR), NULL,
				"found ISO 9660 volume descriptors, but no primary one");
	iso = calloc(1, sizeof(*iso));
	if (!iso)
		return ia_error_memory(reterr);
	iso->volume = all.volume;
	iso->tree = (struct ia_iso_tree){
		.window = *window,
		.kind = IA_ISO9660_PLAIN,
		.volume = all.number,
		.root = all.root,
		.budget = IA_WALK_STEPS_MAX,
	};
	choose_tree(iso, &all, notes);
	/* To look at one record was no lookup yet. */
	iso->tree.budget = IA_WALK_STEPS_MAX;
	*ret = iso;
	return 1;
}

struct ia_iso9660 *ia_iso9660_free(struct ia_iso9660 *iso)
{
	free(iso);
	return NULL;
}

const struct ia_iso9660_volume *ia_iso9660_volume(const struct ia_iso9660 *iso)
{
	return &iso->volume;
}

static int find(void *fs, const char *path, struct ia_file *ret, struct isoargs_error **reterr)
{
	struct ia_iso9660 *iso = fs;

	return ia_iso_lookup(&iso->tree, &iso->tree.root, path, 0, ret, reterr);
}

static int read_file(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	const struct ia_iso9660 *iso = fs;

	return ia_iso_tree_read(&iso->tree, file, offset, buf, size, reterr);
}

/* What a name of a directory leads to: 1 into *ret, 0 to no file or directory, or an error. */
static int resolve(struct ia_iso_tree *tree, const struct ia_file *directory,
		   const struct ia_iso_entry *entry, struct ia_file *ret,
		   struct isoargs_error **reterr)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r;

	if (entry->is_relocated || entry->kind == IA_ISO_OTHER)
		return 0;
	if (entry->lacks_size) {
		r = ia_iso_tree_directory(tree, entry->file.offset, NULL, ret, reterr);
		return r < 0 ? r : 1;
	}
	if (entry->kind != IA_ISO_LINK) {
		*ret = entry->file;
		return 1;
	}
	/* A link that is broken or runs in circles is no reason to hide the names beside it. */
	if (entry->is_broken || !entry->target)
		return 0;
	r = ia_iso_lookup(tree, directory, entry->target, 1, ret, &error);
	if (r == -ELOOP || r == -EBADMSG)
		return 0;
	if (r < 0)
		return ia_error(reterr, r, IA_NOWHERE, NULL, "symbolic link %s: %s", entry->name,
				error ? isoargs_error_message(error) : "out of memory");
	return r;
}

static int list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		struct isoargs_error **reterr)
{
	struct ia_iso9660 *iso = fs;
	struct ia_iso_dir dir IA_AUTO_ISO_DIR = {0};
	struct ia_iso_entry entry;
	int r;

	r = ia_iso_dir_open(&dir, &iso->tree, directory, NULL, reterr);
	if (r < 0)
		return r;
	while ((r = ia_iso_dir_next(&dir, NULL, 0, &entry, reterr)) > 0) {
		struct ia_file file;

		r = resolve(&iso->tree, directory, &entry, &file, reterr);
		if (r > 0)
			r = visit(entry.name, &file, data);
		if (r != 0)
			return r;
	}
	return r;
}

static const struct ia_files_ops ops = {
	.find = find,
	.read = read_file,
	.list = list,
};

struct ia_files ia_iso9660_files(struct ia_iso9660 *iso)
{
	return (struct ia_files){.ops = &ops, .fs = iso, .name = "ISO"};
}
