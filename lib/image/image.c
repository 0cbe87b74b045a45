/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image/image.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/checked.h"
#include "base/limits.h"
#include "image/source.h"

/* What a read costs, cached or not: most go to the file. */
#define READ_UNITS     400u
#define BYTES_PER_UNIT 4u

struct block {
	uint64_t number; /* of the block, plus 1; 0 is empty */
	uint64_t used;   /* tick of the last use */
	uint8_t data[IA_BLOCK_SIZE];
};

struct isoargs_image {
	char *name;
	int fd;                   /* of a folder the root; -1: none, or none yet */
	const uint8_t *data;      /* NULL: file, or reader */
	struct ia_source *source; /* NULL: file, or memory */
	struct ia_tree *tree;     /* or NULL */
	const struct ia_image_ops *ops;
	uint64_t size;
	uint64_t reads;
	uint64_t bytes;
	uint64_t failures; /* reads of the file that failed, or found it shorter than it was */
	uint64_t tick;
	struct block cache[IA_CACHE_BLOCKS];
};

static void cleanup_image(struct isoargs_image **image)
{
	isoargs_image_free(*image);
}

static struct isoargs_image *new_image(const char *name)
{
	struct isoargs_image *image = calloc(1, sizeof(*image));

	if (!image)
		return NULL;
	image->fd = -1;
	image->name = strdup(name);
	if (!image->name)
		return isoargs_image_free(image);
	return image;
}

int ia_image_new_file(int fd, uint64_t size, const char *name, struct isoargs_image **ret,
		      struct isoargs_error **reterr)
{
	struct isoargs_image *image = new_image(name);

	if (!image)
		return ia_error_memory(reterr);
	image->fd = fd;
	image->size = size;
	*ret = image;
	return 0;
}

void ia_image_keep(struct isoargs_image *image, int fd)
{
	image->fd = fd;
}

int isoargs_image_open_memory(const void *data, size_t size, const char *name,
			      struct isoargs_image **ret_image, struct isoargs_error **reterr)
{
	struct isoargs_image *image;

	if (size == 0)
		return ia_error(reterr, -ENODATA, IA_IN_FILE(name), NULL,
				"found no bytes, expected an image");
	image = new_image(name);
	if (!image)
		return ia_error_memory(reterr);
	image->data = data;
	image->size = size;
	*ret_image = image;
	return 0;
}

/* Is it one that can be asked? 0 or a negative errno. */
static int check_reader(const struct isoargs_reader *reader, const char *name,
			struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_IN_FILE(name);

	if (!reader->read)
		return ia_error(reterr, -EINVAL, place, NULL, "the reader has no function");
	if (reader->flags & ~IA_READER_FLAGS)
		return ia_error(reterr, -EINVAL, place, NULL,
				"found %#x as the flags of a reader, expected none but %#x",
				reader->flags, IA_READER_FLAGS);
	if (reader->size == 0)
		return ia_error(reterr, -ENODATA, place, NULL, "found no bytes, expected an image");
	if (reader->size > IA_READER_SIZE_MAX)
		return ia_error(reterr, -EFBIG, place, NULL,
				"found a reader of %llu bytes, expected at most %llu",
				(unsigned long long)reader->size,
				(unsigned long long)IA_READER_SIZE_MAX);
	return 0;
}

int isoargs_image_open_reader(const struct isoargs_reader *reader, const char *name,
			      struct isoargs_image **ret_image, struct isoargs_error **reterr)
{
	struct isoargs_image *image IA_CLEANUP(cleanup_image) = NULL;
	int r;

	r = check_reader(reader, name, reterr);
	if (r < 0)
		return r;
	image = new_image(name);
	if (!image)
		return ia_error_memory(reterr);
	r = ia_source_new(reader, name, &image->source, reterr);
	if (r < 0)
		return r;
	image->size = reader->size;
	*ret_image = IA_TAKE(image);
	return 0;
}

int ia_image_new_tree(struct ia_tree *tree, const struct ia_image_ops *ops, const char *name,
		      struct isoargs_image **ret, struct isoargs_error **reterr)
{
	struct isoargs_image *image = new_image(name);

	if (!image)
		return ia_error_memory(reterr);
	image->tree = tree;
	image->ops = ops;
	*ret = image;
	return 0;
}

struct ia_tree *ia_image_tree(const struct isoargs_image *image)
{
	return image->tree;
}

