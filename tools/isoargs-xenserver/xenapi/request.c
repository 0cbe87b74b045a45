/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "rpc/explain.h"
#include "rpc/name.h"
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

/* What a host said and where it is cut; none of it where all of the answer is not to be read. */
static char *shown(const struct xenapi *xenapi, const char *text, size_t most)
{
	struct ia_strbuf clean IA_AUTO_STRBUF = {0}, buf IA_AUTO_STRBUF = {0};
	char *ret;

	words_add(xenapi, text, strlen(text), &clean);
	if (clean.data && !clean.error)
		ia_utf8_add_cut(&buf, clean.data, most);
	return clean.error || ia_strbuf_take(&buf, &ret) < 0 ? NULL : ret;
}

int xenapi_fail_status(const struct xenapi *xenapi, const char *method,
		       const struct transport_reply *reply, struct xenapi_error **reterr)
{
	struct ia_strbuf page IA_AUTO_STRBUF = {0};
	char *words IA_AUTO_FREE = NULL, *location IA_AUTO_FREE = NULL;

	/* the tags may be what keeps a spelling of a secret from being one */
	if (!words_are_secret(xenapi, reply->data, strnlen(reply->data, WORDS_MAX)))
		add_page(&page, reply->data);
	else
		words_add(xenapi, reply->data, strlen(reply->data), &page);
	words = shown(xenapi, page.data ? page.data : "", BODY_MAX);
	location = shown(xenapi, reply->location ? reply->location : "", NAME_MAX_SHOWN);
	if (page.error || !words || !location)
		return xenapi_fail_memory(reterr);
	if (*location)
		return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), method,
				   "the host answered HTTP %ld and points to \"%s\", which is not "
				   "followed%s%s",
				   reply->status, location, *words ? ": " : "", words);
	return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), method,
			   "the host answered HTTP %ld: %s", reply->status,
			   *words ? words : "without a word");
}

static const char *text_at(const struct rpc_value *params, size_t index)
{
	const char *text = value_text(value_at(params, index));

	return text ? text : "";
}

static void add_words(const struct xenapi *xenapi, const char *text, struct rpc_value *to)
{
	struct ia_strbuf words IA_AUTO_STRBUF = {0};

	words_add(xenapi, text, strlen(text), &words);
	value_set_add_string(to, words.data && !words.error ? words.data : "");
}

/* What is none in any of them may be one where they are printed in a row. */
static bool are_secret_together(const struct xenapi *xenapi, const struct rpc_value *params)
{
	struct ia_strbuf row IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	for (size_t i = 1; i < value_count(params) && row.length < WORDS_MAX; i++)
		ia_strbuf_addf(&row, "%s%s", i > 1 ? ", " : "", text_at(params, i));
	return row.error || (row.data && words_are_secret(xenapi, row.data, row.length));
}

/* The codes that this program knows are none of the host's words. */
static void add_shown(const struct xenapi *xenapi, const struct rpc_value *params,
		      struct rpc_value *to)
{
	if (failure_is_known(text_at(params, 0)))
		value_set_add_string(to, text_at(params, 0));
	else
		add_words(xenapi, text_at(params, 0), to);
	for (size_t i = 1; i < value_count(params); i++)
		add_words(xenapi, text_at(params, i), to);
}

int xenapi_refused(const struct xenapi *xenapi, const char *method, const struct rpc_value *params,
		   struct xenapi_error **reterr)
{
	AUTO_VALUE clean = value_new_set();

	add_shown(xenapi, params, clean);
	if (are_secret_together(xenapi, clean)) {
		AUTO_VALUE none = value_new_set();

		value_set_add_string(none, text_at(clean, 0));
		value_set_add_string(none, "(left out)");
		return xenapi_fail_refused(reterr, xenapi_host(xenapi), method, params, none);
	}
	return xenapi_fail_refused(reterr, xenapi_host(xenapi), method, params, clean);
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
		return xenapi_fail_status(xenapi, request->method, reply, reterr);
	r = xmlrpc_read_reply(reply->data, reply->size, &answer, detail);
	if (r == -ENOMEM)
		return xenapi_fail_memory(reterr);
	if (r < 0) {
		struct ia_strbuf clean IA_AUTO_STRBUF = {0};

		/* the detail may have cut a piece of it */
		if (words_are_secret(xenapi, reply->data, strnlen(reply->data, WORDS_MAX)))
			words_add(xenapi, reply->data, strlen(reply->data), &clean);
		else
			words_add(xenapi, detail, strlen(detail), &clean);
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
	return *error->label ? error->label : error->sentence;
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
	free(reply.location);
	debug_call(xenapi, request, clock_ms() - start, outcome_of(r, error));
	if (r < 0)
		xenapi_error_pass(&error, reterr);
	return r;
}
