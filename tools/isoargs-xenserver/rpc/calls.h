/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RPC_CALLS_H
#define XS_RPC_CALLS_H

#include "rpc/value.h"

#define CALL_PARAMS_MAX 6

/* A release of the API: 2011 is 2.11. */
#define XENAPI_VERSION(major, minor) ((unsigned)(major)*1000u + (unsigned)(minor))

/* A call that this tool makes, spelt as xapi's datamodel spells it. */
struct rpc_call {
	const char *name;
	const char *params[CALL_PARAMS_MAX]; /* "VM ref", "(string -> string) map"; no session */
	const char *result;                  /* "void", "VM ref", "VM record" */
	unsigned version;                    /* of the API that introduced it: XENAPI_VERSION() */
	bool session;                        /* its first parameter is one */
	bool async;                          /* there is an Async. form */
	bool reads;                          /* and changes nothing: may be asked again */
};

const struct rpc_call *call_find(const char *name); /* NULL: no row */

/* Do the arguments, a set, fit? 0, or -EINVAL with the number of the first that does not (from 1; 0: the count). */
int call_check_args(const struct rpc_call *call, const struct rpc_value *args, size_t *ret_bad);

/* Has the result the shape that the table promises? Texts pass for numbers. */
bool call_check_result(const struct rpc_call *call, const struct rpc_value *value);

#endif
