/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_MEMO_H
#define IA_VOLUME_ISO9660_MEMO_H

#include <stdbool.h>

#include "base/slice.h"
#include "volume/files.h"

/*
 * What names led to in the directories that were looked through last. Boot loaders are looked for
 * in a few places by many names, most of which are not there; without it each name goes through
 * its directory again. Names of more than IA_ISO_MEMO_NAME bytes are not kept.
 */

#define IA_ISO_MEMO      64u /* a power of two */
#define IA_ISO_MEMO_NAME 31u

/* Zero-initialised knows nothing. */
struct ia_iso_memo {
	struct ia_iso_memory {
		uint64_t directory; /* where it begins, and its size: of one that is hostile both */
		uint64_t bytes;
		struct ia_file file; /* type IA_FILE_NONE: there is nothing of that name */
		char name[IA_ISO_MEMO_NAME + 1];
	} items[IA_ISO_MEMO];
};

/* Is the name known? Then *ret is what it leads to. */
bool ia_iso_memo_find(const struct ia_iso_memo *memo, const struct ia_file *directory,
		      struct ia_slice name, struct ia_file *ret);

/* Takes the place of what was there. */
void ia_iso_memo_keep(struct ia_iso_memo *memo, const struct ia_file *directory,
		      struct ia_slice name, const struct ia_file *file);

#endif
