/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "menu/grub-legacy/grub-legacy.h"
#include "menu/host.h"
#include "menu/location.h"
#include "menu/loops.h"
#include "menu/syslinux/syslinux.h"
#include "menu/systemd-boot/systemd-boot.h"

static char *directory_of(const char *path, struct ia_arena *arena)
{
	const char *slash = strrchr(path, '/');

	return ia_arena_strndup(arena, path, slash && slash > path ? (size_t)(slash - path) : 1);
}

/* A configuration that is there. */
struct found {
	enum ia_loader loader;
	enum ia_platform platform;
	struct ia_menu_medium medium;
	struct ia_menu_host host; /* of the medium */
	struct ia_config_file file;
};

static const char *platform_name(enum ia_platform platform)
{
	return platform == IA_PLATFORM_EFI ? "efi" : "pc";
}

/* EFI's GRUB runs on the medium's own architecture. */
static const char *cpu_of(enum ia_platform platform, const char *arch)
{
	if (platform == IA_PLATFORM_PC)
		return "i386";
	return arch && strcmp(arch, "aarch64") == 0 ? "arm64" : "x86_64";
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
		.platform = platform_name(found->platform),
		.cpu = cpu_of(found->platform, medium->arch),
		.root = medium->files == medium->esp ? "esp" : "cd0",
		.prefix = directory_of(found->file.path, arena),
		.host = &found->host,
	};

	/* A unit for each byte that its dialect is looked for in. */
	if (!setup.prefix || ia_meter_spend(found->host.meter, IA_COST_GRUB, found->file.size) < 0)
		return ia_error_memory(reterr);
	config->dialect = dialect;
	return ia_grub_evaluate(&setup, &found->file, arena, notes, ret, reterr);
}

/*
 * The evaluators know paths, and those of files on another device with it in parentheses: the file
 * system that they are on is told here.
 */
static const char *name_file(const char *file, const char *prefix, struct ia_arena *arena)
{
	const bool is_tree = strcmp(prefix, "TREE") == 0;
	const struct isoargs_entry anywhere = {.file = is_tree ? "TREE:" : "", .root = ""};
	const char *name = NULL;

	if (file[0] == '(' && ia_location_of(&anywhere, file, arena, &name) < 0)
		return NULL;
	return name ? name : ia_arena_printf(arena, "%s:%s", prefix, file);
}

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
			named = name_file(file, prefix, arena);
		}
		entries[i].file = named;
		/* What is cut is no path on the medium. */
		if (!named || (!entries[i].is_cut && ia_location_settle(&entries[i], arena) < 0))
			return -ENOMEM;
	}
	config->entries = entries;
	return 0;
}

