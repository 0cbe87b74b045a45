/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "menu/syslinux/choice.h"
#include "menu/syslinux/command.h"

/*
 * What boots when nobody touches a key. One way from what starts to what boots is all that is
 * followed: at most IA_SYSLINUX_DEPTH_MAX steps, each through at most as many menus, for each of
 * which IA_SYSLINUX_ENTRIES_MAX items are looked at. That they are there was paid for.
 */

static const char *command_of(const struct ia_syslinux_choice *choice)
{
	if (!choice->item)
		return choice->command;
	if (choice->item->action != IA_SYSLINUX_COMMAND)
		return NULL;
	return choice->by_menu ? choice->item->menu_command : choice->item->command;
}

/* Does the time run out, so that ONTIMEOUT counts at the prompt? */
static bool has_ontimeout(const struct ia_syslinux_config *config)
{
	return config->ontimeout && *config->ontimeout &&
	       (config->timeout || config->total_timeout);
}

static const char *default_of(const struct ia_syslinux_config *config)
{
	return config->ui_words ? config->ui_words : config->default_words;
}

/* What starts where a configuration does; nothing without a default. */
static int choose_here(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
		       struct ia_syslinux_choice *ret)
{
	const char *words = default_of(config);

	*ret = (struct ia_syslinux_choice){.config = config};
	if (words && !config->ui_words && config->prompt && has_ontimeout(config))
		words = config->ontimeout;
	return words ? ia_syslinux_choose_command(p, config, words, ret) : 0;
}

static void note_no_default(struct ia_syslinux_parser *p, const struct ia_syslinux_config *config)
{
	if (!default_of(config))
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_NO_DEFAULT,
			IA_IN_FILE(config->path),
			"found neither DEFAULT nor UI: SYSLINUX waits at its prompt");
}

/* The whole line that it runs, NULL: none. 0 or -ENOMEM. */
static int line_of(struct ia_syslinux_parser *p, const struct ia_syslinux_choice *choice,
		   const char **ret)
{
	*ret = command_of(choice);
	if (!*ret || !choice->extra)
		return 0;
	*ret = ia_arena_printf(p->arena, "%s%s", *ret, choice->extra);
	return *ret ? 0 : -ENOMEM;
}

static enum ia_syslinux_type type_of(const struct ia_syslinux_choice *choice)
{
	return choice->item ? choice->item->type : IA_SYSLINUX_KERNEL;
}

int ia_syslinux_default_line(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
			     enum ia_syslinux_type *ret_type, const char **ret)
{
	struct ia_syslinux_choice choice;

	if (choose_here(p, config, &choice) < 0 || line_of(p, &choice, ret) < 0)
		return -ENOMEM;
	*ret_type = type_of(&choice);
	return *ret && (!choice.item || choice.extra);
}

static struct ia_syslinux_config *core_of(struct ia_syslinux_config *config)
{
	return config->core ? config->core : config;
}

/* One step on the way from a module or another configuration to what really starts. */
static int choose_next(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	struct ia_syslinux_config *core = core_of(choice->config), *menu = core;
	const char *line, *arguments, *words;
	size_t length;

	if (line_of(p, choice, &line) < 0)
		return -ENOMEM;
	if (!line)
		return 0;
	if (type_of(choice) == IA_SYSLINUX_CONFIG) {
		if (!choice->item->nested)
			return 0;
		note_no_default(p, choice->item->nested);
		return choose_here(p, choice->item->nested, choice) < 0 ? -ENOMEM : 1;
	}
	if (ia_syslinux_shows_menu(type_of(choice), line, &arguments)) {
		if (arguments && *arguments)
			menu = ia_syslinux_find_menu(p, core, arguments);
		if (!menu)
			return 0;
		*choice = ia_syslinux_choose_in_menu(menu);
		return 1;
	}
	if (ia_syslinux_resolve_type(type_of(choice), line) != IA_SYSLINUX_COM32 ||
	    !ia_syslinux_module_words(line, &words, &length))
		return 0;
	words = ia_arena_strndup(p->arena, words, length);
	return words && ia_syslinux_choose_command(p, core, words, choice) == 0 ? 1 : -ENOMEM;
}

