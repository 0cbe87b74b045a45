/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/unpack/codec.h"

#include <errno.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/limits.h"

struct zstd_state {
	ZSTD_DStream *stream;
	size_t wanted; /* bytes of the next header, or of the next block */
};

static int zstd_open(void *state, struct isoargs_error **reterr)
{
	struct zstd_state *zstd = state;

	zstd->stream = ZSTD_createDStream();
	if (!zstd->stream || ZSTD_isError(ZSTD_DCtx_setParameter(zstd->stream, ZSTD_d_windowLogMax,
								 IA_UNPACK_ZSTD_WINDOW_LOG_MAX)))
		return ia_error_memory(reterr);
	zstd->wanted = ZSTD_initDStream(zstd->stream);
	return 0;
}

static int failed(size_t result, uint64_t offset, struct isoargs_error **reterr)
{
	switch ((int)ZSTD_getErrorCode(result)) {
	case ZSTD_error_memory_allocation:
		return ia_error_memory(reterr);
	case ZSTD_error_frameParameter_windowTooLarge:
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, offset), NULL,
				"found zstd data with a larger window than 1 << %u bytes",
				IA_UNPACK_ZSTD_WINDOW_LOG_MAX);
	case ZSTD_error_dictionary_wrong:
	case ZSTD_error_frameParameter_unsupported:
	case ZSTD_error_version_unsupported:
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, offset), NULL,
				"libzstd does not unpack these data: %s",
				ZSTD_getErrorName(result));
	default:
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, offset),
				"the file is damaged: copy it again",
				"libzstd cannot unpack these data: %s", ZSTD_getErrorName(result));
	}
}

static int zstd_step(void *state, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	struct zstd_state *zstd = state;
	/* A step a block: its tables may take longer than what they are for. */
	ZSTD_inBuffer in = {
		.src = io->in,
		.size = io->in_size < zstd->wanted ? io->in_size : zstd->wanted,
	};
	ZSTD_outBuffer out = {.dst = io->out, .size = io->out_size};
	size_t left;

	left = ZSTD_decompressStream(zstd->stream, &out, &in);
	if (ZSTD_isError(left)) {
		/* A step without room or input is no failure here. */
		if (out.pos == 0 && in.size == 0)
			return 0;
		return failed(left, io->offset, reterr);
	}
	zstd->wanted = left;
	io->in += in.pos;
	io->in_size -= in.pos;
	io->out += out.pos;
	io->out_size -= out.pos;
	return left == 0;
}

/* The window is there once the frame's header has been read. */
static uint64_t zstd_memory(const void *state)
{
	const struct zstd_state *zstd = state;

	return ZSTD_sizeof_DStream(zstd->stream);
}

static void zstd_close(void *state)
{
	struct zstd_state *zstd = state;

	ZSTD_freeDStream(zstd->stream);
}

const struct ia_codec ia_codec_zstd = {
	.state_size = sizeof(struct zstd_state),
	.step_units = 8000,
	.packed_units = 40,
	.unpacked_units = 4,
	.open = zstd_open,
	.step = zstd_step,
	.memory = zstd_memory,
	.close = zstd_close,
};
