/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_NOTE_H
#define IA_BASE_NOTE_H

#include <isoargs/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/note-codes.h"

struct isoargs_note {
	enum isoargs_severity severity;
	enum ia_note_code code;
	int failure; /* the negative errno that it was; 0: none */
	char *text;
	enum isoargs_option option;
	char *file; /* NULL: the image as a whole, or the option */
	unsigned line;
	unsigned column;
	uint64_t offset;
	bool has_offset;
	unsigned count;  /* of the places that it is about, of which the first is told */
	size_t length;   /* of the text, before it says how many more there are */
	uint64_t cause;  /* a sum: those of one code and one cause are one note */
	uint64_t newest; /* a sum: the last of the places */
	uint64_t last;   /* the last line or offset of the file that was counted */
};

/* The notes of one report. Zero-initialised is empty; a failed allocation sticks in error. */
struct ia_notes {
	struct isoargs_note *items;
	size_t count;
	size_t capacity;
	size_t made; /* also those that said the same as another one, at most IA_NOTES_MADE_MAX */
	size_t dropped; /* beyond IA_NOTES_MAX and IA_NOTES_MADE_MAX */
	int error;
};

/*
 * notes may be NULL: then nothing is kept. Strings are printed and cut as those of ia_error(). What
 * says of a further line of one file the same as a note before it is counted there, "(and 3 more
 * like it)"; what says it of the same place again, as where a file is read twice, is nothing new.
 */
void ia_note(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
	     const struct ia_place *place, const char *fmt, ...) IA_PRINTF(5, 6);

/*
 * The same where one cause makes the sentence differ from place to place, by the entry's title for
 * one, and in whatever file: cause is a sum of what they have in common. The second asks for itself
 * whether there is such a note already; the first is for who would have to make its sentence.
 */
bool ia_note_again(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
		   const struct ia_place *place, uint64_t cause);
void ia_note_each(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
		  const struct ia_place *place, uint64_t cause, const char *fmt, ...)
	IA_PRINTF(6, 7);

/* Another list's note and all that it stands for, in whatever file these are. */
void ia_note_copy(struct ia_notes *notes, const struct isoargs_note *note);

/* Keeps a failure that the next stage can live without: its place and sentence become a note. */
void ia_note_error(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
		   const struct isoargs_error *error);

/* Where it is about, as long as the note lives. */
struct ia_place ia_note_place(const struct isoargs_note *note);

/*
 * Moves all notes on, putting "PREFIX:" before their files, which are paths: a reader of
 * configurations knows these, whoever called it knows the file system that they are on. One that
 * names another, "ISO:/path", stays as it is.
 */
void ia_notes_move(struct ia_notes *from, struct ia_notes *to, const char *prefix);

/* Forgets what was noted since these were all: for what came of a try that does not count. */
void ia_notes_cut(struct ia_notes *notes, const struct ia_notes *before);

void ia_notes_free(struct ia_notes *notes);
#define IA_AUTO_NOTES IA_CLEANUP(ia_notes_free)

#endif
