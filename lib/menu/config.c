/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/config.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/note.h"
#include "image/image.h"
#include "menu/host.h"
#include "menu/location.h"
#include "menu/syslinux/syslinux.h"

static char *directory_of(const char *path, struct ia_arena *arena)
{
	const char *slash = strrchr(path, '/');

	return ia_arena_strndup(arena, path, slash && slash > path ? (size_t)(slash - path) : 1);
}

/* A configuration that is there. */
struct found {
	const struct ia_candidate *candidate;
	struct ia_menu_medium medium;
	struct ia_menu_host host; /* of the medium */
	struct ia_config_file file;
};

/* EFI's GRUB runs on the medium's own architecture. */
static const char *cpu_of(const struct ia_candidate *candidate, const char *arch)
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
	if (menu.default_words)
		config->default_words = menu.default_words + strspn(menu.default_words, " \t");
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

int ia_config_read(const struct ia_candidate *candidate, const struct ia_menu_medium *medium,
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
