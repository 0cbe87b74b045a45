/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <isoargs/file.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/digest.h"
#include "base/limits.h"
#include "kernel/kernel.h"
#include "menu/location.h"
#include "report/filesystems.h"

struct isoargs_files {
	struct isoargs_image *image;
	const struct isoargs_report *report;
	struct ia_meter meter;   /* of the call that is under way */
	struct ia_meter lookups; /* what all lookups so far have left of theirs */
	struct ia_filesystems systems;
};

struct isoargs_file {
	struct isoargs_files *own; /* what it was found in, where nobody else has it */
	struct isoargs_image *image;
	const struct ia_files *files; /* one of the medium's */
	struct ia_file file;
	char *location;
	bool has_sum; /* the medium's .treeinfo has one for it */
	enum ia_digest_type sum_type;
	char sum[IA_DIGEST_HEX_MAX];
};

static void cleanup_file(struct isoargs_file **file)
{
	isoargs_file_free(*file);
}

static void cleanup_files(struct isoargs_files **files)
{
	isoargs_files_free(*files);
}

int isoargs_files_open(struct isoargs_image *image, const struct isoargs_report *report,
		       struct isoargs_files **ret_files, struct isoargs_error **reterr)
{
	struct isoargs_files *files IA_CLEANUP(cleanup_files) = calloc(1, sizeof(*files));
	struct ia_window whole = ia_window_whole(image);
	int r;

	if (!files)
		return ia_error_memory(reterr);
	files->image = image;
	files->report = report;
	files->meter = (struct ia_meter)IA_METER;
	whole.meter = &files->meter;
	ia_image_begin(image, IA_SOURCE_FILES_READS_MAX, IA_SOURCE_FILES_BYTES_MAX);
	r = ia_filesystems_open(&whole, report, &files->systems, reterr);
	r = ia_image_settle(image, r, reterr);
	if (r < 0)
		return ia_meter_settle(&files->meter, report->image_name, r, reterr);
	files->lookups = files->meter;
	*ret_files = IA_TAKE(files);
	return 0;
}

struct isoargs_files *isoargs_files_free(struct isoargs_files *files)
{
	if (!files)
		return NULL;
	ia_filesystems_close(&files->systems);
	free(files);
	return NULL;
}

/* Of a file in single clusters of 512 bytes a byte takes two. */
#define UNITS_PER_BYTE 4u

/*
 * Each call that reads has a whole meter, and what its bytes can take beside: how many they are was
 * not chosen by the medium.
 */
static void begin(const struct isoargs_file *file, size_t size)
{
	*file->files->meter = (struct ia_meter)IA_METER;
	ia_meter_raise(file->files->meter, (uint64_t)size * UNITS_PER_BYTE, 0);
}

/* And may ask a remote reader for what so much of a file takes, which may lie in small pieces. */
static void begin_asking(const struct isoargs_file *file, uint64_t size)
{
	ia_image_begin(file->image, IA_SOURCE_FILES_READS_MAX + size / IA_SOURCE_WINDOW,
		       IA_SOURCE_FILES_BYTES_MAX + 2 * size);
}

/* The report may be gone when the sum is needed. */
static void keep_checksum(struct isoargs_file *file, const struct ia_treeinfo *info)
{
	const char *sum = NULL;
	const char *path;

	/* .treeinfo speaks of the ISO's files, or the tree's. */
	if (ia_location_split(file->location, &path) != IA_VOLUME_ESP)
		sum = ia_treeinfo_checksum(info, path, &file->sum_type);
	if (!sum)
		return;
	file->has_sum = true;
	memcpy(file->sum, sum, ia_digest_digits(file->sum_type));
}

/* Goes on with what the lookups before have left. */
static int look_up(struct isoargs_files *files, struct isoargs_file *file,
		   struct isoargs_error **reterr)
{
	int r;

	files->meter = files->lookups;
	ia_image_begin(files->image, IA_SOURCE_FILES_READS_MAX, IA_SOURCE_FILES_BYTES_MAX);
	r = ia_filesystems_find(&files->systems, file->location, &file->files, &file->file, reterr);
	r = ia_image_settle(files->image, r, reterr);
	files->lookups = files->meter;
	if (r < 0)
		return ia_meter_settle(&files->meter, files->report->image_name, r, reterr);
	if (r == 0)
		return ia_error(reterr, -ENOENT, IA_IN_FILE(file->location), NULL,
				"there is no such file on the medium");
	return 0;
}

int isoargs_files_find(struct isoargs_files *files, const char *location,
		       struct isoargs_file **ret_file, struct isoargs_error **reterr)
{
	struct isoargs_file *file IA_CLEANUP(cleanup_file) = NULL;
	const struct isoargs_report *report = files->report;
	const char *path;
	int r;

	if (ia_location_split(location, &path) == IA_VOLUME_NONE)
		return ia_error(reterr, -EINVAL, IA_NOWHERE, NULL,
				"found \"%s\", expected ISO:/PATH, ESP:/PATH or TREE:/PATH",
				location);
	file = calloc(1, sizeof(*file));
	if (!file)
		return ia_error_memory(reterr);
	file->image = files->image;
	file->location = strdup(location);
	if (!file->location)
		return ia_error_memory(reterr);
	r = look_up(files, file, reterr);
	if (r < 0)
		return r;
	if (report->is_doubtful && !report->has_treeinfo)
		return ia_error(reterr, -EIO, IA_IN_FILE(report->treeinfo_name),
				"copy the image to where it can be read",
				"reading failed, so it is not known what this file should be");
	keep_checksum(file, &report->treeinfo);
	*ret_file = IA_TAKE(file);
	return 0;
}

