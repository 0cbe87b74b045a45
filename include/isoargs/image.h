/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_IMAGE_H
#define ISOARGS_IMAGE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <isoargs/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The bytes of a medium, wherever they are. */
struct isoargs_image;

/**
 * isoargs_image_open - open an image file, a block device or a folder for reading
 * @path:      path of the image
 * @ret_image: the image; isoargs_image_free() it
 * @reterr:    the error object, may be NULL
 *
 * Opens without blocking, so a FIFO is refused rather than waited for.
 *
 * A folder, a medium that is mounted or was unpacked, is a tree as isoargs_image_open_tree() takes
 * one. Nothing outside of it is looked at: symbolic links that are absolute lead on from the folder,
 * and ".." ends there. Pipes, sockets and devices in it are not opened. Since: 0.2.0
 *
 * Returns: 0; -ESPIPE a pipe, socket or character device; -ENODATA
 * an empty file; -ENOMEM; otherwise the negative errno of open(2).
 */
ISOARGS_EXPORT int isoargs_image_open(const char *path, struct isoargs_image **ret_image,
				      struct isoargs_error **reterr);

/**
 * isoargs_image_open_fd - read an image through a descriptor that the caller opened
 * @fd:        readable descriptor of a regular file, block device or folder; duplicated, the
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

/* How a reader is asked. */
enum isoargs_reader_flags {
	ISOARGS_READER_REMOTE = 1 << 0, /* each request takes long: few are made, of large windows;
					   what only many would tell is not looked at. Since: 0.2.0 */
	ISOARGS_READER_DISTANT = 1 << 1 /* of a remote one: so long that 32 KiB between what is
					   needed are better brought along; else without effect.
					   Since: 0.2.0 */
};

/* Whoever hands an image over: a network block device, a web server, a cache. Since: 0.2.0 */
struct isoargs_reader {
	/*
	 * Reads up to @size bytes at @offset into @buf: their number, 0 at the end, or a negative
	 * errno. -EINTR has it called again, as fewer bytes than @size have it called for the rest.
	 * Called by the thread that called the library, never by two at a time, for nothing beyond
	 * the reader's size. Neither longjmp(3) nor an exception may leave it. How long it may take
	 * is its own to bound: -ETIMEDOUT, for one.
	 */
	ssize_t (*read)(void *buf, size_t size, uint64_t offset, void *data);
	uint64_t size;  /* bytes of the image, which stay what they are */
	void *data;     /* handed to it */
	unsigned flags; /* enum isoargs_reader_flags, together */
};

/**
 * isoargs_image_open_reader - read an image that a function of the caller hands over
 * @reader:    how; copied, but for what its @data points to
 * @name:      what errors call the image
 * @ret_image: the image; isoargs_image_free() it
 * @reterr:    the error object, may be NULL
 *
 * Asks for nothing yet. What was read is kept, up to 16 MiB of it, and for libblkid, which reads
 * descriptors only, in an anonymous memory file.
 *
 * A reader that is no remote one is asked for what would be read of a file, and for 6 MiB at both
 * ends where everything is probed for; that it fails has the same effects as a file that cannot be
 * read.
 *
 * A remote one is asked for its first 128 KiB. Then what is known to be needed soon is asked for in
 * blocks of 2 KiB, with what else is needed within 20 KiB of it, or 32 of a distant one; anything
 * else in windows of 16 KiB to 1 MiB. No call that takes the image asks any more once the reader
 * failed in it: that call fails, with the errno of the reader. So it does with -EFBIG where it
 * would take more than 32 requests or 4 MiB for a report of ISOARGS_DEPTH_ARGS, 64 or 16 MiB for
 * any other one, and 4096 or 320 MiB for the others; of a file that is read or copied each 16 KiB
 * may take a request more, and two bytes each. isoargs_media_verify() alone reads all of it. The
 * last sectors of files and the backup of a partition table that is whole are not read then, and
 * what libblkid takes the whole medium for is not looked at.
 *
 * Since: 0.2.0
 * Returns: 0; -EINVAL no function, or flags that have no name; -ENODATA a size of 0; -EFBIG one of
 * more than 1 TiB, or than the process may make a file of; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_image_open_reader(const struct isoargs_reader *reader, const char *name,
					     struct isoargs_image **ret_image,
					     struct isoargs_error **reterr);

/* Whoever hands a tree of files over: a folder, an installation tree on a web server. Since: 0.2.0 */
struct isoargs_tree {
	/*
	 * What lies at @path, which is "EFI/BOOT/grub.cfg": from the root, without a "/" at either
	 * end or two in a row, without "." and ".."; "" is the root itself. Symbolic links lead on
	 * inside of the tree. 1 a regular file, with the number that read() takes and its size in
	 * bytes; 2 a directory; 0 absent, or neither; or a negative errno. Threads, time, longjmp(3)
	 * and exceptions are as in struct isoargs_reader, for all of these.
	 */
	int (*open)(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data);
	/* As struct isoargs_reader's, of an open file. */
	ssize_t (*read)(uint64_t file, void *buf, size_t size, uint64_t offset, void *data);
	/* A file is not read any more. May be NULL. */
	void (*close)(uint64_t file, void *data);
	/*
	 * Every name in a directory but "." and "..", in any order; a @visit that returns other
	 * than 0 ends it, and that is returned. Else 0, -E2BIG where there are more than are looked
	 * at, or another negative errno. NULL: nothing can be listed, as on a web server; what only
	 * a listing would find is not looked for, and a note says so.
	 */
	int (*list)(const char *path, int (*visit)(const char *name, void *visit_data),
		    void *visit_data, void *data);
	void *data;     /* handed to them */
	unsigned flags; /* enum isoargs_reader_flags, together */
};

/**
 * isoargs_image_open_tree - read a medium that is a tree of files instead of an image
 * @tree:      how; copied, but for what its @data points to
 * @name:      what errors call the tree
 * @ret_image: the tree; isoargs_image_free() it
 * @reterr:    the error object, may be NULL
 *
 * Whatever takes an image takes a tree, and looks at its files; these are called "TREE:/PATH" where
 * those of an image are "ISO:/PATH". What only an image has, a volume with its label, a partition
 * table, El Torito's catalogue, an EFI system partition, is not known of a tree.
 *
 * Asks for nothing yet. At most 64 files are open at a time: the one that was not read for the
 * longest time is closed, and opened again where it is read again. What a path was found to be is
 * kept, for up to 1 MiB of paths. A file is read as isoargs_image_open_reader() reads an image, and
 * its bounds hold for all calls of open(), read() and list() together.
 *
 * Since: 0.2.0
 * Returns: 0; -EINVAL no function to open or to read with, or flags that have no name; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_image_open_tree(const struct isoargs_tree *tree, const char *name,
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
 * Returns: bytes, at least 1; 0 of a tree of files.
 */
ISOARGS_EXPORT uint64_t isoargs_image_size(const struct isoargs_image *image);

/**
 * isoargs_image_cost - what was read of an image so far
 * @image:     an image
 * @ret_reads: reads of the underlying file, libblkid's own not counted; or calls of the reader; or
 *             of a tree's open(), read() and list()
 * @ret_bytes: bytes that they brought
 */
ISOARGS_EXPORT void isoargs_image_cost(const struct isoargs_image *image, uint64_t *ret_reads,
				       uint64_t *ret_bytes);

#ifdef __cplusplus
}
#endif

#endif
