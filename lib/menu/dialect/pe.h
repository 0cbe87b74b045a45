/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_DIALECT_PE_H
#define IA_MENU_DIALECT_PE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Finds a section of a PE image, which is a program of EFI such as the GRUB of a medium, by its
 * name of at most 8 bytes. head: the first size bytes of a file of file_size bytes. The section's
 * size without the padding, and *ret_offset from the start of the file; 0 no PE image, no such
 * section, or an empty one; -EBADMSG headers or a section beyond the end of the file; -E2BIG
 * headers beyond head, or more than IA_PE_SECTIONS_MAX sections.
 */
int64_t ia_pe_find_section(const uint8_t *head, size_t size, uint64_t file_size, const char *name,
			   uint64_t *ret_offset, struct isoargs_error **reterr);

#endif
