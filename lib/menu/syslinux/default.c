/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/note.h"
#include "menu/syslinux/config.h"

/*
 * What boots when nobody touches a key. One way from what starts to what boots is all that is
 * followed: at most IA_SYSLINUX_DEPTH_MAX steps, each through at most as many menus, for each of
 * which IA_SYSLINUX_ENTRIES_MAX items are looked at. That they are there was paid for.
 */

/* What starts unattended: an item with further words, or a command line that names no item. */
struct choice {
	const struct ia_syslinux_config *config; /* that it stands in */
	const struct ia_syslinux_item *item;
	const char *extra;   /* words that are added to it, blanks before them; NULL: none */
	const char *command; /* without item; both NULL: nothing starts */
};

const struct ia_syslinux_item *ia_syslinux_find_label(const struct ia_syslinux_config *config,
						      const char *words)
{
	size_t length = ia_syslinux_word_length(words);
	uint64_t hash = ia_hash(words, length);

	for (size_t i = 0; i < config->count; i++) {
		const struct ia_syslinux_item *item = config->items[i];

		if (item->label && item->label_hash == hash &&
		    item->action != IA_SYSLINUX_NOTHING &&
		    strncmp(item->label, words, length) == 0 && item->label[length] == '\0')
			return item;
	}
	return NULL;
}

static bool has_suffix(const char *s, size_t length, const char *suffix)
{
	size_t wanted = strlen(suffix);

	if (length < wanted)
		return false;
	for (size_t i = 0; i < wanted; i++) {
		if (ia_ascii_lower(s[length - wanted + i]) != suffix[i])
			return false;
	}
	return true;
}

bool ia_syslinux_is_file(const char *command, const char *name)
{
	size_t length = ia_syslinux_word_length(command), wanted = strlen(name);

	return has_suffix(command, length, name) &&
	       (length == wanted || command[length - wanted - 1] == '/');
}

/* What KERNEL takes the file for, by its name's end. */
static enum ia_syslinux_type type_of_file(const char *command)
{
	static const struct {
		const char *suffix;
		enum ia_syslinux_type type;
	} suffixes[] = {
		{".c32", IA_SYSLINUX_COM32}, {".img", IA_SYSLINUX_FDIMAGE},
		{".bss", IA_SYSLINUX_BSS},   {".bin", IA_SYSLINUX_BOOT},
		{".bs", IA_SYSLINUX_BOOT},   {".0", IA_SYSLINUX_PXE},
	};

	size_t length = ia_syslinux_word_length(command);

	for (size_t i = 0; i < IA_COUNT(suffixes); i++) {
		if (has_suffix(command, length, suffixes[i].suffix))
			return suffixes[i].type;
	}
	return IA_SYSLINUX_LINUX;
}

enum ia_syslinux_type ia_syslinux_resolve_type(enum ia_syslinux_type type, const char *command)
{
	return type == IA_SYSLINUX_KERNEL ? type_of_file(command) : type;
}

/* A module that shows the menu; which module shows it does not change what is in it. */
static bool is_menu_module(enum ia_syslinux_type type, const char *command)
{
	static const char *const modules[] = {"menu.c32", "vesamenu.c32", "gfxboot.c32", "gfxboot"};
	bool may_be = type == IA_SYSLINUX_KERNEL || type == IA_SYSLINUX_COM32;

	for (size_t i = 0; may_be && i < IA_COUNT(modules); i++) {
		if (ia_syslinux_is_file(command, modules[i]))
			return true;
	}
	return false;
}

static bool is_dead(const struct ia_syslinux_item *item)
{
	return item->action == IA_SYSLINUX_NOTHING || item->action == IA_SYSLINUX_SEPARATOR;
}

/*
 * The slot that a menu's bar stands on when it opens: its default, or the first one, moved
 * off slots that cannot be chosen. *ret_moved: then the timeout does not run.
 */
static const struct ia_syslinux_item *find_highlight(const struct ia_syslinux_config *config,
						     const struct ia_syslinux_submenu *menu,
						     bool *ret_moved)
{
	bool first = true;

	*ret_moved = false;
	if (menu->highlight)
		return menu->highlight;
	for (size_t i = 0; i < config->count; i++) {
		const struct ia_syslinux_item *item = config->items[i];

		if (item->menu != menu)
			continue;
		if (!is_dead(item)) {
			*ret_moved = !first;
			return item;
		}
		first = false;
	}
	return NULL;
}

/* Opens submenus until there is something to start. */
static const struct ia_syslinux_item *follow_menus(const struct ia_syslinux_config *config,
						   const struct ia_syslinux_submenu *menu,
						   bool *ret_timed)
{
	const struct ia_syslinux_item *item = NULL;
	bool moved;

	*ret_timed = true;
	for (unsigned i = 0; menu && i <= IA_SYSLINUX_DEPTH_MAX; i++) {
		item = find_highlight(config, menu, &moved);
		if (!item) {
			*ret_timed = false;
			return NULL;
		}
		*ret_timed = *ret_timed && !moved && item->action == IA_SYSLINUX_COMMAND;
		if (item->action == IA_SYSLINUX_COMMAND)
			return item;
		menu = item->target;
	}
	return NULL;
}

