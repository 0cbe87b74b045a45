/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever stands in a .treeinfo, reading it is over soon; test-treeinfo.c has what comes of it. */
#include "support/budget.h"

#include "base/limits.h"
#include "base/note.h"
#include "release/treeinfo.h"

struct text {
	const char *text;
	int expected;
};

static void run(const void *data)
{
	const struct text *text = data;
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_meter meter = IA_METER;
	struct ia_treeinfo info;
	const struct ia_ini ini = {
		.name = "t",
		.rest = {text->text, strlen(text->text)},
		.meter = &meter,
		.notes = &notes,
	};

	assert_int_equal(ia_treeinfo_parse(&ini, arena, &info, NULL), text->expected);
	assert_int_equal(meter.state, IA_METER_GOOD);
	if (getenv("SHOW_BUDGETS"))
		print_message("# %.1f million units\n", (double)meter.work / 1e6);
}

/* As much of the line as there may be, below the section. */
static void assert_soon(const char *section, const char *line, int expected)
{
	size_t count = (IA_TREEINFO_MAX - strlen(section)) / strlen(line);
	char *text IA_AUTO_FREE = repeat(section, line, count, "");

	assert_within_budget(line, run, &(const struct text){text, expected});
}

static void many_lines_are_over_soon(void **state IA_UNUSED)
{
	assert_soon("[general]\n", "\n", 0);
	assert_soon("[general]\n", "#\n", 0);
	assert_soon("[general]\na=\n", " b\n", 1);
	assert_soon("[general]\n", "a=\n", 1);
	assert_soon("[general]\n", "arch=b\n", 1);
	assert_soon("[checksums]\n", "a=\n", 0);
	assert_soon("[tree]\n[checksums]\n", "a=\n", 0);
	assert_soon("", "[tree]\n", 0);
	assert_soon("", "x\n", 0);
	assert_soon("[general]\nname=", " ", 1);
	assert_soon("[general]\nname=", "\na\n b", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_lines_are_over_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
