/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <zlib.h>

#include "base/limits.h"
#include "base/note.h"
#include "support/put.h"
#include "volume/tables/blkid.h"
#include "volume/tables/bounds.h"
#include "volume/tables/partition.h"

/* Tables that libblkid would go through for too long, and a GPT of which it says nothing. */

#define SECTOR  512u
#define SECTORS 4096u
#define LAST    (SECTORS - 1)
#define LINKS   100u /* sector of the first link of an extended partition */

struct disk {
	uint8_t bytes[SECTORS * SECTOR];
	struct isoargs_image *image;
	struct ia_window window;
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_partitions partitions;
};

static uint8_t *sector(struct disk *disk, size_t number)
{
	return disk->bytes + number * SECTOR;
}

static void seal(uint8_t *header, uint32_t size)
{
	put_le(header + 16, 0, 4);
	put_le(header + 16, (uint32_t)crc32(0, header, size), 4);
}

/* A header at that sector, with its entries' checksum where they lie inside. */
static uint8_t *put_gpt(struct disk *disk, uint32_t at, uint32_t count, uint32_t size)
{
	uint8_t *header = sector(disk, at);

	memcpy(header, "EFI PART\0\0\1\0", 12);
	put_le(header + 12, 92, 4);
	put_le(header + 24, at, 4);
	put_le(header + 40, 1000, 4);
	put_le(header + 48, 2000, 4);
	put_le(header + 72, 2, 4);
	put_le(header + 80, count, 4);
	put_le(header + 84, size, 4);
	if ((uint64_t)count * size <= (uint64_t)(SECTORS - 2) * SECTOR)
		put_le(header + 88, (uint32_t)crc32(0, sector(disk, 2), count * size), 4);
	seal(header, 92);
	return header;
}

static void put_mbr_entry(uint8_t *mbr, unsigned index, uint8_t type, uint32_t start, uint32_t size)
{
	uint8_t *entry = mbr + 446 + (size_t)index * 16;

	entry[4] = type;
	put_le(entry + 8, start, 4);
	put_le(entry + 12, size, 4);
	mbr[510] = 0x55;
	mbr[511] = 0xaa;
}

/* An extended partition of so many links, the last of which leads to sector `after`; 0: nowhere. */
static void put_links(struct disk *disk, unsigned count, uint32_t after)
{
	put_mbr_entry(sector(disk, 0), 1, 0x0f, LINKS, SECTORS - LINKS);
	for (unsigned i = 0; i < count; i++) {
		uint8_t *link = sector(disk, LINKS + 2 * (size_t)i);
		bool last = i + 1 == count;

		put_mbr_entry(link, 0, 0x83, 1, 1);
		if (!last || after > 0)
			put_mbr_entry(link, 1, 5, last ? after - LINKS : 2 * (i + 1), 2);
	}
}

static void put_apm(struct disk *disk, uint32_t count)
{
	memcpy(sector(disk, 0), "ER\2\0", 4);
	for (uint32_t i = 1; i <= count; i++) {
		uint8_t *entry = sector(disk, i);

		memcpy(entry, "PM", 2);
		put_be(entry + 4, count, 4);
		put_be(entry + 8, 1, 4);
		put_be(entry + 12, 1, 4);
		memcpy(entry + 48, "Apple_HFS", 9);
	}
}

static void open_disk(struct disk *disk)
{
	assert_int_equal(isoargs_image_open_memory(disk->bytes, sizeof(disk->bytes), "disk",
						   &disk->image, NULL),
			 0);
	disk->window = ia_window_whole(disk->image);
}

static void read_disk(struct disk *disk)
{
	open_disk(disk);
	assert_int_equal(ia_partitions_read(&disk->window, disk->arena, &disk->notes,
					    &disk->partitions, NULL),
			 0);
}

static int setup(void **state)
{
	struct disk *disk = calloc(1, sizeof(*disk));

	assert_non_null(disk);
	disk->arena = ia_arena_new(0);
	assert_non_null(disk->arena);
	*state = disk;
	return 0;
}

static int teardown(void **state)
{
	struct disk *disk = *state;

	isoargs_image_free(disk->image);
	ia_arena_free(disk->arena);
	ia_notes_free(&disk->notes);
	free(disk);
	return 0;
}

static void assert_one_note(struct disk *disk, const char *text, uint64_t at)
{
	uint64_t offset = 0;

	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "partitions-unread");
	assert_contains(disk->notes.items[0].text, text);
	assert_int_equal(isoargs_note_offset(&disk->notes.items[0], &offset), 1);
	assert_int_equal(offset, at);
}

