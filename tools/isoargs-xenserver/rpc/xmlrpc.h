/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RPC_XMLRPC_H
#define XS_RPC_XMLRPC_H

#include "rpc/value.h"

/* XML-RPC as xapi speaks it: texts in, texts out, no connection. */

#define XMLRPC_REQUEST_MAX (300u * 1024u)        /* bytes; xapi refuses longer ones */
#define XMLRPC_REPLY_MAX   (64u * 1024u * 1024u) /* bytes */
#define XMLRPC_DEPTH_MAX   32u                   /* values within values */
#define XMLRPC_VALUES_MAX  (2u * 1024u * 1024u)  /* values of one reply */
#define XMLRPC_DETAIL_MAX  256u                  /* bytes of a sentence about a reply */

/*
 * The request as one allocated, NUL-terminated text. -E2BIG: longer than xapi takes (or nested
 * deeper than XMLRPC_DEPTH_MAX); -EILSEQ: a text is no UTF-8 or holds a control character that
 * XML cannot carry; -EINVAL: a value that was not built; -ENOMEM.
 */
int xmlrpc_write_call(const char *method, const struct rpc_value *const *args, size_t count,
		      char **ret, size_t *ret_size);

struct xmlrpc_reply {
	bool ok;
	struct rpc_value
		*value; /* ok: what was asked for; otherwise the array of the error, texts */
};

/*
 * -EBADMSG: no reply of a XenAPI host; -E2BIG: beyond one of the bounds; -ENOMEM. detail says
 * what was found; it is never empty after a failure.
 */
int xmlrpc_read_reply(const char *text, size_t size, struct xmlrpc_reply *ret,
		      char detail[XMLRPC_DETAIL_MAX]);

/* One value alone, as task.result holds it: "<value>OpaqueRef:…</value>", or nothing (a text ""). */
int xmlrpc_read_value(const char *text, size_t size, struct rpc_value **ret,
		      char detail[XMLRPC_DETAIL_MAX]);

#endif
