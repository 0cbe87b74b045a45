/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_ARGS_H
#define IA_ARGS_ARGS_H

#include <isoargs/args.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/cmdline.h"

struct isoargs_args {
	struct ia_arena *arena; /* holds every string and array below */
	struct ia_notes notes;
	bool is_anaconda;    /* its rules were applied */
	unsigned generation; /* as isoargs_report_generation() */
	const char *text;
	struct ia_cmdline words;
	struct ia_cmdline dropped;
	const char *kernel;
	const char *kernel_location; /* NULL: not on the medium */
	const char **initrds;
	const char **initrd_locations; /* NULL each that is not on the medium */
	size_t initrd_count;
	const char *entry_file; /* of the entry that was chosen */
	unsigned entry_line;
	const char *entry_path;
	const char *entry_title;
	const char *image_name; /* the path that the medium was read from */
	const char *hostname;   /* that was asked for, or NULL */
};

#endif
