/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_IMAGE_H
#define ISOARGS_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include <isoargs/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The bytes of a medium, wherever they are. */
struct isoargs_image;

/**
 * isoargs_image_open - open an image file or a block device for reading
 * @path:      path of the image
 * @ret_image: the image; isoargs_image_free() it
 * @reterr:    the error object, may be NULL
 *
 * Opens without blocking, so a FIFO is refused rather than waited for.
 *
 * Returns: 0; -EISDIR a directory; -ESPIPE a pipe, socket or character device; -ENODATA
 * an empty file; -ENOMEM; otherwise the negative errno of open(2).
 */
ISOARGS_EXPORT int isoargs_image_open(const char *path, struct isoargs_image **ret_image,
				      struct isoargs_error **reterr);

/**
 * isoargs_image_open_fd - read an image through a descriptor that the caller opened
 * @fd:        readable descriptor of a regular file or block device; duplicated, the
 *             caller's own stays open and its file offset is not used
 * @name:      what errors call the image
 * @ret_image: the image; isoargs_image_free() it
 * @reterr:    the error object, may be NULL
 *
 * Returns: as isoargs_image_open().
 */
ISOARGS_EXPORT int isoargs_image_open_fd(int fd, const char *name, struct isoargs_image **ret_image,
					 struct isoargs_error **reterr);

/**
 * isoargs_image_open_memory - read an image that lies in memory
 * @data:      the bytes; borrowed, must stay unchanged until isoargs_image_free()
 * @size:      their number, at least 1
 * @name:      what errors call the image
 * @ret_image: the image; isoargs_image_free() it
 * @reterr:    the error object, may be NULL
 *
 * libblkid reads descriptors only: for its probes a copy is put into an anonymous memory
 * file when it is first needed.
 *
 * Returns: 0; -ENODATA if @size is 0; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_image_open_memory(const void *data, size_t size, const char *name,
					     struct isoargs_image **ret_image,
					     struct isoargs_error **reterr);

/**
 * isoargs_image_free - close an image
 * @image: the image, or NULL
 *
 * Reports made from it stay valid.
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_image *isoargs_image_free(struct isoargs_image *image);

/**
 * isoargs_image_name - what errors call the image
 * @image: an image
 *
 * Returns: the path or name it was opened with; lives as long as @image.
 */
ISOARGS_EXPORT const char *isoargs_image_name(const struct isoargs_image *image);

/**
 * isoargs_image_size - the length of an image
 * @image: an image
 *
 * Returns: bytes, at least 1.
 */
ISOARGS_EXPORT uint64_t isoargs_image_size(const struct isoargs_image *image);

/**
 * isoargs_image_cost - what was read of an image so far
 * @image:     an image
 * @ret_reads: reads of the underlying file, libblkid's own not counted
 * @ret_bytes: bytes that they brought
 */
ISOARGS_EXPORT void isoargs_image_cost(const struct isoargs_image *image, uint64_t *ret_reads,
				       uint64_t *ret_bytes);

#ifdef __cplusplus
}
#endif

#endif
