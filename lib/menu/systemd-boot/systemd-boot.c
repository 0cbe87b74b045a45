/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/systemd-boot/systemd-boot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"
#include "menu/systemd-boot/item.h"

/* What a name of the folder takes, and holding the pattern against an id: units of the meter. */
#define NAME_COST  300u
#define MATCH_COST 60u

/* "@saved" is what was booted last: a variable of the firmware has it, and is taken to be unset. */
static int set_default(struct ia_systemd_boot *boot, const char *file,
		       const struct ia_systemd_boot_lines *lines)
{
	if (lines->value[0] == '@' && !ia_ascii_equal_fold(lines->value, "@saved")) {
		ia_note(boot->notes, ISOARGS_INFO, IA_NOTE_UNKNOWN_DIRECTIVE,
			IA_AT_LINE(file, lines->line, 0),
			"found default \"%s\", which systemd-boot does not know", lines->value);
		return 0;
	}
	boot->pattern = ia_systemd_boot_lower(boot->arena, lines->value);
	return boot->pattern ? 0 : -ENOMEM;
}

/* Of the settings the default tells what boots; all others only when, and what is shown. */
static int read_settings(struct ia_systemd_boot *boot, const struct ia_config_file *file)
{
	static const char *const known[] = {
		"timeout",
		"editor",
		"auto-entries",
		"auto-firmware",
		"auto-poweroff",
		"auto-reboot",
		"beep",
		"console-mode",
		"log-level",
		"random-seed-mode",
		"reboot-for-bitlocker",
		"reboot-on-error",
		"secure-boot-enroll",
		"secure-boot-enroll-action",
		NULL,
	};
	struct ia_systemd_boot_lines lines = {.next = 1};
	int error = 0;

	lines.at = ia_arena_strndup(boot->arena, file->text ? file->text : "", file->size);
	if (!lines.at || ia_systemd_boot_spend(boot, file->size * IA_SYSTEMD_BOOT_BYTE_COST) < 0)
		return -ENOMEM;
	while (error == 0 && ia_systemd_boot_next(&lines)) {
		if (ia_systemd_boot_spend(boot, IA_SYSTEMD_BOOT_LINE_COST) < 0)
			error = -ENOMEM;
		else if (strcmp(lines.key, "default") == 0)
			error = set_default(boot, file->path, &lines);
		else
			ia_systemd_boot_note_key(boot, file->path, &lines, known);
	}
	return error;
}

static int visit_name(const char *name, void *data)
{
	struct ia_systemd_boot *boot = data;
	size_t length = strlen(name);

	if (ia_systemd_boot_spend(boot, NAME_COST) < 0)
		return -ENOMEM;
	if (name[0] == '.' || strncmp(name, "auto-", strlen("auto-")) == 0 ||
	    length < strlen(".conf") ||
	    !ia_ascii_equal_fold(name + length - strlen(".conf"), ".conf"))
		return 0;
	if (boot->name_count == IA_SYSTEMD_BOOT_FILES_MAX)
		return ia_error(boot->reterr, -E2BIG, IA_IN_FILE(IA_SYSTEMD_BOOT_ENTRIES), NULL,
				"found more than %u files of entries", IA_SYSTEMD_BOOT_FILES_MAX);
	if (ia_arena_grow(boot->arena, &boot->names, boot->name_count, &boot->name_capacity,
			  sizeof(*boot->names)) < 0)
		return -ENOMEM;
	boot->names[boot->name_count] = ia_arena_strdup(boot->arena, name);
	return boot->names[boot->name_count++] ? 0 : -ENOMEM;
}

/* Reads each of the files of entries, and puts them into the order of the menu. */
static int read_entries(struct ia_systemd_boot *boot)
{
	const struct ia_menu_host *host = boot->host;
	struct isoargs_error *why IA_AUTO_ERROR = NULL;
	int error = 0;

	if (host->list)
		error = host->list(host->data, NULL, IA_SYSTEMD_BOOT_ENTRIES, visit_name, boot,
				   &why);
	/* An error without a cause is the visitor's own. */
	if (error == -ENOMEM || (error == -E2BIG && !why))
		return error;
	if (error < 0)
		ia_systemd_boot_note_unread(boot, IA_SYSTEMD_BOOT_ENTRIES, error, why);
	error = 0;
	for (size_t i = 0; error == 0 && i < boot->name_count; i++)
		error = ia_systemd_boot_read(boot, boot->names[i]);
	if (error == 0 && boot->count > 1)
		qsort(boot->items, boot->count, sizeof(*boot->items), ia_systemd_boot_compare);
	return error;
}

/* The first that the default's pattern fits, else the first; NULL: there is none. 0; -ENOMEM. */
static int choose(const struct ia_systemd_boot *boot, struct isoargs_entry *entries)
{
	const char *pattern = boot->pattern;
	size_t length = pattern ? strlen(pattern) : 0, chosen = 0;

	for (size_t i = 0; pattern && i < boot->count; i++) {
		const char *id = entries[i].id;

		if (ia_systemd_boot_spend(boot, MATCH_COST + length * (1 + strlen(id))) < 0)
			return -ENOMEM;
		if (ia_systemd_boot_matches(pattern, id)) {
			chosen = i;
			break;
		}
	}
	if (boot->count > 0)
		entries[chosen].is_default = true;
	return 0;
}

/* What is to be told of it, out of the memory of its evaluation. 0; -ENOMEM. */
static int keep(struct ia_systemd_boot *boot, struct ia_arena *arena, struct ia_entries *ret)
{
	struct isoargs_entry *entries =
		ia_arena_array(boot->arena, boot->count + 1, sizeof(*entries));
	struct ia_entries kept = {.count = boot->count};

	if (!entries || ia_systemd_boot_tell_apart(boot->items, boot->count, boot->arena) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < boot->count; i++) {
		entries[i] = boot->items[i]->entry;
		entries[i].path = ia_arena_printf(boot->arena, "%zu", i);
		if (!entries[i].path)
			return -ENOMEM;
	}
	if (choose(boot, entries) < 0 ||
	    ia_entries_keep(entries, boot->count, arena, boot->notes, &kept.entries) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < kept.count; i++) {
		if (kept.entries[i].is_default)
			kept.default_path = kept.entries[i].path;
	}
	*ret = kept;
	return 0;
}

int ia_systemd_boot_evaluate(const struct ia_menu_host *host, const struct ia_config_file *file,
			     struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			     struct isoargs_error **reterr)
{
	struct ia_arena *own IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_systemd_boot boot = {
		.host = host, .arena = own, .notes = notes, .reterr = reterr};
	int error;

	if (!own)
		return ia_error_memory(reterr);
	ia_arena_draw_on(own, host->meter, IA_COST_SYSTEMD_BOOT);
	if (file->size > IA_CONFIG_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(file->path), NULL,
				"found %zu bytes, expected at most %u", file->size, IA_CONFIG_MAX);
	error = read_settings(&boot, file);
	if (error == 0)
		error = read_entries(&boot);
	if (error == 0)
		error = keep(&boot, arena, ret);
	return error == -ENOMEM ? ia_error_memory(reterr) : error;
}
