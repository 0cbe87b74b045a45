/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_FAT_FAT_H
#define IA_VOLUME_FAT_FAT_H

#include "base/error.h"
#include "image/image.h"
#include "volume/files.h"

/* FAT12, FAT16 and FAT32 with long names, read-only: the EFI system partition. */
struct ia_fat;

struct ia_fat_volume {
	unsigned bits;   /* 12, 16 or 32 */
	char label[12];  /* of the root directory, else of the boot sector; "" if there is none */
	uint32_t serial; /* volume serial number */
	uint64_t size;   /* bytes that the file system claims */
};

/*
 * 1 and *ret; 0 where the window does not start with a FAT boot sector (how an ESP is told
 * from other content: by its BIOS parameter block, not by any type code); -EBADMSG a
 * parameter block that contradicts itself; -ENODATA the window is smaller than the tables.
 * A data area that is cut off is no error here: reads beyond the end say -ENODATA.
 */
int ia_fat_open(const struct ia_window *window, struct ia_fat **ret, struct isoargs_error **reterr);
struct ia_fat *ia_fat_free(struct ia_fat *fat);

const struct ia_fat_volume *ia_fat_volume(const struct ia_fat *fat);

/* The volume as files; borrows fat. */
struct ia_files ia_fat_files(struct ia_fat *fat);

static inline void ia_cleanup_fat(struct ia_fat **fat)
{
	ia_fat_free(*fat);
}
#define IA_AUTO_FAT IA_CLEANUP(ia_cleanup_fat)

#endif
