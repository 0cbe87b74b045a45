/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_PRINT_H
#define IA_TEXT_PRINT_H

#include "base/strbuf.h"
#include "report/report.h"

/* What the printers of a report share. options may be NULL: everything is shown. */

/* Is the entry shown, or any entry of the configuration? */
bool ia_print_shows(const struct isoargs_print_options *options, const struct ia_config *config,
		    const struct isoargs_entry *entry);
bool ia_print_shows_any(const struct isoargs_print_options *options,
			const struct ia_config *config);

/* 0; -ENOENT where the only entry that is to be shown is in no configuration. */
int ia_print_check(const struct isoargs_print_options *options, const struct isoargs_report *report,
		   struct isoargs_error **reterr);

/* Appends the configuration's head line: "ISO:/EFI/BOOT/grub.cfg (GRUB, efi, dialect rhel7)". */
void ia_print_config(const struct ia_config *config, struct ia_strbuf *buf);

#endif
