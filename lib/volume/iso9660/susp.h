/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_SUSP_H
#define IA_VOLUME_ISO9660_SUSP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/strbuf.h"

/*
 * System use entries (SUSP 1.12) and the Rock Ridge ones among them (RRIP 1.12): what the
 * bytes after the identifier of one directory record say. Bytes in, values out: the caller
 * reads the continuation area that an area names in next, and parses that one too.
 */

/* What an entry takes, and what each component of a link takes beyond it. */
#define IA_SUSP_ENTRY_UNITS     8u
#define IA_SUSP_COMPONENT_UNITS 18u

struct ia_susp {
	struct ia_strbuf name;   /* NM, without its NUL; may hold any byte */
	struct ia_strbuf target; /* SL, as a path */
	struct {
		uint32_t block;  /* of IA_BLOCK_SIZE bytes */
		uint32_t offset; /* bytes */
		uint32_t size;   /* bytes; 0: the entries do not go on */
	} next;                  /* CE of the area parsed last */
	uint64_t units;          /* of work that reading all areas of the record took */
	uint32_t mode;           /* PX, as st_mode */
	uint32_t child;          /* CL: block of the directory that stands here */
	uint32_t parent;         /* PL: block of the directory that it was moved away from */
	uint8_t skip;            /* SP: bytes before the first entry of every other record */
	bool has_name;
	bool name_goes_on;    /* the last NM announced another one */
	bool name_is_special; /* NM stands for ".", "..", or the host's name (no longer used) */
	bool has_target;
	bool component_goes_on; /* the last component of SL announced its rest */
	bool target_is_broken; /* SL contradicts its format; the record is still good for its name */
	bool target_is_foreign; /* a component that names a host or a volume */
	bool has_mode;
	bool has_child;
	bool has_parent;
	bool is_relocated;   /* RE */
	bool has_rock_ridge; /* an entry, or an extension reference, of Rock Ridge */
};

/* Whoever looks for no name in particular. */
#define IA_ANY_NAME ((struct ia_slice){NULL, 0})

/* Can the name be what is looked for, as far as it was read? A complete one must be equal. */
bool ia_susp_may_have_name(const struct ia_susp *susp, struct ia_slice wanted);

/* Forgets what the last record said and keeps the memory. */
void ia_susp_reset(struct ia_susp *susp);
void ia_susp_free(struct ia_susp *susp);

/*
 * Adds what one area says. 0; -EBADMSG entries that contradict the format; -E2BIG a name
 * above IA_NAME_MAX or a target above IA_PATH_MAX bytes; -ENOMEM. place: the record.
 */
int ia_susp_parse(struct ia_susp *susp, const uint8_t *area, size_t size,
		  const struct ia_place *place, struct isoargs_error **reterr);

#endif
