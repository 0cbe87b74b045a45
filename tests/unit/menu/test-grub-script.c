/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

static void a_block_is_text_for_other_commands(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "menuentry m { linux /k e{f} \n}\n", "e {f}");
}

static void loops_functions_and_parameters_work_as_in_grub(void **state IA_UNUSED)
{
	assert_r("for i in 1 2 '3 4'; do r=$r$i.; done", "1.2.3");
	assert_r("for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; r=$r$i; done", "13");
	assert_r("for i in 1 2; do for j in a b; do if [ $j = b ]; then break 2; fi; "
		 "r=$r$i$j; done; done",
		 "1a");
	assert_r("while [ \"$r\" != xx ]; do r=x$r; done", "xx");
	assert_r("until [ \"$r\" = xx ]; do r=x$r; done", "xx");
	assert_r("function f { shift; r=\"$#$1$2\"; return 3; r=no; }\nf a b c\nr=$r$?", "2bc3");
	assert_r("function f { setparams X Y; r=$1$2$#; }\nf a", "XY2");
	assert_r("! true; r=$?; ! false; r=$r$?", "10");
	assert_r("eval 'r=1; r=${r}2'", "12");
}

static void a_text_may_end_in_a_line_that_goes_on_but_a_file_may_not(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry m {\nlinux /k x \\\n}\nset default=2 \\\n");

	assert_string_equal(e.menu.entries[0].cmdline, "x");
	assert_note(e, "grub-syntax", 4);
	assert_r("set b='r=1 \\\n'\neval \"$b\"", "1");
}

static void a_syntax_error_loses_its_unit_and_reading_goes_on(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED = evaluate(
		STOCK, "if true; then\n  function f { true; }\n  set a=1\nelse\n  set a=2\nfi\n"
		       "a | b\nmenuentry m { linux /k $a }\n");

	assert_string_equal(e.menu.entries[0].cmdline, "2");
	assert_note(e, "grub-syntax", 2);
	assert_int_equal(e.notes.items[0].column, 3);
	assert_contains(e.notes.items[0].text, "function");
	assert_note(e, "grub-syntax", 4);
	assert_note(e, "grub-syntax", 7);
}

static void each_of_these_lines_is_a_syntax_error(void **state IA_UNUSED)
{
	static const char *const lines[] = {
		"a && b",
		"a || b",
		"a & b",
		"a > b",
		"a ; ; b",
		"if true; then fi",
		"case x in",
		"[[ a ]]",
		"x $(y)",
		"fi",
		"}",
		"if true; then ; a; fi",
		"function f() { true; }",
		"function f { true }",
		"a {",
		"for 1 in a; do b; done",
		"a { b } c",
		"'",
		"a \\",
	};

	for (size_t i = 0; i < IA_COUNT(lines); i++) {
		struct evaluated e AUTO_EVALUATED = evaluate(STOCK, lines[i]);

		assert_int_equal(e.result, 0);
		assert_int_equal(e.notes.count, 1);
		assert_string_equal(ia_note_word(e.notes.items[0].code), "grub-syntax");
		assert_int_equal(e.notes.items[0].line, 1);
	}
}

static void nothing_of_a_line_with_an_error_runs_but_functions_are_defined(void **state IA_UNUSED)
{
	assert_r("set r=1; function f { r=2; }; |\nf", "2");
	assert_r("r=0\nset r=1; a | b", "0");
}

static void a_line_with_a_hash_first_is_dropped_inside_quotes_too(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "menuentry m { linux /k \"a\n#b\nc\"; }\n", "a\nc");
	assert_cmdline(STOCK, "menuentry m {\r\n linux /k a \\\r\n b\r\n}\r\n", "a b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_block_is_text_for_other_commands),
		cmocka_unit_test(loops_functions_and_parameters_work_as_in_grub),
		cmocka_unit_test(a_text_may_end_in_a_line_that_goes_on_but_a_file_may_not),
		cmocka_unit_test(a_syntax_error_loses_its_unit_and_reading_goes_on),
		cmocka_unit_test(each_of_these_lines_is_a_syntax_error),
		cmocka_unit_test(nothing_of_a_line_with_an_error_runs_but_functions_are_defined),
		cmocka_unit_test(a_line_with_a_hash_first_is_dropped_inside_quotes_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
