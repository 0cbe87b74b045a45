/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_WEB_FILE_H
#define TOOLS_REMOTE_WEB_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "remote/head.h"

/* A file on a web server: one, although each of its ranges is another answer. */
struct web_file {
	char *path; /* below the tree's URL; "" of an image */
	char *url;  /* that answered first, and answers from then on; NULL: none did yet */
	bool is_absent;
	uint64_t total;
	char etag[HEAD_VALUE_MAX], modified[HEAD_VALUE_MAX]; /* "": none */
	bool wavers;    /* the ETag changes although the file does not */
	uint8_t *start; /* its first bytes, which came with the first answer */
	size_t start_size;
};

/* What an answer is to somebody who asked for a part of the file. */
enum web_verdict {
	WEB_PART,    /* it is the part */
	WEB_ABSENT,  /* there is no such file */
	WEB_EMPTY,   /* there is, and it has no bytes */
	WEB_TREE,    /* of a folder: what is asked for is no file */
	WEB_AGAIN,   /* worth another request, with what is known by now */
	WEB_LATER,   /* worth another one, a little later */
	WEB_MOVED,   /* not there any more: worth another request to where it was asked for first */
	WEB_CHANGED, /* another file has taken its place */
	WEB_WRONG,   /* no answer at all, as the sentence says */
};

struct web_range {
	uint64_t first, last;
};

/*
 * Holds an answer against the file, and takes from the first one what the others are held against.
 * why: room for a sentence, where the verdict is WEB_WRONG.
 */
enum web_verdict web_file_judge(struct web_file *file, const struct web_range *asked,
				const struct http_head *head, char *why, size_t why_size);

/* The validator to ask with; NULL: there is none. */
const char *web_file_validator(const struct web_file *file);

#endif
