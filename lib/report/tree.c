/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/tree.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "menu/location.h"
#include "release/arch.h"

/* One small text file of the tree: 1 read, 0 absent, -ENOMEM; what cannot be read is a note. */
static int read_text(struct isoargs_report *report, const struct ia_files *files, const char *path,
		     char **ret)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = ia_files_slurp(files, path, IA_TREEINFO_MAX, ret, NULL, &error);

	if (r >= 0 || r == -ENOMEM)
		return r;
	ia_note_error(&report->notes, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, error);
	return 0;
}

/* debian-installer's list of what lies beside it. */
static int read_manifest(struct isoargs_report *report, const struct ia_files *files)
{
	static const char *const paths[] = {"/current/images/MANIFEST",
					    "/current/legacy-images/MANIFEST"};
	int r = 0;

	for (size_t i = 0; i < IA_COUNT(paths) && r == 0; i++) {
		char *text IA_AUTO_FREE = NULL;

		r = read_text(report, files, paths[i], &text);
		if (r > 0)
			r = ia_distro_from_manifest(&report->distro, text, report->arena) < 0
				    ? -ENOMEM
				    : 1;
	}
	return r;
}

static int read_version_info(struct isoargs_report *report, const struct ia_files *files)
{
	char *text IA_AUTO_FREE = NULL;
	int r = read_text(report, files, "/version.info", &text);

	if (r > 0)
		return ia_distro_from_version_info(&report->distro, text, report->arena) < 0
			       ? -ENOMEM
			       : 1;
	return r;
}

static int read_content(struct isoargs_report *report, const struct ia_files *files)
{
	char *text IA_AUTO_FREE = NULL;
	int r = read_text(report, files, "/content", &text);

	if (r > 0)
		return ia_distro_from_content(&report->distro, text, report->arena) < 0 ? -ENOMEM
											: 1;
	return r;
}

static int read_products(struct isoargs_report *report, const struct ia_files *files)
{
	char *text IA_AUTO_FREE = NULL;
	int r = read_text(report, files, "/media.1/products", &text);

	if (r > 0)
		return ia_distro_from_products(&report->distro, text, report->arena) < 0 ? -ENOMEM
											 : 1;
	return r;
}

static int read_alpine(struct isoargs_report *report, const struct ia_files *files)
{
	char *text IA_AUTO_FREE = NULL;
	int r = read_text(report, files, "/.alpine-release", &text);

	if (r > 0)
		return ia_distro_from_alpine(&report->distro, text, report->arena) < 0 ? -ENOMEM
										       : 1;
	return r;
}

int ia_tree_identify(struct isoargs_report *report, const struct ia_files *files,
		     enum ia_worth *ret_worth)
{
	int r = 0;

	*ret_worth = report->is_dear ? IA_WORTH_SOME : IA_WORTH_LITTLE;
	if (report->is_dear && report->treeinfo.kernel)
		*ret_worth = IA_WORTH_MUCH;
	if (report->distro.name)
		return 0;
	r = read_manifest(report, files);
	if (r > 0 && report->is_dear)
		*ret_worth = IA_WORTH_ALL;
	if (r == 0 && !report->is_dear)
		r = read_version_info(report, files);
	if (r == 0)
		r = read_content(report, files);
	if (r == 0)
		r = read_products(report, files);
	if (r == 0 && !report->is_dear)
		r = read_alpine(report, files);
	return r < 0 ? r : 0;
}

int ia_tree_find_live_root(struct isoargs_report *report, const struct ia_files *files)
{
	enum ia_family family = report->distro.family;
	int r;

	if (family != IA_FAMILY_SUSE && family != IA_FAMILY_UNKNOWN)
		return 0;
	r = ia_files_have(files, "/LiveOS/squashfs.img", IA_FILE_REGULAR, NULL);
	report->has_live_root = r > 0;
	return r == -ENOMEM ? r : 0;
}

/* A kernel and its RAM disk, and what they are called after. */
struct pair {
	const char *kernel;
	const char *initrd;
	const char *title;
};

