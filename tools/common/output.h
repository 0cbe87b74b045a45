/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_OUTPUT_H
#define TOOLS_COMMON_OUTPUT_H

#include <isoargs/isoargs.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/strbuf.h"

/* What a tool's exit status says. */
enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,     /* the image could not be read, or the result not be written */
	EXIT_USAGE = 2,      /* the command line is at fault */
	EXIT_NOT_USABLE = 3, /* the image was inspected, but would not boot as asked */
};

/*
 * For the start of main(): whoever calls the tool with a standard descriptor closed would have what
 * is printed written into the next file that is opened. Such a descriptor is taken up, and still
 * cannot be read or written. EXIT_DONE, or EXIT_FAILED with a sentence on standard error.
 */
int output_hold_descriptors(void);

/*
 * Writes a result to standard output, whole and once: everything that could fail has been done
 * by then. EXIT_DONE, or EXIT_FAILED with a sentence on standard error.
 */
int output_write(const char *text);
int output_write_bytes(const char *data, size_t size);

/*
 * The same for one piece of many: whoever closes a pipe before the last has had enough, which is
 * EXIT_FAILED without a sentence.
 */
int output_write_part(const char *data, size_t size);

/*
 * For people: whatever the arguments hold, what comes of it is one line, and fit for a terminal and
 * a log as by ia_utf8_add_printable(). Line ends are no part of fmt. output_say() prints one.
 */
void output_add(struct ia_strbuf *buf, const char *fmt, ...) IA_PRINTF(2, 3);
void output_add_line(struct ia_strbuf *buf, const char *fmt, ...) IA_PRINTF(2, 3);
void output_say(FILE *to, const char *fmt, ...) IA_PRINTF(2, 3);

/*
 * "isoargs: SUBJECT: MESSAGE" on standard error, a line as of output_say(); subject is left out
 * where it is NULL.
 */
void output_complain(const char *subject, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * The library's error as one sentence on standard error. image names the image, unless it is NULL
 * or the error is about an option or names it itself; an error of NULL is lack of memory.
 */
void output_error(const char *image, const struct isoargs_error *error);

/* A note as one line on standard error. Those that are only worth knowing need verbose. */
void output_note(const char *image, const struct isoargs_note *note, bool verbose);

/* Those findings of a check that are not good, each as one line on standard error. */
void output_checks(const char *image, const struct isoargs_checks *checks);

/* The notes of a report and, unless it is NULL, of the arguments derived from it. */
void output_notes(const char *image, const struct isoargs_report *report,
		  const struct isoargs_args *args, bool verbose);

#endif
