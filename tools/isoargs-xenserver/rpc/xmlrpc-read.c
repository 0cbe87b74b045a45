/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rpc/xmlrpc.h"

#include <errno.h>
#include <libxml/xmlreader.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* A look at one node after the other, so that no tree of a hostile reply is ever built. */
struct reader {
	xmlTextReaderPtr xml;
	int node; /* type of the current one; XML_READER_TYPE_NONE: the end */
	size_t values;
	char *detail;
	char complaint[XMLRPC_DETAIL_MAX]; /* libxml2's first */
};

static void make_printable(char *text, size_t size)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	/* What is not printable grows: cut by its characters, not by their bytes. */
	text[strcspn(text, "\r\n")] = '\0';
	ia_utf8_add_cut(&buf, text, size - 1);
	snprintf(text, size, "%s", buf.data ? buf.data : "");
}

static int bad(struct reader *reader, int code, const char *fmt, ...) IA_PRINTF(3, 4);

static int bad(struct reader *reader, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reader->detail, XMLRPC_DETAIL_MAX, fmt, ap);
	va_end(ap);
	make_printable(reader->detail, XMLRPC_DETAIL_MAX);
	return code;
}

static void keep_complaint(void *data, xmlErrorPtr error)
{
	struct reader *reader = data;

	if (reader->complaint[0] == '\0' && error->message)
		snprintf(reader->complaint, sizeof(reader->complaint), "line %d: %s", error->line,
			 error->message);
}

static const char *name_of(const struct reader *reader)
{
	const xmlChar *name = xmlTextReaderConstName(reader->xml);

	return name ? (const char *)name : "";
}

static bool is_element(const struct reader *reader, const char *name)
{
	return reader->node == XML_READER_TYPE_ELEMENT && strcmp(name_of(reader), name) == 0;
}

static bool is_empty(const struct reader *reader)
{
	return xmlTextReaderIsEmptyElement(reader->xml) == 1;
}

/* Moves on; comments and instructions are no news. */
static int step(struct reader *reader)
{
	int r;

	do {
		r = xmlTextReaderRead(reader->xml);
		reader->node = r == 1 ? xmlTextReaderNodeType(reader->xml) : XML_READER_TYPE_NONE;
	} while (reader->node == XML_READER_TYPE_COMMENT ||
		 reader->node == XML_READER_TYPE_PROCESSING_INSTRUCTION);
	if (r < 0)
		return bad(reader, -EBADMSG, "it is not well-formed XML: %s",
			   reader->complaint[0] ? reader->complaint : "for no stated reason");
	if (reader->node == XML_READER_TYPE_DOCUMENT_TYPE)
		return bad(reader, -EBADMSG, "it has a DOCTYPE, which no host sends");
	return 0;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* Moves on to an element's begin or end, over white space alone. */
static int step_to_element(struct reader *reader)
{
	for (;;) {
		int r = step(reader);

		if (r < 0 || reader->node == XML_READER_TYPE_ELEMENT ||
		    reader->node == XML_READER_TYPE_END_ELEMENT ||
		    reader->node == XML_READER_TYPE_NONE)
			return r;
		if (!is_blank((const char *)xmlTextReaderConstValue(reader->xml)))
			return bad(reader, -EBADMSG,
				   "found text where an element should be: \"%.60s\"",
				   (const char *)xmlTextReaderConstValue(reader->xml));
	}
}

/* Moves on over text, which is gathered, to an element's begin or end. */
static int step_over_text(struct reader *reader, struct ia_strbuf *text)
{
	for (;;) {
		int r = step(reader);

		if (r < 0)
			return r;
		switch (reader->node) {
		case XML_READER_TYPE_TEXT:
		case XML_READER_TYPE_CDATA:
		case XML_READER_TYPE_WHITESPACE:
		case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
			ia_strbuf_adds(text, (const char *)xmlTextReaderConstValue(reader->xml));
			if (text->error)
				return bad(reader, -ENOMEM, "out of memory");
			break;
		case XML_READER_TYPE_ELEMENT:
		case XML_READER_TYPE_END_ELEMENT:
			return 0;
		default:
			return bad(reader, -EBADMSG, "found a node that no host sends: <%.40s>",
				   name_of(reader));
		}
	}
}

static int expect_begin(struct reader *reader, const char *name)
{
	if (is_element(reader, name))
		return 0;
	return bad(reader, -EBADMSG, "found <%s%.60s>, expected <%s>",
		   reader->node == XML_READER_TYPE_END_ELEMENT ? "/" : "", name_of(reader), name);
}

static int expect_end(struct reader *reader, const char *name)
{
	if (reader->node == XML_READER_TYPE_END_ELEMENT)
		return 0;
	return bad(reader, -EBADMSG, "found <%.60s>, expected </%s>", name_of(reader), name);
}

static int step_to_begin(struct reader *reader, const char *name)
{
	int r = step_to_element(reader);

	return r < 0 ? r : expect_begin(reader, name);
}

static int step_to_end(struct reader *reader, const char *name)
{
	int r = step_to_element(reader);

	return r < 0 ? r : expect_end(reader, name);
}

/* Text of the current element, up to its end. */
static int read_text(struct reader *reader, const char *name, struct ia_strbuf *text)
{
	int r;

	ia_strbuf_adds(text, "");
	if (text->error)
		return bad(reader, -ENOMEM, "out of memory");
	if (is_empty(reader))
		return 0;
	r = step_over_text(reader, text);
	return r < 0 ? r : expect_end(reader, name);
}

static struct rpc_value *make_bool(const char *text)
{
	if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
		return NULL;
	return value_new_bool(*text == '1');
}

static struct rpc_value *make_int(const char *text)
{
	struct rpc_value *string = value_new_string(text);
	int64_t number;
	bool is_number = value_int(string, &number);

	value_free(string);
	return is_number ? value_new_int(number) : NULL;
}

static struct rpc_value *make_double(const char *text)
{
	char *end;
	double number = strtod(text, &end);

	return end == text || *end ? NULL : value_new_double(number);
}

static const struct scalar {
	const char *tag;
	struct rpc_value *(*make)(const char *text);
} scalars[] = {
	{"string", value_new_string},
	{"boolean", make_bool},
	{"int", make_int},
	{"i4", make_int},
	{"i8", make_int},
	{"double", make_double},
	{"dateTime.iso8601", value_new_datetime},
};

static int read_scalar(struct reader *reader, const struct scalar *scalar, struct rpc_value **ret)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	int r = read_text(reader, scalar->tag, &text);

	if (r < 0)
		return r;
	*ret = scalar->make(text.data);
	if (!*ret)
		return bad(reader, -EBADMSG, "found \"%.60s\" in <%s>", text.data, scalar->tag);
	return 0;
}

