/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KERNEL_BZIMAGE_H
#define IA_KERNEL_BZIMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* What the setup header of an x86 Linux says; Documentation/arch/x86/boot.rst of Linux. */
struct ia_bzimage {
	unsigned protocol;       /* 0x020f is 2.15 */
	uint64_t version_offset; /* in the file, of a NUL-terminated string; 0: none */
	bool has_payload;        /* the protocol is 2.08 or newer, so these two are there: */
	uint64_t payload_offset; /* in the file */
	uint64_t payload_size;   /* bytes, those that the build appended included */
};

/* Bytes from the start of the file that hold the header. */
#define IA_BZIMAGE_HEAD 0x250u

/*
 * 1 a bzImage; 0 none; -ENODATA the payload lies beyond the end of a file of file_size bytes;
 * -EBADMSG a payload of no bytes. head has size bytes, no more than IA_BZIMAGE_HEAD are looked at.
 */
int ia_bzimage_parse(const uint8_t *head, size_t size, uint64_t file_size, struct ia_bzimage *ret,
		     struct isoargs_error **reterr);

#endif
