/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pack.h"

#include <lz4.h>
#include <lzma.h>
#include <zlib.h>

#include "base/checked.h"
#include "base/limits.h"
#include "kernel/unpack/codec.h"

#define MIB (1u << 20)

/* Packed bytes in memory, and what was read of them. */
struct memory {
	const uint8_t *data;
	size_t size;
	uint64_t before; /* what stands before them in the file */
	uint64_t read;
	int result;
};

static int read_memory(void *data, uint64_t offset, void *buf, size_t size,
		       struct isoargs_error **reterr)
{
	struct memory *memory = data;

	if (memory->result < 0)
		return ia_error(reterr, memory->result, IA_AT_OFFSET(NULL, offset), NULL,
				"the disc is scratched");
	assert_true(size > 0);
	assert_true(size <= IA_UNPACK_PIECE);
	assert_true(offset >= memory->before);
	assert_true(ia_inside(offset - memory->before, size, memory->size));
	memcpy(buf, memory->data + (offset - memory->before), size);
	memory->read += size;
	return 0;
}

static struct ia_unpack *open_memory(struct memory *memory, enum ia_packing packing)
{
	struct ia_unpack_source source = {.read = read_memory,
					  .data = memory,
					  .offset = memory->before,
					  .size = memory->size};
	struct ia_unpack *unpack = NULL;

	assert_int_equal(ia_unpack_open(&source, packing, &unpack, NULL), 0);
	return unpack;
}

/* Bytes that pack to about their half. */
static uint8_t *some_bytes(size_t size)
{
	uint8_t *data = malloc(size);
	uint32_t state = 1;

	assert_non_null(data);
	for (size_t i = 0; i < size; i++) {
		state = state * 1664525u + 1013904223u;
		data[i] = (uint8_t)(state >> 28);
	}
	return data;
}

static int skip_result(enum ia_packing packing, const uint8_t *data, size_t size, uint64_t skip,
		       char *message, size_t room)
{
	struct memory memory = {.data = data, .size = size, .before = 1000};
	struct ia_unpack *unpack IA_AUTO_UNPACK = open_memory(&memory, packing);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	int r = ia_unpack_skip(unpack, skip, &error);

	snprintf(message, room, "%s", r < 0 ? isoargs_error_message(error) : "");
	return r;
}

#define assert_skip(result, part, packing, data, size, skip)                                       \
	do {                                                                                       \
		char text[512];                                                                    \
		assert_int_equal(skip_result(packing, data, size, skip, text, sizeof(text)),       \
				 result);                                                          \
		assert_contains(text, part);                                                       \
	} while (0)

static void each_packing_gives_its_bytes_back_in_order(void **state)
{
	uint8_t *data IA_AUTO_FREE = some_bytes(9 * MIB), *got IA_AUTO_FREE = malloc(9 * MIB);
	size_t packed_size;

	(void)state;
	assert_non_null(got);
	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		/* more than one block of lz4 */
		size_t size = all_packings[i] == IA_PACKING_LZ4 ? 9 * MIB : 400000;
		uint8_t *packed IA_AUTO_FREE = pack(all_packings[i], data, size, &packed_size);
		struct memory memory = {.data = packed, .size = packed_size, .before = 77};
		struct ia_unpack *unpack IA_AUTO_UNPACK = open_memory(&memory, all_packings[i]);

		assert_int_equal(ia_packing_tell(packed, packed_size), all_packings[i]);
		assert_int_equal(memory.read, 0);
		assert_int_equal(ia_unpack_read(unpack, got, 1, NULL), 0);
		assert_int_equal(ia_unpack_read(unpack, got + 1, 0, NULL), 0);
		assert_int_equal(ia_unpack_skip(unpack, 299999, NULL), 0);
		assert_int_equal(ia_unpack_position(unpack), 300000);
		assert_int_equal(ia_unpack_read(unpack, got + 300000, size - 300000, NULL), 0);
		assert_memory_equal(got, data, 1);
		assert_memory_equal(got + 300000, data + 300000, size - 300000);
		assert_int_equal(ia_unpack_skip(unpack, 1, NULL), -ENODATA);
	}
}

