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
	char text[NAME_MAX_SHOWN + 8], *shown;

	memset(text, 'x', sizeof(text));
	text[NAME_MAX_SHOWN] = '\0';
	assert_shown(text, text);
	text[NAME_MAX_SHOWN] = 'x';
	text[NAME_MAX_SHOWN + 1] = '\0';
	shown = name_shown(text);
	assert_int_equal(strlen(shown), NAME_MAX_SHOWN + strlen(NAME_CUT));
	assert_string_equal(shown + NAME_MAX_SHOWN, NAME_CUT);
	assert_false(name_is_plain(text));
	free(shown);
}

static void no_character_is_cut_in_two(void **state IA_UNUSED)
{
	static const char *const characters[] = {"é", "中", "\U0001f600"};

	for (size_t i = 0; i < IA_COUNT(characters); i++) {
		size_t length = strlen(characters[i]);

		for (size_t before = 1; before <= length; before++) {
			char text[NAME_MAX_SHOWN + 16] = "", *shown;

			memset(text, 'x', NAME_MAX_SHOWN - before);
			strcat(text, characters[i]);
			strcat(text, "yyyy");
			shown = name_shown(text);
			assert_null(strchr(shown, '\\'));
			assert_contains(shown, NAME_CUT);
			assert_int_equal(strlen(shown), NAME_MAX_SHOWN + strlen(NAME_CUT) -
								(before < length ? before : 0));
			free(shown);
		}
	}
}

static void bytes_that_are_no_characters_are_cut_as_well(void **state IA_UNUSED)
{
	char text[NAME_MAX_SHOWN + 8], *shown;

	memset(text, 0x80, sizeof(text));
	text[sizeof(text) - 1] = '\0';
	shown = name_shown(text);
	assert_contains(shown, "\\x80" NAME_CUT);
	free(shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_would_steer_a_terminal_is_spelled_out),
		cmocka_unit_test(long_names_are_cut_with_a_mark),
		cmocka_unit_test(no_character_is_cut_in_two),
		cmocka_unit_test(bytes_that_are_no_characters_are_cut_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
