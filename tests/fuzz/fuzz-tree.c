/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: a tree of named files, and how whoever hands it over answers, through everything
 * that the tool does with one. The first byte: whether it lists names, whether it is remote, and
 * the call that fails. Each file is its path, a NUL and its bytes, and is ended by the bytes 0x00
 * 0xff. A path begins with what the file is like: '/' as it should be; '<' shorter than it says; '>'
 * longer than anything; '!' it may not be opened; '?' no file, but a name that is listed in the root.
 */
#include <errno.h>
#include <string.h>

#include "everything.h"

#define FILES_MAX 512u
#define CALLS_MAX 100000u /* that no medium makes needed */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct file {
	const char *path;
	const uint8_t *data;
	size_t size;
	bool is_open;
};

struct tree {
	struct file files[FILES_MAX];
	size_t count;
	unsigned calls, failing;
	unsigned open;
};

static size_t parse(const uint8_t *data, size_t size, struct file *files)
{
	size_t count = 0;

	while (count < FILES_MAX && size > 0) {
		const uint8_t *text = memchr(data, '\0', size), *end;
		size_t left;

		if (!text)
			break;
		text++;
		left = size - (size_t)(text - data);
		end = memmem(text, left, "\0\xff", 2);
		files[count++] = (struct file){(const char *)data, text,
					       end ? (size_t)(end - text) : left, false};
		if (!end)
			break;
		data = end + 2;
		size = left - (size_t)(data - text);
	}
	return count;
}

/* Counts, and fails where it is its turn. */
static int call(struct tree *tree)
{
	if (++tree->calls > CALLS_MAX)
		broken();
	return tree->calls == tree->failing ? -ETIMEDOUT : 0;
}

/* As the library promises to spell it. */
static void expect_plain(const char *path)
{
	const char *name = path;

	if (path[0] == '\0')
		return;
	for (;;) {
		const size_t length = strcspn(name, "/");

		if (length == 0 || (length == 1 && name[0] == '.') ||
		    (length == 2 && name[0] == '.' && name[1] == '.'))
			broken();
		if (name[length] == '\0')
			return;
		name += length + 1;
	}
}

static int open_file(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data)
{
	const size_t length = strlen(path);
	struct tree *tree = data;
	int r = call(tree);

	expect_plain(path);
	if (r < 0)
		return r;
	for (size_t i = 0; i < tree->count; i++) {
		struct file *file = &tree->files[i];
		const char *own = file->path + 1;

		if (file->path[0] == '?' || file->path[0] == '\0' ||
		    strncmp(own, path, length) != 0)
			continue;
		if (length == 0 || own[length] == '/')
			return 2;
		if (own[length] != '\0')
			continue;
		if (file->path[0] == '!')
			return -EACCES;
		if (++tree->open > IA_TREE_OPEN_MAX)
			broken();
		*ret_file = i;
		*ret_size = file->path[0] == '>' ? UINT64_MAX : file->size + (file->path[0] == '<');
		return 1;
	}
	return length == 0 ? 2 : 0;
}

static ssize_t read_file(uint64_t number, void *buf, size_t size, uint64_t offset, void *data)
{
	struct tree *tree = data;
	const struct file *file = &tree->files[number];
	int r = call(tree);

	if (number >= tree->count || size == 0)
		broken();
	if (r < 0)
		return r;
	if (offset >= file->size)
		return 0;
	if (size > file->size - offset)
		size = file->size - (size_t)offset;
	memcpy(buf, file->data + offset, size);
	return (ssize_t)size;
}

static void close_file(uint64_t file, void *data)
{
	struct tree *tree = data;

	if (file >= tree->count || tree->open-- == 0)
		broken();
}

static int list(const char *path, int (*visit)(const char *name, void *visit_data),
		void *visit_data, void *data)
{
	const size_t length = strlen(path);
	struct tree *tree = data;
	char name[1024];
	int r = call(tree);

	expect_plain(path);
	for (size_t i = 0; r == 0 && i < tree->count; i++) {
		const char *own = tree->files[i].path;

		if (own[0] == '?' && length == 0) {
			r = visit(own + 1, visit_data);
			continue;
		}
		if (own[0] == '\0' || own[0] == '?' || strncmp(own + 1, path, length) != 0 ||
		    (length > 0 && own[1 + length] != '/'))
			continue;
		own += 1 + length + (length > 0);
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(own, "/"), own);
		r = visit(name, visit_data);
	}
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct isoargs_tree ops = {
		.open = open_file, .read = read_file, .close = close_file, .list = list};
	struct isoargs_image *image = NULL;
	struct tree *tree = calloc(1, sizeof(*tree));

	if (!tree)
		abort();
	if (size > 0) {
		ops.list = data[0] & 1 ? list : NULL;
		ops.flags = data[0] & 2 ? ISOARGS_READER_REMOTE : 0;
		tree->failing = data[0] >> 2;
		tree->count = parse(data + 1, size - 1, tree->files);
	}
	ops.data = tree;
	if (isoargs_image_open_tree(&ops, "fuzz", &image, NULL) < 0)
		abort();
	everything(image, ISOARGS_CHECK_FULL);
	isoargs_image_free(image);
	if (tree->open != 0)
		broken();
	free(tree);
	return 0;
}
