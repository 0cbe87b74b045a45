/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_DIALECT_DIALECT_H
#define IA_MENU_DIALECT_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/grub/grub.h"
#include "release/distro.h"
#include "volume/files.h"

/* Which GRUB reads the menus of a medium, and how that is known. */
struct ia_dialect {
	enum ia_grub_dialect grub;
	/*
	 * "forced", ".sbat of ESP:/EFI/BOOT/grubx64.efi", "vendor folder ISO:/EFI/fedora",
	 * "release", "family", "menu" or "default"; NULL: nothing has told yet.
	 */
	const char *from;
};

/* "stock", "rhel7", "rhel8" or "rhel9". */
const char *ia_dialect_name(enum ia_grub_dialect dialect);

/* The dialect of that name: 1 and *ret, or 0. */
int ia_dialect_parse(const char *name, enum ia_grub_dialect *ret);

/* What the release alone tells; from is NULL where its generation is not known. */
struct ia_dialect ia_dialect_of_release(const struct ia_distro *distro);

/*
 * Where the medium tells nothing: the newest that Red Hat built, if the family is one that uses it.
 * from is NULL where it is not.
 */
struct ia_dialect ia_dialect_of_family(const struct ia_distro *distro);

/*
 * What the medium tells: the GRUB for EFI that it carries, then the vendor's folder beside it,
 * then the release. files: its file systems, the most trusted first. What contradicts the release
 * is a note, and so is what cannot be read. Where nothing else has told the architecture, the names
 * of the programs for EFI do. Strings live in the arena. 1 and *ret; 0 nothing tells; -ENOMEM.
 */
int ia_dialect_find(const struct ia_files *const *files, size_t count, struct ia_distro *distro,
		    struct ia_arena *arena, struct ia_notes *notes, struct ia_dialect *ret);

/*
 * What a configuration's own text tells, for want of anything better; from is never NULL. Who has
 * the text pays for looking through it.
 */
struct ia_dialect ia_dialect_of_menu(const char *text, size_t size);

#endif
