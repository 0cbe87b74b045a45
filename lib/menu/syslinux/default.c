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
	return config->ontimeout && *config->ontimeout && !config->never_prompts &&
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
	bool prompts = !default_of(config) || (!config->ui_words && config->prompt);
	const char *words =
		prompts && has_ontimeout(config) ? config->ontimeout : default_of(config);

	*ret = (struct ia_syslinux_choice){.config = config};
	return words ? ia_syslinux_choose_command(p, config, words, ret) : 0;
}

static void note_no_default(struct ia_syslinux_parser *p, const struct ia_syslinux_config *config)
{
	if (!default_of(config) && !has_ontimeout(config))
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

static bool is_too_long(enum ia_syslinux_type type, const char *line)
{
	return ia_syslinux_line_length(type, line) > IA_SYSLINUX_CMDLINE_MAX;
}

int ia_syslinux_default_line(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
			     enum ia_syslinux_type *ret_type, const char **ret)
{
	struct ia_syslinux_choice choice;

	if (choose_here(p, config, &choice) < 0 || line_of(p, &choice, ret) < 0)
		return -ENOMEM;
	*ret_type = type_of(&choice);
	if (*ret)
		*ret = ia_syslinux_take_type(*ret, ret_type);
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
	enum ia_syslinux_type type = type_of(choice);
	const char *line, *arguments, *words;
	size_t length;

	if (line_of(p, choice, &line) < 0)
		return -ENOMEM;
	if (!line || is_too_long(type, line))
		return 0;
	line = ia_syslinux_take_type(line, &type);
	if (type == IA_SYSLINUX_CONFIG) {
		if (!choice->item || !choice->item->nested)
			return 0;
		note_no_default(p, choice->item->nested);
		return choose_here(p, choice->item->nested, choice) < 0 ? -ENOMEM : 1;
	}
	if (ia_syslinux_shows_menu(type, line, &arguments)) {
		if (arguments && *arguments)
			menu = ia_syslinux_find_menu(p, core, arguments);
		if (!menu)
			return 0;
		*choice = ia_syslinux_choose_in_menu(menu);
		if (!choice->leaves || !has_ontimeout(core))
			return 1;
		return ia_syslinux_choose_command(p, core, core->ontimeout, choice) < 0 ? -ENOMEM
											: 1;
	}
	if (ia_syslinux_resolve_type(type, line) != IA_SYSLINUX_COM32 ||
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
	const char *list = NULL, *name;

	if (type == IA_SYSLINUX_COM32 || type == IA_SYSLINUX_LOCALBOOT)
		return false;
	if (!ia_syslinux_has_file(p, config, line, length))
		return true;
	if (type == IA_SYSLINUX_LINUX)
		list = ia_syslinux_initrds(line + length);
	while (ia_syslinux_next_initrd(&list, &name, &length)) {
		if (!ia_syslinux_has_file(p, config, name, length))
			return true;
	}
	return false;
}

/* Does nothing come of it? 1, 0 or -ENOMEM. */
static int fails(struct ia_syslinux_parser *p, const struct ia_syslinux_choice *choice)
{
	enum ia_syslinux_type type = type_of(choice);
	const char *line;

	if (line_of(p, choice, &line) < 0)
		return -ENOMEM;
	/* Where there is no default there is nothing that fails. */
	if (!line)
		return !choice->by_menu && (choice->item || choice->words);
	if (is_too_long(type, line))
		return 1;
	line = ia_syslinux_take_type(line, &type);
	return lacks_files(p, core_of(choice->config), ia_syslinux_resolve_type(type, line), line);
}

/* 0 there it ends; 1 it does not; -ENOMEM. */
static int follow(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	int more = 1;

	for (unsigned i = 0; more > 0 && i <= IA_SYSLINUX_DEPTH_MAX; i++)
		more = choose_next(p, choice);
	return more;
}

/* What ONERROR starts: the core puts the default's words, and not its own, behind a label's line. */
static int choose_onerror(struct ia_syslinux_parser *p, struct ia_syslinux_config *core,
			  struct ia_syslinux_choice *ret)
{
	const char *words = default_of(core) ? default_of(core) : "", *line;

	*ret = (struct ia_syslinux_choice){
		.config = core,
		.item = ia_syslinux_find_label(core, core->onerror),
	};
	line = ia_arena_printf(p->arena, "%s %s", ret->item ? "" : core->onerror, words);
	*(ret->item ? &ret->extra : &ret->command) = line;
	return line ? 0 : -ENOMEM;
}

/* Takes what another choice leads to, if that does not fail, too: 1; 0; -ENOMEM. */
static int take(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice,
		struct ia_syslinux_choice other)
{
	int r = follow(p, &other);

	r = r == 0 ? fails(p, &other) : r;
	if (r != 0)
		return r < 0 ? r : 0;
	*choice = other;
	return 1;
}

static bool is_given(const char *words)
{
	return words && *words;
}

static int recover_at_prompt(struct ia_syslinux_parser *p, struct ia_syslinux_config *core,
			     struct ia_syslinux_choice *choice)
{
	struct ia_syslinux_choice other;
	int r = 0;

	if (is_given(core->onerror)) {
		r = choose_onerror(p, core, &other);
		r = r < 0 ? r : take(p, choice, other);
	}
	if (r == 0 && has_ontimeout(core)) {
		r = ia_syslinux_choose_command(p, core, core->ontimeout, &other);
		r = r < 0 ? r : take(p, choice, other);
	}
	return r;
}

/*
 * What starts after what fails: what ONERROR says, or the prompt comes, and its time runs out; of a
 * menu, what MENU ONERROR says. What needs no files is not asked for any. 0 or -ENOMEM.
 */
static int recover(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	struct ia_syslinux_config *core = core_of(choice->config);
	bool has_way = choice->by_menu ? is_given(choice->onerror)
				       : is_given(core->onerror) || has_ontimeout(core);
	int r = has_way ? fails(p, choice) : 0;

	if (r <= 0)
		return r;
	if (choice->by_menu)
		r = take(p, choice, ia_syslinux_choose_by_menu(choice->config, choice->onerror));
	else
		r = recover_at_prompt(p, core, choice);
	return r < 0 ? r : 0;
}

/* The label that has that very line: Debian's ONTIMEOUT writes out one of its labels. */
static const struct ia_syslinux_item *find_line(const struct ia_syslinux_config *config,
						const char *line)
{
	for (size_t i = 0; i < config->count; i++) {
		const struct ia_syslinux_item *item = config->items[i];

		if (item->action == IA_SYSLINUX_COMMAND && item->type == IA_SYSLINUX_KERNEL &&
		    strcmp(item->command, line) == 0)
			return item;
	}
	return NULL;
}

/* A command line that is no label's becomes an entry, the last one, so that it can be told. */
static int add_command(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	struct ia_syslinux_config *core = core_of(choice->config);
	struct ia_syslinux_item *item = ia_arena_alloc(p->arena, sizeof(*item));
	enum ia_syslinux_type type = IA_SYSLINUX_KERNEL;
	const char *command = choice->command, *file = ia_syslinux_take_type(command, &type);

	if (!item || ia_arena_grow(p->arena, &core->items, core->count, &core->capacity,
				   sizeof(struct ia_syslinux_item *)) < 0)
		return -ENOMEM;
	*item = (struct ia_syslinux_item){
		.menu = core->hidden,
		.place = core->root,
		.label = ia_arena_strndup(p->arena, file, ia_syslinux_word_length(file)),
		.command = command,
		.menu_command = command,
		.file = core->default_file,
		.line = core->default_line,
		.command_line = core->default_line,
	};
	item->name = item->title = item->label;
	core->items[core->count++] = item;
	p->items++;
	choice->item = item;
	return item->label ? 0 : -ENOMEM;
}

/* What is added can make a line too long; of one that is so by itself its entry tells. */
static int refuse_too_long(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	enum ia_syslinux_type type = type_of(choice);
	const char *line;

	if (line_of(p, choice, &line) < 0)
		return -ENOMEM;
	if (!line || !is_too_long(type, line) ||
	    (choice->item && is_too_long(type, command_of(choice))))
		return 0;
	ia_note(p->said.notes, ISOARGS_ERROR, IA_NOTE_CMDLINE_TOO_LONG,
		IA_AT_LINE(choice->config->default_file, choice->config->default_line, 0),
		"found a command line of %zu bytes for the default: SYSLINUX refuses more than %u",
		ia_syslinux_line_length(type, line), IA_SYSLINUX_CMDLINE_MAX);
	*choice = (struct ia_syslinux_choice){.config = choice->config};
	return 0;
}

static int settle(struct ia_syslinux_parser *p, struct ia_syslinux_choice *choice)
{
	const struct ia_syslinux_item *item = choice->item;

	if (choice->words)
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
			IA_AT_LINE(choice->config->default_file, choice->config->default_line, 0),
			"found no label \"%.*s\" to boot",
			(int)ia_syslinux_word_length(choice->words), choice->words);
	if (item && item->action != IA_SYSLINUX_COMMAND) {
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
			IA_AT_LINE(item->file, item->line, 0),
			"found a default label \"%s\" that boots nothing", item->label);
		choice->item = NULL;
	}
	if (item || !choice->command || p->items >= IA_SYSLINUX_ENTRIES_MAX)
		return 0;
	choice->item = find_line(choice->config, choice->command);
	return choice->item || fails(p, choice) ? 0 : add_command(p, choice);
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
	if (more == 0)
		more = recover(p, &choice);
	if (more > 0) {
		ia_note(p->said.notes, ISOARGS_WARNING, IA_NOTE_DEFAULT_LOOPS,
			IA_IN_FILE(config->path),
			"found a default that leads through more than %u configurations",
			IA_SYSLINUX_DEPTH_MAX);
		choice = (struct ia_syslinux_choice){.config = config};
	}
	if (more < 0 || refuse_too_long(p, &choice) < 0 || settle(p, &choice) < 0)
		return -ENOMEM;
	*ret = choice.item;
	*ret_words = choice.item ? choice.extra : NULL;
	return 0;
}
