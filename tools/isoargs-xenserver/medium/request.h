/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_MEDIUM_REQUEST_H
#define XS_MEDIUM_REQUEST_H

#include <isoargs/isoargs.h>
#include <stddef.h>

#include "common/installer-options.h"
#include "remote/options.h"

/*
 * What the installer is asked for: taken from the command line here, checked at once, and handed
 * as it is to the process that reads the medium.
 */

#define REQUEST_MAX 128u /* options; the library allows fewer of each */

struct request {
	struct {
		enum isoargs_option option;
		char *value; /* NULL: the option has none */
	} items[REQUEST_MAX];
	size_t count;
	struct isoargs_request *request; /* which checks each as it comes */
	const char *dialect;             /* NULL: what the medium says */
	const char *platform;            /* NULL: what boots the medium */
	struct remote_options remote;    /* how it is fetched, where it is a URL */
};

/* Rows of a verb's table for getopt_long(3); its own are from WISHES_END on. */
#define REQUEST_OPTIONS                                                                            \
	WISHES_INSTALLER, WISHES_MENU, WISHES_WORDS, WISHES_NETWORK, REMOTE_ROWS(REQUEST_REMOTE)

/* What tells how the medium is fetched from how the pool is reached. */
#define REQUEST_REMOTE "image-"

/* The help of these rows, with its headings, on standard output. */
void request_print_help(void);

/* All of these: EXIT_DONE, or an exit status with a sentence on standard error. */
int request_new(struct request *request);
int request_take(struct request *request, int option, const char *argument);
int request_set(struct request *request, enum isoargs_option option, const char *value);

/* What was given; NULL: it was not. */
const char *request_get(const struct request *request, enum isoargs_option option);

void request_free(struct request *request); /* overwrites the values */

#endif
