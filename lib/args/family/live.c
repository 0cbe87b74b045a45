/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "args/family/reason.h"
#include "args/family/rules.h"
#include "base/cleanup.h"

/*
 * Live systems that read no installer's words: live-boot's (Debian Live, grml), dracut's (kiwi), NixOS'
 * and others. They are booted as their entries have them, on the guest's console.
 */

static const struct ia_reason never[] = {
	{"BOOT_IMAGE", "belongs to the boot loader"},
	{"initrd", "belongs to the boot loader"},
	{"quiet", "only hides messages"},
	{"rhgb", "a desktop's start-up screen"},
	{"splash", "a desktop's start-up screen"},
};

static const struct ia_reason screens[] = {
	{"console", "the guest's own console takes its place"},
	{"vga", "a text console has no video mode"},
};

#define FIND(rows, word) ia_reason_find((rows), IA_COUNT(rows), (word))

static const char *reason(const struct ia_derivation *derivation, const char *word, bool behind)
{
	const char *found = FIND(never, word);

	(void)derivation;
	(void)behind;
	/* live-boot looks for a file without a name on all disks then. */
	if (strcmp(word, "findiso=") == 0)
		return "names no file, for a loader to fill in";
	return found ? found : FIND(screens, word);
}

#define BY_HAND "boot it, and start the installer that it may have by hand"

static const struct ia_instead instead[] = {
	{ISOARGS_GRAPHICAL, "leave it out: the entry decides"},
	{ISOARGS_TEXT, "name an entry without a desktop with ISOARGS_ENTRY"},
	{ISOARGS_VNC, BY_HAND},
	{ISOARGS_VNC_PASSWORD, BY_HAND},
	{ISOARGS_KS, "use an installation image: it is an installer that reads it"},
	{ISOARGS_AUTO, "use an installation image: it is an installer that reads it"},
	{ISOARGS_REPO, "use an installation image: it is an installer that reads it"},
	{ISOARGS_STAGE2, "leave it out: the entry's own words find the medium"},
	{ISOARGS_NO_OPTION, NULL},
};

const struct ia_rules ia_rules_live = {
	.installer = ISOARGS_INSTALLER_LIVE,
	.name = "a live system without an installer",
	.source = "live-boot: components",
	.instead = instead,
	.has_console = true,
	.reason = reason,
};
