/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

#include "support/notes.h"

/* $? after a line, as an entry behind it sees it. */
static void assert_status(const char *line, const char *expected)
{
	char text[1024];

	snprintf(text, sizeof(text), "%s\nset r=$?\nmenuentry m { linux /k \"$r\" }\n", line);
	struct evaluated e AUTO_EVALUATED = evaluate(STOCK, text);
	assert_int_equal(e.result, 0);
	if (strcmp(e.menu.entries[0].cmdline, expected) != 0)
		fail_msg("%s: status %s, expected %s", line, e.menu.entries[0].cmdline, expected);
}

static void an_inverted_command_that_is_none_is_true(void **state IA_UNUSED)
{
	assert_status("! nosuch", "0");
	assert_status("! x=1", "0");
	assert_status("! !", "0");
	assert_status("!", "18");
	assert_status("! true", "1");
	assert_status("! false", "0");
	assert_status("! set no", "0");
	assert_status("function f { return 7; }\n! f", "0");
	assert_r("if ! nosuch; then r=then; else r=else; fi", "then");
}

static void control_commands_tell_a_bad_number_from_a_bad_argument(void **state IA_UNUSED)
{
	assert_status("function f { return abc; }\nf", "10");
	assert_status("function f { return 1abc; }\nf", "18");
	assert_status("function f { return 1 2; }\nf", "18");
	assert_status("function f { return 99999999999999999999; }\nf", "11");
	assert_status("function f { return 65536; }\nf", "65536");
	assert_status("function f { return 4294967296; }\nf", "0");
	assert_status("function f { return 2147483648; }\nf", "2147483647");
	assert_status("return 3", "18");
	assert_status("break x", "10");
	assert_status("continue 1x", "18");
	assert_status("break 0", "18");
	assert_status("break 99999999999999999999", "11");
	assert_status("function f { shift ''; }\nf", "0");
	assert_status("function f { shift 1x; }\nf a", "18");
	assert_status("function f { shift 2; }\nf a", "18");
	assert_status("eval", "0");
	assert_status("eval false", "1");
}

static void time_runs_a_command_and_nothing_else(void **state IA_UNUSED)
{
	assert_status("time", "18");
	assert_status("time false", "1");
	assert_status("time nosuch", "16");
	assert_status("time x=1", "16");
	assert_status("function f { true; }\ntime f", "16");
	assert_status("time time false", "1");
	assert_status("time eval false", "0");
	assert_r("time set r=1", "1");
	assert_r("time eval set r=2", "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_inverted_command_that_is_none_is_true),
		cmocka_unit_test(control_commands_tell_a_bad_number_from_a_bad_argument),
		cmocka_unit_test(time_runs_a_command_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
