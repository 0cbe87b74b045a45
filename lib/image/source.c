/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "image/source.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "base/limits.h"
#include "image/expect.h"

#define INTERRUPTIONS 100u /* of one read in a row that are put up with */
#define ERRNO_LAST    4095 /* as Linux bounds them */
#define GROWTH        4u   /* of a window */
#define GROWS_FROM    3u   /* requests in a row: the second would serve no verb */

/* The largest request: the largest window, laid on the boundaries of the smallest. */
#define REQUEST_MAX (IA_SOURCE_WINDOW_MAX + 2 * IA_SOURCE_WINDOW)

struct ia_source {
	struct isoargs_reader reader;
	int fd;
	bool is_held;
	bool has_head;
	uint64_t next;   /* where the last request ended */
	unsigned in_row; /* requests that began where the one before ended */
	uint64_t window; /* bytes */
	uint64_t reads;
	uint64_t bytes;
	bool is_under_way; /* a call, for which what follows holds */
	uint64_t reads_before, reads_max;
	uint64_t bytes_before, bytes_max;
	struct isoargs_error *failure; /* the first */
	struct ia_extents known;
	struct ia_extents expected;  /* of a remote one, whether it is known by now or not */
	uint8_t buffer[REQUEST_MAX]; /* what one brings */
};

/* A file beyond the process's limit would be a signal. */
static int make_file(uint64_t size)
{
	struct rlimit limit;
	int fd;

	if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
	    limit.rlim_cur < size)
		return -EFBIG;
	fd = memfd_create("isoargs-source", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (ftruncate(fd, (off_t)size) < 0) {
		int code = -errno;

		close(fd);
		return code;
	}
	return fd;
}

int ia_source_new(const struct isoargs_reader *reader, const char *name, struct ia_source **ret,
		  struct isoargs_error **reterr)
{
	struct ia_source *source = calloc(1, sizeof(*source));

	if (!source)
		return ia_error_memory(reterr);
	source->reader = *reader;
	source->fd = make_file(reader->size);
	if (source->fd < 0) {
		int code = source->fd;

		free(source);
		return ia_error(reterr, code, IA_IN_FILE(name), NULL,
				"cannot make an anonymous memory file of %" PRIu64 " bytes: %s",
				reader->size, strerrordesc_np(-code));
	}
	source->window = IA_SOURCE_WINDOW;
	*ret = source;
	return 0;
}

struct ia_source *ia_source_free(struct ia_source *source)
{
	if (source) {
		close(source->fd);
		isoargs_error_free(source->failure);
		free(source);
	}
	return NULL;
}

/* Bytes between what is expected that cost no more than another request. */
static uint64_t nearby(const struct ia_source *source)
{
	return source->reader.flags & ISOARGS_READER_DISTANT ? IA_SOURCE_NEAR_DISTANT
							     : IA_SOURCE_NEAR;
}

bool ia_source_is_remote(const struct ia_source *source)
{
	return source->reader.flags & ISOARGS_READER_REMOTE;
}

void ia_source_cost(const struct ia_source *source, uint64_t *ret_reads, uint64_t *ret_bytes)
{
	*ret_reads = source->reads;
	*ret_bytes = source->bytes;
}

/*
 * Hands a failure on, of which the call under way will say in the end what it was. Until then it is
 * one of reading: what its errno says elsewhere of a medium is not meant.
 */
static int fail(struct ia_source *source, struct isoargs_error *failure,
		struct isoargs_error **reterr)
{
	struct isoargs_error *error IA_AUTO_ERROR = failure;
	struct ia_place place;
	int r;

	if (!error)
		return ia_error_memory(reterr);
	place = ia_error_place(error);
	r = ia_error(reterr, -EIO, &place, isoargs_error_remedy(error), "%s", ia_error_text(error));
	if (source->is_under_way && !source->failure)
		source->failure = IA_TAKE(error);
	return r;
}

/* What is wrong with what the reader returned. */
static int complain(struct ia_source *source, ssize_t n, size_t asked, uint64_t at,
		    struct isoargs_error **reterr)
{
	const struct ia_place *place = IA_AT_OFFSET(NULL, at);
	const char *reason = n < 0 && n >= -ERRNO_LAST ? strerrordesc_np((int)-n) : NULL;
	struct isoargs_error *error = NULL;

	if (reason)
		ia_error(&error, (int)n, place, NULL, "reading failed: %s", reason);
	else if (n == 0)
		ia_error(&error, -ENODATA, place, "check that nothing is still writing the image",
			 "the reader has no more bytes, expected %" PRIu64 " in all",
			 source->reader.size);
	else if (n > 0)
		ia_error(&error, -EIO, place, NULL,
			 "the reader says that it read %zd bytes, expected %zu at most", n, asked);
	else
		ia_error(&error, -EIO, place, NULL,
			 "the reader returned %zd, expected a number of bytes or a negative errno",
			 n);
	return fail(source, error, reterr);
}

