/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xenapi/xenapi.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "rpc/xmlrpc.h"
#include "xenapi/impl.h"

#define ASYNC    "Async."
#define CALL_S   60u
#define ALL_S    120u /* get_all_records of a big pool */
#define BODY_MAX 160u /* bytes of an answer that is none, in a sentence */

static int no_memory(struct xenapi_error **reterr)
{
	return xenapi_fail(reterr, XENAPI_MEMORY, NULL, NULL, "out of memory");
}

static bool is_async(const char *method)
{
	return strncmp(method, ASYNC, strlen(ASYNC)) == 0;
}

/* The whole request; wiped by the caller. */
static int write_request(const struct xenapi *xenapi, const struct request *request, char **ret,
			 size_t *ret_size, struct xenapi_error **reterr)
{
	const struct value *args[CALL_PARAMS_MAX + 1];
	AUTO_VALUE session = NULL;
	size_t count = 0;
	int r;

	if (request->call->session) {
		session = value_new_string(xenapi->session ? xenapi->session : "");
		args[count++] = session;
	}
	for (size_t i = 0; i < request->count; i++)
		args[count++] = request->args[i];
	r = xmlrpc_write_call(request->method, args, count, ret, ret_size);
	if (r == -EILSEQ)
		return xenapi_fail(
			reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
			"a value is no UTF-8 text, or has a control character; nothing was "
			"sent");
	if (r == -E2BIG)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
				   "the values have more than the %u bytes that a host takes",
				   XMLRPC_REQUEST_MAX);
	if (r == -EINVAL)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
				   "a map has an empty key; nothing was sent");
	return r < 0 ? no_memory(reterr) : 0;
}

/* The text of an HTML page, in one line. */
static void add_page(struct ia_strbuf *buf, const char *page)
{
	bool in_tag = false, blank = true;

	for (; *page && buf->length < BODY_MAX; page++) {
		if (*page == '<')
			in_tag = true;
		if (!in_tag && !ia_ascii_is_space(*page)) {
			ia_strbuf_addc(buf, *page);
			blank = false;
		} else if (!blank) {
			ia_strbuf_addc(buf, ' ');
			blank = true;
		}
		if (*page == '>')
			in_tag = false;
	}
}

static int fail_status(const struct xenapi *xenapi, const char *method,
		       const struct transport_reply *reply, struct xenapi_error **reterr)
{
	struct ia_strbuf page IA_AUTO_STRBUF = {0}, clean IA_AUTO_STRBUF = {0};

	add_page(&page, reply->data);
	if (page.data)
		redact(xenapi, page.data, &clean);
	return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), method,
			   "the host answered HTTP %ld: %s", reply->status,
			   clean.data ? clean.data : "without a word");
}

int xenapi_refused(const struct xenapi *xenapi, const char *method, const struct value *params,
		   struct xenapi_error **reterr)
{
	AUTO_VALUE clean = value_new_set();

	for (size_t i = 0; i < value_count(params); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};
		const char *param = value_text(value_at(params, i));

		redact(xenapi, param ? param : "", &text);
		value_set_add_string(clean, text.data ? text.data : "");
	}
	return xenapi_fail_refused(reterr, xenapi_host(xenapi), method, clean);
}

static int take_reply(const struct xenapi *xenapi, const struct request *request,
		      const struct transport_reply *reply, struct value **ret,
		      struct xenapi_error **reterr)
{
	static const struct call task = {.result = "task ref"};
	const struct call *call = is_async(request->method) ? &task : request->call;
	struct xmlrpc_reply answer;
	char detail[XMLRPC_DETAIL_MAX];
	AUTO_VALUE value = NULL;
	int r;

	if (reply->status != 200)
		return fail_status(xenapi, request->method, reply, reterr);
	r = xmlrpc_read_reply(reply->data, reply->size, &answer, detail);
	if (r == -ENOMEM)
		return no_memory(reterr);
	if (r < 0) {
		struct ia_strbuf clean IA_AUTO_STRBUF = {0};

		redact(xenapi, detail, &clean);
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), request->method,
				   "the reply cannot be read: %s",
				   clean.data ? clean.data : "it is broken");
	}
	value = answer.value;
	if (!answer.ok)
		return xenapi_refused(xenapi, request->method, value, reterr);
	if (!call_check_result(call, value))
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), request->method,
				   "the reply is a %s, expected %s",
				   value_type_name(value_type(value)), call->result);
	if (ret)
		*ret = IA_TAKE(value);
	return 0;
}