static void no_more_is_read_than_is_needed(void **state)
{
	size_t size = 200000, packed_size;
	uint8_t *data IA_AUTO_FREE = some_bytes(size);
	uint8_t *packed IA_AUTO_FREE = pack(IA_PACKING_XZ, data, size, &packed_size);
	struct memory memory = {.data = packed, .size = packed_size};
	struct ia_unpack *unpack IA_AUTO_UNPACK = open_memory(&memory, IA_PACKING_XZ);

	(void)state;
	assert_int_equal(ia_unpack_skip(unpack, 1000, NULL), 0);
	assert_int_equal(memory.read, IA_UNPACK_PIECE);
}

static void what_the_build_appends_is_not_looked_at(void **state)
{
	uint8_t *data IA_AUTO_FREE = some_bytes(5000);
	size_t size;

	(void)state;
	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		uint8_t *packed IA_AUTO_FREE = pack(all_packings[i], data, 5000, &size);
		uint8_t *longer IA_AUTO_FREE = malloc(size + 4);

		assert_non_null(longer);
		memcpy(longer, packed, size);
		put_le(longer + size, 5000, 4);
		assert_skip(0, "", all_packings[i], longer, size + 4, 5000);
		assert_skip(-ENODATA, "with 5000 bytes unpacked", all_packings[i], longer, size + 4,
			    5001);
	}
}

static void data_that_end_too_soon_say_where(void **state)
{
	uint8_t *data IA_AUTO_FREE = some_bytes(100000);
	size_t size;

	(void)state;
	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		uint8_t *packed IA_AUTO_FREE = pack(all_packings[i], data, 100000, &size);
		char place[64];

		for (size_t cut = 0; cut < 30; cut++)
			assert_skip(-ENODATA, "expected more", all_packings[i], packed, cut,
				    300000);
		snprintf(place, sizeof(place), "at byte %zu)", 1000 + size / 2);
		assert_skip(-ENODATA, place, all_packings[i], packed, size / 2, 100000);
	}
}

static void damage_is_found(void **state)
{
	uint8_t *data IA_AUTO_FREE = some_bytes(100000);
	size_t size;

	(void)state;
	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		uint8_t *packed IA_AUTO_FREE = pack(all_packings[i], data, 100000, &size);

		/* what is behind the magic is each format's own header; then all of the rest */
		memset(packed + 14, 0xff, size - 20);
		assert_skip(-EBADMSG, "", all_packings[i], packed, size, 100000);
	}
}

static void a_failed_read_is_handed_on(void **state)
{
	struct memory memory = {.size = 100, .result = -EIO};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_unpack *unpack IA_AUTO_UNPACK = open_memory(&memory, IA_PACKING_ZSTD);

	(void)state;
	assert_int_equal(ia_unpack_skip(unpack, 1, &error), -EIO);
	assert_contains(isoargs_error_message(error), "the disc is scratched");
}

static void packings_are_told_by_all_of_their_magic(void **state)
{
	static const struct {
		const char *magic;
		size_t size;
		enum ia_packing packing;
	} rows[] = {
		{"\x1f\x8b", 2, IA_PACKING_GZIP},
		{"\xfd"
		 "7zXZ\0",
		 6, IA_PACKING_XZ},
		{"\x5d\0\0", 3, IA_PACKING_LZMA},
		{"\x28\xb5\x2f\xfd", 4, IA_PACKING_ZSTD},
		{"\x02\x21\x4c\x18", 4, IA_PACKING_LZ4},
		{"BZh", 3, IA_PACKING_BZIP2},
		{"\x89LZO\0\r", 6, IA_PACKING_LZO},
	};

	(void)state;
	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		uint8_t magic[6];

		memcpy(magic, rows[i].magic, rows[i].size);
		assert_int_equal(ia_packing_tell(magic, rows[i].size), rows[i].packing);
		assert_int_equal(ia_packing_tell(magic, rows[i].size - 1), IA_PACKING_UNKNOWN);
		for (size_t n = 0; n < rows[i].size; n++) {
			magic[n] ^= 0x80;
			assert_int_equal(ia_packing_tell(magic, rows[i].size), IA_PACKING_UNKNOWN);
			magic[n] ^= 0x80;
		}
	}
	assert_int_equal(ia_packing_tell(NULL, 0), IA_PACKING_UNKNOWN);
}

