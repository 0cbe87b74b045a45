/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_XENAPI_XENAPI_H
#define XS_XENAPI_XENAPI_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "rpc/calls.h"
#include "rpc/failure.h"
#include "rpc/value.h"
#include "tls/transport.h"

/*
 * A session on a pool. Every call is checked against the table of calls.c before it is sent; a
 * method that this tool is to use gets a row there. Result of all: 0, or negative errno with
 * *reterr (see failure.h).
 */
struct xenapi;

struct xenapi_options {
	struct transport_options transport;
	FILE *debug; /* one line a call; without password and session. NULL: none */
};

/* Connects to a host and makes sure of it; sends nothing yet. options is copied. */
int xenapi_connect(const char *address, const struct xenapi_options *options, struct xenapi **ret,
		   struct xenapi_error **reterr);

/*
 * Logs in, at the coordinator where the host is another member of the pool; password is copied,
 * for the one time that the session has to be opened again, and wiped by xenapi_free().
 */
int xenapi_login(struct xenapi *xenapi, const char *user, const char *password,
		 struct xenapi_error **reterr);

/* One more secret that is kept out of messages: a guest's. 0, or -1 without memory. */
int xenapi_keep_out(struct xenapi *xenapi, const char *secret);

/* Ends the session if there is one; best effort, also after an interruption. */
void xenapi_logout(struct xenapi *xenapi);

struct xenapi *xenapi_free(struct xenapi *xenapi); /* logs out; returns NULL */

static inline void cleanup_xenapi(struct xenapi **xenapi)
{
	xenapi_free(*xenapi);
}
#define AUTO_XENAPI __attribute__((cleanup(cleanup_xenapi))) struct xenapi *

const char *xenapi_host(const struct xenapi *xenapi); /* whom it talks to now */

/* Of the host, as XENAPI_VERSION() makes it. After xenapi_login(). */
unsigned xenapi_version(const struct xenapi *xenapi);

/* Was this method of the table introduced by the host's release? */
bool xenapi_has(const struct xenapi *xenapi, const char *method);

/* While flag is non-zero every call fails with XENAPI_INTERRUPTED; NULL: for a rollback. */
void xenapi_set_interrupt(struct xenapi *xenapi, const volatile sig_atomic_t *flag);

/*
 * One call, the session put in front; args is a set (borrowed). *ret may be NULL where the result is not wanted (void). A
 * lost session is opened again once; what only reads is asked again once where the connection broke.
 */
int xenapi_call(struct xenapi *xenapi, const char *method, const struct rpc_value *args,
		struct rpc_value **ret, struct xenapi_error **reterr);

/*
 * The same with arguments by letter: s text, reference or enum (const char *), i int64_t, b int,
 * d double, v const struct rpc_value * (borrowed).
 *     xenapi_callf(x, &ref, &error, "VM.get_by_uuid", "s", uuid)
 */
int xenapi_callf(struct xenapi *xenapi, struct rpc_value **ret, struct xenapi_error **reterr,
		 const char *method, const char *letters, ...);

/* As above for a result that is text (string, ref, enum); free() it. */
int xenapi_call_text(struct xenapi *xenapi, char **ret, struct xenapi_error **reterr,
		     const char *method, const char *letters, ...);

struct xenapi_wait {
	unsigned deadline_s;
	/* Called after each look; share is 0 to 1. NULL: none. */
	void (*progress)(const char *method, double share, void *data);
	void *data;
	unsigned poll_ms; /* 0: 500 */
};

/*
 * Waits for a task, takes its result and destroys it. At the deadline, and when interrupted, the
 * task is cancelled and once more looked at: a result that came meanwhile counts. What a task of
 * which nothing more is heard has done is unknown (XENAPI_LATE, XENAPI_INTERRUPTED,
 * XENAPI_UNREACHABLE). method is for sentences. *ret may be NULL.
 */
int xenapi_task_wait(struct xenapi *xenapi, const char *method, const char *task,
		     const struct xenapi_wait *wait, struct rpc_value **ret,
		     struct xenapi_error **reterr);

/* Async.METHOD and xenapi_task_wait(). method without the "Async.". */
int xenapi_async(struct xenapi *xenapi, const char *method, const struct rpc_value *args,
		 const struct xenapi_wait *wait, struct rpc_value **ret,
		 struct xenapi_error **reterr);

/* The same of a method whose one argument is a reference, and without its result. */
int xenapi_async_ref(struct xenapi *xenapi, const char *method, const char *ref,
		     const struct xenapi_wait *wait, struct xenapi_error **reterr);

/*
 * HTTP PUT with the session, under a task of its own that is waited for: path is
 * "import_raw_vdi?vdi=REF" and the like. Where the host points to another of its pool, it goes
 * there. It has come about when the task says so.
 */
struct xenapi_data {
	const char *method; /* for sentences: "import_raw_vdi" */
	const char *host;   /* of the pool that is to take it; NULL: the one that is talked to */
	uint64_t size;
	/* Bytes from the offset on, up to room: their number, or a negative errno. May be asked twice. */
	ssize_t (*read)(void *buffer, size_t room, uint64_t offset, void *user);
	void *user;
};

int xenapi_put(struct xenapi *xenapi, const char *path, const struct xenapi_data *data,
	       const struct xenapi_wait *wait, struct xenapi_error **reterr);

/*
 * CONNECT of a console's location (https://HOST/console?uuid=…) with the session; the host is made
 * sure of as any other. What follows the answer's blank line comes out of the stream.
 */
int xenapi_open_console(struct xenapi *xenapi, const char *location, struct stream **ret,
			struct xenapi_error **reterr);

#endif
