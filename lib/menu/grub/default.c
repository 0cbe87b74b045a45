/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/ascii.h"
#include "menu/grub/menu.h"
#include "menu/grub/script/number.h"

/* Is spec, up to a single '>', the whole name? ">>" in spec stands for '>'. */
static bool is_name(const char *spec, const char *name)
{
	for (;; spec++, name++) {
		if (spec[0] == '>' && spec[1] != '>')
			return *name == '\0';
		if (*spec == '>')
			spec++;
		if (*spec != *name)
			return false;
		if (*name == '\0')
			return true;
	}
}

/* The first word of spec, likewise; a word of one letter before a blank never matches. */
static bool is_first_word(const char *spec, const char *name)
{
	size_t limit = 0;

	while (spec[limit] != '\0' && !ia_ascii_is_space(spec[limit]))
		limit++;
	for (size_t i = 0; i <= limit; i++, spec++) {
		if (spec[0] == '>' && spec[1] != '>')
			return name[i] == '\0';
		if (*spec == '>')
			spec++;
		if (name[i] != *spec)
			return i == limit && i > 1 && name[i] == '\0' && ia_ascii_is_space(*spec);
		if (name[i] == '\0')
			return true;
	}
	return false;
}

/* Numbers first, and whatever follows the digits does not matter. */
static bool find_stock(const struct ia_grub_items *items, const char *value,
		       unsigned long long *ret)
{
	if (ia_grub_number(value, 0, ret, NULL))
		return true;
	for (size_t i = 0; i < items->count; i++) {
		if (is_name(value, items->list[i].title) || is_name(value, items->list[i].id)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

/* Ids up to a blank, then titles, then a number; nothing may be left over. */
static bool find_red_hat(const struct ia_grub_items *items, const char *value,
			 unsigned long long *ret)
{
	const char *tail;

	for (size_t i = 0; i < items->count; i++) {
		if (items->list[i].id[0] != '\0' && is_first_word(value, items->list[i].id)) {
			*ret = i;
			return value[strcspn(value, " \t\n\v\f\r")] == '\0';
		}
	}
	for (size_t i = 0; i < items->count; i++) {
		if (items->list[i].title[0] != '\0' && is_name(value, items->list[i].title)) {
			*ret = i;
			return true;
		}
	}
	return ia_grub_number(value, 0, ret, &tail) && *tail == '\0';
}

size_t ia_grub_default_find(enum ia_grub_dialect dialect, const struct ia_grub_items *items,
			    const char *value)
{
	unsigned long long index;
	bool found = false;

	if (value && (dialect == IA_GRUB_RHEL8 || dialect == IA_GRUB_RHEL9))
		found = find_red_hat(items, value, &index);
	else if (value)
		found = find_stock(items, value, &index);
	return found && index < items->count ? (size_t)index : 0;
}

bool ia_grub_fallback_find(enum ia_grub_dialect dialect, const struct ia_grub_items *items,
			   const char *value, size_t *ret)
{
	unsigned long long index;
	bool found;

	if (!value)
		return false;
	/* Numbers stand in a list, of which the first is tried first. */
	found = ia_grub_number(value, 0, &index, NULL);
	if (!found && dialect == IA_GRUB_RHEL7)
		found = find_stock(items, value, &index);
	else if (!found && dialect != IA_GRUB_STOCK)
		found = find_red_hat(items, value, &index);
	if (!found || index >= items->count)
		return false;
	*ret = (size_t)index;
	return true;
}

const char *ia_grub_default_rest(const char *value)
{
	for (; value && *value; value++) {
		if (value[0] == '>' && value[1] == '>')
			value++;
		else if (value[0] == '>')
			return value[1] ? value + 1 : NULL;
	}
	return NULL;
}
