/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KERNEL_UNPACK_CODEC_H
#define IA_KERNEL_UNPACK_CODEC_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What one step may take and give; a step moves in and out forward and lessens the sizes. */
struct ia_codec_io {
	const uint8_t *in;
	size_t in_size;
	uint64_t in_left; /* packed bytes that come after in */
	uint64_t offset;  /* of in, for errors */
	uint8_t *out;
	size_t out_size; /* at least 1 */
};

/*
 * One packing, over one library. The state is zeroed before open(). Units are what is drawn on the
 * meter: as the dearest data of that packing have it that were found, and a tenth or more for it.
 */
struct ia_codec {
	size_t state_size;
	unsigned step_units;     /* for each step */
	unsigned packed_units;   /* for each packed byte that it takes */
	unsigned unpacked_units; /* for each byte that it gives */
	int (*open)(void *state, struct isoargs_error **reterr);

	/*
	 * Takes some input, gives some output. 1 the packed data end here (output may have come
	 * nevertheless); 0 neither taken nor given means that more input is needed.
	 */
	int (*step)(void *state, struct ia_codec_io *io, struct isoargs_error **reterr);

	/* Bytes that the library holds at the moment, or will at most. */
	uint64_t (*memory)(const void *state);

	/* Also after a failed open(). */
	void (*close)(void *state);
};

extern const struct ia_codec ia_codec_gzip;
extern const struct ia_codec ia_codec_xz;
extern const struct ia_codec ia_codec_lzma;
extern const struct ia_codec ia_codec_zstd;
extern const struct ia_codec ia_codec_lz4;
extern const struct ia_codec ia_codec_bzip2;

#endif
