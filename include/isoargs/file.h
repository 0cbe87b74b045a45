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
 * @location: "ISO:" or "ESP:" and a path, as isoargs_args_kernel_location() gives it
 * @ret_file: the file; isoargs_file_free() it
 * @reterr:   the error object, may be NULL
 *
 * Rock Ridge names where the medium has them, else Joliet's, else the plain ones; links are
 * followed and stay on the medium.
 *
 * Source: ECMA-119, SUSP and RRIP 1.12, Joliet 1.0; Microsoft's FAT specification.
 * Returns: 0; -EINVAL @location names no file system; -ENOENT no regular file of that name;
 * -EBADMSG, -ELOOP, -E2BIG a directory that contradicts itself or exceeds a bound; -ENODATA one
 * beyond the end of the image; -ENOMEM; or the negative errno of reading.
 */
ISOARGS_EXPORT int isoargs_file_open(struct isoargs_image *image,
				     const struct isoargs_report *report, const char *location,
				     struct isoargs_file **ret_file, struct isoargs_error **reterr);

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
 * Returns: 0; -ENODATA the file, or the image, ends before; -ENOMEM; or the negative errno of
 * reading.
 */
ISOARGS_EXPORT int isoargs_file_read(struct isoargs_file *file, uint64_t offset, void *buf,
				     size_t size, struct isoargs_error **reterr);

#ifdef __cplusplus
}
#endif

#endif
