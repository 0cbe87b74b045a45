/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_TLS_TRANSPORT_IMPL_H
#define XS_TLS_TRANSPORT_IMPL_H

#include <curl/curl.h>

#include "tls/pins.h"
#include "tls/transport.h"

#define CONNECT_TIMEOUT_S 10L

/* What transport.c and stream.c share, and nobody else sees. */
struct transport {
	struct transport_options options;
	char *address; /* as given */
	char *host;    /* IPv6 in brackets */
	unsigned port;
	char *key;  /* "host:port", under which its pin is stored */
	char *url;  /* https://HOST:PORT/ or, with a name of its own, https://NAME:PORT/ */
	char *pin;  /* that the host has to show; NULL: another way to trust it */
	CURL *easy; /* for calls that only read: its connection is used again */
	struct curl_slist *connect_to;
	bool is_deaf; /* what is under way cannot be interrupted */
	char detail[CURL_ERROR_SIZE];
};

/*
 * NAME, NAME:PORT, IPv6, [IPv6], [IPv6]:PORT; *ret_length of *ret_start is the host, and *ret_port
 * stays as it is where none is named.
 */
bool host_address_split(const char *address, const char **ret_start, size_t *ret_length,
			unsigned *ret_port);

/* A handle with the policy of trust on it; NULL: no memory. */
CURL *transport_handle(struct transport *transport);

/* Whether a signal handler's flag is up. */
bool transport_interrupted(const struct transport *transport);

/* What libcurl's failure means for the host. */
int transport_fail(struct transport *transport, CURLcode code, const char *method,
		   struct xenapi_error **reterr);

#endif
