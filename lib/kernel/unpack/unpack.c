/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel/unpack/unpack.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/limits.h"
#include "kernel/unpack/codec.h"

struct ia_unpack {
	struct ia_unpack_source source;
	const struct ia_codec *codec; /* NULL: bytes as they are */
	void *state;
	uint64_t position; /* bytes that the caller has had */
	uint64_t fetched;  /* packed bytes that were read from the source */
	uint64_t kept;     /* bytes that count for the meter */
	size_t in_start, in_size;
	bool ended;
	uint8_t in[IA_UNPACK_PIECE];
	uint8_t window[IA_UNPACK_WINDOW];
};

/* In the order of enum ia_packing. The magic of .lzma is its usual properties and dictionary. */
static const struct {
	const char *name;
	const char *magic;
	size_t size;
	const struct ia_codec *codec;
} packings[] = {
	[IA_PACKING_UNKNOWN] = {"unknown", NULL, 0, NULL},
	[IA_PACKING_NONE] = {"none", NULL, 0, NULL},
	[IA_PACKING_GZIP] = {"gzip", "\037\213", 2, &ia_codec_gzip},
	[IA_PACKING_XZ] = {"xz", "\3757zXZ\0", 6, &ia_codec_xz},
	[IA_PACKING_LZMA] = {"lzma", "\135\0\0", 3, &ia_codec_lzma},
	[IA_PACKING_ZSTD] = {"zstd", "\050\265\057\375", 4, &ia_codec_zstd},
	[IA_PACKING_LZ4] = {"lz4", "\002\041\114\030", 4, &ia_codec_lz4},
	[IA_PACKING_BZIP2] = {"bzip2", "BZh", 3, &ia_codec_bzip2},
	[IA_PACKING_LZO] = {"lzo", "\211LZO\0\r", 6, NULL},
};

enum ia_packing ia_packing_tell(const uint8_t *head, size_t size)
{
	for (size_t i = IA_PACKING_GZIP; i < IA_COUNT(packings); i++)
		if (size >= packings[i].size &&
		    memcmp(head, packings[i].magic, packings[i].size) == 0)
			return (enum ia_packing)i;
	return IA_PACKING_UNKNOWN;
}

const char *ia_packing_name(enum ia_packing packing)
{
	return packings[packing].name;
}

static int too_dear(const struct ia_unpack *unpack, struct isoargs_error **reterr)
{
	return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, unpack->source.offset), NULL,
			"unpacking it takes more than any kernel does: %llu of the packed bytes "
			"gave %llu until then",
			(unsigned long long)(unpack->fetched - unpack->in_size),
			(unsigned long long)unpack->position);
}

/* Draws for what the library holds by now. */
static int keep(struct ia_unpack *unpack, struct isoargs_error **reterr)
{
	struct ia_meter *meter = unpack->source.meter;
	uint64_t now = sizeof(*unpack) + unpack->codec->memory(unpack->state);

	if (now > unpack->kept) {
		if (ia_meter_keep(meter, IA_COST_UNPACKING, now - unpack->kept) < 0)
			return too_dear(unpack, reterr);
	} else {
		ia_meter_release(meter, IA_COST_UNPACKING, unpack->kept - now);
	}
	unpack->kept = now;
	return 0;
}

int ia_unpack_open(const struct ia_unpack_source *source, enum ia_packing packing,
		   struct ia_unpack **ret, struct isoargs_error **reterr)
{
	const struct ia_codec *codec = packings[packing].codec;
	struct ia_unpack *unpack IA_AUTO_UNPACK = NULL;
	int r;

	if (!codec && packing != IA_PACKING_NONE)
		return ia_error(reterr, -EOPNOTSUPP, IA_AT_OFFSET(NULL, source->offset), NULL,
				"found data packed with %s, which is not unpacked here: expected "
				"gzip, xz, lzma, zstd, lz4 or bzip2",
				ia_packing_name(packing));
	if (codec && source->size > IA_UNPACK_PACKED_MAX)
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, source->offset), NULL,
				"found %llu packed bytes, expected at most %u",
				(unsigned long long)source->size, IA_UNPACK_PACKED_MAX);
	/* Its buffers are written before they are read. */
	unpack = malloc(sizeof(*unpack));
	if (!unpack)
		return ia_error_memory(reterr);
	memset(unpack, 0, offsetof(struct ia_unpack, in));
	unpack->source = *source;
	if (codec) {
		unpack->state = calloc(1, codec->state_size);
		if (!unpack->state)
			return ia_error_memory(reterr);
		unpack->codec = codec;
		r = codec->open(unpack->state, reterr);
		if (r == 0)
			r = keep(unpack, reterr);
		if (r < 0)
			return r;
	}
	*ret = IA_TAKE(unpack);
	return 0;
}

struct ia_unpack *ia_unpack_free(struct ia_unpack *unpack)
{
	if (!unpack)
		return NULL;
	if (unpack->codec)
		unpack->codec->close(unpack->state);
	ia_meter_release(unpack->source.meter, IA_COST_UNPACKING, unpack->kept);
	free(unpack->state);
	free(unpack);
	return NULL;
}

uint64_t ia_unpack_position(const struct ia_unpack *unpack)
{
	return unpack->position;
}

static int fetch(struct ia_unpack *unpack, struct isoargs_error **reterr)
{
	uint64_t left = unpack->source.size - unpack->fetched;
	size_t size = left < IA_UNPACK_PIECE ? (size_t)left : IA_UNPACK_PIECE;
	int r;

	if (unpack->in_size > 0 || size == 0)
		return 0;
	r = unpack->source.read(unpack->source.data, unpack->source.offset + unpack->fetched,
				unpack->in, size, reterr);
	if (r < 0)
		return r;
	unpack->fetched += size;
	unpack->in_start = 0;
	unpack->in_size = size;
	return 0;
}

