/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ISOARGS_REPORT_H
#define ISOARGS_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include <isoargs/error.h>
#include <isoargs/image.h>
#include <isoargs/option.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a medium is: everything that was read from it, and the notes on the way. */
struct isoargs_report;

/* How much isoargs_inspect() looks at. */
enum isoargs_depth {
	ISOARGS_DEPTH_FULL, /* everything: partition tables, El Torito, ESP, every configuration */
	ISOARGS_DEPTH_ARGS  /* what isoargs_derive() needs for the plain install entry, with fewer
			       reads; the ESP only where the ISO's own boot configuration cannot
			       be used */
};

/* Which GRUB is to read a medium's menus. */
enum isoargs_dialect {
	ISOARGS_DIALECT_MEDIUM, /* the one that the medium carries, its release's, or the menu's */
	ISOARGS_DIALECT_STOCK,  /* upstream, Debian, Ubuntu, openSUSE */
	ISOARGS_DIALECT_RHEL7,
	ISOARGS_DIALECT_RHEL8,
	ISOARGS_DIALECT_RHEL9 /* also Fedora 30 and later */
};

/**
 * isoargs_dialect_parse - a dialect by its name
 * @name:        stock, rhel7, rhel8 or rhel9
 * @ret_dialect: the dialect
 *
 * Returns: 0; -EINVAL no such dialect.
 */
ISOARGS_EXPORT int isoargs_dialect_parse(const char *name, enum isoargs_dialect *ret_dialect);

/* Which firmware's menus of a medium are to be read. */
enum isoargs_platform {
	ISOARGS_PLATFORM_MEDIUM, /* each that boots the medium */
	ISOARGS_PLATFORM_BIOS,
	ISOARGS_PLATFORM_EFI
};

/**
 * isoargs_platform_parse - a platform by its name
 * @name:         bios or efi
 * @ret_platform: the platform
 *
 * Since: 0.2.0
 * Returns: 0; -EINVAL no such platform.
 */
ISOARGS_EXPORT int isoargs_platform_parse(const char *name, enum isoargs_platform *ret_platform);

/* How a medium is to be read. All zero is the natural choice: everything, as the medium says. */
struct isoargs_inspect_options {
	enum isoargs_depth depth;
	enum isoargs_dialect dialect; /* for media whose menus another GRUB reads than their own */
	enum isoargs_platform platform; /* only the menus that this firmware's loaders read; GRUB's
					   are evaluated for it, whatever boots the medium.
					   Since: 0.2.0 */
	const char *label; /* ISOARGS_LABEL: the label of the volume that a tree of files is on, or
			      was unpacked from; NULL: it is not known. Not for an image, which has
			      one itself. Since: 0.2.0 */
};

/**
 * isoargs_inspect - find out what an installation medium is
 * @image:      the medium, an image or a tree of files; not needed by the report afterwards
 * @options:    how to read it, or NULL for the natural choice
 * @ret_report: the report; isoargs_report_free() it
 * @reterr:     the error object, may be NULL
 *
 * Reads volume descriptors, labels, .treeinfo, .discinfo or .disk/info, and boot configurations:
 * a few dozen reads and about 64 KiB, however large the image is. What cannot be read but could
 * be done without is a note in the report.
 *
 * A tree of files has neither volume nor label, nor partition tables, El Torito and ESP: these are
 * unknown, and no note says so. Where it has no menu at all, an entry is made of what
 * .treeinfo names, or of kernel and RAM disk where the trees of Debian, Ubuntu, SUSE and Mageia have
 * them. Of a remote tree at most 24 files are asked for, and as many as its menus name: menus only
 * at /EFI/BOOT/grub.cfg and /isolinux/isolinux.cfg, and at three further places where nothing else
 * names a kernel.
 *
 * Source: ECMA-119, SUSP and RRIP 1.12, Joliet 1.0, El Torito 1.0; GRUB 2.02 to 2.12 as stock and
 * as Red Hat build them; util-linux 2.23 to 2.38 for labels.
 * Returns: 0; -EINVAL a label that no volume can have, or one for an image; -EBADMSG no ISO 9660
 * volume, or one that contradicts itself; -ENODATA the image ends before its volume descriptors do;
 * -EOPNOTSUPP a block size other than 2048; -E2BIG it takes more work or memory than any honest
 * medium does; -EINVAL an option's value that has no name; -ENOMEM; or the negative errno of
 * reading.
 */
ISOARGS_EXPORT int isoargs_inspect(struct isoargs_image *image,
				   const struct isoargs_inspect_options *options,
				   struct isoargs_report **ret_report,
				   struct isoargs_error **reterr);

