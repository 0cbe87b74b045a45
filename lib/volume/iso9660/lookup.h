/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_LOOKUP_H
#define IA_VOLUME_ISO9660_LOOKUP_H

#include "volume/iso9660/layout.h"

/*
 * Resolves a path from a directory, symbolic links included; links is how many were followed
 * to come here. Results as of ia_files_ops.find.
 */
int ia_iso_lookup(const struct ia_iso_tree *tree, const struct ia_file *from, const char *path,
		  unsigned links, struct ia_file *ret, struct isoargs_error **reterr);

#endif
