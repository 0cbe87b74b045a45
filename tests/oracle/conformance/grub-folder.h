/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GRUB_FOLDER_H
#define GRUB_FOLDER_H

#include "menu/grub/grub.h"

/* A folder as the one medium, "cd0", that a configuration sees. */
struct grub_folder {
	const char *path;
	const char *label;
	/* Files that the oracle had and the folder has not; may be NULL. */
	bool (*is_stub)(const char *path, const void *data);
	const void *data;
};

void grub_folder_host(struct grub_folder *folder, struct ia_menu_host *ret);

#endif
