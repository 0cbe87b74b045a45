/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/unpack/codec.h"

#include <errno.h>
#include <lz4.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/limits.h"

/*
 * The legacy frame: a magic number, then blocks of at most 8 MiB, each packed for itself with its
 * packed size before it. It has no end mark; behind the last block Linux' build appends four bytes,
 * the size of it all. Concatenated frames repeat the magic.
 */

#define MAGIC      0x184c2102u
#define PACKED_MAX ((size_t)LZ4_COMPRESSBOUND(IA_UNPACK_LZ4_BLOCK_MAX))

struct lz4_state {
	enum {
		READS_MAGIC,
		READS_SIZE,
		READS_BLOCK,
		GIVES_OUTPUT,
	} doing;
	uint8_t number[4];
	size_t have;
	size_t block_size;
	size_t out_start, out_size;
	uint8_t *packed;
	uint8_t *unpacked;
};

static int lz4_open(void *state, struct isoargs_error **reterr)
{
	struct lz4_state *lz4 = state;

	/* Of their pages only those that blocks fill are ever touched. */
	lz4->packed = malloc(PACKED_MAX);
	lz4->unpacked = malloc(IA_UNPACK_LZ4_BLOCK_MAX);
	return lz4->packed && lz4->unpacked ? 0 : ia_error_memory(reterr);
}

/* Collects input until there are need bytes of it at to. */
static int gather(struct lz4_state *lz4, struct ia_codec_io *io, uint8_t *to, size_t need)
{
	size_t part = need - lz4->have;

	if (part > io->in_size)
		part = io->in_size;
	if (part > 0)
		memcpy(to + lz4->have, io->in, part);
	io->in += part;
	io->in_size -= part;
	io->offset += part;
	lz4->have += part;
	if (lz4->have < need)
		return 0;
	lz4->have = 0;
	return 1;
}

static int take_magic(struct lz4_state *lz4, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	if (!gather(lz4, io, lz4->number, sizeof(lz4->number)))
		return 0;
	if (ia_le32(lz4->number) != MAGIC)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, io->offset - 4), NULL,
				"found 0x%08x, expected the magic of an lz4 legacy frame, 0x%08x",
				ia_le32(lz4->number), MAGIC);
	lz4->doing = READS_SIZE;
	return 0;
}

/* 1 at the end. */
static int take_size(struct lz4_state *lz4, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	uint64_t left = io->in_size + io->in_left;
	uint32_t size;

	if (lz4->have == 0 && left == 0)
		return 1;
	if (!gather(lz4, io, lz4->number, sizeof(lz4->number)))
		return 0;
	/* Nothing behind it: that was the size of it all. */
	if (io->in_size == 0 && io->in_left == 0)
		return 1;
	size = ia_le32(lz4->number);
	if (size == MAGIC)
		return 0;
	if (size == 0 || size > PACKED_MAX)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, io->offset - 4),
				"the file is damaged: copy it again",
				"found an lz4 block of %u packed bytes, expected 1 to %zu", size,
				PACKED_MAX);
	lz4->block_size = size;
	lz4->doing = READS_BLOCK;
	return 0;
}

static int take_block(struct lz4_state *lz4, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	int r;

	if (!gather(lz4, io, lz4->packed, lz4->block_size))
		return 0;
	r = LZ4_decompress_safe((const char *)lz4->packed, (char *)lz4->unpacked,
				(int)lz4->block_size, (int)IA_UNPACK_LZ4_BLOCK_MAX);
	if (r < 0)
		return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(NULL, io->offset - lz4->block_size),
				"the file is damaged: copy it again",
				"liblz4 cannot unpack this block of %zu bytes into %u",
				lz4->block_size, IA_UNPACK_LZ4_BLOCK_MAX);
	lz4->out_start = 0;
	lz4->out_size = (size_t)r;
	lz4->doing = r > 0 ? GIVES_OUTPUT : READS_SIZE;
	return 0;
}

static void give_output(struct lz4_state *lz4, struct ia_codec_io *io)
{
	size_t part = lz4->out_size < io->out_size ? lz4->out_size : io->out_size;

	memcpy(io->out, lz4->unpacked + lz4->out_start, part);
	io->out += part;
	io->out_size -= part;
	lz4->out_start += part;
	lz4->out_size -= part;
	if (lz4->out_size == 0)
		lz4->doing = READS_SIZE;
}

static int lz4_step(void *state, struct ia_codec_io *io, struct isoargs_error **reterr)
{
	struct lz4_state *lz4 = state;

	switch (lz4->doing) {
	case READS_MAGIC:
		return take_magic(lz4, io, reterr);
	case READS_SIZE:
		return take_size(lz4, io, reterr);
	case READS_BLOCK:
		return take_block(lz4, io, reterr);
	case GIVES_OUTPUT:
		break;
	}
	give_output(lz4, io);
	return 0;
}

static uint64_t lz4_memory(const void *state IA_UNUSED)
{
	return PACKED_MAX + IA_UNPACK_LZ4_BLOCK_MAX;
}

static void lz4_close(void *state)
{
	struct lz4_state *lz4 = state;

	free(lz4->packed);
	free(lz4->unpacked);
}

const struct ia_codec ia_codec_lz4 = {
	.state_size = sizeof(struct lz4_state),
	.step_units = 100,
	.packed_units = 10,
	.unpacked_units = 3,
	.open = lz4_open,
	.step = lz4_step,
	.memory = lz4_memory,
	.close = lz4_close,
};
