/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_FAMILY_REASON_H
#define IA_ARGS_FAMILY_REASON_H

#include <stdbool.h>

/* Words of a menu that a family leaves out of the line: when, and why. */

/* When a word goes. All but the first and the last have a reason of their own where none is given. */
enum ia_when {
	IA_ALWAYS,
	IA_UNNAMED,     /* no entry was named: who names one asks for what makes it what it is */
	IA_ON_TEXT,     /* nothing is drawn on a screen */
	IA_ON_DISPLAY,  /* a display is asked for: ISOARGS_TEXT, ISOARGS_GRAPHICAL, ISOARGS_VNC */
	IA_ON_NETWORK,  /* ISOARGS_IP or ISOARGS_DHCP */
	IA_ON_HOSTNAME, /* and so on */
	IA_ON_AUTO,
	IA_ON_REPO,
	IA_ON_BASE_URL,
	IA_ON_OWN, /* as goes() of the family says */
};

/* One row; a list of them ends with one that has no word. */
struct ia_drop {
	const char *word; /* its name; with "=" at its end the whole word, which has no value */
	enum ia_when when;
	const char *reason; /* NULL: that of when */
};

struct ia_derivation;

/* The reason of the first row that fits; NULL: the word stays. It may stand in quotes as a whole. */
const char *ia_reason(const struct ia_derivation *derivation, const char *word);

#endif
