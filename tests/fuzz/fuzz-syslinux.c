/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: files between bytes 0xff, the first is the configuration; a path that is
 * asked for gives the file that its last character's number chooses.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "grammar/grammar.h"
#include "kept.h"
#include "menu/syslinux/syslinux.h"
#include "printers.h"

#define FILES_MAX 8u

struct files {
	const char *text[FILES_MAX];
	size_t size[FILES_MAX];
	size_t count;
};

const enum grammar_form grammar_form = GRAMMAR_SYSLINUX;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int read_nth(void *data, const char *device IA_UNUSED, const char *path, char **ret,
		    size_t *ret_size, struct isoargs_error **reterr)
{
	const struct files *files = data;
	size_t number = (unsigned char)path[strlen(path) - 1] % (FILES_MAX + 1);
	char *copy;

	if (path[0] != '/')
		abort();
	if (number == FILES_MAX)
		return ia_error(reterr, -EIO, IA_IN_FILE(path), NULL, "unreadable");
	if (number >= files->count)
		return 0;
	copy = malloc(files->size[number] + 1);
	if (files->size[number] > 0)
		memcpy(copy, files->text[number], files->size[number]);
	copy[files->size[number]] = '\0';
	*ret = copy;
	*ret_size = files->size[number];
	return 1;
}

static int stat_nth(void *data, const char *device IA_UNUSED, const char *path,
		    unsigned long long *ret_size IA_UNUSED, struct isoargs_error **reterr)
{
	const struct files *files = data;
	size_t number = (unsigned char)path[strlen(path) - 1] % (FILES_MAX + 1);

	if (number == FILES_MAX)
		return ia_error(reterr, -EIO, IA_IN_FILE(path), NULL, "unreadable");
	return number < files->count;
}

static void check_entry(const struct isoargs_entry *entry)
{
	expect_kept(entry);
	if (!entry->path || !entry->title || !entry->id || !entry->file)
		abort();
	if ((entry->kernel && entry->kernel[0] != '/') || strchr(entry->title, '\n'))
		abort();
	if (entry->command && strcmp(entry->command, "linux") == 0 &&
	    (!entry->kernel || !entry->cmdline ||
	     strlen(entry->cmdline) > IA_SYSLINUX_CMDLINE_MAX ||
	     strstr(entry->cmdline, " initrd=")))
		abort();
	if (entry->command && strcmp(entry->command, "localboot") != 0 && entry->argc == 0)
		abort();
	for (size_t i = 0; i < entry->argc; i++) {
		if (strlen(entry->argv[i]) == 0)
			abort();
	}
	for (size_t i = 0; i < entry->initrd_count; i++) {
		if (entry->initrds[i][0] != '/')
			abort();
	}
}

static void check_menu(const struct ia_entries *menu)
{
	size_t defaults = 0;

	if (menu->count > IA_SYSLINUX_ENTRIES_MAX || (menu->default_words && !menu->default_path))
		abort();
	for (size_t i = 0; i < menu->count; i++) {
		check_entry(&menu->entries[i]);
		defaults += menu->entries[i].is_default;
		if (menu->entries[i].is_default &&
		    strcmp(menu->entries[i].path, menu->default_path) != 0)
			abort();
	}
	if (defaults != (menu->default_path ? 1u : 0u))
		abort();
}

static void print_menu(const struct ia_entries *menu, const struct ia_notes *notes, size_t choice)
{
	struct one_entry one;

	make_one_entry(&one, "", 7);
	one.config.loader = IA_LOADER_SYSLINUX;
	one.config.entries = menu->entries;
	one.config.count = menu->count;
	one.config.default_path = menu->default_path;
	one.report.notes = *notes;
	print_one_of(&one.report, choice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(64u * 1024u * 1024u);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_entries menu = {.count = 0x5e};
	struct files files = {0};
	struct ia_meter meter = IA_METER;
	const struct ia_menu_host host = {
		.data = &files, .meter = &meter, .read = read_nth, .stat = stat_nth};
	const char *text = (const char *)data;
	int r;

	while (files.count < FILES_MAX) {
		const char *end = size > 0 ? memchr(text, 0xff, size) : NULL;

		files.text[files.count] = text;
		files.size[files.count++] = end ? (size_t)(end - text) : size;
		if (!end)
			break;
		size -= (size_t)(end - text) + 1;
		text = end + 1;
	}
	r = ia_syslinux_evaluate(&host,
				 &(const struct ia_config_file){"/isolinux/isolinux.cfg",
								files.text[0], files.size[0]},
				 arena, &notes, &menu, &error);
	if (r == 0) {
		check_menu(&menu);
		print_menu(&menu, &notes, size);
		return 0;
	}
	if (menu.count != 0x5e || (r != -E2BIG && r != -ELOOP && r != -ENOMEM))
		abort();
	expect_error(error);
	print_notes(&notes);
	return 0;
}
