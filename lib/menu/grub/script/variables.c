/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/variables.h"

#include <errno.h>
#include <string.h>

#include "base/limits.h"

struct ia_grub_variable {
	const char *name;
	const char *value; /* NULL: unset */
	bool exported;
};

/* What a variable was before a change, so that a menu entry can be run and undone. */
struct ia_grub_change {
	struct ia_grub_variable *variable;
	struct ia_grub_variable before;
};

/* What a variable takes beside its texts: bounds the number of empty ones, too. */
#define OVERHEAD 32u
/* To measure texts takes a unit of work for so many bytes. */
#define BYTES_PER_UNIT 8u

static size_t cost(const struct ia_grub_variable *variable)
{
	if (!variable->value)
		return 0;
	return strlen(variable->name) + strlen(variable->value) + OVERHEAD;
}

const char *ia_grub_variables_get(const struct ia_grub_variables *variables, const char *name)
{
	const struct ia_grub_variable *variable = ia_grub_map_get(&variables->map, name);

	return variable ? variable->value : NULL;
}

static struct ia_grub_variable *find_or_add(struct ia_grub_variables *variables, const char *name)
{
	struct ia_grub_variable *variable = ia_grub_map_get(&variables->map, name);
	int r;

	if (variable)
		return variable;
	variable = ia_grub_alloc(variables->memory, sizeof(*variable));
	if (!variable)
		return NULL;
	variable->name = ia_grub_strdup(variables->memory, name);
	if (!variable->name)
		return NULL;
	r = ia_grub_map_put(&variables->map, variable->name, variable);
	if (r < 0) {
		variables->memory->error = r;
		return NULL;
	}
	return variable;
}

static int change(struct ia_grub_variables *variables, struct ia_grub_variable *variable,
		  const char *value, bool exported)
{
	const struct ia_grub_variable after = {variable->name, value, exported};
	size_t old = cost(variable), new = cost(&after);
	size_t bytes = variables->bytes - old + new;
	int r = ia_grub_draw(variables->memory, (old + new) / BYTES_PER_UNIT);

	if (r < 0)
		return r;
	if (bytes > IA_GRUB_VARIABLES_MAX)
		return -E2BIG;
	if (variables->undoable) {
		r = ia_grub_grow(variables->memory, &variables->changes, variables->change_count,
				 &variables->change_capacity, sizeof(*variables->changes));
		if (r < 0)
			return r;
		variables->changes[variables->change_count++] =
			(struct ia_grub_change){variable, *variable};
	}
	variables->bytes = bytes;
	*variable = after;
	return 0;
}

static char *copy_value(struct ia_grub_memory *memory, const char *name, const char *value)
{
	size_t length = strlen(value);

	if (strcmp(name, "root") == 0 && length > 2 && value[0] == '(' && value[length - 1] == ')')
		return ia_grub_strndup(memory, value + 1, length - 2);
	return ia_grub_strndup(memory, value, length);
}

int ia_grub_variables_set(struct ia_grub_variables *variables, const char *name, const char *value)
{
	struct ia_grub_variable *variable = find_or_add(variables, name);
	const char *copy = variable ? copy_value(variables->memory, name, value) : NULL;

	if (!copy)
		return variables->memory->error;
	return change(variables, variable, copy, variable->exported);
}

int ia_grub_variables_unset(struct ia_grub_variables *variables, const char *name)
{
	struct ia_grub_variable *variable = ia_grub_map_get(&variables->map, name);

	if (!variable || !variable->value)
		return 0;
	return change(variables, variable, NULL, false);
}

int ia_grub_variables_export(struct ia_grub_variables *variables, const char *name)
{
	struct ia_grub_variable *variable = find_or_add(variables, name);

	if (!variable)
		return variables->memory->error;
	return change(variables, variable, variable->value ? variable->value : "", true);
}

void ia_grub_variables_undo(struct ia_grub_variables *variables, size_t mark)
{
	while (variables->change_count > mark) {
		const struct ia_grub_change *last = &variables->changes[--variables->change_count];

		variables->bytes = variables->bytes - cost(last->variable) + cost(&last->before);
		*last->variable = last->before;
	}
}

/* Units of work that each slot of the old map takes, whatever it holds, and a variable. */
#define SLOT_COST 10u
#define COPY_COST 60u

int ia_grub_variables_inherit(struct ia_grub_variables *variables,
			      const struct ia_grub_variables *from, bool all)
{
	*variables = (struct ia_grub_variables)IA_GRUB_VARIABLES(from->memory);
	for (size_t i = 0; i < from->map.capacity; i++) {
		const struct ia_grub_variable *old = from->map.slots[i].thing;
		struct ia_grub_variable *copy;
		int r = ia_grub_draw(from->memory, SLOT_COST);

		if (r < 0)
			return r;
		if (!old || !old->value || !(all || old->exported))
			continue;
		ia_grub_draw(variables->memory, COPY_COST);
		copy = ia_grub_alloc(variables->memory, sizeof(*copy));
		if (!copy)
			return variables->memory->error;
		*copy = (struct ia_grub_variable){old->name, old->value, true};
		r = ia_grub_map_put(&variables->map, copy->name, copy);
		if (r < 0)
			return r;
		variables->bytes += cost(copy);
	}
	return 0;
}

void ia_grub_variables_free(struct ia_grub_variables *variables)
{
	ia_grub_map_free(&variables->map);
	*variables = (struct ia_grub_variables)IA_GRUB_VARIABLES(variables->memory);
}
