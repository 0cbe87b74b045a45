/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_LEGACY_GRUB_LEGACY_H
#define IA_MENU_GRUB_LEGACY_GRUB_LEGACY_H

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/entry.h"
#include "menu/host.h"

/*
 * Configurations of GRUB Legacy as its builds for EFI read them (BOOTX64.conf), which are on media
 * of EL6 and of Fedora up to 27. Source: stage2/stage2.c, stage2/cmdline.c, stage2/builtins.c and
 * efi/x86_64/loader/linux.c of Fedora's GRUB 0.97.
 */

/*
 * Evaluates the configuration; of the host it only reads the files that configfile leads to, each
 * of which is listed under the first entry that does. Results live in the arena. 0; -E2BIG where a
 * budget of limits.h ends it; -ENOMEM. What GRUB does not know, does not read or stops at is a note
 * with file and line; reading goes on.
 *
 * In each entry, command is "linux", "chainloader", "configfile", "halt", "quit", "reboot", or NULL
 * where it boots nothing. Devices are named as GRUB 2 names them, in root and in paths: "hd0,1" is
 * the partition that Legacy calls (hd0,0), and "cd" the disc, which findiso makes the root. Without
 * a root paths are on the file system of the configuration. What the timeout starts, or Enter alone
 * where there is none, is the default.
 */
int ia_grub_legacy_evaluate(const struct ia_menu_host *host, const struct ia_config_file *file,
			    struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			    struct isoargs_error **reterr);

#endif
