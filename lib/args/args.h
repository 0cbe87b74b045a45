/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_ARGS_H
#define IA_ARGS_ARGS_H

#include <isoargs/args.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/cmdline.h"
#include "menu/entry.h"

struct isoargs_args {
	struct ia_arena *arena; /* holds every string and array below */
	struct ia_notes notes;
	bool is_anaconda;    /* its rules were applied */
	unsigned generation; /* as isoargs_report_generation() */
	const char *text;
	struct ia_cmdline words;
	struct ia_cmdline dropped;
	struct isoargs_entry entry; /* that was chosen */
	const char *image_name;     /* the path that the medium was read from */
	const char *hostname;       /* that was asked for, or NULL */
};

#endif
