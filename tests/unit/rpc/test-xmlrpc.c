/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/strbuf.h"
#include "rpc/xmlrpc.h"

#define HEAD "<?xml version=\"1.0\"?><methodResponse><params><param>"
#define TAIL "</param></params></methodResponse>"
#define OK(value)                                                                                  \
	HEAD "<value><struct><member><name>Status</name><value>Success</value></member>"           \
	     "<member><name>Value</name>" value "</member></struct></value>" TAIL
#define REQUEST(params)                                                                            \
	"<?xml version=\"1.0\"?><methodCall><methodName>VM.x</methodName><params>" params          \
	"</params></methodCall>"
#define PARAM(value) "<param><value>" value "</value></param>"

static int write_one(const struct rpc_value *value, char **ret)
{
	const struct rpc_value *args[] = {value};
	size_t size;

	return xmlrpc_write_call("VM.x", args, 1, ret, &size);
}

static void assert_writes(struct rpc_value *value, const char *expected)
{
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(write_one(value, &text), 0);
	assert_string_equal(text, expected);
	value_free(value);
}

static void assert_does_not_write(struct rpc_value *value, int code)
{
	char *text = SENTINEL;

	assert_int_equal(write_one(value, &text), code);
	assert_ptr_equal(text, SENTINEL);
	value_free(value);
}

static void every_type_is_written_as_xapi_reads_it(void **state IA_UNUSED)
{
	struct rpc_value *set = value_new_set(), *map = value_new_map();

	assert_writes(value_new_string("OpaqueRef:NULL"),
		      REQUEST(PARAM("<string>OpaqueRef:NULL</string>")));
	assert_writes(value_new_int(INT64_MIN),
		      REQUEST(PARAM("<string>-9223372036854775808</string>")));
	assert_writes(value_new_bool(true), REQUEST(PARAM("<boolean>1</boolean>")));
	assert_writes(value_new_bool(false), REQUEST(PARAM("<boolean>0</boolean>")));
	assert_writes(value_new_double(30.5), REQUEST(PARAM("<double>30.5</double>")));
	assert_writes(value_new_datetime("19700101T00:00:00Z"),
		      REQUEST(PARAM("<dateTime.iso8601>19700101T00:00:00Z</dateTime.iso8601>")));
	assert_writes(value_new_set(), REQUEST(PARAM("<array><data></data></array>")));
	assert_writes(value_new_map(), REQUEST(PARAM("<struct></struct>")));
	value_set_add_string(set, "a");
	value_set_add_string(set, "");
	assert_writes(set, REQUEST(PARAM("<array><data><value><string>a</string></value>"
					 "<value><string></string></value></data></array>")));
	value_map_put_string(map, "k", "old");
	value_map_put_bool(map, "gone", true);
	value_map_put_int(map, "k", 7);
	value_map_remove(map, "gone");
	assert_writes(map, REQUEST(PARAM("<struct><member><name>k</name>"
					 "<value><string>7</string></value></member></struct>")));
}

static void a_call_without_arguments_has_params_nevertheless(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = NULL;
	size_t size = 0;

	assert_int_equal(xmlrpc_write_call("VM.x", NULL, 0, &text, &size), 0);
	assert_string_equal(text, REQUEST(""));
	assert_int_equal(size, strlen(text));
}

static void what_xml_would_read_otherwise_is_escaped(void **state IA_UNUSED)
{
	struct rpc_value *map = value_new_map();

	assert_writes(
		value_new_string("a<b>&\"c\"\t\n\r\xc3\xa4"),
		REQUEST(PARAM("<string>a&lt;b&gt;&amp;&quot;c&quot;\t\n&#13;\xc3\xa4</string>")));
	value_map_put_string(map, "<k>", "&");
	assert_writes(map, REQUEST(PARAM("<struct><member><name>&lt;k&gt;</name><value>"
					 "<string>&amp;</string></value></member></struct>")));
}

static void what_xml_cannot_carry_is_refused(void **state IA_UNUSED)
{
	struct rpc_value *map = value_new_map();

	assert_does_not_write(value_new_string("a\x01"), -EILSEQ);
	assert_does_not_write(value_new_string("a\xff"), -EILSEQ);
	assert_does_not_write(value_new_string("a\xef\xbf\xbe"), -EILSEQ);
	value_map_put_string(map, "", "empty key");
	assert_does_not_write(map, -EINVAL);
	assert_does_not_write(NULL, -EINVAL);
}

