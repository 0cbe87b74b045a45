/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/grub-host.h"

static void assert_default(enum ia_grub_dialect dialect, const char *value, const char *expected)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 "set default='%s'\n"
		 "menuentry First --id one { true; }\n"
		 "menuentry 'Second entry' --id two { true; }\n"
		 "menuentry 2 --id three { true; }\n"
		 "submenu Sub --id sub { menuentry 'In A' --id ina { true; }\n"
		 "menuentry 'In B' --id inb { true; }; }\n"
		 "menuentry 'a>b' --id gt { true; }\n"
		 "menuentry '3rd item' --id 5th { true; }\n",
		 value);
	struct evaluated e AUTO_EVALUATED = evaluate(dialect, text);
	assert_int_equal(e.result, 0);
	if (strcmp(e.menu.default_path, expected) != 0)
		fail_msg("default '%s', dialect %d: expected %s, found %s", value, (int)dialect,
			 expected, e.menu.default_path);
}

static void the_default_entry_is_looked_up_as_the_dialect_does(void **state IA_UNUSED)
{
	static const struct {
		const char *value, *old, *rhel8, *rhel9;
	} table[] = {
		{"", "0", "0", "0"},
		{"nope", "0", "0", "0"},
		{"-1", "0", "0", "0"},
		{"99", "0", "0", "0"},
		{"Second", "0", "0", "0"},
		{"TWO", "0", "0", "0"},
		{"1", "1", "1", "1"},
		{" 1", "1", "1", "1"},
		{"01", "1", "1", "1"},
		{"0x1", "1", "1", "1"},
		{"1 ", "1", "0", "0"},
		{"1abc", "1", "0", "0"},
		{"1>0", "1", "0", "0"},
		{"08", "0", "0", "0"},
		{"Second entry", "1", "1", "1"},
		{"two", "1", "1", "1"},
		{"Second entry>", "1", "1", "1"},
		{"3rd item", "3>0", "5", "5"},
		{"5th", "5", "5", "5"},
		{"2", "2", "2", "2"},
		{"3>1", "3>1", "0", "0"},
		{"sub>inb", "3>1", "3>1", "3>1"},
		{"Sub>In B", "3>1", "3>1", "3>1"},
		{"Sub>1", "3>1", "3>1", "3>1"},
		{"3>9", "3>0", "0", "0"},
		{"sub>nope", "3>0", "3>0", "3>0"},
		{"sub>", "3>0", "3>0", "3>0"},
		{"sub", "3>0", "3>0", "3>0"},
		{"3", "3>0", "3>0", "3>0"},
		{"a>>b", "4", "4", "4"},
		{"gt", "4", "4", "4"},
		{"a>b", "0", "0", "0"},
		{"ina", "0", "0", "0"},
	};

	for (size_t i = 0; i < IA_COUNT(table); i++) {
		assert_default(IA_GRUB_STOCK, table[i].value, table[i].old);
		assert_default(IA_GRUB_RHEL7, table[i].value, table[i].old);
		assert_default(IA_GRUB_RHEL8, table[i].value, table[i].rhel8);
		assert_default(IA_GRUB_RHEL9, table[i].value, table[i].rhel9);
	}
}

static void assert_fallback(enum ia_grub_dialect dialect, const char *value, const char *expected)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "set fallback='%s'\nmenuentry First --id one { linux /a\n}\n"
		 "menuentry 'Second entry' --id two { linux /b\n}\n",
		 value);
	struct evaluated e AUTO_EVALUATED = evaluate(dialect, text);
	assert_int_equal(e.result, 0);
	if (expected)
		assert_string_equal(e.menu.fallback_path, expected);
	else
		assert_null(e.menu.fallback_path);
}

static void the_fallback_is_a_number_or_for_red_hat_a_name(void **state IA_UNUSED)
{
	assert_fallback(IA_GRUB_STOCK, "1", "1");
	assert_fallback(IA_GRUB_STOCK, "1 0", "1");
	assert_fallback(IA_GRUB_STOCK, "9", NULL);
	assert_fallback(IA_GRUB_STOCK, "", NULL);
	assert_fallback(IA_GRUB_STOCK, "two", NULL);
	assert_fallback(IA_GRUB_RHEL7, "Second entry", "1");
	assert_fallback(IA_GRUB_RHEL8, "two", "1");
	assert_fallback(IA_GRUB_RHEL9, "1 0", "1");
}

/* What $default is in the bodies of the first entry, and of the one in the submenu. */
static void assert_seen(enum ia_grub_dialect dialect, const char *first, const char *inner)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(dialect, "set default=1\nexport default\n"
				  "menuentry a { linux /k \"[$default]\"\n}\n"
				  "submenu b { menuentry c { linux /k \"[$default]\"\n}\n}\n");

	assert_int_equal(e.menu.count, 3);
	assert_string_equal(e.menu.entries[0].cmdline, first);
	assert_string_equal(e.menu.entries[2].cmdline, inner);
	assert_string_equal(e.menu.default_path, "1>0");
}

static void a_body_finds_no_default_that_has_led_to_it(void **state IA_UNUSED)
{
	assert_seen(IA_GRUB_STOCK, "[]", "[]");
	assert_seen(IA_GRUB_RHEL7, "[]", "[]");
	assert_seen(IA_GRUB_RHEL8, "[]", "[]");
	assert_seen(IA_GRUB_RHEL9, "[1]", "[1]");
}

static void leaving_grub_at_the_top_leaves_no_default(void **state IA_UNUSED)
{
	struct evaluated e AUTO_EVALUATED =
		evaluate(STOCK, "menuentry a { linux /k; }\nexit\nmenuentry b { linux /k; }\n");

	assert_int_equal(e.menu.count, 1);
	assert_null(e.menu.default_path);
	assert_note(e, "grub-left", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_entry_is_looked_up_as_the_dialect_does),
		cmocka_unit_test(the_fallback_is_a_number_or_for_red_hat_a_name),
		cmocka_unit_test(a_body_finds_no_default_that_has_led_to_it),
		cmocka_unit_test(leaving_grub_at_the_top_leaves_no_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
