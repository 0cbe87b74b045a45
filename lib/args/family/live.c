/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "args/family/rules.h"
#include "base/cleanup.h"

/*
 * Live systems that read no installer's words: live-boot's (Debian Live, grml), dracut's (kiwi), NixOS'
 * and others. They are booted as their entries have them, on the guest's console.
 */

static const struct ia_drop drops[] = {
	{"BOOT_IMAGE", IA_ALWAYS, "belongs to the boot loader"},
	{"initrd", IA_ALWAYS, "belongs to the boot loader"},
	{"quiet", IA_ALWAYS, "only hides messages"},
	{"rhgb", IA_ALWAYS, "a desktop's start-up screen"},
	{"splash", IA_ALWAYS, "a desktop's start-up screen"},
	{"console", IA_ALWAYS, "the guest's own console takes its place"},
	{"vga", IA_ALWAYS, "a text console has no video mode"},
	{"findiso=", IA_ALWAYS, "names no file, for a loader to fill in"},
	{NULL, IA_ALWAYS, NULL},
};

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
	.drops = drops,
};
