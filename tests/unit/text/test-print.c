/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/report-sample.h"

#include <errno.h>

#include "base/utf8.h"

/* What the printers of a report are asked to show. */

static int (*const printers[])(const struct isoargs_report *report,
			       const struct isoargs_print_options *options, char **ret_text,
			       struct isoargs_error **reterr) = {
	isoargs_report_text,
	isoargs_report_json,
	isoargs_report_menu_text,
	isoargs_report_menu_json,
};

static const char *printed(struct sample *s, size_t printer, const char *entry)
{
	const struct isoargs_print_options options = {.entry = entry};

	free(s->output);
	s->output = NULL;
	assert_int_equal(printers[printer](&s->report, &options, &s->output, NULL), 0);
	return s->output;
}

static void every_printer_shows_the_entry_that_it_is_asked_for_alone(void **state)
{
	static const char *const names[] = {"0", "install", "Install CentOS 7"};
	struct sample *s = *state;

	for (size_t i = 0; i < IA_COUNT(printers); i++) {
		for (size_t k = 0; k < IA_COUNT(names); k++) {
			assert_contains(printed(s, i, names[k]), "Install CentOS 7");
			assert_null(strstr(s->output, "More"));
		}
		assert_contains(printed(s, i, "More"), "More");
		assert_null(strstr(s->output, "Install CentOS 7"));
	}
}

static void what_one_call_is_asked_for_is_nothing_to_the_next(void **state)
{
	struct sample *s = *state;

	for (size_t i = 0; i < IA_COUNT(printers); i++) {
		printed(s, i, "0");
		assert_contains(printed(s, i, NULL), "Install CentOS 7");
		assert_contains(s->output, "More");
	}
}

static void a_menu_without_the_entry_is_left_out_of_the_menus(void **state)
{
	struct sample *s = *state;

	assert_contains(printed(s, 2, NULL), "isolinux.cfg");
	assert_null(strstr(printed(s, 2, "0"), "isolinux.cfg"));
}

static void an_entry_that_is_in_no_menu_is_refused_by_every_printer(void **state)
{
	static const struct isoargs_print_options options = {.entry = "nope"};
	struct sample *s = *state;

	for (size_t i = 0; i < IA_COUNT(printers); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		char *text = SENTINEL;

		assert_int_equal(printers[i](&s->report, &options, &text, &error), -ENOENT);
		assert_contains(isoargs_error_message(error), "\"nope\"");
		assert_ptr_equal(text, SENTINEL);
		assert_int_equal(printers[i](&s->report, &options, &text, NULL), -ENOENT);
	}
}

/* Each line. */
static void assert_printable_lines(const char *text)
{
	for (size_t length; *text; text += length + (text[length] == '\n')) {
		char *line IA_AUTO_FREE = NULL;

		length = strcspn(text, "\n");
		line = strndup(text, length);
		assert_non_null(line);
		if (!ia_utf8_is_printable(line))
			fail_msg("not fit for a terminal: %s", line);
	}
}

static void no_printer_lets_a_medium_at_the_terminal(void **state)
{
	struct sample *s = *state;

	fill_hostile(s);
	for (size_t i = 0; i < IA_COUNT(printers); i++)
		assert_printable_lines(printed(s, i, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_sample(every_printer_shows_the_entry_that_it_is_asked_for_alone),
		on_sample(what_one_call_is_asked_for_is_nothing_to_the_next),
		on_sample(a_menu_without_the_entry_is_left_out_of_the_menus),
		on_sample(an_entry_that_is_in_no_menu_is_refused_by_every_printer),
		on_sample(no_printer_lets_a_medium_at_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
