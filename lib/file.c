/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "location.h"
#include "util/checked.h"

static void cleanup_file(struct isoargs_file **file)
{
	isoargs_file_free(*file);
}

int isoargs_file_open(struct isoargs_image *image, const struct isoargs_report *report,
		      const char *location, struct isoargs_file **ret_file,
		      struct isoargs_error **reterr)
{
	struct isoargs_file *file IA_CLEANUP(cleanup_file) = NULL;
	const char *path;
	int r;

	if (ia_location_split(location, &path) == IA_VOLUME_NONE)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"found \"%s\", expected ISO:/PATH or ESP:/PATH", location);
	file = calloc(1, sizeof(*file));
	if (!file)
		return ia_error_memory(reterr);
	file->location = strdup(location);
	if (!file->location)
		return ia_error_memory(reterr);
	r = ia_medium_open(image, report, &file->medium, reterr);
	if (r == 0)
		r = ia_medium_find(&file->medium, location, &file->files, &file->file, reterr);
	if (r < 0)
		return r;
	if (r == 0)
		return ia_error(reterr, -ENOENT, IA_IN_FILE(location), NULL,
				"there is no such file on the medium");
	*ret_file = IA_TAKE(file);
	return 0;
}

struct isoargs_file *isoargs_file_free(struct isoargs_file *file)
{
	if (!file)
		return NULL;
	ia_medium_close(&file->medium);
	free(file->location);
	free(file);
	return NULL;
}

const char *isoargs_file_location(const struct isoargs_file *file)
{
	return file->location;
}

uint64_t isoargs_file_size(const struct isoargs_file *file)
{
	return file->file.size;
}

int isoargs_file_read(struct isoargs_file *file, uint64_t offset, void *buf, size_t size,
		      struct isoargs_error **reterr)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	int r;

	if (!ia_inside(offset, size, file->file.size))
		return ia_error(reterr, -ENODATA, IA_AT_OFFSET(file->location, offset), NULL,
				"%zu bytes are asked for, the file has %" PRIu64, size,
				file->file.size);
	if (size == 0)
		return 0;
	r = file->files->ops->read(file->files->fs, &file->file, offset, buf, size, &cause);
	return r < 0 && cause ? ia_error_in_file(reterr, file->location, cause) : r;
}
