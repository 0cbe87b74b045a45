/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_BYTES_H
#define IA_BASE_BYTES_H

#include <stdint.h>

/* Integers out of buffers, a byte at a time: no alignment, no host order, no casts. */

static inline uint16_t ia_le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t ia_le32(const uint8_t *p)
{
	return (uint32_t)ia_le16(p) | (uint32_t)ia_le16(p + 2) << 16;
}

static inline uint64_t ia_le64(const uint8_t *p)
{
	return (uint64_t)ia_le32(p) | (uint64_t)ia_le32(p + 4) << 32;
}

static inline uint16_t ia_be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t ia_be32(const uint8_t *p)
{
	return (uint32_t)ia_be16(p) << 16 | ia_be16(p + 2);
}

#endif
