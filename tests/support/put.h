/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_PUT_H
#define TEST_PUT_H

#include <stddef.h>
#include <stdint.h>

/* The opposite of base/bytes.h: a number of size bytes, its least byte first or last. */
void put_le(uint8_t *to, uint64_t number, size_t size);
void put_be(uint8_t *to, uint64_t number, size_t size);

#endif
