/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub-legacy/grub-legacy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/note.h"
#include "menu/grub-legacy/parser.h"

/* What an entry takes, and following configfile: units of the meter. */
#define ENTRY_COST  300u
#define FOLLOW_COST 300u

static int read_menu(struct ia_grub_legacy *legacy, const struct ia_config_file *file,
		     const char *prefix, const char **ret_default, const char **ret_fallback);

/* One is read once: false where it was, or where it would be one too many. */
static bool may_read(struct ia_grub_legacy *legacy, const char *path)
{
	for (size_t i = 0; i < legacy->file_count; i++) {
		if (strcmp(legacy->files[i], path) == 0)
			return false;
	}
	return legacy->file_count < IA_GRUB_LEGACY_FILES_MAX;
}

static void note_unread(const struct ia_grub_legacy_menu *menu, const char *path, int found,
			const struct isoargs_error *why)
{
	const char *reason = "there is no such file";

	if (found < 0)
		reason = why ? isoargs_error_message(why) : strerrordesc_np(-found);
	ia_note(menu->legacy->notes, ISOARGS_WARNING, IA_NOTE_UNREAD_CONFIG,
		IA_AT_LINE(menu->file, menu->now.entry.command_line, 0), "did not read \"%s\": %s",
		path, reason);
}

/* The text of "(device)/path", or of a path: what host->read() gives. */
static int read_file(const struct ia_grub_legacy *legacy, const char *path,
		     struct ia_config_file *ret, char **ret_text, struct isoargs_error **reterr)
{
	const struct ia_menu_host *host = legacy->host;
	const char *close = *path == '(' ? strchr(path, ')') : NULL, *device = NULL;

	if (close) {
		device = ia_arena_strndup(legacy->arena, path + 1, (size_t)(close - path) - 1);
		if (!device)
			return -ENOMEM;
		path = close + 1;
	}
	ret->path = path;
	return host->read(host->data, device, path, ret_text, &ret->size, reterr);
}

/* What configfile leads to is listed under its entry, of which *start is the path. */
static int follow(struct ia_grub_legacy_menu *menu, struct isoargs_entry *entry, const char **start)
{
	struct ia_grub_legacy *legacy = menu->legacy;
	struct isoargs_error *why IA_AUTO_ERROR = NULL;
	const char *path = menu->now.leads, *prefix, *nested = NULL, *fallback;
	struct ia_config_file file = {0};
	char *text IA_AUTO_FREE = NULL;
	size_t index = legacy->count - 1;
	int r;

	if (ia_grub_legacy_spend(legacy, FOLLOW_COST) < 0)
		return -ENOMEM;
	if (*path == '/' && entry->root)
		path = ia_arena_printf(legacy->arena, "(%s)%s", entry->root, path);
	prefix = ia_arena_printf(legacy->arena, "%s>", entry->path);
	if (!path || !prefix)
		return -ENOMEM;
	if (!may_read(legacy, path)) {
		if (legacy->file_count == IA_GRUB_LEGACY_FILES_MAX)
			ia_note(legacy->notes, ISOARGS_WARNING, IA_NOTE_UNREAD_CONFIG,
				IA_AT_LINE(menu->file, entry->command_line, 0),
				"did not read \"%s\": %u files are the most", path,
				IA_GRUB_LEGACY_FILES_MAX);
		return 0;
	}
	legacy->files[legacy->file_count++] = path;
	r = read_file(legacy, path, &file, &text, &why);
	if (r == -ENOMEM)
		return r;
	if (r <= 0) {
		note_unread(menu, path, r, why);
		return 0;
	}
	file.text = text;
	legacy->entries[index].is_submenu = true;
	r = read_menu(legacy, &file, prefix, &nested, &fallback);
	if (r == 0 && nested)
		*start = nested;
	return r;
}

/* The entry that is being read ends, with the next title or with the file. 0; -E2BIG, -ENOMEM. */
static int finish_entry(struct ia_grub_legacy_menu *menu)
{
	struct ia_grub_legacy *legacy = menu->legacy;
	struct isoargs_entry entry = menu->now.entry;
	int r = 0;

	if (!menu->now.is_known)
		return 0;
	if (legacy->count == IA_GRUB_LEGACY_ENTRIES_MAX)
		return ia_error(legacy->reterr, -E2BIG, IA_AT_LINE(menu->file, entry.line, 0), NULL,
				"found more than %u entries", IA_GRUB_LEGACY_ENTRIES_MAX);
	entry.path = ia_arena_printf(legacy->arena, "%s%zu", menu->prefix, menu->count);
	entry.id = entry.title;
	entry.file = menu->file;
	if (!entry.path || ia_grub_legacy_spend(legacy, ENTRY_COST) < 0 ||
	    ia_arena_grow(legacy->arena, &legacy->entries, legacy->count, &legacy->capacity,
			  sizeof(entry)) < 0 ||
	    ia_arena_grow(legacy->arena, &menu->starts, menu->count, &menu->capacity,
			  sizeof(*menu->starts)) < 0)
		return -ENOMEM;
	legacy->entries[legacy->count++] = entry;
	menu->starts[menu->count] = entry.path;
	if (menu->now.leads)
		r = follow(menu, &entry, &menu->starts[menu->count]);
	menu->count++;
	return r;
}

