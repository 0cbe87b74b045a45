/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/table-disk.h"

#include "base/limits.h"
#include "base/note.h"
#include "support/notes.h"
#include "volume/tables/blkid.h"

static void an_empty_image_has_no_table_and_no_notes(void **state)
{
	struct table_disk *disk = *state;

	assert_present(read_disk(disk), false, false, false);
	assert_int_equal(disk->partitions.count, 0);
	assert_int_equal(disk->notes.count, 0);
}

static void both_partitions_of_an_isohybrid_mbr_are_reported(void **state)
{
	struct table_disk *disk = *state;
	const struct ia_partition *p;

	put_isohybrid(disk);
	assert_present(read_disk(disk), true, false, false);
	assert_int_equal(disk->partitions.count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_MBR, 1, 0, 1000 * SECTOR);
	assert_partition(&disk->partitions, 1, IA_TABLE_MBR, 2, 200 * SECTOR, 64 * SECTOR);
	p = disk->partitions.items;
	assert_int_equal(p[0].mbr_type, 0);
	assert_true(p[0].active);
	assert_int_equal(p[1].mbr_type, 0xef);
	assert_false(p[1].active);
	assert_string_equal(p[1].type, "");
	assert_string_equal(p[1].name, "");
	assert_string_equal(p[1].uuid, "1234abcd-02");
	assert_int_equal(disk->notes.count, 0);
}

static void an_mbr_without_its_signature_is_none(void **state)
{
	struct table_disk *disk = *state;

	put_isohybrid(disk);
	sector(disk, 0)[511] = 0xab;
	assert_present(read_disk(disk), false, false, false);
	assert_int_equal(disk->partitions.count, 0);
}

static void an_mbr_partition_that_ends_with_the_image_is_no_cause_for_a_note(void **state)
{
	struct table_disk *disk = *state;

	put_mbr(disk);
	put_mbr_entry(disk, 1, 0, 0x83, 1, SECTORS - 1);
	assert_int_equal(read_disk(disk)->count, 1);
	assert_int_equal(disk->notes.count, 0);
}

static void a_partition_that_reaches_one_sector_beyond_the_end_is_kept_and_noted(void **state)
{
	struct table_disk *disk = *state;
	uint64_t offset = 0;

	put_mbr(disk);
	put_mbr_entry(disk, 1, 0, 0x83, 1, SECTORS);
	assert_int_equal(read_disk(disk)->count, 1);
	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "partition-beyond-end");
	assert_string_equal(disk->notes.items[0].text,
			    "MBR partition 1 of 524288 bytes reaches beyond the end of the image");
	assert_int_equal(isoargs_note_offset(&disk->notes.items[0], &offset), 1);
	assert_int_equal(offset, SECTOR);
}

static void the_largest_numbers_of_an_mbr_do_not_wrap(void **state)
{
	struct table_disk *disk = *state;

	put_mbr(disk);
	put_mbr_entry(disk, 4, 0, 0x83, UINT32_MAX, UINT32_MAX);
	assert_int_equal(read_disk(disk)->count, 1);
	assert_partition(&disk->partitions, 0, IA_TABLE_MBR, 4, UINT32_MAX * (uint64_t)SECTOR,
			 UINT32_MAX * (uint64_t)SECTOR);
	assert_true(notes_have(&disk->notes, "partition-beyond-end"));
}

static void an_mbr_that_only_protects_a_gpt_is_no_table_of_its_own(void **state)
{
	struct table_disk *disk = *state;
	const struct ia_partition *p;

	put_mbr(disk);
	put_mbr_entry(disk, 1, 0, 0xee, 1, SECTORS - 1);
	put_gpt(disk);
	assert_present(read_disk(disk), false, true, false);
	assert_int_equal(disk->partitions.count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 1, 200 * SECTOR, 64 * SECTOR);
	assert_partition(&disk->partitions, 1, IA_TABLE_GPT, 3, 300 * SECTOR, SECTOR);
	p = disk->partitions.items;
	assert_string_equal(p->type, "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7");
	assert_string_equal(p->name, "Appended2");
	assert_string_equal(p->uuid, "01010101-0101-0101-0101-010101010101");
	assert_int_equal(p->mbr_type, 0);
	assert_false(p->active);
	assert_int_equal(disk->notes.count, 0);
}

