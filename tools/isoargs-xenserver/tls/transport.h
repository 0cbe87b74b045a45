/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_TLS_TRANSPORT_H
#define XS_TLS_TRANSPORT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "rpc/failure.h"

/*
 * HTTP over TLS. A host is trusted before a byte of a request leaves: by an authority, a pin, the
 * pin of an earlier visit, or because somebody said that it need not be.
 */

enum trust {
	TRUST_FIRST_USE, /* the pin that is stored; what is new is shown and, if confirmed, stored */
	TRUST_CA,
	TRUST_PIN,
	TRUST_ANYBODY,
};

/* What a certificate looks like to a person. */
struct certificate {
	char sha256[96]; /* of the whole: AB:CD:… as openssl x509 -fingerprint prints it */
	char pin[64];    /* sha256//BASE64, of its public key */
};

struct transport_options {
	enum trust trust;
	const char *ca; /* TRUST_CA: file of certificates */
	const char *
		tls_name; /* TRUST_CA: the name that the certificate has to bear; NULL: the host's */
	const char *pin;  /* TRUST_PIN: one or more, joined by ';' */
	const char *store; /* TRUST_FIRST_USE: the file of pins; NULL: of the XDG directory */
	unsigned port;     /* where the address names none; 0: 443 */
	bool legacy;       /* TLS 1.0 and weak keys may be spoken */
	const char *known; /* TRUST_FIRST_USE: a pin that is trusted already; NULL: none */
	/* Is this certificate of a host never seen before to be trusted and stored? NULL: no. */
	bool (*confirm)(const char *host, const struct certificate *certificate, void *data);
	void *data;
	const volatile sig_atomic_t *interrupt; /* NULL: nothing interrupts */
};

struct transport;

/* address: NAME, NAME:PORT, IPv4, IPv6, [IPv6]:PORT. options is copied, its texts are borrowed. */
int transport_new(const char *address, const struct transport_options *options,
		  struct transport **ret, struct xenapi_error **reterr);
struct transport *transport_free(struct transport *transport);

const char *transport_host(const struct transport *transport); /* the address as given */
unsigned transport_port(const struct transport *transport);
const char *transport_pin(const struct transport *transport); /* NULL: trusted without one */

void transport_set_interrupt(struct transport *transport, const volatile sig_atomic_t *flag);

/* Makes sure of the host: connects, looks at the certificate, sends nothing. */
int transport_trust(struct transport *transport, struct xenapi_error **reterr);

struct transport_reply {
	long status;    /* of HTTP */
	char *data;     /* NUL-terminated; free() it, and the next */
	char *location; /* where the answer points; NULL: nowhere */
	size_t size;
};

/*
 * POSTs an XML-RPC request. 0 whatever the HTTP status; method is for sentences. A call that
 * changes something gets a connection of its own: libcurl sends what went into one that turns out
 * to be dead a second time.
 */
struct transport_request {
	const char *method;
	const char *body;
	size_t size;
	unsigned timeout_s;
	bool reads; /* and changes nothing */
};

int transport_post(struct transport *transport, const struct transport_request *request,
		   struct transport_reply *ret, struct xenapi_error **reterr);

/* PUTs to a path of the host (import_raw_vdi?vdi=…), cookie "session_id=…" and all; as above. */
struct transport_upload {
	const char *path;
	const char *cookie;
	uint64_t size;
	/* The next bytes, up to room: their number, or a negative errno, which ends it. */
	ssize_t (*read)(void *buffer, size_t room, void *user);
	void *user;
};

int transport_put(struct transport *transport, const struct transport_upload *upload,
		  struct transport_reply *ret, struct xenapi_error **reterr);

/* A connection under the same trust, for whatever is spoken after CONNECT. */
struct stream;

int stream_open(struct transport *transport, struct stream **ret, struct xenapi_error **reterr);
int stream_fd(const struct stream *stream); /* to poll(2); read until -EAGAIN first */
/* Bytes; 0: the other end is done (reading); -EAGAIN; another negative errno. */
ssize_t stream_read(struct stream *stream, void *buffer, size_t size);
ssize_t stream_write(struct stream *stream, const void *buffer, size_t size);
struct stream *stream_free(struct stream *stream);

#endif
