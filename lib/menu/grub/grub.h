/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_GRUB_H
#define IA_MENU_GRUB_GRUB_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/entry.h"
#include "menu/host.h"

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

struct ia_grub_setup {
	enum ia_grub_dialect dialect;
	const char *platform;            /* $grub_platform: "pc", "efi" */
	const char *cpu;                 /* $grub_cpu: "i386", "x86_64", "arm64" */
	const char *root;                /* $root at the start: "cd0" */
	const char *prefix;              /* directory of the configuration: "/EFI/BOOT" */
	const struct ia_menu_host *host; /* its meter ends what has no end of its own */
};

/*
 * Evaluates the configuration. Its path is where it lies on $root, and how notes call it. The
 * result, which lives in the arena, is the menu that an unattended boot comes to: where the
 * configuration hands over to another one with configfile, that one's. Entries of the first menu that
 * the body of entry 3 shows with configfile have the paths "3{0}>0", "3{0}>1" and so on, those of its
 * second one "3{1}>0".
 *
 * 0; -E2BIG or -ELOOP where a budget of limits.h ends the evaluation (what was found so far is
 * lost); -ENOMEM. Syntax errors, unknown commands and unread files are notes with file and line;
 * reading goes on as in GRUB.
 */
int ia_grub_evaluate(const struct ia_grub_setup *setup, const struct ia_config_file *file,
		     struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
		     struct isoargs_error **reterr);

#endif