struct isoargs_image *isoargs_image_free(struct isoargs_image *image)
{
	if (image) {
		ia_source_free(image->source);
		if (image->tree)
			image->ops->free(image->tree);
		if (image->fd >= 0)
			close(image->fd);
		free(image->name);
		free(image);
	}
	return NULL;
}

const char *isoargs_image_name(const struct isoargs_image *image)
{
	return image->name;
}

uint64_t isoargs_image_size(const struct isoargs_image *image)
{
	return image->size;
}

void isoargs_image_cost(const struct isoargs_image *image, uint64_t *ret_reads, uint64_t *ret_bytes)
{
	*ret_reads = image->reads;
	*ret_bytes = image->bytes;
	if (image->source)
		ia_source_cost(image->source, ret_reads, ret_bytes);
	if (image->tree)
		image->ops->cost(image->tree, ret_reads, ret_bytes);
}

bool ia_image_is_remote(const struct isoargs_image *image)
{
	if (image->tree)
		return image->ops->is_remote(image->tree);
	return image->source && ia_source_is_remote(image->source);
}

bool ia_image_is_sparse(const struct isoargs_image *image)
{
	return image->source != NULL;
}

void ia_image_begin(struct isoargs_image *image, uint64_t reads, uint64_t bytes)
{
	if (image->source)
		ia_source_begin(image->source, reads, bytes);
	if (image->tree)
		image->ops->begin(image->tree, reads, bytes);
}

int ia_image_settle(struct isoargs_image *image, int r, struct isoargs_error **reterr)
{
	if (image->tree)
		return image->ops->settle(image->tree, r, reterr);
	return image->source ? ia_source_settle(image->source, image->name, r, reterr) : r;
}

static int read_file(struct isoargs_image *image, uint64_t offset, uint8_t *buf, size_t size,
		     struct isoargs_error **reterr)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = pread(image->fd, buf + done, size - done, (off_t)(offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		image->failures += n <= 0;
		if (n < 0) {
			int code = -errno;

			return ia_error(reterr, code, IA_AT_OFFSET(NULL, offset + done), NULL,
					"reading failed: %s", strerrordesc_np(-code));
		}
		if (n == 0)
			return ia_error(reterr, -ENODATA, IA_AT_OFFSET(NULL, offset + done),
					"check that nothing is still writing the image",
					"the file became shorter while it was read");
		image->reads++;
		image->bytes += (uint64_t)n;
		done += (size_t)n;
	}
	return 0;
}

/* The cached copy of one block, read if need be; the last block of an image may be short. */
static int cached_block(struct isoargs_image *image, uint64_t number, const uint8_t **ret_data,
			struct isoargs_error **reterr)
{
	struct block *oldest = &image->cache[0];
	uint64_t start = number * IA_BLOCK_SIZE;
	uint64_t left = image->size - start;
	int r;

	image->tick++;
	for (size_t i = 0; i < IA_CACHE_BLOCKS; i++) {
		struct block *block = &image->cache[i];

		if (block->number == number + 1) {
			block->used = image->tick;
			*ret_data = block->data;
			return 0;
		}
		if (block->used < oldest->used)
			oldest = block;
	}
	oldest->number = 0;
	r = read_file(image, start, oldest->data,
		      left < IA_BLOCK_SIZE ? (size_t)left : IA_BLOCK_SIZE, reterr);
	if (r < 0)
		return r;
	oldest->number = number + 1;
	oldest->used = image->tick;
	*ret_data = oldest->data;
	return 0;
}

static int read_cached(struct isoargs_image *image, uint64_t offset, uint8_t *buf, size_t size,
		       struct isoargs_error **reterr)
{
	while (size > 0) {
		size_t within = (size_t)(offset % IA_BLOCK_SIZE);
		size_t part = IA_BLOCK_SIZE - within;
		const uint8_t *data;
		int r;

		if (part > size)
			part = size;
		r = cached_block(image, offset / IA_BLOCK_SIZE, &data, reterr);
		if (r < 0)
			return r;
		memcpy(buf, data + within, part);
		offset += part;
		buf += part;
		size -= part;
	}
	return 0;
}

struct ia_window ia_window_whole(struct isoargs_image *image)
{
	return (struct ia_window){.image = image, .offset = 0, .size = image->size};
}

