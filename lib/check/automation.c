/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "args/medium-name.h"
#include "base/note.h"
#include "check/family.h"
#include "menu/cmdline.h"

/*
 * Is what answers the installer's questions where the line says? Sources: preseed's auto-install.sh;
 * casper's scripts; Subiquity's cmd/server.py; cloud-init's DataSourceNoCloud.py; anaconda's
 * fetch-kickstart-disk.
 */

#define CODE IA_FINDING_AUTOMATION

/* The path of a file on this medium that the value names; NULL: it is elsewhere. */
static const char *path_on_medium(const struct ia_check *check, const char *value)
{
	struct ia_slice name;
	const char *path;

	if (strncmp(value, "file:", 5) == 0)
		value += strncmp(value, "file://", 7) == 0 ? 7 : 5;
	if (strncmp(value, "/cdrom/", 7) == 0)
		return value + 6;
	if (strncmp(value, "cdrom:/", 7) == 0)
		path = value + 6;
	else if (strncmp(value, "hd:", 3) == 0 && ia_medium_name(value, &name) &&
		 !ia_medium_name_is_other(&check->report->labels, value, &name) &&
		 strncmp(name.at, "OEMDRV", 6) != 0)
		path = strstr(value, ":/") ? strstr(value, ":/") + 1 : NULL;
	else
		path = NULL;
	return path && strncmp(path, "/dev/", 5) == 0 ? NULL : path;
}

static void check_answers(struct ia_check *check, const char *name)
{
	const char *value = ia_check_value(check, name);
	const char *path = value ? path_on_medium(check, value) : NULL;

	if (path && !check->request->base_url && !ia_check_has(check, CODE, path, IA_FILE_REGULAR))
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "leave the word out with ISOARGS_DROP, or use another image",
			     "%s= names a file of the medium that is not on it: %s", name, path);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     path ? "%s= names answers to the installer's questions, and they are "
				    "on the medium"
				  : "%s= names answers to the installer's questions",
			     name);
}

void ia_check_automation(struct ia_check *check)
{
	const struct ia_check_family *family = check->family;

	for (const char *const *name = family->answers; name && *name; name++) {
		if (ia_check_value(check, *name))
			check_answers(check, *name);
	}
	if (family->automation)
		family->automation(check);
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), wanted = strlen(end);

	return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

/* It raises the network where ip= says how, and nothing else does before it needs the image. */
static void check_netboot(struct ia_check *check)
{
	const char *url = ia_check_value(check, "url");
	bool fetches = ia_check_text(check, "iso-url") || (url && ends_with(url, ".iso"));

	if (fetches && !ia_check_text(check, "ip"))
		ia_check_add(check, ISOARGS_CHECK_ERROR, CODE, IA_NOWHERE,
			     "add ISOARGS_DHCP, or ISOARGS_IP",
			     "casper fetches its image only where ip= sets up the network");
}

void ia_check_automation_casper(struct ia_check *check)
{
	const char *source = ia_check_value(check, "ds");
	const char *seed = source ? strstr(source, ";s=") : NULL;
	const char *bare = ia_check_text(check, "autoinstall");

	check_netboot(check);
	if (source && (!bare || ia_word_value(bare)))
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "add ISOARGS_APPEND autoinstall",
			     "without the word autoinstall, which has no value, the installer asks "
			     "before it writes to a disk");
	if (seed && !ends_with(seed, "/"))
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "write a slash at its end",
			     "ds= names no folder: cloud-init puts user-data and meta-data right "
			     "behind it");
}
