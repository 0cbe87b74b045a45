/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/put.h"

void put_le(uint8_t *to, uint64_t number, size_t size)
{
	for (size_t i = 0; i < size; i++)
		to[i] = (uint8_t)(number >> 8 * i);
}

void put_be(uint8_t *to, uint64_t number, size_t size)
{
	for (size_t i = 0; i < size; i++)
		to[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}
