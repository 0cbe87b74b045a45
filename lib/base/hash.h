/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_HASH_H
#define IA_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a, 64 bits, of length bytes: to find names soon, not to trust them. */
static inline uint64_t ia_hash(const char *s, size_t length)
{
	uint64_t sum = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		sum = (sum ^ (unsigned char)s[i]) * 0x100000001b3u;
	return sum;
}

#endif
