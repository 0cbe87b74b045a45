/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_VOLUME_FOREIGN_H
#define IA_VOLUME_FOREIGN_H

#include "base/error.h"
#include "image/image.h"

/*
 * What a file is that holds no ISO 9660 volume: one that is packed, an archive, another kind of disk
 * image, a download that is not done, a page that a server sent in its place. Looked for by
 * signatures in the first kibibyte, behind the sixteenth sector and in the last 512 bytes.
 */

/* The error for it: -EBADMSG; -ENODATA it is too short for one; or what reading gave. name: the image's. */
int ia_foreign_error(const struct ia_window *window, const char *name,
		     struct isoargs_error **reterr);

#endif
