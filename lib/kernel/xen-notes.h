/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KERNEL_XEN_NOTES_H
#define IA_KERNEL_XEN_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Types of the notes named "Xen"; xen/include/public/elfnote.h of Xen. */
enum ia_xen_note_type {
	IA_XEN_ENTRY = 1,
	IA_XEN_HYPERCALL_PAGE = 2,
	IA_XEN_VIRT_BASE = 3,
	IA_XEN_VERSION = 5,
	IA_XEN_GUEST_OS = 6,
	IA_XEN_LOADER = 8,
	IA_XEN_PAE_MODE = 9,
	IA_XEN_PHYS32_ENTRY = 18,
};

struct ia_xen_note {
	uint32_t type;
	const char *name;  /* "ENTRY"; of types that are not known "note 99" */
	const char *value; /* printable: text, 0x and hexadecimal, or bytes */
	const char *text;  /* of a text, as its bytes are, up to the first NUL; else NULL */
};

struct isoargs_kernel;

/*
 * Adds the Xen notes of one segment to the kernel's, copied into its arena. Values beyond
 * IA_XEN_NOTE_VALUE_MAX are cut, and say so. 0; -EBADMSG a note that leaves the segment, or a
 * number of a size that is none; -E2BIG more than IA_ELF_NOTES_MAX; -ENOMEM.
 */
int ia_xen_notes_add(struct isoargs_kernel *kernel, const uint8_t *segment, size_t size,
		     uint64_t base, struct isoargs_error **reterr);

/* The last note of a type, as Xen takes it; NULL without any. */
const struct ia_xen_note *ia_xen_notes_find(const struct isoargs_kernel *kernel,
					    enum ia_xen_note_type type);

#endif
