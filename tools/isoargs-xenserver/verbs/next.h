/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_VERBS_NEXT_H
#define XS_VERBS_NEXT_H

#include "verbs/connect.h"

/*
 * The command that is typed next, to be pasted as it stands: "isoargs-xenserver VERB --host …", with
 * the options by which this one reaches and trusts the pool, and words, up to a NULL, quoted for a
 * shell. free() it; NULL: out of memory. A password's descriptor is not to be had a second time: it is
 * left out, and asked for then.
 */
char *next_command(const struct connect *connect, const char *verb, const char *const *words);

#endif
