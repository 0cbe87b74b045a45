/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "volume/fat/impl.h"

#define FIRST_CLUSTER 2u
#define ENTRY_FREE    0u
#define ENTRY_BAD     0x0ffffff7u
#define ENTRY_END     0x0ffffff8u /* and above */

bool ia_fat_has_cluster(const struct ia_fat *fat, uint32_t cluster)
{
	return cluster >= FIRST_CLUSTER && cluster - FIRST_CLUSTER < fat->clusters;
}

uint64_t ia_fat_cluster_offset(const struct ia_fat *fat, uint32_t cluster)
{
	return fat->data + (uint64_t)(cluster - FIRST_CLUSTER) * fat->cluster_size;
}

static uint64_t entry_offset(const struct ia_fat *fat, uint32_t cluster)
{
	return fat->table + (uint64_t)cluster * fat->volume.bits / 8;
}

int ia_fat_spend(const struct ia_fat *fat, uint64_t units, struct isoargs_error **reterr)
{
	if (ia_meter_spend(fat->window.meter, IA_COST_FILES, units) < 0)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL, "no more files are looked for");
	return 0;
}

/* Bytes of the table; neighbours of what was read last come from memory. */
static int read_table(struct ia_fat *fat, uint64_t at, uint8_t *buf, size_t size,
		      struct isoargs_error **reterr)
{
	uint64_t start = at - at % IA_FAT_SLICE_SIZE, left = fat->window.size - start;
	uint32_t length = left < sizeof(fat->piece) ? (uint32_t)left : sizeof(fat->piece);
	int r;

	if (fat->piece_size == 0 || fat->piece_at != start) {
		fat->piece_size = 0;
		r = ia_window_read(&fat->window, start, fat->piece, length, reterr);
		if (r < 0)
			return r;
		fat->piece_at = start;
		fat->piece_size = length;
	}
	/* An entry of FAT12 may lie across two pieces, any other may not. */
	if (at - start + size > fat->piece_size)
		return ia_window_read(&fat->window, at, buf, size, reterr);
	memcpy(buf, fat->piece + (at - start), size);
	return 0;
}

/* The table's entry for a cluster, with the marks of FAT12 and FAT16 spelt as FAT32 spells them. */
static int read_entry(struct ia_fat *fat, uint32_t cluster, uint32_t *ret,
		      struct isoargs_error **reterr)
{
	uint8_t bytes[4];
	uint32_t entry, marks;
	int r;

	r = read_table(fat, entry_offset(fat, cluster), bytes, fat->volume.bits == 32 ? 4 : 2,
		       reterr);
	if (r < 0)
		return r;
	if (fat->volume.bits == 32) {
		*ret = ia_le32(bytes) & 0x0fffffffu;
		return 0;
	}
	entry = ia_le16(bytes);
	marks = 0xfff7u;
	if (fat->volume.bits == 12) {
		entry = cluster % 2 ? entry >> 4 : entry & 0xfffu;
		marks = 0xff7u;
	}
	*ret = entry >= marks ? entry - marks + ENTRY_BAD : entry;
	return 0;
}

static const char *describe(uint32_t entry)
{
	if (entry == ENTRY_FREE)
		return "a free cluster";
	return entry == ENTRY_BAD ? "a bad cluster" : "a cluster that does not exist";
}

int ia_fat_chain_start(const struct ia_fat *fat, uint32_t first, struct ia_fat_cursor *ret,
		       struct isoargs_error **reterr)
{
	if (!ia_fat_has_cluster(fat, first))
		return ia_error(reterr, -EBADMSG, IA_NOWHERE, "the FAT file system is damaged",
				"a directory names %u as the first cluster of a file, "
				"expected 2 to %u",
				first, fat->clusters + FIRST_CLUSTER - 1);
	*ret = (struct ia_fat_cursor){.first = first, .cluster = first, .mark = first};
	return 0;
}

int ia_fat_chain_next(struct ia_fat *fat, struct ia_fat_cursor *cursor,
		      struct isoargs_error **reterr)
{
	const struct ia_place place = {
		.offset = fat->window.offset + entry_offset(fat, cursor->cluster),
		.has_offset = true,
	};
	uint32_t entry;
	int r;

	r = ia_fat_spend(fat, IA_FAT_LINK_UNITS, reterr);
	if (r < 0)
		return r;
	r = read_entry(fat, cursor->cluster, &entry, reterr);
	if (r < 0)
		return r;
	if (entry >= ENTRY_END)
		return 0;
	if (!ia_fat_has_cluster(fat, entry))
		return ia_error(reterr, -EBADMSG, &place, "the FAT file system is damaged",
				"the chain from cluster %u leads from cluster %u to %s (%#x)",
				cursor->first, cursor->cluster, describe(entry), entry);
	/*
	 * The mark is set down at chain index 0, 1, 3, 7, ...: a cycle meets it again within
	 * three times the clusters that lead into it and around it.
	 */
	if (entry == cursor->mark || cursor->index + 1 >= fat->clusters)
		return ia_error(reterr, -ELOOP, &place, "the FAT file system is damaged",
				"the chain from cluster %u leads back from cluster %u to %u",
				cursor->first, cursor->cluster, entry);
	cursor->cluster = entry;
	cursor->index++;
	if ((cursor->index & (cursor->index + 1)) == 0)
		cursor->mark = entry;
	return 1;
}
