/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/grub.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "menu/grub/commands/commands.h"
#include "menu/grub/eval/state.h"

static const char *const features[] = {
	"feature_chainloader_bpb",      "feature_ntldr",
	"feature_platform_search_hint", "feature_default_font_path",
	"feature_all_video_module",     "feature_menuentry_id",
	"feature_menuentry_options",    "feature_200_final",
	"feature_nativedisk_cmd",       "feature_timeout_style",
};

static int set_exported(struct ia_grub_variables *variables, const char *name, const char *value)
{
	int r = ia_grub_variables_set(variables, name, value);

	return r < 0 ? r : ia_grub_variables_export(variables, name);
}

/* What GRUB itself has set before it reads the first line. */
static int set_initial(struct ia_grub_variables *variables, const struct ia_grub_setup *setup)
{
	struct ia_grub_memory *memory = variables->memory;
	const char *prefix = ia_grub_printf(memory, "(%s)%s", setup->root, setup->prefix);
	const char *cmdpath = ia_grub_printf(memory, "(%s)/EFI/BOOT", setup->root);
	int r;

	if (!prefix || !cmdpath)
		return memory->error;
	r = set_exported(variables, "root", setup->root);
	if (r == 0)
		r = set_exported(variables, "prefix", prefix);
	if (r == 0 && strcmp(setup->platform, "efi") == 0)
		r = set_exported(variables, "cmdpath", cmdpath);
	if (r == 0)
		r = set_exported(variables, "grub_platform", setup->platform);
	if (r == 0)
		r = set_exported(variables, "grub_cpu", setup->cpu);
	if (r == 0)
		r = set_exported(variables, "pager", "");
	if (r == 0)
		r = set_exported(variables, "color_normal", "white/black");
	if (r == 0)
		r = set_exported(variables, "color_highlight", "black/white");
	for (size_t i = 0; i < IA_COUNT(features) && r == 0; i++)
		r = set_exported(variables, features[i], "y");
	return r;
}

/* Out of the memory of the evaluation into the caller's arena. */
static int copy_menu(struct ia_arena *arena, const struct ia_grub_state *state,
		     const char *default_path, const char *fallback_path, struct ia_entries *ret)
{
	struct ia_entries menu = {.count = state->result.count};

	for (size_t i = 0; i < menu.count; i++) {
		struct isoargs_entry *entry = &state->result.entries[i];

		entry->is_default = default_path && strcmp(default_path, entry->path) == 0;
	}
	if (default_path)
		menu.default_path = ia_arena_strdup(arena, default_path);
	if (fallback_path)
		menu.fallback_path = ia_arena_strdup(arena, fallback_path);
	if ((default_path && !menu.default_path) || (fallback_path && !menu.fallback_path) ||
	    ia_entries_keep(state->result.entries, menu.count, arena, state->notes, &menu.entries) <
		    0)
		return -ENOMEM;
	*ret = menu;
	return 0;
}

/* Runs the file, then every entry of the menu that it shows. */
static int evaluate(struct ia_grub_state *state, const struct ia_config_file *from,
		    struct ia_arena *arena, struct ia_entries *ret)
{
	const char *file = ia_grub_printf(state->memory, "(%s)%s", state->setup->root, from->path);
	const char *default_path = NULL, *fallback_path = NULL;
	size_t fallback;
	bool left;
	int r;

	if (!file)
		return ia_grub_fail_memory(state);
	r = ia_grub_run_text(state, from->path, file, from->text, from->size);
	if (r < 0)
		return r;
	left = state->left && state->shown.items.count == 0;
	if (state->shown.items.count > 0) {
		state->items = &state->shown.items;
		state->variables = &state->shown.variables;
		state->extractors = state->shown.extractors;
	}
	state->left = false;
	r = ia_grub_menu_run(state, state->items, "", &default_path);
	if (r < 0)
		return r;
	if (ia_grub_fallback_find(state->memory, state->setup->dialect, state->items,
				  ia_grub_get(state, "fallback"), &fallback))
		fallback_path = ia_grub_printf(state->memory, "%zu", fallback);
	if (state->memory->error)
		return ia_grub_fail_memory(state);
	r = copy_menu(arena, state, left ? NULL : default_path, fallback_path, ret);
	return r < 0 ? ia_error_memory(state->reterr) : 0;
}

int ia_grub_evaluate(const struct ia_grub_setup *setup, const struct ia_config_file *file,
		     struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
		     struct isoargs_error **reterr)
{
	struct ia_arena *own IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_grub_memory memory = {
		.arena = own,
		.work_max = ia_meter_work(setup->host->meter) +
			    (uint64_t)IA_GRUB_STEPS_MAX * IA_GRUB_STEP,
	};
	struct ia_grub_variables variables IA_CLEANUP(ia_cleanup_grub_variables) =
		IA_GRUB_VARIABLES(&memory);
	struct ia_grub_items items = {0};
	struct ia_grub_state state = {
		.setup = setup,
		.commands = ia_grub_commands,
		.memory = &memory,
		.functions.memory = &memory,
		.word = {.meter = setup->host->meter, .cost = IA_COST_GRUB},
		.notes = notes,
		.reterr = reterr,
		.variables = &variables,
		.items = &items,
		.file = file->path,
	};
	int r;

	if (!own)
		return ia_error_memory(reterr);
	ia_arena_draw_on(own, setup->host->meter, IA_COST_GRUB);
	r = set_initial(&variables, setup);
	if (r < 0)
		r = ia_grub_fail(&state, r);
	else
		r = evaluate(&state, file, arena, ret);
	ia_grub_variables_free(&state.shown.variables);
	ia_grub_map_free(&state.functions);
	ia_strbuf_free(&state.word);
	return r;
}
