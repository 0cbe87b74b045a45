/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_PACKED_H
#define FUZZ_PACKED_H

/*
 * Images as a search takes them: mostly zeros, they would be mostly mutated where nothing is.
 * A byte is itself, but a zero and the byte after it stand for many:
 *
 *   0x00 to 0xbf  one to 192 zeros
 *   0xc0 to 0xfd  one to 62 blocks of zeros
 *   0xfe          zeros up to the next sector of 512 bytes, if it is not begun
 *   0xff          zeros up to the next block
 *
 * What is inserted into one block does not move the next, as the block ends with the last.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PACKED_MAX    (512u * 1024u) /* bytes of an image */
#define PACKED_BLOCK  2048u
#define PACKED_SECTOR 512u

#define PACKED_BLOCKS    0xc0u
#define PACKED_TO_SECTOR 0xfeu
#define PACKED_TO_BLOCK  0xffu

static inline size_t packed_zeros(uint8_t code, size_t at)
{
	switch (code) {
	case PACKED_TO_SECTOR:
		return -at % PACKED_SECTOR;
	case PACKED_TO_BLOCK:
		return -at % PACKED_BLOCK;
	default:
		return code < PACKED_BLOCKS ? code + 1u
					    : (code - PACKED_BLOCKS + 1u) * PACKED_BLOCK;
	}
}

/* Writes the image, or only counts where out is NULL: the number of its bytes. */
static inline size_t packed_write(const uint8_t *data, size_t size, uint8_t *out)
{
	size_t at = 0;

	for (size_t i = 0; i < size && at < PACKED_MAX; i++) {
		size_t zeros;

		if (data[i] != 0) {
			if (out)
				out[at] = data[i];
			at++;
			continue;
		}
		zeros = i + 1 < size ? packed_zeros(data[++i], at) : 1;
		if (zeros > PACKED_MAX - at)
			zeros = PACKED_MAX - at;
		if (out)
			memset(out + at, 0, zeros);
		at += zeros;
	}
	return at;
}

/* The image in an allocation of its own size, so that a sanitizer sees the first byte beyond it. */
static inline uint8_t *packed_expand(const uint8_t *data, size_t size, size_t *ret_size)
{
	uint8_t *image;

	*ret_size = packed_write(data, size, NULL);
	image = malloc(*ret_size);
	if (!image && *ret_size > 0)
		abort();
	packed_write(data, size, image);
	return image;
}

#endif
