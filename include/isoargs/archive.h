/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_ARCHIVE_H
#define ISOARGS_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <isoargs/error.h>
#include <isoargs/file.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Files that an initial RAM disk is given: a cpio archive behind it, which the kernel unpacks over
 * what the RAM disk holds. An installer finds its kickstart or preseed there by itself, or by the
 * path "/NAME".
 */
struct isoargs_archive;

/* One of them. */
struct isoargs_archive_file {
	const char *name; /* at the root of the RAM disk: at most 255 bytes, none of them '/' */
	const void *data; /* may be NULL where size is 0 */
	size_t size;      /* bytes of data */
	bool executable;
};

/**
 * isoargs_archive_new - an archive without files
 * @ret_archive: the archive; isoargs_archive_free() it
 *
 * Since: 0.2.0
 * Returns: 0; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_archive_new(struct isoargs_archive **ret_archive);

/**
 * isoargs_archive_free - release an archive, overwriting what the files hold
 * @archive: the archive, or NULL
 *
 * Since: 0.2.0
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_archive *isoargs_archive_free(struct isoargs_archive *archive);

/**
 * isoargs_archive_add - put one more file into an archive
 * @archive: the archive
 * @file:    the file, copied
 * @reterr:  the error object, may be NULL
 *
 * At most 64 files, which together hold at most 64 MiB: the kernel has RAM disk and files in
 * memory at the same time.
 *
 * Source: Linux' init/initramfs.c.
 * Since: 0.2.0
 * Returns: 0; -EINVAL a name that is empty, "." or "..", longer than 255 bytes, that ends an
 * archive ("TRAILER!!!"), or that holds '/' or a control character; -EEXIST there is a file of that
 * name; -E2BIG too many files, or too large ones; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_archive_add(struct isoargs_archive *archive,
				       const struct isoargs_archive_file *file,
				       struct isoargs_error **reterr);

/**
 * isoargs_archive_append - hand on what comes behind an initial RAM disk
 * @archive: the archive
 * @size:    bytes of the RAM disk, which itself is not looked at
 * @sink:    called with the bytes, from the first to the last; not at all where there are no files
 * @user:    for @sink
 * @reterr:  the error object, may be NULL
 *
 * From 4 to 7 zero bytes, up to a multiple of 4, where the kernel begins to look for an archive; the
 * archive, not packed, a multiple of 512 bytes. Its files are root's, of no other's concern, and of
 * 1970: the same files, in the same order, give the same bytes.
 *
 * Source: Linux' Documentation/driver-api/early-userspace/buffer-format.rst, init/initramfs.c and
 * lib/decompress_unlz4.c; GNU cpio, whose bytes with "-H newc" these are.
 * Since: 0.2.0
 * Returns: 0; -ECANCELED @sink stopped it; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_archive_append(const struct isoargs_archive *archive, uint64_t size,
					  isoargs_sink sink, void *user,
					  struct isoargs_error **reterr);

#ifdef __cplusplus
}
#endif

#endif
