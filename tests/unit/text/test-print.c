/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/report-sample.h"

#include <errno.h>

#include "base/limits.h"
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

static void set_title(struct sample *s, char *title, size_t size)
{
	memset(title, 'x', size);
	title[size] = '\0';
	s->entries[0].title = title;
}

static void at_most_4_mib_are_printed_of_a_medium(void **state)
{
	struct sample *s = *state;
	char *title IA_AUTO_FREE = malloc(IA_PRINTED_MAX + 1);

	assert_non_null(title);
	for (size_t i = 0; i < IA_COUNT(printers); i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		char *text = SENTINEL;
		size_t rest;

		set_title(s, title, 1);
		rest = strlen(printed(s, i, NULL)) - 1;
		set_title(s, title, IA_PRINTED_MAX - rest);
		assert_int_equal(strlen(printed(s, i, NULL)), IA_PRINTED_MAX);
		set_title(s, title, IA_PRINTED_MAX - rest + 1);
		assert_int_equal(printers[i](&s->report, NULL, &text, &error), -E2BIG);
		assert_ptr_equal(text, SENTINEL);
		assert_string_equal(isoargs_error_message(error),
				    "CentOS-7.iso: what is to be printed of the medium has more "
				    "than 4 MiB; no honest medium is like that; if yours is, "
				    "report it");
	}
}

static void what_is_kept_to_print_a_medium_has_a_bound_too(void **state)
{
	struct sample *s = *state;
	struct isoargs_entry *entries IA_AUTO_FREE = calloc(8192, sizeof(*entries));
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text = SENTINEL;

	/* many small ones, which json-c makes large */
	assert_non_null(entries);
	for (size_t i = 0; i < 8192; i++)
		entries[i] = (struct isoargs_entry){.path = "", .title = ""};
	s->configs[0].entries = entries;
	s->configs[0].count = 8192;
	assert_int_equal(isoargs_report_menu_json(&s->report, NULL, &text, &error), -E2BIG);
	assert_ptr_equal(text, SENTINEL);
	assert_string_equal(isoargs_error_message(error),
			    "CentOS-7.iso: the medium takes more than 12 MiB of memory, most of it "
			    "for printing what was found; no honest medium is like that; if yours "
			    "is, report it");
	s->configs[0].count = 4096;
	printed(s, 3, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_sample(every_printer_shows_the_entry_that_it_is_asked_for_alone),
		on_sample(what_one_call_is_asked_for_is_nothing_to_the_next),
		on_sample(a_menu_without_the_entry_is_left_out_of_the_menus),
		on_sample(an_entry_that_is_in_no_menu_is_refused_by_every_printer),
		on_sample(at_most_4_mib_are_printed_of_a_medium),
		on_sample(what_is_kept_to_print_a_medium_has_a_bound_too),
		on_sample(no_printer_lets_a_medium_at_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
