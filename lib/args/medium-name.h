/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_MEDIUM_NAME_H
#define IA_ARGS_MEDIUM_NAME_H

#include <stdbool.h>

#include "base/slice.h"
#include "report/report.h"

/* The names by which words look for a medium: hd:LABEL=NAME:PATH, hd:UUID=NAME, live:CDLABEL=NAME. */

/* The name in a value, of a label or a UUID; false: it has none. */
bool ia_medium_name(const char *value, struct ia_slice *ret);

/*
 * Is that name another than this medium has? *ret: as above, empty where there is none. OEMDRV is
 * no other: drivers and kickstarts have media of their own.
 */
bool ia_medium_name_is_other(const struct ia_labels *labels, const char *value,
			     struct ia_slice *ret);

#endif
