/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/unpack/codec.h"

#include <errno.h>
#include <lzma.h>

#include "base/limits.h"

static int xz_open(void *state, struct isoargs_error **reterr)
{
	lzma_stream *stream = state;

	*stream = (lzma_stream)LZMA_STREAM_INIT;
	return lzma_stream_decoder(stream, IA_UNPACK_LZMA_MEMORY_MAX, 0) == LZMA_OK
		       ? 0
		       : ia_error_memory(reterr);
}

static int lzma_open(void *state, struct isoargs_error **reterr)
{
	lzma_stream *stream = state;

	*stream = (lzma_stream)LZMA_STREAM_INIT;
	return lzma_alone_decoder(stream, IA_UNPACK_LZMA_MEMORY_MAX) == LZMA_OK
		       ? 0
		       : ia_error_memory(reterr);
}

static int failed(const lzma_stream *stream, lzma_ret result, uint64_t offset,
		  struct isoargs_error **reterr)
{
	if (result == LZMA_MEM_ERROR)
		return ia_error_memory(reterr);
	if (result == LZMA_MEMLIMIT_ERROR)
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, offset), NULL,
				"unpacking takes %llu bytes of memory, expected at most %u",
				(unsigned long long)lzma_memusage(stream),
				IA_UNPACK_LZMA_MEMORY_MAX);
	if (result == LZMA_OPTIONS_ERROR)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, offset), NULL,
				"found xz data with filters or options that liblzma does not have");
	return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, offset),
			"the file is damaged: copy it again",
			"liblzma cannot unpack these data: %s",
			result == LZMA_FORMAT_ERROR ? "no header of that format"
						    : "they contradict themselves");
}

static int xz_step(void *state, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	lzma_stream *stream = state;
	lzma_ret r;

	stream->next_in = io->in;
	stream->avail_in = io->in_size;
	stream->next_out = io->out;
	stream->avail_out = io->out_size;
	r = lzma_code(stream, LZMA_RUN);
	io->in = stream->next_in;
	io->in_size = stream->avail_in;
	io->out = stream->next_out;
	io->out_size = stream->avail_out;
	if (r == LZMA_STREAM_END)
		return 1;
	return r == LZMA_OK || r == LZMA_BUF_ERROR ? 0 : failed(stream, r, io->offset, reterr);
}

/* The dictionary is there once the header has been read that tells its size. */
static uint64_t xz_memory(const void *state)
{
	return lzma_memusage(state);
}

static void xz_close(void *state)
{
	lzma_end(state);
}

const struct ia_codec ia_codec_xz = {
	.state_size = sizeof(lzma_stream),
	.step_units = 100,
	.packed_units = 60,
	.unpacked_units = 18,
	.open = xz_open,
	.step = xz_step,
	.memory = xz_memory,
	.close = xz_close,
};

const struct ia_codec ia_codec_lzma = {
	.state_size = sizeof(lzma_stream),
	.step_units = 100,
	.packed_units = 60,
	.unpacked_units = 18,
	.open = lzma_open,
	.step = xz_step,
	.memory = xz_memory,
	.close = xz_close,
};
