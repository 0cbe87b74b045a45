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
	char *text;
	enum isoargs_option option;
	char *file; /* NULL: the image as a whole, or the option */
	unsigned line;
	unsigned column;
	uint64_t offset;
	bool has_offset;
};

/* The notes of one report. Zero-initialised is empty; a failed allocation sticks in error. */
struct ia_notes {
	struct isoargs_note *items;
	size_t count;
	size_t capacity;
	size_t dropped; /* beyond IA_NOTES_MAX */
	int error;
};

/* notes may be NULL: then nothing is kept. Strings are printed and cut as those of ia_error(). */
void ia_note(struct ia_notes *notes, enum isoargs_severity severity, enum ia_note_code code,
	     const struct ia_place *place, const char *fmt, ...) IA_PRINTF(5, 6);

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
