/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_ARENA_H
#define IA_BASE_ARENA_H

#include <stddef.h>

#include "base/cleanup.h"
#include "base/meter.h"

/*
 * Memory that is freed all at once. A report, a GRUB tree and a set of arguments
 * each live in one arena: what they point at lives exactly as long as they do.
 */
struct ia_arena;

/* limit: bytes the arena may hand out, 0 for no bound. NULL when out of memory. */
struct ia_arena *ia_arena_new(size_t limit);
struct ia_arena *ia_arena_free(struct ia_arena *arena);

/*
 * What it holds, and hands out from now on, counts for that meter, which must outlive this or be
 * taken away by NULL. NULL from allocating where the meter is spent.
 */
void ia_arena_draw_on(struct ia_arena *arena, struct ia_meter *meter, enum ia_cost cost);

/* That meter, or NULL: what works on an arena's contents draws on it, too. */
struct ia_meter *ia_arena_meter(const struct ia_arena *arena);

/* Overwrites everything that was handed out, before an arena with a secret in it is freed. */
void ia_arena_wipe(struct ia_arena *arena);

/* Zeroed, aligned for any type; NULL when out of memory or over the limit. */
void *ia_arena_alloc(struct ia_arena *arena, size_t size);
void *ia_arena_array(struct ia_arena *arena, size_t count, size_t size);
char *ia_arena_strdup(struct ia_arena *arena, const char *s);
char *ia_arena_strndup(struct ia_arena *arena, const char *s, size_t n);
char *ia_arena_printf(struct ia_arena *arena, const char *fmt, ...) IA_PRINTF(2, 3);

/*
 * Room for one more item in an array that grows in the arena: doubles, copies and
 * moves *items as needed. 0 or -ENOMEM.
 */
int ia_arena_grow(struct ia_arena *arena, void *items, size_t count, size_t *capacity, size_t size);

static inline void ia_cleanup_arena(struct ia_arena **arena)
{
	ia_arena_free(*arena);
}
#define IA_AUTO_ARENA IA_CLEANUP(ia_cleanup_arena)

#endif