static void an_apm_of_512_byte_blocks_is_read(void **state)
{
	struct table_disk *disk = *state;
	const struct ia_partition *p;

	put_apm(disk, 512);
	assert_present(read_disk(disk), false, false, true);
	assert_int_equal(disk->partitions.count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_APM, 1, 512, 1024);
	assert_partition(&disk->partitions, 1, IA_TABLE_APM, 2, 50 * 512, 16 * 512);
	p = disk->partitions.items;
	assert_string_equal(p[0].type, "Apple_partition_map");
	assert_string_equal(p[0].name, "Apple");
	assert_string_equal(p[1].type, "Apple_HFS");
	assert_string_equal(p[1].name, "EFI");
	assert_string_equal(p[1].uuid, "");
	assert_false(p[1].active);
}

static void an_apm_of_2048_byte_blocks_is_counted_in_those(void **state)
{
	struct table_disk *disk = *state;

	put_apm(disk, 2048);
	assert_present(read_disk(disk), false, false, true);
	assert_int_equal(disk->partitions.count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_APM, 1, 2048, 4096);
	assert_partition(&disk->partitions, 1, IA_TABLE_APM, 2, 50 * 2048, 16 * 2048);
}

static void an_apm_partition_beyond_the_end_is_kept_and_noted(void **state)
{
	struct table_disk *disk = *state;

	put_apm(disk, 512);
	put_be(sector(disk, 2) + 8, UINT32_MAX, 4);
	put_be(sector(disk, 2) + 12, UINT32_MAX, 4);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_partition(&disk->partitions, 1, IA_TABLE_APM, 2, UINT32_MAX * (uint64_t)SECTOR,
			 UINT32_MAX * (uint64_t)SECTOR);
	assert_true(notes_have(&disk->notes, "partition-beyond-end"));
}

static void an_apm_with_fewer_entries_than_it_counts_is_unread_and_noted(void **state)
{
	struct table_disk *disk = *state;

	put_isohybrid(disk);
	put_apm(disk, 512);
	put_be(sector(disk, 1) + 4, 3, 4);
	put_be(sector(disk, 2) + 4, 3, 4);
	assert_present(read_disk(disk), true, false, false);
	assert_int_equal(disk->partitions.count, 2);
	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "partitions-unread");
	assert_string_equal(disk->notes.items[0].text,
			    "libblkid cannot read the entries of a partition table (\"mac\")");
}

static void an_apm_that_counts_as_much_as_a_number_holds_is_unread(void **state)
{
	struct table_disk *disk = *state;

	put_apm(disk, 512);
	put_be(sector(disk, 1) + 4, UINT32_MAX, 4);
	put_be(sector(disk, 2) + 4, UINT32_MAX, 4);
	assert_present(read_disk(disk), false, false, false);
	assert_int_equal(disk->partitions.count, 0);
}

static void strings_of_a_table_without_an_end_stop_with_their_field(void **state)
{
	struct table_disk *disk = *state;

	put_apm(disk, 512);
	memset(sector(disk, 2) + 16, 'n', 32);
	memset(sector(disk, 2) + 48, 't', 32);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_string_equal(disk->partitions.items[1].name, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn");
	assert_string_equal(disk->partitions.items[1].type, "tttttttttttttttttttttttttttttttt");
}

static void all_three_tables_of_one_image_are_reported_in_order(void **state)
{
	struct table_disk *disk = *state;

	put_isohybrid(disk);
	put_gpt(disk);
	put_apm(disk, 2048);
	/* Block 1 of the map lies in the GPT's entries, behind those in use. */
	seal_gpt(disk, 4, ENTRY_SIZE);
	assert_present(read_disk(disk), true, true, true);
	assert_int_equal(disk->partitions.count, 6);
	assert_partition(&disk->partitions, 0, IA_TABLE_MBR, 1, 0, 1000 * SECTOR);
	assert_partition(&disk->partitions, 2, IA_TABLE_GPT, 1, 200 * SECTOR, 64 * SECTOR);
	assert_partition(&disk->partitions, 5, IA_TABLE_APM, 2, 50 * 2048, 16 * 2048);
}

static void offsets_count_from_the_start_of_the_window(void **state)
{
	struct table_disk *disk = *state;

	disk->window_offset = MISPLACE;
	put_isohybrid(disk);
	put_mbr_entry(disk, 2, 0, 0xef, 800, 96);
	put_mbr_entry(disk, 1, 0, 0x83, 10, 887);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_partition(&disk->partitions, 1, IA_TABLE_MBR, 2, 800 * SECTOR, 96 * SECTOR);
	/* 128 + 896 sectors are the image's end; the first one goes a sector beyond. */
	assert_int_equal(disk->notes.count, 1);
	assert_contains(disk->notes.items[0].text, "MBR partition 1");
}

static void tables_outside_of_the_window_are_not_seen(void **state)
{
	struct table_disk *disk = *state;

	put_isohybrid(disk);
	disk->window_offset = MISPLACE;
	assert_present(read_disk(disk), false, false, false);
}

static void fill_gpt(struct table_disk *disk, unsigned count)
{
	for (unsigned i = 1; i <= count; i++)
		put_gpt_entry(disk, i, 200 + i, 200 + i, "one");
	seal_gpt(disk, count, ENTRY_SIZE);
}

static void as_many_partitions_as_the_bound_allows_are_kept(void **state)
{
	struct table_disk *disk = *state;

	fill_gpt(disk, IA_PARTITIONS_MAX);
	assert_int_equal(read_disk(disk)->count, IA_PARTITIONS_MAX);
	assert_partition(&disk->partitions, IA_PARTITIONS_MAX - 1, IA_TABLE_GPT, IA_PARTITIONS_MAX,
			 (200 + IA_PARTITIONS_MAX) * SECTOR, SECTOR);
	assert_int_equal(disk->notes.count, 0);
}

static void one_partition_above_the_bound_is_left_out_and_noted(void **state)
{
	struct table_disk *disk = *state;

	fill_gpt(disk, IA_PARTITIONS_MAX + 1);
	assert_present(read_disk(disk), false, true, false);
	assert_int_equal(disk->partitions.count, IA_PARTITIONS_MAX);
	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "partitions-unread");
	assert_string_equal(disk->notes.items[0].text,
			    "found 129 partitions in one table, expected at most 128");
}

