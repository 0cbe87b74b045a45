/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int output_hold_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		/* the lowest that is free; with O_PATH it is good for nothing */
		if (open("/", O_PATH) != fd) {
			output_complain(NULL, "descriptor %d cannot be held: %s", fd,
					strerror(errno));
			return EXIT_FAILED;
		}
	}
	return EXIT_DONE;
}

int output_write(const char *text)
{
	return output_write_bytes(text, strlen(text));
}

int output_write_bytes(const char *data, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = write(STDOUT_FILENO, data + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			output_complain(NULL, "cannot write the result: %s", strerror(errno));
			return EXIT_FAILED;
		}
		done += (size_t)n;
	}
	return EXIT_DONE;
}

void output_complain(const char *subject, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	if (subject)
		fprintf(stderr, "%s: ", subject);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void output_error(const char *image, const struct isoargs_error *error)
{
	const char *file = error ? isoargs_error_file(error) : NULL;
	bool named = (error && isoargs_error_option(error)) || (file && strcmp(file, image) == 0);

	output_complain(named ? NULL : image, "%s",
			error ? isoargs_error_message(error) : "out of memory");
}

void output_note(const char *image, const struct isoargs_note *note, bool verbose)
{
	enum isoargs_severity severity = isoargs_note_severity(note);
	const char *file = isoargs_note_option(note)
				   ? isoargs_option_name(isoargs_note_option(note))
				   : isoargs_note_file(note);
	const char *name = severity == ISOARGS_INFO ? "note" : "warning";
	char line[16] = "";

	if (severity == ISOARGS_INFO && !verbose)
		return;
	if (isoargs_note_line(note))
		snprintf(line, sizeof(line), ":%u", isoargs_note_line(note));
	output_complain(image, "%s: %s%s%s%s", name, file ? file : "", line, file ? ": " : "",
			isoargs_note_text(note));
}

void output_checks(const char *image, const struct isoargs_checks *checks)
{
	const struct isoargs_finding *finding;

	for (size_t i = 0; (finding = isoargs_checks_finding(checks, i)); i++) {
		switch (isoargs_finding_verdict(finding)) {
		case ISOARGS_CHECK_OK:
			break;
		case ISOARGS_CHECK_WARNING:
			output_complain(image, "warning: %s", isoargs_finding_message(finding));
			break;
		case ISOARGS_CHECK_ERROR:
			output_complain(image, "error: %s", isoargs_finding_message(finding));
			break;
		}
	}
}

void output_notes(const char *image, const struct isoargs_report *report,
		  const struct isoargs_args *args, bool verbose)
{
	const struct isoargs_note *note;

	for (size_t i = 0; (note = isoargs_report_note(report, i)); i++)
		output_note(image, note, verbose);
	for (size_t i = 0; args && (note = isoargs_args_note(args, i)); i++)
		output_note(image, note, verbose);
}
