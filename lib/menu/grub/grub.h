/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_GRUB_H
#define IA_MENU_GRUB_GRUB_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/entry.h"

/*
 * GRUB 2 script, evaluated as GRUB evaluates it: units are parsed and run one after the
 * other, menu bodies are run as if each entry were chosen in turn.
 */

/* Which GRUB reads the configuration. */
enum ia_grub_dialect {
	IA_GRUB_STOCK, /* upstream, Debian, Ubuntu, openSUSE, Arch, Alpine */
	IA_GRUB_RHEL7, /* \xHH kept */
	IA_GRUB_RHEL8, /* and: default looked up by id, title, number; linux* synonyms */
	IA_GRUB_RHEL9, /* and: submenus inherit all variables; Fedora 30 and later */
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
 * What a configuration may ask of the medium. device: without parentheses, as in $root
 * ("cd0", "hd0,msdos2"); never NULL. Results: 1 found, 0 absent, or a negative errno with
 * *reterr set.
 */
struct ia_grub_host {
	void *data;
	/* At most IA_CONFIG_MAX bytes, NUL-terminated; free() it. */
	int (*read)(void *data, const char *device, const char *path, char **ret, size_t *ret_size,
		    struct isoargs_error **reterr);
	/* 1 regular file, 2 directory, 0 absent; *ret_size may be NULL. */
	int (*stat)(void *data, const char *device, const char *path, unsigned long long *ret_size);
	/*
	 * Blocks of the medium that the other functions have gone through so far, which count
	 * as steps of the evaluation. May be NULL: they cost nothing.
	 */
	unsigned long long (*blocks)(void *data);
	/* What is known of a device: a literal or arena string. May be NULL: nothing is known. */
	int (*probe)(void *data, const char *device, enum ia_grub_probe kind, const char **ret);
	/* The device that has this label, UUID or file: a literal or arena string. */
	int (*search)(void *data, enum ia_grub_search kind, const char *key,
		      const char **ret_device);
	/*
	 * Every name in a directory but "." and ".."; with device NULL, every device. Stops at
	 * the first result of visit that is not 0 and returns it. May be NULL: file name
	 * patterns then match nothing, and blscfg finds no entries.
	 */
	int (*list)(void *data, const char *device, const char *path,
		    int (*visit)(const char *name, void *visit_data), void *visit_data);
};

struct ia_grub_setup {
	enum ia_grub_dialect dialect;
	const char *platform; /* $grub_platform: "pc", "efi" */
	const char *cpu;      /* $grub_cpu: "i386", "x86_64", "arm64" */
	const char *root;     /* $root at the start: "cd0" */
	const char *prefix;   /* directory of the configuration: "/EFI/BOOT" */
	const struct ia_grub_host *host;
	/* What evaluations of one medium's configurations share, zero at first; NULL: nothing. */
	unsigned long long *spent;
};

/*
 * The menu that an unattended boot comes to: where the configuration hands over to another
 * one with configfile, that one's. Entries of a menu that the body of entry 3 shows with
 * configfile have the paths "3{/the/file}>0" and so on.
 */
struct ia_grub_menu {
	const struct ia_entry *entries; /* in menu order, a submenu's own right after it */
	size_t count;
	const char *default_path;  /* of the entry that boots unattended; NULL: none */
	const char *fallback_path; /* of the entry that is tried after it failed; NULL: none */
};

/*
 * Evaluates the configuration text. path: where it lies on $root, and how notes call it.
 * Results live in the arena. 0; -E2BIG or -ELOOP where a budget of limits.h ends the
 * evaluation (what was found so far is lost); -ENOMEM. Syntax errors, unknown commands and
 * unread files are notes with file and line; reading goes on as in GRUB.
 */
int ia_grub_evaluate(const struct ia_grub_setup *setup, const char *path, const char *text,
		     size_t size, struct ia_arena *arena, struct ia_notes *notes,
		     struct ia_grub_menu *ret, struct isoargs_error **reterr);

#endif
