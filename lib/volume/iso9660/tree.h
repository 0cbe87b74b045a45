/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_TREE_H
#define IA_VOLUME_ISO9660_TREE_H

#include "volume/iso9660/directory.h"

/* The directory whose extent begins at byte offset start: its "." record says its size. */
int ia_iso_tree_directory(const struct ia_iso_tree *tree, uint64_t start, const char *where,
			  struct ia_file *ret, struct isoargs_error **reterr);

/* The directory above one, as its ".." record says; the root's is the root. */
int ia_iso_tree_parent(const struct ia_iso_tree *tree, const struct ia_file *directory,
		       const char *where, struct ia_file *ret, struct isoargs_error **reterr);

/* As ia_files_ops.read. */
int ia_iso_tree_read(const struct ia_iso_tree *tree, const struct ia_file *file, uint64_t offset,
		     void *buf, size_t size, struct isoargs_error **reterr);

#endif
