/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/http.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "common/clock.h"
#include "common/output.h"
#include "remote/location.h"
#include "remote/message.h"
#include "remote/transfer.h"
#include "remote/web-file.h"

#define IMAGE_START (128u * 1024) /* bytes of the first request: what the library reads first */
#define TREE_START  (16u * 1024)  /* of a file in a tree, of which many are smaller */
#define RETRIES_MAX 2u
#define WEB_MAX     2048u /* paths of a tree */

/* The descriptor of an ISO 9660 volume, which tells a file from another where nothing else does. */
#define PVD_AT   32768u
#define PVD_SIZE 2048u

#define MIB (1024u * 1024u)

/* What no honest medium comes near to; a whole medium has no more than 1 TiB. */
static const struct remote_bounds bounds = {.requests = 4096, .bytes = 320 * MIB};
static const struct remote_bounds bounds_moving = {.requests = 1u << 24, .bytes = 2ull << 40};

struct web {
	struct transfer *transfer;
	const struct remote_options *options;
	int socket;
	const char *url;  /* as given */
	char *base;       /* of a tree, once it is known; NULL: an image, or not known yet */
	bool is_settled;  /* where the files of a tree are */
	bool is_fresh;    /* something was read beside the start of the image */
	int64_t deadline; /* milliseconds of the clock */
	struct web_file **files;
	size_t count;
	char why[REMOTE_SENTENCE_MAX];
};

/* A part of a file that is to be fetched. */
struct part {
	struct web_range range; /* what of it is still missing */
	uint8_t *to;
	uint64_t got;
};

__attribute__((format(printf, 3, 4))) static int fail(struct web *web, int code, const char *fmt,
						      ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(web->why, sizeof(web->why), fmt, ap);
	va_end(ap);
	return code;
}

static int fail_memory(struct web *web)
{
	return fail(web, -ENOMEM, "out of memory");
}

/* What was asked for, where that is another place than the one that is named anyway, and why not. */
static int fail_part(struct web *web, const struct web_file *file, const struct part *part,
		     const char *url, int code, const char *why)
{
	char *asked IA_AUTO_FREE = location_clean(web->url);
	char *from IA_AUTO_FREE = location_clean(url);
	bool is_led = !file->path[0] && asked && from && strcmp(asked, from) != 0;

	return fail(web, code, "%s%sbytes %" PRIu64 "-%" PRIu64 "%s%.300s: %s", file->path,
		    file->path[0] ? ": " : "", part->range.first - part->got, part->range.last,
		    is_led ? " of " : "", is_led ? from : "", why);
}

/* The same where nothing has answered yet. */
static int fail_file(struct web *web, const struct web_file *file, int code, const char *why)
{
	return fail(web, code, "%s%s%s", file->path, file->path[0] ? ": " : "", why);
}

/* Not longer than the reader waits for it. */
static int wait_ms(struct web *web, int64_t ms)
{
	struct pollfd watched = {.fd = web->socket, .events = POLLRDHUP};
	int64_t end = clock_now_ms() + ms, left = ms;

	for (; left > 0; left = end - clock_now_ms()) {
		if (poll(&watched, 1, (int)left) > 0)
			return -ECANCELED;
	}
	return 0;
}

/* Milliseconds that are left of all; 0: as many as it takes. */
static int find_time(struct web *web, uint64_t *ret)
{
	int64_t left = web->deadline - clock_now_ms();

	*ret = 0;
	if (web->options->moves)
		return 0;
	if (left <= 0)
		return -ETIMEDOUT;
	*ret = (uint64_t)left;
	return 0;
}

static unsigned seconds(const struct remote_options *options)
{
	return options->seconds ? options->seconds : REMOTE_SECONDS;
}

/* Where a file is asked for that has not answered yet, or does not any more. */
static char *url_of(const struct web *web, const struct web_file *file)
{
	return web->base ? location_join(web->base, file->path) : strdup(web->url);
}

/* Counts what came of a part that is the right one. 0: all of it. */
static int take_part(struct web *web, struct web_file *file, struct part *part,
		     const struct transfer_result *result, enum web_verdict *ret)
{
	part->got += result->got;
	part->range.first += result->got;
	if (part->range.last >= file->total)
		part->range.last = file->total - 1;
	if (result->is_too_long) {
		*ret = WEB_WRONG;
		return fail_part(web, file, part, result->url, -EIO,
				 "the server sends more bytes than it says; take another mirror");
	}
	if (part->range.first > part->range.last)
		return 0;
	*ret = WEB_LATER;
	return fail_part(web, file, part, result->url, -EIO,
			 result->why[0] ? result->why
					: "the server sends fewer bytes than it says; take another "
					  "mirror");
}

