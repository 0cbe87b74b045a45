/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_PUT_LE_H
#define TEST_PUT_LE_H

#include <stddef.h>
#include <stdint.h>

/* The opposite of base/bytes.h: a number of size bytes, little-endian. */
void put_le(uint8_t *to, uint64_t number, size_t size);

#endif
