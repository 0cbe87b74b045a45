/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/efi-folders.h"

#include <errno.h>

#define NAME_COST 100u /* of a name that is looked at: units of the meter */

struct listing {
	const struct ia_files *files;
	struct ia_arena *arena;
	struct ia_efi_folders folders;
};

static int visit(const char *name, const struct ia_file *file, void *data)
{
	struct listing *listing = data;
	struct ia_efi_folders *folders = &listing->folders;

	if (ia_meter_spend(listing->files->meter, IA_COST_FILES, NAME_COST) < 0)
		return -ENOMEM;
	if (file->type != IA_FILE_DIRECTORY)
		return 0;
	folders->has_more = folders->count == IA_EFI_FOLDERS_MAX;
	if (folders->has_more)
		return 1;
	folders->names[folders->count] = ia_arena_strdup(listing->arena, name);
	return folders->names[folders->count++] ? 0 : -ENOMEM;
}

int ia_efi_folders_list(const struct ia_files *files, struct ia_arena *arena,
			struct ia_efi_folders *ret, struct isoargs_error **reterr)
{
	struct listing listing = {.files = files, .arena = arena};
	int r = ia_files_list(files, "/EFI", visit, &listing, reterr);

	if (r < 0)
		return r;
	*ret = listing.folders;
	return 0;
}
