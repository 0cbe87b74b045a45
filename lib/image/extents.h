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

/* Adds a part of a hole. 0; -E2BIG they are IA_SOURCE_EXTENTS_MAX, and it touches none of them. */
int ia_extents_add(struct ia_extents *extents, struct ia_extent range);

void ia_extents_clear(struct ia_extents *extents);

#endif
