/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "args/medium-name.h"
#include "base/limits.h"
#include "base/note.h"
#include "check/family.h"

/*
 * Will the installer find its medium, as its family looks for it? Sources: debian-installer-utils'
 * list-devices and cdrom-detect; casper's and live-boot's scripts; linuxrc's url.c; archiso's hook;
 * Alpine's nlplug-findfs.c; Fedora CoreOS' live-generator; anaconda's and dracut's live:LABEL=.
 */

#define CODE IA_FINDING_MEDIUM

static void say_ok(struct ia_check *check, const char *how)
{
	ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL, "%s %s", check->family->name,
		     how);
}

/* What is fetched from a network needs no medium. */
static bool is_served(struct ia_check *check, const char *const *words)
{
	bool served = check->request->base_url;

	for (; !served && *words; words++)
		served = ia_check_is_url(ia_check_value(check, *words));
	if (served)
		say_ok(check, "fetches what it needs, and looks for no medium");
	return served;
}

/* A netboot initial RAM disk looks for no medium; it is what is on one that has no packages. */
void ia_check_medium_debian(struct ia_check *check)
{
	static const char *const nothing[] = {NULL};

	if (is_served(check, nothing))
		return;
	if (!ia_check_has(check, CODE, "/dists", IA_FILE_DIRECTORY) &&
	    !ia_check_has(check, CODE, "/pool", IA_FILE_DIRECTORY))
		say_ok(check, "finds no packages on the medium and takes them from the network");
	else if (!ia_check_has(check, CODE, "/.disk/info", IA_FILE_REGULAR))
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "use the image as its publisher made it",
			     "%s knows its medium by /.disk/info, which is not on this one",
			     check->family->name);
	else if (!check->guest->has_cd && !ia_check_text(check, "cdrom-detect/cdrom_device"))
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "take kernel and RAM disk of the network installation, or use "
			     "ISOARGS_GUEST pv, ISOARGS_GUEST hvm or ISOARGS_GUEST kvm",
			     "%s looks for its medium in CD drives, and %s has none",
			     check->family->name, check->guest->phrase);
	else
		say_ok(check, "looks for /.disk/info, and it is on the medium");
}

/* A name in a directory that ends as one of these does. */
struct wanted {
	const char *const *ends; /* ends with NULL */
	char name[IA_RELEASE_TEXT_MAX];
};

static int visit(const char *name, const struct ia_file *file, void *data)
{
	struct wanted *wanted = data;
	size_t length = strlen(name);

	for (size_t i = 0; file->type == IA_FILE_REGULAR && wanted->ends[i]; i++) {
		size_t end = strlen(wanted->ends[i]);

		if (length > end && strcmp(name + length - end, wanted->ends[i]) == 0) {
			snprintf(wanted->name, sizeof(wanted->name), "%s", name);
			return 1;
		}
	}
	return 0;
}

/* The root file system of a live system in one of its folders. */
static void check_image(struct ia_check *check, const char *folder, const char *const *ends,
			enum isoargs_verdict bad)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct wanted wanted = {.ends = ends};
	int r = ia_files_list(&check->systems.iso_files, folder, visit, &wanted, &error);

	folder += *folder == '/';
	if (r < 0)
		ia_check_add_error(check, bad, CODE, error);
	else if (r == 0)
		ia_check_add(check, bad, CODE, IA_NOWHERE, "use the image as its publisher made it",
			     "%s knows its medium by %s/*%s, and there is none",
			     check->family->name, folder, ends[0]);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "%s looks on disks and in drives for %s/*%s, and finds %s",
			     check->family->name, folder, ends[0], wanted.name);
}

static const char *folder_of(const struct ia_check *check, const char *usual)
{
	const char *value = ia_check_value(check, "live-media-path");

	return value && *value ? value : usual;
}