static int count_and_stop(const struct ia_partition *partition, void *data)
{
	unsigned *count = data;

	assert_true(partition->number > 0);
	return ++*count == 2 ? -ECANCELED : 0;
}

static void a_visitor_that_fails_ends_the_visit_with_its_result(void **state)
{
	struct table_disk *disk = *state;
	struct ia_window window;
	unsigned count = 0;

	fill_gpt(disk, 3);
	window = open_disk(disk);
	assert_int_equal(
		ia_blkid_partitions(&window, IA_TABLE_GPT, count_and_stop, &count, NULL, NULL),
		-ECANCELED);
	assert_int_equal(count, 2);
}

static void a_full_arena_fails_and_leaves_the_output_alone(void **state)
{
	struct table_disk *disk = *state;
	struct ia_arena *small IA_AUTO_ARENA = ia_arena_new(64);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_partitions partitions = {.items = SENTINEL, .count = 0x5e};
	struct ia_window window;

	fill_gpt(disk, 3);
	window = open_disk(disk);
	assert_int_equal(ia_partitions_read(&window, small, &disk->notes, &partitions, &error),
			 -ENOMEM);
	assert_int_equal(isoargs_error_code(error), -ENOMEM);
	assert_ptr_equal(partitions.items, SENTINEL);
	assert_int_equal(partitions.count, 0x5e);
}

static void tables_have_names(void **state IA_UNUSED)
{
	assert_string_equal(ia_table_name(IA_TABLE_MBR), "MBR");
	assert_string_equal(ia_table_name(IA_TABLE_GPT), "GPT");
	assert_string_equal(ia_table_name(IA_TABLE_APM), "APM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_disk(an_empty_image_has_no_table_and_no_notes),
		on_disk(both_partitions_of_an_isohybrid_mbr_are_reported),
		on_disk(an_mbr_without_its_signature_is_none),
		on_disk(an_mbr_partition_that_ends_with_the_image_is_no_cause_for_a_note),
		on_disk(a_partition_that_reaches_one_sector_beyond_the_end_is_kept_and_noted),
		on_disk(the_largest_numbers_of_an_mbr_do_not_wrap),
		on_disk(an_mbr_that_only_protects_a_gpt_is_no_table_of_its_own),
		on_disk(an_apm_of_512_byte_blocks_is_read),
		on_disk(an_apm_of_2048_byte_blocks_is_counted_in_those),
		on_disk(an_apm_partition_beyond_the_end_is_kept_and_noted),
		on_disk(an_apm_with_fewer_entries_than_it_counts_is_unread_and_noted),
		on_disk(an_apm_that_counts_as_much_as_a_number_holds_is_unread),
		on_disk(strings_of_a_table_without_an_end_stop_with_their_field),
		on_disk(all_three_tables_of_one_image_are_reported_in_order),
		on_disk(offsets_count_from_the_start_of_the_window),
		on_disk(tables_outside_of_the_window_are_not_seen),
		on_disk(as_many_partitions_as_the_bound_allows_are_kept),
		on_disk(one_partition_above_the_bound_is_left_out_and_noted),
		on_disk(a_visitor_that_fails_ends_the_visit_with_its_result),
		on_disk(a_full_arena_fails_and_leaves_the_output_alone),
		cmocka_unit_test(tables_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
