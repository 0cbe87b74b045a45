/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/fat/fat.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/checked.h"
#include "base/limits.h"
#include "volume/fat/impl.h"

#define BOOT_SIZE 512u

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
static void set_label(struct ia_fat *fat, const uint8_t *bytes)
{
	size_t size = sizeof(fat->volume.label) - 1;

	while (size > 0 && bytes[size - 1] == ' ')
		size--;
	memset(fat->volume.label, 0, sizeof(fat->volume.label));
	memcpy(fat->volume.label, bytes, size);
	if (fat->volume.label[0] == 0x05)
		fat->volume.label[0] = (char)0xe5;
}

/*
 * The label of the root directory goes before the boot sector's. A root directory that
 * cannot be read has none: whoever looks for a file learns why.
 */
static void find_label(struct ia_fat *fat, const struct parameters *p)
{
	const struct ia_file root = ia_fat_root(fat);
	struct ia_fat_dir dir;
	const uint8_t *slot;
	enum ia_fat_slot kind;

	if (p->extended[0] == EXTENDED_SIGNATURE && memcmp(p->extended + 5, "NO NAME    ", 11) != 0)
		set_label(fat, p->extended + 5);
	if (ia_fat_dir_open(fat, &root, &dir, NULL) < 0)
		return;
	while (ia_fat_dir_next(&dir, &slot, &kind, NULL) > 0) {
		if (kind == IA_FAT_SLOT_LABEL) {
			set_label(fat, slot);
			return;
		}
	}
}

int ia_fat_open(const struct ia_window *window, struct ia_fat **ret, struct isoargs_error **reterr)
{
	struct ia_fat *fat IA_AUTO_FAT = NULL;
	uint8_t boot[BOOT_SIZE];
	struct parameters p;
	int r;

	if (window->size < sizeof(boot))
		return 0;
	r = ia_window_read(window, 0, boot, sizeof(boot), reterr);
	if (r < 0)
		return r;
	if (!is_fat(boot))
		return 0;
	fat = calloc(1, sizeof(*fat));
	if (!fat)
		return ia_error_memory(reterr);
	fat->window = *window;
	fat->budget = IA_FAT_PIECES_MAX;
	p = decode(boot);
	r = lay_out(fat, &p, reterr);
	if (r < 0)
		return r;
	if (fat->data > window->size)
		return ia_error(reterr, -ENODATA, IA_AT_OFFSET(NULL, window->offset),
				"the image may be cut off: compare its size with the original",
				"the tables of the FAT file system take %llu bytes, %llu are there",
				(unsigned long long)fat->data, (unsigned long long)window->size);
	fat->volume.serial = ia_le32(p.extended + 1);
	find_label(fat, &p);
	*ret = IA_TAKE(fat);
	return 1;
}

struct ia_fat *ia_fat_free(struct ia_fat *fat)
{
	free(fat);
	return NULL;
}

const struct ia_fat_volume *ia_fat_volume(const struct ia_fat *fat)
{
	return &fat->volume;
}

/* Is the name one of those that the slot has: the long one, or the short one? */
static bool is_named(const struct ia_fat_dir *dir, const uint8_t *slot, const char *name,
		     struct ia_strbuf *buf)
{
	buf->length = 0;
	if (ia_fat_slot_long_name(slot, &dir->parts, buf) && !buf->error &&
	    ia_ascii_equal_fold(buf->data, name))
		return true;
	buf->length = 0;
	ia_fat_slot_short_name(slot, buf);
	return !buf->error && ia_ascii_equal_fold(buf->data, name);
}

static int find_in(struct ia_fat *fat, const struct ia_file *directory, const char *name,
		   struct ia_file *ret, struct isoargs_error **reterr)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	struct ia_fat_dir dir;
	const uint8_t *slot;
	enum ia_fat_slot kind;
	int r;

	r = ia_fat_dir_open(fat, directory, &dir, reterr);
	if (r < 0)
		return r;
	while ((r = ia_fat_dir_next(&dir, &slot, &kind, reterr)) > 0) {
		if (kind != IA_FAT_SLOT_FILE)
			continue;
		if (is_named(&dir, slot, name, &buf)) {
			*ret = ia_fat_file(fat, slot);
			return 1;
		}
		if (buf.error)
			return ia_error_memory(reterr);
	}
	return r;
}

static int too_long(struct isoargs_error **reterr, const char *what, unsigned limit)
{
	return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL, "a path has more than %u %s", limit,
			what);
}

static int fat_find(void *fs, const char *path, struct ia_file *ret, struct isoargs_error **reterr)
{
	struct ia_fat *fat = fs;
	struct ia_file line[IA_PATH_DEPTH_MAX + 1]; /* from the root down to where we are */
	char *copy IA_AUTO_FREE = NULL;
	char *rest, *name;
	size_t depth = 0;

	if (strnlen(path, IA_PATH_MAX + 1) > IA_PATH_MAX)
		return too_long(reterr, "bytes", IA_PATH_MAX);
	copy = strdup(path);
	if (!copy)
		return ia_error_memory(reterr);
	line[0] = ia_fat_root(fat);
	for (name = strtok_r(copy, "/", &rest); name; name = strtok_r(NULL, "/", &rest)) {
		int r;

		if (line[depth].type != IA_FILE_DIRECTORY)
			return 0;
		if (strcmp(name, ".") == 0)
			continue;
		if (strcmp(name, "..") == 0) {
			depth -= depth > 0;
			continue;
		}
		if (depth == IA_PATH_DEPTH_MAX)
			return too_long(reterr, "components", IA_PATH_DEPTH_MAX);
		r = find_in(fat, &line[depth], name, &line[depth + 1], reterr);
		if (r <= 0)
			return r;
		depth++;
	}
	*ret = line[depth];
	return 1;
}

