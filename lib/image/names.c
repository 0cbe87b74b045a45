/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image/names.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

static bool is_name(const char *name)
{
	return name && name[0] && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       !strchr(name, '/') && strnlen(name, IA_NAME_MAX + 1) <= IA_NAME_MAX;
}

int ia_names_add(const char *name, void *data)
{
	struct ia_names *names = data;
	size_t bytes;

	if (!is_name(name))
		return names->failure = -EBADMSG;
	bytes = strlen(name) + 1;
	if (bytes > IA_TREE_NAMES_MAX - names->bytes)
		return names->failure = -E2BIG;
	if (names->count == names->capacity) {
		size_t capacity = names->capacity ? 2 * names->capacity : 64;
		char **items = realloc(names->items, capacity * sizeof(*items));

		if (!items)
			return names->failure = -ENOMEM;
		names->items = items;
		names->capacity = capacity;
	}
	names->items[names->count] = strdup(name);
	if (!names->items[names->count])
		return names->failure = -ENOMEM;
	names->count++;
	names->bytes += bytes;
	return 0;
}

int ia_names_judge(const struct ia_names *names, const char *directory,
		   struct isoargs_error **reterr)
{
	switch (names->failure) {
	case 0:
		return 0;
	case -ENOMEM:
		return ia_error_memory(reterr);
	case -E2BIG:
		return ia_error(reterr, -E2BIG, IA_IN_FILE(directory), NULL,
				"the names in this directory take more than %u bytes",
				IA_TREE_NAMES_MAX);
	default:
		return ia_error(reterr, names->failure, IA_IN_FILE(directory), NULL,
				"found a name in this directory that no file can have");
	}
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char *ia_names_join(struct ia_names *names)
{
	char *text = malloc(names->bytes + 1), *end = text;

	if (!text)
		return NULL;
	if (names->count > 1)
		qsort(names->items, names->count, sizeof(*names->items), compare);
	for (size_t i = 0; i < names->count; i++)
		end = stpcpy(end, names->items[i]) + 1;
	*end = '\0';
	return text;
}

void ia_names_free(struct ia_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}
