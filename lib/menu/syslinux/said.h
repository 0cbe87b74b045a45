/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_SAID_H
#define IA_MENU_SYSLINUX_SAID_H

#include "base/limits.h"
#include "base/note.h"

/*
 * Notes of lines, each said once: a file can be read again, by INCLUDE as by CONFIG, and there is
 * nothing new to say of its lines then. Beyond IA_SYSLINUX_NOTES_MAX they are counted.
 */
struct ia_syslinux_said {
	struct ia_notes *notes; /* or NULL */
	size_t count;
	struct ia_syslinux_saying {
		const char *file; /* NULL: free */
		unsigned line;
		enum ia_note_code code;
		enum isoargs_severity severity;
	} slots[2 * IA_SYSLINUX_NOTES_MAX];
};

/* Was nothing like it said of that place? From now on, it was. file: one pointer for one path. */
bool ia_syslinux_is_new(struct ia_syslinux_said *said, enum isoargs_severity severity,
			enum ia_note_code code, const struct ia_place *place);

/* As ia_note(), unless it was said already. */
#define ia_syslinux_note(said, severity, code, place, ...)                                         \
	do {                                                                                       \
		if (ia_syslinux_is_new(said, severity, code, place))                               \
			ia_note((said)->notes, severity, code, place, __VA_ARGS__);                \
	} while (0)

#endif
