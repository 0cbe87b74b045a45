/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_DISTRO_H
#define IA_RELEASE_DISTRO_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "release/treeinfo.h"

/* Which distribution a medium installs, and whose rules its installer follows. */

enum ia_family {
	IA_FAMILY_UNKNOWN,
	IA_FAMILY_EL, /* RHEL and what is rebuilt from it */
	IA_FAMILY_FEDORA,
	IA_FAMILY_COREOS, /* Fedora's and RHEL's: live media, and no anaconda on them */
	IA_FAMILY_DEBIAN,
	IA_FAMILY_UBUNTU,
	IA_FAMILY_SUSE, /* openSUSE and SUSE Linux Enterprise */
	IA_FAMILY_ARCH,
	IA_FAMILY_ALPINE,
	IA_FAMILY_XENSERVER, /* XenServer and XCP-ng themselves */
};

/*
 * Every field says where it was read: ".treeinfo", ".discinfo", ".disk/info", "label", "menu",
 * "EFI/BOOT", "MANIFEST", "content", "media.1/products", ".alpine-release"; NULL is unknown.
 */
struct ia_distro {
	enum ia_family family;
	const char *name; /* "CentOS", "Red Hat Enterprise Linux" */
	const char *name_from;
	const char *version; /* "7", "9.4" */
	const char *version_from;
	const char *variant;
	const char *variant_from;
	const char *arch;
	const char *arch_from;
	/*
	 * Of the installer, as an EL release: 6, 7, 8, 9, 10; 0 unknown, or of another family. What has
	 * no release yet, such as rawhide, has the newest.
	 */
	unsigned generation;
};

/*
 * Fills what is still unknown; call once for each source, the most trusted first. All strings
 * are copied into the arena. 0 or -ENOMEM.
 */
int ia_distro_from_treeinfo(struct ia_distro *distro, const struct ia_treeinfo *info,
			    struct ia_arena *arena);

/* What discinfo.h tells of a medium. */
int ia_distro_from_discinfo(struct ia_distro *distro, const char *release, const char *arch,
			    struct ia_arena *arena);

/*
 * The text of Debian's and Ubuntu's /.disk/info, of which the first line counts:
 * "Debian GNU/Linux 12.5.0 "Bookworm" - Official amd64 NETINST 20240210-11:27".
 */
int ia_distro_from_diskinfo(struct ia_distro *distro, const char *text, struct ia_arena *arena);

/* The texts of what tells where there is no label: debian-installer's MANIFEST of its images, ... */
int ia_distro_from_manifest(struct ia_distro *distro, const char *text, struct ia_arena *arena);

/* ... the version.info of its netboot tree: "Debian version:  12 (bookworm)", ... */
int ia_distro_from_version_info(struct ia_distro *distro, const char *text, struct ia_arena *arena);

/* ... SUSE's content, "LABEL openSUSE 13.2" among its lines, and media.1/products: "/ SLES 12.3-0". */
int ia_distro_from_content(struct ia_distro *distro, const char *text, struct ia_arena *arena);
int ia_distro_from_products(struct ia_distro *distro, const char *text, struct ia_arena *arena);

/* The text of Alpine's /.alpine-release: "3.19.1", after the flavour or not. */
int ia_distro_from_alpine(struct ia_distro *distro, const char *text, struct ia_arena *arena);

/* A volume label: "CentOS 7 x86_64", "RHEL-9-4-0-BaseOS-x86_64", "Fedora-S-dvd-x86_64-43". */
int ia_distro_from_label(struct ia_distro *distro, const char *label, struct ia_arena *arena);

/*
 * A menu title: "Install CentOS 7", "Test this media & install Rocky Linux 9.3". It tells the EL
 * family and Fedora only: menus of others name every system that they know how to start.
 */
int ia_distro_from_title(struct ia_distro *distro, const char *title, struct ia_arena *arena);

#endif