static void what_was_not_built_whole_is_refused(void **state IA_UNUSED)
{
	struct rpc_value *outer = value_new_set(), *inner = value_new_map();

	value_map_put(inner, "k", NULL);
	value_set_add(outer, inner);
	assert_false(value_is_whole(outer));
	assert_null(value_copy(outer));
	assert_does_not_write(outer, -EINVAL);
}

static struct rpc_value *text_of_length(size_t length)
{
	char *text IA_AUTO_FREE = malloc(length);

	memset(text, 'a', length);
	return value_new_string_n(text, length);
}

static void a_request_has_at_most_300_KiB(void **state IA_UNUSED)
{
	size_t room = XMLRPC_REQUEST_MAX - strlen(REQUEST(PARAM("<string></string>")));
	struct rpc_value *most = text_of_length(room);
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(write_one(most, &text), 0);
	assert_int_equal(strlen(text), XMLRPC_REQUEST_MAX);
	value_free(most);
	assert_does_not_write(text_of_length(room + 1), -E2BIG);
}

static struct rpc_value *nested(unsigned depth)
{
	struct rpc_value *value = value_new_set();

	for (unsigned i = 1; i < depth; i++) {
		struct rpc_value *outer = value_new_set();

		value_set_add(outer, value);
		value = outer;
	}
	return value;
}

static void arguments_are_nested_to_a_bound(void **state IA_UNUSED)
{
	struct rpc_value *most = nested(XMLRPC_DEPTH_MAX);
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(write_one(most, &text), 0);
	value_free(most);
	assert_does_not_write(nested(XMLRPC_DEPTH_MAX + 1), -E2BIG);
}

static struct rpc_value *read_ok(const char *text)
{
	struct xmlrpc_reply reply;
	char detail[XMLRPC_DETAIL_MAX] = "";

	if (xmlrpc_read_reply(text, strlen(text), &reply, detail) < 0)
		fail_msg("%s: %s", detail, text);
	assert_true(reply.ok);
	return reply.value;
}

static void assert_reads_text(const char *text, const char *expected)
{
	struct rpc_value *value = read_ok(text);

	assert_int_equal(value_type(value), VALUE_STRING);
	assert_string_equal(value_text(value), expected);
	value_free(value);
}

static void texts_need_no_type(void **state IA_UNUSED)
{
	assert_reads_text(OK("<value>a &lt;b&gt;&#33;</value>"), "a <b>!");
	assert_reads_text(OK("<value><string>a</string></value>"), "a");
	assert_reads_text(OK("<value></value>"), "");
	assert_reads_text(OK("<value/>"), "");
	assert_reads_text(OK("<value> <string/> </value>"), "");
	assert_reads_text(OK("<value> a </value>"), " a ");
	assert_reads_text(OK("<value>a<!-- c -->b<![CDATA[<c>]]></value>"), "ab<c>");
}

static void numbers_are_read_from_text_and_from_every_tag(void **state IA_UNUSED)
{
	static const char *const forms[] = {
		OK("<value>-42</value>"),
		OK("<value><string>-42</string></value>"),
		OK("<value><int>-42</int></value>"),
		OK("<value><i4>-42</i4></value>"),
		OK("<value><i8>-42</i8></value>"),
	};

	for (size_t i = 0; i < IA_COUNT(forms); i++) {
		struct rpc_value *value = read_ok(forms[i]);
		int64_t number = 0;
		double real = 0;

		assert_true(value_int(value, &number));
		assert_int_equal(number, -42);
		assert_true(value_double(value, &real));
		value_free(value);
	}
}

static void what_is_no_number_is_none(void **state IA_UNUSED)
{
	static const char *const texts[] = {"",
					    "-",
					    "+1",
					    " 1",
					    "1 ",
					    "1x",
					    "0x10",
					    "1.0",
					    "9223372036854775808",
					    "-9223372036854775809"};

	for (size_t i = 0; i < IA_COUNT(texts); i++) {
		struct rpc_value *value = value_new_string(texts[i]);
		int64_t number = 0x5e5e;

		assert_false(value_int(value, &number));
		assert_int_equal(number, 0x5e5e);
		value_free(value);
	}
}

