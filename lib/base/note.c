/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/note.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
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

/* NULL: there is no room, or no memory for one more. */
static struct isoargs_note *add_note(struct ia_notes *notes)
{
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
	return &notes->items[notes->count++];
}

static uint64_t sum_of(const char *text)
{
	return text ? ia_hash(text, strlen(text)) : 0;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	const uint64_t both[] = {a, b};

	return ia_hash((const char *)both, sizeof(both));
}

static uint64_t sum_of_place(const struct ia_place *place)
{
	return mix(mix(sum_of(place->file), place->offset), mix(place->line, place->column));
}

/* The sentence says how many there are, where it has room for that. */
static int write_count(struct isoargs_note *note)
{
	static const char fmt[] = " (and %u more like it)";
	size_t room = sizeof(fmt) + 10;
	char *text;

	if (note->length + room > IA_SENTENCE_MAX)
		return 0;
	text = realloc(note->text, note->length + room);
	if (!text)
		return -ENOMEM;
	note->text = text;
	snprintf(text + note->length, room, fmt, note->count - 1);
	return 0;
}

/* What is about to be said. */
struct saying {
	enum isoargs_severity severity;
	enum ia_note_code code;
	const struct ia_place *place;
	int failure; /* as the note's */
	uint64_t cause;
	unsigned count;
	bool in_order; /* its places come as they stand in one file */
};

/* The note that says this already, of at most IA_NOTES_MAX. */
static struct isoargs_note *find_like(struct ia_notes *notes, const struct saying *saying)
{
	for (size_t i = 0; i < notes->count; i++) {
		struct isoargs_note *note = &notes->items[i];

		if (note->cause == saying->cause && note->code == saying->code &&
		    note->severity == saying->severity && note->option == saying->place->option)
			return note;
	}
	return NULL;
}

static uint64_t position(const struct ia_place *place)
{
	return place->has_offset ? place->offset : place->line;
}

/* Has this been said of the same place? A file that is read again begins at its start. */
static bool is_new(const struct isoargs_note *note, const struct saying *saying)
{
	if (saying->count > 1)
		return true;
	return note->newest != sum_of_place(saying->place) &&
	       (!saying->in_order || position(saying->place) > note->last);
}

/* Is there such a note, which stands for this place, too? */
static bool say_again(struct ia_notes *notes, const struct saying *saying)
{
	struct isoargs_note *note = find_like(notes, saying);

	if (!note)
		return false;
	if (!is_new(note, saying))
		return true;
	note->count += saying->count;
	note->newest = sum_of_place(saying->place);
	note->last = position(saying->place);
	if (write_count(note) < 0)
		notes->error = -ENOMEM;
	return true;
}

/* text is taken over; NULL means that it could not be allocated. */
static void say(struct ia_notes *notes, const struct saying *saying, char *text)
{
	const struct ia_place *place = saying->place;
	char *file = place->file ? ia_utf8_printable(place->file) : NULL;
	struct isoargs_note *note = NULL;

	if (text && (file || !place->file))
		note = add_note(notes);
	else
		notes->error = -ENOMEM;
	if (!note) {
		free(text);
		free(file);
		return;
	}
	*note = (struct isoargs_note){
		.severity = saying->severity,
		.code = saying->code,
		.failure = saying->failure,
		.text = text,
		.option = place->option,
		.file = file,
		.line = place->line,
		.column = place->column,
		.offset = place->offset,
		.has_offset = place->has_offset,
		.count = saying->count,
		.length = strlen(text),
		.cause = saying->cause,
		.newest = sum_of_place(place),
		.last = position(place),
	};
	if (note->count > 1 && write_count(note) < 0)
		notes->error = -ENOMEM;
}

static bool has_room(struct ia_notes *notes)
{
	if (!notes)
		return false;
	if (notes->made < IA_NOTES_MADE_MAX) {
		notes->made++;
		return true;
	}
	notes->dropped++;
	return false;
}

/* Says the sentence, which is taken over, unless it has been said: the sentence is the cause. */
static void say_once(struct ia_notes *notes, struct saying *saying, char *text)
{
	saying->cause = mix(sum_of(text), saying->in_order ? sum_of(saying->place->file) : 0);
	if (text && say_again(notes, saying))
		free(text);
	else
		say(notes, saying, text);
}

void ia_note(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
	     const struct ia_place *place, const char *fmt, ...)
{
	struct saying saying = {
		.severity = severity, .code = code, .place = place, .count = 1, .in_order = true};
	va_list ap;

	if (!has_room(notes))
		return;
	va_start(ap, fmt);
	say_once(notes, &saying, ia_utf8_printf(fmt, ap));
	va_end(ap);
}

bool ia_note_again(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
		   const struct ia_place *place, uint64_t cause)
{
	const struct saying saying = {
		.severity = severity, .code = code, .place = place, .cause = cause, .count = 1};

	return say_again(notes, &saying);
}

void ia_note_each(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
		  const struct ia_place *place, uint64_t cause, const char *fmt, ...)
{
	const struct saying saying = {
		.severity = severity, .code = code, .place = place, .cause = cause, .count = 1};
	va_list ap;

	if (say_again(notes, &saying))
		return;
	if (notes->count >= IA_NOTES_MAX) {
		notes->dropped++;
		return;
	}
	if (!has_room(notes))
		return;
	va_start(ap, fmt);
	say(notes, &saying, ia_utf8_printf(fmt, ap));
	va_end(ap);
}

void ia_note_copy(struct ia_notes *notes, const struct isoargs_note *note)
{
	const struct ia_place place = ia_note_place(note);
	struct saying saying = {.severity = note->severity,
				.code = note->code,
				.failure = note->failure,
				.place = &place,
				.count = note->count};

	if (has_room(notes))
		say_once(notes, &saying, strndup(note->text, note->length));
}

/* As ia_note() has its sentences printed; NULL: there was no memory. */
IA_PRINTF(1, 2)
static char *printed(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = ia_utf8_printf(fmt, ap);
	va_end(ap);
	return text;
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
	struct saying saying = {.severity = severity,
				.code = code,
				.place = &place,
				.failure = error->code,
				.count = 1,
				.in_order = true};
	struct ia_strbuf text IA_AUTO_STRBUF = {0};
	size_t behind = error->remedy ? strlen("; ") + strlen(error->remedy) : 0;

	/* Of a sentence that is too long the remedy is what is needed most. */
	ia_utf8_add_sentence(&text, error->text,
			     behind < IA_SENTENCE_MAX ? IA_SENTENCE_MAX - behind : 0);
	if (text.error && notes)
		notes->error = text.error;
	if (!text.error && has_room(notes))
		say_once(notes, &saying,
			 printed("%s%s%s", text.data, behind ? "; " : "",
				 behind ? error->remedy : ""));
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

static void move(const struct isoargs_note *note, struct ia_notes *to, const char *prefix)
{
	struct ia_place place = ia_note_place(note);
	struct saying saying = {.severity = note->severity,
				.code = note->code,
				.failure = note->failure,
				.place = &place,
				.count = note->count,
				.in_order = true};
	char *file IA_AUTO_FREE = NULL;

	if (note->file && !is_named(note->file)) {
		if (asprintf(&file, "%s:%s", prefix, note->file) < 0) {
			file = NULL;
			to->error = -ENOMEM;
		}
		place.file = file;
	}
	say_once(to, &saying, strndup(note->text, note->length));
}

void ia_notes_move(struct ia_notes *from, struct ia_notes *to, const char *prefix)
{
	for (size_t i = 0; i < from->count; i++) {
		if (has_room(to))
			move(&from->items[i], to, prefix);
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
