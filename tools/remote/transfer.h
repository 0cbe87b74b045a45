/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_TRANSFER_H
#define TOOLS_REMOTE_TRANSFER_H

#include <stdint.h>

#include "remote/head.h"
#include "remote/options.h"

/* One range of one URL, by libcurl: a GET, and what came of it. One connection serves them all. */
struct transfer;

/* secure: nothing leads from https to http. The options are borrowed. NULL without memory. */
struct transfer *transfer_new(const struct remote_options *options, int socket, bool secure);

struct transfer_request {
	const char *url;
	bool follows;         /* redirects */
	uint64_t first, last; /* bytes */
	const char *if_range; /* the validator of these bytes; NULL: none */
	uint8_t *to;          /* as many of them as come */
	uint64_t left_ms;     /* until when all has to be done; 0: whenever */
};

/*
 * 0 whatever the answer is: bytes were taken where it is 206 and begins with the first one, and no
 * others. -ECONNRESET it was cut, and is worth another try; -ECANCELED the reader is gone; otherwise
 * a negative errno, with why.
 */
struct transfer_result {
	const struct http_head *head; /* of the last answer */
	uint64_t got;
	bool is_too_long; /* more bytes came than its head says */
	const char *url;  /* the one that answered */
	const char *why;  /* a sentence, of a failure */
};

/* What the result points to lives until the next call. */
int transfer_run(struct transfer *transfer, const struct transfer_request *request,
		 struct transfer_result *ret);

#endif
