/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/syslinux.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "menu/syslinux/line.h"
#include "menu/syslinux/parser.h"
#include "volume/files.h"

/* What following a label to another configuration takes, and each that was read: units. */
#define FOLLOW_COST 300u
#define CONFIG_COST 16u

static struct ia_syslinux_config *find_config(const struct ia_syslinux_parser *p, const char *path,
					      const char *directory)
{
	struct ia_syslinux_config *config = p->newest;

	while (config &&
	       (strcmp(config->path, path) != 0 || strcmp(config->directory, directory) != 0))
		config = config->next;
	return config;
}

static int read_nested(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
		       unsigned depth);

/* CONFIG file [directory], the directory perhaps as APPEND. Each is listed once. */
static int follow_config(struct ia_syslinux_parser *p, const struct ia_syslinux_config *config,
			 struct ia_syslinux_item *item, unsigned depth)
{
	struct isoargs_error *why IA_AUTO_ERROR = NULL;
	size_t length = ia_syslinux_word_length(item->command), size = 0;
	const char *rest = ia_syslinux_skip_blanks(item->command + length);
	const char *path = ia_path_join(p->arena, config->directory, item->command, length);
	const char *directory =
		ia_path_join(p->arena, config->directory, rest, ia_syslinux_word_length(rest));
	const char *prefix = ia_arena_printf(p->arena, "%s>", item->path);
	const struct ia_place place = {.file = item->file, .line = item->command_line};
	char *text IA_AUTO_FREE = NULL;
	int found = 0, error;

	if (!path || !directory || !prefix ||
	    ia_syslinux_spend(p, FOLLOW_COST + p->files * (CONFIG_COST + strlen(path) / 8)) < 0)
		return ia_error_memory(p->reterr);
	item->nested = find_config(p, path, directory);
	if (item->nested)
		return 0;
	if (depth >= IA_SYSLINUX_DEPTH_MAX || p->files >= IA_SYSLINUX_INCLUDES_MAX) {
		ia_note(p->notes, ISOARGS_WARNING, IA_NOTE_UNREAD_CONFIG, &place,
			"did not read \"%s\": %u files, and %u inside each other, are the most",
			path, IA_SYSLINUX_INCLUDES_MAX, IA_SYSLINUX_DEPTH_MAX);
		return 0;
	}
	p->files++;
	found = p->host->read(p->host->data, NULL, path, &text, &size, &why);
	if (found == -ENOMEM)
		return ia_error_memory(p->reterr);
	if (found <= 0 || size > IA_CONFIG_MAX) {
		ia_syslinux_note_unread(p->notes, IA_NOTE_UNREAD_CONFIG, &place, path, found, why);
		return 0;
	}
	error = ia_syslinux_parse(p, &(const struct ia_config_file){path, text, size}, directory,
				  prefix, &item->nested);
	if (error < 0)
		return error;
	item->lists_nested = true;
	return read_nested(p, item->nested, depth + 1);
}

static int read_nested(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
		       unsigned depth)
{
	int error = 0;

	for (size_t i = 0; error == 0 && i < config->count; i++) {
		struct ia_syslinux_item *item = config->items[i];

		if (item->action == IA_SYSLINUX_COMMAND && item->type == IA_SYSLINUX_CONFIG)
			error = follow_config(p, config, item, depth);
	}
	return error;
}

static int read_all(struct ia_syslinux_parser *p, struct ia_config_file file,
		    struct ia_syslinux_config **ret)
{
	struct ia_arena *arena = p->arena;
	const char *directory = NULL;
	int error;

	file.path = ia_path_join(arena, "/", file.path, strlen(file.path));
	if (file.path)
		directory = ia_path_join(arena, "/", file.path,
					 (size_t)(strrchr(file.path, '/') - file.path));
	if (!directory)
		return ia_error_memory(p->reterr);
	error = ia_syslinux_parse(p, &file, directory, "", ret);
	return error < 0 ? error : read_nested(p, *ret, 0);
}

/* What is to be told of it, out of the memory of its evaluation. */
static int keep(const struct ia_entries *menu, struct ia_arena *arena, struct ia_notes *notes,
		struct ia_entries *ret)
{
	struct ia_entries kept = *menu;

	if (menu->default_path)
		kept.default_path = ia_arena_strdup(arena, menu->default_path);
	if (menu->default_words)
		kept.default_words = ia_arena_strdup(arena, menu->default_words);
	if ((menu->default_path && !kept.default_path) ||
	    (menu->default_words && !kept.default_words) ||
	    ia_entries_keep(menu->entries, menu->count, arena, notes, &kept.entries) < 0)
		return -ENOMEM;
	*ret = kept;
	return 0;
}

int ia_syslinux_evaluate(const struct ia_menu_host *host, const struct ia_config_file *file,
			 struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			 struct isoargs_error **reterr)
{
	struct ia_arena *own IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_syslinux_parser p = {
		.host = host, .arena = own, .notes = notes, .reterr = reterr};
	const struct ia_syslinux_item *chosen = NULL;
	struct ia_syslinux_config *config = NULL;
	struct ia_entries menu = {0};
	int error;

	if (!own)
		return ia_error_memory(reterr);
	ia_arena_draw_on(own, host->meter, IA_COST_SYSLINUX);
	error = read_all(&p, *file, &config);
	if (error < 0)
		return error;
	error = ia_syslinux_choose(config, own, notes, &chosen, &menu.default_words);
	if (error == 0)
		error = ia_syslinux_list(config, chosen, own, notes, &menu);
	if (error == -E2BIG)
		return ia_error(reterr, error, IA_IN_FILE(config->path), NULL,
				"found more than %u initrds", IA_SYSLINUX_INITRDS_MAX);
	menu.default_path = chosen ? chosen->path : NULL;
	if (error < 0 || keep(&menu, arena, notes, ret) < 0)
		return ia_error_memory(reterr);
	return 0;
}
