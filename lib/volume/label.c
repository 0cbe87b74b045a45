/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/label.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "volume/tables/blkid.h"

/* Appends the bytes up to a NUL, without white space at their end. */
static void add_trimmed(struct ia_strbuf *buf, const char *s, size_t size)
{
	size = strnlen(s, size);
	while (size > 0 && ia_ascii_is_space(s[size - 1]))
		size--;
	ia_strbuf_add(buf, s, size);
}

/*
 * UCS-2 to UTF-8 as libblkid 2.23 does it: unit by unit, so that a surrogate becomes three
 * bytes that are no valid UTF-8, and udev then escapes them.
 */
static void add_ucs2_units(struct ia_strbuf *buf, const uint8_t *id, size_t size)
{
	for (size_t i = 0; i + 1 < size; i += 2) {
		uint16_t unit = ia_be16(id + i);

		if (unit == 0)
			return;
		if (unit >= 0xd800 && unit <= 0xdfff) {
			ia_strbuf_addc(buf, (char)(0xe0 | unit >> 12));
			ia_strbuf_addc(buf, (char)(0x80 | (unit >> 6 & 0x3f)));
			ia_strbuf_addc(buf, (char)(0x80 | (unit & 0x3f)));
		} else {
			ia_utf8_add(buf, unit);
		}
	}
}

static bool joliet_repeats_pvd(const struct ia_iso9660_volume *volume)
{
	for (size_t i = 0; i + 1 < IA_VOLUME_ID_SIZE; i += 2) {
		if (ia_be16(volume->joliet_id + i) != volume->id[i / 2])
			return false;
	}
	return true;
}

/* Takes the buffer as a label: 1, or 0 and nothing where it is blank. */
static int take_label(struct ia_strbuf *raw, char **ret)
{
	struct ia_strbuf label IA_AUTO_STRBUF = {0};

	if (raw->error)
		return raw->error;
	add_trimmed(&label, raw->data ? raw->data : "", raw->length);
	if (label.length == 0)
		return label.error;
	return ia_strbuf_take(&label, ret) < 0 ? -ENOMEM : 1;
}

static int pvd_label(const struct ia_iso9660_volume *volume, char **ret)
{
	struct ia_strbuf raw IA_AUTO_STRBUF = {0};

	for (size_t i = 0; i < IA_VOLUME_ID_SIZE && volume->id[i]; i++)
		ia_strbuf_addc(&raw, (char)volume->id[i]);
	return take_label(&raw, ret);
}

int ia_label_old(const struct ia_iso9660_volume *volume, char **ret)
{
	struct ia_strbuf raw IA_AUTO_STRBUF = {0};

	if (!volume->has_joliet || joliet_repeats_pvd(volume))
		return pvd_label(volume, ret);
	add_ucs2_units(&raw, volume->joliet_id, IA_VOLUME_ID_SIZE);
	return take_label(&raw, ret);
}

static int joliet_label(const struct ia_iso9660_volume *volume, char **ret)
{
	struct ia_strbuf raw IA_AUTO_STRBUF = {0};

	if (!volume->has_joliet)
		return 0;
	ia_utf8_add_utf16be(&raw, volume->joliet_id, IA_VOLUME_ID_SIZE);
	return take_label(&raw, ret);
}

/* Moves an allocated string, which may be NULL, into the arena. */
static int keep(struct ia_arena *arena, const char *text, const char **ret)
{
	*ret = text ? ia_arena_strdup(arena, text) : NULL;
	return text && !*ret ? -ENOMEM : 0;
}

static int probe_host(const struct ia_window *window, struct ia_arena *arena,
		      struct ia_notes *notes, struct ia_labels *labels)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_blkid_found fs IA_CLEANUP(ia_blkid_found_free) = {0};
	int r;

	r = ia_blkid_iso9660(window, &fs, &error);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		ia_note_error(notes, ISOARGS_ERROR, IA_NOTE_LABEL_UNREAD, error);
	else if (r == 0)
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_LABEL_UNSEEN, IA_NOWHERE,
			"libblkid sees no ISO 9660 file system here: udev will make no by-label "
			"and by-uuid links; use ISOARGS_STAGE2 device");
	if (keep(arena, fs.label, &labels->host) < 0 || keep(arena, fs.uuid, &labels->uuid) < 0)
		return -ENOMEM;
	return 0;
}

