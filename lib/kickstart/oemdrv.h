/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KICKSTART_OEMDRV_H
#define IA_KICKSTART_OEMDRV_H

#include <isoargs/kickstart.h>

#include "base/limits.h"

/*
 * What isoargs_oemdrv() writes: sixteen blocks for a system, then a block each for what
 * ECMA-119 asks of a volume with one directory, then the one file.
 */
enum ia_oemdrv_block {
	IA_OEMDRV_DESCRIPTOR = 16, /* primary volume descriptor */
	IA_OEMDRV_TERMINATOR,
	IA_OEMDRV_PATHS_LE, /* type L path table */
	IA_OEMDRV_PATHS_BE, /* type M path table */
	IA_OEMDRV_ROOT,     /* root directory */
	IA_OEMDRV_EXTRA,    /* Rock Ridge's ER, for which the root's own record has no room */
	IA_OEMDRV_FILE,
};

/*
 * The volume is a multiple of this: libarchive takes none for ISO 9660 that ends before block 24,
 * and drives read ahead of what they are asked for.
 */
#define IA_OEMDRV_GRAIN 32u

#define IA_OEMDRV_KICKSTART_MAX IA_CONFIG_MAX

#endif
