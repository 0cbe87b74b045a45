/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_DISTRO_H
#define IA_DISTRO_H

#include <stdbool.h>

#include "error.h"
#include "treeinfo.h"
#include "util/arena.h"

/* Which distribution a medium installs, and whose rules its installer follows. */

enum ia_family {
	IA_FAMILY_UNKNOWN,
	IA_FAMILY_EL, /* RHEL and what is rebuilt from it */
	IA_FAMILY_FEDORA,
};

/* Every field says where it was read: ".treeinfo", ".discinfo", "label", "menu"; NULL is unknown. */
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
	unsigned generation; /* of the installer, as an EL release: 6, 7, 8, 9, 10; 0 unknown */
};

/*
 * Fills what is still unknown; call once for each source, the most trusted first. All strings
 * are copied into the arena. 0 or -ENOMEM.
 */
int ia_distro_from_treeinfo(struct ia_distro *distro, const struct ia_treeinfo *info,
			    struct ia_arena *arena);
int ia_distro_from_discinfo(struct ia_distro *distro, const struct ia_discinfo *info,
			    struct ia_arena *arena);

/* A volume label: "CentOS 7 x86_64", "RHEL-9-4-0-BaseOS-x86_64", "Fedora-S-dvd-x86_64-43". */
int ia_distro_from_label(struct ia_distro *distro, const char *label, struct ia_arena *arena);

/* A menu title: "Install CentOS 7", "Test this media & install Rocky Linux 9.3". */
int ia_distro_from_title(struct ia_distro *distro, const char *title, struct ia_arena *arena);

#endif
