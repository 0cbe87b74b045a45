/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_WORD_H
#define IA_ARGS_WORD_H

#include "base/error.h"

/*
 * A value that a user gave: UTF-8, not empty, no white space, control characters or quotes and
 * no backslash at its end, which would split the word, join it to the next or stop the EL7
 * installer's own parser (shlex). option is what the error names. 0 or -EINVAL.
 */
int ia_word_check(enum isoargs_option option, const char *value, struct isoargs_error **reterr);

/* The path of file:/PATH, file:///PATH and /PATH; of others, what follows, which begins otherwise. */
const char *ia_word_path(const char *location);

#endif
