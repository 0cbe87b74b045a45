/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "several/json-line.h"

static void assert_line(const char *text, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	assert_true(json_line_add(&buf, text, "name"));
	assert_string_equal(buf.data, expected);
}

static void assert_refused(const char *text)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_strbuf_adds(&buf, "before");
	if (json_line_add(&buf, text, "name"))
		fail_msg("%s", text);
	assert_string_equal(buf.data, "before");
	assert_int_equal(buf.error, 0);
}

static void a_document_loses_its_braces_and_the_blanks_between_its_parts(void **state IA_UNUSED)
{
	assert_line("{\n  \"format\":1,\n  \"a\" : [\n    \"b c\", {\"d\":\t-1.5e+3}\n  ]\r\n}\n",
		    "\"format\":1,\"a\":[\"b c\",{\"d\":-1.5e+3}]");
}

static void every_kind_of_value_stays_as_it_is_spelled(void **state IA_UNUSED)
{
	static const char *const values[] = {
		"null",
		"true",
		"false",
		"0",
		"-0",
		"10",
		"1.25",
		"1e9",
		"1E-9",
		"[]",
		"{}",
		"\"\"",
		"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
		"\"\\u009B\"",
		"\"é漢𝄞\"",
		"[[],[[]]]",
		"{\"a\":{}}",
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		char text[128], expected[128];

		snprintf(text, sizeof(text), " {\"a\":%s} ", values[i]);
		snprintf(expected, sizeof(expected), "\"a\":%s", values[i]);
		assert_line(text, expected);
	}
}

static void what_is_no_document_is_refused(void **state IA_UNUSED)
{
	static const char *const texts[] = {
		"",
		" ",
		"1",
		"[]",
		"\"a\"",
		"{",
		"}",
		"{}}",
		"{} {}",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"{,\"a\":1}",
		"{\"a\":1 \"b\":2}",
		"{a:1}",
		"{\"a\":[1,]}",
		"{\"a\":[1}",
		"{\"a\":[1}]",
		"{\"a\":{1}}",
		"{\"a\":tru}",
		"{\"a\":truee}",
		"{\"a\":01}",
		"{\"a\":-}",
		"{\"a\":.5}",
		"{\"a\":1.}",
		"{\"a\":1e}",
		"{\"a\":+1}",
		"{\"a\":NaN}",
		"{\"a\":\"}",
		"{\"a\":\"\\x\"}",
		"{\"a\":\"\\u12\"}",
		"{\"a\":\"\\",
		"{\"a\":\"\\\"}",
		"{\"a\":1",
		"{\"a\":1}x",
		"\"a\":1",
		"},{\"a\":1}",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_refused(texts[i]);
}

static void what_steers_a_terminal_or_is_no_utf_8_is_refused(void **state IA_UNUSED)
{
	static const char *const strings[] = {"\n",           "\x1b", "\x7f", "\xc2\x9b",
					      "\xe2\x80\xae", "\xff", "\xc3", "\xed\xa0\x80"};

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		char text[64];

		snprintf(text, sizeof(text), "{\"a\":\"%s\"}", strings[i]);
		assert_refused(text);
		snprintf(text, sizeof(text), "{\"%s\":1}", strings[i]);
		assert_refused(text);
	}
}

static void the_callers_member_is_nobody_elses(void **state IA_UNUSED)
{
	assert_refused("{\"name\":\"other.iso\"}");
	assert_refused("{\"a\":1,\"name\":null}");
	assert_refused("{\"n\\u0061me\":\"other.iso\"}");
	assert_line("{\"a\":{\"name\":1},\"names\":2,\"nam\":3,\"b\":\"name\"}",
		    "\"a\":{\"name\":1},\"names\":2,\"nam\":3,\"b\":\"name\"");
}

static void without_a_member_of_the_callers_any_may_stand_there(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	assert_true(json_line_add(&buf, "{\"name\":1}", NULL));
	assert_string_equal(buf.data, "\"name\":1");
}

static void nest(char *text, size_t depth)
{
	size_t at = (size_t)sprintf(text, "{\"a\":");

	/* the outermost is one */
	memset(text + at, '[', depth - 1);
	memset(text + at + depth - 1, ']', depth - 1);
	strcpy(text + at + 2 * (depth - 1), "}");
}

static void values_are_in_each_other_up_to_a_bound(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char text[512];

	nest(text, JSON_LINE_DEPTH_MAX);
	assert_true(json_line_add(&buf, text, "name"));
	nest(text, JSON_LINE_DEPTH_MAX + 1);
	assert_refused(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_loses_its_braces_and_the_blanks_between_its_parts),
		cmocka_unit_test(every_kind_of_value_stays_as_it_is_spelled),
		cmocka_unit_test(what_is_no_document_is_refused),
		cmocka_unit_test(what_steers_a_terminal_or_is_no_utf_8_is_refused),
		cmocka_unit_test(the_callers_member_is_nobody_elses),
		cmocka_unit_test(without_a_member_of_the_callers_any_may_stand_there),
		cmocka_unit_test(values_are_in_each_other_up_to_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
