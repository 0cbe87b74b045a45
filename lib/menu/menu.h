/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_MENU_H
#define IA_MENU_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/dialect/dialect.h"
#include "menu/entry.h"
#include "menu/grub/grub.h"
#include "volume/files.h"

/* The boot configurations of a medium, found, evaluated and brought into one shape. */

enum ia_loader {
	IA_LOADER_GRUB,
	IA_LOADER_SYSLINUX,
	IA_LOADER_GRUB_LEGACY,
	IA_LOADER_SYSTEMD_BOOT,
	IA_LOADER_NONE, /* what a tree names its kernel by, in place of a menu */
};

/* The firmware that starts a boot loader: bits. */
enum ia_platform {
	IA_PLATFORM_PC = 1, /* BIOS */
	IA_PLATFORM_EFI = 2,
};

struct ia_config {
	enum ia_loader loader;
	const char *name;     /* "ISO:/EFI/BOOT/grub.cfg": how notes and tables call it */
	const char *platform; /* what reads it: "pc", "efi" or "pc, efi"; NULL: SYSLINUX, none */
	struct ia_dialect dialect; /* GRUB: which one was taken to read it */
	bool evaluated;            /* false: it is there but could not be read; a note says why */
	const struct isoargs_entry *entries;
	size_t count;
	const char *default_path;  /* NULL: nothing boots unattended */
	const char *default_words; /* SYSLINUX: added to its line; NULL: none */
	unsigned default_line;     /* that these stand in, 0: not known */
	const char *fallback_path; /* GRUB: what is tried after the default failed; NULL: nothing */
	bool loopback;    /* for a GRUB elsewhere that loops the image, not for the medium itself */
	bool is_doubtful; /* the image could not be read where it, or what it asks for, lies */
};

struct ia_menu {
	struct ia_config *configs; /* the one to derive from first */
	size_t count;
	size_t capacity;
	size_t text; /* bytes of all configurations that were read, at most IA_CONFIGS_MAX */
};

/* Which places of menus are looked at, where looking costs a request each. */
enum ia_worth {
	IA_WORTH_LITTLE, /* all */
	IA_WORTH_SOME,   /* those that installation trees have */
	IA_WORTH_MUCH,   /* those of trees that name their kernel elsewhere, too */
	IA_WORTH_ALL,    /* none */
};

struct ia_loops;

/* What configurations may look at: file systems, and the names under which GRUB finds them. */
struct ia_menu_medium {
	struct ia_menu *menu;         /* that they are added to */
	const struct ia_files *files; /* that they lie on: iso or esp */
	const struct ia_files *iso;
	const struct ia_files *esp; /* NULL: none, or not looked for */
	const char *iso_label;      /* as GRUB reads it; NULL: none */
	const char *iso_uuid;
	bool has_any_name; /* neither is known: what is searched for by name is the medium */
	const char *esp_label;
	struct ia_dialect dialect;         /* from NULL: each configuration tells for itself */
	const char *arch;                  /* of the medium; NULL: unknown */
	const struct isoargs_image *image; /* that both file systems read; NULL: nothing is known */
	unsigned platforms;                /* enum ia_platform: what boots it; 0: not known */
	bool is_forced;                    /* nothing of another platform is looked at */
	uint64_t boot_image;    /* where El Torito's image for BIOS begins; 0: none, or not known */
	struct ia_loops *loops; /* what loopback has made of files; NULL: it cannot */
	bool all; /* configurations are read; else as many as it takes until one boots Linux */
	enum ia_worth worth; /* of places that are looked at */
};

/* Is there an entry that boots a Linux kernel? */
bool ia_config_boots_linux(const struct ia_config *config);
bool ia_menu_boots_linux(const struct ia_menu *menu);

/* Is the entry one of this configuration's? By where it lies, so that a copy is not. */
bool ia_config_holds(const struct ia_config *config, const struct isoargs_entry *entry);

/* "GRUB", "SYSLINUX", "GRUB Legacy", "systemd-boot" or "no boot loader". */
const char *ia_loader_name(enum ia_loader loader);
/* The same for programs: "grub", "syslinux", "grub-legacy", "systemd-boot" or "none". */
const char *ia_loader_word(enum ia_loader loader);

/* Does the entry's command load a Linux kernel, rather than another loader or module? */
bool ia_entry_boots_linux(const struct isoargs_entry *entry);

#endif
