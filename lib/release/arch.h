/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_ARCH_H
#define IA_RELEASE_ARCH_H

#include <stdbool.h>

/* Architectures, as media spell them: "x86_64", "amd64", "aarch64", "ppc64le". */

/* The one that text begins with, or that stands anywhere in it; NULL: none that is known. */
const char *ia_arch_at(const char *text);
const char *ia_arch_find(const char *text);

/*
 * Is it known that no PC runs what is built for it? False for NULL and for what is not known. A
 * kernel of 32 bits runs on a PC.
 */
bool ia_arch_is_foreign(const char *arch);

#endif
