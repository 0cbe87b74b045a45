/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/unread.h"

#include <errno.h>

#include "base/cleanup.h"

static const struct {
	const char *path;
	const char *loader;
} others[] = {
	{"/EFI/BOOT/refind.conf", "rEFInd"},
	{"/EFI/refind/refind.conf", "rEFInd"},
	{"/EFI/BOOT/elilo.conf", "ELILO"},
	{"/elilo.conf", "ELILO"},
	{"/etc/yaboot.conf", "yaboot"},
	{"/install/yaboot.conf", "yaboot"},
	{"/ppc/ppc64/yaboot.conf", "yaboot"},
	{"/boot/limine.conf", "Limine"},
	{"/boot/limine/limine.conf", "Limine"},
	{"/EFI/BOOT/limine.conf", "Limine"},
	{"/limine.conf", "Limine"},
	{"/limine/limine.conf", "Limine"},
};

void ia_unread_note(const struct ia_files *files, const char *path, const char *loader,
		    const char *why, struct ia_notes *notes)
{
	struct ia_notes own IA_AUTO_NOTES = {0};
	int r = ia_files_have(files, path, IA_FILE_REGULAR, NULL);

	if (r == -ENOMEM)
		notes->error = r;
	/* One that cannot even be looked up is no loss where it would not be read. */
	if (r <= 0)
		return;
	ia_note(&own, ISOARGS_INFO, IA_NOTE_UNREAD_LOADER, IA_IN_FILE(path),
		"a configuration of %s that is not read: %s", loader, why);
	ia_notes_move(&own, notes, files->name);
}

void ia_unread_note_others(const struct ia_files *files, struct ia_notes *notes)
{
	for (size_t i = 0; i < IA_COUNT(others); i++)
		ia_unread_note(files, others[i].path, others[i].loader,
			       "menus of this loader are not known", notes);
}
