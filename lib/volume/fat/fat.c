/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/fat/fat.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "volume/fat/impl.h"

/*
 * The label of the root directory goes before the boot sector's. A root directory that
 * cannot be read has none: whoever looks for a file learns why.
 */
static void find_label(struct ia_fat *fat)
{
	const struct ia_file root = ia_fat_root(fat);
	struct ia_fat_dir dir;
	const uint8_t *slot;
	enum ia_fat_slot kind;

	if (ia_fat_dir_open(fat, &root, &dir, NULL) < 0)
		return;
	while (ia_fat_dir_next(&dir, &slot, &kind, NULL) > 0) {
		if (kind == IA_FAT_SLOT_LABEL) {
			ia_fat_set_label(fat, slot);
			return;
		}
	}
}

int ia_fat_open(const struct ia_window *window, struct ia_fat **ret, struct isoargs_error **reterr)
{
	struct ia_fat *fat IA_AUTO_FAT = NULL;
	uint8_t boot[IA_FAT_BOOT_SIZE];
	int r;

	if (window->size < sizeof(boot))
		return 0;
	r = ia_window_read(window, 0, boot, sizeof(boot), reterr);
	if (r < 0)
		return r;
	fat = calloc(1, sizeof(*fat));
	if (!fat)
		return ia_error_memory(reterr);
	fat->window = *window;
	r = ia_fat_boot_parse(fat, boot, reterr);
	if (r <= 0)
		return r;
	if (fat->data > window->size)
		return ia_error(reterr, -ENODATA, IA_AT_OFFSET(NULL, window->offset),
				"the image may be cut off: compare its size with the original",
				"the tables of the FAT file system take %llu bytes, %llu are there",
				(unsigned long long)fat->data, (unsigned long long)window->size);
	ia_fat_expect_layout(fat, ia_fat_root(fat).offset);
	find_label(fat);
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

static int spend_name(const struct ia_fat_dir *dir, struct isoargs_error **reterr)
{
	return ia_fat_spend(dir->fat,
			    IA_FAT_NAME_UNITS +
				    dir->parts.count * IA_FAT_PART_BYTES * IA_FAT_NAME_BYTE_UNITS,
			    reterr);
}

/* Is the name one of those that the slot has: the long one, or the short one? */
static bool is_named(const struct ia_fat_dir *dir, const uint8_t *slot, const char *name,
		     struct ia_strbuf *buf)
{
	buf->length = 0;
	if (ia_fat_slot_long_name(slot, dir, buf) && !buf->error &&
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
		r = spend_name(&dir, reterr);
		if (r < 0)
			return r;
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
	size_t depth = 0, size = strnlen(path, IA_PATH_MAX + 1);
	int r;

	if (size > IA_PATH_MAX)
		return too_long(reterr, "bytes", IA_PATH_MAX);
	r = ia_fat_spend(fat, IA_FAT_PATH_UNITS + size * IA_FAT_PATH_BYTE_UNITS, reterr);
	if (r < 0)
		return r;
	copy = strdup(path);
	if (!copy)
		return ia_error_memory(reterr);
	line[0] = ia_fat_root(fat);
	for (name = strtok_r(copy, "/", &rest); name; name = strtok_r(NULL, "/", &rest)) {
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

static int fat_read(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		    struct isoargs_error **reterr)
{
	return ia_fat_read(fs, file, offset, buf, size, reterr);
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
		r = spend_name(&dir, reterr);
		if (r < 0)
			return r;
		name.length = 0;
		if (!ia_fat_slot_long_name(slot, &dir, &name))
			ia_fat_slot_short_name(slot, &name);
		if (name.error)
			return ia_error_memory(reterr);
		r = visit(name.data, &file, data);
		if (r != 0)
			return r;
	}
	return r;
}

/* Files lie in one piece, as likely as not. */
static void fat_expect(void *fs, const struct ia_file *file, uint64_t offset, uint64_t size)
{
	const struct ia_fat *fat = fs;

	ia_window_expect(&fat->window, file->offset + offset, size);
}

static const struct ia_files_ops fat_ops = {
	.find = fat_find,
	.read = fat_read,
	.list = fat_list,
	.expect = fat_expect,
};

struct ia_files ia_fat_files(struct ia_fat *fat)
{
	return (struct ia_files){
		.ops = &fat_ops, .fs = fat, .name = "ESP", .meter = fat->window.meter};
}
