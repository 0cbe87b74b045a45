/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/option-names.h"

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

static void begin(const char *subject)
{
	fprintf(stderr, "%s: ", program_invocation_short_name);
	if (subject)
		fprintf(stderr, "%s: ", subject);
}

void output_complain(const char *subject, const char *fmt, ...)
{
	va_list ap;

	begin(subject);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* The end of a line: a sentence of the library, spelled as the command line does. */
static void end_with(const char *text)
{
	enum isoargs_option option;
	size_t at = 0, length = 0;

	for (; (option = isoargs_option_find(text, &at, &length)); text += at + length)
		fprintf(stderr, "%.*s%s", (int)at, text, option_spelled(option, NULL));
	fprintf(stderr, "%s\n", text);
}

void output_error(const char *image, const struct isoargs_error *error)
{
	const char *file = error ? isoargs_error_file(error) : NULL;
	bool named = !image || (error && isoargs_error_option(error)) ||
		     (file && strcmp(file, image) == 0);

	begin(named ? NULL : image);
	end_with(error ? isoargs_error_message(error) : "out of memory");
}

void output_note(const char *image, const struct isoargs_note *note, bool verbose)
{
	enum isoargs_severity severity = isoargs_note_severity(note);
	enum isoargs_option option = isoargs_note_option(note);
	const char *place = option ? option_spelled(option, NULL) : isoargs_note_file(note);

	if (severity == ISOARGS_INFO && !verbose)
		return;
	begin(image);
	fputs(severity == ISOARGS_INFO ? "note: " : "warning: ", stderr);
	if (place)
		fputs(place, stderr);
	if (isoargs_note_line(note))
		fprintf(stderr, ":%u", isoargs_note_line(note));
	if (place)
		fputs(": ", stderr);
	end_with(isoargs_note_text(note));
}

void output_checks(const char *image, const struct isoargs_checks *checks)
{
	static const char *const names[] = {
		[ISOARGS_CHECK_OK] = NULL,
		[ISOARGS_CHECK_WARNING] = "warning: ",
		[ISOARGS_CHECK_ERROR] = "error: ",
	};
	const struct isoargs_finding *finding;

	for (size_t i = 0; (finding = isoargs_checks_finding(checks, i)); i++) {
		const char *name = names[isoargs_finding_verdict(finding)];

		if (!name)
			continue;
		begin(image);
		fputs(name, stderr);
		end_with(isoargs_finding_message(finding));
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