/* A made configuration under way. */
struct maker {
	struct isoargs_report *report;
	const struct ia_files *files;
	const char *name; /* of what names the files: "TREE:/.treeinfo" */
	struct isoargs_entry *entries;
	size_t count, capacity;
};

/* From the root, without what would lead elsewhere: as .treeinfo has to have it. */
static bool is_path(const char *path)
{
	if (!path || *path == '\0' || *path == '/' || strchr(path, ':'))
		return false;
	for (const char *c = path; *c; c++) {
		if (*c == '\\' || (unsigned char)*c < ' ' || *c == '\x7f')
			return false;
		if ((c == path || c[-1] == '/') && strncmp(c, "..", 2) == 0 &&
		    (c[2] == '/' || c[2] == '\0'))
			return false;
	}
	return true;
}

/* 1, 0, -ENOMEM; why it cannot be looked up is a note. */
static int have(struct maker *maker, const char *path)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = ia_files_have(maker->files, path, IA_FILE_REGULAR, &error);

	if (r >= 0 || r == -ENOMEM)
		return r;
	ia_note_error(&maker->report->notes, ISOARGS_WARNING, IA_NOTE_FILE_UNREAD, error);
	return 0;
}

static int add(struct maker *maker, const struct pair *pair)
{
	struct ia_arena *arena = maker->report->arena;
	const char **words = ia_arena_array(arena, 1, sizeof(*words));
	const char **initrds = ia_arena_array(arena, 1, sizeof(*initrds));
	struct isoargs_entry entry = {
		.path = ia_arena_printf(arena, "%zu", maker->count),
		.title = ia_arena_strdup(arena, pair->title),
		.file = maker->name,
		.command = "linux",
		.kernel = ia_arena_strdup(arena, pair->kernel),
		.argv = words,
		.argc = 1,
		.cmdline = "",
		.initrds = initrds,
		.initrd_count = pair->initrd ? 1 : 0,
	};

	if (!words || !initrds || !entry.path || !entry.title || !entry.kernel)
		return -ENOMEM;
	entry.id = entry.title;
	words[0] = entry.kernel;
	initrds[0] = pair->initrd ? ia_arena_strdup(arena, pair->initrd) : NULL;
	if ((pair->initrd && !initrds[0]) || ia_location_settle(&entry, arena) < 0 ||
	    ia_arena_grow(arena, &maker->entries, maker->count, &maker->capacity, sizeof(entry)) <
		    0)
		return -ENOMEM;
	maker->entries[maker->count++] = entry;
	return 1;
}

/* Where both are there. */
static int try(struct maker *maker, const struct pair *pair)
{
	int r = have(maker, pair->kernel);

	if (r > 0)
		r = have(maker, pair->initrd);
	return r > 0 ? add(maker, pair) : r;
}

static int from_treeinfo(struct maker *maker)
{
	const struct ia_treeinfo *info = &maker->report->treeinfo;
	struct ia_arena *arena = maker->report->arena;
	struct pair pair = {.title = "from .treeinfo"};

	if (!maker->report->has_treeinfo || !info->kernel)
		return 0;
	if (!is_path(info->kernel) || (info->initrd && !is_path(info->initrd))) {
		ia_note(&maker->report->notes, ISOARGS_WARNING, IA_NOTE_TREEINFO_BAD_PATH,
			IA_IN_FILE(maker->report->treeinfo_name),
			"found \"%s\" and \"%s\" as kernel and RAM disk, expected paths inside of "
			"the tree; they are not used",
			info->kernel, info->initrd ? info->initrd : "");
		return 0;
	}
	pair.kernel = ia_arena_printf(arena, "/%s", info->kernel);
	if (info->initrd)
		pair.initrd = ia_arena_printf(arena, "/%s", info->initrd);
	if (!pair.kernel || (info->initrd && !pair.initrd))
		return -ENOMEM;
	maker->name = maker->report->treeinfo_name;
	return add(maker, &pair);
}

#define NETBOOT(folder, installer)                                                                 \
	{                                                                                          \
		folder "/netboot/" installer "/%s/linux",                                          \
			folder "/netboot/" installer "/%s/initrd.gz", "network installation"       \
	}

