/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/ascii.h"
#include "menu/grub/menu.h"
#include "menu/grub/script/number.h"

/* A value of $default or $fallback, and who counts what comparing it takes. */
struct spec {
	struct ia_grub_memory *memory;
	const char *text;
	size_t length;
	size_t word; /* bytes before its first blank */
};

#define ITEM_COST  16u /* units of work */
#define VALUE_BYTE 2u

static struct spec measure(struct ia_grub_memory *memory, const char *value)
{
	struct spec spec = {memory, value, strlen(value), strcspn(value, " \t\n\v\f\r")};

	ia_grub_draw(memory, ITEM_COST + spec.length * VALUE_BYTE);
	return spec;
}

/* False with the work done: then what was found does not matter any more. */
static bool may_compare(const struct spec *spec, const char *name)
{
	return ia_grub_draw(spec->memory, ITEM_COST + strnlen(name, spec->length) * VALUE_BYTE) ==
	       0;
}

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
static bool is_first_word(const char *spec, size_t limit, const char *name)
{
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
static bool find_stock(const struct ia_grub_items *items, const struct spec *spec,
		       unsigned long long *ret)
{
	if (ia_grub_number(spec->text, 0, ret, NULL))
		return true;
	for (size_t i = 0; i < items->count; i++) {
		const struct ia_grub_item *item = &items->list[i];

		if (!may_compare(spec, item->title) || !may_compare(spec, item->id))
			return false;
		if (is_name(spec->text, item->title) || is_name(spec->text, item->id)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

/* Ids up to a blank, then titles, then a number; nothing may be left over. */
static bool find_red_hat(const struct ia_grub_items *items, const struct spec *spec,
			 unsigned long long *ret)
{
	const char *tail;

	for (size_t i = 0; i < items->count; i++) {
		const char *id = items->list[i].id;

		if (!may_compare(spec, id))
			return false;
		if (id[0] != '\0' && is_first_word(spec->text, spec->word, id)) {
			*ret = i;
			return spec->text[spec->word] == '\0';
		}
	}
	for (size_t i = 0; i < items->count; i++) {
		const char *title = items->list[i].title;

		if (!may_compare(spec, title))
			return false;
		if (title[0] != '\0' && is_name(spec->text, title)) {
			*ret = i;
			return true;
		}
	}
	return ia_grub_number(spec->text, 0, ret, &tail) && *tail == '\0';
}

size_t ia_grub_default_find(struct ia_grub_memory *memory, enum ia_grub_dialect dialect,
			    const struct ia_grub_items *items, const char *value)
{
	unsigned long long index;
	struct spec spec;
	bool found;

	if (!value)
		return 0;
	spec = measure(memory, value);
	if (dialect == IA_GRUB_RHEL8 || dialect == IA_GRUB_RHEL9)
		found = find_red_hat(items, &spec, &index);
	else
		found = find_stock(items, &spec, &index);
	return found && index < items->count ? (size_t)index : 0;
}

bool ia_grub_fallback_find(struct ia_grub_memory *memory, enum ia_grub_dialect dialect,
			   const struct ia_grub_items *items, const char *value, size_t *ret)
{
	unsigned long long index;
	struct spec spec;
	bool found;

	if (!value)
		return false;
	spec = measure(memory, value);
	/* Numbers stand in a list, of which the first is tried first. */
	found = ia_grub_number(value, 0, &index, NULL);
	if (!found && dialect == IA_GRUB_RHEL7)
		found = find_stock(items, &spec, &index);
	else if (!found && dialect != IA_GRUB_STOCK)
		found = find_red_hat(items, &spec, &index);
	if (!found || index >= items->count)
		return false;
	*ret = (size_t)index;
	return true;
}

const char *ia_grub_default_rest(struct ia_grub_memory *memory, const char *value)
{
	if (value)
		ia_grub_draw(memory, ITEM_COST + strlen(value) * VALUE_BYTE);
	for (; value && *value; value++) {
		if (value[0] == '>' && value[1] == '>')
			value++;
		else if (value[0] == '>')
			return value[1] ? value + 1 : NULL;
	}
	return NULL;
}
