/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_SOURCE_H
#define IA_IMAGE_SOURCE_H

#include <isoargs/image.h>

#include "base/error.h"

/*
 * What a caller's reader handed over of an image: an anonymous memory file as long as it, of which
 * those bytes are written that were asked for. At most IA_SOURCE_KEPT_MAX of them are kept.
 *
 * A remote reader is asked as rarely as can be: first for IA_SOURCE_HEAD bytes at the start. Then for
 * much, and for what ia_source_expect() told of, as it is, in blocks; for anything else in whole
 * windows of IA_SOURCE_WINDOW on their own boundaries; without what is known of either, and along
 * with what else is expected nearby (expect.h). From the third request in a row on that goes on where
 * the last one ended the window grows fourfold, up to IA_SOURCE_WINDOW_MAX. Any other reader is asked
 * for blocks, as a file is.
 */
struct ia_source;

/* The reader is copied. 0; -ENOMEM; -EFBIG the process may not make files of such a size; or why not. */
int ia_source_new(const struct isoargs_reader *reader, const char *name, struct ia_source **ret,
		  struct isoargs_error **reterr);
struct ia_source *ia_source_free(struct ia_source *source);

bool ia_source_is_remote(const struct ia_source *source);

/* Calls of the reader, and bytes that they brought. */
void ia_source_cost(const struct ia_source *source, uint64_t *ret_reads, uint64_t *ret_bytes);

/*
 * What lies inside the image: into buf; or only into the memory file. 0; -EIO the reader failed, or
 * does not do what it promised, whichever errno it has for that; -ENOMEM.
 */
int ia_source_read(struct ia_source *source, uint64_t offset, void *buf, size_t size,
		   struct isoargs_error **reterr);
int ia_source_fetch(struct ia_source *source, uint64_t offset, uint64_t size,
		    struct isoargs_error **reterr);

/* That this will be asked for soon, as likely as not. Of a remote reader's bytes alone. */
void ia_source_expect(struct ia_source *source, uint64_t offset, uint64_t size);

/* Is all of that there, so that the reader is not asked for it? */
bool ia_source_knows(const struct ia_source *source, uint64_t offset, uint64_t size);

/* The memory file, of which nothing that is fetched from now on is given up until it is let go. */
int ia_source_hold(struct ia_source *source, struct isoargs_error **reterr);
void ia_source_let_go(struct ia_source *source);

/*
 * What a remote reader may be asked for until ia_source_settle(), after a failure nothing more.
 * That ends it: r, or what the reader failed with, whatever was made of what could not be read:
 * its negative errno, -ENODATA it ended too soon, -EFBIG it would have had to be asked for more.
 */
void ia_source_begin(struct ia_source *source, uint64_t reads, uint64_t bytes);
int ia_source_settle(struct ia_source *source, const char *name, int r,
		     struct isoargs_error **reterr);

#endif
