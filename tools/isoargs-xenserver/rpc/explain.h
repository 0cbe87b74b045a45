/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RPC_EXPLAIN_H
#define XS_RPC_EXPLAIN_H

#include "rpc/value.h"

/*
 * An error of a host in words: what it says, what can be done, the code and its parameters.
 * params is the set of them, without the code; label is the code as people see it. 0 or -ENOMEM.
 */
int failure_explain(const char *host, const char *code, const char *label,
		    const struct rpc_value *params, char **ret);

/* Is it one that this program has words for? */
bool failure_is_known(const char *code);

#endif
