/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "rpc/xmlrpc.h"
#include "xenapi/impl.h"

#define POLL_MS  500u
#define BLIND_MS 10000u /* of broken connections that are waited out */
#define PAUSE_MS 500
#define GRACE_MS 30000u /* for what was cancelled to come to its end */

struct waiting {
	struct xenapi *xenapi;
	const char *method;
	const char *task;
	const struct xenapi_wait *wait;
	uint64_t end;         /* of patience */
	uint64_t blind_since; /* 0: the last look told something */
	bool is_cancelled;
	int reason; /* why: -EINTR or -ETIMEDOUT */
};

static int fail_unknown(const struct waiting *waiting, enum xenapi_kind kind, const char *why,
			struct xenapi_error **reterr)
{
	return xenapi_fail(reterr, kind, xenapi_host(waiting->xenapi), waiting->method, "%s", why);
}

/* Without the flag that an interruption has put up: a task must not be left behind. */
static void call_regardless(struct waiting *waiting, const char *method)
{
	const volatile sig_atomic_t *flag = waiting->xenapi->options.transport.interrupt;

	xenapi_set_interrupt(waiting->xenapi, NULL);
	xenapi_callf(waiting->xenapi, NULL, NULL, method, "s", waiting->task);
	xenapi_set_interrupt(waiting->xenapi, flag);
}

static int look(struct waiting *waiting, struct rpc_value **ret, struct xenapi_error **reterr)
{
	const volatile sig_atomic_t *flag = waiting->xenapi->options.transport.interrupt;
	int r;

	if (waiting->is_cancelled)
		xenapi_set_interrupt(waiting->xenapi, NULL);
	r = xenapi_callf(waiting->xenapi, ret, reterr, "task.get_record", "s", waiting->task);
	xenapi_set_interrupt(waiting->xenapi, flag);
	return r;
}

static void cancel(struct waiting *waiting, int reason)
{
	call_regardless(waiting, "task.cancel");
	waiting->is_cancelled = true;
	waiting->reason = reason;
	waiting->end = clock_ms() + GRACE_MS;
}

static int fail_given_up(const struct waiting *waiting, bool is_over, struct xenapi_error **reterr)
{
	if (waiting->reason == -EINTR)
		return fail_unknown(
			waiting, XENAPI_INTERRUPTED,
			is_over ? "interrupted; it was cancelled"
				: "interrupted; it did not let itself be cancelled, and may "
				  "still come to its end",
			reterr);
	return xenapi_fail(
		reterr, XENAPI_LATE, xenapi_host(waiting->xenapi), waiting->method,
		"it was not done within %u seconds%s", waiting->wait->deadline_s,
		is_over ? ", and was cancelled"
			: "; it did not let itself be cancelled, and may still come to its end");
}

static int take_result(struct waiting *waiting, const struct rpc_value *record,
		       struct rpc_value **ret, struct xenapi_error **reterr)
{
	const char *text = value_member_text(record, "result");
	const struct rpc_call *call = call_find(waiting->method);
	struct ia_strbuf words IA_AUTO_STRBUF = {0};
	char detail[XMLRPC_DETAIL_MAX];
	AUTO_VALUE value = NULL;
	int r = xmlrpc_read_value(text, strlen(text), &value, detail);

	if (r == -ENOMEM)
		return xenapi_fail_memory(reterr);
	if (r < 0) {
		/* the detail may have cut a piece of it */
		const char *said = words_are_secret(waiting->xenapi, text, strnlen(text, WORDS_MAX))
					   ? text
					   : detail;

		words_add(waiting->xenapi, said, strlen(said), &words);
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(waiting->xenapi),
				   waiting->method, "the task's result cannot be read: %s",
				   words.data ? words.data : "it is broken");
	}
	if (call && !call_check_result(call, value))
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(waiting->xenapi),
				   waiting->method, "the task's result is a %s, expected %s",
				   value_type_name(value_type(value)), call->result);
	if (ret)
		*ret = IA_TAKE(value);
	return 0;
}

static int fail_task(struct waiting *waiting, const struct rpc_value *record, const char *status,
		     struct xenapi_error **reterr)
{
	const struct rpc_value *info = value_member(record, "error_info");
	AUTO_VALUE instead = value_new_set();

	if (waiting->is_cancelled)
		return fail_given_up(waiting, true, reterr);
	if (value_count(info) > 0 && value_type(info) == VALUE_SET)
		return xenapi_refused(waiting->xenapi, waiting->method, info, reterr);
	value_set_add_string(instead, strcmp(status, "cancelled") == 0 ? "TASK_CANCELLED"
								       : "INTERNAL_ERROR");
	value_set_add_string(instead, waiting->task);
	return xenapi_refused(waiting->xenapi, waiting->method, instead, reterr);
}

