/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_EXPECT_H
#define IA_IMAGE_EXPECT_H

#include "image/extents.h"

/* What a request takes along of what will be asked for soon, as likely as not. */

/* Of what is expected beyond IA_SOURCE_EXTENTS_MAX ranges nothing is known. */
void ia_expect_add(struct ia_extents *expected, uint64_t start, uint64_t end);

/*
 * A window in a hole, with what is expected behind and before it and no farther from it than near
 * bytes, in whole blocks, while that makes no more than IA_SOURCE_TOGETHER.
 */
struct ia_extent ia_expect_widen(const struct ia_extents *expected, struct ia_extent window,
				 struct ia_extent hole, uint64_t near);

#endif
