/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/eval/state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/note.h"

int ia_grub_spend(struct ia_grub_state *state, uint64_t units)
{
	return ia_grub_draw(state->memory, units) < 0 ? ia_grub_fail_memory(state) : 0;
}

int ia_grub_enter(struct ia_grub_state *state)
{
	if (state->depth >= IA_GRUB_DEPTH_MAX)
		return ia_error(state->reterr, -ELOOP, IA_GRUB_HERE(state), NULL,
				"menus lie in one another more than %u deep", IA_GRUB_DEPTH_MAX);
	state->depth++;
	return 0;
}

int ia_grub_fail(struct ia_grub_state *state, int code)
{
	if (code == -ENOMEM)
		return ia_error_memory(state->reterr);
	if (ia_grub_is_overworked(state->memory))
		return ia_error(state->reterr, code, IA_GRUB_HERE(state), NULL,
				"the configuration is not done after %u steps", IA_GRUB_STEPS_MAX);
	return ia_error(state->reterr, code, IA_GRUB_HERE(state), NULL,
			"the configuration needs more than %u bytes of memory", IA_GRUB_ARENA_MAX);
}

int ia_grub_fail_memory(struct ia_grub_state *state)
{
	return ia_grub_fail(state, state->memory->error);
}

const char *ia_grub_get(const struct ia_grub_state *state, const char *name)
{
	return ia_grub_variables_get(state->variables, name);
}

int ia_grub_set(struct ia_grub_state *state, const char *name, const char *value)
{
	int r = ia_grub_variables_set(state->variables, name, value);

	if (r < 0 && state->memory->error)
		return ia_grub_fail_memory(state);
	if (r < 0)
		return ia_error(state->reterr, r, IA_GRUB_HERE(state), NULL,
				"the variables take more than %u bytes", IA_GRUB_VARIABLES_MAX);
	return 0;
}

int ia_grub_get_status(const struct ia_grub_state *state, char *buf, size_t size)
{
	return snprintf(buf, size, "%d", state->status);
}

bool ia_grub_is_parameter(const char *name)
{
	return ia_ascii_is_digit(name[0]) ||
	       (name[0] != '\0' && strchr("#*@", name[0]) && name[1] == '\0');
}

int ia_grub_unanswered(struct ia_grub_state *state, const struct ia_grub_call *call)
{
	ia_note(state->notes, ISOARGS_INFO, IA_NOTE_GRUB_UNANSWERED, IA_GRUB_HERE(state),
		"what '%s' finds depends on the machine; taken as not found", call->name);
	return IA_GRUB_NOT_FOUND;
}

int ia_grub_item_add(struct ia_grub_state *state, const struct ia_grub_item *item)
{
	struct ia_grub_items *items = state->items;

	if (++state->entries > IA_GRUB_ENTRIES_MAX)
		return ia_error(state->reterr, -E2BIG, IA_GRUB_HERE(state), NULL,
				"the menu has more than %u entries", IA_GRUB_ENTRIES_MAX);
	if (ia_grub_grow(state->memory, &items->list, items->count, &items->capacity,
			 sizeof(*items->list)) < 0)
		return ia_grub_fail_memory(state);
	items->list[items->count] = *item;
	items->list[items->count].file = state->file;
	items->list[items->count++].line = state->line;
	return 0;
}
