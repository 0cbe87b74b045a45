/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: what a probe does with the file system of an image, on any bytes, packed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "packed.h"
#include "printers.h"
#include "volume/files.h"
#include "volume/iso9660/iso9660.h"

#define DEPTH     3u  /* the root and two levels */
#define NAMES_MAX 64u /* looked at in one directory */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct walk {
	const struct ia_files *files;
	const char *path;
	unsigned depth;
	unsigned names;
};

static int visit(const char *name, const struct ia_file *file, void *data);

static void list(const struct ia_files *files, const char *path, unsigned depth)
{
	struct walk walk = {.files = files, .path = path, .depth = depth};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (ia_files_list(files, path, visit, &walk, &error) < 0)
		expect_error(error);
}

static int visit(const char *name, const struct ia_file *file, void *data)
{
	struct walk *walk = data;
	char *path IA_AUTO_FREE = NULL;
	struct ia_file found;
	uint8_t bytes[16];

	if (++walk->names > NAMES_MAX)
		return 1;
	if (asprintf(&path, "%s/%s", walk->path[1] ? walk->path : "", name) < 0)
		abort();
	ia_files_find(walk->files, path, &found, NULL);
	if (file->type == IA_FILE_DIRECTORY && walk->depth < DEPTH)
		list(walk->files, path, walk->depth + 1);
	if (file->type == IA_FILE_REGULAR && file->size >= sizeof(bytes)) {
		uint64_t end = file->size - sizeof(bytes);

		ia_files_read(walk->files, file, 0, bytes, sizeof(bytes), NULL);
		ia_files_read(walk->files, file, end, bytes, sizeof(bytes), NULL);
	}
	return 0;
}

static void print_volume(const struct ia_iso9660 *iso)
{
	struct isoargs_report report = report_of_nothing();

	report.volume = *ia_iso9660_volume(iso);
	print_report(&report);
}

static void probe(struct isoargs_image *image)
{
	static const char *const paths[] = {
		"/EFI/BOOT/grub.cfg", "/boot/grub2/grub.cfg",      "/isolinux/isolinux.cfg",
		"/.treeinfo",         "/images/pxeboot/../../lnk", "/1/2/3/4/5/6/7/8/9/../f",
	};
	struct ia_iso9660 *iso IA_AUTO_ISO9660 = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_window window = ia_window_whole(image);
	struct ia_files files;
	int r;

	r = ia_iso9660_open(&window, &notes, &iso, &error);
	if (r < 0)
		expect_error(error);
	print_notes(&notes);
	if (r <= 0)
		return;
	print_volume(iso);
	files = ia_iso9660_files(iso);
	list(&files, "/", 1);
	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		struct isoargs_error *failed IA_AUTO_ERROR = NULL;
		char *text IA_AUTO_FREE = NULL;
		size_t size = 0;

		r = ia_files_slurp(&files, paths[i], 65536, &text, &size, &failed);
		if (r < 0)
			expect_error(failed);
		else if (r > 0 && text[size] != '\0')
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *bytes IA_AUTO_FREE = packed_expand(data, size, &size);
	struct isoargs_image *image = NULL;

	if (isoargs_image_open_memory(bytes, size, "fuzz", &image, NULL) == 0)
		probe(image);
	isoargs_image_free(image);
	return 0;
}
