/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "args/guest-kind.h"
#include "base/limits.h"

static void each_kind_is_found_by_its_name_and_no_other_is(void **state IA_UNUSED)
{
	for (unsigned i = 0; i < IA_GUEST_KINDS; i++)
		assert_ptr_equal(ia_guest_kind_find(ia_guest_kinds[i].name), &ia_guest_kinds[i]);
	assert_null(ia_guest_kind_find("PV"));
	assert_null(ia_guest_kind_find(""));
	assert_null(ia_guest_kind_find("xen"));
}

static void only_a_pvh_guest_has_its_medium_as_a_disk(void **state IA_UNUSED)
{
	for (unsigned i = 0; i < IA_GUEST_KINDS; i++)
		assert_int_equal(ia_guest_kinds[i].has_cd,
				 ia_guest_kinds[i].mode != ISOARGS_GUEST_PVH);
}

static void a_pv_guest_is_what_is_meant_and_has_the_shortest_line(void **state IA_UNUSED)
{
	assert_int_equal(ia_guest_kinds[0].mode, ISOARGS_GUEST_PV);
	assert_int_equal(ia_guest_kinds[0].line_max, IA_XEN_CMDLINE_MAX);
	for (unsigned i = 1; i < IA_GUEST_KINDS; i++)
		assert_int_equal(ia_guest_kinds[i].line_max, IA_LINUX_CMDLINE_MAX);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_found_by_its_name_and_no_other_is),
		cmocka_unit_test(only_a_pvh_guest_has_its_medium_as_a_disk),
		cmocka_unit_test(a_pv_guest_is_what_is_meant_and_has_the_shortest_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