int isoargs_file_open(struct isoargs_image *image, const struct isoargs_report *report,
		      const char *location, struct isoargs_file **ret_file,
		      struct isoargs_error **reterr)
{
	struct isoargs_files *files IA_CLEANUP(cleanup_files) = NULL;
	int r;

	r = isoargs_files_open(image, report, &files, reterr);
	if (r == 0)
		r = isoargs_files_find(files, location, ret_file, reterr);
	if (r < 0)
		return r;
	(*ret_file)->own = IA_TAKE(files);
	return 0;
}

struct isoargs_file *isoargs_file_free(struct isoargs_file *file)
{
	if (!file)
		return NULL;
	isoargs_files_free(file->own);
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

static int read_piece(const struct isoargs_file *file, uint64_t offset, void *buf, size_t size,
		      struct isoargs_error **reterr)
{
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	int r;

	begin(file, size);
	r = ia_files_read(file->files, &file->file, offset, buf, size, &cause);
	return r < 0 && cause ? ia_error_in_file(reterr, file->location, cause) : r;
}

int isoargs_file_read(struct isoargs_file *file, uint64_t offset, void *buf, size_t size,
		      struct isoargs_error **reterr)
{
	int r;

	if (!ia_inside(offset, size, file->file.size))
		return ia_error(reterr, -ENODATA, IA_AT_OFFSET(file->location, offset), NULL,
				"%zu bytes are asked for, the file has %" PRIu64, size,
				file->file.size);
	if (size == 0)
		return 0;
	begin_asking(file, size);
	r = read_piece(file, offset, buf, size, reterr);
	return ia_image_settle(file->image, r, reterr);
}

const char *isoargs_file_checksum(const struct isoargs_file *file, const char **ret_type)
{
	if (!file->has_sum)
		return NULL;
	if (ret_type)
		*ret_type = ia_digest_name(file->sum_type);
	return file->sum;
}

/* All bytes, into the sink and both sums; other may be NULL. */
static int pass_on(struct isoargs_file *file, isoargs_sink sink, void *user,
		   struct ia_digest *sha256, struct ia_digest *other, struct isoargs_error **reterr)
{
	uint8_t *piece IA_AUTO_FREE = malloc(IA_SINK_MAX);
	const uint64_t total = file->file.size;

	if (!piece)
		return ia_error_memory(reterr);
	for (uint64_t offset = 0; offset < total;) {
		size_t size = total - offset < IA_SINK_MAX ? (size_t)(total - offset) : IA_SINK_MAX;
		int r;

		r = read_piece(file, offset, piece, size, reterr);
		if (r < 0)
			return r;
		ia_digest_add(sha256, piece, size);
		if (other)
			ia_digest_add(other, piece, size);
		if (sink && sink(piece, size, user) != 0)
			return ia_error(reterr, -ECANCELED, IA_AT_OFFSET(file->location, offset),
					NULL, "the copy was stopped");
		offset += size;
	}
	return 0;
}

/* 1 right, 0 there is no sum to compare with. */
static int compare_sum(const struct isoargs_file *file, const struct ia_digest *digest,
		       struct isoargs_error **reterr)
{
	char hex[IA_DIGEST_HEX_MAX];
	const char *path;

	if (!file->has_sum)
		return 0;
	ia_digest_hex(digest, hex);
	if (strcmp(hex, file->sum) == 0)
		return 1;
	return ia_error(reterr, -EBADMSG, IA_IN_FILE(file->location),
			ia_location_split(file->location, &path) == IA_VOLUME_TREE
				? "fetch it again, or name another mirror"
				: "download the image again",
			"the file is damaged: its %s is %s, .treeinfo says %s",
			ia_digest_name(file->sum_type), hex, file->sum);
}

int isoargs_file_copy(struct isoargs_file *file, isoargs_sink sink, void *user, char ret_sha256[65],
		      struct isoargs_error **reterr)
{
	struct ia_digest *sha256 IA_AUTO_DIGEST = ia_digest_new(IA_DIGEST_SHA256);
	struct ia_digest *other IA_AUTO_DIGEST = NULL;
	char hex[IA_DIGEST_HEX_MAX];
	int r;

	if (file->has_sum && file->sum_type != IA_DIGEST_SHA256)
		other = ia_digest_new(file->sum_type);
	if (!sha256 || (file->has_sum && file->sum_type != IA_DIGEST_SHA256 && !other))
		return ia_error_memory(reterr);
	begin(file, 0);
	begin_asking(file, file->file.size);
	/* A file that the image does not hold to its end is not begun. */
	r = ia_filesystems_reach(file->files, &file->file, file->location, reterr);
	if (r == 0)
		r = pass_on(file, sink, user, sha256, other, reterr);
	if (r == 0)
		r = compare_sum(file, other ? other : sha256, reterr);
	r = ia_image_settle(file->image, r, reterr);
	if (r < 0)
		return r;
	ia_digest_hex(sha256, hex);
	if (ret_sha256)
		memcpy(ret_sha256, hex, 65);
	return r;
}

int isoargs_kernel_read(const struct isoargs_file *file, struct isoargs_kernel **ret_kernel,
			struct isoargs_error **reterr)
{
	struct isoargs_kernel *kernel = NULL;
	const char *path = file->location;
	int r;

	begin(file, 0);
	begin_asking(file, file->file.size);
	ia_location_split(file->location, &path);
	r = ia_kernel_new(file->files, &file->file, path, &kernel, reterr);
	r = ia_image_settle(file->image, r, reterr);
	if (r < 0) {
		isoargs_kernel_free(kernel);
		return r;
	}
	*ret_kernel = kernel;
	return 0;
}
