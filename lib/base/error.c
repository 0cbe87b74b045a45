/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/* Any bytes to an allocated printable string; NULL when out of memory. */
static char *printable(const char *s)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text = NULL;

	ia_utf8_add_printable(&buf, s, strlen(s));
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}

static char *format(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));
static char *format(const char *fmt, va_list ap)
{
	char *raw IA_AUTO_FREE = NULL;

	if (vasprintf(&raw, fmt, ap) < 0) {
		raw = NULL;
		return NULL;
	}
	return printable(raw);
}

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

	add_place(&buf, error->file, error->line, error->column);
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
	error->line = place->line;
	error->column = place->column;
	error->offset = place->offset;
	error->has_offset = place->has_offset;
	error->text = format(fmt, ap);
	if (place->file)
		error->file = printable(place->file);
	if (remedy)
		error->remedy = printable(remedy);
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

static int rename_file(struct isoargs_error **reterr, const char *file,
		       const struct isoargs_error *cause)
{
	const struct ia_place place = {
		.file = file,
		.line = cause->line,
		.column = cause->column,
		.offset = cause->offset,
		.has_offset = cause->has_offset,
	};

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

static struct isoargs_note *add_note(struct ia_notes *notes, enum isoargs_severity severity,
				     const char *code, const struct ia_place *place)
{
	struct isoargs_note *note;

	if (notes->count >= IA_NOTES_MAX) {
		notes->dropped++;
		return NULL;
	}
	if (notes->count == notes->capacity) {
		size_t capacity = notes->capacity ? notes->capacity * 2 : 8;
		struct isoargs_note *items = reallocarray(notes->items, capacity, sizeof(*items));

		if (!items) {
			notes->error = -ENOMEM;
			return NULL;
		}
		notes->items = items;
		notes->capacity = capacity;
	}
	note = &notes->items[notes->count];
	*note = (struct isoargs_note){
		.severity = severity,
		.code = code,
		.line = place->line,
		.column = place->column,
		.offset = place->offset,
		.has_offset = place->has_offset,
	};
	if (place->file) {
		note->file = printable(place->file);
		if (!note->file) {
			notes->error = -ENOMEM;
			return NULL;
		}
	}
	return note;
}

/* text is taken over; NULL means that it could not be allocated. */
static void finish_note(struct ia_notes *notes, struct isoargs_note *note, char *text)
{
	if (!text) {
		free(note->file);
		notes->error = -ENOMEM;
		return;
	}
	note->text = text;
	notes->count++;
}

void ia_note(struct ia_notes *notes, enum isoargs_severity severity, const char *code,
	     const struct ia_place *place, const char *fmt, ...)
{
	struct isoargs_note *note;
	va_list ap;

	if (!notes)
		return;
	note = add_note(notes, severity, code, place);
	if (!note)
		return;
	va_start(ap, fmt);
	finish_note(notes, note, format(fmt, ap));
	va_end(ap);
}

void ia_note_error(struct ia_notes *notes, enum isoargs_severity severity, const char *code,
		   const struct isoargs_error *error)
{
	/* A failure without an error object had no memory for it. */
	if (!error) {
		if (notes)
			notes->error = -ENOMEM;
		return;
	}

	const struct ia_place place = {
		.file = error->file,
		.line = error->line,
		.column = error->column,
		.offset = error->offset,
		.has_offset = error->has_offset,
	};

	if (error->remedy)
		ia_note(notes, severity, code, &place, "%s; %s", error->text, error->remedy);
	else
		ia_note(notes, severity, code, &place, "%s", error->text);
}

void ia_notes_move(struct ia_notes *from, struct ia_notes *to, const char *prefix)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct isoargs_note *note = &from->items[i];
		char *file IA_AUTO_FREE = NULL;
		struct ia_place place = {
			.line = note->line,
			.column = note->column,
			.offset = note->offset,
			.has_offset = note->has_offset,
		};

		if (note->file && asprintf(&file, "%s:%s", prefix, note->file) < 0) {
			file = NULL;
			to->error = -ENOMEM;
		}
		place.file = file;
		ia_note(to, note->severity, note->code, &place, "%s", note->text);
	}
	to->dropped += from->dropped;
	if (from->error)
		to->error = from->error;
	ia_notes_free(from);
}

bool ia_notes_have(const struct ia_notes *notes, const char *code)
{
	for (size_t i = 0; i < notes->count; i++) {
		if (strcmp(notes->items[i].code, code) == 0)
			return true;
	}
	return false;
}

void ia_notes_free(struct ia_notes *notes)
{
	for (size_t i = 0; i < notes->count; i++) {
		free(notes->items[i].text);
		free(notes->items[i].file);
	}
	free(notes->items);
	*notes = (struct ia_notes){0};
}
