/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "args/word.h"

static void harmless_values_pass(void **state IA_UNUSED)
{
	static const char *const values[] = {
		"a",
		"http://192.0.2.1/ks.cfg?a=b&c=%20",
		"hd:LABEL=CentOS\\x207\\x20x86_64:/ks.cfg",
		"!#$&()*+,-./:;<=>?@[]^_`{|}~",
		"\xc3\xa9t\xc3\xa0",
		"\xe6\x97\xa5\xe6\x9c\xac",
		"a\\\\",
	};

	for (size_t i = 0; i < IA_COUNT(values); i++)
		assert_int_equal(ia_word_check(ISOARGS_APPEND, values[i], NULL), 0);
}

static void harmful_values_are_refused_and_named(void **state IA_UNUSED)
{
	static const struct {
		const char *value, *part;
	} bad[] = {
		{"", "empty"},
		{"a b", "a space"},
		{" a", "byte 0"},
		{"a ", "byte 1"},
		{"a\tb", "white space"},
		{"a\nb", "line end"},
		{"a\rb", "line end"},
		{"a\vb", "white space"},
		{"a\fb", "white space"},
		{"a\001b", "control character"},
		{"a\033[31m", "control character"},
		{"a\177", "control character"},
		{"a\xc2\x85", "control character"},
		{"a\"b", "a quote"},
		{"a'b", "a quote"},
		{"a\xff", "UTF-8"},
		{"a\xc3", "UTF-8"},
		{"a\xc0\xaf", "UTF-8"},
		{"a\xc2\xa0", "white space"},
		{"a\xe2\x80\x89", "white space"},
		{"a\xe3\x80\x80", "white space"},
		{"a\\", "backslash"},
		{"a\\\\\\", "backslash"},
		{"\\", "backslash"},
	};

	for (size_t i = 0; i < IA_COUNT(bad); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		assert_int_equal(ia_word_check(ISOARGS_APPEND, bad[i].value, &error), -EINVAL);
		assert_string_equal(isoargs_option_name(isoargs_error_option(error)),
				    "ISOARGS_APPEND");
		assert_contains(isoargs_error_message(error), bad[i].part);
		assert_contains(isoargs_error_message(error), "expected");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(harmless_values_pass),
		cmocka_unit_test(harmful_values_are_refused_and_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
