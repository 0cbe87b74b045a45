/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_KERNEL_H
#define ISOARGS_KERNEL_H

#include <stddef.h>

#include <isoargs/error.h>
#include <isoargs/file.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a kernel is, and as which kind of guest Xen can start it. */
struct isoargs_kernel;

/*
 * Guests, as a set. Of PV and PVH Xen starts the kernel itself, which needs its notes for that; any
 * kernel can be started by an HVM guest's loader, or by KVM's.
 */
enum isoargs_guest_mode {
	ISOARGS_GUEST_PV = 1,
	ISOARGS_GUEST_PVH = 2,
	ISOARGS_GUEST_HVM = 4, /* of Xen, fully virtualised */
	ISOARGS_GUEST_KVM = 8  /* of KVM or QEMU, without Xen */
};

/**
 * isoargs_kernel_read - find out what Xen can start a kernel as
 * @file:       the kernel, as isoargs_file_open() found it; not needed afterwards
 * @ret_kernel: the verdict; isoargs_kernel_free() it
 * @reterr:     the error object, may be NULL
 *
 * A bzImage, a bare ELF file or one packed with gzip is unpacked as far as its notes: at most 64
 * MiB packed and 256 MiB unpacked, gzip, xz, lzma, zstd, lz4 and bzip2.
 *
 * Source: Linux' Documentation/arch/x86/boot.rst; ELF; Xen's public/elfnote.h.
 * Returns: 0; -EBADMSG no kernel, or a broken one; -ENODATA it ends too soon; -EOPNOTSUPP a packing
 * or an architecture that is not handled; -E2BIG over a bound; -ENOMEM; or what reading gave.
 */
ISOARGS_EXPORT int isoargs_kernel_read(const struct isoargs_file *file,
				       struct isoargs_kernel **ret_kernel,
				       struct isoargs_error **reterr);

/**
 * isoargs_kernel_free - release a kernel's verdict
 * @kernel: the verdict, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_kernel *isoargs_kernel_free(struct isoargs_kernel *kernel);

/**
 * isoargs_kernel_modes - the guests that a kernel can run as
 * @kernel: a verdict
 *
 * PV needs the notes ENTRY, VIRT_BASE, XEN_VERSION xen-3.0 and GUEST_OS linux or LOADER generic,
 * with 32 bits also PAE_MODE yes or bimodal; PVH needs PHYS32_ENTRY. HYPERCALL_PAGE is not
 * needed. Notes are those of the program headers; the __xen_guest section of kernels before
 * 2.6.18 does not count.
 *
 * Source: Xen 4.17 libelf, xg_dom_bzimageloader.c, xg_dom_elfloader.c; kernels started there.
 * Returns: ISOARGS_GUEST_PV and ISOARGS_GUEST_PVH, or-ed; 0: neither.
 */
ISOARGS_EXPORT unsigned isoargs_kernel_modes(const struct isoargs_kernel *kernel);

/**
 * isoargs_kernel_bits - the width of a kernel
 * @kernel: a verdict
 *
 * Returns: 32 or 64; 0 where the boot protocol is too old to say.
 */
ISOARGS_EXPORT unsigned isoargs_kernel_bits(const struct isoargs_kernel *kernel);

/**
 * isoargs_kernel_version - the version string of a bzImage
 * @kernel: a verdict
 *
 * Returns: such as "3.10.0-1160.el7.x86_64 (builder@host) #1 SMP ...", printable UTF-8, of at
 * most 511 bytes of the file; NULL if there is none. Lives as long as @kernel, as all strings do.
 */
ISOARGS_EXPORT const char *isoargs_kernel_version(const struct isoargs_kernel *kernel);

/**
 * isoargs_kernel_packing - what the kernel proper is packed with
 * @kernel: a verdict
 *
 * Returns: "gzip", "xz", "lzma", "zstd", "lz4" or "bzip2"; "none" for an ELF file as it is;
 * "unknown" where the boot protocol is too old to say.
 */
ISOARGS_EXPORT const char *isoargs_kernel_packing(const struct isoargs_kernel *kernel);

/**
 * isoargs_kernel_reason - which notes decide
 * @kernel: a verdict
 *
 * Returns: those of PV, then PHYS32_ENTRY where it is there, such as "ENTRY, VIRT_BASE,
 * XEN_VERSION xen-3.0, GUEST_OS linux; PHYS32_ENTRY"; or what is missing, such as "no ENTRY note:
 * built without CONFIG_XEN_PV" or "no Xen notes at all: built without CONFIG_XEN".
 */
ISOARGS_EXPORT const char *isoargs_kernel_reason(const struct isoargs_kernel *kernel);

/**
 * isoargs_kernel_note_name - the name of a Xen note
 * @kernel: a verdict
 * @index:  from 0, in the order of the file
 *
 * Returns: as Xen's elfnote.h has it after XEN_ELFNOTE_, such as "ENTRY"; "note 99" of a type
 * that is not known; NULL beyond the last.
 */
ISOARGS_EXPORT const char *isoargs_kernel_note_name(const struct isoargs_kernel *kernel,
						    size_t index);

/**
 * isoargs_kernel_note_value - the value of a Xen note
 * @kernel: a verdict
 * @index:  from 0, in the order of the file
 *
 * Returns: printable: a text, a number such as "0xffffffff80000000", or bytes in hexadecimal;
 * of more than 256 bytes the first and how many there are; NULL beyond the last.
 */
ISOARGS_EXPORT const char *isoargs_kernel_note_value(const struct isoargs_kernel *kernel,
						     size_t index);

#ifdef __cplusplus
}
#endif

#endif