static void lzo_and_what_is_not_known_are_refused_by_name(void **state)
{
	struct ia_unpack_source source = {.size = 100};
	struct ia_unpack *unpack = SENTINEL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	(void)state;
	assert_int_equal(ia_unpack_open(&source, IA_PACKING_LZO, &unpack, &error), -EOPNOTSUPP);
	assert_contains(isoargs_error_message(error), "packed with lzo");
	assert_int_equal(ia_unpack_open(&source, IA_PACKING_UNKNOWN, &unpack, NULL), -EOPNOTSUPP);
	assert_ptr_equal(unpack, SENTINEL);
}

static void more_packed_bytes_than_the_bound_are_refused(void **state)
{
	struct ia_unpack_source source = {.size = IA_UNPACK_PACKED_MAX};
	struct ia_unpack *unpack IA_AUTO_UNPACK = NULL;

	(void)state;
	assert_int_equal(ia_unpack_open(&source, IA_PACKING_XZ, &unpack, NULL), 0);
	unpack = ia_unpack_free(unpack);
	source.size++;
	assert_int_equal(ia_unpack_open(&source, IA_PACKING_XZ, &unpack, NULL), -E2BIG);
	assert_int_equal(ia_unpack_open(&source, IA_PACKING_NONE, &unpack, NULL), 0);
}

static void bytes_as_they_are_are_skipped_without_reading(void **state)
{
	static const uint8_t data[] = "0123456789";
	struct memory memory = {.data = data, .size = 10, .before = 3};
	struct ia_unpack *unpack IA_AUTO_UNPACK = open_memory(&memory, IA_PACKING_NONE);
	uint8_t got[4] = {0};

	(void)state;
	assert_int_equal(ia_unpack_skip(unpack, 6, NULL), 0);
	assert_int_equal(memory.read, 0);
	assert_int_equal(ia_unpack_read(unpack, got, 4, NULL), 0);
	assert_memory_equal(got, "6789", 4);
	assert_int_equal(ia_unpack_skip(unpack, 0, NULL), 0);
	assert_int_equal(ia_unpack_skip(unpack, 1, NULL), -ENODATA);
	assert_int_equal(ia_unpack_read(unpack, got, 1, NULL), -ENODATA);
}

static void what_is_too_far_away_is_refused_before_any_work(void **state)
{
	struct ia_unpack_source source = {.size = UINT64_MAX / 2};
	struct memory memory = {.size = 50, .result = -EIO};
	struct ia_unpack *unpack IA_AUTO_UNPACK = open_memory(&memory, IA_PACKING_XZ);
	struct ia_unpack *plain IA_AUTO_UNPACK = NULL;

	(void)state;
	assert_int_equal(ia_unpack_skip(unpack, IA_UNPACK_UNPACKED_MAX, NULL), -EIO);
	assert_int_equal(ia_unpack_skip(unpack, IA_UNPACK_UNPACKED_MAX + 1u, NULL), -E2BIG);
	assert_int_equal(ia_unpack_open(&source, IA_PACKING_NONE, &plain, NULL), 0);
	assert_int_equal(ia_unpack_skip(plain, IA_UNPACK_UNPACKED_MAX, NULL), 0);
	assert_int_equal(ia_unpack_skip(plain, 1, NULL), -E2BIG);
	assert_int_equal(ia_unpack_skip(plain, UINT64_MAX, NULL), -E2BIG);
}

static void bombs_are_left_when_they_give_too_much(void **state)
{
	size_t size = 12 * MIB, packed_size;
	uint8_t *zeros IA_AUTO_FREE = calloc(1, size);

	(void)state;
	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		uint8_t *packed IA_AUTO_FREE = pack(all_packings[i], zeros, size, &packed_size);

		assert_skip(0, "", all_packings[i], packed, packed_size, IA_UNPACK_FREE);
		assert_skip(-E2BIG, "expected at most 64 for each", all_packings[i], packed,
			    packed_size, size);
	}
}

