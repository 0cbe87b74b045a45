/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_HEAD_H
#define TOOLS_REMOTE_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The head of an HTTP answer, as far as it says which bytes of which file these are. */

#define HEAD_SIZE_MAX  (64u * 1024u) /* bytes of the heads of one transfer, redirects and all */
#define HEAD_VALUE_MAX 256u          /* bytes of a validator, with its NUL */

struct http_head {
	size_t size;     /* of all that was added */
	unsigned status; /* 0: there is none yet */
	bool is_ended;   /* by its empty line */

	/* Content-Range: bytes FIRST-LAST/TOTAL, or bytes TOTAL unsatisfied, with * before the slash */
	bool has_range, has_total;
	uint64_t first, last, total;

	bool has_length;
	uint64_t length;               /* Content-Length */
	char etag[HEAD_VALUE_MAX];     /* "": none that could be compared; W/ if it is weak */
	char modified[HEAD_VALUE_MAX]; /* Last-Modified, as it is written; "": none */
	char encoding[HEAD_VALUE_MAX]; /* Content-Encoding; "": none, or "identity" */
	char location[4096];           /* of a redirect; "": there is none, or it is too long */
	const char *wrong;             /* what no head has, as a sentence; NULL: nothing */
	unsigned seen;                 /* of the fields above, each of which comes once */
};

/*
 * Adds a line with its end. One that begins with HTTP/ begins anew, as after a redirect or 100; size
 * stays. What is wrong is left in the head.
 */
void http_head_add(struct http_head *head, const char *line, size_t size);

bool http_head_is_redirect(const struct http_head *head);

/* Does the ETag tell apart what differs in one byte? */
bool http_head_is_strong(const char *etag);

#endif
