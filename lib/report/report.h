/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_REPORT_REPORT_H
#define IA_REPORT_REPORT_H

#include <isoargs/report.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "base/strbuf.h"
#include "menu/menu.h"
#include "release/discinfo.h"
#include "release/distro.h"
#include "release/treeinfo.h"
#include "volume/iso9660/iso9660.h"
#include "volume/label.h"
#include "volume/tables/eltorito.h"
#include "volume/tables/partition.h"

/* What isoargs_entry is: an entry of struct ia_menu. */
struct isoargs_entry {
	struct ia_entry entry;
};

struct isoargs_report {
	struct ia_arena *arena; /* holds every string and array below */
	struct ia_notes notes;
	enum isoargs_depth depth;

	const char *image_name;
	uint64_t image_size;
	struct ia_iso9660_volume volume;
	struct ia_labels labels;

	bool has_treeinfo;
	struct ia_treeinfo treeinfo;
	bool has_discinfo;
	struct ia_discinfo discinfo;
	struct ia_distro distro;
	bool is_doubtful; /* the image could not be read where these lie */

	bool has_tables; /* partitions, eltorito and esp were looked for */
	struct ia_partitions partitions;
	struct ia_eltorito eltorito;
	bool has_esp;
	struct {
		uint64_t offset;
		uint64_t size;
		const char *via;
		unsigned bits;
		const char *label;
		uint32_t serial;
	} esp;

	struct ia_menu menu;
	char *shown; /* the only entry that printers show; NULL: all */
};

/* Does a printer show the entry, or any entry of the configuration? */
bool ia_report_shows(const struct isoargs_report *report, const struct ia_entry *entry);
bool ia_report_shows_any(const struct isoargs_report *report, const struct ia_config *config);

/* Appends the configuration's head line: "ISO:/EFI/BOOT/grub.cfg (GRUB, efi, dialect rhel7)". */
void ia_config_describe(const struct ia_config *config, struct ia_strbuf *buf);

#endif