/* Whether the UUID in its RAM disk is that of .disk/casper-uuid* is not seen without unpacking it. */
void ia_check_medium_casper(struct ia_check *check)
{
	static const char *const ends[] = {".squashfs", NULL};
	static const char *const served[] = {"iso-url", NULL};
	const char *url = ia_check_value(check, "url");

	if (ia_check_text(check, "netboot") || is_served(check, served))
		return;
	if (url && strlen(url) > 4 && strcmp(url + strlen(url) - 4, ".iso") == 0)
		say_ok(check, "fetches the image, and looks for no medium");
	else
		check_image(check, folder_of(check, "casper"), ends, ISOARGS_CHECK_ERROR);
}

/*
 * A whole disk with more than one partition is passed over, and then these are tried, of which one
 * that begins where the disk does is as good as the disk. Which of the tables Linux takes is not
 * told here: there is a doubt only where none of them has such a partition.
 */
static bool is_passed_over(const struct ia_partitions *partitions)
{
	size_t count = 0;

	for (size_t i = 0; i < partitions->count; i++) {
		if (partitions->items[i].offset == 0)
			return false;
		count += partitions->items[i].table == IA_TABLE_MBR;
	}
	return count > 1;
}

void ia_check_medium_linuxrc(struct ia_check *check)
{
	static const char *const served[] = {"install", "repo", NULL};
	const char *install = ia_check_value(check, "install");
	bool is_named = ia_check_text(check, "device") || (install && strstr(install, "device="));

	if (is_served(check, served))
		return;
	if (!ia_check_has(check, CODE, "/repodata", IA_FILE_DIRECTORY) &&
	    !ia_check_has(check, CODE, "/content", IA_FILE_REGULAR) &&
	    !ia_check_has(check, CODE, "/media.1", IA_FILE_DIRECTORY) &&
	    !ia_check_has(check, CODE, "/CHECKSUMS", IA_FILE_REGULAR))
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "use an installation image, or give ISOARGS_REPO",
			     "%s looks for a repository, and nothing on the medium is one",
			     check->family->name);
	/* What is a CD to udev under Xen is a disk to libhd. */
	else if (!check->guest->shows_medium && !is_named &&
		 is_passed_over(&check->report->partitions))
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "add ISOARGS_APPEND install=hd:/?device=xvdd",
			     "%s takes the medium of %s for a disk, passes over one with more than "
			     "one partition, and none of these begins where the medium does",
			     check->family->name, check->guest->phrase);
	else
		say_ok(check, is_named ? "looks for its repository on the device that is named"
				       : "looks for its repository on disks and in drives");
}

void ia_check_medium_agama(struct ia_check *check)
{
	const char *label = check->report->labels.encoded;
	static const char *const served[] = {"root", NULL};

	if (is_served(check, served))
		return;
	if (label)
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "%s looks for the label that its RAM disk was made with, of the kind "
			     "of this one: %s",
			     check->family->name, label);
	else
		ia_check_add(check, ISOARGS_CHECK_ERROR, CODE, IA_NOWHERE,
			     "use the image as its publisher made it",
			     "%s looks for its medium by a label, and this one has none",
			     check->family->name);
}

/* A name by which it is looked for, held against the medium's own. */
static void check_name(struct ia_check *check, const char *what, const char *wanted,
		       const char *own)
{
	if (own && strcmp(wanted, own) == 0)
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "%s looks for the %s %s, which this medium has", check->family->name,
			     what, wanted);
	else
		ia_check_add(check, ISOARGS_CHECK_ERROR, CODE, IA_NOWHERE,
			     "use the image as its publisher made it, or put the word right with "
			     "ISOARGS_DROP and ISOARGS_APPEND",
			     "%s looks for the %s \"%s\", and this medium's is \"%s\"",
			     check->family->name, what, wanted, own ? own : "");
}

/*
 * By the volume's date, or by a file of that name, which what lsblk calls "part" and "rom" is
 * searched for: the drive of a guest without Xen is one, xvdd none.
 */