/**
 * isoargs_report_free - release a report
 * @report: the report, or NULL
 *
 * Arguments derived from it stay valid.
 *
 * Returns: NULL.
 */
ISOARGS_EXPORT struct isoargs_report *isoargs_report_free(struct isoargs_report *report);

/* What a printer is to show. All zero, or NULL in its place, is everything. */
struct isoargs_print_options {
	const char *entry; /* of the menus only this, named as for isoargs_report_find(), in every
			      configuration that has it; NULL: all. Printers of something else take
			      no notice of it */
	isoargs_speller spell; /* how options are called in notes, findings and reasons; NULL:
				  isoargs_option_name() */
	void *user;            /* handed to spell */
};

/**
 * isoargs_report_text - the report as a table for a person
 * @report:   a report
 * @options:  what to show, or NULL for everything
 * @ret_text: allocated text, lines ended by LF, 80 columns where the medium's own strings are not
 *            longer; free() it
 * @reterr:   the error object, may be NULL
 *
 * Bytes of the medium that would steer a terminal are escaped: \xNN, \u{NNNN}.
 *
 * Returns: 0; -ENOENT no configuration has the entry that is to be shown; -E2BIG the text would
 * have more than 4 MiB, or take more than 12 MiB of memory; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_report_text(const struct isoargs_report *report,
				       const struct isoargs_print_options *options, char **ret_text,
				       struct isoargs_error **reterr);

/**
 * isoargs_report_json - the report as one JSON document, "format": 1
 * @report:   a report
 * @options:  what to show, or NULL for everything
 * @ret_json: allocated text ended by LF; free() it
 * @reterr:   the error object, may be NULL
 *
 * Valid UTF-8 whatever the medium holds: bytes that belong to no character stand as \xNN. Control
 * and bidi characters stand as \uNNNN, which is the same to whoever parses it.
 *
 * Returns: 0; -ENOENT no configuration has the entry that is to be shown; -E2BIG the text would
 * have more than 4 MiB, or take more than 12 MiB of memory; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_report_json(const struct isoargs_report *report,
				       const struct isoargs_print_options *options, char **ret_json,
				       struct isoargs_error **reterr);

/**
 * isoargs_report_menu_text - the boot menus for a person
 * @report:   a report, of ISOARGS_DEPTH_FULL for every configuration
 * @options:  what to show, or NULL for everything
 * @ret_text: allocated text, lines ended by LF; free() it
 * @reterr:   the error object, may be NULL
 *
 * Every entry of every configuration: its number, title and line, whether an unattended boot
 * starts it, command, kernel, initial RAM disks and words. Bytes of the medium that would steer a
 * terminal are escaped: \xNN, \u{NNNN}.
 *
 * Returns: 0; -ENOENT no configuration has the entry that is to be shown; -E2BIG the text would
 * have more than 4 MiB, or take more than 12 MiB of memory; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_report_menu_text(const struct isoargs_report *report,
					    const struct isoargs_print_options *options,
					    char **ret_text, struct isoargs_error **reterr);

/**
 * isoargs_report_menu_json - the boot menus as one JSON document, "format": 1
 * @report:   a report, of ISOARGS_DEPTH_FULL for every configuration
 * @options:  what to show, or NULL for everything
 * @ret_json: allocated text ended by LF; free() it
 * @reterr:   the error object, may be NULL
 *
 * The "configs" of isoargs_report_json() alone.
 *
 * Returns: 0; -ENOENT no configuration has the entry that is to be shown; -E2BIG the text would
 * have more than 4 MiB, or take more than 12 MiB of memory; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_report_menu_json(const struct isoargs_report *report,
					    const struct isoargs_print_options *options,
					    char **ret_json, struct isoargs_error **reterr);

/**
 * isoargs_report_label - the volume label that the medium's own installer will see
 * @report: a report
 *
 * Returns: bytes as libblkid in the installer's initramfs yields them, unescaped: may hold
 * control characters; NULL if there is none. Lives as long as @report.
 */
ISOARGS_EXPORT const char *isoargs_report_label(const struct isoargs_report *report);

/**
 * isoargs_report_label_encoded - that label as udev names its by-label link
 * @report: a report
 *
 * Returns: as isoargs_label_encode(), or NULL. Lives as long as @report.
 */
ISOARGS_EXPORT const char *isoargs_report_label_encoded(const struct isoargs_report *report);

/**
 * isoargs_report_uuid - the volume's UUID as udev names its by-uuid link
 * @report: a report
 *
 * Returns: YYYY-MM-DD-hh-mm-ss-cc, or NULL. Lives as long as @report.
 */
ISOARGS_EXPORT const char *isoargs_report_uuid(const struct isoargs_report *report);