/* From here on this URL is asked. */
static int pin(struct web *web, struct web_file *file, const char *url)
{
	char *copy = strdup(url);

	if (!copy)
		return fail_memory(web);
	free(file->url);
	file->url = copy;
	return 0;
}

/* The folder that an image's URL leads to is a tree, whatever the server says of the folder. */
static bool leads_to_tree(struct web *web, const char *url)
{
	if (web->base || !location_is_tree(url))
		return false;
	web->base = strdup(url);
	return true;
}

/* One request, and what it is worth: 0 where the part is whole, or a negative errno. */
static int ask(struct web *web, struct web_file *file, struct part *part, bool anew,
	       enum web_verdict *ret)
{
	char *url IA_AUTO_FREE = !anew && file->url ? strdup(file->url) : url_of(web, file);
	struct transfer_request request = {
		.url = url,
		.follows = anew || !file->url,
		.first = part->range.first,
		.last = part->range.last,
		.if_range = file->url ? web_file_validator(file) : NULL,
		.to = part->to + part->got,
	};
	struct transfer_result result = {0};
	char why[512] = "";
	int r = url ? find_time(web, &request.left_ms) : fail_memory(web);

	if (r == -ETIMEDOUT) {
		snprintf(why, sizeof(why),
			 "all of it takes longer than %u seconds; --%stimeout gives it more",
			 seconds(web->options), remote_prefix(web->options));
		return fail_part(web, file, part, url, r, why);
	}
	if (r < 0)
		return r;
	r = transfer_run(web->transfer, &request, &result);
	if (r < 0 && (r != -ECONNRESET || result.got == 0)) {
		*ret = r == -ECONNRESET ? WEB_LATER : WEB_WRONG;
		r = r == -ECONNRESET ? -EIO : r;
		if (result.head->status == 0)
			return fail_file(web, file, r, result.why);
		return fail_part(web, file, part, result.url, r, result.why);
	}
	if (leads_to_tree(web, result.url)) {
		*ret = WEB_TREE;
		return web->base ? -EISDIR : fail_memory(web);
	}
	*ret = web_file_judge(file, &part->range, result.head, why, sizeof(why));
	if (result.head->status == 401)
		snprintf(why, sizeof(why),
			 "the server wants a name and a password (401); write them to ~/.netrc "
			 "and use --%snetrc",
			 remote_prefix(web->options));
	if (*ret != WEB_PART && *ret != WEB_EMPTY)
		return fail_part(web, file, part, result.url, -EIO, why);
	r = request.follows ? pin(web, file, result.url) : 0;
	if (r < 0 || *ret == WEB_EMPTY)
		return r;
	return take_part(web, file, part, &result, ret);
}

static int fail_changed(struct web *web, const struct web_file *file)
{
	return fail_file(web, file, -ESTALE,
			 "the file has changed on the server while it was read; run it again");
}

/*
 * Fetches a part, with what it takes: a transfer that was cut goes on where it was, a server that is
 * busy is asked again. 1: it is there, of a new file as much as there is; 0: the file is absent, 2:
 * it is no file but a tree; or a negative errno with the sentence.
 */
static int fetch(struct web *web, struct web_file *file, struct part *part)
{
	static const int64_t pauses_ms[RETRIES_MAX] = {1000, 3000};
	bool anew = false;

	for (unsigned retries = 0;;) {
		enum web_verdict verdict = WEB_WRONG;
		int r = ask(web, file, part, anew, &verdict);

		if (r == 0)
			return 1;
		switch (verdict) {
		case WEB_ABSENT:
			return 0;
		case WEB_TREE:
			return r == -EISDIR ? 2 : r;
		case WEB_CHANGED:
			return fail_changed(web, file);
		case WEB_AGAIN: /* once for a file */
			continue;
		case WEB_MOVED:
			if (anew)
				return r;
			anew = true;
			continue;
		case WEB_LATER:
			if (retries == RETRIES_MAX)
				return r;
			r = wait_ms(web, pauses_ms[retries++]);
			if (r < 0)
				return r;
			continue;
		case WEB_PART:
		case WEB_EMPTY:
		case WEB_WRONG:
			return r;
		}
	}
}

static struct web_file *find_file(const struct web *web, const char *path)
{
	for (size_t i = 0; i < web->count; i++) {
		if (strcmp(web->files[i]->path, path) == 0)
			return web->files[i];
	}
	return NULL;
}

/* A file that nothing is known of yet, at the end of the list. */
static struct web_file *add_file(struct web *web, const char *path)
{
	struct web_file *file = calloc(1, sizeof(*file));

	if (file)
		file->path = strdup(path);
	if (!file || !file->path) {
		free(file);
		return NULL;
	}
	web->files[web->count++] = file;
	return file;
}