/* What it takes to load it is not all there. */
static bool lacks_files(const struct ia_syslinux_parser *p, const struct ia_syslinux_config *config,
			enum ia_syslinux_type type, const char *line)
{
	size_t length = ia_syslinux_word_length(line);
	const char *list = line + length;

	if (type == IA_SYSLINUX_COM32 || type == IA_SYSLINUX_LOCALBOOT)
		return false;
	if (!ia_syslinux_has_file(p, config, line, length))
		return true;
	list = type == IA_SYSLINUX_LINUX ? strstr(list, "initrd=") : NULL;
	if (!list)
		return false;
	list += strlen("initrd=");
	for (;;) {
		length = strcspn(list, " ,");
		if (!ia_syslinux_has_file(p, config, list, length))
			return true;
		if (list[length] != ',')
			return false;
		list += length + 1;
	}
}

/* What ONERROR makes of what cannot be started: it stays where there is no ONERROR. */
static int choose_onerror(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	struct ia_syslinux_config *core = core_of(choice->config);
	const char *onerror = choice->by_menu ? choice->onerror : core->onerror, *line;
	enum ia_syslinux_type type;

	if (!onerror || !*onerror)
		return 0;
	if (line_of(p, choice, &line) < 0)
		return -ENOMEM;
	if (!line && choice->by_menu)
		return 0;
	type = line ? ia_syslinux_resolve_type(type_of(choice), line) : IA_SYSLINUX_LINUX;
	if (line && ia_syslinux_line_length(type_of(choice), line) <= IA_SYSLINUX_CMDLINE_MAX &&
	    !lacks_files(p, core, type, line))
		return 0;
	if (choice->by_menu) {
		*choice = ia_syslinux_choose_by_menu(choice->config, onerror);
		return 1;
	}
	/* The core puts the default's words, and not ONERROR's, behind a label's line. */
	*choice = (struct ia_syslinux_choice){.config = core,
					      .item = ia_syslinux_find_label(core, onerror)};
	line = ia_arena_printf(p->arena, "%s %s", choice->item ? "" : onerror, default_of(core));
	*(choice->item ? &choice->extra : &choice->command) = line;
	return line ? 1 : -ENOMEM;
}

/* 0 there it ends; 1 it does not; -ENOMEM. */
static int follow(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	int more = 1;

	for (unsigned i = 0; more > 0 && i <= IA_SYSLINUX_DEPTH_MAX; i++)
		more = choose_next(p, choice);
	return more;
}

static const struct ia_syslinux_item *settle(struct ia_syslinux_parser *p,
					     const struct ia_syslinux_choice *choice)
{
	const struct ia_syslinux_item *item = choice->item;

	if (choice->words)
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
			IA_AT_LINE(choice->config->default_file, choice->config->default_line, 0),
			"found no label \"%.*s\" to boot",
			(int)ia_syslinux_word_length(choice->words), choice->words);
	if (!item || item->action == IA_SYSLINUX_COMMAND)
		return item;
	ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
		IA_AT_LINE(item->file, item->line, 0),
		"found a default label \"%s\" that boots nothing", item->label);
	return NULL;
}

int ia_syslinux_choose(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
		       const struct ia_syslinux_item **ret, const char **ret_words)
{
	struct ia_syslinux_choice choice;
	int more;

	note_no_default(p, config);
	if (choose_here(p, config, &choice) < 0)
		return -ENOMEM;
	more = follow(p, &choice);
	if (more == 0) {
		more = choose_onerror(p, &choice);
		more = more > 0 ? follow(p, &choice) : more;
	}
	if (more < 0)
		return more;
	if (more > 0) {
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_DEFAULT_LOOPS,
			IA_IN_FILE(config->path),
			"found a default that leads through more than %u configurations",
			IA_SYSLINUX_DEPTH_MAX);
		choice = (struct ia_syslinux_choice){.config = config};
	}
	*ret = settle(p, &choice);
	*ret_words = *ret ? choice.extra : NULL;
	return 0;
}
