/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a configuration says, reading it ends soon; test-syslinux.c has how it ends. */
#include "support/unit.h"

#include "base/limits.h"
#include "menu/syslinux/syslinux.h"

#include "base/note.h"
#include "support/budget.h"

struct text {
	const char *text;
	const char *included; /* what /i holds; NULL: the text itself */
	int expected;
};

static int read_included(void *data, const char *device IA_UNUSED, const char *path, char **ret,
			 size_t *ret_size, struct isoargs_error **reterr IA_UNUSED)
{
	const struct text *text = data;

	if (strcmp(path, "/i") != 0)
		return 0;
	*ret = strdup(text->included ? text->included : text->text);
	*ret_size = strlen(*ret);
	return 1;
}

static void run(const void *data)
{
	struct text text = *(const struct text *)data;
	struct ia_meter meter = IA_METER;
	const struct ia_menu_host host = {
		.data = &text,
		.meter = &meter,
		.read = read_included,
	};
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_entries menu;
	int r = ia_syslinux_evaluate(
		&host, &(const struct ia_config_file){"/s.cfg", text.text, strlen(text.text)},
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
	const struct text what = {.text = owned, .expected = expected};

	assert_within_budget(done, run, &what);
}

/* Each label looks all others up, and MENU GOTO all menus. */
static void many_names_that_begin_alike_are_over_soon(void **state IA_UNUSED)
{
	char *name IA_AUTO_FREE = repeat("", "n", 480, "");
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; i < IA_SYSLINUX_ENTRIES_MAX; i++)
		ia_strbuf_addf(&text, "label %s%u\n", name, i);
	assert_ends("labels", 0, strdup(text.data));
	text.length = 0;
	for (unsigned i = 0; i < IA_SYSLINUX_ENTRIES_MAX / 2; i++)
		ia_strbuf_addf(&text, "menu begin %s%u\nlabel a\nmenu goto %s%u\nmenu end\n", name,
			       i, name, i + 1);
	assert_ends("menus", 0, strdup(text.data));
}

static void many_configurations_are_over_soon(void **state IA_UNUSED)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	char *name IA_AUTO_FREE = repeat("", "n", 500, "");

	for (unsigned i = 0; i < IA_SYSLINUX_ENTRIES_MAX; i++)
		ia_strbuf_addf(&text, "label %u\nconfig i /%s%u\n", i, name, i % 40);
	assert_within_budget("configurations", run,
			     &(const struct text){.text = text.data, .included = "#\n"});
}

static void many_parameters_are_over_soon(void **state IA_UNUSED)
{
	char *words IA_AUTO_FREE = repeat("append ", "a ", 1000, "\n");
	char *commas IA_AUTO_FREE = repeat("append initrd=", "a,", 1000, "\n");
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; i < 700; i++)
		ia_strbuf_addf(&text, "label %u\nlinux /k\ninitrd /i\n", i);
	assert_ends("words", 0, repeat(words, text.data, 1, ""));
	assert_ends("modules", 0, repeat("append /x --- /k --- ", "a --- ", 300, text.data));
	assert_ends("disks", 0, repeat(commas, text.data, 1, ""));
}

static void what_includes_itself_is_over_soon(void **state IA_UNUSED)
{
	assert_ends("include", 0, repeat("include /i\n", "", 0, ""));
	assert_ends("two of them", 0, repeat("include /i\ninclude /i\n", "", 0, ""));
	assert_ends("menu include", 0, repeat("menu include /i\n", "", 0, ""));
	assert_ends("behind a large text", 0, fill("", "# x\n", "include /i\n"));
	assert_ends("config", 0, repeat("label a\nconfig /i\n", "", 0, ""));
	assert_ends("menus", 0, repeat("label a\nkernel menu.c32\nappend /i\n", "", 0, ""));
}

/* Each file is read of the medium once, and its lines cost what they cost each time. */
static void files_again_and_again_are_over_soon(void **state IA_UNUSED)
{
	char *many IA_AUTO_FREE = fill("", "include /i\n", "");
	char *absent IA_AUTO_FREE = fill("", "include /j\n", "");
	char *lines IA_AUTO_FREE = fill("", "append x\n", "");
	const struct text what[] = {{many, "#\n", 0},
				    {many, lines, 0},
				    {many, many, 0},
				    {absent, NULL, 0},
				    {many, absent, 0}};

	for (size_t i = 0; i < IA_COUNT(what); i++)
		assert_within_budget("includes", run, &what[i]);
}

static void many_absent_files_are_over_soon(void **state IA_UNUSED)
{
	struct ia_strbuf text IA_AUTO_STRBUF = {0};

	for (unsigned i = 0; text.length < IA_CONFIG_MAX - 20; i++)
		ia_strbuf_addf(&text, "include %u\n", i);
	assert_ends("absent files", 0, strdup(text.data));
}

static void many_lines_are_over_soon(void **state IA_UNUSED)
{
	assert_ends("comments", 0, fill("", "#\n", ""));
	assert_ends("empty lines", 0, fill("", "\n", ""));
	assert_ends("unknown words", 0, fill("", "x\n", ""));
	assert_ends("unknown words of menus", 0, fill("", "menu x\n", ""));
	assert_ends("numbers", 0, fill("", "sysappend 9\n", ""));
	assert_ends("labels", 0, fill("", "label a\n", ""));
	assert_ends("nested menus", 0, fill("", "menu begin\n", ""));
	assert_ends("defaults", 0, fill("", "default a\n", ""));
	assert_ends("appends", 0, fill("label a\n", "append x\n", ""));
	assert_ends("initrds", 0, fill("label a\n", "initrd a,b\n", ""));
	assert_ends("text without an end", 0, fill("text help\n", "x\n", ""));
}

static void a_large_line_is_over_soon(void **state IA_UNUSED)
{
	assert_ends("one word", 0, fill("label a\nlinux /k\nappend ", "x", "\n"));
	assert_ends("words", 0, fill("label a\nlinux /k\nappend ", "x ", "\n"));
	assert_ends("initrds", 0, fill("label a\nlinux /k\ninitrd ", "x,", "\n"));
	assert_ends("a comment", 0, fill("#", "x", "\n"));
	assert_ends("blanks", 0, fill("label a\nlinux /k\n", " ", "\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_includes_itself_is_over_soon),
		cmocka_unit_test(files_again_and_again_are_over_soon),
		cmocka_unit_test(many_absent_files_are_over_soon),
		cmocka_unit_test(many_lines_are_over_soon),
		cmocka_unit_test(many_names_that_begin_alike_are_over_soon),
		cmocka_unit_test(many_configurations_are_over_soon),
		cmocka_unit_test(many_parameters_are_over_soon),
		cmocka_unit_test(a_large_line_is_over_soon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
