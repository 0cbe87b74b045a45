/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/gather.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The inventory owns a reply from here on, also when this fails. */
static int keep(struct inventory *inventory, struct rpc_value *reply)
{
	struct rpc_value **replies =
		reallocarray(inventory->replies, inventory->reply_count + 1, sizeof(*replies));

	if (!replies) {
		value_free(reply);
		return -ENOMEM;
	}
	inventory->replies = replies;
	replies[inventory->reply_count++] = reply;
	return 0;
}

const char *gather_shown(struct inventory *inventory, const char *text)
{
	struct rpc_value *copy;
	char *clean;

	if (name_is_plain(text))
		return text;
	clean = name_shown(text);
	copy = clean ? value_new_string(clean) : NULL;
	free(clean);
	if (!copy || keep(inventory, copy) < 0)
		return "?";
	return value_text(copy);
}

const char *gather_text(struct inventory *inventory, const struct rpc_value *record,
			const char *key)
{
	return gather_shown(inventory, value_member_text(record, key));
}

struct name gather_name(struct inventory *inventory, const struct rpc_value *record)
{
	const char *raw = value_member_text(record, "name_label");

	return (struct name){.raw = raw, .shown = gather_shown(inventory, raw)};
}

int gather(struct xenapi *xenapi, struct inventory *inventory, const char *method,
	   const char *argument, const struct rpc_value **ret, struct xenapi_error **reterr)
{
	struct rpc_value *reply = NULL;
	int r;

	r = argument ? xenapi_callf(xenapi, &reply, reterr, method, "s", argument)
		     : xenapi_callf(xenapi, &reply, reterr, method, "");
	if (r < 0)
		return r;
	if (keep(inventory, reply) < 0)
		return xenapi_fail_memory(reterr);
	*ret = reply;
	return 0;
}

int gather_room(const struct rpc_value *records, size_t size, void *ret,
		struct xenapi_error **reterr)
{
	void *items = calloc(value_count(records) + 1, size);

	if (!items)
		return xenapi_fail_memory(reterr);
	memcpy(ret, &items, sizeof(items));
	return 0;
}

int gather_record(struct xenapi *xenapi, struct inventory *inventory, const char *method,
		  const char *ref, const struct rpc_value **ret, struct xenapi_error **reterr)
{
	AUTO_XENAPI_ERROR error = NULL;
	int r;

	r = gather(xenapi, inventory, method, ref, ret, &error);
	if (r == 0)
		return 1;
	if (xenapi_error_is(error, "HANDLE_INVALID"))
		return 0;
	if (reterr) {
		*reterr = error;
		error = NULL;
	}
	return r;
}
