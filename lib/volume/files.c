/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/*
 * A file system's failure with the file system's own name before the path: "ISO:/EFI/BOOT". Its
 * lookups name a path in the tree; its reads, which do not know one, name nothing or the image.
 */
static int failed(const struct ia_files *files, int code, const char *path,
		  const struct isoargs_error *cause, struct isoargs_error **reterr)
{
	const char *in_tree = cause ? isoargs_error_file(cause) : NULL;
	char *file IA_AUTO_FREE = NULL;

	if (!cause || !reterr)
		return code;
	if (in_tree && in_tree[0] == '/')
		return ia_error_prefix(reterr, files->name, cause);
	if (asprintf(&file, "%s:%s", files->name, path) < 0) {
		file = NULL;
		return code;
	}
	return ia_error_in_file(reterr, file, cause);
}

int ia_files_find(const struct ia_files *files, const char *path, struct ia_file *ret,
		  struct isoargs_error **reterr)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	int r;

	if (strlen(path) > IA_PATH_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(files->name), NULL,
				"a path of %zu bytes is asked for, expected at most %u",
				strlen(path), IA_PATH_MAX);
	r = files->ops->find(files->fs, path, ret, &cause);
	return r < 0 ? failed(files, r, path, cause, reterr) : r;
}

int ia_files_list(const struct ia_files *files, const char *path, ia_files_visit visit, void *data,
		  struct isoargs_error **reterr)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	struct ia_file file;
	int r;

	r = ia_files_find(files, path, &file, reterr);
	if (r <= 0)
		return r;
	if (file.type != IA_FILE_DIRECTORY)
		return 0;
	r = files->ops->list(files->fs, &file, visit, data, &cause);
	return r < 0 ? failed(files, r, path, cause, reterr) : r;
}

int ia_files_read(const struct ia_files *files, const struct ia_file *file, uint64_t offset,
		  void *buf, size_t size, struct isoargs_error **reterr)
{
	return files->ops->read(files->fs, file, offset, buf, size, reterr);
}

int ia_files_window(const struct ia_files *files, const struct ia_file *file, struct ia_window *ret,
		    struct isoargs_error **reterr)
{
	return files->ops->window ? files->ops->window(files->fs, file, ret, reterr) : 0;
}

void ia_files_expect(const struct ia_files *files, const struct ia_file *file, uint64_t offset,
		     uint64_t size)
{
	if (files->ops->expect)
		files->ops->expect(files->fs, file, offset, size);
}

int ia_files_slurp(const struct ia_files *files, const char *path, size_t max, char **ret,
		   size_t *ret_size, struct isoargs_error **reterr)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	char *text IA_AUTO_FREE = NULL;
	struct ia_file file;
	int r;

	r = ia_files_find(files, path, &file, reterr);
	if (r <= 0)
		return r;
	if (file.type != IA_FILE_REGULAR)
		return 0;
	if (file.size > max || file.size >= SIZE_MAX) {
		ia_error(&cause, -E2BIG, IA_NOWHERE, NULL,
			 "found a file of %llu bytes, expected at most %zu",
			 (unsigned long long)file.size, max);
		return failed(files, -E2BIG, path, cause, reterr);
	}
	text = malloc((size_t)file.size + 1);
	if (!text)
		return ia_error_memory(reterr);
	r = ia_files_read(files, &file, 0, text, (size_t)file.size, &cause);
	if (r < 0)
		return failed(files, r, path, cause, reterr);
	text[file.size] = '\0';
	*ret = IA_TAKE(text);
	if (ret_size)
		*ret_size = (size_t)file.size;
	return 1;
}

int ia_files_have(const struct ia_files *files, const char *path, enum ia_file_type type,
		  struct isoargs_error **reterr)
{
	struct ia_file file;
	int r = ia_files_find(files, path, &file, reterr);

	return r > 0 ? file.type == type : r;
}

/* One component onto the path that ends before *length; ".." takes one off. */
static void add_component(char *path, size_t *length, const char *name, size_t size)
{
	if (size == 0 || (size == 1 && name[0] == '.'))
		return;
	if (size == 2 && name[0] == '.' && name[1] == '.') {
		while (*length > 0 && path[--*length] != '/')
			;
		return;
	}
	path[(*length)++] = '/';
	memcpy(path + *length, name, size);
	*length += size;
}

static void add_components(char *path, size_t *length, const char *s, size_t size)
{
	size_t start = 0;

	for (size_t i = 0; i <= size; i++) {
		if (i < size && s[i] != '/')
			continue;
		add_component(path, length, s + start, i - start);
		start = i + 1;
	}
}

char *ia_path_join(struct ia_arena *arena, const char *directory, const char *path, size_t length)
{
	size_t base = length > 0 && path[0] == '/' ? 0 : strlen(directory);
	char *joined = ia_arena_alloc(arena, base + length + 3);
	size_t used = 0;

	if (!joined)
		return NULL;
	add_components(joined, &used, directory, base);
	add_components(joined, &used, path, length);
	if (used == 0)
		joined[used++] = '/';
	joined[used] = '\0';
	return joined;
}
