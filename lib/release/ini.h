/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_INI_H
#define IA_RELEASE_INI_H

#include "base/meter.h"
#include "base/note.h"
#include "base/slice.h"

/*
 * An ini file while it is walked, by the rules of Python's configparser: a line that is indented
 * deeper than the key before it continues its value, empty lines and comments do not end it. Who
 * walks it again walks a copy that was made before.
 */
struct ia_ini {
	const char *name;        /* how notes call it */
	struct ia_slice rest;    /* of the text, at first all of it */
	struct ia_meter *meter;  /* that each line draws on, or NULL */
	struct ia_notes *notes;  /* on lines that are no section, key or comment; NULL: none */
	unsigned line;           /* read last */
	struct ia_slice section; /* at is NULL before the first header */
	struct ia_slice key;
	struct ia_slice value; /* of all its lines, as they stand */
	unsigned key_line;
};

/* 1 and the next key with its value, or 0: the text ends, or the meter is spent. */
int ia_ini_next(struct ia_ini *ini);

bool ia_ini_is_comment(struct ia_slice line);

#endif
