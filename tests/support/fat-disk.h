/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_FAT_DISK_H
#define TEST_FAT_DISK_H

/* A FAT volume built in memory, slot by slot, so that tests can break one thing of it. */
#include "support/unit.h"

#include "support/put.h"
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

void disk_entry(struct disk *disk, uint32_t cluster, uint32_t value);
uint8_t *disk_cluster(const struct disk *disk, uint32_t cluster);

/* One slot; name: its 11 bytes. */
uint8_t *disk_slot(uint8_t *slot, const char *name, unsigned attr, uint32_t cluster, uint32_t size);

/* The slots of a long ASCII name for the 11 bytes of the short name that must follow. */
uint8_t *disk_long(uint8_t *slot, const char *text, const char *name);

/* An empty volume; FAT32's root directory has cluster 2. */
struct disk disk_new(unsigned bits, uint32_t clusters, uint32_t cluster_size);

void disk_free(struct disk *disk);

/* /EFI/BOOT/grub.cfg in clusters 3, 4, 5, of every type. */
struct disk disk_with_tree(unsigned bits, const char *text);

struct mount {
	struct isoargs_image *image;
	struct ia_fat *fat;
	struct ia_files files;
};

struct mount disk_mount(const struct disk *disk);

/* The same whose work counts. */
struct mount disk_mount_on(const struct disk *disk, struct ia_meter *meter);
void disk_unmount(struct mount *m);
int disk_find(const struct mount *m, const char *path, struct ia_file *ret);

#endif