/* The same for what notes are about. */
static void name_notes(struct ia_notes *notes, const char *prefix, struct ia_arena *arena)
{
	for (size_t i = 0; i < notes->count; i++) {
		struct isoargs_note *note = &notes->items[i];
		const char *name;

		if (!note->file || note->file[0] != '(')
			continue;
		name = name_file(note->file, prefix, arena);
		free(note->file);
		note->file = name ? strdup(name) : NULL;
		if (!note->file)
			notes->error = -ENOMEM;
	}
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
	int r = -EINVAL;

	switch (found->loader) {
	case IA_LOADER_GRUB:
		r = evaluate_grub(found, config, arena, &own, &menu, &cause);
		break;
	case IA_LOADER_SYSLINUX:
		r = ia_syslinux_evaluate(&found->host, &found->file, arena, &own, &menu, &cause);
		break;
	case IA_LOADER_GRUB_LEGACY:
		r = ia_grub_legacy_evaluate(&found->host, &found->file, arena, &own, &menu, &cause);
		break;
	case IA_LOADER_SYSTEMD_BOOT:
		r = ia_systemd_boot_evaluate(&found->host, &found->file, arena, &own, &menu,
					     &cause);
		break;
	case IA_LOADER_NONE:
		break;
	}
	if (ia_meter_spend(found->host.meter, IA_COST_MENUS, own.made * NOTE_COST) < 0)
		r = -ENOMEM;
	name_notes(&own, prefix, arena);
	ia_notes_move(&own, notes, prefix);
	if (r < 0)
		return cause && r != -ENOMEM ? ia_error_prefix(reterr, prefix, cause) : r;
	config->entries = menu.entries;
	config->count = menu.count;
	config->default_path = menu.default_path;
	/* A blank behind a label is no word. */
	if (menu.default_words && menu.default_words[strspn(menu.default_words, " \t")])
		config->default_words = menu.default_words + strspn(menu.default_words, " \t");
	config->default_line = menu.default_line;
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

/* Its text and name: 1, 0, or why it cannot be read. *ret is allocated. */
static int read_text(struct found *found, const struct ia_candidate *candidate, char **ret,
		     const char **ret_name, struct isoargs_error **reterr)
{
	const struct ia_files *files = found->medium.files;
	int r;

	*ret_name = candidate->path;
	r = found->host.read(found->host.data, NULL, candidate->path, ret, &found->file.size,
			     reterr);
	if (r == 0 && candidate->folder) {
		*ret_name = candidate->folder;
		r = ia_files_have(files, candidate->folder, IA_FILE_DIRECTORY, reterr);
	}
	found->file.text = *ret ? *ret : "";
	return r;
}

int ia_config_read(const struct ia_candidate *candidate, enum ia_platform platform,
		   const struct ia_menu_medium *medium, struct ia_config *config,
		   struct ia_arena *arena, struct ia_notes *notes)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text IA_AUTO_FREE = NULL;
	struct found found = {
		.loader = candidate->loader,
		.platform = platform,
		.medium = *medium,
		.file.path = candidate->path,
	};
	struct ia_loops loops IA_AUTO_LOOPS = {0};
	uint64_t failed = failures(medium);
	const char *name;
	int r;

	found.medium.loops = &loops;
	found.host = ia_menu_host_of(&found.medium);
	r = read_text(&found, candidate, &text, &name, &error);
	if (r == 0)
		return 0;
	*config = (struct ia_config){
		.loader = candidate->loader,
		.loopback = candidate->loopback,
		.name = ia_arena_printf(arena, "%s:%s", medium->files->name, name),
		/* That SYSLINUX is BIOS' goes without saying. */
		.platform =
			candidate->loader == IA_LOADER_SYSLINUX ? NULL : platform_name(platform),
	};
	if (!config->name)
		return -ENOMEM;
	if (r > 0)
		r = evaluate(&found, config, arena, notes, &error);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		ia_note_error(notes, ISOARGS_ERROR, IA_NOTE_CONFIG_UNREAD, error);
	config->is_doubtful = failures(medium) > failed;
	return 1;
}

bool ia_config_is_for(const struct ia_config *config, enum ia_platform platform)
{
	return config->evaluated && config->platform &&
	       strstr(config->platform, platform_name(platform));
}

/* What it takes to hold two entries against each other, besides their texts: units of the meter. */
#define ENTRY_COST 100u

static size_t length_of(const char *text)
{
	return text ? strlen(text) : 0;
}

static bool same_entry(const struct isoargs_entry *x, const struct isoargs_entry *y)
{
	if (!ia_text_equal(x->path, y->path) || !ia_text_equal(x->title, y->title) ||
	    !ia_text_equal(x->command, y->command) || !ia_text_equal(x->kernel, y->kernel) ||
	    !ia_text_equal(x->cmdline, y->cmdline) || x->initrd_count != y->initrd_count)
		return false;
	/* Of at most IA_ENTRY_INITRDS_MAX. */
	for (size_t i = 0; i < x->initrd_count; i++) {
		if (!ia_text_equal(x->initrds[i], y->initrds[i]))
			return false;
	}
	return true;
}

static int compare(const struct ia_config *a, const struct ia_config *b, bool with_places,
		   struct ia_meter *meter)
{
	if (a->count != b->count || !ia_text_equal(a->default_path, b->default_path))
		return 0;
	for (size_t i = 0; i < a->count; i++) {
		const struct isoargs_entry *x = &a->entries[i], *y = &b->entries[i];
		uint64_t units = ENTRY_COST + length_of(x->cmdline) +
				 x->initrd_count * (uint64_t)IA_ENTRY_PATH_MAX;

		if (ia_meter_spend(meter, IA_COST_MENUS, units) < 0)
			return -E2BIG;
		if (with_places && (x->line != y->line || !ia_text_equal(x->file, y->file)))
			return 0;
		if (!same_entry(x, y))
			return 0;
	}
	return 1;
}

int ia_config_equal(const struct ia_config *a, const struct ia_config *b, struct ia_meter *meter)
{
	return compare(a, b, false, meter);
}

int ia_config_leads_to(const struct ia_config *a, const struct ia_config *b, struct ia_meter *meter)
{
	return compare(a, b, true, meter);
}
