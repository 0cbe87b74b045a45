/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/checked.h"

static void sums_and_products_that_overflow_leave_the_output_alone(void **state IA_UNUSED)
{
	uint64_t sum = 42;

	assert_false(ia_add(UINT64_MAX, 1, &sum));
	assert_false(ia_multiply(UINT64_MAX / 2, 3, &sum));
	assert_true(sum == 42);
	assert_true(ia_add(UINT64_MAX - 1, 1, &sum));
	assert_true(sum == UINT64_MAX);
}

static void a_range_that_wraps_is_not_inside(void **state IA_UNUSED)
{
	assert_true(ia_inside(0, 10, 10));
	assert_true(ia_inside(10, 0, 10));
	assert_false(ia_inside(1, 10, 10));
	assert_false(ia_inside(11, 0, 10));
	assert_false(ia_inside(8, UINT64_MAX - 4, 10));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_and_products_that_overflow_leave_the_output_alone),
		cmocka_unit_test(a_range_that_wraps_is_not_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
