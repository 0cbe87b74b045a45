/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_LABEL_H
#define IA_VOLUME_LABEL_H

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "image/image.h"
#include "volume/iso9660/iso9660.h"

/*
 * The names under which a medium can be found. Different readers of one medium see different
 * labels: each is kept by who sees it. Strings live in the arena; NULL is no label.
 */
struct ia_labels {
	const char *pvd;    /* primary volume descriptor, right-trimmed: isoinfo, xorriso, file */
	const char *joliet; /* Joliet descriptor, UTF-8, at most 16 characters */
	const char *host;   /* libblkid here and now; the rule since util-linux 2.37: EL9, EL10 */
	const char *old;    /* the rule of util-linux 2.23 and 2.32: the initramfs of EL7, EL8 */
	const char *installer; /* host or old: what this medium's own initramfs will see */
	const char *encoded;   /* installer as udev names /dev/disk/by-label */
	const char *uuid;      /* modification, else creation date: /dev/disk/by-uuid */
	bool is_unknown;       /* there is no volume to have any of them, as of a tree of files */
};

/*
 * The label by the rule of util-linux 2.23.2, allocated: the PVD's unless there is a Joliet
 * descriptor whose 16 characters differ from the first 16 bytes of the PVD's, then the Joliet
 * one. 1 found, 0 none (blank), -ENOMEM.
 *
 * Source: util-linux v2.23.2 libblkid/src/superblocks/iso9660.c, src/encode.c.
 */
int ia_label_old(const struct ia_iso9660_volume *volume, char **ret);

/*
 * What every reader says; installer and encoded stay NULL until ia_labels_settle(). 0; -ENOMEM.
 * That libblkid fails or sees no ISO 9660 is a note.
 */
int ia_labels_read(const struct ia_window *window, const struct ia_iso9660_volume *volume,
		   struct ia_arena *arena, struct ia_notes *notes, struct ia_labels *ret,
		   struct isoargs_error **reterr);

/* Those of a medium that is no image: all NULL; or the one label that it is said to have. 0; -ENOMEM. */
bool ia_label_is_possible(const char *label);
int ia_labels_given(const char *label, struct ia_arena *arena, struct ia_labels *ret);

/*
 * Chooses the installer's label once the generation is known. modern: its libblkid is 2.37 or
 * later. Notes what makes the label unusable or doubtful. 0; -ENOMEM.
 */
int ia_labels_settle(struct ia_labels *labels, bool modern, struct ia_arena *arena,
		     struct ia_notes *notes, struct isoargs_error **reterr);

#endif
