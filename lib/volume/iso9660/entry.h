/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_ENTRY_H
#define IA_VOLUME_ISO9660_ENTRY_H

#include "volume/iso9660/directory.h"

enum ia_iso_kind {
	IA_ISO_REGULAR,
	IA_ISO_DIRECTORY,
	IA_ISO_LINK,
	IA_ISO_OTHER, /* a device, a pipe, a socket */
};

/* One name of a directory; the strings live until the next is asked for. */
struct ia_iso_entry {
	const char *name;
	enum ia_iso_kind kind;
	bool is_relocated;   /* stands elsewhere in the tree; listed there only */
	struct ia_file file; /* of a regular file or a directory */
	const char *target;  /* of a link; NULL: it leads to no path of the medium */
	bool is_broken;      /* a link whose target contradicts its format */
	bool lacks_size; /* a directory that lies elsewhere (CL): ia_iso_tree_directory() knows */
};

/*
 * The next name but "." and "..", or the next that matches wanted where that is not NULL. 1; 0 at
 * the end; or an error.
 */
int ia_iso_entry_next(struct ia_iso_dir *dir, struct ia_slice wanted, struct ia_iso_entry *ret,
		      struct isoargs_error **reterr);

#endif
