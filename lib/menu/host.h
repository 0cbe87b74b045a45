/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_HOST_H
#define IA_MENU_HOST_H

#include <stddef.h>

#include "base/error.h"
#include "base/meter.h"

/* A medium as the boot loaders see it whose configurations lie on it. */

/* A configuration as it was read. */
struct ia_config_file {
	const char *path;
	const char *text;
	size_t size;
};

enum ia_grub_search {
	IA_GRUB_SEARCH_LABEL,
	IA_GRUB_SEARCH_UUID,
	IA_GRUB_SEARCH_FILE,
};

enum ia_grub_probe {
	IA_GRUB_PROBE_LABEL,
	IA_GRUB_PROBE_UUID,
	IA_GRUB_PROBE_FS, /* "iso9660", "fat" */
};

/*
 * What a configuration may ask of the medium: all of it by GRUB, files by SYSLINUX. device: as in
 * GRUB's $root, without parentheses ("cd0", "hd0,msdos2"). Results: 1 found, 0 absent, or a
 * negative errno with *reterr set.
 */
struct ia_menu_host {
	void *data;
	struct ia_meter *meter; /* of the call: what is evaluated draws on it, too; or NULL */
	/*
	 * At most IA_CONFIG_MAX bytes, NUL-terminated; free() it. With device NULL, of the file
	 * system that the configuration lies on.
	 */
	int (*read)(void *data, const char *device, const char *path, char **ret, size_t *ret_size,
		    struct isoargs_error **reterr);
	/*
	 * 1 regular file, 2 directory, 3 a symbolic link to one, which a directory of GRUB's is not, 0
	 * absent; ret_size may be NULL. device as with read.
	 */
	int (*stat)(void *data, const char *device, const char *path, unsigned long long *ret_size,
		    struct isoargs_error **reterr);
	/*
	 * The device that a file is, once it has been made one: *ret, a literal. 1; 0 there is no such
	 * file; a negative errno: it cannot be looked into. May be NULL: no file can.
	 */
	int (*loop)(void *data, const char *device, const char *path, const char **ret,
		    struct isoargs_error **reterr);
	/* What is known of a device: a literal or arena string. May be NULL: nothing is known. */
	int (*probe)(void *data, const char *device, enum ia_grub_probe kind, const char **ret);
	/* The device that has this label, UUID or file: a literal or arena string. */
	int (*search)(void *data, enum ia_grub_search kind, const char *key,
		      const char **ret_device, struct isoargs_error **reterr);
	/*
	 * Every name in a directory but "." and "..", device as with read; with path NULL, every
	 * device. Stops at the first result of visit that is not 0 and returns it, whatever
	 * *reterr is. May be NULL: file name patterns then match nothing, and blscfg and
	 * systemd-boot find no entries.
	 */
	int (*list)(void *data, const char *device, const char *path,
		    int (*visit)(const char *name, void *visit_data), void *visit_data,
		    struct isoargs_error **reterr);
};

struct ia_menu_medium;

/* What is read counts for the medium's menu. */
struct ia_menu_host ia_menu_host_of(struct ia_menu_medium *medium);

#endif
