/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_ARGS_H
#define ISOARGS_ARGS_H

#include <stddef.h>

#include <isoargs/error.h>
#include <isoargs/kernel.h>
#include <isoargs/option.h>
#include <isoargs/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a caller asks for. */
struct isoargs_request;

/**
 * isoargs_request_new - a request that asks for nothing special
 * @ret_request: the request; isoargs_request_free() it
 *
 * Returns: 0; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_request_new(struct isoargs_request **ret_request);

/**
 * isoargs_request_free - release a request, overwriting the VNC password
 * @request: the request, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_request *isoargs_request_free(struct isoargs_request *request);

/**
 * isoargs_request_set - ask for something
 * @request: a request
 * @option:  what
 * @value:   its value, copied; NULL for an option without a value
 * @reterr:  the error object, may be NULL; it names the option
 *
 * Checks the value alone; what two options say together is checked by isoargs_derive().
 *
 * Source: dracut.cmdline(7), anaconda's boot options, RFC 1123, RFC 4291.
 * Returns: 0; -EINVAL a value that the installer would not take, or a single-valued option set
 * twice to different values; -E2BIG too many values; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_request_set(struct isoargs_request *request, enum isoargs_option option,
				       const char *value, struct isoargs_error **reterr);

/* Where a word comes from. */
enum isoargs_origin {
	ISOARGS_FROM_ENTRY,  /* the medium's own menu entry */
	ISOARGS_FROM_LABEL,  /* computed from the volume label, the UUID or the device */
	ISOARGS_FROM_OPTION, /* the caller asked for it */
	ISOARGS_FROM_RULE    /* the installer's generation calls for it */
};

/* One word of the arguments, or one that was dropped. */
struct isoargs_word;

/**
 * isoargs_word_text - the word itself
 * @word: a word
 *
 * Returns: never NULL.
 */
ISOARGS_EXPORT const char *isoargs_word_text(const struct isoargs_word *word);

/**
 * isoargs_word_origin - where a word comes from
 * @word: a word
 *
 * Returns: one of enum isoargs_origin.
 */
ISOARGS_EXPORT enum isoargs_origin isoargs_word_origin(const struct isoargs_word *word);

/**
 * isoargs_word_option - the option that a word comes from
 * @word: a word
 *
 * Returns: one of enum isoargs_option: what asked for the word, or chose the rule that calls for
 * it; ISOARGS_NO_OPTION for the words of entry and label.
 */
ISOARGS_EXPORT enum isoargs_option isoargs_word_option(const struct isoargs_word *word);

/**
 * isoargs_word_file - the configuration that a word comes from
 * @word: a word
 *
 * Returns: such as "ISO:/EFI/BOOT/grub.cfg", "TREE:/EFI/BOOT/grub.cfg", or NULL.
 */
ISOARGS_EXPORT const char *isoargs_word_file(const struct isoargs_word *word);

/**
 * isoargs_word_line - the line of the configuration that a word comes from
 * @word: a word
 *
 * Returns: line number from 1, or 0.
 */
ISOARGS_EXPORT unsigned isoargs_word_line(const struct isoargs_word *word);

/**
 * isoargs_word_reason - why a word is there, or why it was dropped
 * @word: a word
 *
 * Returns: a phrase, or NULL where the origin says it all.
 */
ISOARGS_EXPORT const char *isoargs_word_reason(const struct isoargs_word *word);

/**
 * isoargs_word_source - where it is written that the installer reads a word so
 * @word: a word
 *
 * Since: 0.2.0
 * Returns: such as "netcfg: static.c", a project and its file; NULL where the origin says it all.
 */
ISOARGS_EXPORT const char *isoargs_word_source(const struct isoargs_word *word);

/* The arguments for one medium and one request. */
struct isoargs_args;

/**
 * isoargs_derive - the arguments that start a medium's installer as the caller asks
 * @report:   what the medium is; not needed by the arguments afterwards
 * @request:  what the caller asks for, or NULL for nothing special
 * @ret_args: the arguments; isoargs_args_free() them
 * @reterr:   the error object, may be NULL
 *
 * Builds on the plain install entry of the medium's own boot menu: words for the boot loader
 * and the desktop are dropped, vendor words are kept, and the place of the second stage is
 * written as the installer's initramfs will find it on this medium. Of a tree of files whose label is
 * not known the words of its menu stay, and a note says what ISOARGS_LABEL and ISOARGS_BASE_URL would
 * tell.
 *
 * Source: anaconda's dracut scripts and pyanaconda of EL6 to EL10; lorax's boot templates.
 * Returns: 0; -EINVAL options that exclude each other, or ISOARGS_ENTRY is in two menus; -ENOENT
 * no boot configuration, no entry that boots Linux, no plain install entry, or none that
 * ISOARGS_ENTRY names; -EOPNOTSUPP a live image of the EL family, or what this installer cannot
 * express; -ENODATA no label although the second stage was to be found by it; -EIO reading
 * failed, when the medium was inspected, where a menu or the release lies on which the arguments
 * depend; -E2BIG a line that Xen would cut, an entry of which something had to be cut, or one that
 * takes more work or memory than any honest one does; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_derive(const struct isoargs_report *report,
				  const struct isoargs_request *request,
				  struct isoargs_args **ret_args, struct isoargs_error **reterr);

/* What a menu entry is proven to boot, by its words, its kernel's place and its medium's family. */
enum isoargs_boots {
	ISOARGS_BOOTS_UNKNOWN, /* a system of which nothing on the medium tells that it installs */
	ISOARGS_BOOTS_INSTALLER, /* an installer, or a live system that installs where it is asked */
	ISOARGS_BOOTS_LIVE,      /* a live system, from which one may install by hand */
	ISOARGS_BOOTS_RESCUE,    /* what rescues an installed system */
	ISOARGS_BOOTS_SYSTEM,    /* a system that is installed on a disk */
	ISOARGS_BOOTS_TOOL       /* no Linux system: a memory test, iPXE, a shell of the firmware */
};

