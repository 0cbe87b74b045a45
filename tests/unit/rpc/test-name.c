/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <stdlib.h>

#include "rpc/name.h"

static void assert_shown(const char *text, const char *expected)
{
	char *shown = name_shown(text);

	assert_string_equal(shown, expected);
	assert_int_equal(name_is_plain(text), strcmp(text, expected) == 0);
	free(shown);
}

static void what_would_steer_a_terminal_is_spelled_out(void **state IA_UNUSED)
{
	assert_shown("xs1 é 中", "xs1 é 中");
	assert_shown("", "");
	assert_shown("a\nb\rc\x1b[2J", "a\\x0ab\\x0dc\\x1b[2J");
	assert_shown("\xc2\x9b"
		     "31m",
		     "\\x9b31m");
	assert_shown("\u202egpj.exe\u2066\u200b", "\\u{202e}gpj.exe\\u{2066}\\u{200b}");
	assert_shown("\xff", "\\xff");
}

static void long_names_are_cut_with_a_mark(void **state IA_UNUSED)
{
	char text[NAME_MAX_SHOWN + 2] = "", *shown;

	memset(text, 'x', NAME_MAX_SHOWN);
	assert_shown(text, text);
	text[NAME_MAX_SHOWN] = 'x';
	shown = name_shown(text);
	assert_int_equal(strlen(shown), NAME_MAX_SHOWN);
	assert_string_equal(shown + strspn(shown, "x"), "…");
	assert_false(name_is_plain(text));
	free(shown);
}

static void what_is_spelled_out_counts_as_what_is_shown(void **state IA_UNUSED)
{
	char text[NAME_MAX_SHOWN] = "", *shown;

	memset(text, '\x1b', sizeof(text) - 1);
	shown = name_shown(text);
	assert_in_range(strlen(shown), NAME_MAX_SHOWN - 4, NAME_MAX_SHOWN);
	assert_contains(shown, "\\x1b…");
	free(shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_would_steer_a_terminal_is_spelled_out),
		cmocka_unit_test(long_names_are_cut_with_a_mark),
		cmocka_unit_test(what_is_spelled_out_counts_as_what_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
