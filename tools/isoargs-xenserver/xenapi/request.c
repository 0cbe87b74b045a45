/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "rpc/xmlrpc.h"
#include "xenapi/impl.h"

/* One question to a host, and its reply. */

#define BODY_MAX 160u /* bytes of an answer that is none, in a sentence */

const char *xenapi_host(const struct xenapi *xenapi)
{
	return transport_host(xenapi->transport);
}

unsigned xenapi_version(const struct xenapi *xenapi)
{
	return xenapi->version;
}

bool xenapi_has(const struct xenapi *xenapi, const char *method)
{
	const struct rpc_call *call = call_find(method);

	return call && call->version <= xenapi->version;
}

void xenapi_set_interrupt(struct xenapi *xenapi, const volatile sig_atomic_t *flag)
{
	xenapi->options.transport.interrupt = flag;
	transport_set_interrupt(xenapi->transport, flag);
}

bool xenapi_interrupted(const struct xenapi *xenapi)
{
	return xenapi->options.transport.interrupt && *xenapi->options.transport.interrupt;
}

/* The whole request; wiped by the caller. */
static int write_request(const struct xenapi *xenapi, const struct rpc_request *request, char **ret,
			 size_t *ret_size, struct xenapi_error **reterr)
{
	const struct rpc_value *args[CALL_PARAMS_MAX + 1];
	AUTO_VALUE session = NULL;
	size_t count = 0;
	int r;

	if (request->call->session) {
		session = value_new_string(xenapi->session ? xenapi->session : "");
		args[count++] = session;
	}
	for (size_t i = 0; i < value_count(request->args); i++)
		args[count++] = value_at(request->args, i);
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
	return r < 0 ? xenapi_fail_memory(reterr) : 0;
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
		debug_redact(xenapi, page.data, &clean);
	return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), method,
			   "the host answered HTTP %ld: %s", reply->status,
			   clean.data ? clean.data : "without a word");
}

int xenapi_refused(const struct xenapi *xenapi, const char *method, const struct rpc_value *params,
		   struct xenapi_error **reterr)
{
	AUTO_VALUE clean = value_new_set();

	for (size_t i = 0; i < value_count(params); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};
		const char *param = value_text(value_at(params, i));

		debug_redact(xenapi, param ? param : "", &text);
		value_set_add_string(clean, text.data ? text.data : "");
	}
	return xenapi_fail_refused(reterr, xenapi_host(xenapi), method, clean);
}

static int take_reply(const struct xenapi *xenapi, const struct rpc_request *request,
		      const struct transport_reply *reply, struct rpc_value **ret,
		      struct xenapi_error **reterr)
{
	static const struct rpc_call task = {.result = "task ref"};
	const struct rpc_call *call = request->is_async ? &task : request->call;
	struct xmlrpc_reply answer;
	char detail[XMLRPC_DETAIL_MAX];
	AUTO_VALUE value = NULL;
	int r;

	if (reply->status != 200)
		return fail_status(xenapi, request->method, reply, reterr);
	r = xmlrpc_read_reply(reply->data, reply->size, &answer, detail);
	if (r == -ENOMEM)
		return xenapi_fail_memory(reterr);
	if (r < 0) {
		struct ia_strbuf clean IA_AUTO_STRBUF = {0};

		debug_redact(xenapi, detail, &clean);
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

int xenapi_ask(struct xenapi *xenapi, const struct rpc_request *request, struct rpc_value **ret,
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
		r = transport_post(xenapi->transport, &post, &reply, &error);
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
	if (r < 0)
		xenapi_error_pass(&error, reterr);
	return r;
}
