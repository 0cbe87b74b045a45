/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "rpc/explain.h"
#include "rpc/name.h"

static int errno_of(enum xenapi_kind kind)
{
	switch (kind) {
	case XENAPI_MEMORY:
		return -ENOMEM;
	case XENAPI_ARGUMENT:
		return -EINVAL;
	case XENAPI_REFUSED:
		return -EREMOTEIO;
	case XENAPI_UNREACHABLE:
		return -ENOTCONN;
	case XENAPI_UNTRUSTED:
		return -EKEYREJECTED;
	case XENAPI_NO_REPLY:
		return -EPROTO;
	case XENAPI_LATE:
		return -ETIMEDOUT;
	case XENAPI_INTERRUPTED:
		return -EINTR;
	}
	return -EINVAL;
}

bool xenapi_error_is(const struct xenapi_error *error, const char *code)
{
	return error && error->kind == XENAPI_REFUSED && strcmp(error->code, code) == 0;
}

const char *xenapi_error_param(const struct xenapi_error *error, size_t index)
{
	const char *text = error ? value_text(value_at(error->params, index)) : NULL;

	return text ? text : "";
}

const char *xenapi_error_sentence(const struct xenapi_error *error)
{
	return error && error->sentence ? error->sentence : "out of memory";
}

struct xenapi_error *xenapi_error_free(struct xenapi_error *error)
{
	if (!error)
		return NULL;
	value_free(error->params);
	free(error->code);
	free(error->label);
	free(error->method);
	free(error->host);
	free(error->sentence);
	free(error);
	return NULL;
}

void xenapi_error_pass(struct xenapi_error **error, struct xenapi_error **reterr)
{
	if (reterr) {
		xenapi_error_free(*reterr);
		*reterr = *error;
	} else {
		xenapi_error_free(*error);
	}
	*error = NULL;
}

/* "HOST: METHOD: TEXT", fit for a terminal whatever a host has sent. */
static int make_sentence(const char *host, const char *method, const char *text, char **ret)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_utf8_add_cut(&buf, host, NAME_MAX_SHOWN);
	if (*host)
		ia_strbuf_adds(&buf, ": ");
	if (*method)
		ia_strbuf_addf(&buf, "%s: ", method);
	ia_utf8_add_printable(&buf, text, strlen(text));
	return ia_strbuf_take(&buf, ret);
}

static struct xenapi_error *new_error(enum xenapi_kind kind, const char *host, const char *method,
				      const char *code, const char *text)
{
	struct xenapi_error *error = calloc(1, sizeof(*error));

	if (!error)
		return NULL;
	error->kind = kind;
	error->code = strdup(code);
	error->label = strdup("");
	error->method = strdup(method);
	error->host = strdup(host);
	if (error->code && error->label && error->method && error->host &&
	    make_sentence(host, method, text, &error->sentence) == 0)
		return error;
	return xenapi_error_free(error);
}

/* error is taken over; NULL: there was no memory for it. */
static int fail(struct xenapi_error **reterr, enum xenapi_kind kind, struct xenapi_error *error)
{
	bool has_memory = error || !reterr;

	xenapi_error_pass(&error, reterr);
	return has_memory ? errno_of(kind) : -ENOMEM;
}

int xenapi_fail(struct xenapi_error **reterr, enum xenapi_kind kind, const char *host,
		const char *method, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	int r;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	kind = text ? kind : XENAPI_MEMORY;
	r = fail(reterr, kind,
		 new_error(kind, host ? host : "", method ? method : "", "",
			   text ? text : "out of memory"));
	free(text);
	return r;
}

int xenapi_fail_memory(struct xenapi_error **reterr)
{
	return xenapi_fail(reterr, XENAPI_MEMORY, NULL, NULL, "out of memory");
}

/* All but the first. */
static void add_texts(struct rpc_value *to, const struct rpc_value *params)
{
	for (size_t i = 1; i < value_count(params); i++) {
		const char *param = value_text(value_at(params, i));

		value_set_add_string(to, param ? param : "");
	}
}

int xenapi_fail_refused(struct xenapi_error **reterr, const char *host, const char *method,
			const struct rpc_value *params, const struct rpc_value *shown)
{
	AUTO_VALUE copy = value_new_set();
	AUTO_VALUE words = value_new_set();
	char *text IA_AUTO_FREE = NULL, *label IA_AUTO_FREE = NULL;
	const char *code = value_text(value_at(params, 0)), *says = value_text(value_at(shown, 0));
	struct xenapi_error *error;

	/* the code is apart, so that parameter 0 is the first of the table in explain.c */
	add_texts(copy, params);
	add_texts(words, shown);
	label = says ? name_shown(says) : NULL;
	if (!code || !label || !value_is_whole(copy) || !value_is_whole(words) ||
	    failure_explain(host, code, label, words, &text) < 0)
		return xenapi_fail_memory(reterr);
	error = new_error(XENAPI_REFUSED, host ? host : "", method ? method : "", code, text);
	if (error) {
		error->params = IA_TAKE(copy);
		free(error->label);
		error->label = IA_TAKE(label);
	}
	return fail(reterr, XENAPI_REFUSED, error);
}
