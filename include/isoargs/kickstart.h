/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_KICKSTART_H
#define ISOARGS_KICKSTART_H

#include <stddef.h>
#include <time.h>

#include <isoargs/args.h>
#include <isoargs/error.h>
#include <isoargs/option.h>
#include <isoargs/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the installed system is to be. */
struct isoargs_setup;

/**
 * isoargs_setup_new - a setup with nothing but defaults
 * @ret_setup: the setup; isoargs_setup_free() it
 *
 * Returns: 0; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_setup_new(struct isoargs_setup **ret_setup);

/**
 * isoargs_setup_free - release a setup, overwriting the password's hash
 * @setup: the setup, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_setup *isoargs_setup_free(struct isoargs_setup *setup);

/**
 * isoargs_setup_set - say something of the system
 * @setup:  a setup
 * @option: what
 * @value:  its value, copied; NULL for an option without a value
 * @reterr: the error object, may be NULL; it names the option and never repeats a password, a
 *          hash or a key
 *
 * No value that is taken can end its line or its section of the kickstart.
 *
 * Source: crypt(3) of glibc 2.17, which EL7 has; sshd(8), AUTHORIZED_KEYS FILE FORMAT.
 * Returns: 0; -EINVAL a value that the installer or EL7 would not take, or a single-valued option
 * set twice to different values; -E2BIG too many values; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_setup_set(struct isoargs_setup *setup, enum isoargs_option option,
				     const char *value, struct isoargs_error **reterr);

/* A kickstart, and what there is to say of it. */
struct isoargs_kickstart;

/**
 * isoargs_kickstart - a kickstart file that leaves a system which pygrub can boot
 * @report:        the medium that is to be installed from, or NULL for one of EL7
 * @request:       network and installation source as isoargs_derive() takes them, or NULL for DHCP
 *                 and the medium's own packages; the rest of it is not read
 * @setup:         what the system is to be
 * @ret_kickstart: the kickstart; isoargs_kickstart_free() it
 * @reterr:        the error object, may be NULL
 *
 * MBR partitions, /boot a primary partition of its own with a file system that pygrub reads on
 * every host, no LVM and no XFS, Linux's console on hvc0; the guest is powered off at the end.
 *
 * Source: pykickstart's RHEL7 handler; pyanaconda of EL7; pygrub since Xen 4.2.
 * Returns: 0; -EINVAL options that exclude each other, or an installation source that a kickstart
 * cannot name; -EOPNOTSUPP a medium of another family or release than EL7; -ENOKEY neither hash
 * nor lock is set, which is looked at last; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_kickstart(const struct isoargs_report *report,
				     const struct isoargs_request *request,
				     const struct isoargs_setup *setup,
				     struct isoargs_kickstart **ret_kickstart,
				     struct isoargs_error **reterr);

/**
 * isoargs_kickstart_free - release a kickstart, overwriting it
 * @kickstart: a kickstart, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_kickstart *
isoargs_kickstart_free(struct isoargs_kickstart *kickstart);

/**
 * isoargs_kickstart_text - the file's text
 * @kickstart: a kickstart
 *
 * Returns: lines ended by LF; they hold the password's hash. Lives as long as @kickstart.
 */
ISOARGS_EXPORT const char *isoargs_kickstart_text(const struct isoargs_kickstart *kickstart);

/**
 * isoargs_kickstart_note - one note about it
 * @kickstart: a kickstart
 * @index:     from 0
 *
 * Returns: the note, or NULL beyond the last. Lives as long as @kickstart.
 */
ISOARGS_EXPORT const struct isoargs_note *
isoargs_kickstart_note(const struct isoargs_kickstart *kickstart, size_t index);

/**
 * isoargs_oemdrv - the disk on which an EL7 installer looks for a kickstart by itself
 * @kickstart: the text, without NUL bytes
 * @size:      its length in bytes, from 1 to 1 MiB
 * @when:      the date of everything on it, UTC, from 1970 to 2155
 * @ret_image: an ISO 9660 image labelled OEMDRV that holds /ks.cfg, allocated; free() it
 * @ret_size:  its length in bytes, a multiple of 2048
 * @reterr:    the error object, may be NULL
 *
 * The same arguments give the same bytes. EL7 looks for it by itself since 7.2;
 * inst.ks=hd:LABEL=OEMDRV:/ks.cfg asks for it in every release, and waits for it.
 *
 * Source: ECMA-119; IEEE P1281 (SUSP 1.09) and P1282 (RRIP 1.09).
 * Returns: 0; -EINVAL no text, no text file or a date beyond the bounds; -E2BIG a longer text;
 * -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_oemdrv(const char *kickstart, size_t size, time_t when, void **ret_image,
				  size_t *ret_size, struct isoargs_error **reterr);

#ifdef __cplusplus
}
#endif

#endif