/* What debian-installer's trees have, by Debian's names of architectures. */
static const struct pair debian[] = {
	NETBOOT("/current/images", "debian-installer"),
	NETBOOT("/current/legacy-images", "ubuntu-installer"),
	NETBOOT("/current/images", "ubuntu-installer"),
	/* Of old releases, whose other kernels are none of a PV guest. */
	{"/current/images/netboot/xen/vmlinuz", "/current/images/netboot/xen/initrd.gz",
	 "network installation of a Xen guest"},
};

/* What media have without their menus. */
static const struct pair others[] = {
	{"/boot/%s/loader/linux", "/boot/%s/loader/initrd", "from boot/loader"},
	{"/images/pxeboot/vmlinuz", "/images/pxeboot/initrd.img", "from images/pxeboot"},
	{"/isolinux/%s/vmlinuz", "/isolinux/%s/all.rdz", "from isolinux"},
	{"/casper/vmlinuz", "/casper/initrd", "from casper"},
	{"/install.amd/vmlinuz", "/install.amd/initrd.gz", "from install.amd"},
};

static int try_pairs(struct maker *maker, const struct pair *pairs, size_t count, const char *arch)
{
	for (size_t i = 0; i < count; i++) {
		struct ia_arena *arena = maker->report->arena;
		struct pair pair = {.title = pairs[i].title};
		const char *slot = strstr(pairs[i].kernel, "%s");
		int before = slot ? (int)(slot - pairs[i].kernel) : 0;
		int r;

		pair.kernel = slot ? ia_arena_printf(arena, "%.*s%s%s", before, pairs[i].kernel,
						     arch, slot + 2)
				   : pairs[i].kernel;
		slot = strstr(pairs[i].initrd, "%s");
		pair.initrd = slot ? ia_arena_printf(arena, "%.*s%s%s", before, pairs[i].initrd,
						     arch, slot + 2)
				   : pairs[i].initrd;
		r = pair.kernel && pair.initrd ? try(maker, &pair) : -ENOMEM;
		if (r != 0)
			return r;
	}
	return 0;
}

static int from_folders_of(struct maker *maker, const char *arch)
{
	enum ia_family family = maker->report->distro.family;
	bool is_debian = family == IA_FAMILY_DEBIAN || family == IA_FAMILY_UBUNTU;
	int r = 0;

	if (is_debian)
		r = try_pairs(maker, debian, IA_COUNT(debian),
			      strcmp(arch, "x86_64") == 0 ? "amd64" : arch);
	if (r == 0 && !(is_debian && maker->report->is_dear))
		r = try_pairs(maker, others, IA_COUNT(others), arch);
	return r;
}

/* By the tree's own architecture, else by those of a PC. */
static int from_folders(struct maker *maker)
{
	const char *arch = maker->report->distro.arch;
	int r;

	maker->name = "TREE:/";
	r = from_folders_of(maker, arch ? arch : "x86_64");
	return r == 0 && !arch ? from_folders_of(maker, "i386") : r;
}

int ia_tree_add_entries(struct isoargs_report *report, const struct ia_files *files)
{
	struct maker maker = {.report = report, .files = files};
	struct ia_menu *menu = &report->menu;
	int r = from_treeinfo(&maker);

	if (r == 0)
		r = from_folders(&maker);
	if (r <= 0)
		return r;
	ia_note(&report->notes, ISOARGS_INFO, IA_NOTE_ENTRY_MADE, IA_IN_FILE(maker.name),
		"no menu was found in this tree: kernel and RAM disk are %s, and no word of a menu "
		"is known",
		report->has_treeinfo && maker.name == report->treeinfo_name
			? "those that it names"
			: "those that lie where installation trees have them");
	if (ia_arena_grow(report->arena, &menu->configs, menu->count, &menu->capacity,
			  sizeof(*menu->configs)) < 0)
		return -ENOMEM;
	menu->configs[menu->count++] = (struct ia_config){
		.loader = IA_LOADER_NONE,
		.name = maker.name,
		.evaluated = true,
		.entries = maker.entries,
		.count = maker.count,
	};
	return 1;
}
