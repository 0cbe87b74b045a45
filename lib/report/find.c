/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "menu/location.h"
#include "report/report.h"

/*
 * The entry that a person names, by itself or with its menu. A report has so many entries as a meter
 * let it keep, and each is held against the name a few times; their texts are short.
 */

typedef bool (*matcher)(const struct isoargs_entry *entry, const char *wanted);

static bool has_path(const struct isoargs_entry *entry, const char *wanted)
{
	return ia_text_equal(entry->path, wanted);
}

static bool has_id(const struct isoargs_entry *entry, const char *wanted)
{
	return ia_text_equal(entry->id, wanted);
}

static bool has_title(const struct isoargs_entry *entry, const char *wanted)
{
	return ia_text_equal(entry->title, wanted);
}

/* In the order of trust. */
static const matcher matchers[] = {has_path, has_id, has_title};

/* What stands after "NAME:"; NULL where something else stands there. */
static const char *after(const char *which, const char *name)
{
	size_t length = strlen(name);

	return strncmp(which, name, length) == 0 && which[length] == ':' ? which + length + 1
									 : NULL;
}

/*
 * What names an entry of this menu, without the menu's own name and platform; NULL where another
 * menu is named, or none.
 */
static const char *wanted_in(const struct ia_config *config, const char *which)
{
	static const char *const platforms[] = {"pc", "efi"};
	const char *wanted = after(which, config->name);

	for (size_t i = 0; wanted && config->platform && i < IA_COUNT(platforms); i++) {
		const char *rest = after(wanted, platforms[i]);

		if (rest)
			return strstr(config->platform, platforms[i]) ? rest : NULL;
	}
	return wanted;
}

static const struct isoargs_entry *find_by(const struct ia_config *config, const char *wanted,
					   matcher matches)
{
	for (size_t i = 0; i < config->count; i++) {
		if (matches(&config->entries[i], wanted))
			return &config->entries[i];
	}
	return NULL;
}

/* The entry of a menu that is named; NULL: none. */
static const struct isoargs_entry *find_in(const struct ia_config *config, const char *which)
{
	const char *wanted = wanted_in(config, which);
	const struct isoargs_entry *entry = NULL;

	for (size_t i = 0; wanted && !entry && i < IA_COUNT(matchers); i++)
		entry = find_by(config, wanted, matchers[i]);
	return entry;
}

bool ia_report_names(const struct ia_config *config, const struct isoargs_entry *entry,
		     const char *which)
{
	const char *wanted = after(which, config->name) ? wanted_in(config, which) : which;

	for (size_t i = 0; wanted && i < IA_COUNT(matchers); i++) {
		if (matchers[i](entry, wanted))
			return true;
	}
	return false;
}

int ia_report_no_entry(const struct isoargs_report *report, const char *which,
		       struct isoargs_error **reterr)
{
	const struct ia_menu *menu = &report->menu;
	const char *path, *wanted = NULL;

	for (size_t i = 0; i < menu->count && !wanted; i++)
		wanted = after(which, menu->configs[i].name);
	if (!wanted && ia_location_split(which, &path) != IA_VOLUME_NONE)
		return ia_error(reterr, -ENOENT, IA_AT_OPTION(ISOARGS_ENTRY),
				"isoargs_report_menu_text() lists the menus and their entries",
				"no menu of this medium is the one of \"%s\"", which);
	return ia_error(reterr, -ENOENT, IA_AT_OPTION(ISOARGS_ENTRY),
			"isoargs_report_menu_text() lists the entries",
			"no menu entry has the number, path, id or title \"%s\"", which);
}

/* One file can be two menus: GRUB's for BIOS and for EFI, where these differ. */
static int refuse_both(const struct ia_config *config, const char *which,
		       struct isoargs_error **reterr)
{
	return ia_error(reterr, -EINVAL, IA_AT_OPTION(ISOARGS_ENTRY), NULL,
			"\"%s\" is in the menu for BIOS and in the one for EFI, which differ: "
			"expected %s:pc:%s or %s:efi:%s",
			which, config->name, after(which, config->name), config->name,
			after(which, config->name));
}

static const struct isoargs_entry *find_anywhere(const struct ia_menu *menu, const char *which)
{
	const struct isoargs_entry *entry = NULL;

	for (size_t i = 0; i < IA_COUNT(matchers); i++) {
		for (size_t k = 0; !entry && k < menu->count; k++)
			entry = find_by(&menu->configs[k], which, matchers[i]);
	}
	return entry;
}

int isoargs_report_find(const struct isoargs_report *report, const char *which,
			const struct isoargs_entry **ret_entry, struct isoargs_error **reterr)
{
	const struct ia_menu *menu = &report->menu;
	const struct isoargs_entry *entry = NULL;
	bool names_menu = false;

	for (size_t i = 0; i < menu->count; i++) {
		const struct isoargs_entry *found = find_in(&menu->configs[i], which);

		names_menu = names_menu || after(which, menu->configs[i].name);
		if (found && entry)
			return refuse_both(&menu->configs[i], which, reterr);
		if (found)
			entry = found;
	}
	if (!names_menu)
		entry = find_anywhere(menu, which);
	if (!entry)
		return ia_report_no_entry(report, which, reterr);
	*ret_entry = entry;
	return 0;
}
