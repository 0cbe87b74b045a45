/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "common/option-names.h"

#define SENTENCE_MAX 8192 /* bytes of one of the tool's own, which may name paths */

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

/* 0, or a negative errno. */
static int write_all(const char *data, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = write(STDOUT_FILENO, data + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -ENOSPC;
		done += (size_t)n;
	}
	return 0;
}

int output_write_bytes(const char *data, size_t size)
{
	int r = write_all(data, size);

	if (r == 0)
		return EXIT_DONE;
	output_complain(NULL, "cannot write the result: %s", strerror(-r));
	return EXIT_FAILED;
}

int output_write_part(const char *data, size_t size)
{
	int r = write_all(data, size);

	if (r == 0)
		return EXIT_DONE;
	if (r != -EPIPE)
		output_complain(NULL, "cannot write the result: %s", strerror(-r));
	return EXIT_FAILED;
}

/* What is composed may hold a password that it was asked for. */
__attribute__((format(printf, 2, 0))) static void add_printable(struct ia_strbuf *buf,
								const char *fmt, va_list ap)
{
	struct ia_strbuf raw IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	ia_strbuf_addv(&raw, fmt, ap);
	if (raw.error)
		buf->error = buf->error ? buf->error : raw.error;
	else if (raw.data)
		ia_utf8_add_printable(buf, raw.data, raw.length);
}

void output_add(struct ia_strbuf *buf, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_printable(buf, fmt, ap);
	va_end(ap);
}

void output_add_line(struct ia_strbuf *buf, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_printable(buf, fmt, ap);
	va_end(ap);
	ia_strbuf_addc(buf, '\n');
}

void output_say(FILE *to, const char *fmt, ...)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	va_list ap;

	va_start(ap, fmt);
	add_printable(&buf, fmt, ap);
	va_end(ap);
	fputs(buf.error ? "out of memory" : buf.data ? buf.data : "", to);
	fputc('\n', to);
}

/*
 * A line on standard error. Whoever its pieces come from, they are made fit for a terminal here, and
 * without memory of the heap: that there is none may be what it says.
 */
struct line {
	char data[1024];
	size_t length;
};

static void flush(struct line *line)
{
	fwrite(line->data, 1, line->length, stderr);
	line->length = 0;
}

static void add_bytes(struct line *line, const char *text, size_t size)
{
	for (size_t i = 0, length; i < size; i += length) {
		char out[IA_ESCAPE_SIZE];
		size_t spelled;

		length = ia_utf8_escape(text + i, size - i, out, &spelled);
		if (line->length + sizeof(out) > sizeof(line->data))
			flush(line);
		memcpy(line->data + line->length, spelled ? out : text + i,
		       spelled ? spelled : length);
		line->length += spelled ? spelled : length;
	}
}

static void add(struct line *line, const char *text)
{
	add_bytes(line, text, strlen(text));
}

static void end(struct line *line)
{
	flush(line);
	fputc('\n', stderr);
}

static void begin(struct line *line, const char *subject)
{
	line->length = 0;
	add(line, program_invocation_short_name);
	add(line, ": ");
	if (!subject)
		return;
	add(line, subject);
	add(line, ": ");
}

void output_complain(const char *subject, const char *fmt, ...)
{
	char text[SENTENCE_MAX];
	struct line line;
	bool is_cut;
	va_list ap;

	va_start(ap, fmt);
	is_cut = vsnprintf(text, sizeof(text), fmt, ap) >= (int)sizeof(text);
	va_end(ap);
	begin(&line, subject);
	add(&line, text);
	if (is_cut)
		add(&line, "…");
	end(&line);
}

/* The end of a line: a sentence of the library, spelled as the command line does. */
static void end_with(struct line *line, const char *text)
{
	enum isoargs_option option;
	size_t at = 0, length = 0;

	for (; (option = isoargs_option_find(text, &at, &length)); text += at + length) {
		add_bytes(line, text, at);
		add(line, option_spelled(option, NULL));
	}
	add(line, text);
	end(line);
}

/* Is file, as the library prints it, that image? What it cuts is told apart no more. */
static bool names(const char *file, const char *image)
{
	size_t left = strlen(image);

	for (size_t length; left > 0; image += length, left -= length) {
		char out[IA_ESCAPE_SIZE];
		size_t spelled;

		length = ia_utf8_escape(image, left, out, &spelled);
		if (strncmp(file, spelled ? out : image, spelled ? spelled : length) != 0)
			return strcmp(file, "…") == 0;
		file += spelled ? spelled : length;
	}
	return *file == '\0';
}

void output_error(const char *image, const struct isoargs_error *error)
{
	const char *file = error ? isoargs_error_file(error) : NULL;
	bool named =
		!image || (error && isoargs_error_option(error)) || (file && names(file, image));
	struct line line;

	begin(&line, named ? NULL : image);
	end_with(&line, error ? isoargs_error_message(error) : "out of memory");
}

void output_note(const char *image, const struct isoargs_note *note, bool verbose)
{
	enum isoargs_severity severity = isoargs_note_severity(note);
	enum isoargs_option option = isoargs_note_option(note);
	const char *place = option ? option_spelled(option, NULL) : isoargs_note_file(note);
	char number[16] = "";
	struct line line;

	if (severity == ISOARGS_INFO && !verbose)
		return;
	begin(&line, image);
	add(&line, severity == ISOARGS_INFO ? "note: " : "warning: ");
	if (place)
		add(&line, place);
	if (isoargs_note_line(note))
		snprintf(number, sizeof(number), ":%u", isoargs_note_line(note));
	add(&line, number);
	if (place)
		add(&line, ": ");
	end_with(&line, isoargs_note_text(note));
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
		struct line line;

		if (!name)
			continue;
		begin(&line, image);
		add(&line, name);
		end_with(&line, isoargs_finding_message(finding));
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
