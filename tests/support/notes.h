/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_NOTES_H
#define TESTS_NOTES_H

#include <stdbool.h>
#include <string.h>

#include "base/note.h"

/* Is there a note of this kind? */
static inline bool notes_have(const struct ia_notes *notes, const char *word)
{
	for (size_t i = 0; i < notes->count; i++)
		if (strcmp(ia_note_word(notes->items[i].code), word) == 0)
			return true;
	return false;
}

#endif
