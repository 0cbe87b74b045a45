/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/given-tree.h"

uint8_t given_byte(uint64_t offset)
{
	return (uint8_t)(offset / 512 * 7 + 1);
}

static uint64_t size_of(const struct given_file *file)
{
	return file->text ? strlen(file->text) : file->size;
}

/* Keeps the call; true: it is to fail. */
static bool keep(struct given_tree *tree, enum given_call call, const char *path, uint64_t offset,
		 uint64_t size)
{
	size_t i = tree->calls_count++;

	assert_true(i < GIVEN_CALLS_MAX);
	tree->calls[i].call = call;
	snprintf(tree->calls[i].path, sizeof(tree->calls[i].path), "%s", path);
	tree->calls[i].offset = offset;
	tree->calls[i].size = size;
	if (call == GIVEN_CLOSE)
		return false;
	tree->asked++;
	return tree->faulty > 0 && tree->asked >= tree->faulty;
}

/* A path is as struct isoargs_tree promises it. */
static void judge_path(const char *path)
{
	assert_true(path[0] != '/');
	assert_null(strstr(path, "//"));
	assert_true(path[0] == '\0' || path[strlen(path) - 1] != '/');
	for (const char *name = path; *name; name += name[0] == '/') {
		size_t length = strcspn(name, "/");

		assert_false(length == 1 && name[0] == '.');
		assert_false(length == 2 && name[0] == '.' && name[1] == '.');
		name += length;
	}
}

static int open_file(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data)
{
	struct given_tree *tree = data;
	const size_t length = strlen(path);

	judge_path(path);
	if (keep(tree, GIVEN_OPEN, path, 0, 0))
		return (int)tree->answer;
	for (size_t i = 0; i < tree->count; i++) {
		const struct given_file *file = &tree->files[i];

		if (strcmp(file->path, path) == 0) {
			*ret_file = 1000 + i;
			*ret_size = size_of(file);
			if (++tree->open > tree->open_most)
				tree->open_most = tree->open;
			return 1;
		}
		if (length == 0 ||
		    (strncmp(file->path, path, length) == 0 && file->path[length] == '/'))
			return 2;
	}
	return 0;
}

static ssize_t read_file(uint64_t file, void *buf, size_t size, uint64_t offset, void *data)
{
	struct given_tree *tree = data;
	const struct given_file *found = &tree->files[file - 1000];
	uint8_t *bytes = buf;

	assert_true(file >= 1000 && file - 1000 < tree->count);
	assert_true(offset < size_of(found) && size <= size_of(found) - offset);
	if (keep(tree, GIVEN_READ, found->path, offset, size))
		return (ssize_t)tree->answer;
	if (tree->piece > 0 && size > tree->piece)
		size = tree->piece;
	if (found->text)
		memcpy(buf, found->text + offset, size);
	for (size_t i = 0; !found->text && i < size; i++)
		bytes[i] = given_byte(offset + i);
	tree->bytes += size;
	return (ssize_t)size;
}

static void close_file(uint64_t file, void *data)
{
	struct given_tree *tree = data;

	assert_true(file >= 1000 && file - 1000 < tree->count);
	keep(tree, GIVEN_CLOSE, tree->files[file - 1000].path, 0, 0);
	assert_true(tree->open-- > 0);
}

/* The names in a directory, the last file's first. */
static int list(const char *path, int (*visit)(const char *name, void *visit_data),
		void *visit_data, void *data)
{
	struct given_tree *tree = data;
	const size_t skip = path[0] ? strlen(path) + 1 : 0;
	char last[256] = "";

	judge_path(path);
	if (keep(tree, GIVEN_LIST, path, 0, 0))
		return (int)tree->answer;
	for (size_t i = tree->count; i-- > 0;) {
		const char *file = tree->files[i].path;
		char name[256];
		int r;

		if (skip > 0 && (strncmp(file, path, skip - 1) != 0 || file[skip - 1] != '/'))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(file + skip, "/"), file + skip);
		if (strcmp(name, last) == 0)
			continue;
		strcpy(last, name);
		r = visit(name, visit_data);
		if (r != 0)
			return r;
	}
	return 0;
}

struct isoargs_image *given_tree_open(struct given_tree *tree)
{
	const struct isoargs_tree ops = {
		.open = open_file,
		.read = read_file,
		.close = close_file,
		.list = tree->is_listed ? list : NULL,
		.data = tree,
		.flags = tree->flags,
	};
	struct isoargs_image *image = NULL;

	assert_int_equal(isoargs_image_open_tree(&ops, "given", &image, NULL), 0);
	assert_int_equal(isoargs_image_size(image), 0);
	assert_int_equal(tree->calls_count, 0);
	return image;
}

size_t given_tree_count(const struct given_tree *tree, enum given_call call, const char *path)
{
	size_t count = 0;

	for (size_t i = 0; i < tree->calls_count; i++)
		count += tree->calls[i].call == call && strcmp(tree->calls[i].path, path) == 0;
	return count;
}
