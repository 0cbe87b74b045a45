/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/iso9660/descriptors.h"

#include <cdio/bytesex.h>
#include <cdio/iso9660.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/limits.h"
#include "base/note.h"
#include "volume/iso9660/record.h"

/*
 * Descriptors are read into libiso9660's own type and asked by its accessors, as far as those are
 * pure. Texts are copied here: iso9660_get_volume_id() and its like cut them in a buffer that all
 * threads share. from_733() moves a bit into the sign; record.c reads the root's numbers.
 */
#define PVD(field)       offsetof(iso9660_pvd_t, field)
#define ROOT_RECORD      34u
#define BOOT_SYSTEM      7u
#define BOOT_CATALOGUE   0x47u
#define EL_TORITO        "EL TORITO SPECIFICATION"
#define FIRST_DESCRIPTOR ((uint64_t)ISO_PVD_SECTOR * IA_BLOCK_SIZE)

_Static_assert(sizeof(iso9660_pvd_t) == IA_BLOCK_SIZE, "a descriptor fills a block");
_Static_assert(sizeof(iso9660_svd_t) == IA_BLOCK_SIZE, "a descriptor fills a block");
_Static_assert(offsetof(iso9660_pvd_t, creation_date) == 813, "ECMA-119 8.4.26");
_Static_assert(offsetof(iso9660_pvd_t, application_data) == 883, "ECMA-119 8.4.32");

/* Copies a padded field; ret has one byte more than the field. */
static void copy_trimmed(char *ret, const char *field, size_t size)
{
	while (size > 0 && (field[size - 1] == ' ' || field[size - 1] == '\0'))
		size--;
	memcpy(ret, field, size);
	ret[size] = '\0';
}

/* Of a number that a field has in both orders, the big-endian one. */
static uint32_t other_half(iso733_t field)
{
	uint8_t bytes[sizeof(field)];

	memcpy(bytes, &field, sizeof(field));
	return ia_be32(bytes + 4);
}

static int take_root(const iso9660_pvd_t *pvd, uint64_t at, struct ia_file *ret,
		     struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OFFSET(NULL, at + PVD(root_directory_record));
	uint8_t bytes[ROOT_RECORD];
	struct ia_iso_record record;
	int r;

	memcpy(bytes, (const uint8_t *)pvd + PVD(root_directory_record), sizeof(bytes));
	r = ia_iso_record_decode(bytes, sizeof(bytes), place, &record, reterr);
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

static int check_block_size(const iso9660_pvd_t *pvd, uint64_t at, struct isoargs_error **reterr)
{
	int size = iso9660_get_pvd_block_size(pvd);

	if (size == IA_BLOCK_SIZE)
		return 0;
	return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, at + PVD(logical_block_size)), NULL,
			"found an ISO 9660 volume with blocks of %d bytes, expected %u", size,
			IA_BLOCK_SIZE);
}

static int take_primary(struct ia_iso_descriptors *all, const iso9660_pvd_t *pvd, uint64_t at,
			struct isoargs_error **reterr)
{
	struct ia_iso9660_volume *volume = &all->volume;
	int r;

	/* Copies of the primary descriptor may follow it. */
	if (all->has_primary)
		return 0;
	r = check_block_size(pvd, at, reterr);
	if (r < 0)
		return r;
	r = take_root(pvd, at, &all->root, reterr);
	if (r < 0)
		return r;
	memcpy(volume->id, pvd->volume_id, sizeof(volume->id));
	memcpy(volume->created, &pvd->creation_date, sizeof(volume->created));
	memcpy(volume->modified, &pvd->modification_date, sizeof(volume->modified));
	copy_trimmed(volume->system_id, pvd->system_id, ISO_MAX_SYSTEM_ID);
	copy_trimmed(volume->publisher_id, pvd->publisher_id, ISO_MAX_PUBLISHER_ID);
	copy_trimmed(volume->preparer_id, pvd->preparer_id, ISO_MAX_PREPARER_ID);
	copy_trimmed(volume->application_id, pvd->application_id, ISO_MAX_APPLICATION_ID);
	/* It is an int there; not every number of blocks fits. */
	volume->size = (uint64_t)(uint32_t)iso9660_get_pvd_space_size(pvd) * IA_BLOCK_SIZE;
	volume->size_big_endian = (uint64_t)other_half(pvd->volume_space_size) * IA_BLOCK_SIZE;
	volume->application_use_offset = at + PVD(application_data);
	memcpy(volume->application_use, pvd->application_data, sizeof(volume->application_use));
	if (from_723(pvd->volume_set_size) > 1)
		all->number = from_723(pvd->volume_sequence_number);
	all->has_primary = true;
	return 0;
}

