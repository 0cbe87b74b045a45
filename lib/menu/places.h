/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_PLACES_H
#define IA_MENU_PLACES_H

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/menu.h"

/*
 * Where boot loaders look for their configurations. A place that loaders of both firmwares read is
 * read for that which boots the medium; as long as it is not known, for BIOS.
 */

/*
 * Appends the configurations that lie on medium->files to its menu. Strings live in the arena. 0;
 * -ENOMEM. What cannot be read or evaluated is a note and a config with evaluated false.
 */
int ia_places_add(const struct ia_menu_medium *medium, struct ia_arena *arena,
		  struct ia_notes *notes, struct isoargs_error **reterr);

/*
 * What is looked for once the places above are read on both file systems and the platforms are
 * known: the isolinux.cfg beside the isolinux.bin that BIOS starts; GRUB's menus of the ISO below /boot
 * as EFI reads them, where EFI has none of its own (what comes out equal is one configuration for
 * "pc, efi"); those in vendors' folders below /EFI; and what a GRUB elsewhere reads that loops the
 * image. What is found and not read leaves a note, where everything is wanted. 0; -ENOMEM.
 */
int ia_places_add_rest(const struct ia_menu_medium *medium, struct ia_arena *arena,
		       struct ia_notes *notes, struct isoargs_error **reterr);

#endif
