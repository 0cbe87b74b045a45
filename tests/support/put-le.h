/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_PUT_LE_H
#define TEST_PUT_LE_H

#include <stddef.h>
#include <stdint.h>

/* The opposite of util/bytes.h: a number of size bytes, little-endian. */
static inline void put_le(uint8_t *to, uint64_t number, size_t size)
{
	for (size_t i = 0; i < size; i++)
		to[i] = (uint8_t)(number >> 8 * i);
}

#endif
