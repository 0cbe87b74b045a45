/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TABLES_BLKID_H
#define IA_VOLUME_TABLES_BLKID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "image/image.h"

/* The fence around libblkid: the only file that includes <blkid/blkid.h>. */

enum ia_table_type {
	IA_TABLE_MBR,
	IA_TABLE_GPT,
	IA_TABLE_APM,
};
#define IA_TABLE_COUNT 3

/* One entry of a partition table. */
struct ia_partition {
	enum ia_table_type table;
	unsigned number;   /* from 1 */
	uint64_t offset;   /* bytes from the start of the window; they may lie beyond it */
	uint64_t size;     /* bytes */
	unsigned mbr_type; /* MBR */
	bool active;       /* MBR */
	const char *type;  /* GPT: GUID; APM: type name; MBR: "" */
	const char *name;  /* "" if none, as is uuid */
	const char *uuid;
};

/* What the strings point to lives until visit returns. */
typedef int (*ia_blkid_visit)(const struct ia_partition *partition, void *data);

/*
 * The entries of one table, whether or not libblkid would prefer another one on this image.
 * 1 the table is there, 0 it is not; -E2BIG it has more than IA_PARTITIONS_MAX, of which the
 * first were visited; or another negative errno, of the probe or of visit.
 * -EBADMSG where libblkid is not asked, since the table has more than IA_TABLE_ENTRIES_MAX
 * entries, and where there is a GPT that it does not take.
 * An MBR that does nothing but protect a GPT is no table of its own here.
 * *retdoubt: once a GPT is read, why libblkid took its backup and not the first; else untouched.
 * GPT is asked for with BLKID_PARTS_FORCE_GPT: isohybrid media have no protective entry.
 */
int ia_blkid_partitions(const struct ia_window *window, enum ia_table_type type,
			ia_blkid_visit visit, void *data, struct isoargs_error **retdoubt,
			struct isoargs_error **reterr);

/* What a probe says. Strings are allocated or NULL. */
struct ia_blkid_found {
	bool is_ambivalent; /* several file systems left their marks: nothing below is told */
	char *type;         /* "iso9660" */
	char *label;
	char *uuid;
};
void ia_blkid_found_free(struct ia_blkid_found *found);

/*
 * The probe for ISO 9660 and for nothing else, which tells label and UUID. 1 found, 0 no such file
 * system, or a negative errno.
 */
int ia_blkid_iso9660(const struct ia_window *window, struct ia_blkid_found *ret,
		     struct isoargs_error **reterr);

/*
 * The probe for everything, as udev does it. 1 found, of a type unless it is ambivalent; 0
 * nothing; or a negative errno: -EOPNOTSUPP where not enough of the image is to be had for it
 * (reach.h); -EBADMSG where one of the tables that libblkid goes through has
 * more than IA_TABLE_ENTRIES_MAX entries, and where a format is there that it would go through
 * for hours (bounds.h): then it is not asked.
 */
int ia_blkid_any(const struct ia_window *window, struct ia_blkid_found *ret,
		 struct isoargs_error **reterr);

/* blkid_encode_string(): allocated; -ENOMEM, -EINVAL for an empty label. */
int ia_blkid_encode(const char *label, char **ret);

#endif
