/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_DIRECTORY_H
#define IA_VOLUME_ISO9660_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "volume/iso9660/layout.h"
#include "volume/iso9660/record.h"
#include "volume/iso9660/susp.h"

/* What is drawn on the meter for a lookup, beside what reading takes. */
#define IA_ISO_RECORD_UNITS    30u
#define IA_ISO_NAME_BYTE_UNITS 6u   /* of an identifier that is made a name, and compared */
#define IA_ISO_PATH_UNITS      200u /* of a path, or of what a link makes of it */
#define IA_ISO_PATH_BYTE_UNITS 3u

/* Draws on the tree's meter, for what stands at that place. 0; -E2BIG it is spent. */
int ia_iso_spend(const struct ia_iso_tree *tree, const struct ia_place *place, uint64_t units,
		 struct isoargs_error **reterr);

/* A directory that is being read, sector by sector. */
struct ia_iso_dir {
	const struct ia_iso_tree *tree;
	struct ia_place place; /* of the record decoded last, in the directory's path or NULL */
	uint64_t start;        /* of the directory in the window */
	uint32_t size;
	uint32_t position;
	uint32_t loaded; /* offset of the sector in memory, plus 1; 0: none */
	uint32_t filled; /* bytes of it */
	unsigned records;
	struct ia_susp susp;
	struct ia_strbuf name;
	uint8_t sector[IA_BLOCK_SIZE];
	uint8_t area[IA_CONTINUATION_MAX];
};

/*
 * dir: all zero. 0; -EOPNOTSUPP interleaved or on another volume; -E2BIG above
 * IA_DIR_BYTES_MAX; -ENODATA outside the window. Whatever it returns, ia_iso_dir_close() it
 * (IA_AUTO_ISO_DIR).
 */
int ia_iso_dir_open(struct ia_iso_dir *dir, const struct ia_iso_tree *tree,
		    const struct ia_file *directory, const char *where,
		    struct isoargs_error **reterr);
void ia_iso_dir_close(struct ia_iso_dir *dir);

/* The next record, whatever it is: "." and "..", further extents. 1, 0, or an error. */
int ia_iso_dir_record(struct ia_iso_dir *dir, struct ia_iso_record *ret,
		      struct isoargs_error **reterr);

/*
 * What the system use entries of a record say, into dir->susp: 0, or an error. What comes after
 * a complete name is not read where that is not the wanted one.
 */
int ia_iso_dir_susp(struct ia_iso_dir *dir, const struct ia_iso_record *record,
		    struct ia_slice wanted, struct isoargs_error **reterr);

/* One that closes itself must be zero before it is opened: a function may return before that. */
#define IA_AUTO_ISO_DIR IA_CLEANUP(ia_iso_dir_close)

#endif