/* Of each piece of 4096 bytes one in ratio is no zero, and little can be saved on that. */
static uint8_t *mixture(size_t size, unsigned ratio)
{
	uint8_t *data = some_bytes(size);

	for (size_t at = 0; at < size; at += 4096)
		memset(data + at + 4096 / ratio, 0, 4096 - 4096 / ratio);
	return data;
}

/* How many of the packed bytes it takes to have so many at once. */
static uint64_t needed(uint8_t *packed, size_t packed_size, uint8_t *out, size_t size)
{
	z_stream stream = {.next_in = packed, .avail_in = (uInt)packed_size};

	stream.next_out = out;
	stream.avail_out = (uInt)size;
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	assert_int_equal(inflate(&stream, Z_NO_FLUSH), Z_OK);
	assert_int_equal(stream.avail_out, 0);
	inflateEnd(&stream);
	return packed_size - stream.avail_in;
}

static void a_bomb_is_one_byte_above_the_free_ones_and_the_ratio(void **state IA_UNUSED)
{
	const size_t size = 2 * IA_UNPACK_FREE;
	uint8_t *data IA_AUTO_FREE = calloc(1, size);
	size_t packed_size, most = IA_UNPACK_FREE, before;
	uint8_t *packed IA_AUTO_FREE = pack(IA_PACKING_GZIP, data, size, &packed_size);

	assert_true(packed_size <= IA_UNPACK_PIECE);
	do {
		before = most;
		most = IA_UNPACK_FREE +
		       IA_UNPACK_RATIO_MAX * (size_t)needed(packed, packed_size, data, before);
		assert_true(most < size);
	} while (most != before);
	assert_int_equal(needed(packed, packed_size, data, most + 1),
			 needed(packed, packed_size, data, most));
	for (unsigned more = 0; more < 2; more++) {
		struct memory memory = {.data = packed, .size = packed_size};
		struct ia_unpack *unpack = open_memory(&memory, IA_PACKING_GZIP);
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		assert_int_equal(ia_unpack_read(unpack, data, most + more, &error),
				 more ? -E2BIG : 0);
		if (more)
			assert_contains(isoargs_error_message(error), "expected at most 64");
		ia_unpack_free(unpack);
	}
}

static void the_ratio_of_a_bomb_is_bounded(void **state IA_UNUSED)
{
	size_t size = 2 * IA_UNPACK_FREE;

	for (unsigned i = 0; i < 2; i++) {
		unsigned ratio = i ? 2 * IA_UNPACK_RATIO_MAX : IA_UNPACK_RATIO_MAX / 2;
		uint8_t *data IA_AUTO_FREE = mixture(size, ratio);
		size_t packed_size;
		uint8_t *packed IA_AUTO_FREE = pack(IA_PACKING_GZIP, data, size, &packed_size);

		assert_int_equal(size / packed_size > IA_UNPACK_RATIO_MAX, i);
		assert_skip(i ? -E2BIG : 0, "", IA_PACKING_GZIP, packed, packed_size, size);
	}
}

static void liblzma_has_its_memory_bounded(void **state)
{
	/* properties, dictionary, size not known, then a stream that begins */
	uint8_t data[18] = {0x5d, 0,   0,   0,   0, 255, 255, 255, 255,
			    255,  255, 255, 255, 0, 0,   0,   0,   0};

	lzma_options_lzma options;
	const lzma_filter filters[] = {{LZMA_FILTER_LZMA1, &options}, {LZMA_VLI_UNKNOWN, NULL}};

	(void)state;
	assert_false(lzma_lzma_preset(&options, 6));
	/* The dictionary with which liblzma wants all of it, and no byte more. */
	options.dict_size = (uint32_t)(IA_UNPACK_LZMA_MEMORY_MAX + options.dict_size -
				       lzma_raw_decoder_memusage(filters));
	assert_int_equal(lzma_raw_decoder_memusage(filters), IA_UNPACK_LZMA_MEMORY_MAX);
	put_le(data + 1, options.dict_size, 4);
	assert_skip(-ENODATA, "", IA_PACKING_LZMA, data, sizeof(data), 100);
	put_le(data + 1, options.dict_size + 1, 4);
	assert_skip(-E2BIG, "bytes of memory, expected at most 100663296", IA_PACKING_LZMA, data,
		    sizeof(data), 100);
}

