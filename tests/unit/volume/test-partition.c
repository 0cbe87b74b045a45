/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <zlib.h>

#include "base/limits.h"
#include "base/note.h"
#include "support/notes.h"
#include "support/put.h"
#include "volume/tables/blkid.h"
#include "volume/tables/partition.h"

#define SECTOR   512u
#define SECTORS  1024u
#define MISPLACE (128 * SECTOR) /* where a window starts that is not the whole image */

/* GPT: the tables that every test lays out in the same places. */
#define ENTRY_SIZE   128u
#define GPT_ENTRIES  2u /* sector of the first entry */
#define GPT_BACKUP   (SECTORS - 1)
#define GPT_COPIES   (GPT_BACKUP - 32u) /* sector of the backup's first entry */
#define FIRST_USABLE 100u
#define LAST_USABLE  900u

/* An image laid out by hand, and what is read of it. */
struct disk {
	uint8_t bytes[SECTORS * SECTOR];
	uint64_t window_offset;
	struct isoargs_image *image;
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_partitions partitions;
};

static uint8_t *sector(struct disk *disk, size_t number)
{
	return disk->bytes + disk->window_offset + number * SECTOR;
}

static void put_mbr(struct disk *disk)
{
	put_le(sector(disk, 0) + 440, 0x1234abcd, 4);
	put_le(sector(disk, 0) + 510, 0xaa55, 2);
}

/* number: from 1 */
static void put_mbr_entry(struct disk *disk, unsigned number, uint8_t flags, uint8_t type,
			  uint32_t start, uint32_t size)
{
	uint8_t *p = sector(disk, 0) + 446 + (size_t)(number - 1) * 16;

	p[0] = flags;
	p[4] = type;
	put_le(p + 8, start, 4);
	put_le(p + 12, size, 4);
}

/* As isohybrid lays it out: the medium from its first sector, and its ESP. */
static void put_isohybrid(struct disk *disk)
{
	put_mbr(disk);
	put_mbr_entry(disk, 1, 0x80, 0x00, 0, 1000);
	put_mbr_entry(disk, 2, 0x00, 0xef, 200, 64);
}

static void put_gpt_entry(struct disk *disk, unsigned number, uint64_t first, uint64_t last,
			  const char *name)
{
	/* EBD0A0A2-B9E5-4433-87C0-68B6B72699C7 as it lies in the table. */
	static const uint8_t basic_data[] = {0xa2, 0xa0, 0xd0, 0xeb, 0xe5, 0xb9, 0x33, 0x44,
					     0x87, 0xc0, 0x68, 0xb6, 0xb7, 0x26, 0x99, 0xc7};
	uint8_t *p = sector(disk, GPT_ENTRIES) + (size_t)(number - 1) * ENTRY_SIZE;

	memcpy(p, basic_data, sizeof(basic_data));
	memset(p + 16, (int)number, 16);
	put_le(p + 32, first, 8);
	put_le(p + 40, last, 8);
	put_le(p + 48, 1, 8);
	for (size_t i = 0; name[i]; i++)
		p[56 + i * 2] = (uint8_t)name[i];
}

/* One header, for entries from sector `first` on, with both checksums over what is there now. */
static void put_gpt_header(struct disk *disk, uint32_t own, uint32_t other, uint32_t first,
			   uint32_t entries, uint32_t entry_size)
{
	uint8_t *p = sector(disk, own);
	uint64_t size = (uint64_t)entries * entry_size;

	memset(p, 0, SECTOR);
	memcpy(p, "EFI PART\0\0\1\0", 12);
	put_le(p + 12, 92, 4);
	put_le(p + 24, own, 8);
	put_le(p + 32, other, 8);
	put_le(p + 40, FIRST_USABLE, 8);
	put_le(p + 48, LAST_USABLE, 8);
	memset(p + 56, 0x77, 16);
	put_le(p + 72, first, 8);
	put_le(p + 80, entries, 4);
	put_le(p + 84, entry_size, 4);
	if (size <= (SECTORS - first) * SECTOR - disk->window_offset)
		put_le(p + 88, (uint32_t)crc32(0, sector(disk, first), (uInt)size), 4);
	put_le(p + 16, (uint32_t)crc32(0, p, 92), 4);
}