static const char *outcome_of(int r, const struct xenapi_error *error)
{
	if (r == 0)
		return "done";
	if (!error)
		return "failed";
	return *error->code ? error->code : error->sentence;
}

int xenapi_ask(struct xenapi *xenapi, const struct request *request, struct value **ret,
	       struct xenapi_error **reterr)
{
	struct transport_request post = {
		.method = request->method,
		.timeout_s = request->timeout_s,
		.reads = request->call->reads,
	};
	struct transport_reply reply = {0};
	AUTO_XENAPI_ERROR error = NULL;
	char *body = NULL;
	size_t size = 0;
	uint64_t start = clock_ms();
	int r = write_request(xenapi, request, &body, &size, &error);

	if (r == 0) {
		post.body = body;
		post.size = size;
		r = transport_post(xenapi->transport, &post, &reply, NULL, &error);
	}
	if (body)
		explicit_bzero(body, size);
	free(body);
	if (r == 0)
		r = take_reply(xenapi, request, &reply, ret, &error);
	if (reply.data)
		explicit_bzero(reply.data, reply.size);
	free(reply.data);
	debug_call(xenapi, request, clock_ms() - start, outcome_of(r, error));
	if (r < 0 && reterr) {
		xenapi_error_free(*reterr);
		*reterr = IA_TAKE(error);
	}
	return r;
}

/* Everything that can be said before a byte is sent. */
static int check(const struct xenapi *xenapi, const struct request *request,
		 struct xenapi_error **reterr)
{
	size_t bad;

	for (size_t i = 0; i < request->count; i++) {
		if (!value_is_whole(request->args[i]))
			return no_memory(reterr);
	}
	if (!request->call || (is_async(request->method) && !request->call->async))
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
				   "it is not in this tool's table of calls");
	if (call_check_args(request->call, request->args, request->count, &bad) < 0)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
				   bad ? "argument %zu is no %s"
				       : "%zu arguments, which is the wrong number%s",
				   bad ? bad : request->count,
				   bad ? request->call->params[bad - 1] : "");
	if (request->call->session && !xenapi->session && !xenapi->password)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
				   "nobody is logged in");
	if (xenapi_interrupted(xenapi))
		return xenapi_fail(reterr, XENAPI_INTERRUPTED, xenapi_host(xenapi), request->method,
				   "interrupted before it was asked");
	return 0;
}

/* After a first failure: is there reason to ask again? 1, 0, or negative with *reterr. */
static int prepare_again(struct xenapi *xenapi, const struct request *request,
			 struct xenapi_error **reterr)
{
	const struct xenapi_error *error = *reterr;
	int r;

	if (!error || !request->call->session || xenapi->is_opening)
		return error && error->kind == XENAPI_UNREACHABLE && request->call->reads;
	if (error->kind == XENAPI_UNREACHABLE)
		return request->call->reads;
	if (xenapi_error_is(error, "HOST_IS_SLAVE") && *xenapi_error_param(error, 0)) {
		char *address IA_AUTO_FREE = strdup(xenapi_error_param(error, 0));

		r = address ? session_move(xenapi, address, reterr) : no_memory(reterr);
		if (r < 0)
			return r;
	} else if (!xenapi_error_is(error, "SESSION_INVALID")) {
		return 0;
	}
	r = session_open(xenapi, reterr);
	return r < 0 ? r : 1;
}

int xenapi_call(struct xenapi *xenapi, const char *method, const struct value *const *args,
		size_t count, struct value **ret, struct xenapi_error **reterr)
{
	const struct request request = {
		.call = call_find(is_async(method) ? method + strlen(ASYNC) : method),
		.method = method,
		.args = args,
		.count = count,
		.timeout_s = strstr(method, "get_all_records") ? ALL_S : CALL_S,
	};
	AUTO_XENAPI_ERROR error = NULL;
	int first, r = check(xenapi, &request, reterr);

	if (r < 0)
		return r;
	first = xenapi_ask(xenapi, &request, ret, &error);
	if (first == 0)
		return 0;
	r = prepare_again(xenapi, &request, &error);
	if (r == 1)
		r = xenapi_ask(xenapi, &request, ret, &error);
	else if (r == 0)
		r = first;
	if (r < 0 && reterr) {
		xenapi_error_free(*reterr);
		*reterr = IA_TAKE(error);
	}
	return r;
}