/* Neither a table nor a partition, but the note; and libblkid is not asked as udev asks it. */
static void assert_not_gone_through(struct disk *disk, enum ia_table_type type, const char *text,
				    uint64_t at)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_blkid_found any = {.type = SENTINEL, .label = SENTINEL, .uuid = SENTINEL};

	read_disk(disk);
	assert_false(disk->partitions.present[type]);
	assert_int_equal(disk->partitions.count, 0);
	assert_one_note(disk, text, at);
	assert_int_equal(ia_blkid_any(&disk->window, &any, &error), -EBADMSG);
	assert_contains(ia_error_text(error), text);
	assert_ptr_equal(any.type, SENTINEL);
	assert_ptr_equal(any.label, SENTINEL);
	assert_ptr_equal(any.uuid, SENTINEL);
}

/* The table is there, however many of its entries are kept; text: of the note, NULL for none. */
static void assert_gone_through(struct disk *disk, enum ia_table_type type, const char *text)
{
	struct ia_blkid_found any IA_CLEANUP(ia_blkid_found_free) = {0};

	read_disk(disk);
	assert_true(disk->partitions.present[type]);
	assert_int_equal(disk->notes.count, text ? 1 : 0);
	if (text)
		assert_string_equal(disk->notes.items[0].text, text);
	assert_true(ia_blkid_any(&disk->window, &any, NULL) >= 0);
}

static void as_many_gpt_entries_as_the_bound_allows_are_gone_through(void **state)
{
	put_gpt(*state, 1, IA_TABLE_ENTRIES_MAX, 128);
	assert_gone_through(*state, IA_TABLE_GPT, NULL);
}

static void one_gpt_entry_above_the_bound_is_too_many(void **state)
{
	put_gpt(*state, 1, IA_TABLE_ENTRIES_MAX + 1, 128);
	assert_not_gone_through(*state, IA_TABLE_GPT,
				"found a GPT of 1025 entries of 128 bytes, expected at most 131072 "
				"bytes of them",
				SECTOR);
}

static void gpt_entries_whose_bytes_would_wrap_are_too_many(void **state)
{
	put_gpt(*state, 1, 0x02000000, 128);
	assert_not_gone_through(*state, IA_TABLE_GPT, "found a GPT of 33554432 entries", SECTOR);
}

static void the_entries_of_a_backup_are_bounded_too(void **state)
{
	put_gpt(*state, LAST, 0x01000000, 128);
	assert_not_gone_through(*state, IA_TABLE_GPT, "found a GPT of 16777216 entries",
				LAST * SECTOR);
}

static void the_backup_of_a_gpt_is_used_where_the_first_is_damaged(void **state)
{
	put_gpt(*state, LAST, 4, 128);
	put_le(put_gpt(*state, 1, 4, 128) + 16, 0, 4);
	assert_gone_through(*state, IA_TABLE_GPT,
			    "the GPT was read from its backup at the image's end: found 0 as a GPT "
			    "header's checksum, expected 0xc93f6ae1");
}

static void a_gpt_that_is_not_taken_is_noted_with_what_is_wrong(void **state)
{
	static const struct {
		size_t field;
		uint32_t value;
		uint32_t sealed; /* bytes; 0: the checksum stays as it was */
		const char *text;
	} wrong[] = {
		{12, 91, 0, "found a GPT header of 91 bytes, expected 92 to 512"},
		{12, 513, 0, "found a GPT header of 513 bytes, expected 92 to 512"},
		{16, 0x1234, 0, "found 0x1234 as a GPT header's checksum, expected 0x"},
		{24, 2, 92, "found a GPT header for sector 2, expected one for sector 1"},
		{40, 0, 92, "found a GPT for sectors 0 to 2000"},
		{40, 2001, 92, "found a GPT for sectors 2001 to 2000"},
		{48, SECTORS, 92,
		 "found a GPT for sectors 1000 to 4096, expected them between its header and the "
		 "image's end at sector 4096"},
		{80, 0, 92, "found a GPT of 0 entries of 128 bytes, expected at least one of 128 "},
		{84, 0, 92, "found a GPT of 4 entries of 0 bytes, expected at least one of 128 "},
		{84, 64, 92, "found a GPT of 4 entries of 64 bytes, expected at least one of 128 "},
		{72, SECTORS, 92, "found a GPT whose entries at sector 4096 are damaged or beyond"},
		{88, 0xabcd, 92, "beyond the end, expected them with the checksum 0xabcd"},
	};
	struct disk *disk = *state;

	for (size_t i = 0; i < IA_COUNT(wrong); i++) {
		uint8_t *header = put_gpt(disk, 1, 4, 128);

		put_le(header + wrong[i].field, wrong[i].value, 4);
		if (wrong[i].sealed > 0)
			seal(header, wrong[i].sealed);
		read_disk(disk);
		assert_false(disk->partitions.present[IA_TABLE_GPT]);
		assert_one_note(disk, wrong[i].text, SECTOR);
		ia_notes_free(&disk->notes);
		disk->notes = (struct ia_notes){0};
		disk->image = isoargs_image_free(disk->image);
	}
}

