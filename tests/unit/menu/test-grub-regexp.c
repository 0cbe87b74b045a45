/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The matcher is the C library's; test-grub-hostile-budget.c has what it is not trusted with. */
#include "support/grub-host.h"

#include <dlfcn.h>
#include <regex.h>

static bool has_memory;

/* In place of the C library's. */
int regcomp(regex_t *regex, const char *pattern, int flags)
{
	int (*real)(regex_t *, const char *, int);

	*(void **)&real = dlsym(RTLD_NEXT, "regcomp");
	return has_memory ? real(regex, pattern, flags) : REG_ESPACE;
}

static void assert_result(int expected)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(IA_GRUB_STOCK, "regexp a a; menuentry m { linux /k $? }\n");

	assert_int_equal(e.result, expected);
	if (expected < 0)
		assert_string_equal(isoargs_error_message(e.error), "out of memory");
}

static void a_pattern_for_which_there_is_no_memory_is_not_a_bad_one(void **state IA_UNUSED)
{
	has_memory = true;
	assert_result(0);
	has_memory = false;
	assert_result(-ENOMEM);
}

/* Tries it, and asks what the status was. */
static void assert_status(const char *pattern, const char *expected)
{
	char text[512];

	has_memory = true;
	snprintf(text, sizeof(text),
		 "regexp '%s' 'aaaa-bb.c]d'\nset r=$?\nmenuentry m { linux /k $r }\n", pattern);
	assert_cmdline(IA_GRUB_STOCK, text, expected);
}

static void what_is_no_pattern_does_not_match(void **state IA_UNUSED)
{
	assert_status("(a", "1");
	assert_status("a[", "1");
	assert_status("[[:alpha:", "1");
	assert_status("a{", "1");
}

static void honest_patterns_are_tried_as_they_are(void **state IA_UNUSED)
{
	assert_status("^(a+)-([^.]*)\\.(.*)$", "0");
	assert_status("^a{4}-b{2}", "0");
	assert_status("^(a{2}){2}-", "0");
	assert_status("[[:alpha:]]+-[[:alpha:]]+", "0");
	assert_status("[].]c[]]", "0");
	assert_status("[^]]$", "0");
	assert_status("x|(a|b)+-", "0");
	assert_status("a{5}", "1");
	assert_status("^b", "1");
	assert_status("b)?[.]", "0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_for_which_there_is_no_memory_is_not_a_bad_one),
		cmocka_unit_test(what_is_no_pattern_does_not_match),
		cmocka_unit_test(honest_patterns_are_tried_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