static void zstd_has_its_window_bounded(void **state)
{
	/* magic, descriptor, window 1 << (10 + n / 8), then one raw block of one byte */
	uint8_t data[] = {0x28, 0xb5, 0x2f, 0xfd, 0, (IA_UNPACK_ZSTD_WINDOW_LOG_MAX - 10) << 3,
			  9,    0,    0,    'x'};

	(void)state;
	assert_skip(0, "", IA_PACKING_ZSTD, data, sizeof(data), 1);
	data[5]++;
	assert_skip(-E2BIG, "larger window than 1 << 27", IA_PACKING_ZSTD, data, sizeof(data), 1);
}

static void lz4_blocks_have_their_sizes_bounded(void **state)
{
	size_t size = IA_UNPACK_LZ4_BLOCK_MAX + 1, packed_size;
	uint8_t *data IA_AUTO_FREE = some_bytes(size);
	uint8_t *packed IA_AUTO_FREE = malloc(9 * MIB);
	uint32_t bound = LZ4_COMPRESSBOUND(IA_UNPACK_LZ4_BLOCK_MAX);

	(void)state;
	assert_non_null(packed);
	put_le(packed, 0x184c2102, 4);
	for (unsigned more = 0; more < 2; more++) {
		packed_size = (size_t)LZ4_compress_default((char *)data, (char *)packed + 8,
							   (int)(IA_UNPACK_LZ4_BLOCK_MAX + more),
							   9 * MIB - 8);
		put_le(packed + 4, packed_size, 4);
		assert_skip(more ? -EBADMSG : 0, "", IA_PACKING_LZ4, packed, packed_size + 8,
			    IA_UNPACK_LZ4_BLOCK_MAX);
	}
	put_le(packed + 4, bound, 4);
	assert_skip(-ENODATA, "", IA_PACKING_LZ4, packed, 100, 1);
	/* As long as it may be, whatever it holds. */
	assert_true(bound + 8 <= 9 * MIB);
	memset(packed + 8, 0xff, bound);
	assert_skip(-EBADMSG, "", IA_PACKING_LZ4, packed, bound + 8, 1);
	put_le(packed + 4, bound + 1, 4);
	assert_skip(-EBADMSG, "expected 1 to", IA_PACKING_LZ4, packed, 100, 1);
	put_le(packed + 4, 0, 4);
	assert_skip(-EBADMSG, "found an lz4 block of 0", IA_PACKING_LZ4, packed, 100, 1);
	put_le(packed, 0x184d2204, 4);
	assert_skip(-EBADMSG, "magic of an lz4 legacy frame", IA_PACKING_LZ4, packed, 100, 1);
}

static void lz4_frames_follow_each_other_and_may_hold_nothing(void **state)
{
	/* a frame of "a", one with an empty block, one of "b" */
	static const uint8_t data[] = {2,    0x21, 0x4c, 0x18, 2, 0, 0, 0,    0x10, 'a',
				       2,    0x21, 0x4c, 0x18, 1, 0, 0, 0,    0,    2,
				       0x21, 0x4c, 0x18, 2,    0, 0, 0, 0x10, 'b'};
	struct memory memory = {.data = data, .size = sizeof(data)};
	struct ia_unpack *unpack IA_AUTO_UNPACK = open_memory(&memory, IA_PACKING_LZ4);
	uint8_t got[2];

	(void)state;
	assert_int_equal(ia_unpack_read(unpack, got, 2, NULL), 0);
	assert_memory_equal(got, "ab", 2);
	assert_int_equal(ia_unpack_skip(unpack, 1, NULL), -ENODATA);
}

/* In the order of all_packings. */
static const struct ia_codec *const all_codecs[] = {
	&ia_codec_gzip, &ia_codec_xz,  &ia_codec_lzma,
	&ia_codec_zstd, &ia_codec_lz4, &ia_codec_bzip2,
};

