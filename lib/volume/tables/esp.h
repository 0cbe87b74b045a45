/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_TABLES_ESP_H
#define IA_VOLUME_TABLES_ESP_H

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "image/image.h"
#include "volume/fat/fat.h"
#include "volume/tables/eltorito.h"
#include "volume/tables/partition.h"

/*
 * The EFI system partition of a medium. It is known by its content, a FAT file system, and not
 * by a type code: isohybrid gives it the type of a basic data partition, and no partition shows
 * it at all on a medium that is not hybrid, where only El Torito names it.
 */
struct ia_esp {
	uint64_t offset; /* bytes from the start of the image */
	uint64_t size;
	const char *via; /* "MBR partition 2", "El Torito entry 2" */
	struct ia_fat_volume volume;
	struct ia_fat *fat; /* the volume while it is open */
};

/* That an ESP will be read where the partitions say that there is one. */
void ia_esp_expect(const struct ia_window *image, const struct ia_partitions *partitions);

/*
 * 1 and *ret, whose fat the caller frees; 0 no FAT file system anywhere; -ENOMEM. One that
 * cannot be opened is a note.
 */
int ia_esp_find(const struct ia_window *image, const struct ia_partitions *partitions,
		const struct ia_eltorito *eltorito, struct ia_arena *arena, struct ia_notes *notes,
		struct ia_esp *ret);

#endif
