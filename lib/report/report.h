/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_REPORT_REPORT_H
#define IA_REPORT_REPORT_H

#include <isoargs/report.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/menu.h"
#include "release/distro.h"
#include "release/treeinfo.h"
#include "volume/iso9660/iso9660.h"
#include "volume/label.h"
#include "volume/tables/eltorito.h"
#include "volume/tables/esp.h"
#include "volume/tables/partition.h"

struct isoargs_report {
	struct ia_arena *arena; /* holds every string and array below */
	struct ia_notes notes;
	enum isoargs_depth depth;
	unsigned platform; /* enum ia_platform: no other's menus were looked at; 0: any */

	const char *image_name;
	uint64_t image_size;
	bool is_tree;       /* of files: it has no size, volume, tables, El Torito or ESP */
	bool is_dear;       /* and each costs requests */
	bool has_live_root; /* LiveOS/squashfs.img was looked for, and lies in the tree */
	struct ia_iso9660_volume volume;
	struct ia_labels labels;

	bool has_treeinfo;
	const char *treeinfo_name; /* "ISO:/.treeinfo", whether it is there or not */
	struct ia_treeinfo treeinfo;
	bool has_discinfo;
	struct ia_distro distro;
	const char *osinfo_id; /* libosinfo's; NULL: none is known */
	bool is_doubtful;      /* the image could not be read where these lie */

	bool has_tables; /* partitions, eltorito and esp were looked for */
	struct ia_partitions partitions;
	struct ia_eltorito eltorito;
	bool has_esp;
	struct ia_esp esp; /* closed */

	struct ia_menu menu;
};

/* Does which, as isoargs_report_find() reads it, name the entry of that configuration? */
bool ia_report_names(const struct ia_config *config, const struct isoargs_entry *entry,
		     const char *which);

/* The menu that an entry of the report stands in. */
const struct ia_config *ia_report_menu_of(const struct isoargs_report *report,
					  const struct isoargs_entry *entry);

/* The error where the entry that is named boots no Linux, with those that do. -ENOENT; -ENOMEM. */
int ia_report_no_linux(const struct isoargs_report *report, const struct isoargs_entry *entry,
		       struct isoargs_error **reterr);

/* The error where it names none, with what could be named. -ENOENT; -ENOMEM. */
int ia_report_no_entry(const struct isoargs_report *report, const char *which,
		       struct isoargs_error **reterr);

/* Is it for an architecture that no PC runs? */
bool ia_report_is_foreign(const struct isoargs_report *report);

/* Of all configurations. */
size_t ia_report_entry_count(const struct isoargs_report *report);

#endif
