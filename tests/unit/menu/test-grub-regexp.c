/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The matcher is the C library's; test-grub-hostile-budget.c has what it is not trusted with. */
#include "support/grub-host.h"

#include <dlfcn.h>
#include <locale.h>
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

static void assert_match(const char *pattern, const char *subject, const char *expected)
{
	char text[1024];

	has_memory = true;
	snprintf(text, sizeof(text),
		 "regexp -s 0:w -s g '%s' '%s'\nset r=$?\nmenuentry m { linux /k $r [$w] [$g] }\n",
		 pattern, subject);
	assert_cmdline(IA_GRUB_STOCK, text, expected);
}

static void characters_count_not_bytes(void **state IA_UNUSED)
{
	assert_match("(.)(.)", "é", "1 [] []");
	assert_match("^.$", "é", "0 [é] []");
	assert_match("(.)€.$", "aé€😀", "0 [é€😀] [é]");
	assert_match("^[à-ü]+$", "éè", "0 [éè] []");
	assert_match("^[à-ü]$", "Ā", "1 [] []");
	assert_match("[é-à]", "é", "1 [] []");
	assert_match("^[^a]$", "é", "0 [é] []");
	assert_match("^é{2}(x?)$", "éé", "0 [éé] []");
	assert_match("[[:alpha:]]", "é", "1 [] []");
	assert_match("^(\\W)b", "éb", "0 [éb] [é]");
	assert_match("é", "è", "1 [] []");
}

static void a_byte_that_is_of_no_character_is_one_by_itself(void **state IA_UNUSED)
{
	assert_match("^\xe9(.)$", "\xe9z", "0 [\xe9z] [z]");
	assert_match("^.(z)$", "\xe9z", "0 [\xe9z] [z]");
	assert_match("\xc3", "é", "1 [] []");
}

static void the_locale_of_the_caller_changes_nothing(void **state IA_UNUSED)
{
	if (!setlocale(LC_ALL, "C.UTF-8"))
		skip();
	characters_count_not_bytes(NULL);
	setlocale(LC_ALL, "C");
}

/* 128 in all, from U+0100 on. */
static void as_many_characters_as_bytes_are_told_apart(void **state IA_UNUSED)
{
	char text[300] = "";

	for (unsigned i = 0; i < 128; i++)
		snprintf(text + 2 * i, 3, "%c%c", 0xc4 + i / 64, 0x80 + i % 64);
	strcpy(text + 254, "");
	assert_match("^.{9}\xc4\x89", text,
		     "0 [\xc4\x80\xc4\x81\xc4\x82\xc4\x83\xc4\x84"
		     "\xc4\x85\xc4\x86\xc4\x87\xc4\x88\xc4\x89] []");
	assert_match("\xc5\xbf|^\xc4\x80", text, "0 [\xc4\x80] []");
	assert_match("é|\xc5\xbf|^\xc4\x80", text, "1 [] []");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_for_which_there_is_no_memory_is_not_a_bad_one),
		cmocka_unit_test(what_is_no_pattern_does_not_match),
		cmocka_unit_test(honest_patterns_are_tried_as_they_are),
		cmocka_unit_test(characters_count_not_bytes),
		cmocka_unit_test(a_byte_that_is_of_no_character_is_one_by_itself),
		cmocka_unit_test(the_locale_of_the_caller_changes_nothing),
		cmocka_unit_test(as_many_characters_as_bytes_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
