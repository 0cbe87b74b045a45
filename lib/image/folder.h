/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_FOLDER_H
#define IA_IMAGE_FOLDER_H

#include <isoargs/image.h>

/*
 * A folder, of which a descriptor is open, as a tree: a mounted or an unpacked medium. The tree
 * closes the descriptor in the end. As isoargs_image_open_tree(); then it stays open.
 */
int ia_folder_open(int fd, const char *name, struct isoargs_image **ret,
		   struct isoargs_error **reterr);

#endif
