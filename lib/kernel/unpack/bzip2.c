/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/unpack/codec.h"

#include <bzlib.h>
#include <errno.h>

static int bzip2_open(void *state, struct isoargs_error **reterr)
{
	return BZ2_bzDecompressInit(state, 0, 0) == BZ_OK ? 0 : ia_error_memory(reterr);
}

static int bzip2_step(void *state, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	bz_stream *stream = state;
	int r;

	/* Pieces and windows are far below 4 GiB. bzlib's types are those of before const. */
	stream->next_in = (char *)(uintptr_t)io->in;
	stream->avail_in = (unsigned)io->in_size;
	stream->next_out = (char *)io->out;
	stream->avail_out = (unsigned)io->out_size;
	r = BZ2_bzDecompress(stream);
	io->in += io->in_size - stream->avail_in;
	io->in_size = stream->avail_in;
	io->out += io->out_size - stream->avail_out;
	io->out_size = stream->avail_out;
	switch (r) {
	case BZ_OK:
		return 0;
	case BZ_STREAM_END:
		return 1;
	case BZ_MEM_ERROR:
		return ia_error_memory(reterr);
	default:
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, io->offset),
				"the file is damaged: copy it again",
				"libbz2 cannot unpack these data: error %d", r);
	}
}

/* A block of 900 000 bytes, 4 for each, and what it takes to decode them. */
static uint64_t bzip2_memory(const void *state IA_UNUSED)
{
	return UINT64_C(4) * 900000 + 128 * UINT64_C(1024);
}

static void bzip2_close(void *state)
{
	/* Of a stream that was not initialised it says so and does nothing. */
	BZ2_bzDecompressEnd(state);
}

const struct ia_codec ia_codec_bzip2 = {
	.state_size = sizeof(bz_stream),
	.step_units = 100,
	.packed_units = 35,
	/* Each byte is fetched from anywhere in the block: what shares the cache makes it twice as long. */
	.unpacked_units = 90,
	.open = bzip2_open,
	.step = bzip2_step,
	.memory = bzip2_memory,
	.close = bzip2_close,
};
