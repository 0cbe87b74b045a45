/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/menu.h"

#include <errno.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "menu/host.h"
#include "menu/location.h"
#include "menu/syslinux/syslinux.h"

/* Where boot loaders look, in the order in which arguments are derived from what is found. */
static const struct candidate {
	const char *path;
	enum ia_loader loader;
	const char *platform;
	const char *cpu;
	bool loopback;
} candidates[] = {
	{"/EFI/BOOT/grub.cfg", IA_LOADER_GRUB, "efi", "x86_64"},
	{"/boot/grub2/grub.cfg", IA_LOADER_GRUB, "pc", "i386"},
	{"/boot/grub/grub.cfg", IA_LOADER_GRUB, "pc", "i386"},
	{"/EFI/xenserver/grub.cfg", IA_LOADER_GRUB, "efi", "x86_64"},
	/* ISOLINUX reads the first of these that it can open, and no other. */
	{"/boot/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/isolinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/isolinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/syslinux/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/syslinux/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/syslinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	/* openSUSE's lies beside its isolinux.bin, which looks there last. */
	{"/boot/x86_64/loader/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/i386/loader/isolinux.cfg", IA_LOADER_SYSLINUX, NULL, NULL},
	{"/boot/grub2/loopback.cfg", IA_LOADER_GRUB, "pc", "i386", .loopback = true},
	{"/boot/grub/loopback.cfg", IA_LOADER_GRUB, "pc", "i386", .loopback = true},
};

static const struct {
	const char *name;
	const char *word;
} loaders[] = {
	[IA_LOADER_GRUB] = {"GRUB", "grub"},
	[IA_LOADER_SYSLINUX] = {"SYSLINUX", "syslinux"},
	[IA_LOADER_GRUB_LEGACY] = {"GRUB Legacy", "grub-legacy"},
	[IA_LOADER_SYSTEMD_BOOT] = {"systemd-boot", "systemd-boot"},
};

const char *ia_loader_name(enum ia_loader loader)
{
	return loaders[loader].name;
}

const char *ia_loader_word(enum ia_loader loader)
{
	return loaders[loader].word;
}

bool ia_entry_boots_linux(const struct isoargs_entry *entry)
{
	static const char *const commands[] = {
		"linux", "linux16", "linuxefi", "multiboot", "multiboot2", "mboot.c32",
	};

	if (entry->is_submenu || !entry->kernel || !entry->command)
		return false;
	for (size_t i = 0; i < IA_COUNT(commands); i++) {
		if (strcmp(entry->command, commands[i]) == 0)
			return true;
	}
	return false;
}

/* Mostly the first entries tell; what there is of them was paid for when it was kept. */
bool ia_config_boots_linux(const struct ia_config *config)
{
	for (size_t i = 0; i < config->count; i++) {
		if (ia_entry_boots_linux(&config->entries[i]))
			return true;
	}
	return false;
}

bool ia_menu_boots_linux(const struct ia_menu *menu)
{
	for (size_t i = 0; i < menu->count; i++) {
		if (ia_config_boots_linux(&menu->configs[i]))
			return true;
	}
	return false;
}

static char *directory_of(const char *path, struct ia_arena *arena)
{
	const char *slash = strrchr(path, '/');

	return ia_arena_strndup(arena, path, slash && slash > path ? (size_t)(slash - path) : 1);
}

/* A configuration that is there. */
struct found {
	const struct candidate *candidate;
	struct ia_menu_medium medium;
	struct ia_menu_host host; /* of the medium */
	struct ia_config_file file;
};

/* EFI's GRUB runs on the medium's own architecture. */
static const char *cpu_of(const struct candidate *candidate, const char *arch)
{
	bool efi = strcmp(candidate->platform, "efi") == 0;

	if (efi && arch && strcmp(arch, "aarch64") == 0)
		return "arm64";
	return candidate->cpu;
}

static int evaluate_grub(const struct found *found, struct ia_config *config,
			 struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			 struct isoargs_error **reterr)
{
	const struct ia_menu_medium *medium = &found->medium;
	const struct ia_dialect dialect =
		medium->dialect.from ? medium->dialect
				     : ia_dialect_of_menu(found->file.text, found->file.size);
	const struct ia_grub_setup setup = {
		.dialect = dialect.grub,
		.platform = found->candidate->platform,
		.cpu = cpu_of(found->candidate, medium->arch),
		.root = medium->files == medium->esp ? "esp" : "cd0",
		.prefix = directory_of(found->file.path, arena),
		.host = &found->host,
	};

	/* A unit for each byte that its dialect is looked for in. */
	if (!setup.prefix || ia_meter_spend(found->host.meter, IA_COST_GRUB, found->file.size) < 0)
		return ia_error_memory(reterr);
	config->platform = found->candidate->platform;
	config->dialect = dialect;
	return ia_grub_evaluate(&setup, &found->file, arena, notes, ret, reterr);
}

/* The evaluators know paths; the file system that these are on is told here. */
static int name_entries(struct ia_config *config, const char *prefix, struct ia_arena *arena)
{
	struct isoargs_entry *entries = ia_arena_array(arena, config->count, sizeof(*entries));
	const char *file = NULL, *named = NULL;

	if (!entries)
		return -ENOMEM;
	/* Keeping the entries paid for this, too. */
	for (size_t i = 0; i < config->count; i++) {
		entries[i] = config->entries[i];
		/* One text for all that stand in one file. */
		if (entries[i].file != file) {
			file = entries[i].file;
			named = ia_arena_printf(arena, "%s:%s", prefix, file);
		}
		entries[i].file = named;
		/* What is cut is no path on the medium. */
		if (!named || (!entries[i].is_cut && ia_location_settle(&entries[i], arena) < 0))
			return -ENOMEM;
	}
	config->entries = entries;
	return 0;
}

/* What a note takes, which can be as long as notes are and is written twice: units of the meter. */
#define NOTE_COST 8000u

static int evaluate(const struct found *found, struct ia_config *config, struct ia_arena *arena,
		    struct ia_notes *notes, struct isoargs_error **reterr)
{
	const char *prefix = found->medium.files->name;
	struct ia_notes own IA_AUTO_NOTES = {0};
	struct isoargs_error *cause IA_AUTO_ERROR = NULL;
	struct ia_entries menu = {0};
	int r;

	r = found->candidate->loader == IA_LOADER_GRUB
		    ? evaluate_grub(found, config, arena, &own, &menu, &cause)
		    : ia_syslinux_evaluate(&found->host, &found->file, arena, &own, &menu, &cause);
	if (ia_meter_spend(found->host.meter, IA_COST_MENUS, own.count * NOTE_COST) < 0)
		r = -ENOMEM;
	ia_notes_move(&own, notes, prefix);
	if (r < 0)
		return cause && r != -ENOMEM ? ia_error_prefix(reterr, prefix, cause) : r;
	config->entries = menu.entries;
	config->count = menu.count;
	config->default_path = menu.default_path;
	config->fallback_path = menu.fallback_path;
	if (name_entries(config, prefix, arena) < 0)
		return ia_error_memory(reterr);
	config->evaluated = true;
	return 0;
}

static uint64_t failures(const struct ia_menu_medium *medium)
{
	return medium->image ? ia_image_failures(medium->image) : 0;
}

/* 1 there is such a configuration, which was evaluated or noted; 0 there is none. */
static int try_candidate(const struct candidate *candidate, const struct ia_menu_medium *medium,
			 struct ia_config *config, struct ia_arena *arena, struct ia_notes *notes)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text IA_AUTO_FREE = NULL;
	struct found found = {
		.candidate = candidate,
		.medium = *medium,
		.host = ia_menu_host_of(&found.medium),
		.file.path = candidate->path,
	};
	uint64_t failed = failures(medium);
	int r;

	r = found.host.read(found.host.data, NULL, candidate->path, &text, &found.file.size,
			    &error);
	if (r == 0)
		return 0;
	*config = (struct ia_config){
		.loader = candidate->loader,
		.loopback = candidate->loopback,
		.name = ia_arena_printf(arena, "%s:%s", medium->files->name, candidate->path),
	};
	if (!config->name)
		return -ENOMEM;
	found.file.text = text;
	if (r > 0)
		r = evaluate(&found, config, arena, notes, &error);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		ia_note_error(notes, ISOARGS_ERROR, IA_NOTE_CONFIG_UNREAD, error);
	config->is_doubtful = failures(medium) > failed;
	return 1;
}

