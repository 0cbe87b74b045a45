/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_REPORT_TREE_H
#define IA_REPORT_TREE_H

#include "report/report.h"
#include "volume/files.h"

/*
 * What a tree of files tells where an image has more to tell by. Sources: productmd's treeinfo-1.1;
 * virt-manager's urldetect.py for the marks of other families and where their kernels are.
 */

/*
 * What the marks of families say that have no .treeinfo, for as long as nothing is known: Debian's
 * and Ubuntu's MANIFEST, SUSE's content and media.1/products, Alpine's .alpine-release. Are menus worth
 * looking for? 0; -ENOMEM.
 */
int ia_tree_identify(struct isoargs_report *report, const struct ia_files *files,
		     enum ia_worth *ret_worth);

/* Looks for a live root file system, where whose it is tells installers apart. 0; -ENOMEM. */
int ia_tree_find_live_root(struct isoargs_report *report, const struct ia_files *files);

/*
 * Adds a configuration whose entries are made of what names kernel and RAM disk in place of a menu,
 * or of where they lie. 1; 0 nothing was found; -ENOMEM. What cannot be looked up is a note.
 */
int ia_tree_add_entries(struct isoargs_report *report, const struct ia_files *files);

#endif
