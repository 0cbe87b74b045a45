/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_MEMORY_H
#define IA_MENU_GRUB_SCRIPT_MEMORY_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The memory of one evaluation: an arena that knows why it refuses. The first failure
 * sticks in error: -E2BIG beyond IA_GRUB_ARENA_MAX bytes, -ENOMEM out of memory.
 */
struct ia_grub_memory {
	struct ia_arena *arena;
	size_t used;
	int error;
};

void *ia_grub_alloc(struct ia_grub_memory *memory, size_t size);
char *ia_grub_strndup(struct ia_grub_memory *memory, const char *s, size_t length);
char *ia_grub_strdup(struct ia_grub_memory *memory, const char *s);
char *ia_grub_printf(struct ia_grub_memory *memory, const char *fmt, ...) IA_PRINTF(2, 3);

/* Room for one more item of size bytes in *items; 0 or memory->error. */
int ia_grub_grow(struct ia_grub_memory *memory, void *items, size_t count, size_t *capacity,
		 size_t size);

#endif