static int read_own(const struct ia_iso9660_volume *volume, struct ia_arena *arena,
		    struct ia_labels *labels)
{
	static int (*const rules[])(const struct ia_iso9660_volume *, char **) = {
		pvd_label,
		joliet_label,
		ia_label_old,
	};
	const char **const slots[] = {&labels->pvd, &labels->joliet, &labels->old};

	for (size_t i = 0; i < IA_COUNT(rules); i++) {
		char *label IA_AUTO_FREE = NULL;

		if (rules[i](volume, &label) < 0 || keep(arena, label, slots[i]) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* What a label is like matters to a line that names it, which is refused where that is no use. */
static void note_differences(const struct ia_labels *labels, struct ia_notes *notes)
{
	if (!labels->installer && labels->pvd)
		ia_note(notes, ISOARGS_INFO, IA_NOTE_LABEL_BLANK_JOLIET, IA_NOWHERE,
			"the Joliet label is blank, which hides the label \"%s\" from udev; use "
			"ISOARGS_STAGE2 uuid or device",
			labels->pvd);
	else if (!labels->installer)
		ia_note(notes, ISOARGS_INFO, IA_NOTE_LABEL_MISSING, IA_NOWHERE,
			"the volume has no label; use ISOARGS_STAGE2 uuid or device");
	else if (labels->pvd && strcmp(labels->pvd, labels->installer) != 0)
		ia_note(notes, ISOARGS_INFO, IA_NOTE_LABEL_JOLIET_DIFFERS, IA_NOWHERE,
			"the primary descriptor says \"%s\", the installer's udev will see the "
			"Joliet label \"%s\"",
			labels->pvd, labels->installer);
	if (labels->installer && strchr(labels->installer, ':'))
		ia_note(notes, ISOARGS_INFO, IA_NOTE_LABEL_COLON, IA_NOWHERE,
			"the label \"%s\" holds a colon, at which hd:LABEL= would be cut; use "
			"ISOARGS_STAGE2 uuid or device",
			labels->installer);
}

int ia_labels_read(const struct ia_window *window, const struct ia_iso9660_volume *volume,
		   struct ia_arena *arena, struct ia_notes *notes, struct ia_labels *ret,
		   struct isoargs_error **reterr)
{
	struct ia_labels labels = {0};

	if (probe_host(window, arena, notes, &labels) < 0 || read_own(volume, arena, &labels) < 0)
		return ia_error_memory(reterr);
	*ret = labels;
	return 0;
}

bool ia_label_is_possible(const char *label)
{
	size_t left = strnlen(label, IA_VOLUME_ID_SIZE + 1), step;
	bool is_blank = true;

	if (left > IA_VOLUME_ID_SIZE)
		return false;
	for (; left > 0; label += step, left -= step) {
		uint32_t code;

		step = ia_utf8_decode(label, left, &code);
		if (step == 0 || ia_utf8_is_unprintable(code))
			return false;
		is_blank = is_blank && code == ' ';
	}
	return !is_blank;
}

int ia_labels_given(const char *label, struct ia_arena *arena, struct ia_labels *ret)
{
	struct ia_labels labels = {.is_unknown = !label};

	if (keep(arena, label, &labels.pvd) < 0)
		return -ENOMEM;
	labels.host = labels.old = labels.pvd;
	*ret = labels;
	return 0;
}

int ia_labels_settle(struct ia_labels *labels, bool modern, struct ia_arena *arena,
		     struct ia_notes *notes, struct isoargs_error **reterr)
{
	char *encoded IA_AUTO_FREE = NULL;

	if (labels->is_unknown)
		return 0;
	labels->installer = modern ? labels->host : labels->old;
	if (labels->installer) {
		if (ia_blkid_encode(labels->installer, &encoded) < 0 ||
		    keep(arena, encoded, &labels->encoded) < 0)
			return ia_error_memory(reterr);
	}
	note_differences(labels, notes);
	return 0;
}
