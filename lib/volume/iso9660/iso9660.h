/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_ISO9660_ISO9660_H
#define IA_VOLUME_ISO9660_ISO9660_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/note.h"
#include "image/image.h"
#include "volume/files.h"
#include "volume/iso9660/layout.h"

/*
 * ISO 9660 (ECMA-119) with SUSP, Rock Ridge and Joliet: volume descriptors, lookup,
 * listing and reading of files. The tree is chosen as GRUB chooses it: Rock Ridge if the
 * primary tree has it, else Joliet, else the plain names.
 */
struct ia_iso9660;

#define IA_VOLUME_ID_SIZE       32
#define IA_APPLICATION_USE_SIZE 512

/* What the volume descriptors say, raw where a rule of another module works on raw bytes. */
struct ia_iso9660_volume {
	uint8_t id[IA_VOLUME_ID_SIZE];        /* PVD volume identifier, padded */
	bool has_joliet;                      /* a Joliet SVD: escape %/@, %/C or %/E */
	unsigned joliet_level;                /* 1, 2 or 3 */
	uint8_t joliet_id[IA_VOLUME_ID_SIZE]; /* its volume identifier, UCS-2 big-endian */
	uint8_t created[17];                  /* PVD bytes 813..829: 16 digits and a zone byte */
	uint8_t modified[17];                 /* PVD bytes 830..846 */
	char system_id[33];                   /* right-trimmed, any bytes */
	char publisher_id[129];
	char preparer_id[129];
	char application_id[129];
	uint64_t size;                   /* volume space size in bytes */
	uint64_t size_big_endian;        /* the same by the other half of the field */
	uint64_t application_use_offset; /* of the PVD's area below, in bytes of the window */
	uint8_t application_use[IA_APPLICATION_USE_SIZE];
	bool has_boot_record;      /* an El Torito boot record volume descriptor */
	uint32_t catalogue;        /* its boot catalogue, in blocks of IA_BLOCK_SIZE */
	enum ia_iso9660_tree tree; /* the one that lookups use */
};

/*
 * Reads the descriptors. 1 and *ret; 0 where there is no ISO 9660 volume (no "CD001" in
 * sector 16); -EBADMSG contradictory descriptors; -EOPNOTSUPP a block size other than 2048;
 * -ENODATA the image ends before the first descriptor does. Trouble that leaves the volume
 * usable (no terminator, a second tree that contradicts itself) is a note.
 */
int ia_iso9660_open(const struct ia_window *window, struct ia_notes *notes, struct ia_iso9660 **ret,
		    struct isoargs_error **reterr);
struct ia_iso9660 *ia_iso9660_free(struct ia_iso9660 *iso);

const struct ia_iso9660_volume *ia_iso9660_volume(const struct ia_iso9660 *iso);

/* The tree as files; borrows iso. */
struct ia_files ia_iso9660_files(struct ia_iso9660 *iso);

static inline void ia_cleanup_iso9660(struct ia_iso9660 **iso)
{
	ia_iso9660_free(*iso);
}
#define IA_AUTO_ISO9660 IA_CLEANUP(ia_cleanup_iso9660)

#endif