int ia_menu_add(const struct ia_menu_medium *medium, struct ia_arena *arena, struct ia_notes *notes,
		struct isoargs_error **reterr)
{
	struct ia_menu *menu = medium->menu;
	bool has_syslinux = false;

	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		struct ia_config config;
		int r;

		if (has_syslinux && candidates[i].loader == IA_LOADER_SYSLINUX)
			continue;
		r = try_candidate(&candidates[i], medium, &config, arena, notes);
		if (r == 0)
			continue;
		if (r < 0 || ia_arena_grow(arena, &menu->configs, menu->count, &menu->capacity,
					   sizeof(config)) < 0)
			return ia_error_memory(reterr);
		menu->configs[menu->count++] = config;
		has_syslinux |= config.loader == IA_LOADER_SYSLINUX;
		if (!medium->all && ia_config_boots_linux(&config))
			return 0;
	}
	return 0;
}

/* Their texts are those that were kept; one configuration is held against one other, once. */
static bool same_entries(const struct ia_config *a, const struct ia_config *b)
{
	if (a->count != b->count || !ia_text_equal(a->default_path, b->default_path))
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct isoargs_entry *x = &a->entries[i], *y = &b->entries[i];

		if (!ia_text_equal(x->path, y->path) || !ia_text_equal(x->title, y->title) ||
		    !ia_text_equal(x->command, y->command) ||
		    !ia_text_equal(x->kernel, y->kernel) ||
		    !ia_text_equal(x->cmdline, y->cmdline) || x->initrd_count != y->initrd_count)
			return false;
		for (size_t k = 0; k < x->initrd_count; k++) {
			if (!ia_text_equal(x->initrds[k], y->initrds[k]))
				return false;
		}
	}
	return true;
}

