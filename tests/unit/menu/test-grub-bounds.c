/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bounds of GRUB script, each from both sides; test-grub-eval.c has those that end its loops. */
#include "support/grub-host.h"
#include "support/repeat.h"

#include "base/note.h"
#include "base/strbuf.h"
#include "menu/grub/eval/eval.h"
#include "menu/grub/script/variables.h"

static void assert_refused(const char *text, int code, const char *sentence)
{
	struct evaluated e AUTO_EVALUATED = evaluate(IA_GRUB_STOCK, text);

	assert_int_equal(e.result, code);
	assert_int_equal(e.menu.count, 0x5e5e);
	assert_contains(isoargs_error_message(e.error), sentence);
}

#define LOOP "for i in 1 2 3 4 5 6 7 8 9 0; do "

/* Evaluates loops and one command of so many arguments: what that takes, in units. */
static struct evaluated spend(size_t arguments)
{
	char *turns IA_AUTO_FREE = repeat("true", ";true", IA_GRUB_STEPS_MAX / 2000, "; ");
	char *loops IA_AUTO_FREE = repeat(LOOP LOOP LOOP, turns, 1, "done; done; done\ntrue");
	char *text IA_AUTO_FREE = repeat(loops, " a", arguments, "\n");

	return evaluate(IA_GRUB_STOCK, text);
}

static void as_many_steps_as_the_bound_are_taken_and_not_one_more(void **state IA_UNUSED)
{
	const uint64_t bound = (uint64_t)IA_GRUB_STEPS_MAX * IA_GRUB_STEP;
	size_t most = 0, least = 100000;

	while (least - most > 1) {
		size_t middle = (most + least) / 2;
		struct evaluated e AUTO_EVALUATED = spend(middle);

		*(e.result == 0 ? &most : &least) = middle;
	}
	{
		struct evaluated e AUTO_EVALUATED = spend(most), more AUTO_EVALUATED = spend(least);

		assert_int_equal(e.result, 0);
		assert_in_range(e.work, bound - IA_GRUB_STEP, bound);
		assert_int_equal(more.result, -E2BIG);
		assert_in_range(more.work, bound + 1, bound + IA_GRUB_STEP);
		assert_contains(isoargs_error_message(more.error), "not done after 100000 steps");
	}
}

static void names_and_values_take_as_many_bytes_as_the_bound(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_grub_memory memory = {.arena = arena};
	struct ia_grub_variables variables IA_CLEANUP(ia_cleanup_grub_variables) =
		IA_GRUB_VARIABLES(&memory);
	char *value IA_AUTO_FREE = repeat("", "x", IA_GRUB_VARIABLES_MAX, "");
	size_t most;

	assert_int_equal(ia_grub_variables_set(&variables, "other", "y"), 0);
	assert_int_equal(ia_grub_variables_set(&variables, "a", ""), 0);
	most = IA_GRUB_VARIABLES_MAX - variables.bytes;
	value[most + 1] = '\0';
	assert_int_equal(ia_grub_variables_set(&variables, "a", value), -E2BIG);
	assert_string_equal(ia_grub_variables_get(&variables, "a"), "");
	value[most] = '\0';
	assert_int_equal(ia_grub_variables_set(&variables, "a", value), 0);
	assert_int_equal(variables.bytes, IA_GRUB_VARIABLES_MAX);
	assert_int_equal(ia_grub_variables_set(&variables, "b", ""), -E2BIG);
	assert_null(ia_grub_variables_get(&variables, "b"));
	/* What is given back can be used again. */
	assert_int_equal(ia_grub_variables_unset(&variables, "other"), 0);
	assert_int_equal(ia_grub_variables_set(&variables, "b", ""), 0);
}

static void too_many_bytes_of_variables_are_said_so(void **state IA_UNUSED)
{
	char *text IA_AUTO_FREE = repeat("a=", "x", IA_GRUB_VARIABLES_MAX, "\n");

	assert_refused(text, -E2BIG, "the variables take more than 262144 bytes");
}

/* Functions each of which calls the next one; the last of them sets r. */
static char *chain(unsigned count)
{
	struct ia_strbuf text = {0};
	char *all;

	for (unsigned i = 1; i < count; i++)
		ia_strbuf_addf(&text, "function f%u { f%u; }\n", i, i + 1);
	ia_strbuf_addf(&text, "function f%u { r=in; }\nf1\nmenuentry m { linux /k $r; }\n", count);
	assert_int_equal(ia_strbuf_take(&text, &all), 0);
	return all;
}

