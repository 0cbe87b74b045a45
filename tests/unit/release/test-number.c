/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "release/number.h"

static void versions_are_ordered_by_their_first_two_numbers(void **state)
{
	(void)state;
	assert_int_equal(ia_release_number("22.04.5"), 2204);
	assert_int_equal(ia_release_number("12.5"), 1205);
	assert_int_equal(ia_release_number("12"), 1200);
	assert_int_equal(ia_release_number("7 \"Wheezy\""), 700);
	assert_true(ia_release_number("9.13.0") < ia_release_number("12.10.0"));
	assert_true(ia_release_number("23.10") < ia_release_number("24.04"));
}

static void what_is_no_version_is_none(void **state)
{
	(void)state;
	assert_int_equal(ia_release_number(NULL), 0);
	assert_int_equal(ia_release_number(""), 0);
	assert_int_equal(ia_release_number("testing"), 0);
	assert_int_equal(ia_release_number(".5"), 0);
}

static void numbers_beyond_all_releases_stay_in_order(void **state)
{
	(void)state;
	assert_int_equal(ia_release_number("99999999999999999999.1"), 999901);
	assert_int_equal(ia_release_number("8.99999999999999999999"), 899);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_are_ordered_by_their_first_two_numbers),
		cmocka_unit_test(what_is_no_version_is_none),
		cmocka_unit_test(numbers_beyond_all_releases_stay_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
