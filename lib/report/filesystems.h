/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_REPORT_FILESYSTEMS_H
#define IA_REPORT_FILESYSTEMS_H

#include "base/error.h"
#include "report/report.h"
#include "volume/fat/fat.h"
#include "volume/files.h"
#include "volume/iso9660/iso9660.h"
#include "volume/tree/tree.h"

/*
 * The file systems of a medium that was inspected, opened again to look at its files: the ISO,
 * or the tree in its place, and, where the report has one, the ESP.
 */
struct ia_filesystems {
	struct ia_iso9660 *iso;
	struct ia_tree_volume *tree; /* NULL: it is an image */
	struct ia_files iso_files;   /* of either */
	struct ia_fat *esp;          /* NULL: the report has none */
	struct ia_files esp_files;
};

/*
 * 0; or why the volume cannot be opened any more. The window is the whole image's, which must
 * outlive them, as must its meter.
 */
int ia_filesystems_open(const struct ia_window *image, const struct isoargs_report *report,
			struct ia_filesystems *ret, struct isoargs_error **reterr);
void ia_filesystems_close(struct ia_filesystems *systems);

/*
 * A regular file by location (location.h), and the file system it is on. 1 found; 0 absent, or
 * no regular file; or why the lookup failed.
 */
int ia_filesystems_find(const struct ia_filesystems *systems, const char *location,
			const struct ia_files **ret_files, struct ia_file *ret,
			struct isoargs_error **reterr);

/*
 * 0 where the file's last byte can be read, or where a remote image holds it; -ENODATA where the
 * image ends before it.
 */
int ia_filesystems_reach(const struct ia_files *files, const struct ia_file *file,
			 const char *location, struct isoargs_error **reterr);

#define IA_AUTO_FILESYSTEMS IA_CLEANUP(ia_filesystems_close)

#endif