static void functions_call_one_another_as_deep_as_the_bound(void **state IA_UNUSED)
{
	/* The list of each function counts, and the command in it; so do the top's. */
	char *most IA_AUTO_FREE = chain(IA_GRUB_DEPTH_MAX / 2 - 2);
	char *more IA_AUTO_FREE = chain(IA_GRUB_DEPTH_MAX / 2 - 1);
	struct evaluated e AUTO_EVALUATED = evaluate(IA_GRUB_STOCK, more);

	assert_cmdline(IA_GRUB_STOCK, most, "in");
	assert_int_equal(e.result, 0);
	assert_string_equal(e.menu.entries[0].cmdline, "");
	assert_contains(e.notes.items[0].text,
			"functions, files and constructs call one another more than 64 deep");
}

static void constructs_nest_as_deep_as_the_bound(void **state IA_UNUSED)
{
	char *open IA_AUTO_FREE = repeat("", "if true; then ", IA_GRUB_DEPTH_MAX, "r=in; ");
	char *most IA_AUTO_FREE =
		repeat(open, "fi;", IA_GRUB_DEPTH_MAX, " menuentry m { linux /k $r; }\n");
	char *more_open IA_AUTO_FREE =
		repeat("", "if true; then ", IA_GRUB_DEPTH_MAX + 1, "r=in; ");
	char *more IA_AUTO_FREE =
		repeat(more_open, "fi;", IA_GRUB_DEPTH_MAX + 1, " menuentry m { linux /k $r; }\n");

	/* So many are read; half of them are run. */
	assert_cmdline(IA_GRUB_STOCK, most, "");
	assert_refused(more, -ELOOP, "constructs are nested more than 64 deep");
}

/* A false condition within so many pairs of parentheses. */
static char *parentheses(unsigned count)
{
	char *open IA_AUTO_FREE = repeat("if [ ", "'(' ", count, "a = b ");

	return repeat(open, "')' ", count,
		      "-o a = a ]; then r=yes; fi\nmenuentry m { linux /k $r; }\n");
}

static void parentheses_nest_as_deep_as_the_bound(void **state IA_UNUSED)
{
	char *most IA_AUTO_FREE = parentheses(IA_GRUB_DEPTH_MAX);
	char *more IA_AUTO_FREE = parentheses(IA_GRUB_DEPTH_MAX + 1);

	assert_cmdline(IA_GRUB_STOCK, most, "yes");
	assert_refused(more, -ELOOP, "parentheses are nested more than 64 deep");
}

/* Matches them, and checks that this was tried, and that it matched, or neither. */
static void assert_matches(const char *pattern, const char *subject, bool tried)
{
	char text[1024];

	snprintf(text, sizeof(text), "regexp '%s' '%s'\nset r=$?\nmenuentry m { linux /k $r }\n",
		 pattern, subject);
	{
		struct evaluated e AUTO_EVALUATED = evaluate(IA_GRUB_STOCK, text);

		assert_int_equal(e.result, 0);
		assert_string_equal(e.menu.entries[0].cmdline, tried ? "0" : "1");
		assert_int_equal(e.notes.count, tried ? 0 : 1);
		if (!tried)
			assert_note(e, "grub-regexp", 1);
	}
}

static void regular_expressions_are_tried_up_to_the_bounds(void **state IA_UNUSED)
{
	char *pattern IA_AUTO_FREE = repeat("", "a", IA_GRUB_PATTERN_MAX, "");
	char *longer IA_AUTO_FREE = repeat("", "a", IA_GRUB_PATTERN_MAX + 1, "");
	char *subject IA_AUTO_FREE = repeat("", "a", IA_GRUB_SUBJECT_MAX, "");
	char *more IA_AUTO_FREE = repeat("", "a", IA_GRUB_SUBJECT_MAX + 1, "");
	char *stars IA_AUTO_FREE = repeat("", "a*", IA_GRUB_REPETITIONS_MAX, "");
	char *more_stars IA_AUTO_FREE = repeat("", "a*", IA_GRUB_REPETITIONS_MAX + 1, "");

	assert_matches(pattern, subject, true);
	assert_matches(longer, subject, false);
	assert_matches("a", more, false);
	assert_matches(stars, "a", true);
	assert_matches(more_stars, "a", false);
}

