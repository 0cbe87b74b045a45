/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_ARGS_INSTALLER_H
#define IA_ARGS_INSTALLER_H

#include <isoargs/args.h>

#include "menu/entry.h"
#include "report/report.h"

/*
 * Whose words an entry's kernel finds its reader for: told by the entry's own words, its kernel's
 * place and the medium's family, in this order.
 */
enum isoargs_installer ia_installer_of(const struct isoargs_report *report,
				       const struct isoargs_entry *entry);

#endif