static struct ia_unpack *open_on(struct memory *memory, enum ia_packing packing,
				 struct ia_meter *meter)
{
	struct ia_unpack_source source = {
		.read = read_memory, .data = memory, .size = memory->size, .meter = meter};
	struct ia_unpack *unpack = NULL;

	assert_int_equal(ia_unpack_open(&source, packing, &unpack, NULL), 0);
	return unpack;
}

static void packed_and_unpacked_bytes_draw_on_the_meter(void **state IA_UNUSED)
{
	const size_t size = 100000;
	uint8_t *data IA_AUTO_FREE = some_bytes(size);

	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		struct ia_meter meter = {.work_max = UINT64_MAX / 2, .kept_max = UINT64_MAX / 2};
		size_t packed_size;
		uint8_t *packed IA_AUTO_FREE = pack(all_packings[i], data, size, &packed_size);
		struct memory memory = {.data = packed, .size = packed_size};
		struct ia_unpack *unpack IA_AUTO_UNPACK = open_on(&memory, all_packings[i], &meter);
		uint64_t work;

		assert_int_equal(ia_unpack_skip(unpack, size / 2, NULL), 0);
		work = meter.work;
		assert_int_equal(ia_unpack_skip(unpack, size - size / 2, NULL), 0);
		assert_true(meter.work > work);
		assert_int_equal(meter.work, meter.work_by[IA_COST_UNPACKING]);
		/* The end may be seen with the next byte only. */
		assert_true(meter.work >= size * all_codecs[i]->unpacked_units +
						  (packed_size - 32) * all_codecs[i]->packed_units);
		assert_true(meter.work <= size * all_codecs[i]->unpacked_units +
						  packed_size * all_codecs[i]->packed_units +
						  20 * all_codecs[i]->step_units + meter.kept / 8);
	}
}

/* Blocks of few bytes draw for their tables. */
static void each_block_of_gzip_and_zstd_draws_on_the_meter(void **state IA_UNUSED)
{
	/* 10 000 raw blocks of one byte after a header, and as many stored ones. */
	static const uint8_t zstd_head[] = {0x28, 0xb5, 0x2f, 0xfd, 0, 0}, zstd[] = {8, 0, 0, 'x'};
	static const uint8_t gzip_head[10] = {31, 139, 8}, gzip[] = {0, 1, 0, 0xfe, 0xff, 'x'};
	static const struct {
		enum ia_packing packing;
		const uint8_t *head;
		size_t head_size;
		const uint8_t *block;
		size_t size;
		unsigned step;
	} cases[] = {
		{IA_PACKING_ZSTD, zstd_head, sizeof(zstd_head), zstd, sizeof(zstd), 8000},
		{IA_PACKING_GZIP, gzip_head, sizeof(gzip_head), gzip, sizeof(gzip), 4000},
	};
	const size_t blocks = 10000;

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct ia_meter meter = {.work_max = UINT64_MAX / 2, .kept_max = UINT64_MAX / 2};
		struct memory memory = {.size = cases[i].head_size + blocks * cases[i].size};
		uint8_t *data IA_AUTO_FREE = malloc(memory.size);
		struct ia_unpack *unpack IA_AUTO_UNPACK = NULL;

		assert_non_null(data);
		memcpy(data, cases[i].head, cases[i].head_size);
		for (size_t k = 0; k < blocks; k++)
			memcpy(data + cases[i].head_size + k * cases[i].size, cases[i].block,
			       cases[i].size);
		memory.data = data;
		unpack = open_on(&memory, cases[i].packing, &meter);
		assert_int_equal(ia_unpack_skip(unpack, blocks - 1, NULL), 0);
		assert_true(meter.work >= (blocks - 1) * cases[i].step);
	}
}

