/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "volume/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/strbuf.h"

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

static void drop_component(struct ia_strbuf *buf)
{
	while (buf->length > 0 && buf->data[--buf->length] != '/')
		continue;
	buf->data[buf->length] = '\0';
}

/* Adds the components of path to a path without a slash at its end. */
static int add_components(struct ia_strbuf *buf, const char *path, unsigned *depth)
{
	while (*path) {
		size_t size = strcspn(path, "/");

		if (size == 2 && memcmp(path, "..", 2) == 0) {
			if (*depth > 0) {
				drop_component(buf);
				(*depth)--;
			}
		} else if (size > 0 && !(size == 1 && path[0] == '.')) {
			if (*depth == IA_PATH_DEPTH_MAX || buf->length + 1 + size > IA_PATH_MAX)
				return -E2BIG;
			ia_strbuf_addc(buf, '/');
			ia_strbuf_add(buf, path, size);
			if (buf->error < 0)
				return buf->error;
			(*depth)++;
		}
		path += size;
		path += *path == '/';
	}
	return 0;
}

int ia_path_join(const char *base, const char *path, char **ret)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	unsigned depth = 0;
	int r = 0;

	if (path[0] != '/')
		r = add_components(&buf, base, &depth);
	if (r == 0)
		r = add_components(&buf, path, &depth);
	if (r < 0)
		return r;
	if (depth == 0)
		ia_strbuf_addc(&buf, '/');
	return ia_strbuf_take(&buf, ret);
}
