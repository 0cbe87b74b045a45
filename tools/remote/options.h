/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_OPTIONS_H
#define TOOLS_REMOTE_OPTIONS_H

#include <stdbool.h>

#include "common/installer-options.h"

/* How a medium is fetched that lies on a web server. Texts are borrowed. */
struct remote_options {
	const char *ca;        /* a file of the authorities that are trusted; NULL: the system's */
	const char *pin;       /* the public key that the server has to show; NULL: any */
	const char *proxy;     /* NULL: none */
	bool netrc;            /* names and passwords are taken from ~/.netrc */
	bool redirect_to_http; /* from https, too */
	unsigned seconds;      /* that all of it may take; 0: REMOTE_SECONDS */
	bool moves;            /* so much that it takes as long as it takes */
	const char *prefix;    /* of the names of these options, in sentences; NULL: none */
};

#define REMOTE_SECONDS     300u
#define REMOTE_SECONDS_MAX 86400u

/* What getopt_long(3) returns for each. */
enum {
	REMOTE_CA = 768,
	REMOTE_NETRC,
	REMOTE_PIN,
	REMOTE_PROXY,
	REMOTE_REDIRECT_TO_HTTP,
	REMOTE_TIMEOUT,
	REMOTE_END,
};

/* Rows of a table for getopt_long(3). prefix: "", or what tells them from a tool's own options. */
#define REMOTE_ROWS(prefix)                                                                        \
	OPTION_ROW(prefix "ca", required_argument, REMOTE_CA),                                     \
		OPTION_ROW(prefix "netrc", no_argument, REMOTE_NETRC),                             \
		OPTION_ROW(prefix "pin", required_argument, REMOTE_PIN),                           \
		OPTION_ROW(prefix "proxy", required_argument, REMOTE_PROXY),                       \
		OPTION_ROW(prefix "redirect-to-http", no_argument, REMOTE_REDIRECT_TO_HTTP),       \
		OPTION_ROW(prefix "timeout", required_argument, REMOTE_TIMEOUT)

/* Their help, with its heading, on standard output. */
void remote_print_help(const char *prefix);

/* As it was given, or "". */
const char *remote_prefix(const struct remote_options *options);

/* Is it one of them? */
bool remote_has_option(int option);

/* Takes one: EXIT_DONE, or EXIT_USAGE with a sentence on standard error. */
int remote_take(struct remote_options *options, const char *prefix, int option, const char *value);

#endif