static int read_value(struct reader *reader, unsigned depth, struct rpc_value **ret);

/* <array><data> values </data></array>; the current element is array. */
static int read_array(struct reader *reader, unsigned depth, struct rpc_value **ret)
{
	AUTO_VALUE set = value_new_set();
	int r = is_empty(reader) ? bad(reader, -EBADMSG, "found an <array> without <data>")
				 : step_to_begin(reader, "data");

	if (r < 0)
		return r;
	for (bool more = !is_empty(reader); more;) {
		struct rpc_value *item;

		r = step_to_element(reader);
		if (r < 0)
			return r;
		if (reader->node == XML_READER_TYPE_END_ELEMENT)
			break;
		r = read_value(reader, depth + 1, &item);
		if (r < 0)
			return r;
		value_set_add(set, item);
	}
	r = step_to_end(reader, "array");
	if (r < 0)
		return r;
	if (!value_is_whole(set))
		return bad(reader, -ENOMEM, "out of memory");
	*ret = IA_TAKE(set);
	return 0;
}

/* <member><name>…</name><value/></member>; the current element is member. */
static int read_member(struct reader *reader, unsigned depth, struct rpc_value *map)
{
	struct ia_strbuf name IA_AUTO_STRBUF = {0};
	struct rpc_value *item;
	int r = expect_begin(reader, "member");

	if (r == 0)
		r = is_empty(reader) ? bad(reader, -EBADMSG, "found an empty <member>")
				     : step_to_begin(reader, "name");
	if (r == 0)
		r = read_text(reader, "name", &name);
	if (r == 0)
		r = step_to_begin(reader, "value");
	if (r == 0)
		r = read_value(reader, depth + 1, &item);
	if (r < 0)
		return r;
	value_map_append(map, name.data, item);
	return step_to_end(reader, "member");
}

static int read_struct(struct reader *reader, unsigned depth, struct rpc_value **ret)
{
	AUTO_VALUE map = value_new_map();
	const char *doubled;
	int r;

	if (!map)
		return bad(reader, -ENOMEM, "out of memory");
	for (bool more = !is_empty(reader); more;) {
		r = step_to_element(reader);
		if (r < 0)
			return r;
		if (reader->node == XML_READER_TYPE_END_ELEMENT)
			break;
		r = read_member(reader, depth, map);
		if (r < 0)
			return r;
	}
	r = value_is_whole(map) ? value_find_doubled_key(map, &doubled) : -ENOMEM;
	if (r < 0)
		return bad(reader, -ENOMEM, "out of memory");
	if (r > 0)
		return bad(reader, -EBADMSG, "found two members \"%s\" in one <struct>", doubled);
	*ret = IA_TAKE(map);
	return 0;
}