/**
 * isoargs_report_distribution - the distribution that the medium installs
 * @report: a report
 *
 * Returns: such as "CentOS" or "Red Hat Enterprise Linux", or NULL where nothing tells. At most 256
 * bytes are kept of it, and of version, variant and architecture.
 */
ISOARGS_EXPORT const char *isoargs_report_distribution(const struct isoargs_report *report);

/**
 * isoargs_report_version - the distribution's version
 * @report: a report
 *
 * Returns: such as "7" or "9.4", or NULL where nothing tells.
 */
ISOARGS_EXPORT const char *isoargs_report_version(const struct isoargs_report *report);

/**
 * isoargs_report_variant - the distribution's variant
 * @report: a report
 *
 * Returns: such as "Server" or "BaseOS", or NULL where nothing tells.
 */
ISOARGS_EXPORT const char *isoargs_report_variant(const struct isoargs_report *report);

/**
 * isoargs_report_arch - the architecture
 * @report: a report
 *
 * Returns: such as "x86_64", or NULL where nothing tells.
 */
ISOARGS_EXPORT const char *isoargs_report_arch(const struct isoargs_report *report);

/**
 * isoargs_report_osinfo_id - what libosinfo's database calls what the medium installs
 * @report: a report
 *
 * For virt-install's --osinfo and its like. A release that is newer than isoargs has the id that it will
 * have by the looks of those before it; one that never was has none.
 *
 * Since: 0.2.0
 * Returns: a short id such as "rhel9.4", "debian12" or "archlinux", or NULL where none is known.
 */
ISOARGS_EXPORT const char *isoargs_report_osinfo_id(const struct isoargs_report *report);

/**
 * isoargs_report_generation - whose rules the installer follows
 * @report: a report
 *
 * Returns: an EL major release, also for the Fedora releases that share its installer; 0 where
 * the medium is of another family or nothing tells.
 */
ISOARGS_EXPORT unsigned isoargs_report_generation(const struct isoargs_report *report);

/**
 * isoargs_report_missing - how much of a truncated image is missing
 * @report: a report
 *
 * Returns: bytes between the end of the image and the end of its volume; 0 for a whole image, and
 * for a tree of files.
 */
ISOARGS_EXPORT uint64_t isoargs_report_missing(const struct isoargs_report *report);

/**
 * isoargs_report_note - one note
 * @report: a report
 * @index:  from 0; there are at most 256
 *
 * Returns: the note, or NULL beyond the last. Lives as long as @report.
 */
ISOARGS_EXPORT const struct isoargs_note *isoargs_report_note(const struct isoargs_report *report,
							      size_t index);

/* One entry of one boot menu. */
struct isoargs_entry;

/**
 * isoargs_report_entry - one menu entry
 * @report: a report
 * @index:  from 0
 *
 * Submenus count, and so do their entries; every configuration's, one after the other.
 *
 * Returns: the entry, or NULL beyond the last. Lives as long as @report.
 */
ISOARGS_EXPORT const struct isoargs_entry *isoargs_report_entry(const struct isoargs_report *report,
								size_t index);

/**
 * isoargs_report_find - the menu entry that a person names
 * @report:    a report, of ISOARGS_DEPTH_FULL for the entries of every configuration
 * @which:     its number or path such as "2>0", its id or its title; or one of these with its
 *             menu before it: "ISO:/isolinux/isolinux.cfg:0", "ESP:/EFI/BOOT/grub.cfg:linux"
 * @ret_entry: the entry; lives as long as @report
 * @reterr:    the error object, may be NULL
 *
 * A menu is named as isoargs_report_menu_text() heads it, up to the blank. What begins with the
 * name of one of the medium's menus and a colon is looked for there, even where an entry has it
 * all for a title. Without a menu it is the first entry of that number in any of them, else the
 * first of that id, else of that title.
 *
 * One file can be two menus: GRUB's for BIOS and for EFI, where these come out different. Then
 * the platform is named as well: "ISO:/boot/grub/grub.cfg:efi:0", or ":pc:".
 *
 * Returns: 0; -ENOENT no such menu, or no such entry; -EINVAL two menus in one file have it;
 * -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_report_find(const struct isoargs_report *report, const char *which,
				       const struct isoargs_entry **ret_entry,
				       struct isoargs_error **reterr);

/**
 * isoargs_entry_file - the configuration that defines an entry
 * @entry: an entry
 *
 * Returns: such as "ISO:/EFI/BOOT/grub.cfg", or "TREE:/.treeinfo" where there is no menu.
 */
ISOARGS_EXPORT const char *isoargs_entry_file(const struct isoargs_entry *entry);

