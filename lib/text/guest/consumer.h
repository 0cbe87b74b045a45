/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_GUEST_CONSUMER_H
#define IA_TEXT_GUEST_CONSUMER_H

#include "args/args.h"
#include "base/strbuf.h"
#include "text/guest/domain.h"

/*
 * Who reads the arguments: enum isoargs_format and the file that writes for it, which defines
 * ia_consumer_NAME. In the order of the enumeration.
 */
#define IA_CONSUMERS(ROW)                                                                          \
	ROW(RAW, raw)                                                                              \
	ROW(JSON, json)                                                                            \
	ROW(SHELL, shell)                                                                          \
	ROW(XE, xe)                                                                                \
	ROW(XL, xl)                                                                                \
	ROW(LIBVIRT, libvirt)                                                                      \
	ROW(QEMU, qemu)                                                                            \
	ROW(VIRT_INSTALL, virt_install)                                                            \
	ROW(KEXEC, kexec)                                                                          \
	ROW(IPXE, ipxe)                                                                            \
	ROW(PXELINUX, pxelinux)                                                                    \
	ROW(GRUB, grub)

#define IA_CONSUMER_ONE(format, name) +1u
#define IA_FORMATS                    (0u IA_CONSUMERS(IA_CONSUMER_ONE))

#define IA_EVERY_GUEST                                                                             \
	(ISOARGS_GUEST_PV | ISOARGS_GUEST_PVH | ISOARGS_GUEST_HVM | ISOARGS_GUEST_KVM)

/* What is said of a guest, as a set. */
#define IA_GUEST_BIT(option) (1u << IA_GUEST_INDEX(ISOARGS_GUEST_##option))
#define IA_GUEST_ANY                                                                               \
	(IA_GUEST_BIT(NAME) | IA_GUEST_BIT(MEMORY) | IA_GUEST_BIT(VCPUS) |                         \
	 IA_GUEST_BIT(DISK_SIZE) | IA_GUEST_BIT(MAC) | IA_GUEST_BIT(IMAGE) | IA_GUEST_BIT(FORCE))
#define IA_GUEST_FILES (IA_GUEST_BIT(DISK) | IA_GUEST_BIT(KERNEL) | IA_GUEST_BIT(INITRD))

struct ia_consumer {
	const char *name;      /* "xl" */
	unsigned guests;       /* that it can be written for, of enum isoargs_guest_mode */
	unsigned options;      /* what it has a use for; 0: it is told of no guest */
	const char *disks;     /* the folder of a disk that is not named; NULL: it makes the disk */
	const char *no_pygrub; /* why it cannot start by pygrub; NULL: it can, or does not ask */
	const char *no_hvm;    /* what an HVM guest's user can do instead; NULL: nothing is known */
	bool needs_kernel;     /* it starts a kernel from a file */
	bool starts_files;     /* the same of some guests; of others pygrub can */
	bool any_kernel;       /* also a PV guest's is started by a machine that is not Xen */
	bool needs_pair;       /* it takes one kernel and one initrd out of the image itself */
	bool takes_tree;       /* the files of one in place of an image, by URL or folder */
	bool served;           /* it loads kernel and initrds from ISOARGS_BASE_URL */
	bool by_name;          /* it knows the medium by its name and fetches the kernel itself */
	bool escapes;     /* whatever characters the arguments hold, a terminal sees none of them */
	bool whole_paths; /* what it reads has no folder of its own to start from */

	/*
	 * Appends the text. 0; -EOPNOTSUPP bytes that the consumer cannot take; -E2BIG more than
	 * the host hands on; -ENOMEM.
	 */
	int (*write)(const struct isoargs_args *args, const struct ia_domain *domain,
		     struct ia_strbuf *buf, struct isoargs_error **reterr);
};

#define IA_CONSUMER_DECLARE(format, name) extern const struct ia_consumer ia_consumer_##name;
IA_CONSUMERS(IA_CONSUMER_DECLARE)

/* NULL: there is no such format. */
const struct ia_consumer *ia_consumer(enum isoargs_format format);

/* Does that format write a guest, and of that kind? */
bool ia_consumer_writes(enum isoargs_format format, enum isoargs_guest_mode mode);

#endif