/* Is it over? Then *ret_result is the outcome. */
static bool is_over(struct waiting *waiting, const struct rpc_value *record, struct rpc_value **ret,
		    int *ret_result, struct xenapi_error **reterr)
{
	const char *status = value_member_text(record, "status");
	double share = 0;

	if (strcmp(status, "pending") == 0 || strcmp(status, "cancelling") == 0) {
		value_double(value_member(record, "progress"), &share);
		if (waiting->wait->progress)
			waiting->wait->progress(waiting->method,
						share >= 0 && share <= 1 ? share : 0,
						waiting->wait->data);
		return false;
	}
	if (strcmp(status, "success") == 0)
		*ret_result = take_result(waiting, record, ret, reterr);
	else
		*ret_result = fail_task(waiting, record, status, reterr);
	call_regardless(waiting, "task.destroy");
	return true;
}

/* What could not be seen: an interruption starts the end, anything else is it. */
static int judge_failed_look(struct waiting *waiting, struct xenapi_error **error,
			     struct xenapi_error **reterr)
{
	if (*error && (*error)->kind == XENAPI_INTERRUPTED && !waiting->is_cancelled) {
		cancel(waiting, -EINTR);
		return 0;
	}
	if (*error && (*error)->kind == XENAPI_UNREACHABLE) {
		waiting->blind_since = waiting->blind_since ? waiting->blind_since : clock_ms();
		if (clock_ms() - waiting->blind_since < BLIND_MS) {
			poll(NULL, 0, PAUSE_MS);
			return 0;
		}
	}
	if (xenapi_error_is(*error, "HANDLE_INVALID"))
		return fail_unknown(
			waiting, XENAPI_UNREACHABLE,
			"the host has forgotten its task: the toolstack was restarted, and "
			"whether the call was carried out is unknown; look before you run "
			"again",
			reterr);
	return xenapi_fail(
		reterr,
		*error ? (*error)->kind == XENAPI_REFUSED ? XENAPI_UNREACHABLE : (*error)->kind
		       : XENAPI_MEMORY,
		xenapi_host(waiting->xenapi), waiting->method,
		"its task can no longer be watched, and what became of it is unknown: %s",
		xenapi_error_sentence(*error));
}

int xenapi_task_wait(struct xenapi *xenapi, const char *method, const char *task,
		     const struct xenapi_wait *wait, struct rpc_value **ret,
		     struct xenapi_error **reterr)
{
	struct waiting waiting = {
		.xenapi = xenapi,
		.method = method,
		.task = task,
		.wait = wait,
		.end = clock_ms() + (uint64_t)wait->deadline_s * 1000,
	};
	int pause = (int)(wait->poll_ms ? wait->poll_ms : POLL_MS), result = 0, r;

	for (;;) {
		AUTO_XENAPI_ERROR error = NULL;
		AUTO_VALUE record = NULL;

		r = look(&waiting, &record, &error);
		if (r < 0) {
			r = judge_failed_look(&waiting, &error, reterr);
			if (r < 0)
				return r;
			continue;
		}
		waiting.blind_since = 0;
		if (is_over(&waiting, record, ret, &result, reterr))
			return result;
		if (clock_ms() >= waiting.end) {
			if (waiting.is_cancelled)
				return fail_given_up(&waiting, false, reterr);
			cancel(&waiting, -ETIMEDOUT);
			continue;
		}
		poll(NULL, 0, pause); /* a signal ends it early */
	}
}

int xenapi_async(struct xenapi *xenapi, const char *method, const struct rpc_value *args,
		 const struct xenapi_wait *wait, struct rpc_value **ret,
		 struct xenapi_error **reterr)
{
	char *name IA_AUTO_FREE = NULL;
	AUTO_VALUE task = NULL;
	int r;

	if (asprintf(&name, ASYNC "%s", method) < 0) {
		name = NULL;
		return xenapi_fail_memory(reterr);
	}
	r = xenapi_call(xenapi, name, args, &task, reterr);
	return r < 0 ? r : xenapi_task_wait(xenapi, method, value_text(task), wait, ret, reterr);
}

int xenapi_async_ref(struct xenapi *xenapi, const char *method, const char *ref,
		     const struct xenapi_wait *wait, struct xenapi_error **reterr)
{
	AUTO_VALUE args = value_new_set();

	value_set_add_string(args, ref);
	return xenapi_async(xenapi, method, args, wait, NULL, reterr);
}
