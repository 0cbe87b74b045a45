/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_XENAPI_IMPL_H
#define XS_XENAPI_IMPL_H

#include "base/strbuf.h"
#include "rpc/calls.h"
#include "xenapi/xenapi.h"

#define ASYNC         "Async."
#define HOPS_MAX      2u /* from a member of a pool to its coordinator */
#define SESSIONS_KEPT 4u /* dead ones that are still kept out of messages */

/*
 * What the files of this room share, and nobody else sees: request.c asks once, session.c opens
 * sessions with it, xenapi.c asks again over both, and task.c waits for what was asked.
 */
struct xenapi {
	struct transport *transport;
	struct xenapi_options options;
	char *user;
	char *password;
	char *session;
	char *dead[SESSIONS_KEPT]; /* sessions of before */
	char *guest_secret;        /* NULL: none */
	char *own_address;         /* that the host goes by in its pool */
	unsigned version;
};

struct rpc_request {
	const struct rpc_call *call;
	const char *method; /* the call's name, or that with ASYNC before it */
	bool is_async;
	const struct rpc_value *args; /* a set; NULL: none */
	unsigned timeout_s;
};

/* One request and its reply; no second attempt of any kind. *ret may be NULL. */
int xenapi_ask(struct xenapi *xenapi, const struct rpc_request *request, struct rpc_value **ret,
	       struct xenapi_error **reterr);

/* The host's error array, without secrets: SESSION_INVALID names the session. */
int xenapi_refused(const struct xenapi *xenapi, const char *method, const struct rpc_value *params,
		   struct xenapi_error **reterr);

/* Opens a session with the user and password that are there, at the coordinator. */
int session_open(struct xenapi *xenapi, struct xenapi_error **reterr);

/* Goes over to another host of the pool and makes sure of it. */
int session_move(struct xenapi *xenapi, const char *address, struct xenapi_error **reterr);

/*
 * Appends what a host said, or what a call was given, for people; it is not printable yet. All of
 * it is left out where it repeats a password or a session in any spelling (see spelling.h), as
 * taking out parts would tell where they were, and with a password of one letter which one. Words
 * like inst.vncpassword= keep their names. Of a longer text WORDS_MAX bytes are looked at, and
 * appended.
 */
#define WORDS_MAX 65536u
void words_add(const struct xenapi *xenapi, const char *text, size_t size, struct ia_strbuf *buf);
bool words_are_secret(const struct xenapi *xenapi, const char *text, size_t size);

/* An answer of HTTP that is none of XenAPI: its status, where it points, the text of its page. */
int xenapi_fail_status(const struct xenapi *xenapi, const char *method,
		       const struct transport_reply *reply, struct xenapi_error **reterr);

/* https://HOST[:PORT]/PATH into HOST[:PORT], free() it, and /PATH; -EINVAL: it is none. */
int split_location(const char *location, char **ret_host, const char **ret_path);

bool is_own_address(const struct xenapi *xenapi, const char *host);

/* Another host of the pool, made sure of as any other; transport_free() it. */
int reach_member(struct xenapi *xenapi, const char *host, struct transport **ret,
		 struct xenapi_error **reterr);

/* A line of the debug log. outcome: "done", or the code of an error. */
void debug_call(const struct xenapi *xenapi, const struct rpc_request *request, uint64_t ms,
		const char *outcome);

bool xenapi_interrupted(const struct xenapi *xenapi); /* is the flag up? */
uint64_t clock_ms(void);                              /* monotonic */

#endif