/* May the reader be asked for so much more? */
static int allow(struct ia_source *source, size_t size, uint64_t at, struct isoargs_error **reterr)
{
	const uint64_t reads = source->reads - source->reads_before;
	const uint64_t bytes = source->bytes - source->bytes_before;
	struct isoargs_error *error = NULL;

	if (!source->is_under_way)
		return 0;
	if (source->failure)
		return ia_error(reterr, -EIO, IA_AT_OFFSET(NULL, at), NULL,
				"the reader has failed, nothing more is read");
	if (reads < source->reads_max && size <= source->bytes_max - bytes)
		return 0;
	ia_error(&error, -EFBIG, IA_AT_OFFSET(NULL, at),
		 "no honest medium is like that; if yours is, copy it to a file",
		 "the medium takes more than %" PRIu64 " requests or %" PRIu64
		 " KiB; it took %" PRIu64 " and %" PRIu64 " so far",
		 source->reads_max, source->bytes_max / 1024, reads, bytes / 1024);
	return fail(source, error, reterr);
}

/* Fills the buffer with a range of no more than it holds. */
static int ask(struct ia_source *source, struct ia_extent range, struct isoargs_error **reterr)
{
	const size_t size = (size_t)(range.end - range.start);
	unsigned interruptions = 0;

	for (size_t done = 0; done < size;) {
		const uint64_t at = range.start + done;
		ssize_t n;
		int r;

		r = allow(source, size - done, at, reterr);
		if (r < 0)
			return r;
		source->reads++;
		n = source->reader.read(source->buffer + done, size - done, at,
					source->reader.data);
		if (n == -EINTR && ++interruptions < INTERRUPTIONS)
			continue;
		if (n <= 0 || (size_t)n > size - done)
			return complain(source, n, size - done, at, reterr);
		interruptions = 0;
		source->bytes += (uint64_t)n;
		done += (size_t)n;
	}
	return 0;
}

static int lay_down(const struct ia_source *source, struct ia_extent range,
		    struct isoargs_error **reterr)
{
	const size_t size = (size_t)(range.end - range.start);

	for (size_t done = 0; done < size;) {
		ssize_t n = pwrite(source->fd, source->buffer + done, size - done,
				   (off_t)(range.start + done));

		if (n < 0 && errno != EINTR)
			return ia_error(reterr, -EIO, IA_NOWHERE, NULL,
					"cannot lay the image into an anonymous memory file: %s",
					strerrordesc_np(errno));
		if (n > 0)
			done += (size_t)n;
	}
	return 0;
}

/* Gives up all that is known. */
static int forget(struct ia_source *source, struct isoargs_error **reterr)
{
	ia_extents_clear(&source->known);
	if (ftruncate(source->fd, 0) < 0 || ftruncate(source->fd, (off_t)source->reader.size) < 0)
		return ia_error(reterr, -EIO, IA_NOWHERE, NULL,
				"cannot empty an anonymous memory file: %s",
				strerrordesc_np(errno));
	return 0;
}

/* How large the window is for what begins at `at`. */
static uint64_t grow(struct ia_source *source, uint64_t at)
{
	if (at != source->next) {
		source->in_row = 0;
		source->window = IA_SOURCE_WINDOW;
	} else if (++source->in_row >= GROWS_FROM) {
		source->window = ia_at_most(source->window * GROWTH, IA_SOURCE_WINDOW_MAX);
	}
	return source->window;
}

void ia_source_expect(struct ia_source *source, uint64_t offset, uint64_t size)
{
	ia_expect_add(&source->expected, offset, offset + size);
}

bool ia_source_knows(const struct ia_source *source, uint64_t offset, uint64_t size)
{
	return ia_extents_hold(&source->known, offset, offset + size);
}

/* Is more than that of no use: it is all that was expected, or much? */
static bool is_enough(const struct ia_source *source, uint64_t at, uint64_t end)
{
	return end - at > IA_SOURCE_WINDOW_MAX / GROWTH ||
	       ia_extents_hold(&source->expected, at, end);
}

/* What a remote reader is asked for so that the bytes from `at` to `end`, or some, get known. */
static struct ia_extent window_at(struct ia_source *source, uint64_t at, uint64_t end,
				  struct ia_extent hole)
{
	const bool enough = is_enough(source, at, end);
	const uint64_t unit = enough ? IA_BLOCK_SIZE : IA_SOURCE_WINDOW;
	struct ia_extent window = {.start = ia_at_least(at - at % unit, hole.start)};
	uint64_t size;

