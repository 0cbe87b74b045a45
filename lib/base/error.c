/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/option-name.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static void add_place(struct ia_strbuf *buf, const char *file, unsigned line, unsigned column)
{
	if (!file)
		return;
	ia_strbuf_adds(buf, file);
	if (line)
		ia_strbuf_addf(buf, ":%u", line);
	if (line && column)
		ia_strbuf_addf(buf, ":%u", column);
	ia_strbuf_adds(buf, ": ");
}

static int compose(struct isoargs_error *error)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	add_place(&buf, error->option ? ia_option_name(error->option) : error->file, error->line,
		  error->column);
	ia_strbuf_adds(&buf, error->text);
	if (error->has_offset)
		ia_strbuf_addf(&buf, " (at byte %" PRIu64 ")", error->offset);
	if (error->remedy)
		ia_strbuf_addf(&buf, "; %s", error->remedy);
	return ia_strbuf_take(&buf, &error->message);
}

struct isoargs_error *ia_error_free(struct isoargs_error *error)
{
	if (error) {
		free(error->message);
		free(error->text);
		free(error->file);
		free(error->remedy);
		free(error);
	}
	return NULL;
}

int ia_error_va(struct isoargs_error **reterr, int code, const struct ia_place *place,
		const char *remedy, const char *fmt, va_list ap)
{
	struct isoargs_error *error;

	if (!reterr)
		return code;
	error = calloc(1, sizeof(*error));
	if (!error)
		return code;
	error->code = code;
	error->option = place->option;
	error->line = place->line;
	error->column = place->column;
	error->offset = place->offset;
	error->has_offset = place->has_offset;
	error->text = ia_utf8_printf(fmt, ap);
	if (place->file)
		error->file = ia_utf8_printable(place->file);
	if (remedy)
		error->remedy = ia_utf8_printable(remedy);
	if (!error->text || (place->file && !error->file) || (remedy && !error->remedy) ||
	    compose(error) < 0) {
		ia_error_free(error);
		return code;
	}
	ia_error_free(*reterr);
	*reterr = error;
	return code;
}

int ia_error(struct isoargs_error **reterr, int code, const struct ia_place *place,
	     const char *remedy, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ia_error_va(reterr, code, place, remedy, fmt, ap);
	va_end(ap);
	return code;
}

struct ia_place ia_error_place(const struct isoargs_error *error)
{
	return (struct ia_place){
		.option = error->option,
		.file = error->file,
		.line = error->line,
		.column = error->column,
		.offset = error->offset,
		.has_offset = error->has_offset,
	};
}

static int rename_file(struct isoargs_error **reterr, const char *file,
		       const struct isoargs_error *cause)
{
	struct ia_place place = ia_error_place(cause);

	place.file = file;
	return ia_error(reterr, cause->code, &place, cause->remedy, "%s", cause->text);
}

int ia_error_copy(struct isoargs_error **reterr, const struct isoargs_error *error)
{
	return rename_file(reterr, error->file, error);
}

const char *ia_error_text(const struct isoargs_error *error)
{
	return error->text;
}

int ia_error_prefix(struct isoargs_error **reterr, const char *prefix,
		    const struct isoargs_error *cause)
{
	char *file IA_AUTO_FREE = NULL;

	if (!cause->file)
		return rename_file(reterr, NULL, cause);
	if (asprintf(&file, "%s:%s", prefix, cause->file) < 0) {
		file = NULL;
		return cause->code;
	}
	return rename_file(reterr, file, cause);
}

int ia_error_in_file(struct isoargs_error **reterr, const char *file,
		     const struct isoargs_error *cause)
{
	if (!cause->file)
		return rename_file(reterr, file, cause);
	/* What the cause counts from is not the start of this file: keep its place in words. */
	if (!cause->has_offset)
		return ia_error(reterr, cause->code, IA_IN_FILE(file), cause->remedy, "%s: %s",
				cause->file, cause->text);
	return ia_error(reterr, cause->code, IA_IN_FILE(file), cause->remedy,
			"%s: %s (at byte %" PRIu64 ")", cause->file, cause->text, cause->offset);
}

int ia_error_memory(struct isoargs_error **reterr)
{
	return ia_error(reterr, -ENOMEM, IA_NOWHERE, NULL, "out of memory");
}
