/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/limits.h"
#include "volume/tables/bounds.h"

/*
 * Formats whose probers in libblkid go through something, or take something into memory, whose
 * length the image chooses. As read in util-linux 2.37 to 2.42, libblkid/src/superblocks:
 *
 *   exfat.c       the root directory to a label: 10 000 entries, from 2.40 on 8 388 608, each
 *                 looked for in a list of all that was read before; a chain in a circle too
 *   befs.c        100 nodes of an index of up to 4 GiB each, and block runs of 65 535 blocks
 *   bitlocker.c   a header of up to 4 GiB
 *   ntfs.c        two records of up to 1 GiB each, one of them in steps of a byte
 *   linux_raid.c  from 2.39 on a checksum over up to 8 GiB
 *   udf.c         before 2.42 a sequence of descriptors of up to 4 GiB
 *   vfat.c        100 clusters of FAT32's root directory, each kept twice, of up to 512 KiB
 *
 * NTFS and BitLocker are looked for where an MBR is, too. The others read what has one size, or
 * 2 MiB at most (the root directory of a FAT16); so do all tables of partitions but MBR and GPT,
 * atari's chain with its 100 links among them: these it goes through for any RAID and for ZFS.
 */

#define REMEDY "use ISOARGS_STAGE2 device"

#define HEAD_SIZE    1024u
#define RAID_MAGIC   0xa92b4efcu
#define RAID_OLD     0x10000u /* version 0 lies in the last whole 64 KiB */
#define RAID_GRAIN   0x1000u
#define RAID_END     0x2000u
#define RAID_STARTED 0x1000u /* version 1.2; 1.1 lies at the start itself */

/* In the first kibibyte. */
static const struct mark {
	unsigned offset, size;
	const char *bytes;
	const char *name;
} marks[] = {
	{3, 8, "EXFAT   ", "exFAT"},
	{3, 8, "NTFS    ", "NTFS"},
	{3, 8, "-FVE-FS-", "BitLocker"},
	{424, 16, "\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01", "BitLocker"},
	{32, 4, "BFS1", "BeFS"},
	{32, 4, "1SFB", "BeFS"},
	{544, 4, "BFS1", "BeFS"},
	{544, 4, "1SFB", "BeFS"},
};

static int refuse(uint64_t offset, const char *name, struct isoargs_error **reterr)
{
	return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, offset), REMEDY,
			"found the mark of %s, expected ISO 9660 alone; libblkid is not asked, "
			"since that could cost hours or gigabytes, and udev may make no links",
			name);
}

int ia_bound_boot_sector(const struct ia_window *window, struct isoargs_error **reterr)
{
	uint8_t head[HEAD_SIZE];
	int r;

	if (!ia_inside(0, sizeof(head), window->size))
		return 0;
	r = ia_window_read(window, 0, head, sizeof(head), reterr);
	for (size_t i = 0; r == 0 && i < IA_COUNT(marks); i++) {
		const struct mark *mark = &marks[i];

		if (memcmp(head + mark->offset, mark->bytes, mark->size) == 0)
			r = refuse(mark->offset, mark->name, reterr);
	}
	return r;
}

static bool is_power_between(unsigned number, unsigned least, unsigned most)
{
	return number >= least && number <= most && (number & (number - 1)) == 0;
}

/* As libblkid takes a boot sector for one of FAT32, whatever its magic is. */
static int look_at_clusters(const struct ia_window *window, struct isoargs_error **reterr)
{
	enum {
		SECTOR = 11,
		PER_CLUSTER = 13,
		TABLES = 16,
		MEDIA = 21,
		LENGTH_16 = 22,
		LENGTH = 36
	};
	uint8_t boot[LENGTH + 4];
	unsigned sector, per_cluster;
	int r;

	if (!ia_inside(0, sizeof(boot), window->size))
		return 0;
	r = ia_window_read(window, 0, boot, sizeof(boot), reterr);
	if (r < 0)
		return r;
	sector = ia_le16(boot + SECTOR);
	per_cluster = boot[PER_CLUSTER];
	if (!is_power_between(sector, 512, 4096) || !is_power_between(per_cluster, 1, 128) ||
	    boot[TABLES] == 0 || (boot[MEDIA] != 0xf0 && boot[MEDIA] < 0xf8) ||
	    ia_le16(boot + LENGTH_16) > 0 || ia_le32(boot + LENGTH) == 0 ||
	    sector * per_cluster <= IA_BLKID_CLUSTER_MAX)
		return 0;
	return refuse(SECTOR, "FAT with very large clusters", reterr);
}

static int look_for_raid(const struct ia_window *window, uint64_t offset,
			 struct isoargs_error **reterr)
{
	uint8_t magic[4];
	int r;

	if (!ia_inside(offset, sizeof(magic), window->size))
		return 0;
	r = ia_window_read(window, offset, magic, sizeof(magic), reterr);
	if (r == 0 && (ia_le32(magic) == RAID_MAGIC || ia_be32(magic) == RAID_MAGIC))
		r = refuse(offset, "a Linux RAID", reterr);
	return r;
}

static int look_for_raids(const struct ia_window *window, struct isoargs_error **reterr)
{
	const uint64_t size = window->size;
	int r = look_for_raid(window, 0, reterr);

	if (r == 0)
		r = look_for_raid(window, RAID_STARTED, reterr);
	if (r == 0 && size > RAID_OLD)
		r = look_for_raid(window, size / RAID_OLD * RAID_OLD - RAID_OLD, reterr);
	if (r == 0 && size > RAID_OLD)
		r = look_for_raid(window, size / RAID_GRAIN * RAID_GRAIN - RAID_END, reterr);
	return r;
}

/* An anchor at sector 256 or 512, whichever size a sector has, says how long the sequence is. */
static int look_for_anchor(const struct ia_window *window, uint64_t offset,
			   struct isoargs_error **reterr)
{
	enum { TAG = 0, TAG_SECTOR = 12, LENGTH = 16, SIZE = 20, TAG_IS_ANCHOR = 2 };
	uint8_t anchor[SIZE];
	int r;

	if (!ia_inside(offset, sizeof(anchor), window->size))
		return 0;
	r = ia_window_read(window, offset, anchor, sizeof(anchor), reterr);
	if (r < 0 || ia_le16(anchor + TAG) != TAG_IS_ANCHOR)
		return r;
	for (unsigned sector = 512; sector <= 4096; sector *= 2) {
		if ((uint64_t)ia_le32(anchor + TAG_SECTOR) * sector == offset &&
		    ia_le32(anchor + LENGTH) / sector > IA_TABLE_ENTRIES_MAX)
			return refuse(offset, "UDF with a very long sequence of descriptors",
				      reterr);
	}
	return 0;
}

int ia_bound_marks(const struct ia_window *window, struct isoargs_error **reterr)
{
	int r = look_at_clusters(window, reterr);

	if (r == 0)
		r = look_for_raids(window, reterr);
	for (uint64_t offset = 256 * 512; r == 0 && offset <= 512 * 4096; offset *= 2)
		r = look_for_anchor(window, offset, reterr);
	return r;
}
