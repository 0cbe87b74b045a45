/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/strbuf.h"
#include "medium/medium.h"

/* What the process that reads a medium answers, and what one that a medium took over might. */

#define CHECKS "\"checks\":{\"checks\":[]}"

static int parse(const char *args, const char *document, struct medium *ret)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	const char *why = "nothing was said";
	int r;

	ia_strbuf_add(&text, args, strlen(args) + 1);
	ia_strbuf_adds(&text, document);
	r = medium_parse(text.data, text.length, ret, &why);
	assert_non_null(why);
	return r;
}

static void assert_refused(const char *args, const char *document)
{
	struct medium medium;

	assert_int_equal(parse(args, document, &medium), -1);
	assert_null(medium.args);
	medium_free(&medium);
}

static void an_answer_is_read(void **state IA_UNUSED)
{
	struct medium medium;

	assert_int_equal(
		parse("quiet",
		      "{\"kernel\":\"ISO:/k\",\"initrd\":\"ISO:/i\",\"label\":\"A\\\\x20B\","
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

	assert_int_equal(parse("",
			       "{\"kernel\":\"k\",\"checks\":{\"checks\":["
			       "{\"check\":\"memory\",\"verdict\":\"error\",\"text\":\"more\"}]}}",
			       &medium),
			 0);
	assert_string_equal(medium.memory_error, "more");
	assert_true(medium.starts);
	medium_free(&medium);
	assert_int_equal(parse("",
			       "{\"kernel\":\"k\",\"checks\":{\"checks\":["
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
		"{\"kernel\":7," CHECKS "}",
		"{\"kernel\":[\"k\"]," CHECKS "}",
		"{\"kernel\":\"k\"}",
		"{\"kernel\":\"k\",\"checks\":{\"checks\":{}}}",
		"{\"kernel\":\"k\"," CHECKS "",
		"{\"kernel\":\"k\"," CHECKS "}}",
		"{\"kernel\":\"k\xff\"," CHECKS "}",
		"{\"a\":[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]}",
	};

	for (size_t i = 0; i < IA_COUNT(texts); i++)
		assert_refused("quiet", texts[i]);
	assert_refused("qui\xff", "{\"kernel\":\"k\"," CHECKS "}");
}

static void arguments_without_their_end_are_refused(void **state IA_UNUSED)
{
	static const char *const texts[] = {"", "quiet", "{\"kernel\":\"k\"," CHECKS "}"};

	for (size_t i = 0; i < IA_COUNT(texts); i++) {
		AUTO_MEDIUM medium = {0};
		const char *why = NULL;

		assert_int_equal(medium_parse(texts[i], strlen(texts[i]), &medium, &why), -1);
		assert_contains(why, "no JSON document");
	}
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
			 "{\"label\":\"%s\",\"kernel\":\"k\",\"initrd\":\"%s\"," CHECKS "}",
			 texts[i], texts[i]);
		assert_int_equal(parse("a", text, &medium), 0);
		assert_null(medium.label);
		assert_null(medium.initrd);
		medium_free(&medium);
		snprintf(text, sizeof(text), "{\"kernel\":\"%s\"," CHECKS "}", texts[i]);
		assert_refused("a", text);
	}
}

static void arguments_that_would_steer_a_terminal_are_refused(void **state IA_UNUSED)
{
	static const char *const texts[] = {
		"\033[31m",
		"a\nb",
		"\x7f",
		"\xc2\x85",
		("\xc2\x9b"
		 "31m"),
		"\xd8\x9c",
		"\xe2\x80\xae",
		"\xe2\x81\xa6",
		"\xe2\x80\xa8",
	};

	for (size_t i = 0; i < IA_COUNT(texts); i++)
		assert_refused(texts[i], "{\"kernel\":\"k\"," CHECKS "}");
}

static void an_error_of_the_reader_is_handed_on(void **state IA_UNUSED)
{
	static const char text[] = "\0{\"error\":\"no ISO 9660 volume\",\"status\":1}";
	const char *why = "nothing was said";
	struct medium medium;

	assert_int_equal(medium_parse(text, sizeof(text) - 1, &medium, &why), -1);
	assert_null(why);
	assert_string_equal(medium_text(medium.root, "error"), "no ISO 9660 volume");
	medium_free(&medium);
}

static void an_answer_is_read_up_to_the_bound_of_its_size(void **state IA_UNUSED)
{
	static const char head[] = "a\0{\"kernel\":\"k\"," CHECKS ",\"more\":\"";
	char *text = malloc(MEDIUM_JSON_MAX + 2);
	const char *why;
	struct medium medium;

	for (size_t size = MEDIUM_JSON_MAX; size <= MEDIUM_JSON_MAX + 1; size++) {
		memset(text, 'a', size);
		memcpy(text, head, sizeof(head) - 1);
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

		ia_strbuf_add(&text, "a", 2);
		ia_strbuf_adds(&text, "{\"kernel\":\"k\"," CHECKS ",\"x\":");
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
		cmocka_unit_test(arguments_without_their_end_are_refused),
		cmocka_unit_test(a_text_that_would_steer_a_terminal_is_none),
		cmocka_unit_test(arguments_that_would_steer_a_terminal_are_refused),
		cmocka_unit_test(an_error_of_the_reader_is_handed_on),
		cmocka_unit_test(an_answer_is_read_up_to_the_bound_of_its_size),
		cmocka_unit_test(an_answer_is_read_up_to_the_bound_of_its_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
