/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/syslinux/choice.h"

#include <errno.h>

#include "base/limits.h"

int ia_syslinux_choose_command(struct ia_syslinux_parser *p, struct ia_syslinux_config *config,
			       const char *words, struct ia_syslinux_choice *ret)
{
	*ret = (struct ia_syslinux_choice){.config = config,
					   .item = ia_syslinux_find_label(config, words)};
	if (!ret->item) {
		if (config->forbids_options)
			words = ia_arena_strndup(p->arena, words, ia_syslinux_word_length(words));
		if (!words)
			return -ENOMEM;
		*(config->implicit && *words ? &ret->command : &ret->words) = words;
		return 0;
	}
	words = ia_syslinux_skip_blanks(words + ia_syslinux_word_length(words));
	ret->extra = *words ? ia_arena_printf(p->arena, " %s", words) : NULL;
	return *words && !ret->extra ? -ENOMEM : 0;
}

struct ia_syslinux_choice ia_syslinux_choose_by_menu(struct ia_syslinux_config *config,
						     const char *words)
{
	struct ia_syslinux_choice choice = {
		.config = config,
		.item = ia_syslinux_find_name(config, words),
		.by_menu = true,
	};

	if (choice.item)
		words += ia_syslinux_word_length(words);
	if (!choice.item)
		choice.command = words;
	else if (*words)
		choice.extra = words;
	return choice;
}

static bool is_dead(const struct ia_syslinux_item *item)
{
	return item->action == IA_SYSLINUX_DISABLED || item->action == IA_SYSLINUX_SEPARATOR;
}

/*
 * The slot that a menu's bar stands on when it opens: its default, or the first one, moved
 * off slots that cannot be chosen. *ret_moved: then the menu's timeout does not run.
 */
static const struct ia_syslinux_item *find_bar(const struct ia_syslinux_config *config,
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

/*
 * Opens menus until there is something to start. Time runs in the first of them, and in no other,
 * because the key that opened that one ends it; TOTALTIMEOUT runs everywhere.
 */
static struct ia_syslinux_choice follow_menus(struct ia_syslinux_config *config,
					      const struct ia_syslinux_submenu *menu)
{
	struct ia_syslinux_choice choice = {.config = config, .by_menu = true};
	bool timed = menu->timeout, moved;

	for (unsigned i = 0; menu && i <= IA_SYSLINUX_DEPTH_MAX; i++) {
		const struct ia_syslinux_item *item = find_bar(config, menu, &moved);

		timed &= !moved || config->hides_menu;
		if (i == 0 && config->waits_for_shift && !moved && item &&
		    item->action == IA_SYSLINUX_COMMAND) {
			choice.item = item;
			return choice;
		}
		if (menu->ontimeout && (timed || config->total_timeout)) {
			choice = ia_syslinux_choose_by_menu(config, menu->ontimeout);
			choice.onerror = menu->onerror;
			return choice;
		}
		if (!item || item->action == IA_SYSLINUX_COMMAND) {
			choice.item = item;
			choice.onerror = menu->onerror;
			return choice;
		}
		timed = false;
		menu = item->target;
	}
	return choice;
}

/*
 * Does it end at the prompt? Where the time runs out it starts its default, which perhaps starts
 * nothing; behind a hidden menu only TOTALTIMEOUT does that. One without labels is not shown.
 */
static bool leaves(const struct ia_syslinux_config *config, const struct ia_syslinux_submenu *menu)
{
	bool moved;
	const struct ia_syslinux_item *item = find_bar(config, menu, &moved);
	bool starts = item && item->action == IA_SYSLINUX_COMMAND && !moved;

	if (config->count == 0)
		return true;
	if (starts || (menu->ontimeout && !config->waits_for_shift))
		return false;
	return config->waits_for_shift || config->total_timeout ||
	       (menu->timeout && !moved && !config->hides_menu);
}

struct ia_syslinux_choice ia_syslinux_choose_in_menu(struct ia_syslinux_config *config)
{
	const struct ia_syslinux_submenu *start = config->start;
	struct ia_syslinux_item *item = NULL;
	struct ia_syslinux_choice choice;

	config->is_menu = true;
	if (config->ui_words && config->default_words)
		item = ia_syslinux_find_name(config, config->default_words);
	if (item && item->menu != config->hidden) {
		item->menu->highlight = item;
		start = item->menu;
	}
	choice = follow_menus(config, start);
	choice.leaves = leaves(config, start);
	return choice;
}