static void as_many_links_as_the_bound_allows_are_gone_through(void **state)
{
	put_links(*state, IA_TABLE_ENTRIES_MAX, 0);
	assert_gone_through(*state, IA_TABLE_MBR,
			    "found 1025 partitions in one table, expected at most 128");
}

static void one_link_above_the_bound_is_too_many(void **state)
{
	put_links(*state, IA_TABLE_ENTRIES_MAX + 1, 0);
	assert_not_gone_through(*state, IA_TABLE_MBR,
				"found an extended MBR partition that goes on and on or leads to "
				"itself, expected at most 1024 links",
				LINKS * SECTOR);
}

static void links_that_lead_to_themselves_are_too_many(void **state)
{
	put_links(*state, 3, LINKS + 2);
	assert_not_gone_through(*state, IA_TABLE_MBR, "found an extended MBR partition",
				LINKS * SECTOR);
}

static void links_that_lead_beyond_the_end_end_there(void **state)
{
	put_links(*state, 3, UINT32_MAX);
	assert_gone_through(*state, IA_TABLE_MBR, NULL);
}

static int take_any(const struct ia_partition *partition IA_UNUSED, void *data IA_UNUSED)
{
	return 0;
}

/* What is drawn for the table that libblkid goes through, and that it is not where that is spent. */
static void assert_draws(struct disk *disk, enum ia_table_type type, uint64_t units)
{
	struct ia_meter meter = IA_METER;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	open_disk(disk);
	disk->window.meter = &meter;
	assert_int_equal(ia_blkid_partitions(&disk->window, type, take_any, NULL, NULL, NULL), 1);
	assert_int_equal(meter.work_by[IA_COST_TABLES], units);
	meter = (struct ia_meter){.work_max = meter.work - 600};
	assert_int_equal(ia_blkid_partitions(&disk->window, type, take_any, NULL, NULL, &error),
			 -E2BIG);
	assert_contains(isoargs_error_message(error), "no more tables are looked at");
}

static void the_links_of_extended_partitions_draw_on_the_meter(void **state)
{
	put_links(*state, 7, 0);
	assert_draws(*state, IA_TABLE_MBR, 7 * IA_BOUND_LINK_UNITS);
}

static void the_bytes_of_gpt_entries_draw_on_the_meter(void **state)
{
	struct disk *disk = *state;

	put_gpt(disk, 1, 128, 128);
	assert_draws(disk, IA_TABLE_GPT, 128 * 128 * IA_BOUND_BYTE_UNITS);
}

static void of_many_apm_entries_libblkid_itself_goes_through_few(void **state)
{
	put_apm(*state, 2 * IA_TABLE_ENTRIES_MAX);
	assert_gone_through(*state, IA_TABLE_APM,
			    "found 256 partitions in one table, expected at most 128");
}

static void an_image_of_few_bytes_has_none_of_these(void **state)
{
	struct disk *disk = *state;

	put_apm(disk, 1);
	for (size_t size = 1; size <= 2 * SECTOR; size += SECTOR / 4 - 1) {
		assert_int_equal(
			isoargs_image_open_memory(disk->bytes, size, "disk", &disk->image, NULL),
			0);
		disk->window = ia_window_whole(disk->image);
		assert_int_equal(ia_partitions_read(&disk->window, disk->arena, &disk->notes,
						    &disk->partitions, NULL),
				 0);
		assert_int_equal(disk->partitions.count, 0);
		assert_int_equal(disk->notes.count, 0);
		disk->image = isoargs_image_free(disk->image);
	}
}

#define on_disk(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_disk(as_many_gpt_entries_as_the_bound_allows_are_gone_through),
		on_disk(one_gpt_entry_above_the_bound_is_too_many),
		on_disk(gpt_entries_whose_bytes_would_wrap_are_too_many),
		on_disk(the_entries_of_a_backup_are_bounded_too),
		on_disk(the_backup_of_a_gpt_is_used_where_the_first_is_damaged),
		on_disk(a_gpt_that_is_not_taken_is_noted_with_what_is_wrong),
		on_disk(as_many_links_as_the_bound_allows_are_gone_through),
		on_disk(one_link_above_the_bound_is_too_many),
		on_disk(links_that_lead_to_themselves_are_too_many),
		on_disk(links_that_lead_beyond_the_end_end_there),
		on_disk(the_links_of_extended_partitions_draw_on_the_meter),
		on_disk(the_bytes_of_gpt_entries_draw_on_the_meter),
		on_disk(of_many_apm_entries_libblkid_itself_goes_through_few),
		on_disk(an_image_of_few_bytes_has_none_of_these),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