/* What the user is to know of the server, once: the answers agree, and that is all that there is. */
static void remark(const struct web *web, const struct web_file *file)
{
	char *name IA_AUTO_FREE = location_clean(web->url);

	if (web->count == 1 && name && !file->etag[0] && !file->modified[0])
		output_complain(name, "warning: the server gives neither an ETag nor a date with "
				      "the file, so that it could change unseen while it is read");
}

/* The first request, which tells how long the file is, and whether there is one. */
static int begin(struct web *web, struct web_file *file)
{
	const uint32_t size = web->base ? TREE_START : IMAGE_START;
	uint8_t *start = malloc(size);
	struct part part = {.range = {0, size - 1}, .to = start};
	int r = start ? fetch(web, file, &part) : fail_memory(web);

	if (r != 1) {
		free(start);
		file->is_absent = r == 0;
		return r;
	}
	file->start_size = part.got;
	file->start = part.got ? realloc(start, part.got) : NULL;
	if (!file->start)
		file->start_size = 0;
	if (file->start_size == 0)
		free(start);
	remark(web, file);
	return r;
}

/* Where a tree's first file was found by a redirect, the others are asked for beside it. */
static void settle_base(struct web *web, const struct web_file *file)
{
	char *base = location_base(file->url, file->path);

	if (!base)
		return;
	free(web->base);
	web->base = base;
}

static int web_open(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data)
{
	struct web *web = data;
	struct web_file *file;
	int r = 1;

	if (web->base && !path[0])
		return 2;
	if (!web->base && path[0])
		return 0;
	file = find_file(web, path);
	if (!file && web->count == WEB_MAX)
		return fail(web, -E2BIG, "more than %u files are asked for", WEB_MAX);
	if (!file && !(file = add_file(web, path)))
		return fail_memory(web);
	if (file->is_absent)
		return 0;
	if (!file->url) {
		r = begin(web, file);
		if (r == 1 && web->base && !web->is_settled) {
			web->is_settled = true;
			settle_base(web, file);
		}
	}
	if (r == 0 && !path[0])
		return fail(web, -ENOENT, "the server has no such file (404)");
	if (r != 1)
		return r;
	for (size_t i = 0; i < web->count; i++) {
		if (web->files[i] == file)
			*ret_file = i;
	}
	*ret_size = file->total;
	return 1;
}

static ssize_t web_read(uint64_t number, void *buf, size_t size, uint64_t offset, void *data)
{
	struct web *web = data;
	struct web_file *file = web->files[number];
	struct part part = {.to = buf};
	size_t known = 0;
	int r;

	if (offset < file->start_size) {
		known = file->start_size - offset;
		if (known > size)
			known = size;
		memcpy(buf, file->start + offset, known);
	}
	if (known == size)
		return (ssize_t)size;
	web->is_fresh = true;
	part.to += known;
	part.range = (struct web_range){offset + known, offset + size - 1};
	r = fetch(web, file, &part);
	if (r < 0)
		return r;
	return r == 1 ? (ssize_t)size : fail_changed(web, file);
}

/*
 * Before what was read of an image is believed: where no answer told of which file it is, the
 * descriptor that was read first is read once more.
 */
static int web_settle(void *data)
{
	struct web *web = data;
	struct web_file *file = web->count == 1 && !web->base ? web->files[0] : NULL;
	uint8_t again[PVD_SIZE];
	struct part part = {.range = {PVD_AT, PVD_AT + PVD_SIZE - 1}, .to = again};
	int r;

	if (!file || file->etag[0] || file->modified[0] || !web->is_fresh ||
	    file->start_size < PVD_AT + PVD_SIZE)
		return 0;
	r = fetch(web, file, &part);
	if (r < 0)
		return r;
	return r == 1 && memcmp(again, file->start + PVD_AT, PVD_SIZE) == 0
		       ? 0
		       : fail_changed(web, file);
}

static const char *web_why(void *data)
{
	const struct web *web = data;

	return web->why;
}

bool http_is_known(void)
{
	return true;
}

int http_open(const struct http_source *source, struct remote_backend *ret)
{
	const struct remote_options *options = source->options;
	struct web *web = calloc(1, sizeof(*web));

	if (!web)
		return -ENOMEM;
	web->options = options;
	web->socket = source->socket;
	web->url = source->url;
	web->deadline = clock_now_ms() + (int64_t)seconds(options) * 1000;
	web->files = calloc(WEB_MAX, sizeof(struct web_file *));
	web->transfer = transfer_new(options, source->socket,
				     location_is_secure(source->url) && !options->redirect_to_http);
	if (location_is_tree(source->url))
		web->base = strdup(source->url);
	if (!web->files || !web->transfer || (location_is_tree(source->url) && !web->base))
		return -ENOMEM;
	*ret = (struct remote_backend){
		.open = web_open,
		.read = web_read,
		.settle = web_settle,
		.why = web_why,
		.data = web,
		.bounds = options->moves ? bounds_moving : bounds,
	};
	return 0;
}
