/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KERNEL_UNPACK_UNPACK_H
#define IA_KERNEL_UNPACK_UNPACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/meter.h"

/*
 * Unpacks a stream from its start as far as someone asks and no further: a kernel tells what it
 * is long before its end.
 */

enum ia_packing {
	IA_PACKING_UNKNOWN,
	IA_PACKING_NONE, /* bytes as they are */
	IA_PACKING_GZIP,
	IA_PACKING_XZ,
	IA_PACKING_LZMA, /* .lzma, which came before .xz */
	IA_PACKING_ZSTD,
	IA_PACKING_LZ4, /* the legacy frame: all that a kernel is packed with */
	IA_PACKING_BZIP2,
	IA_PACKING_LZO, /* told, not unpacked */
};

/* Bytes that tell packings apart. */
#define IA_PACKING_MAGIC 6u

/*
 * Tells the packing by its magic, as Linux' lib/decompress.c and Xen's loader do; head has size
 * bytes, up to IA_PACKING_MAGIC of which count. Never IA_PACKING_NONE: that has no magic.
 */
enum ia_packing ia_packing_tell(const uint8_t *head, size_t size);

/* "xz", "lz4"…; a literal. */
const char *ia_packing_name(enum ia_packing packing);

/* Where packed bytes come from. Plain data; copied, data is borrowed. */
struct ia_unpack_source {
	/* All of [offset, offset + size) or nothing, as struct ia_files_ops has it. */
	int (*read)(void *data, uint64_t offset, void *buf, size_t size,
		    struct isoargs_error **reterr);
	void *data;
	uint64_t offset; /* of the first packed byte; what read() and errors count from is 0 */
	uint64_t size;   /* packed bytes; bytes behind the packed data are not looked at */
	struct ia_meter *meter; /* that unpacking counts for, or NULL; it outlives what is opened */
};

struct ia_unpack;

/*
 * Nothing is read yet. 0; -EOPNOTSUPP no packing that is unpacked here; -E2BIG more than
 * IA_UNPACK_PACKED_MAX bytes (but for IA_PACKING_NONE, of which only what is asked for is read);
 * -ENOMEM.
 */
int ia_unpack_open(const struct ia_unpack_source *source, enum ia_packing packing,
		   struct ia_unpack **ret, struct isoargs_error **reterr);

/*
 * The next size bytes, all of them, into buf, or into nothing. 0; -E2BIG beyond
 * IA_UNPACK_UNPACKED_MAX (known before anything is unpacked), a bomb (IA_UNPACK_RATIO_MAX), or the
 * meter is spent;
 * -ENODATA the packed or the unpacked bytes end before; -EBADMSG broken; -EOPNOTSUPP a variant
 * that is not unpacked here; or what reading gave. After a failure nothing more can be had.
 */
int ia_unpack_read(struct ia_unpack *unpack, void *buf, size_t size, struct isoargs_error **reterr);
int ia_unpack_skip(struct ia_unpack *unpack, uint64_t size, struct isoargs_error **reterr);

/* Bytes that were read or skipped so far. */
uint64_t ia_unpack_position(const struct ia_unpack *unpack);

struct ia_unpack *ia_unpack_free(struct ia_unpack *unpack);

static inline void ia_cleanup_unpack(struct ia_unpack **unpack)
{
	ia_unpack_free(*unpack);
}
#define IA_AUTO_UNPACK IA_CLEANUP(ia_cleanup_unpack)

#endif
