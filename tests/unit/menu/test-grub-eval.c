/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"
#include "support/repeat.h"

#include <time.h>

#include "base/strbuf.h"
#include "menu/grub/eval/eval.h"

#define CONFIGURATION ((uint64_t)IA_GRUB_STEPS_MAX * IA_GRUB_STEP) /* units that one may take */
#define LOOKUP        (CONFIGURATION / 64)

static int stat_far_away(void *data, const char *device IA_UNUSED, const char *path IA_UNUSED,
			 unsigned long long *ret_size IA_UNUSED,
			 struct isoargs_error **reterr IA_UNUSED)
{
	ia_meter_spend(data, IA_COST_FILES, LOOKUP);
	return 0;
}

/* Looks for a file so often, each time at a cost, with the meter of what else the call has done. */
static int look_up(struct ia_meter *meter, unsigned count)
{
	const struct ia_menu_host far_host = {
		.data = meter,
		.meter = meter,
		.read = host_read,
		.stat = stat_far_away,
		.search = host_search,
	};
	const struct ia_grub_setup setup = {
		.platform = "pc", .cpu = "i386", .root = "cd0", .prefix = "/", .host = &far_host};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct ia_entries menu;

	for (unsigned i = 0; i < count; i++)
		ia_strbuf_adds(&text, "[ -f /x ]\n");
	ia_strbuf_adds(&text, "menuentry a { true; }\n");
	return ia_grub_evaluate(&setup,
				&(const struct ia_config_file){"/x.cfg", text.data, text.length},
				arena, NULL, &menu, NULL);
}

static void what_lookups_go_through_counts_as_steps(void **state IA_UNUSED)
{
	struct ia_meter meter = IA_METER;

	/* Before the evaluation, which is no business of it. */
	ia_meter_spend(&meter, IA_COST_FILES, CONFIGURATION);
	assert_int_equal(look_up(&meter, 62), 0);
	assert_int_equal(look_up(&meter, 64), -E2BIG);
	assert_int_equal(meter.state, IA_METER_GOOD);
}

static void all_configurations_of_a_medium_draw_on_one_meter(void **state IA_UNUSED)
{
	struct ia_meter meter = IA_METER, spent = IA_METER;
	uint64_t cost;

	assert_int_equal(look_up(&meter, 1), 0);
	cost = ia_meter_work(&meter);
	ia_meter_spend(&spent, IA_COST_FILES, IA_WORK_MAX - cost);
	assert_int_equal(look_up(&spent, 1), 0);
	assert_int_equal(ia_meter_work(&spent), IA_WORK_MAX);
	spent = (struct ia_meter)IA_METER;
	ia_meter_spend(&spent, IA_COST_FILES, IA_WORK_MAX - cost + 1);
	assert_int_equal(look_up(&spent, 1), -E2BIG);
	assert_int_equal(spent.state, IA_METER_WORK_SPENT);
}

static void three_configurations_without_an_end_leave_work_for_others(void **state IA_UNUSED)
{
	assert_true(4 * CONFIGURATION < IA_WORK_MAX);
}

/* Evaluates an assignment of so many bytes. */
static int assign(size_t size)
{
	const struct ia_menu_host no_medium = {.read = NULL};
	const struct ia_grub_setup setup = {
		.platform = "pc", .cpu = "i386", .root = "cd0", .prefix = "/", .host = &no_medium};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	struct ia_entries menu;

	ia_strbuf_adds(&text, "a=");
	for (size_t i = 0; i < size; i++)
		ia_strbuf_addc(&text, 'x');
	ia_strbuf_adds(&text, "\n");
	return ia_grub_evaluate(&setup,
				&(const struct ia_config_file){"/x.cfg", text.data, text.length},
				arena, NULL, &menu, NULL);
}

static void variables_have_a_bound_of_their_bytes(void **state IA_UNUSED)
{
	/* What a start-up sets takes some of them. */
	size_t most = IA_GRUB_VARIABLES_MAX - 2048, least = IA_GRUB_VARIABLES_MAX;

	assert_int_equal(assign(most), 0);
	assert_int_equal(assign(least), -E2BIG);
	while (least - most > 1) {
		size_t middle = (most + least) / 2;

		if (assign(middle) == 0)
			most = middle;
		else
			least = middle;
	}
	assert_int_equal(assign(most), 0);
	assert_int_equal(assign(most + 1), -E2BIG);
}