/* The configuration that was read from the candidate, if it was, of at most a few for each. */
static struct ia_config *find_config(struct ia_menu *menu, const struct ia_files *files,
				     const struct candidate *candidate)
{
	size_t length = strlen(files->name);

	for (size_t i = 0; i < menu->count; i++) {
		struct ia_config *config = &menu->configs[i];

		if (config->evaluated && strncmp(config->name, files->name, length) == 0 &&
		    config->name[length] == ':' &&
		    strcmp(config->name + length + 1, candidate->path) == 0)
			return config;
	}
	return NULL;
}

static int add_as_efi(const struct ia_menu_medium *medium, const struct candidate *candidate,
		      struct ia_arena *arena)
{
	struct ia_menu *menu = medium->menu;
	struct candidate efi = *candidate;
	struct ia_notes repeated IA_AUTO_NOTES = {0}; /* the same file's, noted already */
	struct ia_config *config = find_config(menu, medium->files, candidate);
	struct ia_config other;
	int r;

	if (!config)
		return 0;
	efi.platform = "efi";
	efi.cpu = "x86_64";
	r = try_candidate(&efi, medium, &other, arena, &repeated);
	if (r <= 0)
		return r;
	if (!other.evaluated)
		return 0;
	if (same_entries(config, &other)) {
		config->platform = "pc, efi";
		return 0;
	}
	if (ia_arena_grow(arena, &menu->configs, menu->count, &menu->capacity, sizeof(other)) < 0)
		return -ENOMEM;
	menu->configs[menu->count++] = other;
	return 0;
}

int ia_menu_add_efi(const struct ia_menu_medium *medium, struct ia_arena *arena,
		    struct isoargs_error **reterr)
{
	const struct ia_menu *menu = medium->menu;

	for (size_t i = 0; i < menu->count; i++) {
		const struct ia_config *config = &menu->configs[i];

		if (config->platform && strcmp(config->platform, "efi") == 0 &&
		    ia_config_boots_linux(config))
			return 0;
	}
	for (size_t i = 0; i < IA_COUNT(candidates); i++) {
		const struct candidate *candidate = &candidates[i];

		if (candidate->loader != IA_LOADER_GRUB || candidate->loopback ||
		    strcmp(candidate->platform, "pc") != 0)
			continue;
		if (add_as_efi(medium, candidate, arena) < 0)
			return ia_error_memory(reterr);
	}
	return 0;
}
