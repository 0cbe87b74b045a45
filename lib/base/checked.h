/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_CHECKED_H
#define IA_BASE_CHECKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sums and products of untrusted numbers: false, and *ret untouched, where they overflow. */

static inline bool ia_add(uint64_t a, uint64_t b, uint64_t *ret)
{
	uint64_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*ret = sum;
	return true;
}

static inline bool ia_multiply(uint64_t a, uint64_t b, uint64_t *ret)
{
	uint64_t product;

	if (__builtin_mul_overflow(a, b, &product))
		return false;
	*ret = product;
	return true;
}

/* Does [offset, offset + size) lie within [0, limit)? */
static inline bool ia_inside(uint64_t offset, uint64_t size, uint64_t limit)
{
	return offset <= limit && size <= limit - offset;
}

#endif
