/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_SELECT_H
#define IA_ARGS_SELECT_H

#include "base/error.h"
#include "base/meter.h"
#include "base/note.h"
#include "menu/entry.h"
#include "report/report.h"

/*
 * The menu entry to derive from. wanted: as for isoargs_report_find(), or NULL for the plain
 * install entry: one that boots Linux and neither checks the medium nor picks a video driver nor
 * rescues nor starts what is installed on a disk, of the first configuration that has one; where any
 * entry names anaconda's own options, it must too. An entry that only checks or picks a driver
 * serves where there is no plain one, with a note. Media of other families are read by their own
 * installers' words, and the entry of a live system serves where nothing installs without one. 0;
 * -ENOENT no configuration, no Linux entry, no entry that installs or boots a live system, none of
 * the wanted name; -EINVAL the name is that of two; -EOPNOTSUPP a live image of
 * the EL family; -ENOMEM, also where the meter is spent.
 */
int ia_select_entry(const struct isoargs_report *report, const char *wanted, struct ia_meter *meter,
		    struct ia_notes *notes, const struct isoargs_entry **ret,
		    struct isoargs_error **reterr);

#endif
