/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/menu.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/grub/eval/argv.h"
#include "menu/grub/eval/eval.h"

static int add_entry(struct ia_grub_state *state, const struct isoargs_entry *entry, size_t *ret)
{
	if (ia_grub_grow(state->memory, &state->result.entries, state->result.count,
			 &state->result.capacity, sizeof(*entry)) < 0)
		return ia_grub_fail_memory(state);
	state->result.entries[state->result.count] = *entry;
	*ret = state->result.count++;
	return 0;
}

#define ID_BYTE 8u /* units of work */

/* $chosen: the ids on the way, each '>' in them doubled. */
static int set_chosen(struct ia_grub_state *state, const char *id)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_GRUB_STRBUF(state);
	const char *chosen = ia_grub_get(state, "chosen");
	int r = ia_grub_spend(state, IA_GRUB_STEP + strlen(id) * ID_BYTE);

	if (r < 0)
		return r;
	if (chosen) {
		ia_strbuf_adds(&buf, chosen);
		ia_strbuf_addc(&buf, '>');
	}
	for (; *id; id++) {
		if (*id == '>')
			ia_strbuf_addc(&buf, '>');
		ia_strbuf_addc(&buf, *id);
	}
	ia_strbuf_addc(&buf, '\0');
	if (buf.error)
		return ia_error_memory(state->reterr);
	r = ia_grub_set(state, "chosen", buf.data);
	if (r < 0)
		return r;
	r = ia_grub_variables_export(state->variables, "chosen");
	return r < 0 ? ia_grub_fail(state, r) : 0;
}

/* What the body has loaded, as the entry tells it. */
static int take_load(struct ia_grub_state *state, struct isoargs_entry *entry)
{
	struct ia_strbuf line IA_AUTO_STRBUF = IA_GRUB_STRBUF(state);
	size_t length = 0;

	if (!state->load.command)
		return 0;
	/* Each byte of it was a byte of a word, which counted for this, too. */
	if (state->load.argc > 1)
		length = ia_grub_join(state->setup->dialect, &line, IA_ENTRY_LINE_MAX + 1,
				      state->load.argv + 1, state->load.argc - 1);
	ia_strbuf_addc(&line, '\0');
	if (line.error)
		return ia_error_memory(state->reterr);
	if (length > IA_GRUB_CMDLINE_MAX)
		ia_note(state->notes, ISOARGS_WARNING, IA_NOTE_GRUB_CMDLINE_LONG,
			IA_AT_LINE(entry->file, state->load.line, 0),
			"the command line has %zu bytes; kernels take %u, and GRUB drops arguments "
			"that do not fit",
			length, IA_GRUB_CMDLINE_MAX);
	entry->command = state->load.command;
	entry->command_line = state->load.line;
	entry->kernel = state->load.argc > 0 ? state->load.argv[0] : "";
	entry->argv = state->load.argv;
	entry->argc = state->load.argc;
	entry->cmdline = ia_grub_strndup(state->memory, line.data, line.length - 1);
	entry->initrds = state->load.initrds;
	entry->initrd_count = state->load.initrd_count;
	entry->root = state->load.root;
	return entry->cmdline ? 0 : ia_grub_fail_memory(state);
}

/* What is left of $default for the menu within. Red Hat's later GRUB keeps all of it for none. */
static int set_default(struct ia_grub_state *state, const char *rest)
{
	int r;

	if (rest)
		return ia_grub_set(state, "default", rest);
	if (state->setup->dialect == IA_GRUB_RHEL9)
		return 0;
	r = ia_grub_variables_unset(state->variables, "default");
	return r < 0 ? ia_grub_fail(state, r) : 0;
}

static int run_body(struct ia_grub_state *state, const struct ia_grub_item *item)
{
	struct ia_grub_call scope = {.argv = item->argv, .argc = item->argc};
	const char *rest = ia_grub_default_rest(state->memory, ia_grub_get(state, "default"));
	int r = set_chosen(state, item->id);

	if (r == 0)
		r = set_default(state, rest);
	if (r < 0)
		return r;
	state->scope = &scope;
	memset(&state->load, 0, sizeof(state->load));
	state->loops = state->breaks = 0;
	state->returned = state->left = false;
	state->status = 0;
	r = ia_grub_run_slice(state, &item->body, false);
	return r < 0 ? r : 0;
}

