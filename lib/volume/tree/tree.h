/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TREE_TREE_H
#define IA_VOLUME_TREE_TREE_H

#include "base/note.h"
#include "image/image.h"
#include "volume/files.h"

/* The files of a tree that a caller handed over. */
struct ia_tree_volume;

/*
 * notes: what is not looked for since the tree lists nothing; or NULL. 1; 0 the window's image is no
 * tree; -ENOMEM. The window's meter must outlive it.
 */
int ia_tree_open(const struct ia_window *window, struct ia_notes *notes,
		 struct ia_tree_volume **ret, struct isoargs_error **reterr);
struct ia_tree_volume *ia_tree_free(struct ia_tree_volume *volume);

/* "TREE" */
struct ia_files ia_tree_files(struct ia_tree_volume *volume);

#endif
