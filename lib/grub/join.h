/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_GRUB_JOIN_H
#define IA_GRUB_JOIN_H

#include "grub/grub.h"
#include "util/strbuf.h"

/* Arguments as GRUB hands them to a kernel: one space between them, its own quoting. */
void ia_grub_join(enum ia_grub_dialect dialect, struct ia_strbuf *buf, const char *const *argv,
		  size_t argc);

#endif
