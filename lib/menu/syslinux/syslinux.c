/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/syslinux.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "menu/syslinux/line.h"
#include "menu/syslinux/parser.h"
#include "volume/files.h"

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

	if (!path || !directory || !prefix)
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

int ia_syslinux_evaluate(const struct ia_menu_host *host, const struct ia_config_file *file,
			 struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			 struct isoargs_error **reterr)
{
	struct ia_syslinux_parser p = {
		.host = host, .arena = arena, .notes = notes, .reterr = reterr};
	const struct ia_syslinux_item *chosen = NULL;
	struct ia_syslinux_config *config = NULL;
	struct ia_entries menu = {0};
	int error;

	error = read_all(&p, *file, &config);
	if (error < 0)
		return error;
	error = ia_syslinux_choose(config, arena, notes, &chosen, &menu.default_words);
	if (error == 0)
		error = ia_syslinux_list(config, chosen, arena, notes, &menu);
	if (error == -E2BIG)
		return ia_error(reterr, error, IA_IN_FILE(config->path), NULL,
				"found more than %u initrds", IA_SYSLINUX_INITRDS_MAX);
	if (error < 0)
		return ia_error_memory(reterr);
	menu.default_path = chosen ? chosen->path : NULL;
	*ret = menu;
	return 0;
}
