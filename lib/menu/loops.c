/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/loops.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "image/image.h"
#include "volume/fat/fat.h"
#include "volume/iso9660/iso9660.h"

/* A device's name ends before the first parenthesis: nobody but loopback comes to one of these. */
static const char *const names[IA_GRUB_LOOPS_MAX] = {
	")0", ")1", ")2", ")3", ")4", ")5", ")6", ")7",
};

static void close_loop(struct ia_loop *loop)
{
	ia_iso9660_free(loop->iso);
	ia_fat_free(loop->fat);
	free(loop->name);
	*loop = (struct ia_loop){0};
}

void ia_loops_free(struct ia_loops *loops)
{
	for (size_t i = 0; i < loops->count; i++)
		close_loop(&loops->list[i]);
	loops->count = 0;
}

/* The primary descriptor's, without the blanks behind it. */
static void name_iso(struct ia_loop *loop)
{
	const struct ia_iso9660_volume *volume = ia_iso9660_volume(loop->iso);
	const uint8_t *date =
		ia_ascii_is_digit((char)volume->modified[0]) ? volume->modified : volume->created;
	size_t length = sizeof(volume->id);

	while (length > 0 && volume->id[length - 1] == ' ')
		length--;
	memcpy(loop->label, volume->id, length);
	for (size_t i = 0; i < 16; i++) {
		if (!ia_ascii_is_digit((char)date[i]))
			return;
	}
	snprintf(loop->uuid, sizeof(loop->uuid), "%.4s-%.2s-%.2s-%.2s-%.2s-%.2s-%.2s",
		 (const char *)date, (const char *)date + 4, (const char *)date + 6,
		 (const char *)date + 8, (const char *)date + 10, (const char *)date + 12,
		 (const char *)date + 14);
}

/* 1 it is open; 0 it holds no file system that is known here; or an error. */
static int open_volume(struct ia_loop *loop, const struct ia_window *window,
		       struct isoargs_error **reterr)
{
	int r = ia_iso9660_open(window, NULL, &loop->iso, reterr);

	if (r > 0) {
		loop->files = ia_iso9660_files(loop->iso);
		name_iso(loop);
		return 1;
	}
	if (r == 0)
		r = ia_fat_open(window, &loop->fat, reterr);
	if (r > 0) {
		loop->files = ia_fat_files(loop->fat);
		snprintf(loop->label, sizeof(loop->label), "%s", ia_fat_volume(loop->fat)->label);
	}
	return r;
}

static int open_loop(struct ia_loop *loop, const struct ia_files *files, const char *path,
		     const struct ia_window *window, struct isoargs_error **reterr)
{
	int r = open_volume(loop, window, reterr);

	if (r == 0)
		r = ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE(path), NULL,
			     "it holds neither ISO 9660 nor FAT");
	if (r > 0 && asprintf(&loop->name, "%s:%s", files->name, path) < 0) {
		loop->name = NULL;
		r = ia_error_memory(reterr);
	}
	if (r < 0) {
		close_loop(loop);
		return r;
	}
	loop->files.name = loop->name;
	loop->offset = window->offset;
	return 1;
}

int ia_loops_open(struct ia_loops *loops, const struct ia_files *files, const char *path,
		  const char **ret, struct isoargs_error **reterr)
{
	struct ia_window window;
	struct ia_file file;
	size_t i = 0;
	int r = ia_files_find(files, path, &file, reterr);

	if (r <= 0 || file.type != IA_FILE_REGULAR)
		return r < 0 ? r : 0;
	r = ia_files_window(files, &file, &window, reterr);
	if (r < 0)
		return r;
	if (r == 0)
		return ia_error(reterr, -EOPNOTSUPP, IA_IN_FILE(path), NULL,
				"it does not lie on the medium in one piece");
	while (i < loops->count && loops->list[i].offset != window.offset)
		i++;
	if (i == IA_GRUB_LOOPS_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(path), NULL,
				"more than %u files would have to be looked into",
				IA_GRUB_LOOPS_MAX);
	if (i == loops->count) {
		r = open_loop(&loops->list[i], files, path, &window, reterr);
		if (r < 0)
			return r;
		loops->count++;
	}
	*ret = names[i];
	return 1;
}

const struct ia_loop *ia_loops_find(const struct ia_loops *loops, const char *device)
{
	for (size_t i = 0; loops && i < loops->count; i++) {
		if (strcmp(device, names[i]) == 0)
			return &loops->list[i];
	}
	return NULL;
}

int ia_loop_probe(const struct ia_loop *loop, enum ia_grub_probe kind, const char **ret)
{
	const char *answer = kind == IA_GRUB_PROBE_LABEL  ? loop->label
			     : kind == IA_GRUB_PROBE_UUID ? loop->uuid
			     : loop->iso                  ? "iso9660"
							  : "fat";

	if (!*answer)
		return 0;
	*ret = answer;
	return 1;
}
