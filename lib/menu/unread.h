/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_UNREAD_H
#define IA_MENU_UNREAD_H

#include "base/note.h"
#include "volume/files.h"

/* Notes a configuration that is there and that is not read, for the reason given. */
void ia_unread_note(const struct ia_files *files, const char *path, const char *loader,
		    const char *why, struct ia_notes *notes);

/* Notes those of loaders whose configurations nothing here reads. */
void ia_unread_note_others(const struct ia_files *files, struct ia_notes *notes);

#endif