int ia_window_cut(const struct ia_window *outer, uint64_t offset, uint64_t size,
		  struct ia_window *ret, struct isoargs_error **reterr)
{
	if (!ia_inside(offset, size, outer->size))
		return ia_error(reterr, -ENODATA, IA_AT_OFFSET(NULL, outer->offset + offset),
				"the image may be cut off: compare its size with the original",
				"%llu bytes are expected here, the end comes before",
				(unsigned long long)size);
	*ret = *outer;
	ret->offset += offset;
	ret->size = size;
	return 0;
}

/* A window is made by cutting, but nothing keeps a caller from writing one by hand. */
static int cut_inside(const struct ia_window *window, uint64_t offset, uint64_t size,
		      struct ia_window *ret, struct isoargs_error **reterr)
{
	int r = ia_window_cut(window, offset, size, ret, reterr);

	if (r == 0 && !ia_inside(ret->offset, size, window->image->size))
		return ia_error(reterr, -ENODATA, IA_AT_OFFSET(NULL, ret->offset), NULL,
				"the window lies outside the image");
	return r;
}

int ia_window_read(const struct ia_window *window, uint64_t offset, void *buf, size_t size,
		   struct isoargs_error **reterr)
{
	struct isoargs_image *image = window->image;
	struct ia_window part = {0};
	int r;

	if (ia_meter_spend(window->meter, IA_COST_READING, READ_UNITS + size / BYTES_PER_UNIT) < 0)
		return ia_error(reterr, -E2BIG, IA_NOWHERE, NULL, "nothing more is read");
	r = cut_inside(window, offset, size, &part, reterr);
	if (r < 0)
		return r;
	if (image->data) {
		memcpy(buf, image->data + part.offset, size);
		image->reads++;
		image->bytes += size;
		return 0;
	}
	if (image->source) {
		r = ia_source_read(image->source, part.offset, buf, size, reterr);
		image->failures += r < 0;
		return r;
	}
	if (size <= 2 * IA_BLOCK_SIZE)
		return read_cached(image, part.offset, buf, size, reterr);
	return read_file(image, part.offset, buf, size, reterr);
}

int ia_window_fetch(const struct ia_window *window, uint64_t offset, uint64_t size,
		    struct isoargs_error **reterr)
{
	struct isoargs_image *image = window->image;
	struct ia_window part = {0};
	int r;

	if (!image->source || offset >= window->size)
		return 0;
	if (size > window->size - offset)
		size = window->size - offset;
	r = cut_inside(window, offset, size, &part, reterr);
	if (r == 0)
		r = ia_source_fetch(image->source, part.offset, size, reterr);
	image->failures += r < 0;
	return r;
}

void ia_window_expect(const struct ia_window *window, uint64_t offset, uint64_t size)
{
	struct ia_window part = {0};

	if (!window->image->source || !ia_source_is_remote(window->image->source) ||
	    offset >= window->size)
		return;
	if (size > window->size - offset)
		size = window->size - offset;
	if (cut_inside(window, offset, size, &part, NULL) == 0)
		ia_source_expect(window->image->source, part.offset, part.size);
}

bool ia_window_is_known(const struct ia_window *window, uint64_t offset, uint64_t size)
{
	struct ia_window part = {0};

	if (cut_inside(window, offset, size, &part, NULL) < 0)
		return false;
	return !window->image->source ||
	       ia_source_knows(window->image->source, part.offset, part.size);
}

static int copy_to_descriptor(int fd, const uint8_t *data, uint64_t size)
{
	for (uint64_t done = 0; done < size;) {
		ssize_t n = pwrite(fd, data + done, (size_t)(size - done), (off_t)done);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0)
			done += (uint64_t)n;
	}
	return 0;
}

uint64_t ia_image_failures(const struct isoargs_image *image)
{
	return image->tree ? image->ops->failures(image->tree) : image->failures;
}

int ia_image_descriptor(struct isoargs_image *image, struct isoargs_error **reterr)
{
	int fd IA_AUTO_CLOSE = -1;
	int r;

	if (image->source)
		return ia_source_hold(image->source, reterr);
	if (image->fd >= 0)
		return image->fd;
	fd = memfd_create("isoargs-image", MFD_CLOEXEC);
	r = fd < 0 ? -errno : copy_to_descriptor(fd, image->data, image->size);
	if (r < 0)
		return ia_error(reterr, r, IA_NOWHERE, NULL,
				"cannot lay the image into an anonymous memory file: %s",
				strerrordesc_np(-r));
	image->fd = fd;
	fd = -1;
	return image->fd;
}

void ia_image_let_go(struct isoargs_image **image)
{
	if ((*image)->source)
		ia_source_let_go((*image)->source);
}