/* Does the time run out, so that ONTIMEOUT counts? */
static bool has_ontimeout(const struct ia_syslinux_config *config)
{
	return config->ontimeout && (config->timeout || config->total_timeout);
}

/* A command line as typed at the prompt. */
static struct choice choose_command(const struct ia_syslinux_config *config, const char *words,
				    struct ia_notes *notes)
{
	struct choice choice = {.config = config};

	choice.item = ia_syslinux_find_label(config, words);
	if (choice.item) {
		words += ia_syslinux_word_length(words);
		choice.extra = *ia_syslinux_skip_blanks(words) ? words : NULL;
	} else if (config->implicit && *words) {
		choice.command = words;
	} else {
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
			IA_AT_LINE(config->default_file, config->default_line, 0),
			"found no label \"%.*s\" to boot", (int)ia_syslinux_word_length(words),
			words);
	}
	return choice;
}

/*
 * The label that DEFAULT names where UI shows the menu, else what stands under the bar of the
 * menu that opens.
 */
static struct choice choose_in_menu(const struct ia_syslinux_config *config, struct ia_notes *notes)
{
	struct choice choice = {.config = config};
	bool timed = true;

	if (config->ui_words && config->default_words)
		choice.item = ia_syslinux_find_label(config, config->default_words);
	if (!choice.item || !choice.item->menu || choice.item->action != IA_SYSLINUX_COMMAND)
		choice.item = follow_menus(config, config->start, &timed);
	if (timed && has_ontimeout(config))
		return choose_command(config, config->ontimeout, notes);
	return choice;
}

static struct choice choose_here(const struct ia_syslinux_config *config, struct ia_notes *notes)
{
	const char *words = config->ui_words ? config->ui_words : config->default_words;
	const struct ia_syslinux_item *item;

	if (!words) {
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_DEFAULT, IA_IN_FILE(config->path),
			"found neither DEFAULT nor UI: SYSLINUX waits at its prompt");
		return (struct choice){.config = config};
	}
	item = ia_syslinux_find_label(config, words);
	if (item ? is_menu_module(item->type, item->command)
		 : is_menu_module(IA_SYSLINUX_KERNEL, words))
		return choose_in_menu(config, notes);
	if (!config->ui_words && config->prompt && has_ontimeout(config))
		words = config->ontimeout;
	return choose_command(config, words, notes);
}

/*
 * The words of a module's parameters that it runs as another command line on a 64-bit
 * machine started from a CD: whichsys.c32 … -iso- words …, ifcpu64.c32 words -- words.
 */
static bool find_module_words(const char *command, const char **ret, size_t *ret_length)
{
	bool by_system = ia_syslinux_is_file(command, "whichsys.c32");
	const char *end, *s = command + ia_syslinux_word_length(command);

	if (!by_system && !ia_syslinux_is_file(command, "ifcpu64.c32"))
		return false;
	if (by_system) {
		s = strstr(s, " -iso-");
		if (!s || !ia_syslinux_is_blank(s[strlen(" -iso-")]))
			return false;
		s += strlen(" -iso-");
	}
	s = ia_syslinux_skip_blanks(s);
	end = strstr(s, by_system ? " -" : " --");
	*ret = s;
	*ret_length = end ? (size_t)(end - s) : strlen(s);
	return *ret_length > 0;
}

/* One step on the way from a module or another configuration to what really starts. */
static int choose_next(struct choice *choice, struct ia_arena *arena, struct ia_notes *notes)
{
	const struct ia_syslinux_item *item = choice->item;
	const char *command = item ? item->command : choice->command, *words;
	enum ia_syslinux_type type = item ? item->type : IA_SYSLINUX_KERNEL;
	size_t length;

	if (!command || (item && item->action != IA_SYSLINUX_COMMAND))
		return 0;
	if (type == IA_SYSLINUX_CONFIG && item->nested) {
		*choice = choose_here(item->nested, notes);
		return 1;
	}
	if (ia_syslinux_resolve_type(type, command) != IA_SYSLINUX_COM32 ||
	    !find_module_words(command, &words, &length))
		return 0;
	words = ia_arena_strndup(arena, words, length);
	if (!words)
		return -ENOMEM;
	*choice = choose_command(choice->config, words, notes);
	return 1;
}

int ia_syslinux_choose(const struct ia_syslinux_config *config, struct ia_arena *arena,
		       struct ia_notes *notes, const struct ia_syslinux_item **ret,
		       const char **ret_words)
{
	struct choice choice = choose_here(config, notes);
	int more = 1;

	for (unsigned i = 0; more > 0 && i <= IA_SYSLINUX_DEPTH_MAX; i++)
		more = choose_next(&choice, arena, notes);
	if (more < 0)
		return more;
	if (more > 0) {
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_DEFAULT_LOOPS, IA_IN_FILE(config->path),
			"found a default that leads through more than %u configurations",
			IA_SYSLINUX_DEPTH_MAX);
		choice = (struct choice){.config = config};
	}
	if (choice.item && choice.item->action != IA_SYSLINUX_COMMAND) {
		ia_note(notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_LABEL,
			IA_AT_LINE(choice.item->file, choice.item->line, 0),
			"found a default label \"%s\" that boots nothing", choice.item->label);
		choice = (struct choice){.config = config};
	}
	*ret = choice.item;
	*ret_words = choice.extra;
	return 0;
}