/* Fails with that code and sentence within the second that slow machines may take. */
static void assert_budget(const char *text, int code, const char *part)
{
	clock_t start = clock();
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, code);
	assert_int_equal(e.menu.count, 0x5e5e);
	assert_contains(isoargs_error_message(e.error), part);
	assert_contains(isoargs_error_message(e.error), "/boot/grub/grub.cfg");
	assert_true(clock() - start < CLOCKS_PER_SEC);
}

static void a_loop_without_an_end_runs_out_of_steps(void **state IA_UNUSED)
{
	assert_budget("while true; do true; done\n", -E2BIG, "steps");
	assert_budget("menuentry a { until false; do true; done; }\n", -E2BIG, "steps");
}

static void many_steps_below_the_bound_are_no_error(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("for i in", " 1 2 3 4 5 6 7 8 9 0", 25,
					 "; do for j in 1 2 3 4 5 6 7 8 9 0; do true; true; true; "
					 "true; true; true; true; true; true; true; done; done\n");
	char *more IA_AUTO_FREE = repeat("for i in", " 1 2 3 4 5 6 7 8 9 0", 100,
					 "; do for j in 1 2 3 4 5 6 7 8 9 0; do true; true; true; "
					 "true; true; true; true; true; true; true; done; done\n");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, 0);
	assert_budget(more, -E2BIG, "steps");
}

/* A note says so, and the menu goes on. */
static void assert_goes_on(const char *text)
{
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, 0);
	assert_int_equal(e.menu.count, 1);
	assert_string_equal(e.menu.entries[0].cmdline, "on");
	assert_int_equal(e.notes.count, 1);
	assert_int_equal(e.notes.items[0].code, IA_NOTE_GRUB_RECURSION);
}

static void a_function_that_calls_itself_is_too_deep_and_the_menu_goes_on(void **state IA_UNUSED)
{
	assert_goes_on("function f { f; }\nf\n" LINUX("on"));
	assert_goes_on("function f { eval f; }\nf\n" LINUX("on"));
}

static void a_file_that_reads_itself_is_too_deep_and_the_menu_goes_on(void **state IA_UNUSED)
{
	assert_goes_on("source /cycle.cfg\n" LINUX("on"));
}

static void a_condition_that_is_too_deep_leaves_what_was_before(void **state IA_UNUSED)
{
	/* As grub-emu has it: each list that it refuses makes GRUB one level shallower for good. */
	assert_cmdline(STOCK,
		       "function f { if true; then return; fi; }\n"
		       "function h { c=${c}x; f; h; n=${n}1; }\nh\nh\n"
		       "menuentry m { linux /k $n; }\n",
		       "111111111111111111111111111111111111111111111111111111");
}

static void what_calls_itself_twice_may_leave_no_menu(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "function f { f; set r=$?; set s=$s$r,; }\nf\n"
				"function g { eval g; set u=$u$?,; }\ng\n" LINUX("on"));

	assert_int_equal(e.result, 0);
	assert_int_equal(e.menu.count, 0);
}

static void so_many_files_are_read_again_and_again(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "while true; do source /d/empty.cfg; done\n");

	assert_int_equal(e.result, -E2BIG);
	assert_contains(isoargs_error_message(e.error), "not done after 100000 steps");
}

static void any_number_of_further_files_is_read(void **state IA_UNUSED)
{
	char *empty IA_AUTO_FREE = repeat("", "source /d/empty.cfg\n", 1000, LINUX("on"));
	char *absent IA_AUTO_FREE = repeat("", "source /nope.cfg\n", 1000, LINUX("on"));
	char *shown IA_AUTO_FREE =
		repeat("menuentry m {\n", "configfile /nope.cfg\n", 1000, "linux /k on\n}\n");

	assert_cmdline(STOCK, empty, "on");
	assert_cmdline(STOCK, absent, "on");
	assert_cmdline(STOCK, shown, "on");
}

