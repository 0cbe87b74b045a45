/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_EFI_FOLDERS_H
#define IA_MENU_EFI_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/limits.h"
#include "volume/files.h"

/* The folders below /EFI, BOOT and the vendors', as they are spelled, in the order of the medium. */
struct ia_efi_folders {
	const char *names[IA_EFI_FOLDERS_MAX]; /* in the arena */
	size_t count;
	bool has_more; /* there are more of them */
};

/* 0, also where there is no /EFI; or why it cannot be listed. */
int ia_efi_folders_list(const struct ia_files *files, struct ia_arena *arena,
			struct ia_efi_folders *ret, struct isoargs_error **reterr);

#endif
