/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/bytes.h"
#include "volume/fat/impl.h"

/* Cluster counts from which a volume with a 16-bit table size is FAT16, and is no FAT at all. */
#define FAT16_CLUSTERS 4085u
#define FAT32_CLUSTERS 65525u
/* 28 bits of an entry, less the marks from 0x0ffffff7 and the two numbers that are not used. */
#define CLUSTERS_MAX 0x0ffffff5u

#define EXTENDED_SIGNATURE 0x29
#define MIRRORING_OFF      0x80
#define ACTIVE_TABLE       0x0f

/* The BIOS parameter block, as it stands. */
struct parameters {
	uint32_t sector_size;
	uint32_t cluster_sectors;
	uint32_t reserved_sectors;
	uint32_t tables;
	uint32_t root_slots;
	uint32_t sectors;
	uint32_t table_sectors;
	uint32_t root_cluster;
	uint8_t flags;
	bool fat32;
	const uint8_t *extended; /* signature byte, serial number, label */
};

static bool is_power_of_two(uint32_t n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* Does a FAT boot sector stand here, rather than another file system's or a partition table? */
static bool is_fat(const uint8_t *boot)
{
	uint32_t sector_size = ia_le16(boot + 11);

	return boot[510] == 0x55 && boot[511] == 0xaa &&
	       (boot[0] == 0xeb || boot[0] == 0xe9 || boot[0] == 0x00) &&
	       memcmp(boot + 3, "NTFS    ", 8) != 0 && memcmp(boot + 3, "EXFAT   ", 8) != 0 &&
	       is_power_of_two(sector_size) && sector_size >= 512 && sector_size <= 4096 &&
	       is_power_of_two(boot[13]) && ia_le16(boot + 14) != 0 && boot[16] != 0 &&
	       (boot[21] == 0xf0 || boot[21] >= 0xf8);
}

/*
 * A 16-bit table size of 0 makes it FAT32, as for firmware, GRUB and Linux: the specification
 * goes by the number of clusters, but small ESPs are often made as FAT32 all the same.
 */
static struct parameters decode(const uint8_t *boot)
{
	bool fat32 = ia_le16(boot + 22) == 0;

	return (struct parameters){
		.sector_size = ia_le16(boot + 11),
		.cluster_sectors = boot[13],
		.reserved_sectors = ia_le16(boot + 14),
		.tables = boot[16],
		.root_slots = ia_le16(boot + 17),
		.sectors = ia_le16(boot + 19) ? ia_le16(boot + 19) : ia_le32(boot + 32),
		.table_sectors = fat32 ? ia_le32(boot + 36) : ia_le16(boot + 22),
		.root_cluster = fat32 ? ia_le32(boot + 44) : 0,
		.flags = fat32 ? boot[40] : 0,
		.fat32 = fat32,
		.extended = boot + (fat32 ? 66 : 38),
	};
}

static int contradiction(const struct ia_fat *fat, struct isoargs_error **reterr, const char *what)
{
	return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, fat->window.offset),
			"the FAT file system is damaged",
			"the FAT boot sector contradicts itself: %s", what);
}

/* Where tables, root directory and clusters lie. No product of these fields exceeds 2^53. */
static int lay_out(struct ia_fat *fat, const struct parameters *p, struct isoargs_error **reterr)
{
	uint64_t sector = p->sector_size;
	uint64_t table_size = p->table_sectors * sector;
	uint64_t root_size = (uint64_t)p->root_slots * IA_FAT_SLOT_SIZE;
	uint64_t clusters;
	uint32_t active = p->flags & MIRRORING_OFF ? p->flags & ACTIVE_TABLE : 0;

	if (p->sectors == 0 || p->table_sectors == 0)
		return contradiction(fat, reterr, "it claims no sectors, or tables without any");
	if (p->fat32 != (p->root_slots == 0))
		return contradiction(
			fat, reterr,
			"a fixed root directory belongs to FAT12 and FAT16, and only there");
	if (active >= p->tables)
		return contradiction(fat, reterr, "the table in use is not one of its tables");
	fat->volume.size = p->sectors * sector;
	fat->cluster_size = p->cluster_sectors * p->sector_size;
	fat->table = p->reserved_sectors * sector + active * table_size;
	fat->root = p->reserved_sectors * sector + p->tables * table_size;
	fat->root_slots = p->root_slots;
	fat->root_cluster = p->root_cluster;
	fat->data = fat->root + (root_size + sector - 1) / sector * sector;
	if (fat->data >= fat->volume.size)
		return contradiction(fat, reterr, "the tables are larger than the volume");
	clusters = (fat->volume.size - fat->data) / fat->cluster_size;
	if (clusters == 0)
		return contradiction(fat, reterr, "no cluster fits behind the tables");
	if (clusters > (p->fat32 ? CLUSTERS_MAX : FAT32_CLUSTERS - 1))
		return contradiction(fat, reterr, "there are more clusters than entries can name");
	fat->volume.bits = p->fat32 ? 32 : clusters < FAT16_CLUSTERS ? 12 : 16;
	/* Clusters that the table has no entry for cannot be in use: formatters round here. */
	if (clusters + 2 > table_size * 8 / fat->volume.bits)
		clusters = table_size * 8 / fat->volume.bits - 2;
	fat->clusters = (uint32_t)clusters;
	if (p->fat32 && !ia_fat_has_cluster(fat, p->root_cluster))
		return contradiction(fat, reterr,
				     "the root directory has no cluster of the volume");
	return 0;
}

/* 11 bytes, padded with spaces: trimmed. */
void ia_fat_set_label(struct ia_fat *fat, const uint8_t *bytes)
{
	size_t size = sizeof(fat->volume.label) - 1;

	while (size > 0 && bytes[size - 1] == ' ')
		size--;
	memset(fat->volume.label, 0, sizeof(fat->volume.label));
	memcpy(fat->volume.label, bytes, size);
	if (fat->volume.label[0] == 0x05)
		fat->volume.label[0] = (char)0xe5;
}

int ia_fat_boot_parse(struct ia_fat *fat, const uint8_t *boot, struct isoargs_error **reterr)
{
	struct parameters p;
	int r;

	if (!is_fat(boot))
		return 0;
	p = decode(boot);
	r = lay_out(fat, &p, reterr);
	if (r < 0)
		return r;
	fat->volume.serial = ia_le32(p.extended + 1);
	if (p.extended[0] == EXTENDED_SIGNATURE && memcmp(p.extended + 5, "NO NAME    ", 11) != 0)
		ia_fat_set_label(fat, p.extended + 5);
	return 1;
}
