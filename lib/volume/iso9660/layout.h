/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_LAYOUT_H
#define IA_VOLUME_ISO9660_LAYOUT_H

#include <stdint.h>

#include "image/image.h"
#include "volume/files.h"

/* Where things lie in an ISO 9660 volume: what all files of this folder share. */

struct ia_iso_memo;

enum ia_iso9660_tree {
	IA_ISO9660_PLAIN,
	IA_ISO9660_ROCK_RIDGE,
	IA_ISO9660_JOLIET,
};

/* One directory tree of an ISO 9660 volume, read where it lies. */
struct ia_iso_tree {
	struct ia_window window;
	enum ia_iso9660_tree kind;
	uint8_t skip;    /* bytes before the system use entries of a record */
	uint16_t volume; /* this volume's number in its set; 0: it is the only one */
	struct ia_file root;
	struct ia_iso_memo *memo; /* of its directories */
	unsigned *foreseen;       /* sectors that were gone through for what they name (expect.h) */
};

/*
 * ia_file.handle of this file system: [0] the byte offset of the (first) record in the
 * window, [1] the number of extents and why the data cannot be read.
 */
#define IA_ISO_EXTENTS     0xffffu
#define IA_ISO_INTERLEAVED 0x10000u
#define IA_ISO_ELSEWHERE   0x20000u /* on another volume of the set */

#endif
