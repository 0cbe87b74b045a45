/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_ENTRY_H
#define IA_MENU_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/note.h"

/*
 * One entry of a boot menu, in one shape whichever boot loader's configuration it comes
 * from. All strings live in the arena of whoever evaluated the configuration.
 */
struct isoargs_entry {
	const char *path;  /* its number in the menu from 0, submenus before it: "2>0" */
	const char *title; /* as shown */
	const char *id;    /* GRUB: --id or the title; SYSLINUX: the label */
	bool is_submenu;   /* holds entries, boots nothing itself */
	bool is_default;   /* what an unattended boot starts */

	const char *file; /* configuration that defined it */
	unsigned line;    /* of its menuentry or label */

	/* "linux", "linuxefi", "multiboot2", "chainloader" …; NULL: boots nothing */
	const char *command;
	unsigned command_line; /* the line that command stands in, 0 unknown */

	const char *kernel;          /* as written, after expansion; NULL without command */
	const char *kernel_location; /* location.h; NULL: not on the medium */
	const char *const *argv;     /* the command's arguments: the kernel, then its parameters */
	size_t argc;

	/* Parameters as they reach the kernel, without BOOT_IMAGE= and initrd=. */
	const char *cmdline;
	const char *const *initrds;          /* in the order of loading */
	const char *const *initrd_locations; /* of each; NULL as the kernel's. NULL: of none */
	size_t initrd_count;

	/* GRUB: $root when the command ran, without parentheses; NULL otherwise. */
	const char *root;

	/* Of kernel, cmdline and initrds something is too long, and cut: it boots something else. */
	bool is_cut;
};

/* The menu of one configuration. */
struct ia_entries {
	const struct isoargs_entry *entries; /* in menu order, a submenu's own right after it */
	size_t count;
	const char *default_path;  /* of the one that boots unattended; NULL: none */
	const char *fallback_path; /* GRUB: of the one that is tried after it failed; NULL: none */
	const char
		*default_words; /* SYSLINUX: added to the default's line, as written; NULL: none */
	unsigned default_line;  /* SYSLINUX: where these stand in its file; 0: not known */
};

/*
 * Copies the entries of one configuration into an arena, and of their texts as much as limits.h has
 * for each, "…" behind what is longer; a note tells how many are. 0; -ENOMEM.
 */
int ia_entries_keep(const struct isoargs_entry *entries, size_t count, struct ia_arena *arena,
		    struct ia_notes *notes, const struct isoargs_entry **ret);

/*
 * Copies an entry into an arena, so that the one it lies in may go: all that a program may ask of
 * it, but not argv. What is too long is cut as above. 0; -ENOMEM.
 */
int ia_entry_copy(const struct isoargs_entry *entry, struct ia_arena *arena,
		  struct isoargs_entry *ret);

#endif
