/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_COMPARE_H
#define IA_MENU_COMPARE_H

#include "base/error.h"
#include "base/meter.h"
#include "base/note.h"
#include "menu/menu.h"

/*
 * The copies of a medium's menu held against each other: every configuration against the
 * first that boots Linux. An entry is the same one where its title is; SYSLINUX and GRUB media
 * share titles. Notes say which entry boots with which word in one and not in the other
 * ("menus-differ"), with which kernel ("kernels-differ", between GRUB's menus only: SYSLINUX
 * has its own copies), what only one of two copies of one file has ("entries-differ") and what
 * an unattended boot starts ("defaults-differ"). 0; -ENOMEM, also where the meter is spent.
 */
int ia_compare_menus(const struct ia_menu *menu, struct ia_meter *meter, struct ia_notes *notes,
		     struct isoargs_error **reterr);

#endif
