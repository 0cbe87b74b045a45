/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/web-file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"

static enum web_verdict wrong(char *why, size_t size, const char *text)
{
	snprintf(why, size, "%s", text);
	return WEB_WRONG;
}

const char *web_file_validator(const struct web_file *file)
{
	if (http_head_is_strong(file->etag) && !file->wavers)
		return file->etag;
	return file->modified[0] ? file->modified : NULL;
}

static bool differ(const char *a, const char *b)
{
	return a[0] && b[0] && strcmp(a, b) != 0;
}

static bool agree(const char *a, const char *b)
{
	return a[0] && strcmp(a, b) == 0;
}

/* By all that both answers tell: an ETag alone may be of a server behind the one that is asked. */
static bool has_changed(const struct web_file *file, const struct http_head *head)
{
	return (differ(file->etag, head->etag) || differ(file->modified, head->modified)) &&
	       !agree(file->etag, head->etag) && !agree(file->modified, head->modified);
}

static void adopt(struct web_file *file, const struct http_head *head)
{
	file->total = head->total;
	memcpy(file->etag, head->etag, sizeof(file->etag));
	memcpy(file->modified, head->modified, sizeof(file->modified));
}

static enum web_verdict judge_part(struct web_file *file, const struct web_range *asked,
				   const struct http_head *head, char *why, size_t size)
{
	uint64_t last;

	if (!head->has_range)
		return wrong(
			why, size,
			"the server does not say which part of the file it sends; download the "
			"image first, or take another mirror");
	if (!head->has_total)
		return wrong(
			why, size,
			"the server does not say how long the whole file is; download the image "
			"first, or take another mirror");
	if (head->total > IA_READER_SIZE_MAX) {
		snprintf(why, size,
			 "the server says that the file has %" PRIu64 " bytes, expected at most "
			 "%llu",
			 head->total, IA_READER_SIZE_MAX);
		return WEB_WRONG;
	}
	if (file->url && (head->total != file->total || has_changed(file, head)))
		return WEB_CHANGED;
	if (head->has_length && head->length != head->last - head->first + 1)
		return wrong(why, size,
			     "the server announces another number of bytes than it says to send; "
			     "take another mirror");
	last = asked->last < head->total ? asked->last : head->total - 1;
	if (head->first != asked->first || head->last != last) {
		snprintf(why, size,
			 "the server sends bytes %" PRIu64 "-%" PRIu64
			 " instead; download the image first, or take another mirror",
			 head->first, head->last);
		return WEB_WRONG;
	}
	if (!file->url)
		adopt(file, head);
	else if (differ(file->etag, head->etag))
		file->wavers = true;
	return WEB_PART;
}

/* To a request of a part if the file is still the same, all of it says that it is not. */
static enum web_verdict judge_whole(struct web_file *file, const struct http_head *head, char *why,
				    size_t size)
{
	bool is_empty = head->has_length && head->length == 0;

	if (!file->url && is_empty)
		return WEB_EMPTY;
	if (file->url &&
	    ((head->has_length && head->length != file->total) || has_changed(file, head)))
		return WEB_CHANGED;
	if (file->url && differ(file->etag, head->etag) && !file->wavers && file->modified[0]) {
		file->wavers = true;
		return WEB_AGAIN;
	}
	return wrong(why, size,
		     "the server sends the whole file instead of the part that was asked for; "
		     "download the image first, or take another mirror");
}

static enum web_verdict judge_past_end(const struct web_file *file, const struct http_head *head,
				       char *why, size_t size)
{
	if (!file->url && head->has_total && head->total == 0)
		return WEB_EMPTY;
	if (file->url && head->has_total && head->total != file->total)
		return WEB_CHANGED;
	snprintf(why, size, "the server says that the file has %s%" PRIu64 " bytes",
		 head->has_total ? "" : "not so many bytes, nor that it has ", head->total);
	return WEB_WRONG;
}

static enum web_verdict judge_refusal(const struct web_file *file, unsigned status, char *why,
				      size_t size)
{
	switch (status) {
	case 401:
		return wrong(why, size, "the server wants a name and a password (401)");
	case 403:
		return file->url ? WEB_MOVED
				 : wrong(why, size, "the server does not allow it (403)");
	case 404:
	case 410:
		return file->url ? WEB_MOVED : WEB_ABSENT;
	case 407:
		return wrong(why, size, "the proxy wants a name and a password (407)");
	case 408:
	case 429:
	case 500:
	case 502:
	case 503:
	case 504:
		snprintf(why, size,
			 "the server answers %u; try again later, or take another mirror", status);
		return WEB_LATER;
	default:
		snprintf(why, size, "the server answers %u, expected 206, a part of a file",
			 status);
		return WEB_WRONG;
	}
}

enum web_verdict web_file_judge(struct web_file *file, const struct web_range *asked,
				const struct http_head *head, char *why, size_t why_size)
{
	if (head->wrong) {
		snprintf(why, why_size,
			 "what answers is no server of files: %s; take another mirror",
			 head->wrong);
		return WEB_WRONG;
	}
	if (http_head_is_redirect(head)) {
		if (file->url)
			return WEB_MOVED;
		return wrong(why, why_size, "the server leads on, but does not say where to");
	}
	if (head->encoding[0] && (head->status == 200 || head->status == 206)) {
		snprintf(why, why_size,
			 "the server packs the file with %.32s, so that no part of it can be asked "
			 "for; download the image first, or take another mirror",
			 head->encoding);
		return WEB_WRONG;
	}
	switch (head->status) {
	case 206:
		return judge_part(file, asked, head, why, why_size);
	case 200:
		return judge_whole(file, head, why, why_size);
	case 416:
		return judge_past_end(file, head, why, why_size);
	default:
		return judge_refusal(file, head->status, why, why_size);
	}
}
