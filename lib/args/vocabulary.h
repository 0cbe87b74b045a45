/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_VOCABULARY_H
#define IA_ARGS_VOCABULARY_H

#include <stdbool.h>

#include "args/guest-kind.h"

/* What the words of an installation medium's boot entries mean to whoever boots it as a guest. */

enum ia_trait {
	IA_TRAIT_CHECK = 1 << 0,     /* checks the medium first */
	IA_TRAIT_GRAPHICS = 1 << 1,  /* picks a video driver or mode */
	IA_TRAIT_RESCUE = 1 << 2,    /* rescues a system instead of installing one */
	IA_TRAIT_LIVE = 1 << 3,      /* boots a live system, not the installer */
	IA_TRAIT_INSTALLER = 1 << 4, /* anaconda's own: shows that the entry starts it */
	IA_TRAIT_STAGE2 = 1 << 5,
	IA_TRAIT_REPO = 1 << 6,
	IA_TRAIT_KS = 1 << 7,
	IA_TRAIT_DISPLAY = 1 << 8,         /* text, graphical, vnc … */
	IA_TRAIT_NETWORK = 1 << 9,         /* ip=, nameserver= and their like */
	IA_TRAIT_BARE = 1 << 10,           /* anaconda's, without "inst.": dead on EL9 and later */
	IA_TRAIT_SPECIAL = 1 << 11,        /* installs in a way of its own: expert, automated … */
	IA_TRAIT_LIVE_INSTALLER = 1 << 12, /* a live system that starts its installer by itself */
	IA_TRAIT_SECRET = 1 << 13,         /* its value is a password */
	IA_TRAIT_ROOT = 1 << 14,           /* names the root file system, wherever that is */
	IA_TRAIT_OTHER_INSTALLER = 1 << 15, /* another installer's own: shows that it is started */
	IA_TRAIT_COREOS = 1 << 16,          /* a live system, on media that look like anaconda's */
	IA_TRAIT_CASPER = 1 << 17,          /* a live system, from which Ubuntu's kin installs */
};

/* What one word means, of enum ia_trait; none for a word that is not known. */
unsigned ia_vocabulary_traits(const char *word);

/* Why a word is dropped; NULL: it is kept, as one that is not known is. */
const char *ia_vocabulary_reason(const char *word, const struct ia_guest_kind *guest,
				 bool graphical);

/*
 * The traits of a word in a menu that is not anaconda's: those of its meaning, and what the
 * installers of other families say with it. None where its value switches it off: "upgrade=0".
 */
unsigned ia_vocabulary_other_traits(const char *word);

#endif
