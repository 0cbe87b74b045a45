/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_ERROR_H
#define ISOARGS_ERROR_H

#include <isoargs/option.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Why a call failed: what was found where, what was expected, what to do about it. */
struct isoargs_error;

/**
 * isoargs_error_free - release an error object
 * @error: the object, or NULL
 *
 * Returns: NULL, so that error = isoargs_error_free(error) forgets the pointer.
 */
ISOARGS_EXPORT struct isoargs_error *isoargs_error_free(struct isoargs_error *error);

/**
 * isoargs_error_code - the negative errno that the failed call returned
 * @error: an error object
 *
 * -EBADMSG contradicts its format, -ENODATA ends too soon, -EOPNOTSUPP valid but not
 * handled, -ELOOP cycle or recursion, -E2BIG over budget, -EINVAL the caller's mistake,
 * -ENOENT missing from the medium; others as the operating system gave them.
 *
 * Returns: a negative errno.
 */
ISOARGS_EXPORT int isoargs_error_code(const struct isoargs_error *error);

/**
 * isoargs_error_message - the whole sentence, place and remedy included
 * @error: an error object
 *
 * Returns: printable UTF-8 without a line end; control characters of the medium are
 * escaped. Lives as long as @error.
 */
ISOARGS_EXPORT const char *isoargs_error_message(const struct isoargs_error *error);

/**
 * isoargs_error_option - the option that is at fault
 * @error: an error object
 *
 * Returns: one of enum isoargs_option, of which ISOARGS_NO_OPTION says that none is.
 */
ISOARGS_EXPORT enum isoargs_option isoargs_error_option(const struct isoargs_error *error);

/**
 * isoargs_error_text - the sentence alone, without place and remedy
 * @error: an error object
 *
 * Returns: printable UTF-8 without a line end, at most 1024 bytes: "…" stands for the middle of a
 * longer one. Lives as long as @error.
 */
ISOARGS_EXPORT const char *isoargs_error_text(const struct isoargs_error *error);

/**
 * isoargs_error_file - the file inside the image that is at fault
 * @error: an error object
 *
 * Returns: its name, printable and cut as the sentence is, or NULL where no file is involved.
 * Lives as long as @error.
 */
ISOARGS_EXPORT const char *isoargs_error_file(const struct isoargs_error *error);

/**
 * isoargs_error_line - the line at fault
 * @error: an error object
 *
 * Returns: line number from 1, or 0 where there is none.
 */
ISOARGS_EXPORT unsigned isoargs_error_line(const struct isoargs_error *error);

/**
 * isoargs_error_column - the column at fault
 * @error: an error object
 *
 * Returns: byte column from 1, or 0 where there is none.
 */
ISOARGS_EXPORT unsigned isoargs_error_column(const struct isoargs_error *error);

/**
 * isoargs_error_offset - the byte offset at fault
 * @error:      an error object
 * @ret_offset: byte offset inside isoargs_error_file(), or inside the image
 *
 * Returns: 1 and @ret_offset written, or 0 where there is none.
 */
ISOARGS_EXPORT int isoargs_error_offset(const struct isoargs_error *error, uint64_t *ret_offset);

/**
 * isoargs_error_remedy - what to do about it
 * @error: an error object
 *
 * Returns: a sentence, or NULL where there is no remedy to name. Lives as long as @error.
 */
ISOARGS_EXPORT const char *isoargs_error_remedy(const struct isoargs_error *error);

/* How much a note weighs. */
enum isoargs_severity {
	ISOARGS_INFO,    /* worth knowing */
	ISOARGS_WARNING, /* doubtful: the result may not be what the user wants */
	ISOARGS_ERROR    /* something on the medium could not be used */
};

/* One finding about a medium or about the arguments derived from it. */
struct isoargs_note;

/**
 * isoargs_note_severity - how much a note weighs
 * @note: a note
 *
 * Returns: one of enum isoargs_severity.
 */
ISOARGS_EXPORT enum isoargs_severity isoargs_note_severity(const struct isoargs_note *note);

/**
 * isoargs_note_code - the note's kind, for programs
 * @note: a note
 *
 * Returns: a stable word such as "truncated" or "stage2-differs"; never NULL.
 */
ISOARGS_EXPORT const char *isoargs_note_code(const struct isoargs_note *note);

/**
 * isoargs_note_text - the note's sentence, without its place
 * @note: a note
 *
 * Returns: printable UTF-8, at most 1024 bytes: "…" stands for the middle of a longer one; never
 * NULL. Lives as long as the note's report.
 */
ISOARGS_EXPORT const char *isoargs_note_text(const struct isoargs_note *note);

/**
 * isoargs_note_option - the option that the note is about
 * @note: a note
 *
 * Returns: one of enum isoargs_option, of which ISOARGS_NO_OPTION says that it is about none.
 */
ISOARGS_EXPORT enum isoargs_option isoargs_note_option(const struct isoargs_note *note);

/**
 * isoargs_note_file - the file inside the image that the note is about
 * @note: a note
 *
 * Returns: its name, printable and cut as the sentence is, or NULL where the note is about an
 * option or the image as a whole.
 */
ISOARGS_EXPORT const char *isoargs_note_file(const struct isoargs_note *note);

/**
 * isoargs_note_line - the line that the note is about
 * @note: a note
 *
 * Returns: line number from 1, or 0 where there is none.
 */
ISOARGS_EXPORT unsigned isoargs_note_line(const struct isoargs_note *note);

/**
 * isoargs_note_column - the column that the note is about
 * @note: a note
 *
 * Returns: byte column from 1, or 0 where there is none.
 */
ISOARGS_EXPORT unsigned isoargs_note_column(const struct isoargs_note *note);

/**
 * isoargs_note_offset - the byte offset that the note is about
 * @note:       a note
 * @ret_offset: byte offset inside isoargs_note_file(), or inside the image
 *
 * Returns: 1 and @ret_offset written, or 0 where there is none.
 */
ISOARGS_EXPORT int isoargs_note_offset(const struct isoargs_note *note, uint64_t *ret_offset);

#ifdef __cplusplus
}
#endif

#endif