/* Level of the escape sequence, 0 where it is not Joliet's. */
static unsigned joliet_level(const char *escapes)
{
	if (escapes[0] != '%' || escapes[1] != '/')
		return 0;
	return escapes[2] == '@' ? 1 : escapes[2] == 'C' ? 2 : escapes[2] == 'E' ? 3 : 0;
}

static void take_supplementary(struct ia_iso_descriptors *all, const iso9660_pvd_t *pvd,
			       uint64_t at, struct ia_notes *notes)
{
	struct ia_iso9660_volume *volume = &all->volume;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	iso9660_svd_t svd;
	unsigned level;

	memcpy(&svd, pvd, sizeof(svd));
	level = joliet_level(svd.escape_sequences);
	if (level == 0 || volume->has_joliet)
		return;
	volume->has_joliet = true;
	volume->joliet_level = level;
	memcpy(volume->joliet_id, pvd->volume_id, sizeof(volume->joliet_id));
	if (check_block_size(pvd, at, &error) < 0 ||
	    take_root(pvd, at, &all->joliet_root, &error) < 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_JOLIET_UNUSABLE, IA_AT_OFFSET(NULL, at),
			"the Joliet tree cannot be used: %s",
			error ? isoargs_error_message(error) : "out of memory");
	else
		all->has_joliet_root = true;
}

static void take_boot_record(struct ia_iso_descriptors *all, const uint8_t *data)
{
	if (all->volume.has_boot_record ||
	    memcmp(data + BOOT_SYSTEM, EL_TORITO, strlen(EL_TORITO)) != 0)
		return;
	all->volume.has_boot_record = true;
	all->volume.catalogue = ia_le32(data + BOOT_CATALOGUE);
}

static int take_descriptor(struct ia_iso_descriptors *all, const iso9660_pvd_t *descriptor,
			   uint64_t at, struct ia_notes *notes, struct isoargs_error **reterr)
{
	switch (iso9660_get_pvd_type(descriptor)) {
	case ISO_VD_BOOT_RECORD:
		take_boot_record(all, (const uint8_t *)descriptor);
		return 0;
	case ISO_VD_PRIMARY:
		return take_primary(all, descriptor, at, reterr);
	case ISO_VD_SUPPLEMENTARY:
		take_supplementary(all, descriptor, at, notes);
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

/* The identifier has no NUL behind it. */
static bool is_standard(const iso9660_pvd_t *pvd)
{
	return memcmp(iso9660_get_pvd_id(pvd), ISO_STANDARD_ID, strlen(ISO_STANDARD_ID)) == 0;
}

/* 1 the descriptors, 0 no ISO 9660 volume. */
static int read_descriptors(const struct ia_window *window, struct ia_notes *notes,
			    struct ia_iso_descriptors *all, struct isoargs_error **reterr)
{
	uint64_t at = FIRST_DESCRIPTOR;

	/* Bounded by IA_DESCRIPTORS_MAX; each draws for its read. */
	for (unsigned i = 0; i < IA_DESCRIPTORS_MAX; i++, at += IA_BLOCK_SIZE) {
		iso9660_pvd_t descriptor;
		int r;

		if (!ia_inside(at, sizeof(descriptor), window->size)) {
			if (i == 0)
				return 0;
			note_no_terminator(notes, at, "the end of the image");
			return 1;
		}
		r = ia_window_read(window, at, &descriptor, sizeof(descriptor), reterr);
		if (r < 0)
			return r;
		if (!is_standard(&descriptor)) {
			if (i == 0)
				return 0;
			note_no_terminator(notes, at, "something else");
			return 1;
		}
		if (iso9660_get_pvd_type(&descriptor) == ISO_VD_END)
			return 1;
		r = take_descriptor(all, &descriptor, at, notes, reterr);
		if (r < 0)
			return r;
	}
	note_no_terminator(notes, at, "yet another descriptor");
	return 1;
}

int ia_iso_descriptors_read(const struct ia_window *window, struct ia_notes *notes,
			    struct ia_iso_descriptors *ret, struct isoargs_error **reterr)
{
	int r = read_descriptors(window, notes, ret, reterr);

	if (r > 0 && !ret->has_primary)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, FIRST_DESCRIPTOR), NULL,
				"found ISO 9660 volume descriptors, but no primary one");
	return r;
}
