/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/entry.h"

#include <errno.h>

/* false: there was no memory. */
static bool copy(struct ia_arena *arena, const char *s, const char **ret)
{
	*ret = s ? ia_arena_strdup(arena, s) : NULL;
	return *ret || !s;
}

/* As many as there are; NULL where there is no array to copy. */
static bool copy_all(struct ia_arena *arena, const char *const *from, size_t count,
		     const char *const **ret)
{
	const char **to;

	*ret = NULL;
	if (!from)
		return true;
	to = ia_arena_array(arena, count, sizeof(*to));
	for (size_t i = 0; to && i < count; i++) {
		if (!copy(arena, from[i], &to[i]))
			return false;
	}
	*ret = to;
	return to != NULL;
}

int ia_entry_copy(const struct isoargs_entry *entry, struct ia_arena *arena,
		  struct isoargs_entry *ret)
{
	struct isoargs_entry to = *entry;

	to.argv = NULL;
	to.argc = 0;
	if (!copy(arena, entry->path, &to.path) || !copy(arena, entry->title, &to.title) ||
	    !copy(arena, entry->id, &to.id) || !copy(arena, entry->file, &to.file) ||
	    !copy(arena, entry->command, &to.command) || !copy(arena, entry->kernel, &to.kernel) ||
	    !copy(arena, entry->kernel_location, &to.kernel_location) ||
	    !copy(arena, entry->cmdline, &to.cmdline) || !copy(arena, entry->root, &to.root) ||
	    !copy_all(arena, entry->initrds, entry->initrd_count, &to.initrds) ||
	    !copy_all(arena, entry->initrd_locations, entry->initrd_count, &to.initrd_locations))
		return -ENOMEM;
	*ret = to;
	return 0;
}
