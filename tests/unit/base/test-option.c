/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/option.h>

#include "base/cleanup.h"
#include "base/option.h"

static void every_option_has_a_name_of_its_own(void **state IA_UNUSED)
{
	for (unsigned i = 1; i < IA_OPTIONS; i++) {
		const char *name = isoargs_option_name((enum isoargs_option)i);

		assert_non_null(name);
		assert_true(strncmp(name, "ISOARGS_", 8) == 0 || strncmp(name, "isoargs_", 8) == 0);
		for (unsigned k = 1; k < i; k++)
			assert_string_not_equal(name, isoargs_option_name((enum isoargs_option)k));
	}
	assert_string_equal(isoargs_option_name(ISOARGS_IP), "ISOARGS_IP");
	assert_string_equal(isoargs_option_name(ISOARGS_GUEST_TEMPLATE), "ISOARGS_GUEST_TEMPLATE");
	assert_string_equal(isoargs_option_name(ISOARGS_CALL_FILE_OPEN), "isoargs_file_open()");
}

static const char *spell(enum isoargs_option option, void *user)
{
	if (option == ISOARGS_GATEWAY)
		return NULL;
	if (option == ISOARGS_CALL_FILE_OPEN)
		return "get";
	return option == ISOARGS_IP ? user : "other";
}

static void assert_spelled(const char *text, const char *expected)
{
	char address[] = "-i", *spelled IA_AUTO_FREE = NULL;

	assert_int_equal(isoargs_spell(text, spell, address, &spelled), 0);
	assert_string_equal(spelled, expected);
}

static void names_in_a_sentence_are_spelled_as_the_program_does(void **state IA_UNUSED)
{
	assert_spelled("", "");
	assert_spelled("Isoargs is isoargs", "Isoargs is isoargs");
	assert_spelled("ISOARGS_IP: found it", "-i: found it");
	assert_spelled("give ISOARGS_IP/24, or ISOARGS_DHCP", "give -i/24, or other");
	assert_spelled("ISOARGS_IPISOARGS_IP ISOARGS_IP", "ISOARGS_IPISOARGS_IP -i");
	assert_spelled("with isoargs_file_open() or isoargs_file_open",
		       "with get or isoargs_file_open");
}

static void a_name_within_another_word_is_not_one(void **state IA_UNUSED)
{
	assert_spelled("ISOARGS_IPS XISOARGS_IP _ISOARGS_IP ISOARGS_IP_",
		       "ISOARGS_IPS XISOARGS_IP _ISOARGS_IP ISOARGS_IP_");
	assert_spelled("ISOARGS_ ISOARGS_NO_OPTION isoargs_spell()",
		       "ISOARGS_ ISOARGS_NO_OPTION isoargs_spell()");
}

static void what_a_program_does_not_spell_keeps_its_name(void **state IA_UNUSED)
{
	char *same IA_AUTO_FREE = NULL;

	assert_spelled("without ISOARGS_GATEWAY", "without ISOARGS_GATEWAY");
	assert_int_equal(isoargs_spell("give ISOARGS_IP", NULL, NULL, &same), 0);
	assert_string_equal(same, "give ISOARGS_IP");
}

static void the_first_name_is_found_where_it_stands(void **state IA_UNUSED)
{
	size_t at = 99, length = 99;

	assert_int_equal(isoargs_option_find("no name", &at, &length), ISOARGS_NO_OPTION);
	assert_int_equal(at, 99);
	assert_int_equal(isoargs_option_find("x ISOARGS_IP ISOARGS_MTU", &at, &length), ISOARGS_IP);
	assert_int_equal(at, 2);
	assert_int_equal(length, 10);
}

static void what_is_no_option_has_no_name(void **state IA_UNUSED)
{
	assert_null(isoargs_option_name(ISOARGS_NO_OPTION));
	assert_null(isoargs_option_name((enum isoargs_option)IA_OPTIONS));
	assert_null(isoargs_option_name((enum isoargs_option) - 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_has_a_name_of_its_own),
		cmocka_unit_test(names_in_a_sentence_are_spelled_as_the_program_does),
		cmocka_unit_test(a_name_within_another_word_is_not_one),
		cmocka_unit_test(what_a_program_does_not_spell_keeps_its_name),
		cmocka_unit_test(the_first_name_is_found_where_it_stands),
		cmocka_unit_test(what_is_no_option_has_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