/* On to the next cluster of a file that has one. */
static int follow(struct ia_fat *fat, struct ia_fat_cursor *cursor, struct isoargs_error **reterr)
{
	int r = ia_fat_chain_next(fat, cursor, reterr);

	if (r == 0)
		return ia_error(reterr, -EBADMSG, IA_NOWHERE, "the FAT file system is damaged",
				"the chain from cluster %u ends after %u clusters of %u bytes, "
				"its file is longer",
				cursor->first, cursor->index + 1, fat->cluster_size);
	return r < 0 ? r : 0;
}

/* The cluster of that index; goes on from the last read of the same file where that is shorter. */
static int seek_to(struct ia_fat *fat, const struct ia_file *file, uint64_t index,
		   struct ia_fat_cursor *ret, struct isoargs_error **reterr)
{
	struct ia_fat_cursor cursor = fat->position;
	int r;

	if (cursor.cluster == 0 || cursor.first != file->handle[0] || cursor.index > index) {
		r = ia_fat_chain_start(fat, (uint32_t)file->handle[0], &cursor, reterr);
		if (r < 0)
			return r;
	}
	while (cursor.index < index) {
		r = follow(fat, &cursor, reterr);
		if (r < 0)
			return r;
	}
	*ret = cursor;
	return 0;
}

/*
 * A chain that does not end with its file may run in a circle through it, and then the bytes
 * are not what they seem. A cycle among n clusters shows within 3n steps.
 */
static int check_end(struct ia_fat *fat, struct ia_fat_cursor cursor, struct isoargs_error **reterr)
{
	uint64_t limit = 3 * ((uint64_t)cursor.index + 1);

	while (cursor.index < limit) {
		int r = ia_fat_chain_next(fat, &cursor, reterr);

		if (r <= 0)
			return r;
	}
	return 0;
}

static int read_from(struct ia_fat *fat, struct ia_fat_cursor *cursor, uint64_t within,
		     uint8_t *buf, size_t size, struct isoargs_error **reterr)
{
	while (size > 0) {
		uint64_t at = ia_fat_cluster_offset(fat, cursor->cluster) + within;
		uint64_t part = fat->cluster_size - within;
		int r;

		/* Neighbours are read at once; this ends on the first cluster that is none. */
		while (part < size) {
			uint32_t previous = cursor->cluster;

			r = follow(fat, cursor, reterr);
			if (r < 0)
				return r;
			if (cursor->cluster != previous + 1)
				break;
			part += fat->cluster_size;
		}
		if (part > size)
			part = size;
		r = ia_window_read(&fat->window, at, buf, (size_t)part, reterr);
		if (r < 0)
			return r;
		buf += part;
		size -= (size_t)part;
		within = 0;
	}
	return 0;
}

static int fat_read(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		    struct isoargs_error **reterr)
{
	struct ia_fat *fat = fs;
	struct ia_fat_cursor cursor;
	int r;

	if (file->type != IA_FILE_REGULAR || !ia_inside(offset, size, file->size))
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"%zu bytes are asked for that are not in the file", size);
	if (size == 0)
		return 0;
	r = seek_to(fat, file, offset / fat->cluster_size, &cursor, reterr);
	if (r < 0)
		return r;
	r = read_from(fat, &cursor, offset % fat->cluster_size, buf, size, reterr);
	if (r < 0)
		return r;
	fat->position = cursor;
	return offset + size == file->size ? check_end(fat, cursor, reterr) : 0;
}

static int fat_list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		    struct isoargs_error **reterr)
{
	struct ia_fat *fat = fs;
	struct ia_strbuf name IA_AUTO_STRBUF = {0};
	struct ia_fat_dir dir;
	const uint8_t *slot;
	enum ia_fat_slot kind;
	int r;

	if (directory->type != IA_FILE_DIRECTORY)
		return ia_error(reterr, -ENOTDIR, IA_NOWHERE, NULL,
				"a regular file cannot be listed");
	r = ia_fat_dir_open(fat, directory, &dir, reterr);
	if (r < 0)
		return r;
	while ((r = ia_fat_dir_next(&dir, &slot, &kind, reterr)) > 0) {
		struct ia_file file = ia_fat_file(fat, slot);

		if (kind != IA_FAT_SLOT_FILE)
			continue;
		name.length = 0;
		if (!ia_fat_slot_long_name(slot, &dir.parts, &name))
			ia_fat_slot_short_name(slot, &name);
		if (name.error)
			return ia_error_memory(reterr);
		r = visit(name.data, &file, data);
		if (r != 0)
			return r;
	}
	return r;
}

static const struct ia_files_ops fat_ops = {
	.find = fat_find,
	.read = fat_read,
	.list = fat_list,
};

struct ia_files ia_fat_files(struct ia_fat *fat)
{
	return (struct ia_files){.ops = &fat_ops, .fs = fat, .name = "ESP"};
}