/* The body of a submenu runs in a context of its own and defines the menu within. */
static int run_submenu(struct ia_grub_state *state, const struct ia_grub_item *item)
{
	struct ia_grub_variables inner IA_CLEANUP(ia_cleanup_grub_variables) = {0};
	struct ia_grub_variables *outer = state->variables;
	bool all = state->setup->dialect == IA_GRUB_RHEL9;
	const char *value = ia_grub_get(state, "default"), *chosen;
	struct ia_grub_items items = {0};
	int r = ia_grub_variables_inherit(&inner, outer, all);

	if (r < 0)
		return ia_grub_fail(state, r);
	state->variables = &inner;
	state->items = &items;
	/* The rest of the path is taken from the outer context, exported or not. */
	r = value && ia_grub_default_rest(state->memory, value)
		    ? ia_grub_set(state, "default", value)
		    : 0;
	if (r == 0)
		r = run_body(state, item);
	if (r == 0)
		r = ia_grub_menu_run(state, &items, state->path, &chosen);
	state->variables = outer;
	if (r == 0 && !state->default_path)
		state->default_path = chosen;
	return r;
}

static int run_plain(struct ia_grub_state *state, const struct ia_grub_item *item,
		     struct isoargs_entry *ret)
{
	size_t mark = state->variables->change_count;
	bool undoable = state->variables->undoable;
	struct ia_grub_items ignored = {0};
	int r;

	state->variables->undoable = true;
	state->items = &ignored;
	r = run_body(state, item);
	if (r == 0)
		r = take_load(state, ret);
	ia_grub_variables_undo(state->variables, mark);
	state->variables->undoable = undoable;
	return r;
}

/* *ret_default: the path of what boots where this entry is the default. */
static int run_item(struct ia_grub_state *state, const struct ia_grub_item *item, const char *path,
		    const char **ret_default)
{
	struct ia_grub_state before = *state;
	struct isoargs_entry entry = {
		.path = path,
		.title = item->title,
		.id = item->id,
		.is_submenu = item->is_submenu,
		.file = item->file,
		.line = item->line,
	};
	size_t index = 0;
	int r = ia_grub_enter(state);

	if (r == 0)
		r = add_entry(state, &entry, &index);
	if (r < 0)
		return r;
	state->path = path;
	state->default_path = NULL;
	state->menus_below = 0;
	state->file = item->file;
	state->line = item->line;
	r = item->is_submenu ? run_submenu(state, item) : run_plain(state, item, &entry);
	if (r < 0)
		return r;
	state->result.entries[index] = entry;
	*ret_default = state->default_path ? state->default_path : path;

	state->recursion = before.recursion;
	state->devices = before.devices;
	state->items = before.items;
	state->scope = before.scope;
	state->load = before.load;
	state->path = before.path;
	state->default_path = before.default_path;
	state->menus_below = before.menus_below;
	state->status = before.status;
	state->loops = before.loops;
	state->breaks = before.breaks;
	state->returned = before.returned;
	state->left = before.left;
	state->file = before.file;
	state->line = before.line;
	state->depth--;
	return 0;
}

int ia_grub_menu_run(struct ia_grub_state *state, const struct ia_grub_items *items,
		     const char *prefix, const char **ret_default)
{
	const char *value = ia_grub_get(state, "default");
	size_t chosen = ia_grub_default_find(state->memory, state->setup->dialect, items, value);
	const char *found = NULL;

	if (state->memory->error)
		return ia_grub_fail_memory(state);
	for (size_t i = 0; i < items->count; i++) {
		const char *path =
			ia_grub_printf(state->memory, "%s%s%zu", prefix, prefix[0] ? ">" : "", i);
		const char *within;
		int r;

		if (!path)
			return ia_grub_fail_memory(state);
		r = run_item(state, &items->list[i], path, &within);
		if (r < 0)
			return r;
		if (i == chosen)
			found = within;
	}
	*ret_default = found;
	return 0;
}