static int read_typed(struct reader *reader, unsigned depth, struct rpc_value **ret)
{
	if (is_element(reader, "array"))
		return read_array(reader, depth, ret);
	if (is_element(reader, "struct"))
		return read_struct(reader, depth, ret);
	for (size_t i = 0; i < IA_COUNT(scalars); i++) {
		if (is_element(reader, scalars[i].tag))
			return read_scalar(reader, &scalars[i], ret);
	}
	return bad(reader, -EBADMSG, "found a value of the unknown type <%.60s>", name_of(reader));
}

/* What stands in a value that is not empty: text without a type, or one typed element. */
static int read_content(struct reader *reader, unsigned depth, struct rpc_value **ret)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	AUTO_VALUE value = NULL;
	int r = step_over_text(reader, &text);

	if (r < 0)
		return r;
	if (reader->node == XML_READER_TYPE_END_ELEMENT) {
		*ret = value_new_string(text.data ? text.data : "");
		return *ret ? 0 : bad(reader, -ENOMEM, "out of memory");
	}
	if (text.data && !is_blank(text.data))
		return bad(reader, -EBADMSG, "found text and <%.40s> in one <value>",
			   name_of(reader));
	r = read_typed(reader, depth, &value);
	if (r == 0)
		r = step_to_end(reader, "value");
	if (r < 0)
		return r;
	*ret = IA_TAKE(value);
	return 0;
}

/* The current element is value. */
static int read_value(struct reader *reader, unsigned depth, struct rpc_value **ret)
{
	int r = expect_begin(reader, "value");

	if (r < 0)
		return r;
	if (depth > XMLRPC_DEPTH_MAX)
		return bad(reader, -E2BIG, "values are nested more than %u deep", XMLRPC_DEPTH_MAX);
	if (reader->values == XMLRPC_VALUES_MAX)
		return bad(reader, -E2BIG, "it has more than %u values", XMLRPC_VALUES_MAX);
	reader->values++;
	if (!is_empty(reader))
		return read_content(reader, depth, ret);
	*ret = value_new_string("");
	return *ret ? 0 : bad(reader, -ENOMEM, "out of memory");
}

/* Nothing may follow but the ends of the elements around, and white space. */
static int read_rest(struct reader *reader)
{
	int r;

	do {
		r = step_to_element(reader);
		if (r == 0 && reader->node == XML_READER_TYPE_ELEMENT)
			r = bad(reader, -EBADMSG, "found a second value: <%.60s>", name_of(reader));
	} while (r == 0 && reader->node != XML_READER_TYPE_NONE);
	return r;
}

/* methodResponse up to its value. *ret_fault: it is that of a fault. */
static int read_response(struct reader *reader, struct rpc_value **ret, bool *ret_fault)
{
	int r = step_to_begin(reader, "methodResponse");

	if (r == 0)
		r = step_to_element(reader);
	if (r < 0)
		return r;
	*ret_fault = is_element(reader, "fault");
	if (!*ret_fault) {
		r = expect_begin(reader, "params");
		if (r == 0)
			r = step_to_begin(reader, "param");
	}
	if (r == 0)
		r = step_to_begin(reader, "value");
	if (r == 0)
		r = read_value(reader, 1, ret);
	return r;
}

static int take_fault(struct reader *reader, const struct rpc_value *fault,
		      struct xmlrpc_reply *ret)
{
	AUTO_VALUE set = value_new_set();
	int64_t code = 0;
	char number[24];

	value_int(value_member(fault, "faultCode"), &code);
	snprintf(number, sizeof(number), "%lld", (long long)code);
	value_set_add_string(set, "FAULT");
	value_set_add_string(set, number);
	value_set_add_string(set, value_member_text(fault, "faultString"));
	if (!value_is_whole(set))
		return bad(reader, -ENOMEM, "out of memory");
	*ret = (struct xmlrpc_reply){.ok = false, .value = IA_TAKE(set)};
	return 0;
}

static int take_copy(struct reader *reader, bool ok, const struct rpc_value *value,
		     struct xmlrpc_reply *ret)
{
	struct rpc_value *copy = value_copy(value);

