/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KERNEL_MACHINE_H
#define IA_KERNEL_MACHINE_H

#include <stddef.h>
#include <stdint.h>

#include "volume/files.h"

#define IA_MACHINE_HEAD 512u /* bytes of a kernel that tell what it is built for */

/*
 * What a kernel that no PC runs is built for, by its own header: the image of arm64, arm or riscv, a
 * program for EFI, an ELF file. "aarch64" and the like; NULL: it does not say, or is for a PC.
 */
const char *ia_machine_of_head(const uint8_t *head, size_t size);

/* The same of a file. 1 and *ret; 0; or what reading gave. */
int ia_machine_tell(const struct ia_files *files, const struct ia_file *file, const char **ret,
		    struct isoargs_error **reterr);

#endif
