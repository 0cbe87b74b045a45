/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RPC_FAILURE_H
#define XS_RPC_FAILURE_H

#include <stdbool.h>
#include <stddef.h>

#include "rpc/value.h"

/* Why something on a host did not come about. */
enum xenapi_kind {
	XENAPI_MEMORY = 1,  /* here, not there */
	XENAPI_ARGUMENT,    /* the caller's mistake: nothing was sent */
	XENAPI_REFUSED,     /* the host answered with an error: code and params are its own */
	XENAPI_UNREACHABLE, /* no connection, or lost: whether the call was carried out is unknown */
	XENAPI_UNTRUSTED,   /* certificate: nothing was sent */
	XENAPI_NO_REPLY,    /* what came is no reply of a XenAPI host (HTTP 500, broken XML) */
	XENAPI_LATE,        /* the deadline of a task has passed */
	XENAPI_INTERRUPTED, /* the flag of a signal handler is up */
};

struct xenapi_error {
	enum xenapi_kind kind;
	char *code;  /* "SR_FULL", as it came and only to be compared; "" unless XENAPI_REFUSED */
	char *label; /* the code as people see it */
	struct rpc_value
		*params; /* a set of texts, the code not among them; NULL unless XENAPI_REFUSED */
	char *method;    /* "VM.clone"; "" where it was no call */
	char *host;      /* whom it was asked */
	char *sentence;  /* for people: "HOST: VM.clone: what happened (CODE); remedy" */
};

/* Is it this error of the host? NULL is none. */
bool xenapi_error_is(const struct xenapi_error *error, const char *code);

/* Parameter of the host's error; "" where there is none. */
const char *xenapi_error_param(const struct xenapi_error *error, size_t index);

/* Never NULL: "out of memory" for NULL. */
const char *xenapi_error_sentence(const struct xenapi_error *error);

struct xenapi_error *xenapi_error_free(struct xenapi_error *error); /* returns NULL */

static inline void cleanup_xenapi_error(struct xenapi_error **error)
{
	xenapi_error_free(*error);
}
#define AUTO_XENAPI_ERROR __attribute__((cleanup(cleanup_xenapi_error))) struct xenapi_error *

/*
 * Makes the object; reterr may be NULL, an object that is there is replaced. All return
 * -(negative) errno: -ENOMEM, -EINVAL, -EREMOTEIO, -ENOTCONN, -EKEYREJECTED, -EPROTO, -ETIMEDOUT,
 * -EINTR by kind, so that callers write return xenapi_fail(…).
 */
int xenapi_fail(struct xenapi_error **reterr, enum xenapi_kind kind, const char *host,
		const char *method, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Out of memory, here. */
int xenapi_fail_memory(struct xenapi_error **reterr);

/* Hands an error on, or frees it where reterr is NULL; *error is NULL afterwards. */
void xenapi_error_pass(struct xenapi_error **error, struct xenapi_error **reterr);

/*
 * The error array of a host (borrowed), explained. What it says to programs is params; shown has
 * the same, but what nobody is to read.
 */
int xenapi_fail_refused(struct xenapi_error **reterr, const char *host, const char *method,
			const struct rpc_value *params, const struct rpc_value *shown);

#endif