	if (!copy)
		return bad(reader, -ENOMEM, "out of memory");
	*ret = (struct xmlrpc_reply){.ok = ok, .value = copy};
	return 0;
}

/* Of {Status, Value} or {Status, ErrorDescription} the part that matters. */
static int take_answer(struct reader *reader, const struct rpc_value *answer,
		       struct xmlrpc_reply *ret)
{
	const char *status = value_member_text(answer, "Status");
	const struct rpc_value *error = value_member(answer, "ErrorDescription");

	if (value_type(answer) != VALUE_MAP)
		return take_copy(reader, true, answer, ret); /* system.listMethods has no status */
	if (strcmp(status, "Success") == 0 && value_member(answer, "Value"))
		return take_copy(reader, true, value_member(answer, "Value"), ret);
	if (strcmp(status, "Failure") != 0)
		return bad(reader, -EBADMSG, "found Status \"%.60s\"%s", status,
			   strcmp(status, "Success") == 0 ? " without a Value" : "");
	for (size_t i = 0; i < value_count(error); i++) {
		if (!value_text(value_at(error, i)))
			return bad(reader, -EBADMSG, "its ErrorDescription holds no texts");
	}
	if (!error || value_type(error) != VALUE_SET || value_count(error) == 0)
		return bad(reader, -EBADMSG, "it is a Failure without an ErrorDescription");
	return take_copy(reader, false, error, ret);
}

/* Entities are declared in a DOCTYPE: it must not even be parsed. */
static bool has_doctype(const char *text, size_t size)
{
	for (size_t i = 0; i + 1 < size; i++) {
		const char *end;

		if (text[i] != '<')
			continue;
		if (text[i + 1] == '?')
			end = memmem(text + i, size - i, "?>", 2);
		else if (size - i >= 4 && memcmp(text + i, "<!--", 4) == 0)
			end = memmem(text + i, size - i, "-->", 3);
		else
			return text[i + 1] == '!';
		if (!end)
			return false; /* the parser will say so */
		i = (size_t)(end - text);
	}
	return false;
}

static int open_reader(struct reader *reader, const char *text, size_t size)
{
	if (size > XMLRPC_REPLY_MAX)
		return bad(reader, -E2BIG, "it has more than %u bytes", XMLRPC_REPLY_MAX);
	if (size == 0)
		return bad(reader, -EBADMSG, "it is empty");
	if (has_doctype(text, size))
		return bad(reader, -EBADMSG, "it has a DOCTYPE, which no host sends");
	/* whatever it declares: a byte of another encoding could hide what was looked for above */
	reader->xml = xmlReaderForMemory(text, (int)size, NULL, "UTF-8",
					 XML_PARSE_NONET | XML_PARSE_NOCDATA);
	if (!reader->xml)
		return bad(reader, -ENOMEM, "out of memory");
	xmlTextReaderSetStructuredErrorHandler(reader->xml, keep_complaint, reader);
	return 0;
}

static void close_reader(struct reader *reader)
{
	if (reader->xml)
		xmlFreeTextReader(reader->xml);
}

int xmlrpc_read_reply(const char *text, size_t size, struct xmlrpc_reply *ret,
		      char detail[XMLRPC_DETAIL_MAX])
{
	struct reader reader = {.detail = detail};
	AUTO_VALUE answer = NULL;
	bool is_fault = false;
	int r = open_reader(&reader, text, size);

	if (r == 0)
		r = read_response(&reader, &answer, &is_fault);
	if (r == 0)
		r = read_rest(&reader);
	if (r == 0)
		r = is_fault ? take_fault(&reader, answer, ret) : take_answer(&reader, answer, ret);
	close_reader(&reader);
	return r;
}

int xmlrpc_read_value(const char *text, size_t size, struct rpc_value **ret,
		      char detail[XMLRPC_DETAIL_MAX])
{
	struct reader reader = {.detail = detail};
	AUTO_VALUE value = NULL;
	int r;

	/* what a void call leaves, and a reference that stands there by itself */
	if (size == 0 || !memchr(text, '<', size)) {
		*ret = value_new_string_n(text, size);
		return *ret ? 0 : bad(&reader, -ENOMEM, "out of memory");
	}
	r = open_reader(&reader, text, size);
	if (r == 0)
		r = step_to_begin(&reader, "value");
	if (r == 0)
		r = read_value(&reader, 1, &value);
	if (r == 0)
		r = read_rest(&reader);
	if (r == 0)
		*ret = IA_TAKE(value);
	close_reader(&reader);
	return r;
}
