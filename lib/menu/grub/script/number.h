/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_NUMBER_H
#define IA_MENU_GRUB_SCRIPT_NUMBER_H

#include <stdbool.h>

/*
 * An unsigned number as GRUB reads it: white space, then digits; base 0 knows 0x and, where
 * an octal digit follows, 0. Where no digit leads: false and *ret 0. ret_tail may be NULL.
 */
bool ia_grub_number(const char *s, unsigned base, unsigned long long *ret, const char **ret_tail);

#endif
