/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/parser.h"

#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "base/note.h"
#include "menu/syslinux/line.h"

/* What there is to do takes so many units of the meter. */
#define LABEL_COST 400u /* to end one, besides twice the bytes of its line */
#define ITEM_COST  2u   /* to look whether an item is the one */
#define WORD_COST  50u  /* to find what follows MENU */

/* NULL with *ret_error 0: there are too many, and nothing more is read. */
static struct ia_syslinux_item *add_item(struct ia_syslinux_reader *r,
					 struct ia_syslinux_submenu *place, int *ret_error)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_config *config = p->config;
	struct ia_syslinux_item *item;

	*ret_error = 0;
	if (p->items >= IA_SYSLINUX_ENTRIES_MAX) {
		ia_syslinux_cut(p, IA_AT_LINE(r->file, r->line, 0), "menu entries",
				IA_SYSLINUX_ENTRIES_MAX);
		return NULL;
	}
	item = ia_arena_alloc(p->arena, sizeof(*item));
	if (!item || ia_arena_grow(p->arena, &config->items, config->count, &config->capacity,
				   sizeof(struct ia_syslinux_item *)) < 0) {
		*ret_error = ia_error_memory(p->reterr);
		return NULL;
	}
	p->items++;
	item->menu = item->place = place;
	item->file = r->file;
	item->line = r->line;
	config->items[config->count++] = item;
	return item;
}

/* A caret marks the hot key that follows; none is shown. */
static const char *without_carets(struct ia_arena *arena, const char *title)
{
	char *copy = ia_arena_strdup(arena, title);
	size_t length = 0;

	if (!copy)
		return NULL;
	for (const char *s = title; *s; s++) {
		if (*s != '^')
			copy[length++] = *s;
	}
	copy[length] = '\0';
	return copy;
}

/* kernel, append (the label's own or the global one) and initrd in one line. */
static const char *compose_command(struct ia_syslinux_parser *p, const char *kernel)
{
	const char *append = p->label.append ? p->label.append : p->append;
	const char *initrd = p->label.initrd;

	if (!append || strcmp(append, "-") == 0)
		append = "";
	return ia_arena_printf(p->arena, "%s%s%s%s%s", kernel, *append ? " " : "", append,
			       initrd ? " initrd=" : "", initrd ? initrd : "");
}

static int compose_commands(struct ia_syslinux_parser *p, struct ia_syslinux_item *item)
{
	const char *kernel = p->label.kernel;

	item->command = compose_command(p, kernel ? kernel : item->label);
	item->menu_command = kernel || item->name == item->label ? item->command
								 : compose_command(p, item->name);
	if (!item->command || !item->menu_command ||
	    ia_syslinux_spend(p, LABEL_COST + 2 * strlen(item->menu_command)) < 0)
		return ia_error_memory(p->reterr);
	return 0;
}

/* The label is complete: another one, a menu or the end of the file follows. */
int ia_syslinux_finish_label(struct ia_syslinux_reader *r, struct ia_syslinux_submenu *menu)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_item *item;
	int error;

	if (!p->label.item.label)
		return 0;
	item = add_item(r, menu, &error);
	if (!item)
		return error;
	*item = p->label.item;
	item->place = menu;
	item->menu = p->label.hidden ? p->config->hidden : menu;
	if (p->label.disabled)
		item->action = IA_SYSLINUX_DISABLED;
	item->title = without_carets(p->arena, item->title ? item->title : item->name);
	error = item->title ? compose_commands(p, item) : ia_error_memory(p->reterr);
	if (error < 0)
		return error;
	if (p->label.is_default && (item->action == IA_SYSLINUX_COMMAND ||
				    (item->action == IA_SYSLINUX_GOTO && !p->label.exits)))
		item->menu->highlight = item;
	memset(&p->label, 0, sizeof(p->label));
	return 0;
}

/*
 * By its name only the first of two labels is booted. That matters where they stand in one menu;
 * those of different menus are kept apart by these, and a file that is included again repeats its
 * own on purpose.
 */
static void note_doubled(struct ia_syslinux_reader *r, const struct ia_syslinux_item *first)
{
	const struct ia_syslinux_item *item = &r->parser->label.item;
	bool is_meant =
		first->place != r->menu || (first->file == item->file && first->line == item->line);

	ia_syslinux_note(&r->parser->said, is_meant ? ISOARGS_INFO : ISOARGS_WARNING,
			 IA_NOTE_LABEL_DOUBLED, IA_AT_LINE(item->file, item->line, 0),
			 "found another label \"%s\": by name only the first can be booted",
			 item->label);
}

