/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_NEAR_H
#define TOOLS_COMMON_NEAR_H

#include <stdbool.h>

/*
 * Is a word another one but for a slip of the finger: one letter too many, too few or another, or two
 * that changed places? Of five letters and more, two slips are one as well.
 */
bool is_near(const char *word, const char *other);

#endif
