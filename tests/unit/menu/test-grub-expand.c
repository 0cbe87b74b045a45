/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

static void stock_grub_eats_or_doubles_the_backslash_of_x20(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, LINUX("a\\x20b"), "ax20b");
	assert_cmdline(STOCK, LINUX("'a\\x20b'"), "a\\\\x20b");
	assert_cmdline(STOCK, LINUX("\"a\\x20b\""), "a\\\\x20b");
	assert_cmdline(STOCK, LINUX("a\\\\x20b"), "a\\\\x20b");
	assert_cmdline(STOCK, LINUX("'a\\\\x20b'"), "a\\\\\\\\x20b");
	assert_cmdline(STOCK, LINUX("\"a\\\\x20b\""), "a\\\\x20b");
	assert_cmdline(STOCK, "set v='a\\x20b'\n" LINUX("$v \"$v\""), "a\\\\x20b a\\\\x20b");
	assert_cmdline(STOCK, "set v=a\\x20b\n" LINUX("$v"), "ax20b");
}

static void red_hat_grub_keeps_x20_as_it_is(void **state IA_UNUSED)
{
	assert_cmdline(RED_HAT, LINUX("a\\x20b"), "a\\x20b");
	assert_cmdline(RED_HAT, LINUX("'a\\x20b' \"a\\x20b\""), "a\\x20b a\\x20b");
	assert_cmdline(RED_HAT, LINUX("a\\\\x20b"), "a\\x20b");
	assert_cmdline(RED_HAT, LINUX("'a\\\\x20b'"), "a\\\\\\x20b");
	assert_cmdline(RED_HAT, LINUX("\"a\\\\x20b\""), "a\\x20b");
	assert_cmdline(RED_HAT, "set v=a\\x20b\n" LINUX("$v \"$v\""), "a\\x20b a\\x20b");
}

static void only_a_small_x_and_two_digits_are_kept(void **state IA_UNUSED)
{
	assert_cmdline(RED_HAT, LINUX("a\\x2gb a\\X20b a\\x2"), "ax2gb aX20b ax2");
	assert_cmdline(RED_HAT, LINUX("a\\x2Fb"), "a\\x2Fb");
}

static void arguments_are_joined_with_grubs_quoting(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, LINUX("a \"\" b"), "a  b");
	assert_cmdline(STOCK, LINUX("\"it's\" 'say \"x\"'"), "it\\'s \"say \\\"x\\\"\"");
	assert_cmdline(STOCK, LINUX("'a\tb' a\\ b"), "a\tb \"a b\"");
}

static void unquoted_variables_are_split_and_vanish_when_empty(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "set v=' a  b '\n" LINUX("x$v-y \"$v\" ${v}z"),
		       "xa b-y \" a  b \" a bz");
	assert_cmdline(STOCK, LINUX("a $none b \"$none\" c$none"), "a b  c");
	assert_cmdline(STOCK, "set v='$x \"'\n" LINUX("$v"), "$x \\\"");
}

static void blank_parameters_separate_nothing_unless_quoted(void **state IA_UNUSED)
{
	assert_r("function f { set r=$*; }; f '' foo", "foo");
	assert_r("function f { set r=$@; }; f ' ' '\t' foo bar", "foo");
	assert_r("function f { for i in x$*y; do set r=\"$r[$i]\"; done; }; f a ''", "[xay]");
	assert_r("function f { for i in x$@y; do set r=\"$r[$i]\"; done; }; f a ' ' 'b c'",
		 "[xa][b][cy]");
	assert_r("function f { for i in \"$@\"; do set r=\"$r[$i]\"; done; }; f a '' b",
		 "[a][][b]");
	assert_cmdline(STOCK, "function f { set r=\"<$*>\"; }; f a '' b\n" LINUX("\"$r\""),
		       "\"<a  b>\"");
}

