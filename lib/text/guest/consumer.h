/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_GUEST_CONSUMER_H
#define IA_TEXT_GUEST_CONSUMER_H

#include <isoargs/format.h>

#define IA_FORMATS 7u /* of enum isoargs_format */

/* "xl" */
const char *ia_format_name(enum isoargs_format format);

#endif