/**
 * isoargs_entry_line - the line that defines an entry
 * @entry: an entry
 *
 * Returns: line number from 1.
 */
ISOARGS_EXPORT unsigned isoargs_entry_line(const struct isoargs_entry *entry);

/**
 * isoargs_entry_path - an entry's number in its menu
 * @entry: an entry
 *
 * Returns: numbers from 0 joined by '>', such as "2>0". Menus that the body of a GRUB entry shows by
 * configfile are numbered, too, in braces behind the number of that entry: "3{0}>1" is the second
 * entry of the first of them. Digits, '>' and braces are all that is in it.
 */
ISOARGS_EXPORT const char *isoargs_entry_path(const struct isoargs_entry *entry);

/**
 * isoargs_entry_title - an entry's title
 * @entry: an entry
 *
 * Returns: any bytes, as the menu shows them; at most 256, of a longer one what fits and "…".
 */
ISOARGS_EXPORT const char *isoargs_entry_title(const struct isoargs_entry *entry);

/**
 * isoargs_entry_id - an entry's identifier
 * @entry: an entry
 *
 * Returns: GRUB's --id, or the title where there is none; at most 256 bytes, as the title.
 */
ISOARGS_EXPORT const char *isoargs_entry_id(const struct isoargs_entry *entry);

/**
 * isoargs_entry_is_submenu - does an entry hold others?
 * @entry: an entry
 *
 * Returns: 1 or 0.
 */
ISOARGS_EXPORT int isoargs_entry_is_submenu(const struct isoargs_entry *entry);

/**
 * isoargs_entry_is_default - is it what an unattended boot starts?
 * @entry: an entry
 *
 * Returns: 1 or 0.
 */
ISOARGS_EXPORT int isoargs_entry_is_default(const struct isoargs_entry *entry);

/**
 * isoargs_entry_kernel - the kernel that an entry loads
 * @entry: an entry
 *
 * Returns: the path as the configuration has it, after expansion; at most 1024 bytes, and of a
 * longer one what fits and "…"; NULL where none is loaded.
 */
ISOARGS_EXPORT const char *isoargs_entry_kernel(const struct isoargs_entry *entry);

/**
 * isoargs_entry_cmdline - the entry's own kernel parameters
 * @entry: an entry
 *
 * Returns: as they would reach the kernel, without BOOT_IMAGE= and initrd=; at most 4096 bytes, and
 * of longer ones what fits and "…"; "" where there are none.
 */
ISOARGS_EXPORT const char *isoargs_entry_cmdline(const struct isoargs_entry *entry);

/**
 * isoargs_entry_initrd - one of the initial RAM disks that an entry loads
 * @entry: an entry
 * @index: from 0, in the order of loading
 *
 * Returns: the path as the configuration has it, at most 1024 bytes as the kernel's;
 * NULL beyond the last, of which the 64th is the last that is kept.
 */
ISOARGS_EXPORT const char *isoargs_entry_initrd(const struct isoargs_entry *entry, size_t index);

/**
 * isoargs_entry_kernel_location - where on the medium an entry's kernel lies
 * @entry: an entry
 *
 * Returns: for isoargs_file_open(), such as "ISO:/images/pxeboot/vmlinuz", or "TREE:/images/…";
 * NULL where the entry loads none, or from another device, and where something that it loads is
 * cut.
 */
ISOARGS_EXPORT const char *isoargs_entry_kernel_location(const struct isoargs_entry *entry);

/**
 * isoargs_entry_initrd_location - where on the medium an initial RAM disk lies
 * @entry: an entry
 * @index: from 0, as for isoargs_entry_initrd(), which tells how many there are
 *
 * Returns: for isoargs_file_open(); NULL beyond the last, and where the entry loads it from another
 * device, or something that it loads is cut.
 */
ISOARGS_EXPORT const char *isoargs_entry_initrd_location(const struct isoargs_entry *entry,
							 size_t index);

/**
 * isoargs_label_encode - spell a volume label as udev names its by-label link
 * @label:       label as read from the medium, any bytes, NUL-terminated
 * @ret_encoded: newly allocated string, at most 4 times the length; free() it
 *
 * Keeps [0-9A-Za-z#+.:=@_-] and valid multi-byte UTF-8; every other byte becomes \xNN in lower
 * case, as blkid_encode_string() does and anaconda's udev rule compares it.
 *
 * Source: util-linux libblkid/src/encode.c; systemd 60-persistent-storage.rules.
 * Returns: 0; -EINVAL if @label is empty; -ENOMEM.
 */
ISOARGS_EXPORT int isoargs_label_encode(const char *label, char **ret_encoded);

#ifdef __cplusplus
}
#endif

#endif
