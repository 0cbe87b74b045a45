/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a configuration of GRUB Legacy says, reading it ends soon. */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "menu/grub-legacy/grub-legacy.h"
#include "support/budget.h"

struct text {
	const char *text; /* of each file */
	int expected;
};

static int read_text(void *data, const char *device IA_UNUSED, const char *path IA_UNUSED,
		     char **ret, size_t *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	const struct text *text = data;

	*ret = strdup(text->text);
	*ret_size = strlen(*ret);
	return 1;
}

static void run(const void *data)
{
	struct text text = *(const struct text *)data;
	struct ia_meter meter = IA_METER;
	const struct ia_menu_host host = {.data = &text, .meter = &meter, .read = read_text};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_entries menu;
	int r = ia_grub_legacy_evaluate(
		&host, &(const struct ia_config_file){"/g.conf", text.text, strlen(text.text)},
		arena, &notes, &menu, &error);

	if (getenv("SHOW_BUDGETS"))
		print_message("# %.1f million units\n", (double)meter.work / 1e6);
	if (r != text.expected)
		fail_msg("%d, not %d: %s", r, text.expected,
			 error ? isoargs_error_message(error) : "no error");
}

static void assert_ends(const char *done, int expected, char *text)
{
	char *owned IA_AUTO_FREE = text;

	assert_within_budget(done, run, &(const struct text){.text = owned, .expected = expected});
}

static void many_lines_are_over_soon(void **state IA_UNUSED)
{
	assert_ends("comments", 0, fill("", "#\n", ""));
	assert_ends("one comment", 0, fill("#", "x", ""));
	assert_ends("empty lines", 0, fill("", "\n", ""));
	assert_ends("blanks", 0, fill("", " ", ""));
	assert_ends("unknown words", 0, fill("", "x\n", ""));
	assert_ends("numbers", 0, fill("", "default 9\n", ""));
	assert_ends("fallbacks", 0, fill("", "fallback 1 2 3\n", ""));
	assert_ends("joined lines", 0, fill("title a\nkernel /k ", "x\\\n", ""));
	assert_ends("a long line", 0, fill("title a\nkernel /k ", "x ", ""));
	assert_ends("titles", 0, fill("", "title a\n", ""));
	assert_ends("entries", -E2BIG, fill("", "title a\nkernel /k\n", ""));
	assert_ends("roots", 0, fill("title a\n", "root (hd0,0)\n", ""));
	assert_ends("pauses", 0, fill("title a\n", "pause\n", ""));
	assert_ends("boots", 0, fill("title a\n", "boot\n", ""));
}

/* Each replaces the one before it, and all of them are read. */
static void many_kernels_are_over_soon(void **state IA_UNUSED)
{
	char *words IA_AUTO_FREE = repeat("kernel /k ", "a ", 700, "\n");

	assert_ends("kernels", 0, fill("title a\n", "kernel /k\n", ""));
	assert_ends("words", 0, fill("title a\n", words, ""));
	assert_ends("disks", 0, fill("title a\nkernel /k\n", "initrd /i\n", ""));
}

static void configurations_that_lead_to_one_another_are_over_soon(void **state IA_UNUSED)
{
	assert_ends("a loop", 0, strdup("title a\nconfigfile /a\n"));
	assert_ends("many", -E2BIG, fill("", "title a\nconfigfile /a\n", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_lines_are_over_soon),
		cmocka_unit_test(many_kernels_are_over_soon),
		cmocka_unit_test(configurations_that_lead_to_one_another_are_over_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
