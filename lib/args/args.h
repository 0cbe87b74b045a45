/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_ARGS_H
#define IA_ARGS_ARGS_H

#include <isoargs/args.h>

#include "args/guest-kind.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/note.h"
#include "menu/cmdline.h"
#include "menu/entry.h"

struct isoargs_args {
	struct ia_arena *arena; /* holds every string and array below */
	struct ia_notes notes;
	enum isoargs_installer installer;
	const struct ia_guest_kind *guest;
	unsigned generation; /* as isoargs_report_generation() */
	enum isoargs_boots boots;
	bool graphical;      /* ISOARGS_GRAPHICAL was asked for */
	const char *foreign; /* the architecture of a medium that no PC runs; NULL: one may */
	const char *text;
	struct ia_cmdline words;
	struct ia_cmdline dropped;
	struct isoargs_entry entry; /* that was chosen */
	const char *image_name;     /* the path that the medium was read from */
	const char *hostname;       /* that was asked for, or NULL */
	const char *osinfo_id;      /* isoargs_report_osinfo_id() */
	bool is_tree;               /* of files, in place of an image */
	const char *base_url;       /* where the medium is served, or NULL */

	/* isoargs_args_set_kernel(); without a reason nothing is known of the kernel */
	unsigned kernel_modes;
	const char *kernel_reason;
	const char *kernel_version; /* NULL: it has none */
};

static inline bool ia_args_are_anaconda(const struct isoargs_args *args)
{
	return args->installer == ISOARGS_INSTALLER_ANACONDA;
}

struct isoargs_report;
struct isoargs_request;

/*
 * isoargs_derive(), on the meter of the call that asks for it, which says in the end whether it is
 * spent.
 */
int ia_derive(const struct isoargs_report *report, const struct isoargs_request *request,
	      struct ia_meter *meter, struct isoargs_args **ret_args,
	      struct isoargs_error **reterr);

#endif
