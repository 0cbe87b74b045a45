/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_TREE_H
#define IA_IMAGE_TREE_H

#include "base/error.h"
#include "image/image.h"

/*
 * A tree of files that a caller hands over, as an image: it has no bytes of its own, each of its
 * files is read through a window of an image that its bytes are. At most IA_TREE_OPEN_MAX are open
 * at a time, and what is kept of all together is at most IA_TREE_KEPT_MAX.
 */

enum ia_tree_kind {
	IA_TREE_NONE, /* neither of both, or nothing */
	IA_TREE_FILE,
	IA_TREE_DIRECTORY,
};

/* What lies at a path. Plain data; valid as long as the tree is. */
struct ia_tree_node {
	enum ia_tree_kind kind;
	uint64_t size;   /* bytes of a file */
	uint64_t number; /* of the path in what the tree remembers */
};

/* NULL: the image is no tree. */
struct ia_tree *ia_tree_of(const struct isoargs_image *image);

/*
 * What lies at a path from the root, as struct isoargs_tree spells it. *ret_known, always written:
 * it was asked for before, and the tree is asked only once. 0; -E2BIG the paths that were asked for take more than IA_TREE_PATHS_MAX; -EIO the tree failed,
 * whichever errno it has for that; -ENOMEM.
 */
int ia_tree_find(struct ia_tree *tree, const char *path, struct ia_tree_node *ret, bool *ret_known,
		 struct isoargs_error **reterr);

/* The path of a node, until the next is found. */
const char *ia_tree_path(const struct ia_tree *tree, uint64_t number);

/*
 * The bytes of a file, which has some. Reading opens it again where it was closed meanwhile; then
 * it is to be as long as before. As ia_window_read().
 */
int ia_tree_read(struct ia_tree *tree, const struct ia_tree_node *node, struct ia_meter *meter,
		 uint64_t offset, void *buf, size_t size, struct isoargs_error **reterr);

/*
 * The file as an image, which stays open as long as the tree does: 1; 0 there are IA_TREE_PINNED_MAX
 * such files, or it has no bytes.
 */
int ia_tree_window(struct ia_tree *tree, const struct ia_tree_node *node, struct ia_window *ret,
		   struct isoargs_error **reterr);

bool ia_tree_is_remote(const struct ia_tree *tree);

/* Can it tell what lies in a directory? */
bool ia_tree_can_list(const struct ia_tree *tree);

/*
 * The names in a directory in the order of their bytes, each ended by NUL, and another NUL: *ret,
 * free() it. 0; -EBADMSG one is no name; -E2BIG they are more than IA_TREE_NAMES_MAX bytes; -EIO;
 * -ENOMEM.
 */
int ia_tree_list(struct ia_tree *tree, const char *path, char **ret, struct isoargs_error **reterr);

#endif
