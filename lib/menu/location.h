/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_LOCATION_H
#define IA_MENU_LOCATION_H

#include "base/arena.h"
#include "menu/entry.h"

/*
 * Where a file of a boot entry lies on the medium, as text: "ISO:/images/pxeboot/vmlinuz". What
 * stands before the colon names the file system, as it does in errors and notes. A tree of files in
 * place of an image is what the ISO is otherwise: "TREE:/images/pxeboot/vmlinuz".
 */

enum ia_volume {
	IA_VOLUME_NONE, /* not on this medium */
	IA_VOLUME_ISO,
	IA_VOLUME_ESP,
	IA_VOLUME_TREE,
};

/* GRUB's names of the medium: the whole of it, a partition that starts where it does, its ESP. */
enum ia_volume ia_location_device(const char *device);

/*
 * The location of a path that an entry loads: (device)/path or a path on the entry's $root with
 * GRUB, on the configuration's own file system with SYSLINUX. NULL: not on this medium, which a
 * relative path is not either. 0; -ENOMEM.
 */
int ia_location_of(const struct isoargs_entry *entry, const char *path, struct ia_arena *arena,
		   const char **ret);

/* Writes the locations of the entry's kernel and RAM disks into it. 0; -ENOMEM. */
int ia_location_settle(struct isoargs_entry *entry, struct ia_arena *arena);

/* The volume of a location and, after its colon, the path. IA_VOLUME_NONE: no location. */
enum ia_volume ia_location_split(const char *location, const char **ret_path);

/* Is it on the medium itself, its ISO or what is in the place of that, rather than on an ESP? */
bool ia_location_on_medium(const char *location, const char **ret_path);

#endif
