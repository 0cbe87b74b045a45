/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_METER_H
#define IA_BASE_METER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/limits.h"

/*
 * What one call may cost for one image. Each public function that looks at a medium, or prints
 * what came of it, makes a meter and hands it down; whatever works on something that the medium
 * chose draws on it. It sticks: once it is spent everything that draws on it fails at once, with
 * -E2BIG or as if out of memory, and ia_meter_settle() says in the end what it was.
 *
 * A loop over what the medium chose that does not draw on a meter says in a comment what bounds it.
 */

/* What is drawn for, and so what the sentence in the end names. */
enum ia_cost {
	IA_COST_READING,      /* blocks of the image, through windows */
	IA_COST_FILES,        /* directories and tables of file systems: lookup and listing */
	IA_COST_TABLES,       /* partition tables, El Torito, labels */
	IA_COST_RELEASE,      /* .treeinfo and its kin */
	IA_COST_GRUB,         /* evaluating GRUB script */
	IA_COST_GRUB_LEGACY,  /* reading GRUB Legacy's configurations */
	IA_COST_SYSTEMD_BOOT, /* reading systemd-boot's entries */
	IA_COST_SYSLINUX,     /* reading SYSLINUX configurations */
	IA_COST_MENUS,        /* naming, copying and comparing entries */
	IA_COST_ARGS,         /* deriving arguments */
	IA_COST_CHECKS,       /* checking */
	IA_COST_UNPACKING,    /* packed kernels */
	IA_COST_PRINTING,     /* texts and documents */
	IA_COST_COUNT
};

/*
 * The units of work are weighed by time: one is about a nanosecond of the release build on a
 * processor of 2020, as the dearest input has it. NULL in place of a meter counts nothing: for
 * what is bounded by other means, and for tests.
 */
struct ia_meter {
	uint64_t work_max;
	uint64_t kept_max;
	uint64_t work; /* units spent */
	uint64_t kept; /* bytes held at the moment */
	uint64_t work_by[IA_COST_COUNT];
	uint64_t kept_by[IA_COST_COUNT]; /* with what was refused */
	enum {
		IA_METER_GOOD,
		IA_METER_WORK_SPENT,
		IA_METER_KEPT_SPENT,
	} state;
};

/* The meter of an ordinary call: IA_WORK_MAX and IA_KEPT_MAX. */
#define IA_METER                                                                                   \
	{                                                                                          \
		.work_max = IA_WORK_MAX, .kept_max = IA_KEPT_MAX                                   \
	}

/* Counts work. 0; -E2BIG from then on that the meter is spent. */
int ia_meter_spend(struct ia_meter *meter, enum ia_cost cost, uint64_t units);

/*
 * Counts bytes that are kept: 0; -E2BIG: do not keep them, they are not counted. And that are given
 * back: no more than were counted.
 */
int ia_meter_keep(struct ia_meter *meter, enum ia_cost cost, uint64_t bytes);
void ia_meter_release(struct ia_meter *meter, enum ia_cost cost, uint64_t bytes);

/* Allows so much more: for what costs more than all else together, and is asked for by itself. */
void ia_meter_raise(struct ia_meter *meter, uint64_t work, uint64_t kept);

/* The units spent so far; 0 without a meter. */
uint64_t ia_meter_work(const struct ia_meter *meter);

/*
 * How a call ends: r, or -E2BIG with the one sentence that names what spent most where the meter
 * is spent, whatever r and *reterr say. name: of the image.
 */
int ia_meter_settle(const struct ia_meter *meter, const char *name, int r,
		    struct isoargs_error **reterr);

#endif
