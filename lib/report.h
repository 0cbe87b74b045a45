/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_REPORT_H
#define IA_REPORT_H

#include <isoargs/report.h>
#include <stdbool.h>

#include "distro.h"
#include "eltorito.h"
#include "error.h"
#include "iso9660.h"
#include "label.h"
#include "menu.h"
#include "partition.h"
#include "treeinfo.h"
#include "util/arena.h"

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
};

#endif
