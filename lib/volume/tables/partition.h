/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TABLES_PARTITION_H
#define IA_VOLUME_TABLES_PARTITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "image/image.h"
#include "volume/tables/blkid.h"

/* The partition tables of a hybrid medium: MBR, GPT and APM can all be there and disagree. */
struct ia_partitions {
	bool present[IA_TABLE_COUNT];
	struct ia_partition *items; /* MBR first, then GPT, then APM */
	size_t count;
};

/* "MBR", "GPT" or "APM". */
const char *ia_table_name(enum ia_table_type type);

/*
 * All tables of the window; strings and items live in the arena. 0; -ENOMEM. A table that
 * cannot be read or is read in part (IA_PARTITIONS_MAX), and a partition that reaches beyond
 * the end, are notes.
 */
int ia_partitions_read(const struct ia_window *window, struct ia_arena *arena,
		       struct ia_notes *notes, struct ia_partitions *ret,
		       struct isoargs_error **reterr);

#endif
