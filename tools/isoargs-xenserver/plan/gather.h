/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_PLAN_GATHER_H
#define XS_PLAN_GATHER_H

#include "plan/inventory.h"

/* How an inventory comes by what is in it: asked of the pool, and owned by the inventory. */

/* A text that somebody chose, as people see it; of a record's field; and its name. */
const char *gather_shown(struct inventory *inventory, const char *text);
const char *gather_text(struct inventory *inventory, const struct rpc_value *record,
			const char *key);
struct name gather_name(struct inventory *inventory, const struct rpc_value *record);

/* A call with one argument or none, its reply kept. */
int gather(struct xenapi *xenapi, struct inventory *inventory, const char *method,
	   const char *argument, const struct rpc_value **ret, struct xenapi_error **reterr);

/* The same of what may have vanished between two calls: 1, or 0 as it is not there. */
int gather_record(struct xenapi *xenapi, struct inventory *inventory, const char *method,
		  const char *ref, const struct rpc_value **ret, struct xenapi_error **reterr);

/* Room for one item a member of a map of records; *ret is a pointer to them. */
int gather_room(const struct rpc_value *records, size_t size, void *ret,
		struct xenapi_error **reterr);

#endif
