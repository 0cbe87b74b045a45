/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TREE_SPELLING_H
#define IA_VOLUME_TREE_SPELLING_H

#include "base/limits.h"
#include "base/note.h"
#include "image/tree.h"

/*
 * Names in another case. Linux shows those of an ISO 9660 volume without Rock Ridge in lower case,
 * those of FAT as they were written; a copy of either keeps them, and tells case apart.
 */

/* The names in a directory, as ia_tree_list() gives them. */
struct ia_listed {
	char *path;
	char *names;
	size_t size;
	size_t count;
};

/* What was listed, of at most IA_TREE_NAMES_MAX bytes together. Starts as {tree, meter, notes}. */
struct ia_spelling {
	struct ia_tree *tree;
	struct ia_meter *meter;
	struct ia_notes *notes; /* what could not be listed; or NULL */
	struct ia_listed listed[IA_TREE_LISTED_MAX];
	size_t size; /* bytes of all */
	size_t next; /* the oldest, which is given up first */
};

/*
 * How a tree that lists its directories spells a path that it does not have as it is: 1 with *ret,
 * free() it, whose names differ in the case of ASCII letters alone; of several the first in the order
 * of bytes. 0 it has none; -E2BIG the meter is spent; -ENOMEM.
 */
int ia_spelling_find(struct ia_spelling *spelling, const char *path, char **ret,
		     struct isoargs_error **reterr);
void ia_spelling_free(struct ia_spelling *spelling);

#endif
