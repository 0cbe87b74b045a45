/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/text-tree.h"

static bool is_inside(const char *path, const char *directory)
{
	size_t length = strcmp(directory, "/") == 0 ? 0 : strlen(directory);

	return strncmp(path, directory, length) == 0 && path[length] == '/';
}

static int tree_find(void *fs, const char *path, struct ia_file *ret,
		     struct isoargs_error **reterr IA_UNUSED)
{
	const struct tree *tree = fs;

	for (size_t i = 0; i < tree->count; i++) {
		const struct text_file *file = &tree->files[i];

		if (strcmp(file->path, path) == 0) {
			*ret = (struct ia_file){
				.type = IA_FILE_REGULAR,
				.size = file->size ? file->size : strlen(file->text),
				.offset = file->offset,
				.handle = {i},
			};
			return 1;
		}
		if (is_inside(file->path, path)) {
			*ret = (struct ia_file){
				.type = IA_FILE_DIRECTORY,
				/* A file below it, and how much of its path is the directory's. */
				.handle = {i, strcmp(path, "/") == 0 ? 0 : strlen(path)},
			};
			return 1;
		}
	}
	return 0;
}

static int tree_read(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	struct tree *tree = fs;
	const struct text_file *found = &tree->files[file->handle[0]];
	size_t length = strlen(found->text);

	assert_int_equal(offset, 0);
	assert_true(tree->read_count < IA_COUNT(tree->reads));
	tree->reads[tree->read_count++] = found->path;
	if (found->error < 0)
		return ia_error(reterr, found->error, IA_NOWHERE, NULL, "the sector is gone");
	memset(buf, '\n', size);
	memcpy(buf, found->text, length < size ? length : size);
	return 0;
}

/* What a file's path has behind the directory's, if it lies there: up to the next '/'. */
static size_t child_of(const struct tree *tree, size_t file, const struct ia_file *directory,
		       char name[64])
{
	const char *parent = tree->files[directory->handle[0]].path, *path = tree->files[file].path;
	size_t skip = directory->handle[1], length;

	if (strncmp(path, parent, skip) != 0 || path[skip] != '/')
		return 0;
	length = strcspn(path + skip + 1, "/");
	assert_true(length < 64);
	memcpy(name, path + skip + 1, length);
	name[length] = '\0';
	return skip + 1 + length;
}

static bool is_listed(const struct tree *tree, size_t before, const struct ia_file *directory,
		      const char *name)
{
	char other[64];

	for (size_t i = 0; i < before; i++) {
		if (child_of(tree, i, directory, other) && strcmp(name, other) == 0)
			return true;
	}
	return false;
}

static int tree_list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		     struct isoargs_error **reterr IA_UNUSED)
{
	const struct tree *tree = fs;
	int r = 0;

	assert_int_equal(directory->type, IA_FILE_DIRECTORY);
	for (size_t i = 0; i < tree->count && r == 0; i++) {
		char name[64];
		size_t end = child_of(tree, i, directory, name);
		const struct text_file *file = &tree->files[i];

		if (!end || is_listed(tree, i, directory, name))
			continue;
		r = visit(name,
			  &(struct ia_file){.type = file->path[end] ? IA_FILE_DIRECTORY
								    : IA_FILE_REGULAR,
					    .size = 1,
					    .offset = file->offset},
			  data);
	}
	return r;
}

const struct ia_files_ops tree_ops = {
	.find = tree_find,
	.read = tree_read,
	.list = tree_list,
};

struct text_file *tree_put(struct tree *tree, const char *path, const char *text)
{
	struct text_file *file = &tree->files[tree->count++];

	assert_true(tree->count <= IA_COUNT(tree->files));
	*file = (struct text_file){.path = path, .text = text};
	return file;
}
