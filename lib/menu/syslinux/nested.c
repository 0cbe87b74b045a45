/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "menu/syslinux/command.h"
#include "menu/syslinux/parser.h"
#include "volume/files.h"

/* The configurations that one leads to. Each is read once, and listed where it was found first. */

/* What following a label to another configuration takes, and each that was read: units. */
#define FOLLOW_COST 300u
#define CONFIG_COST 16u

/* The way there. */
struct way {
	struct ia_syslinux_config *from;
	struct ia_place place;
	unsigned depth;
};

static int spend(const struct ia_syslinux_parser *p, const char *name)
{
	return ia_syslinux_spend(p, FOLLOW_COST + p->configs * (CONFIG_COST + strlen(name) / 8));
}

static bool is_too_deep(struct ia_syslinux_parser *p, const struct way *way, const char *path)
{
	if (p->is_cut || way->depth < IA_SYSLINUX_DEPTH_MAX)
		return p->is_cut;
	ia_syslinux_note(&p->said, ISOARGS_WARNING, IA_NOTE_UNREAD_CONFIG, &way->place,
			 "did not read \"%s\": %u inside each other are the most", path,
			 IA_SYSLINUX_DEPTH_MAX);
	return true;
}

/* Where its relative paths start: in the directory of the one before, or in a given one. */
static const char *directory_of(struct ia_syslinux_parser *p, const struct way *way,
				const char *given)
{
	size_t length = ia_syslinux_word_length(given);
	const char *path = ia_path_join(p->arena, way->from->directory, given, length);

	if (!path || length == 0 || ia_syslinux_has_directory(p, path))
		return path;
	return way->from->directory;
}

/* CONFIG file [directory], the directory perhaps as APPEND. 1 it was read now; 0; -ENOMEM. */
static int read_config(struct ia_syslinux_parser *p, const struct way *way, const char *command,
		       struct ia_syslinux_config **ret)
{
	size_t length = ia_syslinux_word_length(command);
	const char *path = ia_path_join(p->arena, way->from->directory, command, length);
	const char *directory = directory_of(p, way, ia_syslinux_skip_blanks(command + length));
	struct ia_config_file file;
	int r;

	if (!path || !directory || spend(p, path) < 0)
		return -ENOMEM;
	*ret = ia_syslinux_find_config(p, path, directory);
	if (*ret || is_too_deep(p, way, path))
		return 0;
	r = ia_syslinux_fetch(p, IA_NOTE_UNREAD_CONFIG, &way->place, path, &file);
	if (r <= 0)
		return r;
	*ret = ia_syslinux_begin(p, file.path, directory);
	r = *ret ? ia_syslinux_read(p, &file) : -ENOMEM;
	if (r == 0)
		r = ia_syslinux_end(p);
	return r < 0 ? r : 1;
}

static int read_menu_file(struct ia_syslinux_parser *p, const struct way *way,
			  struct ia_syslinux_config *menu, const char *name)
{
	size_t length = ia_syslinux_word_length(name);
	const struct ia_syslinux_config *core = menu->core;
	struct ia_config_file file;
	const char *path;
	int r;

	menu->has_core |= length == 1 && *name == '~';
	path = length == 1 && *name == '~' ? core->path
					   : ia_path_join(p->arena, core->directory, name, length);
	if (!path)
		return -ENOMEM;
	r = ia_syslinux_fetch(p, IA_NOTE_UNREAD_CONFIG, &way->place, path, &file);
	if (r <= 0)
		return r;
	menu->path = file.path;
	return ia_syslinux_read(p, &file);
}

/*
 * menu.c32 file …: one menu of all of them, as if they were one; "~" is the running configuration,
 * in whose directory they lie. 1 they were read now; 0; -ENOMEM.
 */
static int read_menu(struct ia_syslinux_parser *p, const struct way *way, const char *arguments,
		     struct ia_syslinux_config **ret)
{
	struct ia_syslinux_config *core = way->from->core ? way->from->core : way->from, *menu;
	int r = 0;

	if (spend(p, arguments) < 0)
		return -ENOMEM;
	*ret = ia_syslinux_find_menu(p, core, arguments);
	if (*ret || is_too_deep(p, way, arguments))
		return 0;
	menu = ia_syslinux_begin(p, core->path, core->directory);
	if (!menu)
		return -ENOMEM;
	menu->core = core;
	menu->arguments = arguments;
	for (const char *s = arguments; r == 0 && *s; s = ia_syslinux_skip_blanks(s)) {
		r = read_menu_file(p, way, menu, s);
		s += ia_syslinux_word_length(s);
	}
	if (r == 0)
		r = ia_syslinux_end(p);
	if (r < 0)
		return r;
	*ret = menu;
	return 1;
}

/* The files that a line has a menu's module read; NULL: none. */
static const char *files_of(enum ia_syslinux_type type, const char *line)
{
	const char *arguments = NULL;

	return ia_syslinux_shows_menu(type, line, &arguments) && arguments && *arguments ? arguments
											 : NULL;
}

/* The menu that is shown where a configuration starts. */
static int follow_default(struct ia_syslinux_parser *p, struct way *way)
{
	struct ia_syslinux_config *config = way->from;
	enum ia_syslinux_type type;
	const char *line, *files;
	int r = config->core ? 0 : ia_syslinux_default_line(p, config, &type, &line);

	files = r > 0 ? files_of(type, line) : NULL;
	if (r < 0 || !files)
		return r < 0 ? r : 0;
	way->place = (struct ia_place){.file = config->default_file, .line = config->default_line};
	r = read_menu(p, way, files, &config->shown);
	config->lists_shown = r > 0;
	return r > 0 ? ia_syslinux_read_nested(p, config->shown, way->depth + 1) : r;
}

static int follow_item(struct ia_syslinux_parser *p, struct way *way, struct ia_syslinux_item *item)
{
	enum ia_syslinux_type type = item->type;
	const char *line = ia_syslinux_take_type(item->command, &type);
	const char *files = files_of(type, line);
	int r = 0;

	way->place = (struct ia_place){
		.file = item->file,
		.line = item->command_line ? item->command_line : item->line,
	};
	if (type == IA_SYSLINUX_CONFIG)
		r = read_config(p, way, line, &item->nested);
	else if (files)
		r = read_menu(p, way, files, &item->nested);
	item->lists_nested = r > 0;
	return r > 0 ? ia_syslinux_read_nested(p, item->nested, way->depth + 1) : r;
}

int ia_syslinux_read_nested(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
			    unsigned depth)
{
	struct way way = {.from = config, .depth = depth};
	int r = follow_default(p, &way);

	for (size_t i = 0; r == 0 && i < config->count; i++) {
		if (config->items[i]->action == IA_SYSLINUX_COMMAND)
			r = follow_item(p, &way, config->items[i]);
	}
	return r;
}
