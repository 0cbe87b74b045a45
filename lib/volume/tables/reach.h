/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TABLES_REACH_H
#define IA_VOLUME_TABLES_REACH_H

#include "base/error.h"
#include "image/image.h"

/*
 * What libblkid reads of an image that a reader hands over, fetched before it is asked: of a hole it
 * would say what zeros are. What bounds.h looks at, EBRs and GPTs, is fetched there. All of them do
 * nothing where libblkid reads the image itself. 0, or the errno of a read.
 *
 * Source: util-linux 2.37 to 2.42, libblkid/src; the reads of 2.38.1 as the tests saw them.
 */

/* The boot sector, and what comes of any magic number in the first kibibyte. */
int ia_reach_head(const struct ia_window *window, struct isoargs_error **reterr);

/* As many volume descriptors as it looks at. */
int ia_reach_iso9660(const struct ia_window *window, struct isoargs_error **reterr);

/* The tables of BSD, UnixWare, Solaris and Minix in a primary partition of an MBR. */
int ia_reach_mbr(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr);

/* The entries of an APM. */
int ia_reach_apm(const struct ia_window *window, struct isoargs_error **reterr);

/*
 * Where it looks for everything: both ends. -EOPNOTSUPP, with the reason, where that is not to be
 * known: a remote reader would have to hand over megabytes for it, and for some marks libblkid
 * reads wherever they lead to.
 */
int ia_reach_any(const struct ia_window *window, struct isoargs_error **reterr);

#endif
