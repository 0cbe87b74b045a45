/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_EXTENTS_H
#define IA_IMAGE_EXTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"

/* Which bytes of an image are known: ranges in their order, of which no two touch. */
struct ia_extent {
	uint64_t start;
	uint64_t end; /* the byte behind the last one */
};

static inline uint64_t ia_at_most(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static inline uint64_t ia_at_least(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* The next multiple of unit, where that value is none. */
static inline uint64_t ia_round_up(uint64_t value, uint64_t unit)
{
	return value + (unit - value % unit) % unit;
}

struct ia_extents {
	struct ia_extent items[IA_SOURCE_EXTENTS_MAX];
	size_t count;
	uint64_t bytes; /* of all together */
};

/*
 * The first byte of [start, end) that is not known, and the hole that it lies in, which reaches
 * beyond both where they have unknown neighbours; the last hole ends at UINT64_MAX. false: all of
 * them are known.
 */
bool ia_extents_hole(const struct ia_extents *extents, uint64_t start, uint64_t end,
		     uint64_t *ret_at, struct ia_extent *ret_hole);

/* Are all bytes of [start, end) known? */
bool ia_extents_hold(const struct ia_extents *extents, uint64_t start, uint64_t end);

/* The number of the first extent that ends behind that byte, or of all where none does. */
size_t ia_extents_find(const struct ia_extents *extents, uint64_t at);

/* Adds a part of a hole. 0; -E2BIG they are IA_SOURCE_EXTENTS_MAX, and it touches none of them. */
int ia_extents_add(struct ia_extents *extents, struct ia_extent range);

void ia_extents_clear(struct ia_extents *extents);

#endif
