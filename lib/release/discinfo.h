/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_DISCINFO_H
#define IA_RELEASE_DISCINFO_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/*
 * .discinfo: a time stamp, then what the maker says: a release ("7.9", "CentOS Linux 7") in line 2
 * and an architecture in line 3. Strings live in the arena; NULL is absent. 1; 0 where the first
 * line is no time stamp; -ENOMEM.
 */
int ia_discinfo_parse(const char *text, size_t size, struct ia_arena *arena,
		      const char **ret_release, const char **ret_arch,
		      struct isoargs_error **reterr);

#endif
