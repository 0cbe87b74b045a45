/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <isoargs/option.h>

#include "base/option.h"

static void every_option_has_a_name(void **state IA_UNUSED)
{
	for (unsigned i = 1; i < IA_OPTIONS; i++)
		assert_non_null(isoargs_option_name((enum isoargs_option)i));
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
		cmocka_unit_test(every_option_has_a_name),
		cmocka_unit_test(what_is_no_option_has_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
