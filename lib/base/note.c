/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/note.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define NOTE_WORD(name, word, severity, text) [IA_NOTE_##name] = word,
#define FINDING_WORD(name, word, text)        [IA_FINDING_##name] = word,

const char *ia_note_word(enum ia_note_code code)
{
	static const char *const words[] = {IA_NOTE_CODES(NOTE_WORD)
						    IA_FINDING_CODES(FINDING_WORD)};

	return words[code];
}

static struct isoargs_note *add_note(struct ia_notes *notes, enum isoargs_severity severity,
				     enum ia_note_code code, const struct ia_place *place)
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
		.option = place->option,
		.line = place->line,
		.column = place->column,
		.offset = place->offset,
		.has_offset = place->has_offset,
	};
	if (place->file) {
		note->file = ia_utf8_printable(place->file);
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

void ia_note(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
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
	finish_note(notes, note, ia_utf8_printf(fmt, ap));
	va_end(ap);
}

void ia_note_error(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
		   const struct isoargs_error *error)
{
	/* A failure without an error object had no memory for it. */
	if (!error) {
		if (notes)
			notes->error = -ENOMEM;
		return;
	}

	const struct ia_place place = ia_error_place(error);
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	size_t behind = error->remedy ? strlen("; ") + strlen(error->remedy) : 0;

	/* Of a sentence that is too long the remedy is what is needed most. */
	ia_utf8_add_sentence(&text, error->text,
			     behind < IA_SENTENCE_MAX ? IA_SENTENCE_MAX - behind : 0);
	if (text.error && notes)
		notes->error = text.error;
	if (!text.error)
		ia_note(notes, severity, code, &place, "%s%s%s", text.data, behind ? "; " : "",
			behind ? error->remedy : "");
}

struct ia_place ia_note_place(const struct isoargs_note *note)
{
	return (struct ia_place){
		.option = note->option,
		.file = note->file,
		.line = note->line,
		.column = note->column,
		.offset = note->offset,
		.has_offset = note->has_offset,
	};
}

static bool is_named(const char *file)
{
	return file[strcspn(file, ":/()")] == ':';
}

void ia_notes_move(struct ia_notes *from, struct ia_notes *to, const char *prefix)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct isoargs_note *note = &from->items[i];
		char *file IA_AUTO_FREE = NULL;
		struct ia_place place = ia_note_place(note);

		if (note->file && !is_named(note->file)) {
			if (asprintf(&file, "%s:%s", prefix, note->file) < 0) {
				file = NULL;
				to->error = -ENOMEM;
			}
			place.file = file;
		}
		ia_note(to, note->severity, note->code, &place, "%s", note->text);
	}
	to->dropped += from->dropped;
	if (from->error)
		to->error = from->error;
	ia_notes_free(from);
}

static void free_from(struct ia_notes *notes, size_t first)
{
	for (size_t i = first; i < notes->count; i++) {
		free(notes->items[i].text);
		free(notes->items[i].file);
	}
}

void ia_notes_cut(struct ia_notes *notes, const struct ia_notes *before)
{
	free_from(notes, before->count);
	notes->count = before->count;
	notes->dropped = before->dropped;
}

void ia_notes_free(struct ia_notes *notes)
{
	free_from(notes, 0);
	free(notes->items);
	*notes = (struct ia_notes){0};
}
