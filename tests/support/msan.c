/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For builds with MemorySanitizer, whose libraries are those of the system: what they write it
 * does not see. Their memory counts as written (poison_in_malloc=0), ours does not, as our
 * allocations come here (--wrap); and so do the calls whose results lie in memory of ours.
 * msan-wraps names them all.
 */
#include <blkid/blkid.h>
#include <bzlib.h>
#include <cdio/iso9660.h>
#include <json.h>
#include <libxml/xmlreader.h>
#include <lz4.h>
#include <lzma.h>
#include <nettle/base64.h>
#include <nettle/nettle-meta.h>
#include <regex.h>
#include <sanitizer/msan_interface.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

size_t __sanitizer_get_allocated_size(const volatile void *block);

/* Weak, as not every program is linked with every library. */
#define WRAP(type, name, ...)                                                                      \
	type __real_##name(__VA_ARGS__) __attribute__((weak));                                     \
	type __wrap_##name(__VA_ARGS__);                                                           \
	type __wrap_##name(__VA_ARGS__)

WRAP(void *, malloc, size_t size)
{
	void *block = __real_malloc(size);

	if (block)
		__msan_poison(block, size);
	return block;
}

WRAP(void *, realloc, void *block, size_t size)
{
	size_t before = block ? __sanitizer_get_allocated_size(block) : 0;
	char *moved = __real_realloc(block, size);

	if (moved && size > before)
		__msan_poison(moved + before, size - before);
	return moved;
}

WRAP(void *, reallocarray, void *block, size_t count, size_t size)
{
	return size > 0 && count > SIZE_MAX / size ? NULL : __wrap_realloc(block, count * size);
}

static void written(const void *block, size_t size)
{
	__msan_unpoison(block, size);
}

WRAP(int, inflateInit2_, z_streamp stream, int bits, const char *version, int size)
{
	int r = __real_inflateInit2_(stream, bits, version, size);

	written(stream, sizeof(*stream));
	return r;
}

WRAP(int, inflate, z_streamp stream, int flush)
{
	Bytef *out = stream->next_out;
	int r = __real_inflate(stream, flush);

	written(stream, sizeof(*stream));
	written(out, (size_t)(stream->next_out - out));
	return r;
}

WRAP(lzma_ret, lzma_code, lzma_stream *stream, lzma_action action)
{
	uint8_t *out = stream->next_out;
	lzma_ret r = __real_lzma_code(stream, action);

	written(stream, sizeof(*stream));
	written(out, (size_t)(stream->next_out - out));
	return r;
}

WRAP(lzma_ret, lzma_stream_decoder, lzma_stream *stream, uint64_t limit, uint32_t flags)
{
	lzma_ret r = __real_lzma_stream_decoder(stream, limit, flags);

	written(stream, sizeof(*stream));
	return r;
}

WRAP(lzma_ret, lzma_alone_decoder, lzma_stream *stream, uint64_t limit)
{
	lzma_ret r = __real_lzma_alone_decoder(stream, limit);

	written(stream, sizeof(*stream));
	return r;
}

WRAP(int, BZ2_bzDecompressInit, bz_stream *stream, int verbosity, int small)
{
	int r = __real_BZ2_bzDecompressInit(stream, verbosity, small);

	written(stream, sizeof(*stream));
	return r;
}

WRAP(int, BZ2_bzDecompress, bz_stream *stream)
{
	char *out = stream->next_out;
	int r = __real_BZ2_bzDecompress(stream);

	written(stream, sizeof(*stream));
	written(out, (size_t)(stream->next_out - out));
	return r;
}

WRAP(size_t, ZSTD_decompressStream, ZSTD_DStream *stream, ZSTD_outBuffer *out, ZSTD_inBuffer *in)
{
	size_t r = __real_ZSTD_decompressStream(stream, out, in);

	written(out, sizeof(*out));
	written(in, sizeof(*in));
	written(out->dst, out->pos);
	return r;
}

WRAP(int, LZ4_decompress_safe, const char *from, char *to, int size, int capacity)
{
	int r = __real_LZ4_decompress_safe(from, to, size, capacity);

	if (r > 0)
		written(to, (size_t)r);
	return r;
}

WRAP(int, blkid_probe_lookup_value, blkid_probe probe, const char *name, const char **ret,
     size_t *ret_size)
{
	int r = __real_blkid_probe_lookup_value(probe, name, ret, ret_size);

	if (r == 0 && ret)
		written(ret, sizeof(*ret));
	if (r == 0 && ret_size)
		written(ret_size, sizeof(*ret_size));
	if (r == 0 && ret && ret_size)
		written(*ret, *ret_size);
	return r;
}

WRAP(int, blkid_encode_string, const char *text, char *ret, size_t size)
{
	int r = __real_blkid_encode_string(text, ret, size);

	if (r == 0)
		written(ret, size);
	return r;
}

