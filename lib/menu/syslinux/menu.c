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

static struct ia_syslinux_item *add_item(struct ia_syslinux_reader *r,
					 struct ia_syslinux_submenu *menu, int *ret_error)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_config *config = p->config;
	struct ia_syslinux_item *item;

	if (p->items >= IA_SYSLINUX_ENTRIES_MAX) {
		*ret_error = ia_error(p->reterr, -E2BIG, IA_AT_LINE(r->file, r->line, 0), NULL,
				      "found more than %u menu entries", IA_SYSLINUX_ENTRIES_MAX);
		return NULL;
	}
	item = ia_arena_alloc(p->arena, sizeof(*item));
	if (!item || ia_arena_grow(p->arena, &config->items, config->count, &config->capacity,
				   sizeof(struct ia_syslinux_item *)) < 0) {
		*ret_error = ia_error_memory(p->reterr);
		return NULL;
	}
	p->items++;
	item->menu = menu;
	item->file = r->file;
	item->line = r->line;
	config->items[config->count++] = item;
	return item;
}

static int number_item(struct ia_syslinux_parser *p, struct ia_syslinux_item *item,
		       struct ia_syslinux_submenu *menu)
{
	item->path = ia_arena_printf(p->arena, "%s%u", menu->path, menu->numbered++);
	return item->path ? 0 : ia_error_memory(p->reterr);
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
static const char *compose_command(struct ia_syslinux_parser *p)
{
	const char *append = p->label.append ? p->label.append : p->append;
	const char *initrd = p->label.initrd;

	if (!append || strcmp(append, "-") == 0)
		append = "";
	return ia_arena_printf(p->arena, "%s%s%s%s%s", p->label.kernel, *append ? " " : "", append,
			       initrd ? " initrd=" : "", initrd ? initrd : "");
}

/* The label is complete: another one, a menu or the end of the file follows. */
int ia_syslinux_finish_label(struct ia_syslinux_reader *r, struct ia_syslinux_submenu *menu)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_item *item;
	int error = 0;

	if (!p->label.item.label)
		return 0;
	item = add_item(r, NULL, &error);
	if (!item)
		return error;
	*item = p->label.item;
	item->menu = p->label.hidden ? NULL : menu;
	if (p->label.disabled)
		item->action = IA_SYSLINUX_NOTHING;
	item->label_hash = ia_hash(item->label, strlen(item->label));
	item->title = without_carets(p->arena, item->title ? item->title : item->label);
	item->command = compose_command(p);
	if (!item->title || !item->command ||
	    ia_syslinux_spend(p, LABEL_COST + 2 * strlen(item->command)) < 0)
		return ia_error_memory(p->reterr);
	if (p->label.is_default && item->action == IA_SYSLINUX_COMMAND && item->menu)
		menu->highlight = item;
	memset(&p->label, 0, sizeof(p->label));
	return number_item(p, item, menu);
}

int ia_syslinux_start_label(struct ia_syslinux_reader *r, const char *value)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_item *item = &p->label.item;
	int error = ia_syslinux_finish_label(r, r->menu);

	if (error < 0)
		return error;
	memset(&p->label, 0, sizeof(p->label));
	item->file = r->file;
	item->line = r->line;
	error = ia_syslinux_keep(p, &item->label, value, ia_syslinux_word_length(value));
	p->label.kernel = item->label;
	if (error == 0 && ia_syslinux_spend(p, p->config->count * ITEM_COST) < 0)
		return ia_error_memory(p->reterr);
	if (error == 0 && ia_syslinux_find_label(p->config, item->label))
		ia_note(p->notes, ISOARGS_WARNING, IA_NOTE_LABEL_DOUBLED,
			IA_AT_LINE(r->file, r->line, 0),
			"found another label \"%s\": by name only the first can be booted",
			item->label);
	return error;
}

