/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "named-files.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX  32768u
#define BLOCK      2048u
#define FIRST      18u /* block behind the descriptors */
#define BLOCKS_MAX 8192u
#define NAME_MAX   180u /* of a component: one record with one NM entry holds it */
#define DEPTH_MAX  8u

struct file {
	const char *path;
	const uint8_t *data;
	size_t size;
};

/* Blocks that were written, and where the last file's bytes are. */
struct maker {
	uint8_t *data;
	size_t blocks, capacity;
	const struct file *last;
	uint32_t last_block;
};

struct extent {
	uint32_t block, size;
};

static uint8_t as_sorted(char c)
{
	return c == '/' ? 1 : (uint8_t)c;
}

/* A directory's files stand together. */
static int by_path(const void *a, const void *b)
{
	const char *x = ((const struct file *)a)->path, *y = ((const struct file *)b)->path;

	while (*x && *x == *y) {
		x++;
		y++;
	}
	return as_sorted(*x) - as_sorted(*y);
}

static size_t parse(const uint8_t *data, size_t size, struct file *list)
{
	size_t count = 0;

	while (count < FILES_MAX) {
		const uint8_t *name_end = size > 0 ? memchr(data, '\0', size) : NULL;
		const uint8_t *text = name_end ? name_end + 1 : NULL, *end;
		size_t left = name_end ? size - (size_t)(text - data) : 0;

		if (!name_end)
			break;
		end = left > 1 ? memmem(text, left, "\0\xff", 2) : NULL;
		if (*data == '/')
			list[count++] = (struct file){(const char *)data + 1, text,
						      end ? (size_t)(end - text) : left};
		if (!end)
			break;
		data = end + 2;
		size = left - (size_t)(data - text);
	}
	qsort(list, count, sizeof(*list), by_path);
	return count;
}

static void put32(uint8_t *p, uint32_t value)
{
	for (size_t i = 0; i < 4; i++)
		p[i] = p[7 - i] = (uint8_t)(value >> 8 * i);
}

static void put16(uint8_t *p, unsigned value)
{
	p[0] = p[3] = (uint8_t)value;
	p[1] = p[2] = (uint8_t)(value >> 8);
}

/* Zeroed; a block that is there already where there is no more room. */
static uint32_t new_blocks(struct maker *maker, size_t size)
{
	size_t count = (size + BLOCK - 1) / BLOCK;
	uint32_t block = (uint32_t)maker->blocks;

	if (count == 0 || count > BLOCKS_MAX - maker->blocks)
		return FIRST;
	if (maker->blocks + count > maker->capacity) {
		maker->capacity = maker->blocks * 2 + count;
		maker->data = realloc(maker->data, maker->capacity * BLOCK);
		if (!maker->data)
			abort();
	}
	memset(maker->data + maker->blocks * BLOCK, 0, count * BLOCK);
	maker->blocks += count;
	return block;
}

static struct extent put_file(struct maker *maker, const struct file *file)
{
	const struct file *last = maker->last;

	if (!last || last->size != file->size ||
	    (file->size > 0 && memcmp(last->data, file->data, file->size) != 0)) {
		maker->last_block = new_blocks(maker, file->size);
		maker->last = file;
		if ((size_t)maker->last_block * BLOCK + file->size > maker->blocks * BLOCK)
			return (struct extent){maker->last_block, 0};
		if (file->size > 0)
			memcpy(maker->data + (size_t)maker->last_block * BLOCK, file->data,
			       file->size);
	}
	return (struct extent){maker->last_block, (uint32_t)file->size};
}

/* Records of one directory, which do not cross sectors. */
struct records {
	uint8_t *data;
	size_t size, capacity, count;
};

static void put_record(struct records *records, const char *name, size_t length,
		       struct extent extent, bool directory)
{
	uint8_t record[256] = {0}, *nm;
	char id[16];
	size_t id_size = (size_t)snprintf(id, sizeof(id), "%08zu", records->count), size;

