/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_IMAGE_H
#define IA_IMAGE_IMAGE_H

#include <isoargs/image.h>

#include "base/error.h"
#include "base/meter.h"

/*
 * A part of an image: a partition, an El Torito boot image, or the whole. Everything above
 * the image reads through a window and cannot leave it. Plain data, borrowed from the image.
 */
struct ia_window {
	struct isoargs_image *image;
	uint64_t offset; /* bytes from the start of the image */
	uint64_t size;   /* bytes */
	/*
	 * That reading through it, and the work of whoever reads, count for; or NULL. A window that is
	 * cut has its outer one's.
	 */
	struct ia_meter *meter;
};

/* Without a meter. */
struct ia_window ia_window_whole(struct isoargs_image *image);

/* 0; -ENODATA where [offset, offset + size) leaves the outer window. */
int ia_window_cut(const struct ia_window *outer, uint64_t offset, uint64_t size,
		  struct ia_window *ret, struct isoargs_error **reterr);

/*
 * All of [offset, offset + size) of the window or nothing. 0; -ENODATA beyond the end of the
 * window, or where the file is shorter than it was when opened; -E2BIG the meter is spent;
 * otherwise read(2)'s errno.
 * Interrupted and short reads are continued. Small reads pass through a cache of
 * IA_CACHE_BLOCKS blocks of IA_BLOCK_SIZE bytes.
 */
int ia_window_read(const struct ia_window *window, uint64_t offset, void *buf, size_t size,
		   struct isoargs_error **reterr);

/*
 * How many reads of the image's file have failed so far. Whoever got along without what could not
 * be read can tell by it that this may be there all the same.
 */
uint64_t ia_image_failures(const struct isoargs_image *image);

/*
 * A descriptor of the image's bytes for libblkid, owned by the image: the file itself, or an
 * anonymous memory file with a copy. >= 0, or a negative errno.
 */
int ia_image_descriptor(struct isoargs_image *image, struct isoargs_error **reterr);

#endif
