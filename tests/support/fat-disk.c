/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/fat-disk.h"

void disk_entry(struct disk *disk, uint32_t cluster, uint32_t value)
{
	uint8_t *p = disk->bytes + disk->table + (size_t)cluster * disk->bits / 8;
	unsigned old = p[0] | p[1] << 8;

	if (disk->bits == 32)
		put_le(p, value, 4);
	else if (disk->bits == 16)
		put_le(p, value & 0xffff, 2);
	else if (cluster % 2)
		put_le(p, (old & 0xf) | (value & 0xfff) << 4, 2);
	else
		put_le(p, (old & 0xf000) | (value & 0xfff), 2);
}

uint8_t *disk_cluster(const struct disk *disk, uint32_t cluster)
{
	return disk->bytes + disk->data + (size_t)(cluster - 2) * disk->cluster_size;
}

uint8_t *disk_slot(uint8_t *slot, const char *name, unsigned attr, uint32_t cluster, uint32_t size)
{
	memset(slot, 0, 32);
	memcpy(slot, name, 11);
	slot[11] = (uint8_t)attr;
	put_le(slot + 20, cluster >> 16, 2);
	put_le(slot + 26, cluster & 0xffff, 2);
	put_le(slot + 28, size, 4);
	return slot + 32;
}

static uint8_t disk_checksum(const char *name)
{
	uint8_t sum = 0;

	for (unsigned i = 0; i < 11; i++)
		sum = (uint8_t)((sum << 7 | sum >> 1) + (uint8_t)name[i]);
	return sum;
}

uint8_t *disk_long(uint8_t *slot, const char *text, const char *name)
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

			put_le(slot + places[i], at > length ? 0xffff : (uint8_t)text[at], 2);
		}
		slot += 32;
	}
	return slot;
}

static void disk_boot(struct disk *disk)
{
	uint8_t *boot = disk->bytes;
	uint8_t *extended = boot + (disk->bits == 32 ? 66 : 38);
	uint32_t sectors = (uint32_t)(disk->size / SECTOR);

	memcpy(boot, "\xeb\x58\x90mastered", 11);
	put_le(boot + 11, SECTOR, 2);
	boot[13] = (uint8_t)(disk->cluster_size / SECTOR);
	put_le(boot + 14, 2, 2);
	boot[16] = 2;
	put_le(boot + 17, disk->bits == 32 ? 0 : ROOT_SLOTS, 2);
	if (sectors < 0x10000)
		put_le(boot + 19, sectors, 2);
	else
		put_le(boot + 32, sectors, 4);
	boot[21] = 0xf8;
	if (disk->bits == 32) {
		put_le(boot + 36, disk->table_sectors, 4);
		put_le(boot + 44, 2, 4);
	} else {
		put_le(boot + 22, disk->table_sectors, 2);
	}
	extended[0] = 0x29;
	put_le(extended + 1, 0x1234abcd, 4);
	memcpy(extended + 5, "BOOT SECTOR", 11);
	boot[510] = 0x55;
	boot[511] = 0xaa;
}

struct disk disk_new(unsigned bits, uint32_t clusters, uint32_t cluster_size)
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

void disk_free(struct disk *disk)
{
	free(disk->bytes);
}

struct disk disk_with_tree(unsigned bits, const char *text)
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

struct mount disk_mount(const struct disk *disk)
{
	return disk_mount_on(disk, NULL);
}

struct mount disk_mount_on(const struct disk *disk, struct ia_meter *meter)
{
	struct mount m = {0};
	struct ia_window whole;

	assert_int_equal(isoargs_image_open_memory(disk->bytes, disk->size, "disk", &m.image, NULL),
			 0);
	whole = ia_window_whole(m.image);
	whole.meter = meter;
	assert_int_equal(ia_fat_open(&whole, &m.fat, NULL), 1);
	m.files = ia_fat_files(m.fat);
	return m;
}

void disk_unmount(struct mount *m)
{
	ia_fat_free(m->fat);
	isoargs_image_free(m->image);
}

int disk_find(const struct mount *m, const char *path, struct ia_file *ret)
{
	return m->files.ops->find(m->files.fs, path, ret, NULL);
}