static void unpacking_ends_where_the_meter_is_spent(void **state IA_UNUSED)
{
	const size_t size = MIB;
	uint8_t *data IA_AUTO_FREE = some_bytes(size);

	for (size_t i = 0; i < IA_COUNT(all_packings); i++) {
		struct ia_meter meter = {.kept_max = UINT64_MAX / 2};
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		size_t packed_size;
		uint8_t *packed IA_AUTO_FREE = pack(all_packings[i], data, size, &packed_size);
		struct memory memory = {.data = packed, .size = packed_size};
		struct ia_unpack *unpack IA_AUTO_UNPACK = NULL;

		meter.work_max = size * all_codecs[i]->unpacked_units;
		unpack = open_on(&memory, all_packings[i], &meter);
		assert_int_equal(ia_unpack_skip(unpack, size, &error), -E2BIG);
		assert_contains(isoargs_error_message(error),
				"unpacking it takes more than any kernel does: ");
		assert_true(ia_unpack_position(unpack) < size);
		assert_int_equal(meter.state, IA_METER_WORK_SPENT);
	}
}

/* A stream that begins, of a window that is told in its header. */
static void assert_window_counts(enum ia_packing packing, const uint8_t *data, size_t size,
				 uint64_t window)
{
	for (unsigned less = 0; less < 2; less++) {
		struct ia_meter meter = {.work_max = UINT64_MAX / 2};
		struct memory memory = {.data = data, .size = size};
		struct ia_unpack *unpack = NULL;

		meter.kept_max = window + (less ? 0 : MIB);
		unpack = open_on(&memory, packing, &meter);
		assert_true(meter.kept < MIB);
		assert_int_equal(ia_unpack_skip(unpack, 1, NULL), less ? -E2BIG : 0);
		assert_true(less || meter.kept > window);
		assert_int_equal(meter.state, less ? IA_METER_KEPT_SPENT : IA_METER_GOOD);
		ia_unpack_free(unpack);
		assert_int_equal(meter.kept, 0);
	}
}

static void windows_and_dictionaries_count_as_kept(void **state IA_UNUSED)
{
	/* As above: a window of 128 MiB, and one raw block. */
	static const uint8_t zstd[] = {0x28, 0xb5, 0x2f, 0xfd, 0, 17 << 3, 9, 0, 0, 'x'};
	/* A dictionary of 64 MiB, and literals of zeros. */
	static const uint8_t lzma[13 + 50] = {0x5d, 0,   0,   0,   4,   255, 255,
					      255,  255, 255, 255, 255, 255};

	assert_window_counts(IA_PACKING_ZSTD, zstd, sizeof(zstd), 128 * MIB);
	assert_window_counts(IA_PACKING_LZMA, lzma, sizeof(lzma), 64 * MIB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_packing_gives_its_bytes_back_in_order),
		cmocka_unit_test(no_more_is_read_than_is_needed),
		cmocka_unit_test(what_the_build_appends_is_not_looked_at),
		cmocka_unit_test(data_that_end_too_soon_say_where),
		cmocka_unit_test(damage_is_found),
		cmocka_unit_test(a_failed_read_is_handed_on),
		cmocka_unit_test(packings_are_told_by_all_of_their_magic),
		cmocka_unit_test(lzo_and_what_is_not_known_are_refused_by_name),
		cmocka_unit_test(more_packed_bytes_than_the_bound_are_refused),
		cmocka_unit_test(bytes_as_they_are_are_skipped_without_reading),
		cmocka_unit_test(what_is_too_far_away_is_refused_before_any_work),
		cmocka_unit_test(bombs_are_left_when_they_give_too_much),
		cmocka_unit_test(a_bomb_is_one_byte_above_the_free_ones_and_the_ratio),
		cmocka_unit_test(the_ratio_of_a_bomb_is_bounded),
		cmocka_unit_test(liblzma_has_its_memory_bounded),
		cmocka_unit_test(zstd_has_its_window_bounded),
		cmocka_unit_test(lz4_blocks_have_their_sizes_bounded),
		cmocka_unit_test(lz4_frames_follow_each_other_and_may_hold_nothing),
		cmocka_unit_test(packed_and_unpacked_bytes_draw_on_the_meter),
		cmocka_unit_test(each_block_of_gzip_and_zstd_draws_on_the_meter),
		cmocka_unit_test(unpacking_ends_where_the_meter_is_spent),
		cmocka_unit_test(windows_and_dictionaries_count_as_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
