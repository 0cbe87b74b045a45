/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "extraction.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/output.h"

#define TREE_BYTES_MAX (4ull << 30) /* of all files that are extracted from one */

void extraction_cleanup(struct extraction *extraction)
{
	for (size_t i = 0; i < extraction->count; i++) {
		isoargs_file_free(extraction->items[i].file);
		atomic_close(&extraction->items[i].target);
		ia_digest_free(extraction->items[i].sum);
		free(extraction->items[i].path);
	}
	isoargs_files_free(extraction->files);
	extraction_close_folder(extraction);
}

int extraction_fail(const struct options *options, int code, const struct isoargs_error *error)
{
	options_complain(options, error);
	/* There was no memory for it. */
	if (!error)
		return EXIT_FAILED;
	switch (code) {
	case -EBADMSG:
	case -ENODATA:
	case -ENOENT:
	case -ELOOP:
	case -E2BIG:
	case -EINVAL:
	case -EOPNOTSUPP:
		return EXIT_NOT_USABLE;
	default:
		return EXIT_FAILED;
	}
}

/*
 * A name that the medium gives is written into a folder of the user's and on a terminal: nothing
 * that leads elsewhere, that is hidden there, or that means something to the terminal.
 */
static bool is_harmless(const char *location, const char *name)
{
	if (name[0] == '\0' || name[0] == '.')
		return false;
	for (const char *c = location; *c; c++) {
		if (*c < 0x20 || *c >= 0x7f)
			return false;
	}
	return true;
}

int extraction_add(struct extraction *extraction, const char *path, const char *location)
{
	const char *slash = strrchr(location, '/');
	const char *name = slash ? slash + 1 : "";

	if (!is_harmless(location, name)) {
		output_complain(path, "a file that the menu entry loads has a name that is not "
				      "written: it is empty, starts with a dot or holds other than "
				      "printable ASCII characters");
		return EXIT_NOT_USABLE;
	}
	for (size_t i = 0; i < extraction->count; i++) {
		if (strcmp(extraction->items[i].location, location) == 0)
			return EXIT_DONE;
		if (strcmp(extraction->items[i].name, name) == 0) {
			output_complain(path,
					"%s and %s have the same name and cannot both be "
					"written",
					extraction->items[i].location, location);
			return EXIT_NOT_USABLE;
		}
	}
	if (extraction->count == EXTRACTION_FILES_MAX) {
		output_complain(path, "the menu entry loads more than %d files",
				EXTRACTION_FILES_MAX);
		return EXIT_NOT_USABLE;
	}
	extraction->items[extraction->count++] = (struct extracted){
		.location = location,
		.name = name,
		.target = ATOMIC_FILE_NONE,
	};
	return EXIT_DONE;
}

int extraction_inject(struct extraction *extraction, const char *path, const char *location,
		      const struct injection *injection)
{
	/* the first of the files is the kernel */
	for (size_t i = 1; location && i < extraction->count; i++) {
		if (strcmp(extraction->items[i].location, location) != 0)
			continue;
		extraction->items[i].injection = injection;
		extraction->items[i].sum = ia_digest_new(IA_DIGEST_SHA256);
		if (extraction->items[i].sum)
			return EXIT_DONE;
		output_complain(path, "out of memory");
		return EXIT_FAILED;
	}
	output_complain(path,
			"--inject: the menu entry loads no initial RAM disk, behind which files "
			"could be put; name another one by --entry");
	return EXIT_NOT_USABLE;
}

bool extraction_needs_esp(const struct extraction *extraction)
{
	for (size_t i = 0; i < extraction->count; i++) {
		if (strncmp(extraction->items[i].location, "ESP:", 4) == 0)
			return true;
	}
	return false;
}

static int start_item(const struct extraction *extraction, struct extracted *item)
{
	/* a kickstart or a preseed may hold the hash of a password */
	const unsigned how =
		(extraction->force ? ATOMIC_REPLACES : 0) | (item->injection ? ATOMIC_PRIVATE : 0);
	size_t length = strlen(extraction->folder);
	const char *slash = length > 0 && extraction->folder[length - 1] == '/' ? "" : "/";

	if (asprintf(&item->path, "%s%s%s", extraction->folder, slash, item->name) < 0) {
		item->path = NULL;
		output_complain(extraction->folder, "out of memory");
		return EXIT_FAILED;
	}
	return atomic_open_at(&item->target, extraction->directory, item->path, how);
}

static int sink(const void *data, size_t size, void *user)
{
	struct extracted *item = user;

	item->written += size;
	if (item->bar) {
		item->bar->done += size;
		if (progress_update(item->bar->done, item->bar->total, &item->bar->progress))
			return -ECANCELED;
	}
	if (item->sum)
		ia_digest_add(item->sum, data, size);
	return atomic_write(&item->target, data, size);
}

static int find_item(struct isoargs_files *files, struct extracted *item,
		     const struct options *options)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_files_find(files, item->location, &item->file, &error);

	if (r < 0)
		return extraction_fail(options, r, error);
	item->size = isoargs_file_size(item->file);
	return EXIT_DONE;
}

static int take_nothing(const void *data, size_t size, void *user)
{
	(void)data;
	(void)size;
	(void)user;
	return 1;
}