static int start_entry(struct ia_grub_legacy_menu *menu, const char *title)
{
	int r = finish_entry(menu);

	if (r < 0)
		return r;
	menu->now = (struct ia_grub_legacy_entry){
		.is_open = true,
		.entry.title = ia_arena_strdup(menu->legacy->arena, title),
		.entry.line = menu->line,
	};
	return menu->now.entry.title ? 0 : -ENOMEM;
}

static int read_lines(struct ia_grub_legacy_menu *menu)
{
	int r;

	while ((r = ia_grub_legacy_next_line(menu)) > 0) {
		const char *title;

		r = ia_grub_legacy_is_title(menu->buf, &title) ? start_entry(menu, title)
							       : ia_grub_legacy_run(menu);
		if (r < 0)
			return r;
	}
	return r < 0 ? r : finish_entry(menu);
}

/*
 * The entry that starts by itself, and the one that is tried after it failed. Fallbacks that are
 * not there are passed over; the first of them takes the place of a default that is not.
 */
static void choose(struct ia_grub_legacy_menu *menu, const char **ret_default,
		   const char **ret_fallback)
{
	unsigned chosen = menu->chosen;
	size_t at = 0, count = 0;

	for (size_t i = 0; i < menu->fallback_count; i++) {
		if (menu->fallbacks[i] < menu->count)
			menu->fallbacks[count++] = menu->fallbacks[i];
	}
	if (chosen >= menu->count) {
		chosen = count > 0 ? menu->fallbacks[at++] : 0;
		if (menu->count > 0)
			ia_note(menu->legacy->notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
				IA_AT_LINE(menu->file, menu->chosen_line, 0),
				"found default %u, and %zu entries: GRUB Legacy takes %u",
				menu->chosen, menu->count, chosen);
	}
	*ret_default = chosen < menu->count ? menu->starts[chosen] : NULL;
	*ret_fallback = at < count ? menu->starts[menu->fallbacks[at]] : NULL;
}

/* Recursion is as deep as there are files: each is read once. */
static int read_menu(struct ia_grub_legacy *legacy, const struct ia_config_file *file,
		     const char *prefix, const char **ret_default, const char **ret_fallback)
{
	struct ia_grub_legacy_menu *menu IA_AUTO_FREE = calloc(1, sizeof(*menu));
	int r;

	if (!menu)
		return -ENOMEM;
	menu->legacy = legacy;
	menu->prefix = prefix;
	menu->text = file->text;
	menu->left = file->size;
	menu->next_line = 1;
	menu->file = ia_arena_strdup(legacy->arena, file->path);
	r = menu->file ? read_lines(menu) : -ENOMEM;
	if (r == 0)
		choose(menu, ret_default, ret_fallback);
	return r;
}

/* What is to be told of it, out of the memory of its evaluation. 0; -ENOMEM. */
static int keep(struct ia_grub_legacy *legacy, const char *chosen, const char *fallback,
		struct ia_arena *arena, struct ia_entries *ret)
{
	struct ia_entries kept = {.count = legacy->count};

	for (size_t i = 0; chosen && i < legacy->count; i++)
		legacy->entries[i].is_default = strcmp(legacy->entries[i].path, chosen) == 0;
	kept.default_path = chosen ? ia_arena_strdup(arena, chosen) : NULL;
	kept.fallback_path = fallback ? ia_arena_strdup(arena, fallback) : NULL;
	if ((chosen && !kept.default_path) || (fallback && !kept.fallback_path) ||
	    ia_entries_keep(legacy->entries, legacy->count, arena, legacy->notes, &kept.entries) <
		    0)
		return -ENOMEM;
	*ret = kept;
	return 0;
}

int ia_grub_legacy_evaluate(const struct ia_menu_host *host, const struct ia_config_file *file,
			    struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			    struct isoargs_error **reterr)
{
	struct ia_arena *own IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_grub_legacy legacy = {
		.host = host,
		.arena = own,
		.notes = notes,
		.reterr = reterr,
		.files = {file->path},
		.file_count = 1,
	};
	const char *chosen = NULL, *fallback = NULL;
	int r;

	if (!own)
		return ia_error_memory(reterr);
	ia_arena_draw_on(own, host->meter, IA_COST_GRUB_LEGACY);
	if (file->size > IA_CONFIG_MAX)
		return ia_error(reterr, -E2BIG, IA_IN_FILE(file->path), NULL,
				"found %zu bytes, expected at most %u", file->size, IA_CONFIG_MAX);
	r = read_menu(&legacy, file, "", &chosen, &fallback);
	if (r == 0)
		r = keep(&legacy, chosen, fallback, arena, ret);
	return r == -ENOMEM ? ia_error_memory(reterr) : r;
}
