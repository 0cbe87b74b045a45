/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/table-disk.h"

#include "base/note.h"
#include "support/notes.h"

static void a_gpt_is_found_without_a_protective_entry_and_beside_an_mbr(void **state)
{
	struct table_disk *disk = *state;

	put_isohybrid(disk);
	put_gpt(disk);
	assert_present(read_disk(disk), true, true, false);
	assert_int_equal(disk->partitions.count, 4);
	assert_partition(&disk->partitions, 1, IA_TABLE_MBR, 2, 200 * SECTOR, 64 * SECTOR);
	assert_partition(&disk->partitions, 2, IA_TABLE_GPT, 1, 200 * SECTOR, 64 * SECTOR);
}

static void a_gpt_is_found_where_there_is_no_mbr_at_all(void **state)
{
	struct table_disk *disk = *state;

	put_gpt(disk);
	assert_present(read_disk(disk), false, true, false);
	assert_int_equal(disk->partitions.count, 2);
}

static void gpt_attributes_are_no_active_flag(void **state)
{
	struct table_disk *disk = *state;

	put_gpt(disk);
	put_le(sector(disk, GPT_ENTRIES) + 48, 0x80, 8);
	seal_gpt(disk, 128, ENTRY_SIZE);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_false(disk->partitions.items[0].active);
}

static void a_gpt_with_a_wrong_header_checksum_is_none(void **state)
{
	struct table_disk *disk = *state;

	put_gpt(disk);
	sector(disk, 1)[16] ^= 1;
	assert_present(read_disk(disk), false, false, false);
}

static void a_gpt_with_a_wrong_entry_checksum_is_none(void **state)
{
	struct table_disk *disk = *state;

	put_gpt(disk);
	sector(disk, GPT_ENTRIES)[60] ^= 1;
	assert_present(read_disk(disk), false, false, false);
}

static void a_gpt_whose_backup_is_equal_is_no_cause_for_a_note(void **state)
{
	struct table_disk *disk = *state;

	put_gpt_twice(disk);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_int_equal(disk->notes.count, 0);
}

/* What is in the first GPT's place says the note, and that the backup was read. */
static void assert_backup_read(struct table_disk *disk, const char *why)
{
	uint64_t offset = 0;

	assert_present(read_disk(disk), false, true, false);
	assert_int_equal(disk->partitions.count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 1, 200 * SECTOR, 64 * SECTOR);
	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "gpt-backup");
	assert_int_equal(isoargs_note_offset(&disk->notes.items[0], &offset), 1);
	assert_int_equal(offset, SECTOR);
	assert_contains(disk->notes.items[0].text, "read from its backup at the image's end");
	assert_contains(disk->notes.items[0].text, why);
}

static void a_gpt_with_a_damaged_header_is_read_from_its_backup_and_noted(void **state)
{
	struct table_disk *disk = *state;

	put_gpt_twice(disk);
	sector(disk, 1)[16] ^= 1;
	assert_backup_read(disk, "as a GPT header's checksum");
}

static void a_gpt_with_damaged_entries_is_read_from_its_backup_and_noted(void **state)
{
	struct table_disk *disk = *state;

	put_gpt_twice(disk);
	sector(disk, GPT_ENTRIES)[60] ^= 1;
	assert_backup_read(disk, "entries at sector 2 are damaged");
}

static void a_gpt_that_was_overwritten_is_read_from_its_backup_and_noted(void **state)
{
	struct table_disk *disk = *state;

	put_gpt_twice(disk);
	memset(sector(disk, 1), 0, SECTOR);
	assert_backup_read(disk, "found no header here");
}

static void absurd_counts_and_sizes_of_gpt_entries_are_refused(void **state)
{
	static const uint32_t absurd[][2] = {
		{UINT32_MAX, ENTRY_SIZE},
		{0x02000000, ENTRY_SIZE},  /* 4 GiB: 32 bits would wrap to 0 */
		{SECTORS * 4, ENTRY_SIZE}, /* more than the image has */
		{0, ENTRY_SIZE},
		{128, 0},
		{128, 1},
		{128, UINT32_MAX},
	};
	struct table_disk *disk = *state;

	for (size_t i = 0; i < IA_COUNT(absurd); i++) {
		put_gpt(disk);
		seal_gpt(disk, absurd[i][0], absurd[i][1]);
		assert_present(read_disk(disk), false, false, false);
		assert_int_equal(disk->partitions.count, 0);
		disk->image = isoargs_image_free(disk->image);
	}
}

static void set_gpt_entry(struct table_disk *disk, uint64_t first, uint64_t last)
{
	put_gpt(disk);
	put_le(sector(disk, GPT_ENTRIES) + 32, first, 8);
	put_le(sector(disk, GPT_ENTRIES) + 40, last, 8);
	seal_gpt(disk, 128, ENTRY_SIZE);
}

static void gpt_entries_outside_the_usable_range_are_left_out(void **state)
{
	static const uint64_t outside[][2] = {
		{FIRST_USABLE - 1, 300},
		{200, LAST_USABLE + 1},
		{SECTORS, SECTORS + 10},
		{200, UINT64_MAX},
		{UINT64_MAX - 1, UINT64_MAX},
		{0x0080000000000000u, UINT64_MAX},
		{LAST_USABLE + 1, LAST_USABLE + 1},
	};
	struct table_disk *disk = *state;

	for (size_t i = 0; i < IA_COUNT(outside); i++) {
		set_gpt_entry(disk, outside[i][0], outside[i][1]);
		assert_int_equal(read_disk(disk)->count, 1);
		assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 3, 300 * SECTOR, SECTOR);
		disk->image = isoargs_image_free(disk->image);
	}
}

static void a_gpt_entry_whose_bytes_would_wrap_lies_beyond_the_end(void **state)
{
	struct table_disk *disk = *state;

	/* Times 512, and in 64 bits: sectors 200 to 263. */
	set_gpt_entry(disk, 0x0080000000000000u + 200, 263);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 1, UINT64_MAX, UINT64_MAX);
	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "partition-beyond-end");
}

static void a_gpt_entry_that_ends_before_it_begins_lies_beyond_the_end(void **state)
{
	struct table_disk *disk = *state;

	set_gpt_entry(disk, 300, 200);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 1, 300 * SECTOR, UINT64_MAX);
	assert_true(notes_have(&disk->notes, "partition-beyond-end"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_disk(a_gpt_is_found_without_a_protective_entry_and_beside_an_mbr),
		on_disk(a_gpt_is_found_where_there_is_no_mbr_at_all),
		on_disk(gpt_attributes_are_no_active_flag),
		on_disk(a_gpt_with_a_wrong_header_checksum_is_none),
		on_disk(a_gpt_with_a_wrong_entry_checksum_is_none),
		on_disk(a_gpt_whose_backup_is_equal_is_no_cause_for_a_note),
		on_disk(a_gpt_with_a_damaged_header_is_read_from_its_backup_and_noted),
		on_disk(a_gpt_with_damaged_entries_is_read_from_its_backup_and_noted),
		on_disk(a_gpt_that_was_overwritten_is_read_from_its_backup_and_noted),
		on_disk(absurd_counts_and_sizes_of_gpt_entries_are_refused),
		on_disk(gpt_entries_outside_the_usable_range_are_left_out),
		on_disk(a_gpt_entry_whose_bytes_would_wrap_lies_beyond_the_end),
		on_disk(a_gpt_entry_that_ends_before_it_begins_lies_beyond_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