/* The arguments that letters name. */
struct arguments {
	struct value *own[CALL_PARAMS_MAX];
	const struct value *args[CALL_PARAMS_MAX];
	size_t count;
	bool is_whole;
};

static void take_arguments(struct arguments *to, const char *letters, va_list ap)
{
	*to = (struct arguments){.is_whole = true};
	for (; *letters && to->count < CALL_PARAMS_MAX; letters++) {
		struct value *own = NULL;
		const struct value *borrowed = NULL;

		switch (*letters) {
		case 's':
			own = value_new_string(va_arg(ap, const char *));
			break;
		case 'i':
			own = value_new_int(va_arg(ap, int64_t));
			break;
		case 'b':
			own = value_new_bool(va_arg(ap, int));
			break;
		case 'd':
			own = value_new_double(va_arg(ap, double));
			break;
		case 'v':
			borrowed = va_arg(ap, const struct value *);
			break;
		default:
			break;
		}
		if (!own && !borrowed)
			to->is_whole = false;
		to->own[to->count] = own;
		to->args[to->count++] = own ? own : borrowed;
	}
}

static void free_arguments(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		value_free(arguments->own[i]);
}

static int callv(struct xenapi *xenapi, struct value **ret, struct xenapi_error **reterr,
		 const char *method, const char *letters, va_list ap)
{
	struct arguments arguments;
	int r;

	take_arguments(&arguments, letters, ap);
	r = arguments.is_whole
		    ? xenapi_call(xenapi, method, arguments.args, arguments.count, ret, reterr)
		    : no_memory(reterr);
	free_arguments(&arguments);
	return r;
}

int xenapi_callf(struct xenapi *xenapi, struct value **ret, struct xenapi_error **reterr,
		 const char *method, const char *letters, ...)
{
	va_list ap;
	int r;

	va_start(ap, letters);
	r = callv(xenapi, ret, reterr, method, letters, ap);
	va_end(ap);
	return r;
}

int xenapi_call_text(struct xenapi *xenapi, char **ret, struct xenapi_error **reterr,
		     const char *method, const char *letters, ...)
{
	AUTO_VALUE value = NULL;
	const char *text;
	char *copy;
	va_list ap;
	int r;

	va_start(ap, letters);
	r = callv(xenapi, &value, reterr, method, letters, ap);
	va_end(ap);
	if (r < 0)
		return r;
	text = value_text(value);
	copy = text ? strdup(text) : NULL;
	if (!copy)
		return text ? no_memory(reterr)
			    : xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), method,
					  "the reply is no text");
	*ret = copy;
	return 0;
}

int xenapi_async(struct xenapi *xenapi, const char *method, const struct value *const *args,
		 size_t count, const struct xenapi_wait *wait, struct value **ret,
		 struct xenapi_error **reterr)
{
	char *name IA_AUTO_FREE = NULL;
	AUTO_VALUE task = NULL;
	int r;

	if (asprintf(&name, ASYNC "%s", method) < 0) {
		name = NULL;
		return no_memory(reterr);
	}
	r = xenapi_call(xenapi, name, args, count, &task, reterr);
	return r < 0 ? r : xenapi_task_wait(xenapi, method, value_text(task), wait, ret, reterr);
}

int xenapi_asyncf(struct xenapi *xenapi, const struct xenapi_wait *wait, struct value **ret,
		  struct xenapi_error **reterr, const char *method, const char *letters, ...)
{
	struct arguments arguments;
	va_list ap;
	int r;

	va_start(ap, letters);
	take_arguments(&arguments, letters, ap);
	va_end(ap);
	r = arguments.is_whole ? xenapi_async(xenapi, method, arguments.args, arguments.count, wait,
					      ret, reterr)
			       : no_memory(reterr);
	free_arguments(&arguments);
	return r;
}