/* Sums are called through the tables of their types. */
#define DIGEST(name)                                                                               \
	extern const struct nettle_hash __real_nettle_##name __attribute__((weak));                \
	struct nettle_hash __wrap_nettle_##name;                                                   \
	static void name##_digest(void *context, size_t size, uint8_t *ret)                        \
	{                                                                                          \
		__real_nettle_##name.digest(context, size, ret);                                   \
		written(ret, size);                                                                \
	}                                                                                          \
	__attribute__((constructor)) static void name##_init(void)                                 \
	{                                                                                          \
		if (!&__real_nettle_##name)                                                        \
			return;                                                                    \
		__wrap_nettle_##name = __real_nettle_##name;                                       \
		__wrap_nettle_##name.digest = name##_digest;                                       \
	}

DIGEST(md5)
DIGEST(sha1)
DIGEST(sha224)
DIGEST(sha256)
DIGEST(sha384)
DIGEST(sha512)

WRAP(void, nettle_base64_encode_raw, char *to, size_t size, const uint8_t *from)
{
	__real_nettle_base64_encode_raw(to, size, from);
	written(to, BASE64_ENCODE_RAW_LENGTH(size));
}

WRAP(void, nettle_base64_decode_init, struct base64_decode_ctx *state)
{
	__real_nettle_base64_decode_init(state);
	written(state, sizeof(*state));
}

WRAP(int, nettle_base64_decode_update, struct base64_decode_ctx *state, size_t *ret_size,
     uint8_t *ret, size_t size, const char *from)
{
	int r = __real_nettle_base64_decode_update(state, ret_size, ret, size, from);

	written(ret_size, sizeof(*ret_size));
	if (r > 0)
		written(ret, *ret_size);
	return r;
}

WRAP(int, nettle_base64_decode_single, struct base64_decode_ctx *state, uint8_t *ret, char c)
{
	int r = __real_nettle_base64_decode_single(state, ret, c);

	if (r > 0)
		written(ret, 1);
	return r;
}

WRAP(json_bool, json_object_object_get_ex, const struct json_object *object, const char *key,
     struct json_object **ret)
{
	json_bool found = __real_json_object_object_get_ex(object, key, ret);

	if (ret)
		written(ret, sizeof(*ret));
	return found;
}

WRAP(int, regexec, const regex_t *pattern, const char *text, size_t count, regmatch_t *matches,
     int flags)
{
	int r = __real_regexec(pattern, text, count, matches, flags);

	if (r == 0 && matches)
		written(matches, count * sizeof(*matches));
	return r;
}

WRAP(int, regcomp, regex_t *pattern, const char *text, int flags)
{
	int r = __real_regcomp(pattern, text, flags);

	written(pattern, sizeof(*pattern));
	return r;
}

WRAP(int, fstat64, int fd, struct stat *ret)
{
	int r = __real_fstat64(fd, ret);

	if (r == 0)
		written(ret, sizeof(*ret));
	return r;
}

WRAP(int, stat64, const char *path, struct stat *ret)
{
	int r = __real_stat64(path, ret);

	if (r == 0)
		written(ret, sizeof(*ret));
	return r;
}

WRAP(int, lstat64, const char *path, struct stat *ret)
{
	int r = __real_lstat64(path, ret);

	if (r == 0)
		written(ret, sizeof(*ret));
	return r;
}

WRAP(void, iso9660_set_pvd, void *pvd, const char *volume, const char *publisher,
     const char *preparer, const char *application, int size, const void *root, uint32_t le,
     uint32_t be, uint32_t paths, const time_t *when)
{
	__real_iso9660_set_pvd(pvd, volume, publisher, preparer, application, size, root, le, be,
			       paths, when);
	written(pvd, ISO_BLOCKSIZE);
}

WRAP(void, iso9660_dir_init_new_su, void *dir, uint32_t self, uint32_t self_size,
     const void *self_su, unsigned self_su_size, uint32_t parent, uint32_t parent_size,
     const void *parent_su, unsigned parent_su_size, const time_t *when)
{
	__real_iso9660_dir_init_new_su(dir, self, self_size, self_su, self_su_size, parent,
				       parent_size, parent_su, parent_su_size, when);
	written(dir, ISO_BLOCKSIZE);
}

WRAP(void, iso9660_dir_add_entry_su, void *dir, const char *name, uint32_t extent, uint32_t size,
     uint8_t flags, const void *su, unsigned su_size, const time_t *when)
{
	__real_iso9660_dir_add_entry_su(dir, name, extent, size, flags, su, su_size, when);
	written(dir, ISO_BLOCKSIZE);
}

/* A text of theirs, which they may have put together where ours lay before. */
static const char *text_of(const char *text)
{
	if (text)
		__msan_unpoison_string(text);
	return text;
}

WRAP(const char *, blkid_partition_get_name, blkid_partition partition)
{
	return text_of(__real_blkid_partition_get_name(partition));
}

WRAP(const char *, blkid_partition_get_uuid, blkid_partition partition)
{
	return text_of(__real_blkid_partition_get_uuid(partition));
}

WRAP(const char *, blkid_partition_get_type_string, blkid_partition partition)
{
	return text_of(__real_blkid_partition_get_type_string(partition));
}

WRAP(const char *, json_object_get_string, struct json_object *object)
{
	return text_of(__real_json_object_get_string(object));
}

WRAP(const xmlChar *, xmlTextReaderConstName, xmlTextReaderPtr reader)
{
	return (const xmlChar *)text_of((const char *)__real_xmlTextReaderConstName(reader));
}

WRAP(const xmlChar *, xmlTextReaderConstValue, xmlTextReaderPtr reader)
{
	return (const xmlChar *)text_of((const char *)__real_xmlTextReaderConstValue(reader));
}

/* What a parser says, it says from memory of its own. */
static xmlStructuredErrorFunc listener;

static void hear(void *data, xmlErrorPtr error)
{
	written(&data, sizeof(data));
	written(&error, sizeof(error));
	written(error, sizeof(*error));
	listener(data, error);
}

WRAP(void, xmlTextReaderSetStructuredErrorHandler, xmlTextReaderPtr reader,
     xmlStructuredErrorFunc handler, void *data)
{
	listener = handler;
	__real_xmlTextReaderSetStructuredErrorHandler(reader, handler ? hear : NULL, data);
}