static void check_uuid(struct ia_check *check, const char *uuid)
{
	const char *own = check->report->labels.uuid;
	char path[64];

	snprintf(path, sizeof(path), "/boot/%.40s.uuid", uuid);
	if ((own && strcmp(uuid, own) == 0) || !check->guest->shows_medium ||
	    !ia_check_has(check, CODE, path, IA_FILE_REGULAR))
		check_name(check, "UUID", uuid, own);
	else
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "the medium's UUID is another than %s looks for, but %s tells it",
			     check->family->name, path);
}

void ia_check_medium_arch(struct ia_check *check)
{
	static const char *const served[] = {"archiso_http_srv", NULL};
	const char *uuid = ia_check_value(check, "archisosearchuuid");
	const char *label = ia_check_value(check, "archisolabel");

	if (is_served(check, served))
		return;
	if (ia_check_text(check, "archisodevice"))
		say_ok(check, "looks for its medium on the device that is named");
	else if (uuid)
		check_uuid(check, uuid);
	else if (label)
		check_name(check, "label", label, check->report->labels.encoded);
	else
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "add ISOARGS_APPEND archisodevice=/dev/NAME",
			     "no word tells %s how to find its medium", check->family->name);
}

/* In the top folder, or in one of those in it. */
void ia_check_medium_alpine(struct ia_check *check)
{
	static const char *const served[] = {"alpine_repo", NULL};

	if (is_served(check, served))
		return;
	if (ia_check_has(check, CODE, "/apks/.boot_repository", IA_FILE_REGULAR) ||
	    ia_check_has(check, CODE, "/.boot_repository", IA_FILE_REGULAR))
		say_ok(check, "looks on disks and in drives for .boot_repository, and finds it");
	else
		ia_check_add(
			check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			"use the image as its publisher made it",
			"%s knows its medium by .boot_repository, which is neither in / nor in "
			"/apks",
			check->family->name);
}

void ia_check_medium_coreos(struct ia_check *check)
{
	static const char *const served[] = {"coreos.live.rootfs_url", NULL};
	const char *label = ia_check_value(check, "coreos.liveiso");

	if (is_served(check, served))
		return;
	if (label)
		check_name(check, "label", label, check->report->labels.encoded);
	else
		ia_check_add(check, ISOARGS_CHECK_WARNING, CODE, IA_NOWHERE,
			     "choose the entry of the medium's own menu, or ISOARGS_APPEND "
			     "coreos.liveiso=LABEL",
			     "no word tells %s how to find its medium", check->family->name);
}

/* dracut's root=live:CDLABEL=NAME, live-boot's folder, or what is not known. */
void ia_check_medium_live(struct ia_check *check)
{
	static const char *const ends[] = {".squashfs", ".ext4", ".ext3", ".ext2", NULL};
	static const char *const served[] = {"fetch", "httpfs", NULL};
	const char *root = ia_check_value(check, "root");
	const char *boot = ia_check_value(check, "boot");
	struct ia_slice name = {0};

	if (is_served(check, served))
		return;
	if (boot && strcmp(boot, "live") == 0) {
		check_image(check, folder_of(check, "live"), ends, ISOARGS_CHECK_WARNING);
	} else if (root && ia_medium_name_is_other(&check->report->labels, root, &name)) {
		ia_check_add(check, ISOARGS_CHECK_ERROR, CODE, IA_NOWHERE,
			     "use the image as its publisher made it, or put the word right with "
			     "ISOARGS_DROP and ISOARGS_APPEND",
			     "the live system is looked for at \"%.*s\", which this medium is not",
			     (int)name.size, name.at);
	} else if (name.at) {
		ia_check_add(check, ISOARGS_CHECK_OK, CODE, IA_NOWHERE, NULL,
			     "the live system is looked for at %.*s, which is this medium",
			     (int)name.size, name.at);
	}
}

/* Its installer is started with its hypervisor, by the medium's own menu: nothing is known. */
void ia_check_medium_host(struct ia_check *check IA_UNUSED)
{
}

void ia_check_medium(struct ia_check *check)
{
	const struct ia_check_family *family = check->family;

	if (family->medium)
		family->medium(check);
	else
		ia_check_label(check);
}
