/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first byte picks the dialect, the rest is the configuration. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "grammar/grammar.h"
#include "kept.h"
#include "menu/grub/eval/state.h"
#include "menu/grub/grub.h"
#include "printers.h"

const enum grammar_form grammar_form = GRAMMAR_GRUB;

/* Most inputs come to be endless loops: they are let go on for so many steps of their budget. */
#define STEPS 5000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	const char *path;
	const char *text;
} files[] = {
	{"/a.cfg", "set a=1\nmenuentry \"a $a\" { linux /k $a }\n"},
	{"/self.cfg", "source /self.cfg\n"},
	{"/boot/grub/grubenv", "# GRUB Environment Block\nsaved_entry=a\\\\b\nx=y\n####"},
	{"/loader/entries/a-1.conf", "title A\nlinux /k\noptions $o 'q'\ninitrd /i\n"},
	{"/loader/entries/a-10.conf", "title B\nversion 2\nlinux /k2\n"},
};

static const char *find(const char *device, const char *path)
{
	for (size_t i = 0; i < IA_COUNT(files); i++) {
		if (strcmp(device, "cd0") == 0 && strcmp(files[i].path, path) == 0)
			return files[i].text;
	}
	return NULL;
}

static int host_read(void *host IA_UNUSED, const char *device, const char *path, char **ret,
		     size_t *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	const char *text = find(device, path);

	if (!text)
		return 0;
	*ret = strdup(text);
	*ret_size = strlen(text);
	return 1;
}

static int host_stat(void *host IA_UNUSED, const char *device, const char *path,
		     unsigned long long *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	const char *text = find(device, path);

	if (text && ret_size)
		*ret_size = strlen(text);
	return text != NULL;
}

static int host_search(void *host IA_UNUSED, enum ia_grub_search kind, const char *key,
		       const char **ret_device, struct isoargs_error **reterr IA_UNUSED)
{
	if (kind == IA_GRUB_SEARCH_FILE ? !find("cd0", key) : strcmp(key, "L") != 0)
		return 0;
	*ret_device = "cd0";
	return 1;
}

static int host_list(void *host IA_UNUSED, const char *device, const char *path,
		     int (*visit)(const char *name, void *visit_data), void *visit_data,
		     struct isoargs_error **reterr IA_UNUSED)
{
	int r = 0;

	if (!device)
		return visit("cd0", visit_data);
	for (size_t i = 0; i < IA_COUNT(files) && r == 0; i++) {
		size_t length = strlen(path);

		if (strncmp(files[i].path, path, length) == 0 && files[i].path[length] != '\0')
			r = visit(files[i].path + length + (files[i].path[length] == '/'),
				  visit_data);
	}
	return r;
}

static void print_menu(const struct ia_entries *menu, const struct ia_notes *notes, size_t choice)
{
	struct one_entry one;

	make_one_entry(&one, "", 7);
	one.config.entries = menu->entries;
	one.config.count = menu->count;
	one.config.default_path = menu->default_path;
	one.config.fallback_path = menu->fallback_path;
	one.report.notes = *notes;
	print_one_of(&one.report, choice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_meter meter = {.work_max = STEPS * IA_GRUB_STEP, .kept_max = IA_KEPT_MAX};
	const struct ia_menu_host host = {
		.meter = &meter,
		.read = host_read,
		.stat = host_stat,
		.search = host_search,
		.list = host_list,
	};
	struct ia_grub_setup setup = {
		.platform = "efi",
		.cpu = "x86_64",
		.root = "cd0",
		.prefix = "/boot/grub",
		.host = &host,
	};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_entries menu;

	if (size == 0 || size > IA_CONFIG_MAX)
		return 0;
	setup.dialect = (enum ia_grub_dialect)(data[0] % 4);
	if (ia_grub_evaluate(&setup,
			     &(const struct ia_config_file){"/boot/grub/grub.cfg",
							    (const char *)data + 1, size - 1},
			     arena, &notes, &menu, &error) < 0) {
		expect_error(error);
		print_notes(&notes);
		return 0;
	}
	for (size_t i = 0; i < menu.count; i++) {
		const struct isoargs_entry *entry = &menu.entries[i];

		if (!entry->path || entry->path[strspn(entry->path, "0123456789>{}")] ||
		    !entry->title || !entry->id || !entry->command != !entry->kernel)
			abort();
		expect_kept(entry);
	}
	print_menu(&menu, &notes, size);
	return 0;
}