/**
 * isoargs_args_boots - what the entry that arguments are built on boots
 * @args: arguments
 *
 * Words that were asked for count as the entry's own: coreos.inst.install_dev= makes an installer
 * of a live system.
 *
 * Since: 0.2.0
 * Returns: one of enum isoargs_boots.
 */
ISOARGS_EXPORT enum isoargs_boots isoargs_args_boots(const struct isoargs_args *args);

/* Whose words the arguments are: the program that reads them on the medium. */
enum isoargs_installer {
	ISOARGS_INSTALLER_UNKNOWN,
	ISOARGS_INSTALLER_ANACONDA, /* of the EL family and Fedora */
	ISOARGS_INSTALLER_DEBIAN,   /* debian-installer: Debian's, and Ubuntu's to 20.04 */
	ISOARGS_INSTALLER_CASPER,   /* Ubuntu's live systems with Subiquity or Ubiquity */
	ISOARGS_INSTALLER_LINUXRC,  /* linuxrc with YaST: SLE and openSUSE to 15 */
	ISOARGS_INSTALLER_AGAMA,    /* of SLE and Leap 16 */
	ISOARGS_INSTALLER_ARCH,     /* archiso: a live system that a script installs from */
	ISOARGS_INSTALLER_ALPINE,   /* a live system that setup-alpine installs from */
	ISOARGS_INSTALLER_COREOS,   /* Fedora's and RHEL's CoreOS: coreos-installer */
	ISOARGS_INSTALLER_LIVE,     /* a live system that reads no installer's words */
	ISOARGS_INSTALLER_HOST      /* XenServer's or XCP-ng's own: it installs no guest */
};

/**
 * isoargs_args_installer - whose words the arguments are
 * @args: arguments
 *
 * Since: 0.2.0
 * Returns: one of enum isoargs_installer.
 */
ISOARGS_EXPORT enum isoargs_installer isoargs_args_installer(const struct isoargs_args *args);

/**
 * isoargs_args_guest - the guest that the arguments are for
 * @args: arguments
 *
 * Since: 0.2.0
 * Returns: one of enum isoargs_guest_mode, as ISOARGS_GUEST asked for.
 */
ISOARGS_EXPORT enum isoargs_guest_mode isoargs_args_guest(const struct isoargs_args *args);

/**
 * isoargs_args_set_kernel - say what the entry's kernel can run as
 * @args:   arguments
 * @kernel: the verdict on the kernel that isoargs_args_entry() loads; not needed afterwards
 * @reterr: the error object, may be NULL
 *
 * isoargs_args_format() then writes no guest that Xen could not start of it, unless
 * ISOARGS_GUEST_FORCE asks for that.
 *
 * Since: 0.2.0
 * Returns: 0; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_args_set_kernel(struct isoargs_args *args,
					   const struct isoargs_kernel *kernel,
					   struct isoargs_error **reterr);

/**
 * isoargs_args_free - release arguments, overwriting them
 * @args: the arguments, or NULL
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_args *isoargs_args_free(struct isoargs_args *args);

/**
 * isoargs_args_string - the kernel parameters, byte for byte
 * @args: arguments
 *
 * Returns: words separated by single spaces, without quotes or control characters of a caller's
 * making. Lives as long as @args.
 */
ISOARGS_EXPORT const char *isoargs_args_string(const struct isoargs_args *args);

/**
 * isoargs_args_explain - where each word comes from, as a table for a person
 * @args:     arguments
 * @options:  how to show them, or NULL
 * @ret_text: allocated text, lines ended by LF; free() it
 * @reterr:   the error object, may be NULL
 *
 * The entry that was chosen, its kernel and RAM disks; every word of the arguments and, below,
 * every word that was dropped, with origin and reason. In place of a password stands ********.
 * Bytes of the medium that would steer a terminal are escaped: \xNN, \u{NNNN}.
 *
 * Returns: 0; -E2BIG the text would have more than 4 MiB, or take more than 12 MiB of memory;
 * -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_args_explain(const struct isoargs_args *args,
					const struct isoargs_print_options *options,
					char **ret_text, struct isoargs_error **reterr);

/**
 * isoargs_args_entry - the menu entry that was chosen
 * @args: arguments
 *
 * Returns: the entry, for isoargs_entry_kernel() and its like. Lives as long as @args.
 */
ISOARGS_EXPORT const struct isoargs_entry *isoargs_args_entry(const struct isoargs_args *args);

/**
 * isoargs_args_word - one word of the arguments
 * @args:  arguments
 * @index: from 0
 *
 * Returns: the word, or NULL beyond the last. Lives as long as @args.
 */
ISOARGS_EXPORT const struct isoargs_word *isoargs_args_word(const struct isoargs_args *args,
							    size_t index);

/**
 * isoargs_args_dropped - one word of the medium's entry that was left out
 * @args:  arguments
 * @index: from 0
 *
 * Returns: the word, or NULL beyond the last. Lives as long as @args.
 */
ISOARGS_EXPORT const struct isoargs_word *isoargs_args_dropped(const struct isoargs_args *args,
							       size_t index);

/**
 * isoargs_args_note - one note about the arguments
 * @args:  arguments
 * @index: from 0
 *
 * Notes about the medium are in its report.
 *
 * Returns: the note, or NULL beyond the last. Lives as long as @args.
 */
ISOARGS_EXPORT const struct isoargs_note *isoargs_args_note(const struct isoargs_args *args,
							    size_t index);

#ifdef __cplusplus
}
#endif

#endif
