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

#define TELL_MS 250u /* between two looks at how much has gone out */

struct uploading {
	struct xenapi *xenapi;
	const struct xenapi_data *data;
	const struct xenapi_wait *wait;
	uint64_t offset;
	uint64_t told; /* when it was last said how far it is */
	int error;     /* of reading the data */
};

/* How far it is counts by what went out; what the host makes of it comes after. */
static void tell(struct uploading *uploading)
{
	const struct xenapi_wait *wait = uploading->wait;
	uint64_t now = clock_ms();

	if (!wait->progress || now - uploading->told < TELL_MS)
		return;
	uploading->told = now;
	wait->progress(uploading->data->method,
		       (double)uploading->offset / (double)uploading->data->size, wait->data);
}

static ssize_t supply(void *buffer, size_t room, void *user)
{
	struct uploading *uploading = user;
	const struct xenapi_data *data = uploading->data;
	uint64_t left = data->size - uploading->offset;
	ssize_t n = 0;

	if (left > 0)
		n = data->read(buffer, left < room ? (size_t)left : room, uploading->offset,
			       data->user);
	/* it is shorter than it was */
	if (n == 0 && left > 0)
		n = -ENODATA;
	if (n < 0) {
		uploading->error = (int)n;
		return n;
	}
	uploading->offset += (uint64_t)n;
	tell(uploading);
	return n;
}

static int put(struct uploading *uploading, struct transport *transport, const char *path,
	       struct transport_reply *reply, struct xenapi_error **reterr)
{
	struct ia_strbuf cookie IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	struct transport_upload upload = {
		.path = path, .size = uploading->data->size, .read = supply, .user = uploading};
	int r;

	ia_strbuf_addf(&cookie, "session_id=%s",
		       uploading->xenapi->session ? uploading->xenapi->session : "");
	if (cookie.error)
		return xenapi_fail_memory(reterr);
	upload.cookie = cookie.data;
	uploading->offset = 0;
	uploading->error = 0;
	r = transport_put(transport, &upload, reply, reterr);
	if (r < 0 && uploading->error)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(uploading->xenapi),
				   uploading->data->method,
				   "what was to be sent cannot be read: %s",
				   strerror(-uploading->error));
	return r;
}

static int put_on(struct uploading *uploading, const char *host, const char *path,
		  struct transport_reply *reply, struct xenapi_error **reterr)
{
	struct transport *transport;
	int r = reach_member(uploading->xenapi, host, &transport, reterr);

	if (r < 0)
		return r;
	r = put(uploading, transport, path, reply, reterr);
	transport_free(transport);
	return r;
}

/* The host that sees the storage, where the coordinator does not. */
static int put_at(struct uploading *uploading, const char *location, struct transport_reply *reply,
		  struct xenapi_error **reterr)
{
	char *host IA_AUTO_FREE = NULL;
	const char *path;
	int r = split_location(location, &host, &path);

	if (r < 0)
		return r == -ENOMEM ? xenapi_fail_memory(reterr)
				    : xenapi_fail_status(uploading->xenapi, "PUT", reply, reterr);
	free(reply->data);
	free(reply->location);
	*reply = (struct transport_reply){0};
	return put_on(uploading, host, path + 1, reply, reterr);
}

static int send_all(struct uploading *uploading, const char *path, struct xenapi_error **reterr)
{
	struct transport_reply reply = {0};
	const char *host = uploading->data->host;
	int r = host && !is_own_address(uploading->xenapi, host)
			? put_on(uploading, host, path, &reply, reterr)
			: put(uploading, uploading->xenapi->transport, path, &reply, reterr);

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
		r = xenapi_refused(xenapi, uploading->data->method, info, reterr);
	else
		xenapi_error_pass(error, reterr);
	xenapi_callf(xenapi, NULL, NULL, "task.destroy", "s", task);
	return r;
}

int xenapi_put(struct xenapi *xenapi, const char *path, const struct xenapi_data *data,
	       const struct xenapi_wait *wait, struct xenapi_error **reterr)
{
	const volatile sig_atomic_t *flag = xenapi->options.transport.interrupt;
	struct uploading uploading = {.xenapi = xenapi, .data = data, .wait = wait};
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
