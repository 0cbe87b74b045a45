/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/format-sample.h"

static void shell_counts_its_initrds(void **state)
{
	struct handed_on *s = *state;

	s->args.entry.initrd_count = 2;
	assert_string_equal(formatted(s, ISOARGS_FORMAT_SHELL),
			    "ISOARGS_ARGS='inst.stage2=hd:LABEL=C\\x207 a'\\''b$'\n"
			    "ISOARGS_KERNEL='/vmlinuz'\n"
			    "ISOARGS_INITRD='/initrd.img'\n"
			    "ISOARGS_INITRD_COUNT=2\n"
			    "ISOARGS_INITRD_1='/initrd.img'\n"
			    "ISOARGS_INITRD_2='/it'\\''s'\n");
	s->args.entry.initrd_count = 0;
	assert_string_equal(formatted(s, ISOARGS_FORMAT_SHELL),
			    "ISOARGS_ARGS='inst.stage2=hd:LABEL=C\\x207 a'\\''b$'\n"
			    "ISOARGS_KERNEL='/vmlinuz'\n"
			    "ISOARGS_INITRD=''\n"
			    "ISOARGS_INITRD_COUNT=0\n");
}

static void shell_carries_any_byte_but_what_a_terminal_would_obey(void **state)
{
	struct handed_on *s = *state;

	s->args.entry.kernel = "/v\xff\x9b\xe6\x97\xa5";
	assert_contains(formatted(s, ISOARGS_FORMAT_SHELL),
			"ISOARGS_KERNEL='/v\xff\x9b\xe6\x97\xa5'\n");
	assert_controls_refused(s, ISOARGS_FORMAT_SHELL);
	s->initrds[0] = "/i\x14";
	assert_refused(s, ISOARGS_FORMAT_SHELL, -EOPNOTSUPP,
		       "found U+0014 in an initrd's path, which a terminal would obey");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shell_counts_its_initrds),
		TEST(shell_carries_any_byte_but_what_a_terminal_would_obey),
	};

	return cmocka_run_group_tests_name("shell", tests, NULL, NULL);
}
