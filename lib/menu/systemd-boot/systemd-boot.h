/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_SYSTEMD_BOOT_SYSTEMD_BOOT_H
#define IA_MENU_SYSTEMD_BOOT_SYSTEMD_BOOT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/entry.h"
#include "menu/host.h"

/*
 * systemd-boot's configuration, and the entries beside it that the Boot Loader Specification calls
 * those of type 1. Source: src/boot/efi/boot.c of systemd 252; uapi-group.org/specifications.
 */

/*
 * Evaluates loader.conf, which may be empty where there is none, and the files of entries beside
 * it, which the host lists, reads and looks for, on the file system of the configuration. Results
 * live in the arena. 0; -E2BIG where a budget of limits.h ends it; -ENOMEM. Entries that
 * systemd-boot leaves out are notes with their file.
 *
 * The entries come in the order of systemd-boot's menu, and their titles as it shows them. In each,
 * id is the file's name in lower case, and command is "linux", or "efi" for another program, which
 * is handed no RAM disks. kernel and initrds are absolute paths. Variables of the firmware, which
 * may choose another default, are taken to be unset.
 */
int ia_systemd_boot_evaluate(const struct ia_menu_host *host, const struct ia_config_file *file,
			     struct ia_arena *arena, struct ia_notes *notes, struct ia_entries *ret,
			     struct isoargs_error **reterr);

#endif
