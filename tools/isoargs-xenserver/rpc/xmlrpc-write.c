/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/xmlrpc.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* Of XML 1.0: controls but tab, line feed and carriage return, and two non-characters. */
static bool is_xml_char(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return code != 0xfffe && code != 0xffff;
}

static const char *escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\r': /* a parser would make a line feed of it */
		return "&#13;";
	default:
		return NULL;
	}
}

static int add_text(struct ia_strbuf *buf, const char *text)
{
	size_t size = strlen(text), length;

	for (; size > 0; text += length, size -= length) {
		const char *escape = escape_of(*text);
		uint32_t code;

		length = ia_utf8_decode(text, size, &code);
		if (length == 0 || !is_xml_char(code))
			return -EILSEQ;
		if (escape)
			ia_strbuf_adds(buf, escape);
		else
			ia_strbuf_add(buf, text, length);
	}
	return 0;
}

static int add_tagged(struct ia_strbuf *buf, const char *tag, const char *text)
{
	int r;

	ia_strbuf_addf(buf, "<%s>", tag);
	r = add_text(buf, text);
	ia_strbuf_addf(buf, "</%s>", tag);
	return r;
}

static int add_value(struct ia_strbuf *buf, const struct rpc_value *value, unsigned depth);

static int add_set(struct ia_strbuf *buf, const struct rpc_value *value, unsigned depth)
{
	int r = 0;

	ia_strbuf_adds(buf, "<array><data>");
	for (size_t i = 0; i < value_count(value) && r == 0; i++)
		r = add_value(buf, value_at(value, i), depth + 1);
	ia_strbuf_adds(buf, "</data></array>");
	return r;
}

static int add_map(struct ia_strbuf *buf, const struct rpc_value *value, unsigned depth)
{
	int r = 0;

	ia_strbuf_adds(buf, "<struct>");
	for (size_t i = 0; i < value_count(value) && r == 0; i++) {
		/* xapi answers an empty name with HTTP 500 */
		if (!*value_key(value, i))
			return -EINVAL;
		ia_strbuf_adds(buf, "<member>");
		r = add_tagged(buf, "name", value_key(value, i));
		if (r == 0)
			r = add_value(buf, value_at(value, i), depth + 1);
		ia_strbuf_adds(buf, "</member>");
	}
	ia_strbuf_adds(buf, "</struct>");
	return r;
}

static int add_content(struct ia_strbuf *buf, const struct rpc_value *value, unsigned depth)
{
	int64_t number = 0;
	double real = 0;
	bool truth = false;

	switch (value_type(value)) {
	case VALUE_STRING:
		return add_tagged(buf, "string", value_text(value));
	case VALUE_DATETIME:
		return add_tagged(buf, "dateTime.iso8601", value_text(value));
	case VALUE_INT:
		value_int(value, &number);
		ia_strbuf_addf(buf, "<string>%" PRId64 "</string>", number);
		return 0;
	case VALUE_BOOL:
		value_bool(value, &truth);
		ia_strbuf_addf(buf, "<boolean>%d</boolean>", truth);
		return 0;
	case VALUE_DOUBLE:
		value_double(value, &real);
		ia_strbuf_addf(buf, "<double>%.16g</double>", real);
		return 0;
	case VALUE_SET:
		return add_set(buf, value, depth);
	case VALUE_MAP:
		return add_map(buf, value, depth);
	}
	return -EINVAL;
}

static int add_value(struct ia_strbuf *buf, const struct rpc_value *value, unsigned depth)
{
	int r;

	if (depth > XMLRPC_DEPTH_MAX || buf->length > XMLRPC_REQUEST_MAX)
		return -E2BIG;
	ia_strbuf_adds(buf, "<value>");
	r = add_content(buf, value, depth);
	ia_strbuf_adds(buf, "</value>");
	return r;
}

static int add_call(struct ia_strbuf *buf, const char *method, const struct rpc_value *const *args,
		    size_t count)
{
	int r;

	ia_strbuf_adds(buf, "<?xml version=\"1.0\"?><methodCall>");
	r = add_tagged(buf, "methodName", method);
	ia_strbuf_adds(buf, "<params>");
	for (size_t i = 0; i < count && r == 0; i++) {
		ia_strbuf_adds(buf, "<param>");
		r = add_value(buf, args[i], 1);
		ia_strbuf_adds(buf, "</param>");
	}
	ia_strbuf_adds(buf, "</params></methodCall>");
	return r;
}

int xmlrpc_write_call(const char *method, const struct rpc_value *const *args, size_t count,
		      char **ret, size_t *ret_size)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	size_t size;
	int r;

	for (size_t i = 0; i < count; i++) {
		if (!value_is_whole(args[i]))
			return -EINVAL;
	}
	r = add_call(&buf, method, args, count);
	if (r == 0 && buf.length > XMLRPC_REQUEST_MAX)
		r = -E2BIG;
	if (r < 0)
		return r;
	size = buf.length;
	r = ia_strbuf_take(&buf, ret);
	if (r == 0)
		*ret_size = size;
	return r;
}