static void the_other_types_are_read(void **state IA_UNUSED)
{
	struct rpc_value *value = read_ok(OK(
		"<value><struct><member><name>b</name><value><boolean>1</boolean></value></member>"
		"<member><name>d</name><value><double>0.25</double></value></member>"
		"<member><name>t</name><value><dateTime.iso8601>20200101T00:00:00Z"
		"</dateTime.iso8601></value></member>"
		"<member><name>s</name><value><array><data><value>x</value><value>y</value></data>"
		"</array></value></member>"
		"<member><name>e</name><value><array><data/></array></value></member></struct></"
		"value>"));
	double real = 0;

	assert_int_equal(value_count(value), 5);
	assert_true(value_member_bool(value, "b", false));
	assert_true(value_double(value_member(value, "d"), &real));
	assert_true(real > 0.24 && real < 0.26);
	assert_string_equal(value_member_text(value, "t"), "20200101T00:00:00Z");
	assert_int_equal(value_type(value_member(value, "t")), VALUE_DATETIME);
	assert_true(value_set_has(value_member(value, "s"), "y"));
	assert_false(value_set_has(value_member(value, "s"), "z"));
	assert_int_equal(value_count(value_member(value, "e")), 0);
	assert_null(value_member(value, "missing"));
	assert_string_equal(value_member_text(value, "b"), "");
	value_free(value);
}

static void a_bare_array_is_a_result(void **state IA_UNUSED)
{
	struct rpc_value *value =
		read_ok(HEAD "<value><array><data><value>VM.start</value></data></array>"
			     "</value>" TAIL);

	assert_true(value_set_has(value, "VM.start"));
	value_free(value);
}

static void a_failure_keeps_its_words(void **state IA_UNUSED)
{
	static const char text[] = HEAD
		"<value><struct><member><name>Status</name><value>Failure</value></member>"
		"<member><name>ErrorDescription</name><value><array><data><value>SR_FULL</value>"
		"<value>10</value></data></array></value></member></struct></value>" TAIL;
	struct xmlrpc_reply reply;
	char detail[XMLRPC_DETAIL_MAX];

	assert_int_equal(xmlrpc_read_reply(text, strlen(text), &reply, detail), 0);
	assert_false(reply.ok);
	assert_int_equal(value_count(reply.value), 2);
	assert_string_equal(value_text(value_at(reply.value, 0)), "SR_FULL");
	value_free(reply.value);
}

static void a_fault_is_a_failure(void **state IA_UNUSED)
{
	static const char text[] =
		"<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>-3"
		"</int></value></member><member><name>faultString</name><value>no</value></member>"
		"</struct></value></fault></methodResponse>";
	struct xmlrpc_reply reply;
	char detail[XMLRPC_DETAIL_MAX];

	assert_int_equal(xmlrpc_read_reply(text, strlen(text), &reply, detail), 0);
	assert_false(reply.ok);
	assert_string_equal(value_text(value_at(reply.value, 0)), "FAULT");
	assert_string_equal(value_text(value_at(reply.value, 1)), "-3");
	assert_string_equal(value_text(value_at(reply.value, 2)), "no");
	value_free(reply.value);
}

static void assert_refuses(int code, const char *part, const char *text, size_t size)
{
	struct xmlrpc_reply reply = {.value = SENTINEL};
	char detail[XMLRPC_DETAIL_MAX] = "";

	assert_int_equal(xmlrpc_read_reply(text, size, &reply, detail), code);
	assert_contains(detail, part);
	assert_ptr_equal(reply.value, SENTINEL);
}

static void broken_replies_are_refused(void **state IA_UNUSED)
{
	static const struct {
		const char *text;
		const char *part;
	} rows[] = {
		{"", "empty"},
		{"nonsense", "not well-formed"},
		{"<html><body>500</body></html>", "found <html>"},
		{"<methodResponse/>", "expected <params>"},
		{"<methodResponse><params></params></methodResponse>", "expected <param>"},
		{HEAD TAIL, "expected <value>"},
		{HEAD "<value>a</value><value>b</value>" TAIL, "second value"},
		{HEAD "<value>a", "not well-formed"},
		{HEAD "<value>a</value>" TAIL "x", "not well-formed"},
		{OK("<value>&nbsp;</value>"), "not well-formed"},
		{OK("<value>a<int>1</int></value>"), "text and <int>"},
		{OK("<value><int>1</int>a</value>"), "text where"},
		{OK("<value><int>1</int><int>2</int></value>"), "expected </value>"},
		{OK("<value><int>1x</int></value>"), "\"1x\" in <int>"},
		{OK("<value><boolean>true</boolean></value>"), "\"true\" in <boolean>"},
		{OK("<value><double>1,5</double></value>"), "<double>"},
		{OK("<value><base64>AA==</base64></value>"), "unknown type <base64>"},
		{OK("<value><array/></value>"), "without <data>"},
		{OK("<value><struct><member/></struct></value>"), "empty <member>"},
		{OK("<value><struct><value/></struct></value>"), "expected <member>"},
		{OK("<value><array><data><member/></data></array></value>"), "expected <value>"},
		{HEAD "<value><struct/></value>" TAIL, "Status \"\""},
		{HEAD "<value><struct><member><name>Status</name><value>Success</value></member>"
		      "</struct></value>" TAIL,
		 "without a Value"},
		{HEAD "<value><struct><member><name>Status</name><value>Failure</value></member>"
		      "</struct></value>" TAIL,
		 "without an ErrorDescription"},
		/* xapi writes a map's keys as they are */
		{OK("<value><struct><member><name>a<b</name><value/></member></struct></value>"),
		 "not well-formed"},
	};

	for (size_t i = 0; i < IA_COUNT(rows); i++)
		assert_refuses(-EBADMSG, rows[i].part, rows[i].text, strlen(rows[i].text));
}