/* More is to be written than the image has; that of one which was cut off is told as such. */
static int refuse_more(const struct extracted *item, const struct options *options,
		       uint64_t image_size)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_file_copy(item->file, take_nothing, NULL, NULL, &error);

	if (r != -ECANCELED)
		return extraction_fail(options, r, error);
	if (image_size > 0)
		output_complain(options->path,
				"%s: with its %" PRIu64 " bytes the files would have more than the "
				"image, which has %" PRIu64 "; nothing is written",
				item->location, item->size, image_size);
	else
		output_complain(options->path,
				"%s: with its %" PRIu64
				" bytes the files would have more than %llu, "
				"which no guest loads; nothing is written",
				item->location, item->size, TREE_BYTES_MAX);
	return EXIT_NOT_USABLE;
}

/*
 * Extents may overlap, and names may share them: what is written is no more than the image has, or
 * a small image would fill the disk. So would a tree, whose files may have no end.
 */
static int check_sum(const struct extraction *extraction, const struct options *options,
		     uint64_t image_size)
{
	uint64_t left = image_size > 0 ? image_size : TREE_BYTES_MAX;

	for (size_t i = 0; i < extraction->count; i++) {
		if (extraction->items[i].size > left)
			return refuse_more(&extraction->items[i], options, image_size);
		left -= extraction->items[i].size;
	}
	return EXIT_DONE;
}

/* Behind what the medium has of it. */
static int inject(struct extracted *item, const struct options *options)
{
	const struct injection *injection = item->injection;
	char hex[IA_DIGEST_HEX_MAX];
	AUTO_ERROR error = NULL;
	int r = isoargs_archive_append(injection->archive, item->written, sink, item, &error);

	if (r == -ECANCELED)
		return EXIT_FAILED;
	if (r < 0) {
		output_error(options->path, error);
		return EXIT_FAILED;
	}
	ia_digest_hex(item->sum, hex);
	memcpy(item->sha256, hex, sizeof(item->sha256));
	for (size_t i = 0; i < injection->count && options->verbose; i++)
		output_complain(item->path, "note: behind it is %s as /%s", injection->paths[i],
				injection_name(injection->paths[i]));
	return EXIT_DONE;
}

static int copy_item(struct extracted *item, const struct options *options)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_file_copy(item->file, sink, item, item->sha256, &error);

	/* The sink has said itself why. */
	if (r == -ECANCELED)
		return EXIT_FAILED;
	if (r < 0)
		return extraction_fail(options, r, error);
	item->verified = r > 0;
	if (!item->verified && options->verbose)
		output_complain(options->path, "note: %s: the medium has no checksum for it",
				item->location);
	return item->injection ? inject(item, options) : EXIT_DONE;
}

/* All of them, before the first one is begun. */
static int find_all(struct extraction *extraction, const struct options *options,
		    struct isoargs_image *image, const struct isoargs_report *report)
{
	AUTO_ERROR error = NULL;
	int r = isoargs_files_open(image, report, &extraction->files, &error);

	if (r < 0)
		return extraction_fail(options, r, error);
	for (size_t i = 0; r == EXIT_DONE && i < extraction->count; i++)
		r = find_item(extraction->files, &extraction->items[i], options);
	return r == EXIT_DONE ? check_sum(extraction, options, isoargs_image_size(image)) : r;
}

/* A bar while they are fetched; from a file they come at once. */
static void start_bar(struct extraction *extraction)
{
	for (size_t i = 0; i < extraction->count; i++) {
		extraction->bar.total += extraction->items[i].size;
		extraction->items[i].bar = &extraction->bar;
	}
	progress_start(&extraction->bar.progress, "Fetching");
}

int extraction_write(struct extraction *extraction, const struct options *options,
		     struct isoargs_image *image, const struct isoargs_report *report)
{
	int r = EXIT_DONE;

	for (size_t i = 0; r == EXIT_DONE && i < extraction->count; i++)
		r = start_item(extraction, &extraction->items[i]);
	if (r == EXIT_DONE)
		r = find_all(extraction, options, image, report);
	if (r == EXIT_DONE && options_is_fetched(options))
		start_bar(extraction);
	for (size_t i = 0; r == EXIT_DONE && i < extraction->count; i++)
		r = copy_item(&extraction->items[i], options);
	progress_end(&extraction->bar.progress);
	return r;
}

/* Without --force nobody else's file can be meant by the names of those that got theirs. */
static void take_back(struct extraction *extraction)
{
	for (size_t i = 0; i < extraction->count && !extraction->force; i++) {
		if (extraction->items[i].committed)
			unlinkat(extraction->directory, extraction->items[i].name, 0);
	}
}

static int commit(struct extraction *extraction)
{
	for (size_t i = 0; i < extraction->count; i++) {
		struct extracted *item = &extraction->items[i];
		int r = atomic_commit(&item->target);

		if (r != EXIT_DONE)
			return r;
		item->committed = true;
	}
	return EXIT_DONE;
}

int extraction_finish(struct extraction *extraction, const struct options *options)
{
	char *text = options->json ? extraction_json(extraction, options->path)
				   : extraction_lines(extraction);
	int r;

	if (!text) {
		output_complain(options->path, "out of memory");
		return EXIT_FAILED;
	}
	r = commit(extraction);
	if (r == EXIT_DONE)
		r = output_write(text);
	free(text);
	if (r == EXIT_DONE)
		extraction_keep_folder(extraction);
	else
		take_back(extraction);
	return r;
}