/* The first header, of a table of so many entries. */
static void seal_gpt(struct disk *disk, uint32_t entries, uint32_t entry_size)
{
	put_gpt_header(disk, 1, GPT_BACKUP, GPT_ENTRIES, entries, entry_size);
}

static void put_gpt(struct disk *disk)
{
	put_gpt_entry(disk, 1, 200, 263, "Appended2");
	put_gpt_entry(disk, 3, 300, 300, "Gap");
	seal_gpt(disk, 128, ENTRY_SIZE);
}

/* A GPT of 128 entries and its backup, equal to it. */
static void put_gpt_twice(struct disk *disk)
{
	put_gpt(disk);
	memcpy(sector(disk, GPT_COPIES), sector(disk, GPT_ENTRIES), (size_t)128 * ENTRY_SIZE);
	put_gpt_header(disk, GPT_BACKUP, 1, GPT_COPIES, 128, ENTRY_SIZE);
}

/* unit: bytes of a block */
static uint8_t *put_apm_entry(struct disk *disk, uint32_t unit, uint32_t number, uint32_t entries,
			      uint32_t start, uint32_t blocks, const char *name, const char *type)
{
	uint8_t *p = sector(disk, 0) + (size_t)unit * number;

	memcpy(p, "PM", 2);
	put_be(p + 4, entries, 4);
	put_be(p + 8, start, 4);
	put_be(p + 12, blocks, 4);
	memcpy(p + 16, name, strlen(name));
	memcpy(p + 48, type, strlen(type));
	return p;
}

static void put_apm(struct disk *disk, uint16_t unit)
{
	memcpy(sector(disk, 0), "ER", 2);
	put_be(sector(disk, 0) + 2, unit, 2);
	put_apm_entry(disk, unit, 1, 2, 1, 2, "Apple", "Apple_partition_map");
	put_apm_entry(disk, unit, 2, 2, 50, 16, "EFI", "Apple_HFS");
}

static struct ia_window open_disk(struct disk *disk)
{
	struct ia_window whole, window;

	assert_int_equal(isoargs_image_open_memory(disk->bytes, sizeof(disk->bytes), "disk",
						   &disk->image, NULL),
			 0);
	whole = ia_window_whole(disk->image);
	assert_int_equal(ia_window_cut(&whole, disk->window_offset,
				       sizeof(disk->bytes) - disk->window_offset, &window, NULL),
			 0);
	return window;
}

static const struct ia_partitions *read_disk(struct disk *disk)
{
	const struct ia_window window = open_disk(disk);

	memset(&disk->partitions, 0x5e, sizeof(disk->partitions));
	assert_int_equal(
		ia_partitions_read(&window, disk->arena, &disk->notes, &disk->partitions, NULL), 0);
	return &disk->partitions;
}

static void assert_present(const struct ia_partitions *partitions, bool mbr, bool gpt, bool apm)
{
	assert_int_equal(partitions->present[IA_TABLE_MBR], mbr);
	assert_int_equal(partitions->present[IA_TABLE_GPT], gpt);
	assert_int_equal(partitions->present[IA_TABLE_APM], apm);
}

