/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "common/output.h"
#include "options.h"
#include "several/row.h"

int options_parse_with_images(int argc, char **argv, const struct verb_options *own,
			      struct options *options)
{
	int r = options_parse(argc, argv, own, options);

	if (r >= 0)
		return r;
	options->words = argv + optind;
	options->count = (size_t)(argc - optind);
	/* of none, the complaint is that of a verb that takes one */
	if (options->count == 0 || !options_is_several(options))
		r = options_take_image(argc, argv, own->verb->name, options);
	return r <= EXIT_DONE ? -1 : r;
}

bool options_is_several(const struct options *options)
{
	return options->lines || options->count > 1;
}

/* In the process that is this image's. */
static int answer(size_t number, void *data)
{
	struct options_several *them = data;
	int r = options_set_place(them->options, them->options->words[number]);

	return r == EXIT_DONE ? them->print(them->options, them->own) : r;
}

/* Those that are at fault as words of the command line are found before anything is read. */
static int take_names(const struct options *options, char **names)
{
	int r = EXIT_DONE;

	for (size_t i = 0; i < options->count && r == EXIT_DONE; i++)
		r = remote_take_name(options->words[i], &names[i]);
	return r;
}

int options_run_several(struct options_several *them)
{
	const struct options *options = them->options;
	char **names = calloc(options->count, sizeof(*names));
	const struct several several = {
		.names = names,
		.count = options->count,
		.jobs = options->jobs,
		.form = options->json ? SEVERAL_JSON : them->form,
		.columns = them->columns,
		.columns_count = them->columns_count,
		.answer = answer,
		.data = them,
	};
	int r = EXIT_FAILED;

	if (names)
		r = take_names(options, names);
	else
		output_complain(NULL, "out of memory");
	if (r == EXIT_DONE)
		r = several_run(&several);
	for (size_t i = 0; names && i < options->count; i++)
		free(names[i]);
	free(names);
	return r;
}

/* What every row begins with. */
static void add_medium(struct ia_strbuf *row, const struct isoargs_report *report)
{
	row_add(row, isoargs_report_label(report));
	row_add(row, isoargs_report_distribution(report));
	row_add(row, isoargs_report_version(report));
	row_add(row, isoargs_report_arch(report));
}

int options_report_row(const struct isoargs_report *report,
		       const struct isoargs_print_options *print, char **ret_text,
		       struct isoargs_error **reterr)
{
	static const char *const names[] = {
		[ISOARGS_INFO] = "ok", [ISOARGS_WARNING] = "warning", [ISOARGS_ERROR] = "error"};
	struct ia_strbuf row IA_AUTO_STRBUF = {0};
	enum isoargs_severity worst = ISOARGS_INFO;
	const struct isoargs_entry *entry;
	const struct isoargs_note *note;
	int r;

	r = print->entry ? isoargs_report_find(report, print->entry, &entry, reterr) : 0;
	if (r < 0)
		return r;
	for (size_t i = 0; (note = isoargs_report_note(report, i)); i++) {
		if (isoargs_note_severity(note) > worst)
			worst = isoargs_note_severity(note);
	}
	add_medium(&row, report);
	row_add(&row, names[worst]);
	return ia_strbuf_take(&row, ret_text);
}

int options_checks_row(const struct isoargs_report *report, const struct isoargs_checks *checks,
		       char **ret_text)
{
	static const char *const names[] = {[ISOARGS_CHECK_OK] = "ok",
					    [ISOARGS_CHECK_WARNING] = "warning",
					    [ISOARGS_CHECK_ERROR] = "error"};
	struct ia_strbuf row IA_AUTO_STRBUF = {0};
	const struct isoargs_finding *finding;
	const char *kernel = NULL;

	for (size_t i = 0; (finding = isoargs_checks_finding(checks, i)); i++) {
		const char *code = isoargs_finding_code(finding);

		/* the same check has two names */
		if (strcmp(code, "pv") == 0 || strcmp(code, "guest") == 0)
			kernel = names[isoargs_finding_verdict(finding)];
	}
	add_medium(&row, report);
	row_add(&row, kernel);
	row_add(&row, names[isoargs_checks_verdict(checks)]);
	return ia_strbuf_take(&row, ret_text);
}
