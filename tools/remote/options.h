/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_OPTIONS_H
#define TOOLS_REMOTE_OPTIONS_H

#include <stdbool.h>

/* How a medium is fetched that lies on a web server. Texts are borrowed. */
struct remote_options {
	const char *ca;        /* a file of the authorities that are trusted; NULL: the system's */
	const char *pin;       /* the public key that the server has to show; NULL: any */
	const char *proxy;     /* NULL: none */
	bool netrc;            /* names and passwords are taken from ~/.netrc */
	bool redirect_to_http; /* from https, too */
	unsigned seconds;      /* that all of it may take; 0: REMOTE_SECONDS */
	bool moves;            /* so much that it takes as long as it takes */
};

#define REMOTE_SECONDS 300u

#endif