static void assert_partition(const struct ia_partitions *partitions, size_t index,
			     enum ia_table_type table, unsigned number, uint64_t offset,
			     uint64_t size)
{
	const struct ia_partition *partition = &partitions->items[index];

	assert_true(index < partitions->count);
	assert_int_equal(partition->table, table);
	assert_int_equal(partition->number, number);
	assert_int_equal(partition->offset, offset);
	assert_int_equal(partition->size, size);
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

static void an_empty_image_has_no_table_and_no_notes(void **state)
{
	struct disk *disk = *state;

	assert_present(read_disk(disk), false, false, false);
	assert_int_equal(disk->partitions.count, 0);
	assert_int_equal(disk->notes.count, 0);
}

static void both_partitions_of_an_isohybrid_mbr_are_reported(void **state)
{
	struct disk *disk = *state;
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
	struct disk *disk = *state;

	put_isohybrid(disk);
	sector(disk, 0)[511] = 0xab;
	assert_present(read_disk(disk), false, false, false);
	assert_int_equal(disk->partitions.count, 0);
}

static void an_mbr_partition_that_ends_with_the_image_is_no_cause_for_a_note(void **state)
{
	struct disk *disk = *state;

	put_mbr(disk);
	put_mbr_entry(disk, 1, 0, 0x83, 1, SECTORS - 1);
	assert_int_equal(read_disk(disk)->count, 1);
	assert_int_equal(disk->notes.count, 0);
}

static void a_partition_that_reaches_one_sector_beyond_the_end_is_kept_and_noted(void **state)
{
	struct disk *disk = *state;
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
	struct disk *disk = *state;

	put_mbr(disk);
	put_mbr_entry(disk, 4, 0, 0x83, UINT32_MAX, UINT32_MAX);
	assert_int_equal(read_disk(disk)->count, 1);
	assert_partition(&disk->partitions, 0, IA_TABLE_MBR, 4, UINT32_MAX * (uint64_t)SECTOR,
			 UINT32_MAX * (uint64_t)SECTOR);
	assert_true(notes_have(&disk->notes, "partition-beyond-end"));
}

static void an_mbr_that_only_protects_a_gpt_is_no_table_of_its_own(void **state)
{
	struct disk *disk = *state;
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

static void a_gpt_is_found_without_a_protective_entry_and_beside_an_mbr(void **state)
{
	struct disk *disk = *state;

	put_isohybrid(disk);
	put_gpt(disk);
	assert_present(read_disk(disk), true, true, false);
	assert_int_equal(disk->partitions.count, 4);
	assert_partition(&disk->partitions, 1, IA_TABLE_MBR, 2, 200 * SECTOR, 64 * SECTOR);
	assert_partition(&disk->partitions, 2, IA_TABLE_GPT, 1, 200 * SECTOR, 64 * SECTOR);
}

static void a_gpt_is_found_where_there_is_no_mbr_at_all(void **state)
{
	struct disk *disk = *state;

	put_gpt(disk);
	assert_present(read_disk(disk), false, true, false);
	assert_int_equal(disk->partitions.count, 2);
}

static void gpt_attributes_are_no_active_flag(void **state)
{
	struct disk *disk = *state;

	put_gpt(disk);
	put_le(sector(disk, GPT_ENTRIES) + 48, 0x80, 8);
	seal_gpt(disk, 128, ENTRY_SIZE);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_false(disk->partitions.items[0].active);
}

static void a_gpt_with_a_wrong_header_checksum_is_none(void **state)
{
	struct disk *disk = *state;

	put_gpt(disk);
	sector(disk, 1)[16] ^= 1;
	assert_present(read_disk(disk), false, false, false);
}

static void a_gpt_with_a_wrong_entry_checksum_is_none(void **state)
{
	struct disk *disk = *state;

	put_gpt(disk);
	sector(disk, GPT_ENTRIES)[60] ^= 1;
	assert_present(read_disk(disk), false, false, false);
}

static void a_gpt_whose_backup_is_equal_is_no_cause_for_a_note(void **state)
{
	struct disk *disk = *state;

	put_gpt_twice(disk);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_int_equal(disk->notes.count, 0);
}

/* What is in the first GPT's place says the note, and that the backup was read. */
static void assert_backup_read(struct disk *disk, const char *why)
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
	struct disk *disk = *state;

	put_gpt_twice(disk);
	sector(disk, 1)[16] ^= 1;
	assert_backup_read(disk, "as a GPT header's checksum");
}

static void a_gpt_with_damaged_entries_is_read_from_its_backup_and_noted(void **state)
{
	struct disk *disk = *state;

	put_gpt_twice(disk);
	sector(disk, GPT_ENTRIES)[60] ^= 1;
	assert_backup_read(disk, "entries at sector 2 are damaged");
}

static void a_gpt_that_was_overwritten_is_read_from_its_backup_and_noted(void **state)
{
	struct disk *disk = *state;

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
	struct disk *disk = *state;

	for (size_t i = 0; i < IA_COUNT(absurd); i++) {
		put_gpt(disk);
		seal_gpt(disk, absurd[i][0], absurd[i][1]);
		assert_present(read_disk(disk), false, false, false);
		assert_int_equal(disk->partitions.count, 0);
		disk->image = isoargs_image_free(disk->image);
	}
}

static void set_gpt_entry(struct disk *disk, uint64_t first, uint64_t last)
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
	struct disk *disk = *state;

	for (size_t i = 0; i < IA_COUNT(outside); i++) {
		set_gpt_entry(disk, outside[i][0], outside[i][1]);
		assert_int_equal(read_disk(disk)->count, 1);
		assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 3, 300 * SECTOR, SECTOR);
		disk->image = isoargs_image_free(disk->image);
	}
}

