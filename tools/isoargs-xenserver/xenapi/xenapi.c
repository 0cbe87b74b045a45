/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xenapi/xenapi.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "xenapi/impl.h"

/* Asks again where there is reason to, and logs in again for that. */

#define CALL_S 60u
#define ALL_S  120u /* get_all_records of a big pool */

/* Everything that can be said before a byte is sent. */
static int check(const struct xenapi *xenapi, const struct rpc_request *request,
		 struct xenapi_error **reterr)
{
	size_t bad;

	if (!value_is_whole(request->args))
		return xenapi_fail_memory(reterr);
	if (!request->call || (request->is_async && !request->call->async))
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
				   "it is not in this tool's table of calls");
	if (call_check_args(request->call, request->args, &bad) < 0)
		return xenapi_fail(reterr, XENAPI_ARGUMENT, xenapi_host(xenapi), request->method,
				   bad ? "argument %zu is no %s"
				       : "%zu arguments, which is the wrong number%s",
				   bad ? bad : value_count(request->args),
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
static int prepare_again(struct xenapi *xenapi, const struct rpc_request *request,
			 struct xenapi_error **reterr)
{
	const struct xenapi_error *error = *reterr;
	int r;

	if (!error || !request->call->session)
		return error && error->kind == XENAPI_UNREACHABLE && request->call->reads;
	if (error->kind == XENAPI_UNREACHABLE)
		return request->call->reads;
	if (xenapi_error_is(error, "HOST_IS_SLAVE") && *xenapi_error_param(error, 0)) {
		char *address IA_AUTO_FREE = strdup(xenapi_error_param(error, 0));

		r = address ? session_move(xenapi, address, reterr) : xenapi_fail_memory(reterr);
		if (r < 0)
			return r;
	} else if (!xenapi_error_is(error, "SESSION_INVALID")) {
		return 0;
	}
	r = session_open(xenapi, reterr);
	return r < 0 ? r : 1;
}

int xenapi_call(struct xenapi *xenapi, const char *method, const struct rpc_value *args,
		struct rpc_value **ret, struct xenapi_error **reterr)
{
	const bool is_async = strncmp(method, ASYNC, strlen(ASYNC)) == 0;
	const struct rpc_request request = {
		.call = call_find(is_async ? method + strlen(ASYNC) : method),
		.method = method,
		.is_async = is_async,
		.args = args,
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
	if (r < 0)
		xenapi_error_pass(&error, reterr);
	return r;
}

/* A set of the arguments that letters name; it is not whole where one was not built. */
static struct rpc_value *take_arguments(const char *letters, va_list ap)
{
	struct rpc_value *args = value_new_set();

	for (; *letters; letters++) {
		switch (*letters) {
		case 's':
			value_set_add_string(args, va_arg(ap, const char *));
			break;
		case 'i':
			value_set_add(args, value_new_int(va_arg(ap, int64_t)));
			break;
		case 'b':
			value_set_add(args, value_new_bool(va_arg(ap, int)));
			break;
		case 'd':
			value_set_add(args, value_new_double(va_arg(ap, double)));
			break;
		case 'v':
			value_set_add(args, value_copy(va_arg(ap, const struct rpc_value *)));
			break;
		default:
			value_set_add(args, NULL);
			break;
		}
	}
	return args;
}

static int callv(struct xenapi *xenapi, struct rpc_value **ret, struct xenapi_error **reterr,
		 const char *method, const char *letters, va_list ap)
{
	AUTO_VALUE args = take_arguments(letters, ap);

	return xenapi_call(xenapi, method, args, ret, reterr);
}

int xenapi_callf(struct xenapi *xenapi, struct rpc_value **ret, struct xenapi_error **reterr,
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
		return text ? xenapi_fail_memory(reterr)
			    : xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), method,
					  "the reply is no text");
	*ret = copy;
	return 0;
}
