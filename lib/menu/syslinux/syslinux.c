/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/syslinux.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "menu/syslinux/parser.h"
#include "volume/files.h"

static int read_all(struct ia_syslinux_parser *p, struct ia_config_file file,
		    struct ia_syslinux_config **ret)
{
	struct ia_arena *arena = p->arena;
	const char *directory = NULL;
	int r;

	if (file.size > IA_CONFIG_MAX)
		return ia_error(p->reterr, -E2BIG, IA_IN_FILE(file.path), NULL,
				"found %zu bytes, expected at most %u", file.size, IA_CONFIG_MAX);
	file.path = ia_path_join(arena, "/", file.path, strlen(file.path));
	if (file.path)
		directory = ia_path_join(arena, "/", file.path,
					 (size_t)(strrchr(file.path, '/') - file.path));
	if (!directory || ia_syslinux_know(p, &file) < 0)
		return -ENOMEM;
	*ret = ia_syslinux_begin(p, file.path, directory);
	r = *ret ? ia_syslinux_read(p, &file) : -ENOMEM;
	if (r == 0)
		r = ia_syslinux_end(p);
	return r < 0 ? r : ia_syslinux_read_nested(p, *ret, 0);
}

/* The line of the words behind DEFAULT's label, if they are these and it stands in the file itself. */
static unsigned line_of(const struct ia_syslinux_config *config, const char *words)
{
	const char *all = config->default_words;
	size_t length = words ? strlen(words) : 0;

	if (!words || !all || config->ui_words || strlen(all) < length ||
	    strcmp(all + strlen(all) - length, words) != 0 ||
	    !ia_text_equal(config->default_file, config->path))
		return 0;
	return config->default_line;
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
		.host = host,
		.arena = own,
		.said.notes = notes,
		.reterr = reterr,
		.work_max = ia_meter_work(host->meter) + IA_SYSLINUX_WORK_MAX,
		.kept_max = (host->meter ? host->meter->kept : 0) + IA_SYSLINUX_KEPT_MAX,
	};
	const struct ia_syslinux_item *chosen = NULL;
	struct ia_syslinux_config *config = NULL;
	struct ia_entries menu = {0};
	int error;

	if (!own)
		return ia_error_memory(reterr);
	ia_arena_draw_on(own, host->meter, IA_COST_SYSLINUX);
	error = read_all(&p, *file, &config);
	ia_syslinux_note_absent(&p);
	if (error == 0)
		error = ia_syslinux_choose(&p, config, &chosen, &menu.default_words);
	if (error == 0)
		error = ia_syslinux_list(&p, config, chosen, &menu);
	if (error == 0) {
		menu.default_path = chosen ? chosen->path : NULL;
		menu.default_line = line_of(config, menu.default_words);
		error = keep(&menu, arena, notes, ret);
	}
	return error == -ENOMEM ? ia_error_memory(reterr) : error;
}
