/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "xenapi/impl.h"

/*
 * Bytes for a disk, by HTTP. A host answers 200 before it has read, or written, any of them; what
 * became of them stands in a task, which is made beforehand and named in the request.
 */

#define LABEL    "isoargs-xenserver: upload"
#define LOOKS    6u
#define PAUSE_MS 250

struct uploading {
	struct xenapi *xenapi;
	const char *method; /* for sentences */
	const void *data;
	size_t size;
};

static int put(struct uploading *uploading, struct transport *transport, const char *path,
	       struct transport_reply *reply, struct xenapi_error **reterr)
{
	struct ia_strbuf cookie IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	struct transport_upload upload = {
		.path = path, .data = uploading->data, .size = uploading->size};

	ia_strbuf_addf(&cookie, "session_id=%s",
		       uploading->xenapi->session ? uploading->xenapi->session : "");
	if (cookie.error)
		return xenapi_fail_memory(reterr);
	upload.cookie = cookie.data;
	return transport_put(transport, &upload, reply, reterr);
}

/* The host that sees the storage, where the coordinator does not. */
static int put_at(struct uploading *uploading, const char *location, struct transport_reply *reply,
		  struct xenapi_error **reterr)
{
	char *host IA_AUTO_FREE = NULL;
	struct transport *transport;
	const char *path;
	int r = split_location(location, &host, &path);

	if (r < 0)
		return r == -ENOMEM ? xenapi_fail_memory(reterr)
				    : xenapi_fail_status(uploading->xenapi, "PUT", reply, reterr);
	r = reach_member(uploading->xenapi, host, &transport, reterr);
	if (r < 0)
		return r;
	free(reply->data);
	free(reply->location);
	*reply = (struct transport_reply){0};
	r = put(uploading, transport, path + 1, reply, reterr);
	transport_free(transport);
	return r;
}

static int send_all(struct uploading *uploading, const char *path, struct xenapi_error **reterr)
{
	struct transport_reply reply = {0};
	int r = put(uploading, uploading->xenapi->transport, path, &reply, reterr);

	if (r == 0 && reply.status == 302 && reply.location) {
		char *location IA_AUTO_FREE = strdup(reply.location);

		r = location ? put_at(uploading, location, &reply, reterr)
			     : xenapi_fail_memory(reterr);
	}
	if (r == 0 && reply.status != 200)
		r = xenapi_fail_status(uploading->xenapi, "PUT", &reply, reterr);
	free(reply.data);
	free(reply.location);
	return r;
}

/* An answer that failed, or was lost: the task may know why, and that all is well. */
static int ask_task(struct uploading *uploading, const char *task, struct xenapi_error **error,
		    struct xenapi_error **reterr)
{
	struct xenapi *xenapi = uploading->xenapi;
	AUTO_VALUE record = NULL;
	const struct rpc_value *info;
	const char *status = "pending";
	int r = (*error) && (*error)->kind == XENAPI_MEMORY ? -ENOMEM : -EPROTO;

	/* a host that hangs up has something to say a moment later */
	for (unsigned i = 0; i < LOOKS && strcmp(status, "pending") == 0; i++) {
		if (i > 0)
			poll(NULL, 0, PAUSE_MS);
		value_free(record);
		record = NULL;
		if (xenapi_callf(xenapi, &record, NULL, "task.get_record", "s", task) < 0)
			break;
		status = value_member_text(record, "status");
	}
	info = value_member(record, "error_info");
	if (strcmp(status, "success") == 0)
		r = 0;
	else if (strcmp(status, "failure") == 0 && value_type(info) == VALUE_SET &&
		 value_count(info) > 0)
		r = xenapi_refused(xenapi, uploading->method, info, reterr);
	else
		xenapi_error_pass(error, reterr);
	xenapi_callf(xenapi, NULL, NULL, "task.destroy", "s", task);
	return r;
}

int xenapi_put(struct xenapi *xenapi, const char *path, const struct xenapi_data *data,
	       const struct xenapi_wait *wait, struct xenapi_error **reterr)
{
	const volatile sig_atomic_t *flag = xenapi->options.transport.interrupt;
	struct uploading uploading = {xenapi, data->method, data->bytes, data->size};
	char *task IA_AUTO_FREE = NULL, *full IA_AUTO_FREE = NULL;
	AUTO_XENAPI_ERROR error = NULL;
	int r = xenapi_call_text(xenapi, &task, reterr, "task.create", "ss", LABEL, "");

	if (r < 0)
		return r;
	if (asprintf(&full, "%s&task_id=%s", path, task) < 0) {
		full = NULL;
		return xenapi_fail_memory(reterr);
	}
	if (send_all(&uploading, full, &error) == 0)
		return xenapi_task_wait(xenapi, data->method, task, wait, NULL, reterr);
	xenapi_set_interrupt(xenapi, NULL); /* the task is not to be left behind */
	r = ask_task(&uploading, task, &error, reterr);
	xenapi_set_interrupt(xenapi, flag);
	return r;
}