static void translated_strings_expand_their_variables(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, "set v=w\n" LINUX("$\"a $v \\$v ${v}\\q\" b"), "\"a w $v w\\\\q\" b");
	assert_cmdline(STOCK, "set v=w\n" LINUX("$\"${v v}a$v}\" $\"b${v\"c"), "aw} bc");
}

static void what_stands_bare_before_a_translated_string_is_translated_too(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, LINUX("a\\{b$\"c\" \\{* x\\\"$\"z\" \"\\{\"s\\{$\"t\""),
		       "a\\\\{bc {* x\\\\\\\"z \\\\{s\\\\{t");
	assert_cmdline(STOCK, LINUX("/d/*.cfg$\"\" /d/a.*\"\" $\"q\"\\{r"),
		       "/d/*.cfg /d/a.cfg q{r");
}

static void patterns_stand_for_the_files_that_are_there(void **state IA_UNUSED)
{
	assert_cmdline(STOCK, LINUX("/d/*.cfg"), "/d/a.cfg /d/b.cfg /d/empty.cfg");
	assert_cmdline(STOCK, LINUX("(cd0)/d/?.txt '/d/*.txt' /none/* x*"),
		       "(cd0)/d/x.txt /d/*.txt /none/* x*");
	assert_cmdline(STOCK, LINUX("*"), "(cd0)");
}

/* The file that it stands for, or none. */
static void assert_pattern(const char *pattern, const char *expected)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "r=none; for i in %s; do if [ -f \"$i\" ]; then r=$i; fi; done\n"
		 "menuentry m { linux /k $r }\n",
		 pattern);
	assert_cmdline(STOCK, text, expected);
}

/* GRUB makes a regular expression of a pattern, and leaves more in it than it means to. */
static void patterns_are_regular_expressions(void **state IA_UNUSED)
{
	static const char *const of_a[] = {
		"/d/a*\\'",    "/d/\\`a.*",   "/d/\\<a.*",    "/d/a\\>*",        "/d/a\\b*",
		"/d/a.c\\Bf*", "/d/a.\\wfg*", "/d/a\\Wcf*",   "/d/a\\S\\wfg*",   "/d/a.*'$'",
		"/d/'^'a.*",   "/d/a.*'$'*",  "/d/a.*\\'\\'", "/d/a.*\\c\\w\\w",
	};
	static const char *const of_none[] = {
		"/d/a*\\`", "/d/a.\\>*", "/d/a\\B*",   "/d/\\W.c*",  "/d/a\\w*", "/d/\\s.c*",
		"/d/a*\\1", "/d/a*^",    "/d/a.*'$'g", "/d/\\a*\\$", "/\\d/a.*",
	};

	for (size_t i = 0; i < IA_COUNT(of_a); i++)
		assert_pattern(of_a[i], "/d/a.cfg");
	for (size_t i = 0; i < IA_COUNT(of_none); i++)
		assert_pattern(of_none[i], "none");
	assert_r("c='/d/a*'; for i in ${c}\\'; do r=$i; done", "/d/a.cfg");
	assert_pattern("'/d\x1b[31m/'?.cfg", "/d\x1b[31m/\xc2\x9b.cfg");
	assert_pattern("'/d\x1b[31m/'??.cfg", "none");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stock_grub_eats_or_doubles_the_backslash_of_x20),
		cmocka_unit_test(red_hat_grub_keeps_x20_as_it_is),
		cmocka_unit_test(only_a_small_x_and_two_digits_are_kept),
		cmocka_unit_test(arguments_are_joined_with_grubs_quoting),
		cmocka_unit_test(unquoted_variables_are_split_and_vanish_when_empty),
		cmocka_unit_test(blank_parameters_separate_nothing_unless_quoted),
		cmocka_unit_test(translated_strings_expand_their_variables),
		cmocka_unit_test(what_stands_bare_before_a_translated_string_is_translated_too),
		cmocka_unit_test(patterns_stand_for_the_files_that_are_there),
		cmocka_unit_test(patterns_are_regular_expressions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