static void a_struct_that_names_a_member_twice_is_refused(void **state IA_UNUSED)
{
	static const char text[] =
		"<methodResponse><params><param><value><struct>"
		"<member><name>Status</name><value>Success</value></member>"
		"<member><name>Value</name><value><struct>"
		"<member><name>b</name><value>1</value></member>"
		"<member><name>a</name><value>2</value></member>"
		"<member><name>c</name><value>3</value></member>"
		"<member><name>a</name><value>2</value></member>"
		"</struct></value></member></struct></value></param></params></methodResponse>";

	assert_refuses(-EBADMSG, "found two members \"a\" in one <struct>", text, sizeof(text) - 1);
}

static void a_doctype_is_refused_before_it_is_parsed(void **state IA_UNUSED)
{
	static const char *const heads[] = {
		"<!DOCTYPE r [<!ENTITY a \"x\">]>",
		"<?xml version=\"1.0\"?><!DOCTYPE r SYSTEM \"file:///etc/passwd\">",
		"<?xml version=\"1.0\"?><!-- a > b --><!DOCTYPE r>",
		"\n <?x ?> <!doctype r>",
	};

	for (size_t i = 0; i < IA_COUNT(heads); i++) {
		struct ia_strbuf text IA_AUTO_STRBUF = {0};

		ia_strbuf_adds(&text, heads[i]);
		ia_strbuf_adds(&text, "<methodResponse/>");
		assert_refuses(-EBADMSG, "DOCTYPE", text.data, text.length);
	}
}

static void another_encoding_hides_nothing(void **state IA_UNUSED)
{
	static const char text[] = "<\0!\0D\0O\0C\0T\0Y\0P\0E\0 \0r\0>\0";
	static const char utf7[] = "<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-!DOCTYPE r>";

	assert_refuses(-EBADMSG, "not well-formed", text, sizeof(text) - 1);
	assert_refuses(-EBADMSG, "not well-formed", utf7, sizeof(utf7) - 1);
}

static void build_nested(struct ia_strbuf *text, unsigned depth)
{
	ia_strbuf_adds(text, HEAD);
	for (unsigned i = 1; i < depth; i++)
		ia_strbuf_adds(text, "<value><array><data>");
	ia_strbuf_adds(text, "<value>x</value>");
	for (unsigned i = 1; i < depth; i++)
		ia_strbuf_adds(text, "</data></array></value>");
	ia_strbuf_adds(text, TAIL);
}

static void replies_are_nested_to_a_bound(void **state IA_UNUSED)
{
	struct ia_strbuf most IA_AUTO_STRBUF = {0}, more IA_AUTO_STRBUF = {0};

	build_nested(&most, XMLRPC_DEPTH_MAX);
	value_free(read_ok(most.data));
	build_nested(&more, XMLRPC_DEPTH_MAX + 1);
	assert_refuses(-E2BIG, "nested", more.data, more.length);
}

static void build_wide(struct ia_strbuf *text, size_t values)
{
	ia_strbuf_adds(text, HEAD "<value><array><data>");
	for (size_t i = 1; i < values; i++)
		ia_strbuf_adds(text, "<value/>");
	ia_strbuf_adds(text, "</data></array></value>" TAIL);
}

static void replies_have_values_to_a_bound(void **state IA_UNUSED)
{
	struct ia_strbuf most IA_AUTO_STRBUF = {0}, more IA_AUTO_STRBUF = {0};
	struct rpc_value *value;

	build_wide(&most, XMLRPC_VALUES_MAX);
	value = read_ok(most.data);
	assert_int_equal(value_count(value), XMLRPC_VALUES_MAX - 1);
	value_free(value);
	build_wide(&more, XMLRPC_VALUES_MAX + 1);
	assert_refuses(-E2BIG, "values", more.data, more.length);
}

