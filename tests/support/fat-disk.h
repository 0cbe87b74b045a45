/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_FAT_DISK_H
#define TEST_FAT_DISK_H

/* A FAT volume built in memory, slot by slot, so that tests can break one thing of it. */
#include "unit.h"

#include "volume/fat/fat.h"

#define SECTOR     512u
#define ROOT_SLOTS 64u
#define END        0x0fffffffu
#define GRUB       "GRUB    CFG"
#define DIRECTORY  0x10
#define ARCHIVE    0x20

struct disk {
	unsigned bits;
	uint32_t clusters;
	uint32_t cluster_size;
	uint32_t table_sectors;
	size_t table, root, data, size;
	uint8_t *bytes;
};

static inline void put16(uint8_t *p, unsigned value)
{
	p[0] = (uint8_t)value;
	p[1] = (uint8_t)(value >> 8);
}

static inline void put32(uint8_t *p, uint32_t value)
{
	put16(p, value & 0xffff);
	put16(p + 2, value >> 16);
}

static inline void disk_entry(struct disk *disk, uint32_t cluster, uint32_t value)
{
	uint8_t *p = disk->bytes + disk->table + (size_t)cluster * disk->bits / 8;
	unsigned old = p[0] | p[1] << 8;

	if (disk->bits == 32)
		put32(p, value);
	else if (disk->bits == 16)
		put16(p, value & 0xffff);
	else if (cluster % 2)
		put16(p, (old & 0xf) | (value & 0xfff) << 4);
	else
		put16(p, (old & 0xf000) | (value & 0xfff));
}

static inline uint8_t *disk_cluster(const struct disk *disk, uint32_t cluster)
{
	return disk->bytes + disk->data + (size_t)(cluster - 2) * disk->cluster_size;
}

/* One slot; name: its 11 bytes. */
static inline uint8_t *disk_slot(uint8_t *slot, const char *name, unsigned attr, uint32_t cluster,
				 uint32_t size)
{
	memset(slot, 0, 32);
	memcpy(slot, name, 11);
	slot[11] = (uint8_t)attr;
	put16(slot + 20, cluster >> 16);
	put16(slot + 26, cluster & 0xffff);
	put32(slot + 28, size);
	return slot + 32;
}

static inline uint8_t disk_checksum(const char *name)
{
	uint8_t sum = 0;

	for (unsigned i = 0; i < 11; i++)
		sum = (uint8_t)((sum << 7 | sum >> 1) + (uint8_t)name[i]);
	return sum;
}

/* The slots of a long ASCII name for the 11 bytes of the short name that must follow. */
static inline uint8_t *disk_long(uint8_t *slot, const char *text, const char *name)
{
	static const uint8_t places[] = {1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30};
	size_t length = strlen(text), parts = (length + 12) / 13;

	for (size_t part = parts; part > 0; part--) {
		memset(slot, 0, 32);
		slot[0] = (uint8_t)(part | (part == parts ? 0x40 : 0));
		slot[11] = 0x0f;
		slot[13] = disk_checksum(name);
		for (size_t i = 0; i < 13; i++) {
			size_t at = (part - 1) * 13 + i;

			put16(slot + places[i], at > length ? 0xffff : (uint8_t)text[at]);
		}
		slot += 32;
	}
	return slot;
}

static inline void disk_boot(struct disk *disk)
{
	uint8_t *boot = disk->bytes;
	uint8_t *extended = boot + (disk->bits == 32 ? 66 : 38);
	uint32_t sectors = (uint32_t)(disk->size / SECTOR);

	memcpy(boot, "\xeb\x58\x90mastered", 11);
	put16(boot + 11, SECTOR);
	boot[13] = (uint8_t)(disk->cluster_size / SECTOR);
	put16(boot + 14, 2);
	boot[16] = 2;
	put16(boot + 17, disk->bits == 32 ? 0 : ROOT_SLOTS);
	if (sectors < 0x10000)
		put16(boot + 19, sectors);
	else
		put32(boot + 32, sectors);
	boot[21] = 0xf8;
	if (disk->bits == 32) {
		put32(boot + 36, disk->table_sectors);
		put32(boot + 44, 2);
	} else {
		put16(boot + 22, disk->table_sectors);
	}
	extended[0] = 0x29;
	put32(extended + 1, 0x1234abcd);
	memcpy(extended + 5, "BOOT SECTOR", 11);
	boot[510] = 0x55;
	boot[511] = 0xaa;
}

/* An empty volume; FAT32's root directory has cluster 2. */
static inline struct disk disk_new(unsigned bits, uint32_t clusters, uint32_t cluster_size)
{
	struct disk disk = {.bits = bits, .clusters = clusters, .cluster_size = cluster_size};

	disk.table_sectors = ((clusters + 2) * bits / 8 + SECTOR) / SECTOR;
	disk.table = 2 * SECTOR;
	disk.root = disk.table + (size_t)2 * disk.table_sectors * SECTOR;
	disk.data = disk.root + (bits == 32 ? 0 : ROOT_SLOTS * 32);
	disk.size = disk.data + (size_t)clusters * cluster_size;
	disk.bytes = calloc(1, disk.size);
	assert_non_null(disk.bytes);
	disk_boot(&disk);
	disk_entry(&disk, 0, 0x0ffffff8);
	disk_entry(&disk, 1, END);
	if (bits == 32)
		disk_entry(&disk, 2, END);
	return disk;
}

static inline void disk_free(struct disk *disk)
{
	free(disk->bytes);
}

/* /EFI/BOOT/grub.cfg in clusters 3, 4, 5, of every type. */
static inline struct disk disk_with_tree(unsigned bits, const char *text)
{
	struct disk disk = disk_new(bits, bits == 16 ? 4085 : 40, 512);
	uint8_t *root = bits == 32 ? disk_cluster(&disk, 2) : disk.bytes + disk.root;
	uint8_t *slot;

	disk_slot(root, "EFI        ", DIRECTORY, 3, 0);
	slot = disk_slot(disk_cluster(&disk, 3), ".          ", DIRECTORY, 3, 0);
	slot = disk_slot(slot, "..         ", DIRECTORY, 0, 0);
	disk_slot(slot, "BOOT       ", DIRECTORY, 4, 0);
	slot = disk_slot(disk_cluster(&disk, 4), ".          ", DIRECTORY, 4, 0);
	slot = disk_slot(slot, "..         ", DIRECTORY, 3, 0);
	disk_slot(slot, GRUB, ARCHIVE, 5, (uint32_t)strlen(text));
	memcpy(disk_cluster(&disk, 5), text, strlen(text));
	for (uint32_t cluster = 3; cluster <= 5; cluster++)
		disk_entry(&disk, cluster, END);
	return disk;
}

struct mount {
	struct isoargs_image *image;
	struct ia_fat *fat;
	struct ia_files files;
};

static inline struct mount mount(const struct disk *disk)
{
	struct mount m = {0};
	struct ia_window whole;

	assert_int_equal(isoargs_image_open_memory(disk->bytes, disk->size, "disk", &m.image, NULL),
			 0);
	whole = ia_window_whole(m.image);
	assert_int_equal(ia_fat_open(&whole, &m.fat, NULL), 1);
	m.files = ia_fat_files(m.fat);
	return m;
}

static inline void unmount(struct mount *m)
{
	ia_fat_free(m->fat);
	isoargs_image_free(m->image);
}

static inline int find(const struct mount *m, const char *path, struct ia_file *ret)
{
	return m->files.ops->find(m->files.fs, path, ret, NULL);
}

#endif
