/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/table-disk.h"

#include <zlib.h>

uint8_t *sector(struct table_disk *disk, size_t number)
{
	return disk->bytes + disk->window_offset + number * SECTOR;
}

void put_mbr(struct table_disk *disk)
{
	put_le(sector(disk, 0) + 440, 0x1234abcd, 4);
	put_le(sector(disk, 0) + 510, 0xaa55, 2);
}

void put_mbr_entry(struct table_disk *disk, unsigned number, uint8_t flags, uint8_t type,
		   uint32_t start, uint32_t size)
{
	uint8_t *p = sector(disk, 0) + 446 + (size_t)(number - 1) * 16;

	p[0] = flags;
	p[4] = type;
	put_le(p + 8, start, 4);
	put_le(p + 12, size, 4);
}

void put_isohybrid(struct table_disk *disk)
{
	put_mbr(disk);
	put_mbr_entry(disk, 1, 0x80, 0x00, 0, 1000);
	put_mbr_entry(disk, 2, 0x00, 0xef, 200, 64);
}

void put_gpt_entry(struct table_disk *disk, unsigned number, uint64_t first, uint64_t last,
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
static void put_gpt_header(struct table_disk *disk, uint32_t own, uint32_t other, uint32_t first,
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

void seal_gpt(struct table_disk *disk, uint32_t entries, uint32_t entry_size)
{
	put_gpt_header(disk, 1, GPT_BACKUP, GPT_ENTRIES, entries, entry_size);
}

void put_gpt(struct table_disk *disk)
{
	put_gpt_entry(disk, 1, 200, 263, "Appended2");
	put_gpt_entry(disk, 3, 300, 300, "Gap");
	seal_gpt(disk, 128, ENTRY_SIZE);
}

void put_gpt_twice(struct table_disk *disk)
{
	put_gpt(disk);
	memcpy(sector(disk, GPT_COPIES), sector(disk, GPT_ENTRIES), (size_t)128 * ENTRY_SIZE);
	put_gpt_header(disk, GPT_BACKUP, 1, GPT_COPIES, 128, ENTRY_SIZE);
}

static uint8_t *put_apm_entry(struct table_disk *disk, uint32_t unit, uint32_t number,
			      uint32_t entries, uint32_t start, uint32_t blocks, const char *name,
			      const char *type)
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

void put_apm(struct table_disk *disk, uint16_t unit)
{
	memcpy(sector(disk, 0), "ER", 2);
	put_be(sector(disk, 0) + 2, unit, 2);
	put_apm_entry(disk, unit, 1, 2, 1, 2, "Apple", "Apple_partition_map");
	put_apm_entry(disk, unit, 2, 2, 50, 16, "EFI", "Apple_HFS");
}

struct ia_window open_disk(struct table_disk *disk)
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

const struct ia_partitions *read_disk(struct table_disk *disk)
{
	const struct ia_window window = open_disk(disk);

	memset(&disk->partitions, 0x5e, sizeof(disk->partitions));
	assert_int_equal(
		ia_partitions_read(&window, disk->arena, &disk->notes, &disk->partitions, NULL), 0);
	return &disk->partitions;
}

void assert_present(const struct ia_partitions *partitions, bool mbr, bool gpt, bool apm)
{
	assert_int_equal(partitions->present[IA_TABLE_MBR], mbr);
	assert_int_equal(partitions->present[IA_TABLE_GPT], gpt);
	assert_int_equal(partitions->present[IA_TABLE_APM], apm);
}

void assert_partition(const struct ia_partitions *partitions, size_t index,
		      enum ia_table_type table, unsigned number, uint64_t offset, uint64_t size)
{
	const struct ia_partition *partition = &partitions->items[index];

	assert_true(index < partitions->count);
	assert_int_equal(partition->table, table);
	assert_int_equal(partition->number, number);
	assert_int_equal(partition->offset, offset);
	assert_int_equal(partition->size, size);
}

int table_disk_setup(void **state)
{
	struct table_disk *disk = calloc(1, sizeof(*disk));

	assert_non_null(disk);
	disk->arena = ia_arena_new(0);
	assert_non_null(disk->arena);
	*state = disk;
	return 0;
}

int table_disk_teardown(void **state)
{
	struct table_disk *disk = *state;

	isoargs_image_free(disk->image);
	ia_arena_free(disk->arena);
	ia_notes_free(&disk->notes);
	free(disk);
	return 0;
}