static void variables_that_double_are_too_large(void **state IA_UNUSED)
{
	char *less IA_AUTO_FREE = repeat("a=0123456789abcdef\n", "a=$a$a\n", 13, "");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, less);

	assert_int_equal(e.result, 0);
	assert_budget("a=x\nwhile true; do a=$a$a; done\n", -E2BIG, "variables");
	assert_budget("a=x\nwhile true; do a=x$a; eval \"v$a=1\"; done\n", -E2BIG, "bytes");
}

static void words_that_vanish_cost_steps_all_the_same(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("while true; do echo ", "$a$b$c$d ", 50000, "; done\n");

	assert_budget(text, -E2BIG, "steps");
}

static void bodies_cost_steps_for_being_read(void **state IA_UNUSED)
{
	char *body IA_AUTO_FREE =
		repeat("menuentry a {\n true\n", " # nothing at all in this line\n", 30000, "}\n");
	char *text IA_AUTO_FREE =
		repeat("function f {\n", body, 1,
		       "}\nfor i in 1 2 3 4 5 6 7 8; do for j in 1 2 3 4 5 6 7 8; "
		       "do f; done; done\n");

	assert_budget(text, -E2BIG, "steps");
}

static void entries_are_counted(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("", "menuentry a { true; }\n", IA_GRUB_ENTRIES_MAX, "");
	char *more IA_AUTO_FREE =
		repeat("", "menuentry a { true; }\n", IA_GRUB_ENTRIES_MAX + 1, "");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);

	assert_int_equal(e.result, 0);
	assert_int_equal(e.menu.count, IA_GRUB_ENTRIES_MAX);
	assert_budget(more, -E2BIG, "entries");
}

static void constructs_nest_so_deep_only(void **state IA_UNUSED)
{
	char *ifs IA_AUTO_FREE = repeat("", "if true; then ", 100000, "");
	char *blocks IA_AUTO_FREE = repeat("", "a { ", 100000, "");
	char *elifs IA_AUTO_FREE = repeat("if a; then b", "; elif a; then b", 1000, "; fi\n");
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, elifs);

	assert_int_equal(e.result, 0);
	assert_budget(ifs, -ELOOP, "deep");
	assert_budget(blocks, -ELOOP, "deep");
}

static void the_deepest_nesting_that_is_allowed_is_run(void **state IA_UNUSED)
{
	char *open IA_AUTO_FREE = repeat("", "if true; then ", IA_GRUB_DEPTH_MAX / 2 - 2, "r=in; ");
	char *text IA_AUTO_FREE =
		repeat(open, "fi;", IA_GRUB_DEPTH_MAX / 2 - 2, " menuentry m { linux /k $r; }\n");

	assert_cmdline(STOCK, text, "in");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_lookups_go_through_counts_as_steps),
		cmocka_unit_test(all_configurations_of_a_medium_draw_on_one_meter),
		cmocka_unit_test(three_configurations_without_an_end_leave_work_for_others),
		cmocka_unit_test(variables_have_a_bound_of_their_bytes),
		cmocka_unit_test(a_loop_without_an_end_runs_out_of_steps),
		cmocka_unit_test(many_steps_below_the_bound_are_no_error),
		cmocka_unit_test(a_function_that_calls_itself_is_too_deep_and_the_menu_goes_on),
		cmocka_unit_test(a_condition_that_is_too_deep_leaves_what_was_before),
		cmocka_unit_test(what_calls_itself_twice_may_leave_no_menu),
		cmocka_unit_test(so_many_files_are_read_again_and_again),
		cmocka_unit_test(a_file_that_reads_itself_is_too_deep_and_the_menu_goes_on),
		cmocka_unit_test(any_number_of_further_files_is_read),
		cmocka_unit_test(variables_that_double_are_too_large),
		cmocka_unit_test(words_that_vanish_cost_steps_all_the_same),
		cmocka_unit_test(bodies_cost_steps_for_being_read),
		cmocka_unit_test(entries_are_counted),
		cmocka_unit_test(constructs_nest_so_deep_only),
		cmocka_unit_test(the_deepest_nesting_that_is_allowed_is_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
