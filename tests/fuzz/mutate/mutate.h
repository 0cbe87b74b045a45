/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MUTATE_H
#define MUTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Seeded mutation of real media: the same seed and iteration always make the same image. */

#define MUTATE_REGION (1024u * 1024u) /* bytes from the start that are mutated */
#define MUTATE_BLOCK  2048u
/* Larger media are neither cut short nor read from memory: copying them would be what is timed. */
#define MUTATE_COPY_MAX (4u * 1024u * 1024u)
#define MUTATE_SPOTS    8192u /* known fields kept of one medium */

struct rng {
	uint64_t state;
};

uint64_t rng_next(struct rng *rng);
/* 0 to below - 1; below > 0. */
size_t rng_below(struct rng *rng, size_t below);

/* A field that the formats give a meaning. */
enum spot_kind {
	SPOT_NUMBER, /* bytes that are a little-endian number, or one of both ends */
	SPOT_SUSP,   /* a system use entry: signature, length, version, data */
	SPOT_TEXT,   /* a word of a boot configuration */
	SPOT_FAT,    /* a table of a FAT volume */
	SPOT_GPT,    /* a header, whose checksums are put right afterwards, or not */
	SPOT_TORITO, /* a validation entry, whose checksum is put right, or not */
};

struct spot {
	uint32_t offset;
	uint16_t size;
	uint16_t kind;
};

struct medium {
	const char *path;
	uint8_t *data; /* size bytes, mapped from fd: what is written here the descriptor reads */
	size_t size;
	size_t region; /* of them that are mutated */
	int fd;
	uint8_t *original; /* the region as it was */
	struct spot *spots;
	size_t count;
};

/* Finds the fields of a medium's region. */
void medium_find_spots(struct medium *medium);

/* Mutates the region; returns how many bytes of the medium are to be there, or all. */
size_t medium_mutate(struct medium *medium, struct rng *rng);

#endif
