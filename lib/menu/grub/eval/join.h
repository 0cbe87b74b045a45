/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_JOIN_H
#define IA_MENU_GRUB_EVAL_JOIN_H

#include "base/strbuf.h"
#include "menu/grub/grub.h"

/* Arguments as GRUB hands them to a kernel: one space between them, its own quoting. */
void ia_grub_join(enum ia_grub_dialect dialect, struct ia_strbuf *buf, const char *const *argv,
		  size_t argc);

#endif
