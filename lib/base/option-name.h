/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_OPTION_NAME_H
#define IA_BASE_OPTION_NAME_H

#include <isoargs/option.h>
#include <stddef.h>

#include "base/strbuf.h"

/* What options are called: by the library in its messages, by a program to its users. */

#define IA_OPTIONS (ISOARGS_LABEL + 1u) /* of enum isoargs_option */

/* As isoargs_option_name(). */
const char *ia_option_name(enum isoargs_option option);

/* As isoargs_option_find(). */
enum isoargs_option ia_option_find(const char *text, size_t *ret_at, size_t *ret_length);

/* Appends text, as isoargs_spell(). */
void ia_option_spell(struct ia_strbuf *buf, const char *text, isoargs_speller speller, void *user);

#endif
