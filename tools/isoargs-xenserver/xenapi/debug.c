/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "rpc/name.h"
#include "xenapi/impl.h"

#define ARGUMENT_MAX 400u /* bytes of an argument that are shown */

uint64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void add_value(struct ia_strbuf *buf, const struct rpc_value *value)
{
	enum value_type type = value_type(value);
	int64_t number;
	double real;
	bool truth;

	if (value_text(value)) {
		ia_strbuf_addf(buf, "\"%s\"", value_text(value));
	} else if (type == VALUE_SET || type == VALUE_MAP) {
		ia_strbuf_addc(buf, type == VALUE_SET ? '[' : '{');
		for (size_t i = 0; i < value_count(value); i++) {
			if (i)
				ia_strbuf_adds(buf, ", ");
			if (type == VALUE_MAP)
				ia_strbuf_addf(buf, "%s: ", value_key(value, i));
			add_value(buf, value_at(value, i));
		}
		ia_strbuf_addc(buf, type == VALUE_SET ? ']' : '}');
	} else if (value_int(value, &number)) {
		ia_strbuf_addf(buf, "%" PRId64, number);
	} else if (value_bool(value, &truth)) {
		ia_strbuf_adds(buf, truth ? "true" : "false");
	} else if (value_double(value, &real)) {
		ia_strbuf_addf(buf, "%g", real);
	}
}

/* Of what is long the start; secrets are looked for before, so that none is cut in two. */
static void add_argument(const struct xenapi *xenapi, struct ia_strbuf *line,
			 const struct rpc_value *value)
{
	struct ia_strbuf plain IA_AUTO_STRBUF = IA_STRBUF_SECRET, clean IA_AUTO_STRBUF = {0};
	size_t length;

	add_value(&plain, value);
	if (plain.data)
		words_add(xenapi, plain.data, plain.length, &clean);
	length = clean.length < ARGUMENT_MAX ? clean.length : ARGUMENT_MAX;
	if (clean.data)
		ia_utf8_add_printable(line, clean.data, length);
	if (length < clean.length)
		ia_strbuf_adds(line, "...");
}

void debug_call(const struct xenapi *xenapi, const struct rpc_request *request, uint64_t ms,
		const char *outcome)
{
	struct ia_strbuf line IA_AUTO_STRBUF = {0};
	bool is_login = strcmp(request->method, "session.login_with_password") == 0;

	if (!xenapi->options.debug)
		return;
	ia_utf8_add_cut(&line, transport_host(xenapi->transport), NAME_MAX_SHOWN);
	ia_strbuf_addf(&line, ": %s(", request->method);
	for (size_t i = 0; i < value_count(request->args); i++) {
		if (i)
			ia_strbuf_adds(&line, ", ");
		/* whatever it looks like */
		if (is_login && i == 1)
			ia_strbuf_adds(&line, "(password)");
		else
			add_argument(xenapi, &line, value_at(request->args, i));
	}
	ia_strbuf_adds(&line, ") -> ");
	ia_utf8_add_cut(&line, outcome, ARGUMENT_MAX);
	ia_strbuf_addf(&line, ", %" PRIu64 ".%03" PRIu64 " s\n", ms / 1000, ms % 1000);
	if (line.error)
		return;
	fputs(line.data, xenapi->options.debug);
	fflush(xenapi->options.debug);
}