/* Its name is its first word, to the core; menus take all that follows for it. */
int ia_syslinux_start_label(struct ia_syslinux_reader *r, const char *value)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_item *item = &p->label.item;
	const struct ia_syslinux_item *first;
	size_t length = ia_syslinux_word_length(value);
	int error = ia_syslinux_finish_label(r, r->menu);

	if (error < 0 || p->is_cut)
		return error;
	memset(&p->label, 0, sizeof(p->label));
	item->file = r->file;
	item->line = r->line;
	error = ia_syslinux_keep(p, &item->label, value, length);
	item->name = item->label;
	if (error == 0 && value[length])
		error = ia_syslinux_keep_all(p, &item->name, value);
	if (error < 0)
		return error;
	item->label_hash = ia_hash(item->label, length);
	if (ia_syslinux_spend(p, p->config->count * ITEM_COST) < 0)
		return ia_error_memory(p->reterr);
	first = ia_syslinux_find_label(p->config, item->label);
	if (first)
		note_doubled(r, first);
	return 0;
}

static struct ia_syslinux_submenu *new_menu(struct ia_syslinux_parser *p,
					    struct ia_syslinux_item *item, const char *tag)
{
	struct ia_syslinux_submenu *menu = ia_arena_alloc(p->arena, sizeof(*menu));
	struct ia_syslinux_submenu *parent = item->place;

	if (!menu)
		return NULL;
	*menu = (struct ia_syslinux_submenu){
		.parent = parent,
		.item = item,
		.depth = parent->depth + 1,
		.timeout = parent->timeout,
		.ontimeout = parent->ontimeout,
		.onerror = parent->onerror,
		.tag = ia_arena_strdup(p->arena, tag),
		.tag_hash = ia_hash(tag, strlen(tag)),
	};
	item->action = IA_SYSLINUX_SUBMENU;
	item->target = menu;
	item->title = without_carets(p->arena, tag);
	return menu->tag && item->title ? menu : NULL;
}

int ia_syslinux_begin_menu(struct ia_syslinux_reader *r, const char *tag)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_submenu *menu;
	struct ia_syslinux_item *item;
	int error = ia_syslinux_finish_label(r, r->menu);

	if (error < 0 || p->is_cut)
		return error;
	if (p->current->depth + 1 > IA_SYSLINUX_DEPTH_MAX) {
		ia_syslinux_cut(p, IA_AT_LINE(r->file, r->line, 0), "menus inside each other",
				IA_SYSLINUX_DEPTH_MAX);
		return 0;
	}
	item = add_item(r, p->current, &error);
	if (!item)
		return error;
	menu = new_menu(p, item, tag);
	if (!menu)
		return ia_error_memory(p->reterr);
	p->current = r->menu = menu;
	return 0;
}

int ia_syslinux_end_menu(struct ia_syslinux_reader *r)
{
	struct ia_syslinux_parser *p = r->parser;
	int error = ia_syslinux_finish_label(r, r->menu);

	if (error < 0)
		return error;
	if (p->current->parent)
		p->current = p->current->parent;
	else
		ia_syslinux_note(&p->said, ISOARGS_INFO, IA_NOTE_MENU_END,
				 IA_AT_LINE(r->file, r->line, 0),
				 "found MENU END outside of MENU BEGIN");
	r->menu = p->current;
	return 0;
}

static int add_separator(struct ia_syslinux_reader *r)
{
	struct ia_syslinux_item *item;
	int error = ia_syslinux_finish_label(r, r->menu);

	if (error < 0 || r->parser->is_cut)
		return error;
	item = add_item(r, r->menu, &error);
	if (!item)
		return error;
	item->action = IA_SYSLINUX_SEPARATOR;
	/* MENU HIDE outside of a label waits for the next slot. */
	if (r->parser->label.hidden)
		item->menu = r->parser->config->hidden;
	r->parser->label.hidden = false;
	return 0;
}

/* MENU LABEL, MENU TITLE: of the label, or of the menu they stand in. */
static int name_menu(struct ia_syslinux_reader *r, const char *value, bool always)
{
	struct ia_syslinux_item *item = r->menu->item;

	if (!item || (!always && r->menu->named))
		return 0;
	r->menu->named = true;
	item->title = without_carets(r->parser->arena, value);
	return item->title ? 0 : ia_error_memory(r->parser->reterr);
}

static int read_menu_label(struct ia_syslinux_reader *r, const char *value)
{
	if (r->parser->label.item.label)
		return ia_syslinux_keep_all(r->parser, &r->parser->label.item.title, value);
	return name_menu(r, value, true);
}

static void read_menu_default(struct ia_syslinux_reader *r)
{
	if (r->parser->label.item.label)
		r->parser->label.is_default = true;
	else if (r->menu->item)
		r->menu->parent->highlight = r->menu->item;
}

/* MENU GOTO tag; MENU EXIT [tag], in the root menu of no effect. */
static int read_menu_goto(struct ia_syslinux_reader *r, const char *tag)
{
	struct ia_syslinux_item *item = &r->parser->label.item;

	if (!item->label)
		return 0;
	r->parser->label.exits = false;
	item->action = IA_SYSLINUX_GOTO;
	item->target = r->menu->parent;
	return *tag ? ia_syslinux_keep_all(r->parser, &item->target_tag, tag) : 0;
}

static int read_menu_exit(struct ia_syslinux_reader *r, const char *tag)
{
	int error = r->menu->parent ? read_menu_goto(r, tag) : 0;

	r->parser->label.exits = true;
	return error;
}

