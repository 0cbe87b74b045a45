/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pool.h"

/* Nothing is dropped in silence: what finds no room fails the plan, and what was there stays. */

static void steps_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};

	for (size_t i = 0; i < PLAN_STEPS_MAX; i++)
		plan_add(&plan, STEP_CALL, "VM.start", "one");
	assert_int_equal(plan.error, 0);
	plan_add(&plan, STEP_HOSTS, "VM.get_possible_hosts", "one more");
	plan_put(&plan, "vm", FIELD_TEXT)->text = "lost";
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(plan.count, PLAN_STEPS_MAX);
	assert_string_equal(plan.steps[PLAN_STEPS_MAX - 1].title, "one");
	assert_int_equal(plan.steps[PLAN_STEPS_MAX - 1].count, 0);
}

static void fields_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};
	struct plan_step *step = plan_add(&plan, STEP_RECORD, "VDI.create", "a disk");

	for (size_t i = 0; i < STEP_FIELDS_MAX; i++)
		plan_put(&plan, "name_label", FIELD_INT)->number = (int64_t)i;
	assert_int_equal(plan.error, 0);
	plan_put(&plan, "tags", FIELD_TEXT)->text = "one more";
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(step->count, STEP_FIELDS_MAX);
	assert_string_equal(step->fields[0].name, "name_label");
	assert_int_equal(step->fields[STEP_FIELDS_MAX - 2].number, STEP_FIELDS_MAX - 2);
}

static void pairs_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};
	struct plan_field *field;

	plan_add(&plan, STEP_MERGE, "VM.set_platform", "a map");
	field = plan_put(&plan, "value", FIELD_PAIRS);
	for (size_t i = 0; i < FIELD_PAIRS_MAX; i++)
		plan_put_pair(&plan, "key", "one");
	assert_int_equal(plan.error, 0);
	plan_put_pair(&plan, "key", "one more");
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(field->pair_count, FIELD_PAIRS_MAX);
	assert_string_equal(field->pairs[FIELD_PAIRS_MAX - 1].value, "one");
}

static void texts_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};

	for (size_t i = 0; i < PLAN_TEXTS_MAX; i++)
		assert_string_equal(plan_text(&plan, "%s", "one"), "one");
	assert_int_equal(plan.error, 0);
	assert_string_equal(plan_text(&plan, "%s", "one more"), "");
	assert_int_equal(plan.error, -E2BIG);
}

static void warnings_have_room_up_to_their_bound(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};

	for (size_t i = 0; i < PLAN_WARNINGS_MAX; i++)
		plan_warn(&plan, "number %zu", i);
	assert_int_equal(plan.error, 0);
	plan_warn(&plan, "one more");
	assert_int_equal(plan.error, -E2BIG);
	assert_int_equal(plan.warning_count, PLAN_WARNINGS_MAX);
	assert_string_equal(plan.warnings[0], "number 0");
}

/* The bounds stand far enough off: the longest plan that there is fits. */
static void a_plan_that_found_no_room_is_refused(void **state IA_UNUSED)
{
	struct pool pool;

	pool_set_up(&pool);
	for (size_t i = 0; i < PLAN_STEPS_MAX - 10; i++)
		plan_add(&pool.plan, STEP_CALL, "VM.start", "one");
	assert_int_equal(pool_plan(&pool), -1);
	assert_string_equal(pool.refusal.code, "plan-too-long");
	assert_int_equal(pool.refusal.status, EXIT_FAILED);
	pool_tear_down(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_have_room_up_to_their_bound),
		cmocka_unit_test(fields_have_room_up_to_their_bound),
		cmocka_unit_test(pairs_have_room_up_to_their_bound),
		cmocka_unit_test(texts_have_room_up_to_their_bound),
		cmocka_unit_test(warnings_have_room_up_to_their_bound),
		cmocka_unit_test(a_plan_that_found_no_room_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
