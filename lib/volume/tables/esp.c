/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/tables/esp.h"

#include <errno.h>

#include "base/ascii.h"
#include "base/checked.h"
#include "base/limits.h"
#include "base/note.h"

/*
 * What is expected of an ESP: boot sector, tables and topmost directories. The tables of one as small
 * as they are on media take a thousandth of it or two.
 */
#define EXPECTED_MIN (32u * 1024u) /* bytes */
#define EXPECTED_MAX (48u * 1024u)
#define TABLES_SHARE 512u

#define ESP_MBR 0xefu
#define ESP_GPT "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"

static void expect(const struct ia_window *image, uint64_t offset, uint64_t size)
{
	size = EXPECTED_MIN + size / TABLES_SHARE;
	ia_window_expect(image, offset, size < EXPECTED_MAX ? size : EXPECTED_MAX);
}

void ia_esp_expect(const struct ia_window *image, const struct ia_partitions *partitions)
{
	for (size_t i = 0; i < partitions->count; i++) {
		const struct ia_partition *partition = &partitions->items[i];

		if (partition->offset > 0 && (partition->mbr_type == ESP_MBR ||
					      ia_ascii_equal_fold(partition->type, ESP_GPT)))
			expect(image, partition->offset, partition->size);
	}
}

/*
 * Looks for a FAT file system that starts at offset. The window reaches to the end of the image,
 * since El Torito's sector count and an APM entry may be smaller than the file system; the
 * volume's own size bounds it afterwards. 1, 0 or a negative errno.
 */
static int try_offset(const struct ia_window *image, uint64_t offset, const char *via,
		      struct ia_notes *notes, struct ia_esp *ret)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_window rest;
	struct ia_fat *fat = NULL;
	uint64_t size;
	int r;

	if (offset >= image->size)
		return 0;
	r = ia_window_cut(image, offset, image->size - offset, &rest, NULL);
	if (r < 0)
		return r;
	ia_window_expect(&rest, 0, IA_BLOCK_SIZE);
	r = ia_fat_open(&rest, &fat, &error);
	if (r < 0) {
		ia_note_error(notes, ISOARGS_WARNING, IA_NOTE_ESP_UNREAD, error);
		return r == -ENOMEM ? r : 0;
	}
	if (r == 0)
		return 0;
	size = ia_fat_volume(fat)->size;
	if (size > rest.size) {
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_ESP_TRUNCATED, IA_AT_OFFSET(NULL, offset),
			"the FAT file system of the ESP claims %llu bytes, the image ends after "
			"%llu of them",
			(unsigned long long)size, (unsigned long long)rest.size);
		size = rest.size;
	}
	*ret = (struct ia_esp){rest.offset, size, via, *ia_fat_volume(fat), fat};
	return 1;
}

static int try_partitions(const struct ia_window *image, const struct ia_partitions *partitions,
			  struct ia_arena *arena, struct ia_notes *notes, struct ia_esp *ret)
{
	/* Bounded by IA_PARTITIONS_MAX of each table; each draws for the read of its boot sector. */
	for (size_t i = 0; i < partitions->count; i++) {
		const struct ia_partition *partition = &partitions->items[i];
		const char *via;
		int r;

		/* Offset 0 is the medium itself, whose first sector belongs to a boot loader. */
		if (partition->offset == 0)
			continue;
		via = ia_arena_printf(arena, "%s partition %u", ia_table_name(partition->table),
				      partition->number);
		if (!via)
			return -ENOMEM;
		r = try_offset(image, partition->offset, via, notes, ret);
		if (r != 0)
			return r;
	}
	return 0;
}

static bool is_efi(const struct ia_eltorito_entry *entry)
{
	return entry->platform == IA_ELTORITO_EFI && entry->media == 0;
}

static uint64_t offset_of(const struct ia_eltorito_entry *entry)
{
	return (uint64_t)entry->block * IA_BLOCK_SIZE;
}

static int try_eltorito(const struct ia_window *image, const struct ia_eltorito *eltorito,
			struct ia_arena *arena, struct ia_notes *notes, struct ia_esp *ret)
{
	/* Bounded by IA_ELTORITO_ENTRIES_MAX, and as above. */
	for (size_t i = 0; i < eltorito->count; i++) {
		const struct ia_eltorito_entry *entry = &eltorito->entries[i];
		const char *via;
		int r;

		if (!is_efi(entry))
			continue;
		via = ia_arena_printf(arena, "El Torito entry %zu", i + 1);
		if (!via)
			return -ENOMEM;
		r = try_offset(image, offset_of(entry), via, notes, ret);
		if (r != 0)
			return r;
	}
	return 0;
}

int ia_esp_find(const struct ia_window *image, const struct ia_partitions *partitions,
		const struct ia_eltorito *eltorito, struct ia_arena *arena, struct ia_notes *notes,
		struct ia_esp *ret)
{
	int r;

	for (size_t i = 0; i < eltorito->count; i++) {
		if (is_efi(&eltorito->entries[i]))
			expect(image, offset_of(&eltorito->entries[i]),
			       (uint64_t)eltorito->entries[i].sectors * 512);
	}
	r = try_partitions(image, partitions, arena, notes, ret);
	return r == 0 ? try_eltorito(image, eltorito, arena, notes, ret) : r;
}
