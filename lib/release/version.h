/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_VERSION_H
#define IA_RELEASE_VERSION_H

#include <stdbool.h>
#include <stddef.h>

/* Where the release stands in what media of EL and Fedora are called: labels, titles, .discinfo. */
struct ia_version {
	const char *at; /* NULL: nowhere that could be told from another number */
	size_t length;
	bool is_newest; /* it has no release yet, but is made of what comes next: rawhide, ELN */
};

/*
 * rest: what follows the distribution's name, as in "-S-dvd-x86_64-43", of a length that a label or
 * a line has. Fedora counts its releases without a dot, so that "40-1-14" is 40 and a compose of it;
 * those of EL have one, or what a label has in its place: "8-5-2111", "8_10".
 */
struct ia_version ia_version_find(const char *rest, bool is_fedora);

#endif
