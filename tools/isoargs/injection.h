/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_ISOARGS_INJECTION_H
#define TOOLS_ISOARGS_INJECTION_H

#include <isoargs/isoargs.h>
#include <stddef.h>

#include "base/limits.h"

/* Files of the user's that an initial RAM disk is given, each under its base name. */
struct injection {
	struct isoargs_archive *archive;         /* NULL: there are none */
	const char *paths[IA_OPTION_VALUES_MAX]; /* as they were given, which has to outlive this */
	size_t count;
};

/* Reads one more. An exit status, with a sentence on standard error. */
int injection_add(struct injection *injection, const char *path);

/* What a file is called in the RAM disk, without the slash before it. */
const char *injection_name(const char *path);

void injection_cleanup(struct injection *injection);

#define AUTO_INJECTION __attribute__((cleanup(injection_cleanup))) struct injection

#endif
