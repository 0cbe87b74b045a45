/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: files between bytes 0xff, the first is loader.conf; of all others the first
 * line is the name. What is named with an x is there, with a y it cannot be told.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "kept.h"
#include "menu/systemd-boot/systemd-boot.h"
#include "printers.h"

#define FILES_MAX 16u
#define FOLDER    "/loader/entries"

struct files {
	char *text[FILES_MAX]; /* name and text, each with its end */
	size_t size[FILES_MAX];
	size_t count;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int read_named(void *data, const char *device, const char *path, char **ret,
		      size_t *ret_size, struct isoargs_error **reterr)
{
	const struct files *files = data;

	if (device || strncmp(path, FOLDER "/", strlen(FOLDER "/")) != 0)
		abort();
	path += strlen(FOLDER "/");
	for (size_t i = 1; i < files->count; i++) {
		size_t name = strlen(files->text[i]);

		if (strcmp(files->text[i], path) != 0)
			continue;
		if (name == files->size[i])
			return ia_error(reterr, -EIO, IA_IN_FILE(path), NULL, "unreadable");
		*ret_size = files->size[i] - name - 1;
		*ret = malloc(*ret_size + 1);
		memcpy(*ret, files->text[i] + name + 1, *ret_size + 1);
		return 1;
	}
	return 0;
}

static int stat_named(void *data IA_UNUSED, const char *device, const char *path,
		      unsigned long long *ret_size IA_UNUSED, struct isoargs_error **reterr)
{
	if (device || path[0] != '/')
		abort();
	if (strchr(path, 'y'))
		return ia_error(reterr, -EIO, IA_IN_FILE(path), NULL, "unreadable");
	return strchr(path, 'x') != NULL;
}

static int list_names(void *data, const char *device, const char *path,
		      int (*visit)(const char *name, void *visit_data), void *visit_data,
		      struct isoargs_error **reterr)
{
	const struct files *files = data;
	int r = 0;

	if (device || strcmp(path, FOLDER) != 0)
		abort();
	for (size_t i = 1; r == 0 && i < files->count; i++)
		r = visit(files->text[i], visit_data);
	return r == 0 && files->count == FILES_MAX
		       ? ia_error(reterr, -EIO, IA_IN_FILE(path), NULL, "unreadable")
		       : r;
}

static void check_entry(const struct isoargs_entry *entry)
{
	expect_kept(entry);
	if (!entry->path || !entry->title || !entry->id || !entry->file || !entry->command ||
	    !entry->kernel || entry->kernel[0] != '/' || !entry->cmdline || entry->argc == 0)
		abort();
	if (entry->initrd_count > 0 && strcmp(entry->command, "linux") != 0)
		abort();
	for (size_t i = 0; i < entry->initrd_count; i++) {
		if (entry->initrds[i][0] != '/')
			abort();
	}
	if (strpbrk(entry->cmdline, "\n\r"))
		abort();
}

static void check_menu(const struct ia_entries *menu)
{
	size_t defaults = 0;

	if (menu->count >= FILES_MAX)
		abort();
	for (size_t i = 0; i < menu->count; i++) {
		check_entry(&menu->entries[i]);
		defaults += menu->entries[i].is_default;
		if (menu->entries[i].is_default &&
		    strcmp(menu->entries[i].path, menu->default_path) != 0)
			abort();
	}
	if (defaults != (menu->count > 0) || (menu->count > 0) != (menu->default_path != NULL))
		abort();
}

static void print_menu(const struct ia_entries *menu, const struct ia_notes *notes, size_t choice)
{
	struct one_entry one;

	make_one_entry(&one, "", 7);
	one.config.loader = IA_LOADER_SYSTEMD_BOOT;
	one.config.entries = menu->entries;
	one.config.count = menu->count;
	one.config.default_path = menu->default_path;
	one.report.notes = *notes;
	print_one_of(&one.report, choice);
}

/* Copies, as names end in NUL there. */
static void cut(struct files *files, const char *text, size_t size)
{
	while (files->count < FILES_MAX) {
		const char *end = size > 0 ? memchr(text, 0xff, size) : NULL;
		size_t length = end ? (size_t)(end - text) : size;
		char *copy = calloc(1, length + 1), *line;

		if (length > 0)
			memcpy(copy, text, length);
		line = files->count > 0 ? memchr(copy, '\n', length) : NULL;
		if (line)
			*line = '\0';
		files->text[files->count] = copy;
		files->size[files->count++] = length;
		if (!end)
			break;
		size -= length + 1;
		text = end + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(64u * 1024u * 1024u);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_entries menu = {.count = 0x5e};
	struct files files = {0};
	const struct ia_menu_host host = {
		.data = &files, .read = read_named, .stat = stat_named, .list = list_names};
	int r;

	cut(&files, (const char *)data, size);
	r = ia_systemd_boot_evaluate(
		&host,
		&(const struct ia_config_file){"/loader/loader.conf", files.text[0], files.size[0]},
		arena, &notes, &menu, &error);
	for (size_t i = 0; i < files.count; i++)
		free(files.text[i]);
	if (r == 0) {
		check_menu(&menu);
		print_menu(&menu, &notes, size);
		return 0;
	}
	if (menu.count != 0x5e || (r != -E2BIG && r != -ENOMEM))
		abort();
	expect_error(error);
	print_notes(&notes);
	return 0;
}