int ia_syslinux_begin_menu(struct ia_syslinux_reader *r, const char *tag)
{
	struct ia_syslinux_parser *p = r->parser;
	struct ia_syslinux_submenu *menu, *parent = p->current;
	struct ia_syslinux_item *item;
	int error = ia_syslinux_finish_label(r, r->menu);

	if (error < 0)
		return error;
	if (parent->depth + 1 > IA_SYSLINUX_DEPTH_MAX)
		return ia_error(p->reterr, -ELOOP, IA_AT_LINE(r->file, r->line, 0), NULL,
				"found more than %u menus inside each other",
				IA_SYSLINUX_DEPTH_MAX);
	item = add_item(r, parent, &error);
	if (!item)
		return error;
	error = number_item(p, item, parent);
	if (error < 0)
		return error;
	menu = ia_arena_alloc(p->arena, sizeof(*menu));
	if (!menu)
		return ia_error_memory(p->reterr);
	item->action = IA_SYSLINUX_SUBMENU;
	item->target = menu;
	item->title = without_carets(p->arena, tag);
	menu->parent = parent;
	menu->item = item;
	menu->depth = parent->depth + 1;
	menu->path = ia_arena_printf(p->arena, "%s>", item->path);
	menu->tag = ia_arena_strdup(p->arena, tag);
	menu->tag_hash = ia_hash(tag, strlen(tag));
	if (!item->title || !menu->path || !menu->tag)
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
		ia_note(p->notes, ISOARGS_WARNING, IA_NOTE_MENU_END,
			IA_AT_LINE(r->file, r->line, 0), "found MENU END outside of MENU BEGIN");
	r->menu = p->current;
	return 0;
}

static int add_separator(struct ia_syslinux_reader *r)
{
	struct ia_syslinux_item *item;
	int error = ia_syslinux_finish_label(r, r->menu);

	if (error < 0)
		return error;
	item = add_item(r, r->menu, &error);
	if (item)
		item->action = IA_SYSLINUX_SEPARATOR;
	return error;
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

/* MENU GOTO tag; MENU EXIT [tag]. */
static int read_menu_goto(struct ia_syslinux_reader *r, const char *tag)
{
	struct ia_syslinux_item *item = &r->parser->label.item;

	if (!item->label || (!*tag && !r->menu->parent))
		return 0;
	item->action = IA_SYSLINUX_GOTO;
	item->target = r->menu->parent;
	return *tag ? ia_syslinux_keep_all(r->parser, &item->target_tag, tag) : 0;
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
		"allowedit",      "autoboot",    "background", "clear",         "cmdlinerow",
		"color",          "colour",      "endrow",     "helpmsgendrow", "helpmsgrow",
		"hidden",         "hiddenkey",   "hiddenrow",  "hshift",        "immediate",
		"indent",         "margin",      "master",     "msgcolor",      "msgcolour",
		"noimmediate",    "nosave",      "notabmsg",   "passprompt",    "passwd",
		"passwordmargin", "passwordrow", "resolution", "rows",          "save",
		"shiftkey",       "tabmsg",      "tabmsgrow",  "timeoutrow",    "vshift",
		"width",
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
	else if ((rest = ia_syslinux_after(value, "goto")) ||
		 (rest = ia_syslinux_after(value, "exit")))
		return read_menu_goto(r, rest);
	else if (ia_syslinux_after(value, "quit") || ia_syslinux_after(value, "help"))
		set_nothing(&p->label.item);
	else if (ia_syslinux_after(value, "start"))
		p->config->start = r->menu;
	else if (!is_menu_layout(value))
		ia_syslinux_note_unknown(r, "menu ", value);
	return 0;
}

/* The menu of that tag, NULL: there is none. */
static struct ia_syslinux_submenu *find_menu(const struct ia_syslinux_config *config,
					     const char *tag)
{
	uint64_t hash = ia_hash(tag, strlen(tag));

	if (strcmp(tag, ".top") == 0)
		return config->root;
	for (size_t i = 0; i < config->count; i++) {
		const struct ia_syslinux_item *item = config->items[i];

		if (item->action == IA_SYSLINUX_SUBMENU && item->target->tag_hash == hash &&
		    strcmp(item->target->tag, tag) == 0)
			return item->target;
	}
	return NULL;
}

/* MENU GOTO and MENU EXIT may name a menu that comes later. */
int ia_syslinux_resolve_menus(const struct ia_syslinux_parser *p)
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
		item->action = IA_SYSLINUX_NOTHING;
		ia_note(p->notes, ISOARGS_WARNING, IA_NOTE_NO_SUCH_MENU,
			IA_AT_LINE(item->file, item->line, 0), "found no menu \"%s\"",
			item->target_tag);
	}
	return 0;
}
