/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/eltorito.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/note.h"

#define NAME        "boot catalogue"
#define SLOT_SIZE   32u
#define SLOTS_MAX   (1u + IA_ELTORITO_ENTRIES_MAX) /* the validation entry, and the rest */
#define MEDIA_MASK  0x0f
#define MEDIA_MAX   4
#define MEDIA_EXTRA 0x20 /* of a section entry: extensions follow */

/* First bytes of slots: the El Torito specification 1.0, figures 2 to 6. */
enum slot_id {
	SLOT_NOT_BOOTABLE = 0x00,
	SLOT_VALIDATION = 0x01,
	SLOT_EXTENSION = 0x44,
	SLOT_BOOTABLE = 0x88,
	SLOT_SECTION = 0x90, /* header; more sections follow */
	SLOT_LAST_SECTION = 0x91,
};

/* One catalogue while it is walked. */
struct walk {
	const uint8_t *slot;
	size_t number; /* of slot, the validation entry being 0 */
	struct ia_notes *notes;
	struct ia_eltorito found;
	uint8_t platform;
	unsigned missing; /* entries that the section header announced and that did not come yet */
	bool in_section;
	bool more_sections;
	bool extensible; /* the last entry announced an extension */
	bool done;
};

static uint64_t offset_of(const struct walk *walk)
{
	return (uint64_t)walk->number * SLOT_SIZE;
}

#define WARN(walk, code, ...)                                                                      \
	ia_note((walk)->notes, ISOARGS_WARNING, code, IA_AT_OFFSET(NAME, offset_of(walk)),         \
		__VA_ARGS__)

static bool is_empty(const uint8_t *slot)
{
	for (size_t i = 0; i < SLOT_SIZE; i++) {
		if (slot[i] != 0)
			return false;
	}
	return true;
}

static void take_entry(struct walk *walk)
{
	const uint8_t *slot = walk->slot;
	const struct ia_eltorito_entry entry = {
		.platform = walk->platform,
		.bootable = slot[0] == SLOT_BOOTABLE,
		.media = slot[1] & MEDIA_MASK,
		.sectors = ia_le16(slot + 6),
		.block = ia_le32(slot + 8),
	};

	if (entry.media > MEDIA_MAX)
		WARN(walk, IA_NOTE_ELTORITO_UNKNOWN_MEDIA,
		     "a boot entry names emulation %u, expected 0 to %u", entry.media, MEDIA_MAX);
	walk->extensible = walk->in_section && slot[1] & MEDIA_EXTRA;
	walk->found.entries[walk->found.count++] = entry;
}

static void take_header(struct walk *walk)
{
	if (walk->missing > 0)
		WARN(walk, IA_NOTE_ELTORITO_SHORT_SECTION,
		     "a section ends, %u of its entries are missing", walk->missing);
	if (walk->in_section && !walk->more_sections)
		WARN(walk, IA_NOTE_ELTORITO_LATE_SECTION,
		     "a section follows the one that is marked as the last");
	walk->in_section = true;
	walk->more_sections = walk->slot[0] == SLOT_SECTION;
	walk->platform = walk->slot[1];
	walk->missing = ia_le16(walk->slot + 2);
	walk->extensible = false;
}

/* The catalogue ends with the last section, or with an empty slot where there are none. */
static void finish(struct walk *walk)
{
	walk->done = true;
	if (walk->missing > 0)
		WARN(walk, IA_NOTE_ELTORITO_SHORT_SECTION,
		     "a section ends, %u of its entries are missing", walk->missing);
	else if (walk->more_sections)
		WARN(walk, IA_NOTE_ELTORITO_NO_LAST_SECTION,
		     "the catalogue ends, its last section says that more follow");
}

static void take_slot(struct walk *walk)
{
	const uint8_t id = walk->slot[0];

	if (is_empty(walk->slot)) {
		finish(walk);
		return;
	}
	switch (id) {
	case SLOT_SECTION:
	case SLOT_LAST_SECTION:
		take_header(walk);
		return;
	case SLOT_EXTENSION:
		if (!walk->extensible)
			WARN(walk, IA_NOTE_ELTORITO_STRAY_EXTENSION,
			     "an extension follows an entry that announced none");
		walk->extensible = walk->extensible && walk->slot[1] & MEDIA_EXTRA;
		return;
	case SLOT_BOOTABLE:
	case SLOT_NOT_BOOTABLE:
		/* Firmware starts whatever is marked bootable, announced or not. */
		if (walk->missing == 0)
			WARN(walk, IA_NOTE_ELTORITO_STRAY_ENTRY,
			     "a boot entry belongs to no section");
		else
			walk->missing--;
		take_entry(walk);
		return;
	default:
		WARN(walk, IA_NOTE_ELTORITO_UNKNOWN_SLOT,
		     "found %#x, expected a section, entry or extension; the rest is not read", id);
		walk->done = true;
	}
}