static void the_ninth_group_of_a_regular_expression_is_the_last(void **state IA_UNUSED)
{
#define TEN "'(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)' abcdefghij"
	assert_r("regexp --set 9:r " TEN, "i");
	assert_r("r=old; regexp --set 10:r " TEN "; r=x$r", "x");
}

static void a_kernel_line_up_to_the_bound_is_not_noted(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		char *text IA_AUTO_FREE =
			repeat("menuentry m { linux /k ", "a", IA_GRUB_CMDLINE_MAX + more, "; }\n");
		struct evaluated e AUTO_EVALUATED = evaluate(IA_GRUB_STOCK, text);

		assert_int_equal(strlen(e.menu.entries[0].cmdline), IA_GRUB_CMDLINE_MAX + more);
		assert_int_equal(e.notes.count, more);
		if (more) {
			assert_note(e, "grub-cmdline-long", 1);
			assert_contains(e.notes.items[0].text, "has 2048 bytes; kernels take 2047");
		}
	}
}

static void memory_is_taken_up_to_the_bound(void **state IA_UNUSED)
{
	const size_t grain = 16; /* what is left for the least thing, whatever comes */

	for (size_t more = 0; more < 2; more++) {
		struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
		struct ia_grub_memory memory = {.arena = arena};

		if (more) {
			assert_null(ia_grub_alloc(&memory, IA_GRUB_ARENA_MAX - grain + 1));
			assert_int_equal(memory.error, -E2BIG);
		} else {
			assert_non_null(ia_grub_alloc(&memory, IA_GRUB_ARENA_MAX - grain));
			assert_int_equal(memory.error, 0);
		}
	}
}

/* Where the meter is spent on the way, at any unit of work or byte that is kept. */
static void what_is_kept_is_given_back_wherever_an_evaluation_ends(void **state IA_UNUSED)
{
	static const char text[] =
		"function f { set x=$1; }\nset s='a\\?b'\nf \"$s\" /d/*\n"
		"extract_entries_source /d/a.cfg\nextract_entries_configfile /d/b.cfg\n"
		"load_env -f /boot/grub/grubenv saved_entry other\neval \"set y=$x\"\nblscfg\n"
		"submenu s { source /d/a.cfg; submenu t { menuentry u { linux /k a } } }\n"
		"menuentry m { configfile /d/b.cfg; extract_entries_source /d/b.cfg; }\n"
		"configfile /d/b.cfg\n";
	struct ia_meter whole = IA_METER;
	struct evaluated e AUTO_EVALUATED = evaluate_on(&whole, RED_HAT, text);
	uint64_t kept = 0;

	assert_int_equal(e.result, 0);
	for (uint64_t work = 0; work < whole.work; work += 5) {
		struct ia_meter meter = {.work_max = work, .kept_max = IA_KEPT_MAX};
		struct evaluated less AUTO_EVALUATED = evaluate_on(&meter, RED_HAT, text);

		assert_true(less.result < 0);
	}
	for (int r = -1; r < 0; kept += 32) {
		struct ia_meter meter = {.work_max = IA_WORK_MAX, .kept_max = kept};
		struct evaluated less AUTO_EVALUATED = evaluate_on(&meter, RED_HAT, text);

		r = less.result;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_many_steps_as_the_bound_are_taken_and_not_one_more),
		cmocka_unit_test(names_and_values_take_as_many_bytes_as_the_bound),
		cmocka_unit_test(too_many_bytes_of_variables_are_said_so),
		cmocka_unit_test(functions_call_one_another_as_deep_as_the_bound),
		cmocka_unit_test(constructs_nest_as_deep_as_the_bound),
		cmocka_unit_test(parentheses_nest_as_deep_as_the_bound),
		cmocka_unit_test(regular_expressions_are_tried_up_to_the_bounds),
		cmocka_unit_test(the_ninth_group_of_a_regular_expression_is_the_last),
		cmocka_unit_test(a_kernel_line_up_to_the_bound_is_not_noted),
		cmocka_unit_test(memory_is_taken_up_to_the_bound),
		cmocka_unit_test(what_is_kept_is_given_back_wherever_an_evaluation_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
