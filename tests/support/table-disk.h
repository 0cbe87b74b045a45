/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_TABLE_DISK_H
#define TEST_TABLE_DISK_H

/* A disk with partition tables, laid out by hand, and what is read of it. */
#include "support/unit.h"

#include "support/put.h"
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
struct table_disk {
	uint8_t bytes[SECTORS * SECTOR];
	uint64_t window_offset;
	struct isoargs_image *image;
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_partitions partitions;
};

uint8_t *sector(struct table_disk *disk, size_t number);
void put_mbr(struct table_disk *disk);

/* number: from 1 */
void put_mbr_entry(struct table_disk *disk, unsigned number, uint8_t flags, uint8_t type,
		   uint32_t start, uint32_t size);

/* As isohybrid lays it out: the medium from its first sector, and its ESP. */
void put_isohybrid(struct table_disk *disk);

void put_gpt_entry(struct table_disk *disk, unsigned number, uint64_t first, uint64_t last,
		   const char *name);

/* The first header, of a table of so many entries. */
void seal_gpt(struct table_disk *disk, uint32_t entries, uint32_t entry_size);

void put_gpt(struct table_disk *disk);

/* A GPT of 128 entries and its backup, equal to it. */
void put_gpt_twice(struct table_disk *disk);

/* unit: bytes of a block */
void put_apm(struct table_disk *disk, uint16_t unit);

struct ia_window open_disk(struct table_disk *disk);
const struct ia_partitions *read_disk(struct table_disk *disk);
void assert_present(const struct ia_partitions *partitions, bool mbr, bool gpt, bool apm);
void assert_partition(const struct ia_partitions *partitions, size_t index,
		      enum ia_table_type table, unsigned number, uint64_t offset, uint64_t size);
int table_disk_setup(void **state);
int table_disk_teardown(void **state);

#define on_disk(test) cmocka_unit_test_setup_teardown(test, table_disk_setup, table_disk_teardown)

#endif
