/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSLINUX_SYSLINUX_H
#define IA_MENU_SYSLINUX_SYSLINUX_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/entry.h"
#include "menu/host.h"

/*
 * SYSLINUX and ISOLINUX configuration, read as SYSLINUX 6 (ldlinux.c32, menu.c32) reads it.
 * Source: com32/elflink/ldlinux/readconfig.c, com32/menu/menumain.c of syslinux 6.04.
 */

/*
 * Evaluates the configuration, in whose directory relative paths start; of the host it only reads
 * files, by absolute paths, and asks whether they are there. Results live in the arena. 0; -E2BIG
 * for a file of more than IA_CONFIG_MAX; -ENOMEM. Unknown directives and unread files are notes
 * with file and line, and so is what ended the reading at a limit of limits.h; what was read until
 * then counts.
 *
 * The entries come in the order of the files, and so do those of the files that CONFIG or a menu's
 * module reads, which are listed under the first label that leads to them, or before all labels
 * where the default does; hidden and disabled labels are listed, separators are not. In each,
 * command is "linux", "mboot.c32" (kernel, cmdline and initrds are those of its first module and
 * the rest, as with GRUB's module2), "com32", "boot", "bss", "pxe", "fdimage", "config",
 * "localboot", or NULL where the label boots nothing (disabled, too long, a way to another menu).
 * kernel and initrds are absolute paths; argv[0] is the kernel as written, argv has all
 * parameters, initrd= included. What the timeout starts, or Enter alone where there is none, is
 * the default; where its files are missing, what ONERROR starts. default_words are what DEFAULT,
 * ONTIMEOUT or ONERROR put behind its line, with the blanks before them, but for initrd=.
 */
int ia_syslinux_evaluate(const struct ia_menu_host *host, const struct ia_config_file *file,
			 struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			 struct isoargs_error **reterr);

#endif
