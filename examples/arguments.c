/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The library in one program: the arguments that start IMAGE's installer at a static address.
 * Exit status as that of isoargs(1): 0, 1 the image cannot be read, 2 the address is at fault,
 * 3 the installer would not start.
 */
#include <stdio.h>

#include <isoargs/isoargs.h>

/* What is made on the way; each is released at the end, made or not. */
struct work {
	struct isoargs_request *request;
	struct isoargs_image *image;
	struct isoargs_report *report;
	struct isoargs_args *args;
	struct isoargs_checks *checks;
	struct isoargs_error *error;
};

static int derive(struct work *w, const char *path, const char *address)
{
	struct isoargs_checks_options cheap = {.depth = ISOARGS_CHECK_CHEAP};

	if (isoargs_request_new(&w->request) < 0 ||
	    isoargs_request_set(w->request, ISOARGS_IP, address, &w->error) < 0)
		return 2;
	if (isoargs_image_open(path, &w->image, &w->error) < 0 ||
	    isoargs_inspect(w->image, NULL, &w->report, &w->error) < 0)
		return 1;
	if (isoargs_derive(w->report, w->request, &w->args, &w->error) < 0)
		return 3;
	cheap.request = w->request;
	cheap.args = w->args;
	if (isoargs_checks_run(w->image, w->report, &cheap, &w->checks, &w->error) < 0)
		return 1;
	return isoargs_checks_verdict(w->checks) == ISOARGS_CHECK_ERROR ? 3 : 0;
}

/* What is doubtful, and why nothing came of it. */
static void tell(const struct work *w)
{
	const struct isoargs_note *note;
	const struct isoargs_finding *finding;

	for (size_t i = 0; w->report && (note = isoargs_report_note(w->report, i)); i++)
		fprintf(stderr, "%s: %s\n", isoargs_note_code(note), isoargs_note_text(note));
	for (size_t i = 0; w->args && (note = isoargs_args_note(w->args, i)); i++)
		fprintf(stderr, "%s: %s\n", isoargs_note_code(note), isoargs_note_text(note));
	for (size_t i = 0; w->checks && (finding = isoargs_checks_finding(w->checks, i)); i++) {
		if (isoargs_finding_verdict(finding) == ISOARGS_CHECK_ERROR)
			fprintf(stderr, "error: %s\n", isoargs_finding_message(finding));
		else if (isoargs_finding_verdict(finding) == ISOARGS_CHECK_WARNING)
			fprintf(stderr, "warning: %s\n", isoargs_finding_message(finding));
	}
	if (w->error)
		fprintf(stderr, "%s\n", isoargs_error_message(w->error));
}

int main(int argc, char **argv)
{
	struct work w = {0};
	int status;

	if (argc != 3) {
		fprintf(stderr, "usage: %s IMAGE ADDRESS/PREFIX\n", argv[0]);
		return 2;
	}
	status = derive(&w, argv[1], argv[2]);
	tell(&w);
	if (status == 0 && puts(isoargs_args_string(w.args)) < 0)
		status = 1;
	else if (status != 0 && !w.error)
		/* without an error object there was no memory for one */
		fprintf(stderr, "%s\n",
			w.checks ? "the installer would not start" : "out of memory");
	isoargs_checks_free(w.checks);
	isoargs_args_free(w.args);
	isoargs_report_free(w.report);
	isoargs_image_free(w.image);
	isoargs_request_free(w.request);
	isoargs_error_free(w.error);
	return status;
}
