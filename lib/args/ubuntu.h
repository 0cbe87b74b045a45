/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_UBUNTU_H
#define IA_ARGS_UBUNTU_H

#include <stdbool.h>

#include "args/derivation.h"

/* Which Ubuntu a live system with casper is, or is made of, and what installs there. */

enum ia_ubuntu_kind {
	IA_UBUNTU_UNKNOWN,
	IA_UBUNTU_SUBIQUITY,
	IA_UBUNTU_UBIQUITY,
};

/* 2204 for 22.04 and for Linux Mint 21; 0: nothing tells. */
unsigned ia_ubuntu_release(const struct ia_derivation *derivation);

bool ia_ubuntu_is_server(const struct ia_derivation *derivation);

/* Does it draw? Not, where nothing tells. */
bool ia_ubuntu_is_desktop(const struct ia_derivation *derivation);

enum ia_ubuntu_kind ia_ubuntu_kind(const struct ia_derivation *derivation);

/* Has the entry a word of this name? */
bool ia_ubuntu_has_word(const struct ia_derivation *derivation, const char *name);

#endif
