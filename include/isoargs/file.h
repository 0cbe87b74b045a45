/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_FILE_H
#define ISOARGS_FILE_H

#include <stddef.h>
#include <stdint.h>

#include <isoargs/error.h>
#include <isoargs/image.h>
#include <isoargs/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A file on a medium, such as the kernel or an initial RAM disk. */
struct isoargs_file;

/**
 * isoargs_file_open - find a file on a medium that was inspected
 * @image:    the medium; must outlive the file
 * @report:   its report, of ISOARGS_DEPTH_FULL for files of the ESP; not needed afterwards
 * @location: "ISO:", "ESP:" or, of a tree of files, "TREE:" and a path, as
 *            isoargs_entry_kernel_location() gives it
 * @ret_file: the file; isoargs_file_free() it
 * @reterr:   the error object, may be NULL
 *
 * Rock Ridge names where the medium has them, else Joliet's, else the plain ones; links are
 * followed and stay on the medium. In a tree of files its caller's function finds them.
 *
 * Source: ECMA-119, SUSP and RRIP 1.12, Joliet 1.0; Microsoft's FAT specification.
 * Returns: 0; -EINVAL @location names no file system; -ENOENT no regular file of that name;
 * -EBADMSG, -ELOOP, -E2BIG a directory that contradicts itself or exceeds a bound; -ENODATA one
 * beyond the end of the image; -EIO reading failed, when the medium was inspected, where its
 * checksums lie; -ENOMEM; or the negative errno of reading.
 */
ISOARGS_EXPORT int isoargs_file_open(struct isoargs_image *image,
				     const struct isoargs_report *report, const char *location,
				     struct isoargs_file **ret_file, struct isoargs_error **reterr);

/* The files of a medium that was opened once for all of them. */
struct isoargs_files;

/**
 * isoargs_files_open - open a medium that was inspected, to look for several of its files
 * @image:     the medium; must outlive the files
 * @report:    its report, of ISOARGS_DEPTH_FULL for files of the ESP; must outlive the files
 * @ret_files: the files; isoargs_files_free() them
 * @reterr:    the error object, may be NULL
 *
 * All lookups in them draw on one budget; isoargs_file_open() has one for each file.
 *
 * Since: 0.2.0
 * Returns: 0; -EBADMSG the volume that was inspected is gone; -ENOMEM; or the negative errno of
 * reading.
 */
ISOARGS_EXPORT int isoargs_files_open(struct isoargs_image *image,
				      const struct isoargs_report *report,
				      struct isoargs_files **ret_files,
				      struct isoargs_error **reterr);

/**
 * isoargs_files_free - close what isoargs_files_open() opened
 * @files: the files, or NULL
 *
 * Since: 0.2.0
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_files *isoargs_files_free(struct isoargs_files *files);

/**
 * isoargs_files_find - find one of the files of a medium
 * @files:    the files; must outlive @ret_file
 * @location: as for isoargs_file_open()
 * @ret_file: the file; isoargs_file_free() it
 * @reterr:   the error object, may be NULL
 *
 * Since: 0.2.0
 * Returns: as isoargs_file_open().
 */
ISOARGS_EXPORT int isoargs_files_find(struct isoargs_files *files, const char *location,
				      struct isoargs_file **ret_file,
				      struct isoargs_error **reterr);

/**
 * isoargs_file_free - close a file
 * @file: the file, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_file *isoargs_file_free(struct isoargs_file *file);

/**
 * isoargs_file_location - where a file lies
 * @file: a file
 *
 * Returns: the location it was opened with; lives as long as @file.
 */
ISOARGS_EXPORT const char *isoargs_file_location(const struct isoargs_file *file);

/**
 * isoargs_file_size - the length of a file
 * @file: a file
 *
 * Returns: bytes, as the directory has them.
 */
ISOARGS_EXPORT uint64_t isoargs_file_size(const struct isoargs_file *file);

/**
 * isoargs_file_read - read a part of a file
 * @file:   a file
 * @offset: of the first byte, in bytes from the start of the file
 * @buf:    room for @size bytes
 * @size:   bytes to read
 * @reterr: the error object, may be NULL
 *
 * All of it or nothing.
 *
 * Returns: 0; -ENODATA the file, or the image, ends before; -E2BIG finding the bytes takes more
 * work than on any honest medium; -ENOMEM; or the negative errno of reading.
 */
ISOARGS_EXPORT int isoargs_file_read(struct isoargs_file *file, uint64_t offset, void *buf,
				     size_t size, struct isoargs_error **reterr);

/**
 * isoargs_file_checksum - what the medium's own .treeinfo says is a file's checksum
 * @file:     a file
 * @ret_type: "md5", "sha1", "sha224", "sha256", "sha384" or "sha512"; may be NULL
 *
 * Source: [checksums] of .treeinfo as lorax and productmd write it.
 * Returns: hexadecimal digits in lower case, and @ret_type written; NULL where there is none.
 * Lives as long as @file.
 */
ISOARGS_EXPORT const char *isoargs_file_checksum(const struct isoargs_file *file,
						 const char **ret_type);

/**
 * isoargs_sink - take the next bytes of a file
 * @data: the bytes
 * @size: their number, at least 1 and at most 1 MiB
 * @user: what the caller handed on
 *
 * Returns: 0 to go on; anything else stops the copy.
 */
typedef int (*isoargs_sink)(const void *data, size_t size, void *user);

/**
 * isoargs_file_copy - hand on a whole file and compare it with its checksum
 * @file:       a file
 * @sink:       called with its bytes from the first to the last; NULL only compares
 * @user:       for @sink
 * @ret_sha256: room for the 64 digits of what was read and a NUL; may be NULL
 * @reterr:     the error object, may be NULL
 *
 * The verdict comes after the last byte: until then @sink keeps what it gets to itself.
 *
 * Returns: 1 all of it, and .treeinfo's checksum is right; 0 all of it, and there is none;
 * -EBADMSG the checksum differs; -ENODATA the image ends before; -ECANCELED @sink stopped it;
 * -ENOMEM; or the negative errno of reading.
 */
ISOARGS_EXPORT int isoargs_file_copy(struct isoargs_file *file, isoargs_sink sink, void *user,
				     char ret_sha256[65], struct isoargs_error **reterr);

#ifdef __cplusplus
}
#endif

#endif
