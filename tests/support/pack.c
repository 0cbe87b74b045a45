/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pack.h"

#include <bzlib.h>
#include <lz4.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#define LZ4_BLOCK (8u << 20)

const enum ia_packing all_packings[6] = {
	IA_PACKING_GZIP, IA_PACKING_XZ,  IA_PACKING_LZMA,
	IA_PACKING_ZSTD, IA_PACKING_LZ4, IA_PACKING_BZIP2,
};

static size_t pack_gzip(const uint8_t *data, size_t size, uint8_t *to, size_t room)
{
	z_stream stream = {.next_in = (Bytef *)(uintptr_t)data,
			   .avail_in = (uInt)size,
			   .next_out = to,
			   .avail_out = (uInt)room};

	assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return stream.total_out;
}

static size_t pack_lzma(const uint8_t *data, size_t size, uint8_t *to, size_t room)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_options_lzma options;

	assert_false(lzma_lzma_preset(&options, 0));
	assert_int_equal(lzma_alone_encoder(&stream, &options), LZMA_OK);
	stream.next_in = data;
	stream.avail_in = size;
	stream.next_out = to;
	stream.avail_out = room;
	assert_int_equal(lzma_code(&stream, LZMA_FINISH), LZMA_STREAM_END);
	lzma_end(&stream);
	return stream.total_out;
}

/* The legacy frame, block after block. */
static size_t pack_lz4(const uint8_t *data, size_t size, uint8_t *to, size_t room)
{
	size_t at = 4;

	put_le(to, 0x184c2102, 4);
	while (size > 0) {
		size_t part = size < LZ4_BLOCK ? size : LZ4_BLOCK;
		int got = LZ4_compress_default((const char *)data, (char *)to + at + 4, (int)part,
					       (int)(room - at - 4));

		assert_true(got > 0);
		put_le(to + at, (uint64_t)got, 4);
		at += 4 + (size_t)got;
		data += part;
		size -= part;
	}
	return at;
}

uint8_t *pack(enum ia_packing packing, const uint8_t *data, size_t size, size_t *ret)
{
	size_t room = size + size / 8 + 4096, xz = 0;
	uint8_t *to = malloc(room);
	unsigned bzip2 = (unsigned)room;

	assert_non_null(to);
	*ret = 0;
	switch (packing) {
	case IA_PACKING_GZIP:
		*ret = pack_gzip(data, size, to, room);
		break;
	case IA_PACKING_XZ:
		assert_int_equal(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, NULL, data, size, to,
							 &xz, room),
				 LZMA_OK);
		*ret = xz;
		break;
	case IA_PACKING_LZMA:
		*ret = pack_lzma(data, size, to, room);
		break;
	case IA_PACKING_ZSTD:
		*ret = ZSTD_compress(to, room, data, size, 1);
		assert_false(ZSTD_isError(*ret));
		break;
	case IA_PACKING_LZ4:
		*ret = pack_lz4(data, size, to, room);
		break;
	case IA_PACKING_BZIP2:
		assert_int_equal(BZ2_bzBuffToBuffCompress((char *)to, &bzip2,
							  (char *)(uintptr_t)data, (unsigned)size,
							  1, 0, 0),
				 BZ_OK);
		*ret = bzip2;
		break;
	case IA_PACKING_UNKNOWN:
	case IA_PACKING_NONE:
	case IA_PACKING_LZO:
		fail();
	}
	return to;
}