static void a_gpt_entry_whose_bytes_would_wrap_lies_beyond_the_end(void **state)
{
	struct disk *disk = *state;

	/* Times 512, and in 64 bits: sectors 200 to 263. */
	set_gpt_entry(disk, 0x0080000000000000u + 200, 263);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 1, UINT64_MAX, UINT64_MAX);
	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "partition-beyond-end");
}

static void a_gpt_entry_that_ends_before_it_begins_lies_beyond_the_end(void **state)
{
	struct disk *disk = *state;

	set_gpt_entry(disk, 300, 200);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_GPT, 1, 300 * SECTOR, UINT64_MAX);
	assert_true(notes_have(&disk->notes, "partition-beyond-end"));
}

static void an_apm_of_512_byte_blocks_is_read(void **state)
{
	struct disk *disk = *state;
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
	struct disk *disk = *state;

	put_apm(disk, 2048);
	assert_present(read_disk(disk), false, false, true);
	assert_int_equal(disk->partitions.count, 2);
	assert_partition(&disk->partitions, 0, IA_TABLE_APM, 1, 2048, 4096);
	assert_partition(&disk->partitions, 1, IA_TABLE_APM, 2, 50 * 2048, 16 * 2048);
}

static void an_apm_partition_beyond_the_end_is_kept_and_noted(void **state)
{
	struct disk *disk = *state;

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
	struct disk *disk = *state;

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
	struct disk *disk = *state;

	put_apm(disk, 512);
	put_be(sector(disk, 1) + 4, UINT32_MAX, 4);
	put_be(sector(disk, 2) + 4, UINT32_MAX, 4);
	assert_present(read_disk(disk), false, false, false);
	assert_int_equal(disk->partitions.count, 0);
}

