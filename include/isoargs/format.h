/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_FORMAT_H
#define ISOARGS_FORMAT_H

#include <isoargs/args.h>
#include <isoargs/error.h>
#include <isoargs/option.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Who is to take the arguments. */
enum isoargs_format {
	ISOARGS_FORMAT_RAW,          /* the line alone */
	ISOARGS_FORMAT_JSON,         /* the line, its words and where they come from */
	ISOARGS_FORMAT_SHELL,        /* assignments for a POSIX shell's eval or "." */
	ISOARGS_FORMAT_XE,           /* commands for a shell on a XenServer or XCP-ng host */
	ISOARGS_FORMAT_XL,           /* a domain file for xl create */
	ISOARGS_FORMAT_LIBVIRT,      /* a domain for virsh create or define */
	ISOARGS_FORMAT_QEMU,         /* a command for a shell: a machine of QEMU */
	ISOARGS_FORMAT_VIRT_INSTALL, /* a command for a shell, which extracts nothing */
	ISOARGS_FORMAT_KEXEC, /* commands for a shell: the machine itself becomes the guest */
	ISOARGS_FORMAT_IPXE,  /* a script for iPXE; this and the next two: from ISOARGS_BASE_URL */
	ISOARGS_FORMAT_PXELINUX, /* a configuration for PXELINUX */
	ISOARGS_FORMAT_GRUB      /* a menu entry for GRUB */
};

/**
 * isoargs_format_parse - a format by its name
 * @name:       raw, json, shell, xe, xl, libvirt, qemu, virt-install, kexec, ipxe, pxelinux
 *              or grub
 * @ret_format: the format
 *
 * Returns: 0; -EINVAL no such format.
 */
ISOARGS_EXPORT int isoargs_format_parse(const char *name, enum isoargs_format *ret_format);

/* A guest to be. */
struct isoargs_guest;

/**
 * isoargs_guest_new - a guest of which nothing is said yet
 * @ret_guest: the guest; isoargs_guest_free() it
 *
 * Returns: 0; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_guest_new(struct isoargs_guest **ret_guest);

/**
 * isoargs_guest_free - release a guest
 * @guest: the guest, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_guest *isoargs_guest_free(struct isoargs_guest *guest);

/**
 * isoargs_guest_set - say something about a guest
 * @guest:  a guest
 * @option: what
 * @value:  its value, copied
 * @reterr: the error object, may be NULL; it names the option
 *
 * Checks the value alone; what the options say together, and whether a format has a use for
 * them, is checked by isoargs_args_format().
 *
 * Source: IEEE 802 for MAC addresses; 512 MiB is what anaconda asks for at the least.
 * Returns: 0; -EINVAL a value that no guest can have, or a single-valued option set twice to
 * different values; -E2BIG too many values; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_guest_set(struct isoargs_guest *guest, enum isoargs_option option,
				     const char *value, struct isoargs_error **reterr);

/**
 * isoargs_args_format - arguments in the words of whoever is to take them
 * @args:     arguments
 * @guest:    what the guest is to be, or NULL for the defaults of everything
 * @format:   who takes them
 * @options:  how to show notes and origins where the format has them, or NULL
 * @ret_text: allocated text, its last line ended by LF; free() it
 * @reterr:   the error object, may be NULL
 *
 * The text gives the arguments back byte for byte once its consumer has read it. A name that is
 * not set is the first part of the host name that was asked for, or else the image's name
 * without ".iso". A disk that is not set is named after the guest. A VNC password stands in the
 * text as it stands in the arguments; the words of JSON have ******** in its place.
 *
 * A line that holds control characters, bidi marks or others that cannot be seen is written as
 * JSON only, which spells them \uNNNN: all other formats are looked at and pasted. Letters of any
 * language are written as they are, and so are bytes that are no UTF-8 where the format has them.
 *
 * XL boots by pygrub from the medium, or with an extracted kernel and initrd. LIBVIRT and QEMU
 * need the extracted ones: libvirt hands pygrub the installation disk, whatever stands first.
 * XE starts the medium through the host's eliloader. The guest is the one that the arguments are
 * for: XE has PV, XL those of Xen, LIBVIRT all, QEMU KVM, or PV in a machine that is not Xen. Where
 * isoargs_args_set_kernel() was called, none is written that cannot start. Of a tree of files
 * VIRT_INSTALL takes ISOARGS_BASE_URL, or else the tree's name; what puts an image into the guest
 * needs ISOARGS_GUEST_IMAGE.
 *
 * Source: libxlutil's lexers, xl.cfg(5), XML 1.0, libvirt's domain schema, POSIX sh, xe's
 * command table, qemu(1).
 * Returns: 0; -EINVAL an option that the format has no use for or needs, or options that
 * contradict each other; -EOPNOTSUPP bytes that the consumer cannot take, characters that a
 * terminal would obey or hide, a guest that the format has not, or, without ISOARGS_GUEST_FORCE, one
 * of a medium that no PC runs or of a kernel that cannot run as it;
 * -E2BIG arguments that the host would cut, or a text of more than
 * 4 MiB; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_args_format(const struct isoargs_args *args,
				       const struct isoargs_guest *guest,
				       enum isoargs_format format,
				       const struct isoargs_print_options *options, char **ret_text,
				       struct isoargs_error **reterr);

#ifdef __cplusplus
}
#endif

#endif
