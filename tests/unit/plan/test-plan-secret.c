/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/strbuf.h"
#include "medium/medium.h"
#include "plan/plan.h"
#include "rpc/xmlrpc.h"
#include "support/heap-watch.h"

/* The arguments may hold the VNC password: on their way nothing of it is left on the heap. */

#define SECRET "vnc-pass"
#define ARGS   "inst.vnc inst.vncpassword=" SECRET " ip=dhcp"

static void plan_with_secret(struct plan *plan)
{
	plan->name = plan_text(plan, "c7");
	plan->host_word = "XCP-ng 8.0.0";
	plan->args = plan_text(plan, "%s", ARGS);
	for (size_t i = 0; i < PLAN_STEPS_MAX; i++) {
		plan_add(plan, STEP_CALL, "VM.set_PV_args", "arguments of the installer");
		plan_put(plan, "value", FIELD_TEXT)->text = plan->args;
	}
	assert_int_equal(plan->error, 0);
}

static void a_plan_leaves_nothing_behind(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};

	heap_watch(SECRET);
	plan_with_secret(&plan);
	assert_string_equal(plan.args, ARGS);
	plan_free(&plan);
	assert_int_equal(heap_watch_end(), 0);
}

static void its_text_and_its_document_leave_nothing_behind(void **state IA_UNUSED)
{
	AUTO_PLAN plan = {0};
	char *text, *json;

	heap_watch(SECRET);
	plan_with_secret(&plan);
	text = plan_print_text(&plan);
	json = plan_print_json(&plan);
	assert_contains(text, ARGS);
	assert_contains(json, ARGS);
	ia_secret_free(text);
	ia_secret_free(json);
	plan_free(&plan);
	assert_int_equal(heap_watch_end(), 0);
}

static void an_answer_of_the_reader_leaves_nothing_behind(void **state IA_UNUSED)
{
	static const char answer[] = ARGS "\0{\"kernel\":\"k\",\"checks\":{\"checks\":[]}}";
	struct medium medium;
	const char *why;

	heap_watch(SECRET);
	assert_int_equal(medium_parse(answer, sizeof(answer) - 1, &medium, &why), 0);
	assert_string_equal(medium.args, ARGS);
	medium_free(&medium);
	assert_int_equal(heap_watch_end(), 0);
}

static void a_call_leaves_nothing_behind(void **state IA_UNUSED)
{
	struct rpc_value *arg;
	size_t size;
	char *text;

	heap_watch(SECRET);
	arg = value_new_string(ARGS);
	assert_int_equal(xmlrpc_write_call("VM.set_PV_args", (const struct rpc_value *const *)&arg,
					   1, &text, &size),
			 0);
	assert_contains(text, ARGS);
	ia_secret_free(text);
	value_free(arg);
	assert_int_equal(heap_watch_end(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_leaves_nothing_behind),
		cmocka_unit_test(its_text_and_its_document_leave_nothing_behind),
		cmocka_unit_test(an_answer_of_the_reader_leaves_nothing_behind),
		cmocka_unit_test(a_call_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
