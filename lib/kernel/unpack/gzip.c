/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/unpack/codec.h"

#include <errno.h>
#include <zlib.h>

enum {
	WINDOW_BITS = 15 + 16, /* the largest window, and a gzip header around it */
};

static int gzip_open(void *state, struct isoargs_error **reterr)
{
	z_stream *stream = state;

	return inflateInit2(stream, WINDOW_BITS) == Z_OK ? 0 : ia_error_memory(reterr);
}

static int gzip_step(void *state, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	z_stream *stream = state;
	int r;

	/* Pieces and windows are far below 4 GiB. zlib's older type has no const. */
	stream->next_in = (Bytef *)(uintptr_t)io->in;
	stream->avail_in = (uInt)io->in_size;
	stream->next_out = io->out;
	stream->avail_out = (uInt)io->out_size;
	/* A step a block: its tables may take longer than what they are for. */
	r = inflate(stream, Z_BLOCK);
	io->in = stream->next_in;
	io->in_size = stream->avail_in;
	io->out = stream->next_out;
	io->out_size = stream->avail_out;
	switch (r) {
	case Z_OK:
	case Z_BUF_ERROR:
		return 0;
	case Z_STREAM_END:
		return 1;
	case Z_MEM_ERROR:
		return ia_error_memory(reterr);
	default:
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, io->offset),
				"the file is damaged: copy it again",
				"zlib cannot unpack these gzip data: %s",
				stream->msg ? stream->msg : "a preset dictionary is asked for");
	}
}

/* The largest window, and the tables. */
static uint64_t gzip_memory(const void *state IA_UNUSED)
{
	return 64 * UINT64_C(1024);
}

static void gzip_close(void *state)
{
	/* Of a stream that was not initialised it says so and does nothing. */
	inflateEnd(state);
}

const struct ia_codec ia_codec_gzip = {
	.state_size = sizeof(z_stream),
	.step_units = 4000,
	.packed_units = 20,
	.unpacked_units = 4,
	.open = gzip_open,
	.step = gzip_step,
	.memory = gzip_memory,
	.close = gzip_close,
};
