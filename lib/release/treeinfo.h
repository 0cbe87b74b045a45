/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_RELEASE_TREEINFO_H
#define IA_RELEASE_TREEINFO_H

#include <stddef.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"
#include "release/ini.h"

/* One line of [checksums]. */
struct ia_checksum {
	const char *path; /* from the root of the medium, without a slash before it */
	enum ia_digest_type type;
	const char *hex; /* as many digits as its type has, in lower case */
};

/*
 * .treeinfo (lorax style without header, productmd 0.3 and 1.x): what the maker of a medium says
 * it is. Parser only; strings live in the arena; NULL is absent.
 */
struct ia_treeinfo {
	const char *name;       /* "CentOS 7", "Red Hat Enterprise Linux 9.4.0" */
	const char *family;     /* [general] family or [release]/[product] name */
	const char *short_name; /* [release]/[product] short: "RHEL", "Fedora" */
	const char *version;    /* "7", "9.4" */
	const char *variant;    /* "Server", "BaseOS"; NULL if empty */
	const char *arch;
	const char *main_image;              /* [stage2] mainimage */
	const char *kernel;                  /* [images-ARCH] kernel; never that of images-xen */
	const char *initrd;                  /* and initrd */
	const struct ia_checksum *checksums; /* [checksums], in the file's order */
	size_t checksum_count;
};

/*
 * 1 something was found; 0 none of the sections is there; -ENOMEM. Of doubled keys the last wins,
 * as in Python's configparser.
 */
int ia_treeinfo_parse(const struct ia_ini *ini, struct ia_arena *arena, struct ia_treeinfo *ret,
		      struct isoargs_error **reterr);

/*
 * The sum of a path, with or without a slash before it; of doubled ones the last: as many digits
 * as its type has, in lower case. NULL: none.
 */
const char *ia_treeinfo_checksum(const struct ia_treeinfo *info, const char *path,
				 enum ia_digest_type *ret_type);

#endif