	if (records->count < 2) { /* "." and ".." */
		id[0] = (char)records->count;
		id_size = 1;
	}
	put32(record + 2, extent.block);
	put32(record + 10, extent.size);
	record[25] = directory ? 2 : 0;
	put16(record + 28, 1);
	record[32] = (uint8_t)id_size;
	memcpy(record + 33, id, id_size);
	size = 33 + id_size + (id_size % 2 == 0);
	nm = record + size;
	if (records->count == 0) {
		memcpy(nm, "SP\x07\x01\xbe\xef\0RR\x05\x01", 11);
		size += 12;
	} else if (length > 0) {
		memcpy(nm, "NM", 2);
		nm[2] = (uint8_t)(5 + length);
		nm[3] = 1;
		memcpy(nm + 5, name, length);
		size += 5 + length;
	}
	size += size % 2;
	record[0] = (uint8_t)size;
	if (records->size % BLOCK + size > BLOCK)
		records->size += BLOCK - records->size % BLOCK;
	if (records->size + BLOCK > records->capacity) {
		size_t before = records->capacity;

		records->capacity = before * 2 + 2 * BLOCK;
		records->data = realloc(records->data, records->capacity);
		if (!records->data)
			abort();
		memset(records->data + before, 0, records->capacity - before);
	}
	memcpy(records->data + records->size, record, size);
	records->size += size;
	records->count++;
}

/* How many of the files lie in the directory of the first one's component. */
static size_t in_folder(const struct file *files, size_t count, size_t skip, size_t length)
{
	size_t n = 1;

	while (n < count && strncmp(files[n].path + skip, files[0].path + skip, length + 1) == 0)
		n++;
	return n;
}

/* The directory that these files lie in; skip: bytes of its own path. */
static struct extent put_directory(struct maker *maker, const struct file *files, size_t count,
				   size_t skip, unsigned depth)
{
	struct records records = {0};
	struct extent self;

	put_record(&records, NULL, 0, (struct extent){0}, true);
	put_record(&records, NULL, 0, (struct extent){0}, true);
	for (size_t i = 0, n; i < count; i += n) {
		const char *name = files[i].path + skip;
		size_t length = strcspn(name, "/");
		bool folder = name[length] == '/';

		n = folder ? in_folder(files + i, count - i, skip, length) : 1;
		if (length == 0 || length > NAME_MAX || (folder && depth == DEPTH_MAX))
			continue;
		put_record(&records, name, length,
			   folder ? put_directory(maker, files + i, n, skip + length + 1, depth + 1)
				  : put_file(maker, &files[i]),
			   folder);
	}
	self.size = (uint32_t)((records.size + BLOCK - 1) / BLOCK * BLOCK);
	self.block = new_blocks(maker, self.size);
	if (((size_t)self.block * BLOCK) + self.size <= maker->blocks * BLOCK) {
		/* of both, as it is its own parent, too */
		for (size_t at = 0, i = 0; i < 2; at += records.data[at], i++) {
			put32(records.data + at + 2, self.block);
			put32(records.data + at + 10, self.size);
		}
		memcpy(maker->data + (size_t)self.block * BLOCK, records.data, records.size);
	}
	free(records.data);
	return self;
}

static void put_descriptors(uint8_t *data, size_t blocks, struct extent root)
{
	static const char date[] = "2026113000000000";
	uint8_t *pvd = data + 16 * BLOCK;

	memcpy(pvd, "\1CD001\1", 7);
	memset(pvd + 8, ' ', 64);
	memcpy(pvd + 40, "FUZZ", 4);
	put32(pvd + 80, (uint32_t)blocks);
	put16(pvd + 120, 1);
	put16(pvd + 124, 1);
	put16(pvd + 128, BLOCK);
	pvd[156] = 34;
	put32(pvd + 156 + 2, root.block);
	put32(pvd + 156 + 10, root.size);
	pvd[156 + 25] = 2;
	put16(pvd + 156 + 28, 1);
	pvd[156 + 32] = 1;
	memcpy(pvd + 813, date, 16);
	memcpy(pvd + 830, date, 16);
	memcpy(pvd + BLOCK, "\377CD001\1", 7);
}

uint8_t *named_files_image(const uint8_t *data, size_t size, size_t *ret_size)
{
	struct maker maker = {.blocks = FIRST, .capacity = FIRST};
	struct file *list = malloc(FILES_MAX * sizeof(*list));
	struct extent root;
	size_t count;

	maker.data = calloc(FIRST, BLOCK);
	if (!list || !maker.data)
		abort();
	count = parse(data, size, list);
	root = put_directory(&maker, list, count, 0, 0);
	put_descriptors(maker.data, maker.blocks, root);
	*ret_size = maker.blocks * BLOCK;
	free(list);
	maker.data = realloc(maker.data, *ret_size);
	if (!maker.data)
		abort();
	return maker.data;
}