static void strings_of_a_table_without_an_end_stop_with_their_field(void **state)
{
	struct disk *disk = *state;

	put_apm(disk, 512);
	memset(sector(disk, 2) + 16, 'n', 32);
	memset(sector(disk, 2) + 48, 't', 32);
	assert_int_equal(read_disk(disk)->count, 2);
	assert_string_equal(disk->partitions.items[1].name, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn");
	assert_string_equal(disk->partitions.items[1].type, "tttttttttttttttttttttttttttttttt");
}

static void all_three_tables_of_one_image_are_reported_in_order(void **state)
{
	struct disk *disk = *state;

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
	struct disk *disk = *state;

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
	struct disk *disk = *state;

	put_isohybrid(disk);
	disk->window_offset = MISPLACE;
	assert_present(read_disk(disk), false, false, false);
}

static void fill_gpt(struct disk *disk, unsigned count)
{
	for (unsigned i = 1; i <= count; i++)
		put_gpt_entry(disk, i, 200 + i, 200 + i, "one");
	seal_gpt(disk, count, ENTRY_SIZE);
}

static void as_many_partitions_as_the_bound_allows_are_kept(void **state)
{
	struct disk *disk = *state;

	fill_gpt(disk, IA_PARTITIONS_MAX);
	assert_int_equal(read_disk(disk)->count, IA_PARTITIONS_MAX);
	assert_partition(&disk->partitions, IA_PARTITIONS_MAX - 1, IA_TABLE_GPT, IA_PARTITIONS_MAX,
			 (200 + IA_PARTITIONS_MAX) * SECTOR, SECTOR);
	assert_int_equal(disk->notes.count, 0);
}

static void one_partition_above_the_bound_is_left_out_and_noted(void **state)
{
	struct disk *disk = *state;

	fill_gpt(disk, IA_PARTITIONS_MAX + 1);
	assert_present(read_disk(disk), false, true, false);
	assert_int_equal(disk->partitions.count, IA_PARTITIONS_MAX);
	assert_int_equal(disk->notes.count, 1);
	assert_string_equal(ia_note_word(disk->notes.items[0].code), "partitions-unread");
	assert_string_equal(disk->notes.items[0].text,
			    "found 129 partitions in one table, expected at most 128");
}

static int count_and_stop(const struct ia_blkid_partition *partition, void *data)
{
	unsigned *count = data;

	assert_true(partition->number > 0);
	return ++*count == 2 ? -ECANCELED : 0;
}

static void a_visitor_that_fails_ends_the_visit_with_its_result(void **state)
{
	struct disk *disk = *state;
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
	struct disk *disk = *state;
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

static void what_is_no_iso_9660_is_absent_and_leaves_the_output_alone(void **state)
{
	struct disk *disk = *state;
	struct ia_blkid_iso9660 fs = {.label = SENTINEL, .uuid = SENTINEL};
	struct ia_window window;

	put_isohybrid(disk);
	window = open_disk(disk);
	assert_int_equal(ia_blkid_iso9660(&window, &fs, NULL), 0);
	assert_ptr_equal(fs.label, SENTINEL);
	assert_ptr_equal(fs.uuid, SENTINEL);
}

static void label_and_uuid_of_an_iso_9660_are_read_within_the_window(void **state)
{
	struct disk *disk = *state;
	struct ia_blkid_iso9660 fs IA_CLEANUP(ia_blkid_iso9660_free) = {0};
	struct ia_window window;
	uint8_t *volume;

	disk->window_offset = MISPLACE;
	volume = sector(disk, 64);
	memcpy(volume, "\1CD001\1", 7);
	memset(volume + 8, ' ', 64);
	memcpy(volume + 40, "LABEL", 5);
	memcpy(volume + 830, "2020110411364300", 16);
	window = open_disk(disk);
	assert_int_equal(ia_blkid_iso9660(&window, &fs, NULL), 1);
	assert_string_equal(fs.label, "LABEL");
	assert_string_equal(fs.uuid, "2020-11-04-11-36-43-00");
}

static void an_iso_9660_without_label_and_date_has_neither(void **state)
{
	struct disk *disk = *state;
	struct ia_blkid_iso9660 fs IA_CLEANUP(ia_blkid_iso9660_free) = {0};
	struct ia_window window;

	memcpy(sector(disk, 64), "\1CD001\1", 7);
	memset(sector(disk, 64) + 8, ' ', 64);
	window = open_disk(disk);
	assert_int_equal(ia_blkid_iso9660(&window, &fs, NULL), 1);
	assert_null(fs.label);
	assert_null(fs.uuid);
}

static void an_empty_label_cannot_be_encoded(void **state IA_UNUSED)
{
	char *encoded = SENTINEL;

	assert_int_equal(ia_blkid_encode("", &encoded), -EINVAL);
	assert_ptr_equal(encoded, SENTINEL);
}

static void tables_have_names(void **state IA_UNUSED)
{
	assert_string_equal(ia_table_name(IA_TABLE_MBR), "MBR");
	assert_string_equal(ia_table_name(IA_TABLE_GPT), "GPT");
	assert_string_equal(ia_table_name(IA_TABLE_APM), "APM");
}

#define on_disk(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

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
		on_disk(what_is_no_iso_9660_is_absent_and_leaves_the_output_alone),
		on_disk(label_and_uuid_of_an_iso_9660_are_read_within_the_window),
		on_disk(an_iso_9660_without_label_and_date_has_neither),
		cmocka_unit_test(an_empty_label_cannot_be_encoded),
		cmocka_unit_test(tables_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
