/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TABLES_BOUNDS_H
#define IA_VOLUME_TABLES_BOUNDS_H

#include "base/error.h"
#include "base/meter.h"
#include "image/image.h"

/*
 * What libblkid goes through without a bound of its own, or with one of gigabytes, looked at
 * before it is asked: 0 it may be; -EBADMSG, with what was found, it would go through more than
 * IA_TABLE_ENTRIES_MAX; or the errno of a read. sector: the bytes that libblkid takes for one.
 * Of an APM it reads 256 entries at most.
 */

/*
 * What libblkid takes then for each link, and for each byte of a GPT's entries: it is asked twice.
 * Drawn on the window's meter; -E2BIG it is spent.
 */
#define IA_BOUND_LINK_UNITS 4000u
#define IA_BOUND_BYTE_UNITS 12u

/*
 * The links of all extended partitions, of which each logical one takes as long as all before; they
 * are read for it.
 */
int ia_bound_mbr(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr);

/*
 * The entries of the GPT, and of its backup, which libblkid takes into memory; they are fetched. Of a
 * remote image the backup is looked at only where libblkid would: the first one is damaged or missing.
 */
int ia_bound_gpt(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr);

/*
 * The marks of other file systems that it would go through without end, or take into memory: of the
 * boot sector it asks for an MBR as well, of the others only for everything. UDF may have a sequence
 * of IA_TABLE_ENTRIES_MAX descriptors, FAT clusters of IA_BLKID_CLUSTER_MAX bytes.
 */
int ia_bound_boot_sector(const struct ia_window *window, struct isoargs_error **reterr);
int ia_bound_marks(const struct ia_window *window, struct isoargs_error **reterr);

/* Why libblkid found no GPT: 0 there is none; -EBADMSG there is one, and what is wrong with it. */
int ia_explain_gpt(const struct ia_window *window, unsigned sector, struct isoargs_error **reterr);

#endif
