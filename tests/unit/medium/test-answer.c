/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/strbuf.h"
#include "medium/medium.h"

/* What the process that reads a medium answers, and what one that a medium took over might. */

#define CHECKS "\"checks\":{\"checks\":[]}"

static int parse(const char *text, struct medium *ret)
{
	const char *why = "nothing was said";
	int r = medium_parse(text, strlen(text), ret, &why);

	assert_non_null(why);
	return r;
}

static void assert_refused(const char *text)
{
	struct medium medium;

	assert_int_equal(parse(text, &medium), -1);
	medium_free(&medium);
}

static void an_answer_is_read(void **state IA_UNUSED)
{
	struct medium medium;

	assert_int_equal(parse("{\"args\":{\"args\":\"quiet\",\"kernel\":\"ISO:/k\","
			       "\"initrds\":[\"ISO:/i\",\"ISO:/j\"]},\"label\":\"A\\\\x20B\","
			       "\"distribution\":\"CentOS\",\"version\":\"7\",\"generation\":3,"
			       "\"eliloader\":true," CHECKS "}",
			       &medium),
			 0);
	assert_string_equal(medium.args, "quiet");
	assert_string_equal(medium.kernel, "ISO:/k");
	assert_string_equal(medium.initrd, "ISO:/i");
	assert_string_equal(medium.label, "A\\x20B");
	assert_string_equal(medium.distribution, "CentOS");
	assert_string_equal(medium.version, "7");
	assert_int_equal(medium.generation, 3);
	assert_true(medium.suits_eliloader);
	assert_true(medium.starts);
	assert_null(medium.memory_error);
	medium_free(&medium);
}

static void too_little_memory_is_not_what_keeps_it_from_starting(void **state IA_UNUSED)
{
	struct medium medium;

	assert_int_equal(parse("{\"args\":{\"args\":\"\",\"kernel\":\"k\"},\"checks\":{\"checks\":["
			       "{\"check\":\"memory\",\"verdict\":\"error\",\"text\":\"more\"}]}}",
			       &medium),
			 0);
	assert_string_equal(medium.memory_error, "more");
	assert_true(medium.starts);
	medium_free(&medium);
	assert_int_equal(parse("{\"args\":{\"args\":\"\",\"kernel\":\"k\"},\"checks\":{\"checks\":["
			       "{\"check\":\"pv\",\"verdict\":\"error\",\"text\":\"no\"}]}}",
			       &medium),
			 0);
	assert_null(medium.memory_error);
	assert_false(medium.starts);
	medium_free(&medium);
}

static void an_answer_of_another_form_is_refused(void **state IA_UNUSED)
{
	static const char *const texts[] = {
		"",
		"quiet",
		"[]",
		"null",
		"{}",
		"{" CHECKS "}",
		"{\"args\":\"quiet\"," CHECKS "}",
		"{\"args\":{\"args\":\"quiet\"}," CHECKS "}",
		"{\"args\":{\"args\":[\"quiet\"],\"kernel\":\"k\"}," CHECKS "}",
		"{\"args\":{\"args\":\"quiet\",\"kernel\":7}," CHECKS "}",
		"{\"args\":{\"args\":\"quiet\",\"kernel\":\"k\"}}",
		"{\"args\":{\"args\":\"quiet\",\"kernel\":\"k\"},\"checks\":{\"checks\":{}}}",
		"{\"args\":{\"args\":\"quiet\",\"kernel\":\"k\"}," CHECKS "",
		"{\"args\":{\"args\":\"quiet\",\"kernel\":\"k\"}," CHECKS "}}",
		"{\"args\":{\"args\":\"qui\xff\",\"kernel\":\"k\"}," CHECKS "}",
		"{\"a\":[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]}",
	};

	for (size_t i = 0; i < IA_COUNT(texts); i++)
		assert_refused(texts[i]);
}

static void a_text_that_would_steer_a_terminal_is_none(void **state IA_UNUSED)
{
	static const char *const texts[] = {
		"\\u001b[31m", "a\\nb",   "\\u007f", "\\u0085",      "\\u009b31m",
		"\\u061c",     "\\u202e", "\\u2066", "\xe2\x80\xae", "a\\u0000b",
	};

	for (size_t i = 0; i < IA_COUNT(texts); i++) {
		struct medium medium;
		char text[200];

		snprintf(text, sizeof(text),
			 "{\"label\":\"%s\",\"args\":{\"args\":\"a\",\"kernel\":\"k\","
			 "\"initrds\":[\"%s\"]}," CHECKS "}",
			 texts[i], texts[i]);
		assert_int_equal(parse(text, &medium), 0);
		assert_null(medium.label);
		assert_null(medium.initrd);
		medium_free(&medium);
		snprintf(text, sizeof(text),
			 "{\"args\":{\"args\":\"%s\",\"kernel\":\"k\"}," CHECKS "}", texts[i]);
		assert_refused(text);
	}
}

static void an_error_of_the_reader_is_handed_on(void **state IA_UNUSED)
{
	static const char text[] = "{\"error\":\"no ISO 9660 volume\",\"status\":1}";
	const char *why = "nothing was said";
	struct medium medium;

	assert_int_equal(medium_parse(text, strlen(text), &medium, &why), -1);
	assert_null(why);
	assert_string_equal(medium_text(medium.root, "error"), "no ISO 9660 volume");
	medium_free(&medium);
}

static void an_answer_is_read_up_to_the_bound_of_its_size(void **state IA_UNUSED)
{
	static const char head[] =
		"{\"args\":{\"args\":\"a\",\"kernel\":\"k\"}," CHECKS ",\"more\":\"";
	char *text = malloc(MEDIUM_JSON_MAX + 2);
	const char *why;
	struct medium medium;

	for (size_t size = MEDIUM_JSON_MAX; size <= MEDIUM_JSON_MAX + 1; size++) {
		memset(text, 'a', size);
		memcpy(text, head, strlen(head));
		memcpy(text + size - 2, "\"}", 3);
		assert_int_equal(medium_parse(text, size, &medium, &why),
				 size > MEDIUM_JSON_MAX ? -1 : 0);
		medium_free(&medium);
	}
	free(text);
}

static void an_answer_is_read_up_to_the_bound_of_its_depth(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		/* The document itself and what stands in the last brackets are two levels. */
		const unsigned depth = MEDIUM_JSON_DEPTH - 2 + more;
		struct ia_strbuf text IA_AUTO_STRBUF = {0};
		AUTO_MEDIUM medium = {0};
		const char *why = "";

		ia_strbuf_adds(&text,
			       "{\"args\":{\"args\":\"a\",\"kernel\":\"k\"}," CHECKS ",\"x\":");
		ia_strbuf_fill(&text, '[', depth);
		ia_strbuf_addc(&text, '1');
		ia_strbuf_fill(&text, ']', depth);
		ia_strbuf_addc(&text, '}');
		assert_int_equal(medium_parse(text.data, text.length, &medium, &why),
				 more ? -1 : 0);
		if (more)
			assert_contains(why, "no JSON document");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_read),
		cmocka_unit_test(too_little_memory_is_not_what_keeps_it_from_starting),
		cmocka_unit_test(an_answer_of_another_form_is_refused),
		cmocka_unit_test(a_text_that_would_steer_a_terminal_is_none),
		cmocka_unit_test(an_error_of_the_reader_is_handed_on),
		cmocka_unit_test(an_answer_is_read_up_to_the_bound_of_its_size),
		cmocka_unit_test(an_answer_is_read_up_to_the_bound_of_its_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
