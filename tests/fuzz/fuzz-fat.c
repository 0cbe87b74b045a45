/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "packed.h"
#include "printers.h"
#include "volume/fat/fat.h"

/* Every file of a volume, found, listed and read: what a boot menu search does with an ESP. */

#define FILES_MAX  64u
#define DEPTH_MAX  3u
#define READ_BYTES 70000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct walk {
	struct ia_files files;
	unsigned visited;
	unsigned depth;
	uint8_t *buf;
};

static int visit(const char *name, const struct ia_file *file, void *data)
{
	struct walk *walk = data;
	const struct ia_files *files = &walk->files;

	if (!name[0])
		abort();
	if (walk->visited++ >= FILES_MAX)
		return 1;
	if (file->type == IA_FILE_DIRECTORY) {
		if (walk->depth < DEPTH_MAX) {
			walk->depth++;
			files->ops->list(files->fs, file, visit, walk, NULL);
			walk->depth--;
		}
		return 0;
	}
	if (file->size <= READ_BYTES) {
		size_t size = (size_t)file->size;

		ia_files_read(files, file, size / 2, walk->buf, size - size / 2, NULL);
		ia_files_read(files, file, 0, walk->buf, size, NULL);
	}
	return 0;
}

static void print(const struct ia_fat *fat)
{
	struct isoargs_report report = report_of_nothing();

	report.has_tables = report.has_esp = true;
	report.esp.via = "fuzz";
	report.esp.volume = *ia_fat_volume(fat);
	print_report(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = {"EFI/BOOT/grub.cfg", "/efi/../EFI/boot/BOOTX64.EFI",
					    "a name that is much longer than thirteen.cfg"};
	struct isoargs_image *image = NULL;
	uint8_t *bytes IA_AUTO_FREE = packed_expand(data, size, &size);
	struct isoargs_error *failed IA_AUTO_ERROR = NULL;
	struct ia_fat *fat = NULL;
	struct walk walk = {0};
	struct ia_window window;
	struct ia_file file;
	int r;

	if (isoargs_image_open_memory(bytes, size, "fuzz", &image, NULL) < 0)
		return 0;
	window = ia_window_whole(image);
	r = ia_fat_open(&window, &fat, &failed);
	if (r < 0)
		expect_error(failed);
	if (r == 1) {
		print(fat);
		walk.files = ia_fat_files(fat);
		walk.buf = malloc(READ_BYTES);
		for (size_t i = 0; walk.buf && i < sizeof(paths) / sizeof(paths[0]); i++) {
			struct isoargs_error *error = NULL;

			if (walk.files.ops->find(fat, paths[i], &file, &error) < 0)
				expect_error(error);
			isoargs_error_free(error);
		}
		if (walk.buf && walk.files.ops->find(fat, "/", &file, NULL) == 1)
			walk.files.ops->list(fat, &file, visit, &walk, NULL);
		free(walk.buf);
	}
	ia_fat_free(fat);
	isoargs_image_free(image);
	return 0;
}
