/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/strbuf.h"
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

/* Entries that a message names, and menus; how many more there are is said. */
#define LISTED_MAX 6u

/* "0 "Install", 2>0 "Rescue" and 7 more": the entries of a menu that boot Linux. */
static void list_entries(const struct ia_config *config, struct ia_strbuf *buf)
{
	size_t count = 0;

	for (size_t i = 0; i < config->count; i++) {
		const struct isoargs_entry *entry = &config->entries[i];

		if (ia_entry_boots_linux(entry) && count++ < LISTED_MAX)
			ia_strbuf_addf(buf, "%s%s \"%s\"", count > 1 ? ", " : "", entry->path,
				       entry->title);
	}
	if (count > LISTED_MAX)
		ia_strbuf_addf(buf, " and %zu more", count - LISTED_MAX);
}

static void list_menus(const struct ia_menu *menu, struct ia_strbuf *buf)
{
	for (size_t i = 0; i < menu->count && i < LISTED_MAX; i++)
		ia_strbuf_addf(buf, "%s%s", i ? ", " : "", menu->configs[i].name);
	if (menu->count > LISTED_MAX)
		ia_strbuf_addf(buf, " and %zu more", menu->count - LISTED_MAX);
}

/* The menu that is named, else the first that has anything to choose. */
static const struct ia_config *menu_to_list(const struct ia_menu *menu, const char *which)
{
	const struct ia_config *first = NULL;

	for (size_t i = 0; i < menu->count; i++) {
		const struct ia_config *config = &menu->configs[i];

		if (after(which, config->name))
			return config;
		if (!first && ia_config_boots_linux(config))
			first = config;
	}
	return first;
}

int ia_report_no_entry(const struct isoargs_report *report, const char *which,
		       struct isoargs_error **reterr)
{
	const struct ia_config *config = menu_to_list(&report->menu, which);
	const struct ia_place *place = IA_AT_OPTION(ISOARGS_ENTRY);
	struct ia_strbuf list IA_AUTO_STRBUF = {0};
	const char *path;

	if (ia_location_split(which, &path) != IA_VOLUME_NONE &&
	    (!config || !after(which, config->name))) {
		list_menus(&report->menu, &list);
		if (list.error)
			return ia_error_memory(reterr);
		return ia_error(reterr, -ENOENT, place,
				"isoargs_report_menu_text() lists the menus and their entries",
				"no menu of this medium is the one of \"%s\"%s%s", which,
				list.length ? "; there are " : "", list.length ? list.data : "");
	}
	if (config)
		list_entries(config, &list);
	if (list.error)
		return ia_error_memory(reterr);
	return ia_error(reterr, -ENOENT, place, "isoargs_report_menu_text() lists the entries",
			"no menu entry has the number, path, id or title \"%s\"%s%s%s%s", which,
			list.length ? "; in " : "", list.length ? config->name : "",
			list.length ? " there are " : "", list.length ? list.data : "");
}

const struct ia_config *ia_report_menu_of(const struct isoargs_report *report,
					  const struct isoargs_entry *entry)
{
	for (size_t i = 0; i < report->menu.count; i++) {
		if (ia_config_holds(&report->menu.configs[i], entry))
			return &report->menu.configs[i];
	}
	return NULL;
}

int ia_report_no_linux(const struct isoargs_report *report, const struct isoargs_entry *entry,
		       struct isoargs_error **reterr)
{
	const struct ia_config *config = ia_report_menu_of(report, entry);
	struct ia_strbuf list IA_AUTO_STRBUF = {0};

	if (config)
		list_entries(config, &list);
	if (list.error)
		return ia_error_memory(reterr);
	return ia_error(reterr, -ENOENT, IA_AT_LINE(entry->file, entry->line, 0),
			"choose another one", "the entry \"%s\" boots no Linux kernel%s%s",
			entry->title, list.length ? "; these do: " : "",
			list.length ? list.data : "");
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
