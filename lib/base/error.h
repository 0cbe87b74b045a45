/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_ERROR_H
#define IA_BASE_ERROR_H

#include <isoargs/error.h>
#include <isoargs/option.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

/* Where something stands: an option, or a file inside the image and a line or an offset. */
struct ia_place {
	enum isoargs_option option;
	const char *file;
	unsigned line;
	unsigned column;
	uint64_t offset;
	bool has_offset;
};

#define IA_NOWHERE          (&(const struct ia_place){0})
#define IA_AT_OPTION(which) (&(const struct ia_place){.option = (which)})
#define IA_IN_FILE(name)    (&(const struct ia_place){.file = (name)})
#define IA_AT_LINE(name, l, c)                                                                     \
	(&(const struct ia_place){.file = (name), .line = (l), .column = (c)})
#define IA_AT_OFFSET(name, off)                                                                    \
	(&(const struct ia_place){.file = (name), .offset = (off), .has_offset = true})

struct isoargs_error {
	int code;
	char *message;
	char *text; /* the message without place and remedy */
	enum isoargs_option option;
	char *file;
	char *remedy;
	unsigned line;
	unsigned column;
	uint64_t offset;
	bool has_offset;
};

/*
 * Makes the error object and returns code, so that callers write
 *     return ia_error(reterr, -EBADMSG, IA_AT_OFFSET(name, at), "remedy or NULL", "found %u, expected ...", n);
 * reterr may be NULL. An object that is already there is replaced. The bytes of fmt's
 * strings may be anything: they are made printable here, and a file or remedy is cut at
 * IA_SENTENCE_MAX; a longer sentence loses its middle.
 */
int ia_error(struct isoargs_error **reterr, int code, const struct ia_place *place,
	     const char *remedy, const char *fmt, ...) IA_PRINTF(5, 6);

int ia_error_va(struct isoargs_error **reterr, int code, const struct ia_place *place,
		const char *remedy, const char *fmt, va_list ap)
	__attribute__((format(printf, 5, 0)));

struct isoargs_error *ia_error_free(struct isoargs_error *error);

/* The same failure once more; returns its code. */
int ia_error_copy(struct isoargs_error **reterr, const struct isoargs_error *error);

/* The sentence alone, without place and remedy; and the place, as long as the error lives. */
const char *ia_error_text(const struct isoargs_error *error);
struct ia_place ia_error_place(const struct isoargs_error *error);

/*
 * Says of a failure below which file it was about: cause's sentence, offset and remedy with
 * file before them. Returns cause's code. cause is borrowed.
 */
int ia_error_in_file(struct isoargs_error **reterr, const char *file,
		     const struct isoargs_error *cause);

/* The same failure with "PREFIX:" before its file: the file system that the path is on. */
int ia_error_prefix(struct isoargs_error **reterr, const char *prefix,
		    const struct isoargs_error *cause);

/* Out of memory; returns -ENOMEM. */
int ia_error_memory(struct isoargs_error **reterr);

static inline void ia_cleanup_error(struct isoargs_error **error)
{
	ia_error_free(*error);
}
#define IA_AUTO_ERROR IA_CLEANUP(ia_cleanup_error)

#endif
