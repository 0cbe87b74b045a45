/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_IMAGE_IMAGE_H
#define IA_IMAGE_IMAGE_H

#include <isoargs/image.h>
#include <stdbool.h>

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

/* What is known of enum isoargs_reader_flags. */
#define IA_READER_FLAGS ((unsigned)(ISOARGS_READER_REMOTE | ISOARGS_READER_DISTANT))

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
 * Are reads so dear that whatever can be told without one is not read for? What the size of an
 * image tells, for one: that a file within it is whole.
 */
bool ia_image_is_remote(const struct isoargs_image *image);

/*
 * A call that looks at a medium, and what a remote reader may be asked for meanwhile. That it ends:
 * r, or what the reader failed with, whatever was made of that.
 */
void ia_image_begin(struct isoargs_image *image, uint64_t reads, uint64_t bytes);
int ia_image_settle(struct isoargs_image *image, int r, struct isoargs_error **reterr);

/*
 * How many reads of the image's file have failed so far. Whoever got along without what could not
 * be read can tell by it that this may be there all the same.
 */
uint64_t ia_image_failures(const struct isoargs_image *image);

/*
 * An image that has no bytes: a tree of files (tree.h), which takes over for it what follows. The
 * tree is freed with the image, or by whoever made it where this fails. 0; -ENOMEM.
 */
struct ia_tree;
struct ia_image_ops {
	void (*free)(struct ia_tree *tree);
	bool (*is_remote)(const struct ia_tree *tree);
	void (*cost)(const struct ia_tree *tree, uint64_t *ret_reads, uint64_t *ret_bytes);
	uint64_t (*failures)(const struct ia_tree *tree);
	void (*begin)(struct ia_tree *tree, uint64_t reads, uint64_t bytes);
	int (*settle)(struct ia_tree *tree, int r, struct isoargs_error **reterr);
};
int ia_image_new_tree(struct ia_tree *tree, const struct ia_image_ops *ops, const char *name,
		      struct isoargs_image **ret, struct isoargs_error **reterr);

/* Or NULL. */
struct ia_tree *ia_image_tree(const struct isoargs_image *image);

/* An image that is a file, which it closes in the end. 0; -ENOMEM, and the descriptor stays open. */
int ia_image_new_file(int fd, uint64_t size, const char *name, struct isoargs_image **ret,
		      struct isoargs_error **reterr);

/* A descriptor that a tree needs, which is closed with it. */
void ia_image_keep(struct isoargs_image *tree, int fd);

/*
 * A descriptor of the image's bytes for libblkid, owned by the image: the file itself, or an
 * anonymous memory file with a copy. >= 0, or a negative errno.
 * Where the image is sparse, since a reader hands it over, the file holds what was read or fetched
 * through windows from now on until ia_image_let_go(), and zeros elsewhere: whoever hands it on
 * fetches before what will be read of it.
 */
int ia_image_descriptor(struct isoargs_image *image, struct isoargs_error **reterr);
bool ia_image_is_sparse(const struct isoargs_image *image);
void ia_image_let_go(struct isoargs_image **image); /* as a cleanup */

/* What of [offset, offset + size) lies in the window, into the file of a sparse image. 0, or as for reading. */
int ia_window_fetch(const struct ia_window *window, uint64_t offset, uint64_t size,
		    struct isoargs_error **reterr);

/*
 * That what of [offset, offset + size) lies in the window will be read soon, as likely as not: where
 * reads are dear, what lies together is read together.
 */
void ia_window_expect(const struct ia_window *window, uint64_t offset, uint64_t size);

/* Can all of that be read without asking a reader for more? */
bool ia_window_is_known(const struct ia_window *window, uint64_t offset, uint64_t size);

#endif
