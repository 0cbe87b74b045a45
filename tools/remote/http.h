/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_HTTP_H
#define TOOLS_REMOTE_HTTP_H

#include <stdbool.h>

#include "remote/broker.h"
#include "remote/options.h"

/* A medium on a web server: an image, or a tree where the URL's path ends with a slash. */
struct http_source {
	const char *url; /* checked: remote/location.h */
	const struct remote_options *options;
	int socket; /* that of the broker: when the reader is gone, nothing is waited for */
};

/* Was this program built with libcurl? */
bool http_is_known(void);

/* In the broker, once. 0, or a negative errno. */
int http_open(const struct http_source *source, struct remote_backend *ret);

#endif
