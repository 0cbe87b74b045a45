/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_KERNEL_KERNEL_H
#define IA_KERNEL_KERNEL_H

#include <isoargs/kernel.h>
#include <stdbool.h>

#include "base/arena.h"
#include "kernel/unpack/unpack.h"
#include "kernel/xen-notes.h"
#include "volume/files.h"

/* What a kernel file is and what Xen can start it as. Strings live in the arena. */
struct isoargs_kernel {
	struct ia_arena *arena;
	unsigned protocol;       /* of a bzImage's setup header, 0x020f is 2.15; 0: a bare ELF */
	bool has_efi_stub;       /* it is a program for EFI as well */
	const char *version;     /* printable; NULL: none */
	enum ia_packing packing; /* of the ELF; unknown where it was not looked for */
	unsigned bits;           /* 32 or 64; 0: not known, as the ELF cannot be found */
	unsigned modes;          /* of enum isoargs_guest_mode */
	struct {
		struct ia_xen_note *items;
		size_t count, capacity;
		size_t seen; /* of all names */
	} notes;             /* Xen's, in the order of the file */
	const char *reason;
	uint64_t unpacked; /* bytes that were unpacked for it */
};

/*
 * Reads a kernel as Xen's domain builder would: a bzImage, a bare ELF or one packed with gzip.
 * Nothing behind the last note is unpacked. name is the path, for errors. 0; -EBADMSG no kernel,
 * or a broken one; -ENODATA cut off; -EOPNOTSUPP a packing or an architecture that is not
 * handled; -E2BIG over a bound; -ENOMEM; or what reading gave.
 */
int ia_kernel_read(const struct ia_files *files, const struct ia_file *file, const char *name,
		   struct ia_arena *arena, struct isoargs_kernel *ret,
		   struct isoargs_error **reterr);

/*
 * Its setup header alone, as the loader of an HVM guest and QEMU read it: nothing is unpacked, and
 * neither bits nor modes are told. 1 a bzImage; 0 none, whatever else it may be; or an error as
 * above.
 */
int ia_kernel_read_header(const struct ia_files *files, const struct ia_file *file,
			  const char *name, struct ia_arena *arena, struct isoargs_kernel *ret,
			  struct isoargs_error **reterr);

/* ia_kernel_read() as an object whose arena is its own. */
int ia_kernel_new(const struct ia_files *files, const struct ia_file *file, const char *name,
		  struct isoargs_kernel **ret, struct isoargs_error **reterr);

/* From bits, protocol and notes to modes and reason. 0 or -ENOMEM. */
int ia_kernel_judge(struct isoargs_kernel *kernel);

#endif
