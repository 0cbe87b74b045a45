/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_BOOT_IMAGE_H
#define IA_MENU_BOOT_IMAGE_H

#include <stdint.h>

#include "base/arena.h"
#include "volume/files.h"

/*
 * The folder of the file that begins at offset: of isolinux.bin, which El Torito names by its place
 * alone. The folders that media have it in are looked at first, then those three deep, at most
 * IA_BOOT_FOLDERS_MAX of them. 1 and *ret, in the arena; 0 it is not found, or GRUB's; -ENOMEM.
 */
int ia_boot_image_folder(const struct ia_files *files, uint64_t offset, struct ia_arena *arena,
			 const char **ret);

#endif