static void replies_have_bytes_to_a_bound(void **state IA_UNUSED)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct rpc_value *value;

	ia_strbuf_adds(&text, HEAD "<value>a</value>" TAIL);
	ia_strbuf_fill(&text, ' ', XMLRPC_REPLY_MAX - text.length);
	value = read_ok(text.data);
	value_free(value);
	ia_strbuf_addc(&text, ' ');
	assert_refuses(-E2BIG, "bytes", text.data, text.length);
}

static void a_reply_beyond_libxml2s_ten_MB_is_read(void **state IA_UNUSED)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct rpc_value *value;

	ia_strbuf_adds(&text, HEAD "<value><array><data>");
	while (text.length < 11u << 20) {
		ia_strbuf_adds(&text, "<value>");
		ia_strbuf_fill(&text, 'a', 1000);
		ia_strbuf_adds(&text, "</value>");
	}
	ia_strbuf_adds(&text, "</data></array></value>" TAIL);
	value = read_ok(text.data);
	assert_true(value_count(value) > 10000);
	value_free(value);
}

static void a_result_of_a_task_is_a_value_or_nothing(void **state IA_UNUSED)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"OpaqueRef:1", "OpaqueRef:1"},
		{"<value>OpaqueRef:1</value>", "OpaqueRef:1"},
		{"<value><string>a</string></value>", "a"},
		{"<value></value>", ""},
	};
	struct rpc_value *value = SENTINEL;
	char detail[XMLRPC_DETAIL_MAX];

	for (size_t i = 0; i < IA_COUNT(rows); i++) {
		assert_int_equal(xmlrpc_read_value(rows[i][0], strlen(rows[i][0]), &value, detail),
				 0);
		assert_string_equal(value_text(value), rows[i][1]);
		value_free(value);
	}
	value = SENTINEL;
	assert_int_equal(xmlrpc_read_value("<value>a", 8, &value, detail), -EBADMSG);
	assert_ptr_equal(value, SENTINEL);
}

static void copies_are_equal_and_their_own(void **state IA_UNUSED)
{
	struct rpc_value *map = value_new_map(), *copy, *set = value_new_set();

	value_set_add(set, value_new_double(0.5));
	value_set_add(set, value_new_datetime("19700101T00:00:00Z"));
	value_map_put(map, "s", set);
	value_map_put_int(map, "i", 3);
	copy = value_copy(map);
	assert_true(value_equal(map, copy));
	value_map_put_int(copy, "i", 4);
	assert_false(value_equal(map, copy));
	assert_int_equal(value_member_int(map, "i", 0), 3);
	value_free(map);
	value_free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_written_as_xapi_reads_it),
		cmocka_unit_test(a_call_without_arguments_has_params_nevertheless),
		cmocka_unit_test(what_xml_would_read_otherwise_is_escaped),
		cmocka_unit_test(what_xml_cannot_carry_is_refused),
		cmocka_unit_test(what_was_not_built_whole_is_refused),
		cmocka_unit_test(a_request_has_at_most_300_KiB),
		cmocka_unit_test(arguments_are_nested_to_a_bound),
		cmocka_unit_test(texts_need_no_type),
		cmocka_unit_test(numbers_are_read_from_text_and_from_every_tag),
		cmocka_unit_test(what_is_no_number_is_none),
		cmocka_unit_test(the_other_types_are_read),
		cmocka_unit_test(a_bare_array_is_a_result),
		cmocka_unit_test(a_failure_keeps_its_words),
		cmocka_unit_test(a_fault_is_a_failure),
		cmocka_unit_test(broken_replies_are_refused),
		cmocka_unit_test(a_struct_that_names_a_member_twice_is_refused),
		cmocka_unit_test(a_doctype_is_refused_before_it_is_parsed),
		cmocka_unit_test(another_encoding_hides_nothing),
		cmocka_unit_test(replies_are_nested_to_a_bound),
		cmocka_unit_test(replies_have_values_to_a_bound),
		cmocka_unit_test(replies_have_bytes_to_a_bound),
		cmocka_unit_test(a_reply_beyond_libxml2s_ten_MB_is_read),
		cmocka_unit_test(a_result_of_a_task_is_a_value_or_nothing),
		cmocka_unit_test(copies_are_equal_and_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
