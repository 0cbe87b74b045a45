/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_EXPECT_H
#define IA_VOLUME_ISO9660_EXPECT_H

#include <stdint.h>

#include "volume/iso9660/layout.h"

/*
 * What of a remote image is likely to be read (ia_window_expect()): directories, which lie together,
 * menus, which do so too, and the heads of programs and of images. Nothing of any other image.
 */

/* The root, and what lies behind it. */
void ia_iso_expect_root(const struct ia_iso_tree *tree);

/* What is named in the directory that lies there, as far as that can be read without asking for more. */
void ia_iso_expect_named(const struct ia_iso_tree *tree, uint64_t start, uint64_t size);

/* The same of all directories from the root on. */
void ia_iso_expect_tree(const struct ia_iso_tree *tree);

#endif