/* Is all that was announced there, so that the catalogue may end here without a mark? */
static bool is_complete(const struct walk *walk)
{
	return walk->missing == 0 && !walk->more_sections;
}

static void take_slots(struct walk *walk, const uint8_t *catalogue, size_t slots)
{
	/* Bounded by the catalogue's one block. */
	for (walk->number = 2; walk->number < slots && !walk->done; walk->number++) {
		walk->slot = catalogue + walk->number * SLOT_SIZE;
		if (walk->number == SLOTS_MAX) {
			if (!is_complete(walk) || !is_empty(walk->slot))
				WARN(walk, IA_NOTE_ELTORITO_CUT,
				     "the catalogue goes on, %u slots are read at most", SLOTS_MAX);
			return;
		}
		take_slot(walk);
	}
	if (!walk->done && !is_complete(walk))
		WARN(walk, IA_NOTE_ELTORITO_CUT,
		     "the catalogue goes on beyond the block that is read");
}

static int check_validation(const uint8_t *slot, struct isoargs_error **reterr)
{
	static const char remedy[] = "the medium's boot catalogue is damaged";
	unsigned sum = 0;

	if (slot[0] != SLOT_VALIDATION)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NAME, 0), remedy,
				"header %#x found, expected 0x1", slot[0]);
	if (slot[30] != 0x55 || slot[31] != 0xaa)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NAME, 30), remedy,
				"key bytes %#x %#x found, expected 0x55 0xaa", slot[30], slot[31]);
	for (size_t i = 0; i < SLOT_SIZE; i += 2)
		sum += ia_le16(slot + i);
	if (sum & 0xffff)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NAME, 28), remedy,
				"the words of the validation entry add up to %#x, expected 0",
				sum & 0xffff);
	return 0;
}

int ia_eltorito_parse(const uint8_t *catalogue, size_t size, struct ia_notes *notes,
		      struct ia_eltorito *ret, struct isoargs_error **reterr)
{
	struct walk walk = {.notes = notes};
	int r;

	if (size < 2 * SLOT_SIZE)
		return ia_error(reterr, -ENODATA, IA_IN_FILE(NAME),
				"the image may be cut off: compare its size with the original",
				"%zu bytes found, expected at least %u", size, 2 * SLOT_SIZE);
	r = check_validation(catalogue, reterr);
	if (r < 0)
		return r;
	walk.platform = catalogue[1];
	walk.number = 1;
	walk.slot = catalogue + SLOT_SIZE;
	if (walk.slot[0] != SLOT_BOOTABLE && walk.slot[0] != SLOT_NOT_BOOTABLE)
		WARN(&walk, IA_NOTE_ELTORITO_BAD_INDICATOR,
		     "the default entry is marked %#x, expected 0x88 or 0; it is not used",
		     walk.slot[0]);
	take_entry(&walk);
	take_slots(&walk, catalogue, size / SLOT_SIZE);
	*ret = walk.found;
	return 0;
}

/* No sectors at all are said where all up to the end are to be loaded. */
static void note_beyond_end(const struct ia_eltorito_entry *entry, size_t number,
			    const struct ia_window *window, struct ia_notes *notes)
{
	uint64_t offset = (uint64_t)entry->block * IA_BLOCK_SIZE;
	uint64_t size = entry->sectors > 0 ? entry->sectors * UINT64_C(512) : 1;

	if (!ia_inside(offset, size, window->size))
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_ELTORITO_BEYOND_END,
			IA_AT_OFFSET(NULL, offset),
			"El Torito entry %zu of %u sectors reaches beyond the end of the image",
			number, entry->sectors);
}

int ia_eltorito_read(const struct ia_window *window, uint32_t catalogue, struct ia_notes *notes,
		     struct ia_eltorito *ret, struct isoargs_error **reterr)
{
	const uint64_t offset = (uint64_t)catalogue * IA_BLOCK_SIZE;
	uint8_t block[IA_BLOCK_SIZE];
	struct ia_eltorito found;
	int r;

	if (!ia_inside(offset, sizeof(block), window->size))
		return ia_error(reterr, -ENODATA, IA_IN_FILE(NAME),
				"the image may be cut off: compare its size with the original",
				"the boot record places it at byte %" PRIu64
				", the image has %" PRIu64 " bytes",
				offset, window->size);
	ia_window_expect(window, offset, sizeof(block));
	r = ia_window_read(window, offset, block, sizeof(block), reterr);
	if (r < 0)
		return r;
	r = ia_eltorito_parse(block, sizeof(block), notes, &found, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < found.count; i++)
		note_beyond_end(&found.entries[i], i + 1, window, notes);
	*ret = found;
	return 0;
}