/* MENU ONERROR: of the menu, and of the core, which has one for all. */
static int read_menu_onerror(struct ia_syslinux_reader *r, const char *value)
{
	struct ia_syslinux_config *config = r->parser->config;
	int error = ia_syslinux_keep_all(r->parser, &config->onerror, value);

	r->menu->onerror = config->onerror;
	return error;
}

static void set_nothing(struct ia_syslinux_item *item)
{
	if (item->label)
		item->action = IA_SYSLINUX_NOTHING;
}

/* Words after MENU that change what is seen, not what boots. */
static bool is_menu_layout(const char *value)
{
	static const char *const words[] = {
		"allowedit",   "autoboot",   "background", "clear",         "cmdlinerow",
		"color",       "colour",     "endrow",     "helpmsgendrow", "helpmsgrow",
		"hiddenkey",   "hiddenrow",  "hshift",     "immediate",     "indent",
		"margin",      "master",     "msgcolor",   "msgcolour",     "noimmediate",
		"nosave",      "notabmsg",   "passprompt", "passwd",        "passwordmargin",
		"passwordrow", "resolution", "rows",       "save",          "tabmsg",
		"tabmsgrow",   "timeoutrow", "vshift",     "width",
	};

	for (size_t i = 0; i < IA_COUNT(words); i++) {
		if (ia_syslinux_after(value, words[i]))
			return true;
	}
	return false;
}

int ia_syslinux_read_menu(struct ia_syslinux_reader *r, const char *value, const char **ret_include)
{
	struct ia_syslinux_parser *p = r->parser;
	const char *rest;

	if (ia_syslinux_spend(p, WORD_COST) < 0)
		return ia_error_memory(p->reterr);
	if ((rest = ia_syslinux_after(value, "label")))
		return read_menu_label(r, rest);
	if ((rest = ia_syslinux_after(value, "title")))
		return name_menu(r, rest, false);
	if (ia_syslinux_after(value, "default"))
		read_menu_default(r);
	else if (ia_syslinux_after(value, "hide"))
		p->label.hidden = true;
	else if (ia_syslinux_after(value, "disable") || ia_syslinux_after(value, "disabled"))
		p->label.disabled = true;
	else if (ia_syslinux_after(value, "separator"))
		return add_separator(r);
	else if ((rest = ia_syslinux_after(value, "begin")))
		return ia_syslinux_begin_menu(r, rest);
	else if (ia_syslinux_after(value, "end"))
		return ia_syslinux_end_menu(r);
	else if ((*ret_include = ia_syslinux_after(value, "include")))
		return 1;
	else if ((rest = ia_syslinux_after(value, "goto")))
		return read_menu_goto(r, rest);
	else if ((rest = ia_syslinux_after(value, "exit")))
		return read_menu_exit(r, rest);
	else if ((rest = ia_syslinux_after(value, "onerror")))
		return read_menu_onerror(r, rest);
	else if (ia_syslinux_after(value, "hidden"))
		p->config->hides_menu = true;
	else if (ia_syslinux_after(value, "shiftkey"))
		p->config->waits_for_shift = true;
	else if (ia_syslinux_after(value, "quit") || ia_syslinux_after(value, "help"))
		set_nothing(&p->label.item);
	else if (ia_syslinux_after(value, "start"))
		p->config->start = r->menu;
	else if (!is_menu_layout(value))
		ia_syslinux_note_unknown(r, "menu ", value);
	return 0;
}

/* The last menu of that tag, NULL: there is none. */
static struct ia_syslinux_submenu *find_menu(const struct ia_syslinux_config *config,
					     const char *tag)
{
	uint64_t hash = ia_hash(tag, strlen(tag));

	for (size_t i = config->count; i-- > 0;) {
		const struct ia_syslinux_item *item = config->items[i];

		if (item->action == IA_SYSLINUX_SUBMENU && item->target->tag_hash == hash &&
		    strcmp(item->target->tag, tag) == 0)
			return item->target;
	}
	if (strcmp(tag, config->root->tag) == 0)
		return config->root;
	return strcmp(tag, config->hidden->tag) == 0 ? config->hidden : NULL;
}

/* MENU GOTO and MENU EXIT may name a menu that comes later. */
int ia_syslinux_resolve_menus(struct ia_syslinux_parser *p)
{
	struct ia_syslinux_config *config = p->config;

	for (size_t i = 0; i < config->count; i++) {
		struct ia_syslinux_item *item = config->items[i];

		if (item->action != IA_SYSLINUX_GOTO || !item->target_tag)
			continue;
		if (ia_syslinux_spend(p, config->count * ITEM_COST + strlen(item->target_tag) * 2) <
		    0)
			return ia_error_memory(p->reterr);
		item->target = find_menu(config, item->target_tag);
		if (item->target)
			continue;
		item->action = IA_SYSLINUX_DISABLED;
		ia_syslinux_note(&p->said, ISOARGS_WARNING, IA_NOTE_NO_SUCH_MENU,
				 IA_AT_LINE(item->file, item->line, 0), "found no menu \"%s\"",
				 item->target_tag);
	}
	return 0;
}
