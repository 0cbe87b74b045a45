/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a configuration does, its evaluation ends soon; test-grub-eval.c has how it ends. */
#include "support/grub-host.h"

#include "support/budget.h"

struct text {
	const char *text;
	int expected;
};

static void run(const void *data)
{
	const struct text *text = data;
	struct evaluated e AUTO_EVALUATED = evaluate(IA_GRUB_STOCK, text->text);

	assert_int_equal(e.result, text->expected);
}

static void assert_ends(const char *done, int expected, const char *text)
{
	const struct text what = {text, expected};

	assert_within_budget(done, run, &what);
}

/* A text of repeat() or fill(). */
static void assert_built_ends(const char *done, int expected, char *text)
{
	char *owned IA_AUTO_FREE = text;

	assert_ends(done, expected, owned);
}

static void loops_without_an_end_are_over_soon(void **state IA_UNUSED)
{
	static const char *const bodies[] = {
		"true",
		"nosuch",
		"set a=b; unset a",
		"if [ a = b -a c = d ]; then true; fi",
		"eval true",
		"eval fi",
		"eval 'function f { true; }'",
		"regexp '(a*)*b' aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"search -f /none",
		"echo /*/*",
		"echo $a $b $c $d",
	};

	for (size_t i = 0; i < IA_COUNT(bodies); i++)
		assert_built_ends(bodies[i], -E2BIG,
				  repeat("while true; do ", bodies[i], 1, "; done\n"));
	assert_ends("in a body", -E2BIG, "menuentry a { until false; do true; done; }\n");
	assert_ends("entries", -E2BIG, "while true; do menuentry a { true; }; done\n");
	assert_ends("files", -E2BIG, "while true; do source /none; done\n");
}

static void what_calls_itself_is_over_soon(void **state IA_UNUSED)
{
	assert_ends("a function", 0, "function f { f; }\nf\n");
	assert_ends("two functions", 0, "function f { g; }\nfunction g { f; f; }\nf\n");
	assert_ends("eval", 0, "function f { eval f; }\nf\n");
	assert_ends("a file", 0, "source /cycle.cfg\n");
	assert_ends("a menu", 0, "menuentry a { configfile /cycle.cfg; }\n");
}

static void variables_that_grow_are_over_soon(void **state IA_UNUSED)
{
	static const char start[] = "a=' x x x x x x x x'\n";

	assert_ends("doubling", -E2BIG, "a=x\nwhile true; do a=$a$a; done\n");
	assert_ends("more of them", -E2BIG, "a=x\nwhile true; do a=x$a; eval \"v$a=1\"; done\n");
	assert_built_ends(
		"large words", -E2BIG,
		repeat(start, "a=\"$a$a\"\n", 13, "while true; do echo \"$a$a\"; done\n"));
	assert_built_ends("many words", -E2BIG,
			  repeat(start, "a=\"$a$a\"\n", 13, "while true; do echo $a$a; done\n"));
	assert_built_ends("many turns", -E2BIG,
			  repeat(start, "a=\"$a$a\"\n", 13,
				 "while true; do for i in $a; do true; done; done\n"));
}

static void deep_constructs_are_over_soon(void **state IA_UNUSED)
{
	assert_built_ends("if", -ELOOP, fill("", "if true; then ", ""));
	assert_built_ends("blocks", -ELOOP, fill("", "a { ", ""));
	assert_built_ends("brackets", -E2BIG, fill("[ ", "( ", "]\n"));
}

static void a_large_line_is_over_soon(void **state IA_UNUSED)
{
	assert_built_ends("words", -E2BIG, fill("linux ", "ab ", "\n"));
	assert_built_ends("short words", -E2BIG, fill("linux ", "a ", "\n"));
	assert_built_ends("words of for", -E2BIG, fill("for i in ", "ab ", "; do true; done\n"));
	assert_built_ends("words in a body", -E2BIG, fill("menuentry m { linux ", "ab ", "; }\n"));
	assert_built_ends("variables", -E2BIG, fill("linux ", "$a ", "\n"));
	assert_built_ends("pieces", -E2BIG, fill("linux ", "''a", "\n"));
	assert_built_ends("quoted variables", -E2BIG, fill("linux \"", "$a", "\"\n"));
	assert_built_ends("translated variables", 0, fill("linux $\"", "$a", "\"\n"));
	assert_built_ends("escapes", -E2BIG, fill("linux ", "\\a", "\n"));
	assert_built_ends("stars", 0, fill("linux '", "*", "'\n"));
	assert_built_ends("a pattern", 0, fill("linux /", "a?b*", "\n"));
	assert_built_ends("one word", 0, fill("linux ", "a", "\n"));
	assert_built_ends("commands", -E2BIG, fill("", "true;", "\n"));
}

static void many_lines_are_over_soon(void **state IA_UNUSED)
{
	assert_built_ends("comments", 0, fill("", "#\n", ""));
	assert_built_ends("comments behind blanks", 0, fill("", " # x\n", ""));
	assert_built_ends("one comment", 0, fill("#", "x", "\n"));
	assert_built_ends("empty lines", 0, fill("", "\n", ""));
	assert_built_ends("carriage returns", 0, fill("", "\r", "\n"));
	assert_built_ends("syntax errors", -E2BIG, fill("", "fi\n", ""));
	assert_built_ends("assignments", -E2BIG, fill("", "a=b\n", ""));
	assert_built_ends("functions", -E2BIG, fill("", "function f { a; }\n", ""));
	assert_built_ends("a body", -E2BIG, fill("menuentry a {\n", "linux a b c d\n", "}\n"));
	assert_built_ends("conditions in a body", -E2BIG,
			  fill("menuentry a {\n", "if true; then true; fi\n", "}\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loops_without_an_end_are_over_soon),
		cmocka_unit_test(what_calls_itself_is_over_soon),
		cmocka_unit_test(variables_that_grow_are_over_soon),
		cmocka_unit_test(deep_constructs_are_over_soon),
		cmocka_unit_test(a_large_line_is_over_soon),
		cmocka_unit_test(many_lines_are_over_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
