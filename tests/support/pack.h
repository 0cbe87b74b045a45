/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_PACK_H
#define TEST_PACK_H

/* Packs bytes in every way that is unpacked, by the libraries' own encoders. */
#include "support/unit.h"

#include "kernel/unpack/unpack.h"
#include "support/put.h"

extern const enum ia_packing all_packings[6];

/* Allocated; free() it. Nothing is appended. */
uint8_t *pack(enum ia_packing packing, const uint8_t *data, size_t size, size_t *ret);

#endif
