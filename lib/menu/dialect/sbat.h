/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_DIALECT_SBAT_H
#define IA_MENU_DIALECT_SBAT_H

#include <stdbool.h>
#include <stddef.h>

#include "menu/grub/grub.h"

/*
 * The .sbat section of an EFI program: lines of comma-separated fields that say who built what,
 * so that revocations can name it. Of shim's SBAT.md:
 *     grub,5,Free Software Foundation,grub,2.06,https://www.gnu.org/software/grub/
 *     grub.rh,2,Red Hat,grub2,2.06-70.el9,mailto:secalert@redhat.com
 */

/*
 * 1 it tells whose GRUB it is: *ret_certain is false where that is Red Hat's, but no version says
 * which; 0 it is no GRUB, or of a vendor that is not known.
 */
int ia_sbat_parse(const char *text, size_t size, enum ia_grub_dialect *ret, bool *ret_certain);

/* Whose GRUB is a vendor's, named as in EFI/ and after "grub.": 1 known, 0 not. */
int ia_sbat_vendor(const char *name, size_t length, bool *ret_red_hat);

#endif
