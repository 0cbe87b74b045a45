/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: a reply is read or refused with a sentence, and what was read is the same
 * again after it was written as an argument; a certificate yields a pin or nothing.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "printers.h"
#include "rpc/failure.h"
#include "rpc/xmlrpc.h"
#include "tls/certificate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Numbers are written as text: of what came as one, only that it can be written is checked. */
static int has_numbers(const struct rpc_value *value)
{
	enum value_type type = value_type(value);

	if (type == VALUE_INT || type == VALUE_DOUBLE)
		return 1;
	for (size_t i = 0; i < value_count(value); i++) {
		if (has_numbers(value_at(value, i)))
			return 1;
	}
	return 0;
}

static void check_again(const struct rpc_value *value)
{
	static const char head[] = "<params><param>", tail[] = "</param></params>";
	struct ia_strbuf reply IA_AUTO_STRBUF = {0};
	char detail[XMLRPC_DETAIL_MAX], *text IA_AUTO_FREE = NULL;
	const char *start, *end;
	struct rpc_value *again = NULL;
	size_t size;

	/* an empty key, and what is too long or too deep, is read but not written */
	if (xmlrpc_write_call("x", &value, 1, &text, &size) < 0)
		return;
	start = strstr(text, head) + strlen(head);
	end = strstr(text, tail);
	ia_strbuf_add(&reply, start, (size_t)(end - start));
	if (xmlrpc_read_value(reply.data, reply.length, &again, detail) < 0)
		abort();
	if (!has_numbers(value) && !value_equal(value, again))
		abort();
	value_free(again);
}

static void print_refusal(const struct rpc_value *params)
{
	struct xenapi_error *error = NULL;

	if (xenapi_fail_refused(&error, "pool.example", "VM.start", params, params) >= 0)
		abort();
	expect_sentence(xenapi_error_sentence(error));
	xenapi_error_free(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xmlrpc_reply reply = {0};
	struct certificate certificate;
	char detail[XMLRPC_DETAIL_MAX] = "", *text IA_AUTO_FREE = malloc(size + 1);
	struct rpc_value *copy;

	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (certificate_read(text, &certificate) == 0 && !pin_is_valid(certificate.pin))
		abort();
	if (xmlrpc_read_reply(text, size, &reply, detail) < 0) {
		if (reply.value)
			abort();
		expect_sentence(detail);
		return 0;
	}
	if (!reply.ok)
		print_refusal(reply.value);
	copy = value_copy(reply.value);
	if (!value_is_whole(reply.value) || !value_equal(reply.value, copy))
		abort();
	check_again(reply.value);
	value_free(copy);
	value_free(reply.value);
	return 0;
}