static int too_short(const struct ia_unpack *unpack, uint64_t unpacked,
		     struct isoargs_error **reterr)
{
	uint64_t used = unpack->fetched - unpack->in_size;

	return ia_error(reterr, -ENODATA, IA_AT_OFFSET(NULL, unpack->source.offset + used),
			"the file is cut off or damaged: copy it again",
			"the packed data end after %llu of their bytes, with %llu bytes unpacked, "
			"expected more",
			(unsigned long long)used, (unsigned long long)unpacked);
}

static int bomb(const struct ia_unpack *unpack, uint64_t unpacked, uint64_t used,
		struct isoargs_error **reterr)
{
	return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, unpack->source.offset + used), NULL,
			"%llu packed bytes give %llu bytes and more, expected at most %u for each",
			(unsigned long long)used, (unsigned long long)unpacked,
			IA_UNPACK_RATIO_MAX);
}

/* Draws for one step, after it was taken: its input and its output are bounded. */
static int spend(struct ia_unpack *unpack, size_t packed, size_t unpacked,
		 struct isoargs_error **reterr)
{
	const struct ia_codec *codec = unpack->codec;
	uint64_t units = codec->step_units + (uint64_t)packed * codec->packed_units +
			 (uint64_t)unpacked * codec->unpacked_units;

	if (ia_meter_spend(unpack->source.meter, IA_COST_UNPACKING, units) < 0)
		return too_dear(unpack, reterr);
	return keep(unpack, reterr);
}

/* The next bytes of the stream, at least 1 and at most size of them. */
static int produce(struct ia_unpack *unpack, uint8_t *out, size_t size, size_t *ret,
		   struct isoargs_error **reterr)
{
	while (!unpack->ended) {
		struct ia_codec_io io;
		uint64_t used;
		size_t got;
		int r;

		r = fetch(unpack, reterr);
		if (r < 0)
			return r;
		io = (struct ia_codec_io){
			.in = unpack->in + unpack->in_start,
			.in_size = unpack->in_size,
			.in_left = unpack->source.size - unpack->fetched,
			.offset = unpack->source.offset + unpack->fetched - unpack->in_size,
			.out = out,
			.out_size = size,
		};
		r = unpack->codec->step(unpack->state, &io, reterr);
		if (r < 0)
			return r;
		unpack->ended = r == 1;
		got = size - io.out_size;
		r = spend(unpack, unpack->in_size - io.in_size, got, reterr);
		if (r < 0)
			return r;
		/* Without output or input to come nothing changes any more. */
		if (got == 0 && io.in_size == unpack->in_size && !unpack->ended)
			break;
		unpack->in_start += unpack->in_size - io.in_size;
		unpack->in_size = io.in_size;
		used = unpack->fetched - unpack->in_size;
		if (unpack->position + got > IA_UNPACK_FREE + IA_UNPACK_RATIO_MAX * used)
			return bomb(unpack, unpack->position + got, used, reterr);
		if (got > 0) {
			*ret = got;
			return 0;
		}
	}
	return too_short(unpack, unpack->position, reterr);
}

static int check_end(const struct ia_unpack *unpack, uint64_t size, struct isoargs_error **reterr)
{
	uint64_t place = unpack->source.offset;

	if (!ia_inside(unpack->position, size, IA_UNPACK_UNPACKED_MAX))
		return ia_error(reterr, -E2BIG, IA_AT_OFFSET(NULL, place), NULL,
				"%llu bytes are needed after %llu unpacked ones, expected at most "
				"%u together",
				(unsigned long long)size, (unsigned long long)unpack->position,
				IA_UNPACK_UNPACKED_MAX);
	if (!unpack->codec && !ia_inside(unpack->position, size, unpack->source.size))
		return ia_error(reterr, -ENODATA, IA_AT_OFFSET(NULL, place + unpack->source.size),
				"the file is cut off or damaged: copy it again",
				"found %llu bytes, expected at least %llu",
				(unsigned long long)unpack->source.size,
				(unsigned long long)(unpack->position + size));
	return 0;
}

int ia_unpack_read(struct ia_unpack *unpack, void *buf, size_t size, struct isoargs_error **reterr)
{
	uint8_t *to = buf;
	int r = check_end(unpack, size, reterr);

	if (r < 0)
		return r;
	if (!unpack->codec && size > 0) {
		r = unpack->source.read(unpack->source.data,
					unpack->source.offset + unpack->position, buf, size,
					reterr);
		if (r < 0)
			return r;
		unpack->position += size;
		return 0;
	}
	while (size > 0) {
		size_t got = 0;

		r = produce(unpack, to, size, &got, reterr);
		if (r < 0)
			return r;
		unpack->position += got;
		to += got;
		size -= got;
	}
	return 0;
}

int ia_unpack_skip(struct ia_unpack *unpack, uint64_t size, struct isoargs_error **reterr)
{
	int r = check_end(unpack, size, reterr);

	if (r < 0)
		return r;
	if (!unpack->codec) {
		unpack->position += size;
		return 0;
	}
	while (size > 0) {
		size_t part = size < IA_UNPACK_WINDOW ? (size_t)size : IA_UNPACK_WINDOW;
		size_t got = 0;

		r = produce(unpack, unpack->window, part, &got, reterr);
		if (r < 0)
			return r;
		unpack->position += got;
		size -= got;
	}
	return 0;
}