	if (!source->has_head && at < IA_SOURCE_HEAD && hole.start == 0) {
		source->has_head = true;
		return (struct ia_extent){.end = ia_at_most(IA_SOURCE_HEAD, hole.end)};
	}
	size = enough ? 0 : grow(source, at);
	size = ia_at_least(size, ia_at_most(ia_round_up(end, unit) - window.start, REQUEST_MAX));
	window.end = ia_at_most(window.start + size, hole.end);
	return ia_expect_widen(&source->expected, window, hole, nearby(source));
}

/* And what any other one is: blocks. */
static struct ia_extent blocks_at(uint64_t at, uint64_t end, struct ia_extent hole)
{
	struct ia_extent blocks = {.start = ia_at_least(at - at % IA_BLOCK_SIZE, hole.start)};

	end = ia_round_up(end, IA_BLOCK_SIZE);
	blocks.end = ia_at_most(ia_at_most(end, hole.end), blocks.start + REQUEST_MAX);
	return blocks;
}

/* Makes room for a range among what is known; 1: by giving up all of it. */
static int make_room(struct ia_source *source, struct ia_extent range,
		     struct isoargs_error **reterr)
{
	int r;

	if (source->is_held ||
	    (source->known.count < IA_SOURCE_EXTENTS_MAX &&
	     source->known.bytes + range.end - range.start <= IA_SOURCE_KEPT_MAX))
		return 0;
	r = forget(source, reterr);
	return r < 0 ? r : 1;
}

static int fetch_range(struct ia_source *source, struct ia_extent range,
		       struct isoargs_error **reterr)
{
	int r = ask(source, range, reterr);

	if (r == 0)
		r = lay_down(source, range, reterr);
	if (r < 0)
		return r;
	source->next = range.end;
	if (ia_extents_add(&source->known, range) < 0)
		return ia_error(reterr, -EIO, IA_AT_OFFSET(NULL, range.start), NULL,
				"libblkid would read more than %u parts of the image",
				IA_SOURCE_EXTENTS_MAX);
	return 0;
}

int ia_source_fetch(struct ia_source *source, uint64_t offset, uint64_t size,
		    struct isoargs_error **reterr)
{
	const uint64_t end = offset + size;
	struct ia_extent hole;
	uint64_t at;
	int r;

	/* Each turn makes more of them known, but one: that which all are given up for. */
	while (ia_extents_hole(&source->known, offset, end, &at, &hole)) {
		struct ia_extent range;

		hole.end = ia_at_most(hole.end, source->reader.size);
		range = ia_source_is_remote(source) ? window_at(source, at, end, hole)
						    : blocks_at(at, end, hole);
		r = make_room(source, range, reterr);
		if (r == 0)
			r = fetch_range(source, range, reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

int ia_source_read(struct ia_source *source, uint64_t offset, void *buf, size_t size,
		   struct isoargs_error **reterr)
{
	uint8_t *bytes = buf;

	while (size > 0) {
		const size_t part = (size_t)ia_at_most(size, IA_SOURCE_WINDOW_MAX);
		ssize_t n;
		int r;

		r = ia_source_fetch(source, offset, part, reterr);
		if (r < 0)
			return r;
		n = pread(source->fd, bytes, part, (off_t)offset);
		if (n < 0 && errno != EINTR)
			return ia_error(reterr, -EIO, IA_AT_OFFSET(NULL, offset), NULL,
					"cannot read an anonymous memory file: %s",
					strerrordesc_np(errno));
		if (n > 0) {
			bytes += n;
			offset += (uint64_t)n;
			size -= (size_t)n;
		}
	}
	return 0;
}

int ia_source_hold(struct ia_source *source, struct isoargs_error **reterr)
{
	int r = 0;

	/* There is to be room for what follows. */
	if (!source->is_held && (source->known.count > IA_SOURCE_EXTENTS_MAX / 2 ||
				 source->known.bytes > IA_SOURCE_KEPT_MAX / 2))
		r = forget(source, reterr);
	if (r < 0)
		return r;
	source->is_held = true;
	return source->fd;
}

void ia_source_let_go(struct ia_source *source)
{
	source->is_held = false;
}

void ia_source_begin(struct ia_source *source, uint64_t reads, uint64_t bytes)
{
	source->failure = ia_error_free(source->failure);
	source->is_under_way = ia_source_is_remote(source);
	source->reads_before = source->reads;
	source->reads_max = reads;
	source->bytes_before = source->bytes;
	source->bytes_max = bytes;
}

int ia_source_settle(struct ia_source *source, const char *name, int r,
		     struct isoargs_error **reterr)
{
	struct isoargs_error *failure IA_AUTO_ERROR = IA_TAKE(source->failure);

	source->is_under_way = false;
	return failure ? ia_error_in_file(reterr, name, failure) : r;
}
