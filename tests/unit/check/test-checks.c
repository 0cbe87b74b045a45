/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "check/checks.h"

/* What a program learns of a finding. */

static int setup(void **state)
{
	*state = ia_checks_new();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	*state = isoargs_checks_free(*state);
	return 0;
}

static void a_finding_gives_back_all_that_was_said(void **state)
{
	struct ia_check check = {.checks = *state};
	const struct isoargs_finding *finding;
	uint64_t offset = 0;

	ia_check_add(&check, ISOARGS_CHECK_WARNING, IA_FINDING_KERNEL, IA_AT_LINE("ISO:/a", 3, 9),
		     "mend it", "found %d", 7);
	ia_check_add(&check, ISOARGS_CHECK_ERROR, IA_FINDING_LABEL, IA_AT_OFFSET("ISO:/b", 17),
		     NULL, "broken");
	finding = isoargs_checks_finding(*state, 0);
	assert_int_equal(isoargs_finding_verdict(finding), ISOARGS_CHECK_WARNING);
	assert_string_equal(isoargs_finding_code(finding), "kernel");
	assert_string_equal(isoargs_finding_message(finding), "ISO:/a:3:9: found 7; mend it");
	assert_string_equal(isoargs_finding_text(finding), "found 7");
	assert_string_equal(isoargs_finding_file(finding), "ISO:/a");
	assert_int_equal(isoargs_finding_line(finding), 3);
	assert_int_equal(isoargs_finding_column(finding), 9);
	assert_int_equal(isoargs_finding_offset(finding, &offset), 0);
	assert_string_equal(isoargs_finding_remedy(finding), "mend it");
	finding = isoargs_checks_finding(*state, 1);
	assert_int_equal(isoargs_finding_offset(finding, &offset), 1);
	assert_int_equal(offset, 17);
	assert_int_equal(isoargs_finding_line(finding), 0);
	assert_null(isoargs_finding_remedy(finding));
	assert_null(isoargs_checks_finding(*state, 2));
}

static void the_verdict_is_that_of_the_worst(void **state)
{
	struct ia_check check = {.checks = *state};

	assert_int_equal(isoargs_checks_verdict(*state), ISOARGS_CHECK_OK);
	ia_check_add(&check, ISOARGS_CHECK_ERROR, IA_FINDING_KERNEL, IA_NOWHERE, NULL, "a");
	ia_check_add(&check, ISOARGS_CHECK_WARNING, IA_FINDING_KERNEL, IA_NOWHERE, NULL, "b");
	assert_int_equal(isoargs_checks_verdict(*state), ISOARGS_CHECK_ERROR);
}

/* A menu of one entry, whose words all look for another medium. */
static void menus_are_looked_at_as_far_as_the_meter_goes(void **state)
{
	static const char *const argv[] = {"/k", "inst.stage2=hd:LABEL=a", "inst.repo=hd:LABEL=b"};
	const struct isoargs_entry entry = {
		.title = "t",
		.file = "ISO:/g",
		.command = "linux",
		.kernel = "/k",
		.argv = argv,
		.argc = IA_COUNT(argv),
	};
	struct ia_config config = {.entries = &entry, .count = 1};
	const struct isoargs_report report = {.menu = {.configs = &config, .count = 1}};
	struct ia_meter meter = IA_METER;
	struct ia_check check = {.checks = *state, .report = &report, .meter = &meter};

	ia_check_menus(&check);
	assert_non_null(isoargs_checks_finding(*state, 1));
	assert_null(isoargs_checks_finding(*state, 2));
	meter.work_max = meter.work++;
	ia_check_menus(&check);
	assert_null(isoargs_checks_finding(*state, 2));
	assert_int_equal(meter.state, IA_METER_WORK_SPENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_finding_gives_back_all_that_was_said, setup,
						teardown),
		cmocka_unit_test_setup_teardown(the_verdict_is_that_of_the_worst, setup, teardown),
		cmocka_unit_test_setup_teardown(menus_are_looked_at_as_far_as_the_meter_goes, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
