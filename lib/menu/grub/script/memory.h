/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_MEMORY_H
#define IA_MENU_GRUB_SCRIPT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * What one evaluation may take, of memory and of work: an arena that knows why it refuses, and the
 * meter that it draws on. The first failure sticks in error: -E2BIG beyond IA_GRUB_ARENA_MAX bytes
 * or with the work done, -ENOMEM out of memory.
 */
struct ia_grub_memory {
	struct ia_arena *arena;
	size_t used;
	uint64_t work_max; /* the meter's, when this evaluation has to be over */
	int error;
};

/* Work of so many units (base/meter.h): 0 or error. */
int ia_grub_draw(struct ia_grub_memory *memory, uint64_t units);

/* Is it work that there was too much of? */
bool ia_grub_is_overworked(const struct ia_grub_memory *memory);

void *ia_grub_alloc(struct ia_grub_memory *memory, size_t size);
char *ia_grub_strndup(struct ia_grub_memory *memory, const char *s, size_t length);
char *ia_grub_strdup(struct ia_grub_memory *memory, const char *s);
char *ia_grub_printf(struct ia_grub_memory *memory, const char *fmt, ...) IA_PRINTF(2, 3);

/* Room for one more item of size bytes in *items; 0 or memory->error. */
int ia_grub_grow(struct ia_grub_memory *memory, void *items, size_t count, size_t *capacity,
		 size_t size);

#endif
