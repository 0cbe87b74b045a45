/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_MEDIACHECK_H
#define ISOARGS_MEDIACHECK_H

#include <stdint.h>

#include <isoargs/error.h>
#include <isoargs/image.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * isoargs_progress - how far a long call has come
 * @done:  bytes that are done
 * @total: bytes that are to be done
 * @data:  what the caller handed on
 *
 * Returns: 0 to go on; anything else stops the call.
 */
typedef int (*isoargs_progress)(uint64_t done, uint64_t total, void *data);

/**
 * isoargs_media_verify - read a whole medium and compare it with the checksum embedded in it
 * @image:    the medium; need not be inspected
 * @progress: called before the first byte and after each 64 KiB, may be NULL
 * @data:     for @progress
 * @reterr:   the error object, may be NULL
 *
 * The checksum is the one that implantisomd5 embeds and that a medium's own "Test this media"
 * compares. Where it is split into fragments, damage ends the call after the fragment that holds
 * it. The error names that fragment's bytes, and isoargs_error_offset() the first. Fragments
 * shorter than 32 KiB are not looked at: implantisomd5 and checkisomd5 count these differently.
 *
 * Source: isomd5sum 1.0.10 to 1.2.4.
 * Returns: 1 it is right; 0 none is embedded; -EBADMSG it differs or cannot be read, or there is
 * no ISO 9660 volume; -ENODATA the image ends before what is summed does; -EOPNOTSUPP a block
 * size other than 2048, or a tree of files; -ECANCELED @progress stopped it; -ENOMEM; or the negative errno of
 * reading.
 */
ISOARGS_EXPORT int isoargs_media_verify(struct isoargs_image *image, isoargs_progress progress,
					void *data, struct isoargs_error **reterr);

#ifdef __cplusplus
}
#endif

#endif
