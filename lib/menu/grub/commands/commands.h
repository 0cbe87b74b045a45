/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_COMMANDS_COMMANDS_H
#define IA_MENU_GRUB_COMMANDS_COMMANDS_H

#include "menu/grub/eval/state.h"

/* What GRUB knows, a table a file. */
extern const struct ia_grub_commands ia_grub_bls_commands;
extern const struct ia_grub_commands ia_grub_content_commands;
extern const struct ia_grub_commands ia_grub_control_commands;
extern const struct ia_grub_commands ia_grub_file_commands;
extern const struct ia_grub_commands ia_grub_load_commands;
extern const struct ia_grub_commands ia_grub_loopback_commands;
extern const struct ia_grub_commands ia_grub_regexp_commands;
extern const struct ia_grub_commands ia_grub_test_commands;

/* All of them, and what has no effect here; NULL ends them. */
extern const struct ia_grub_commands *const ia_grub_commands[];

/* Runs a text that was read from the file of that name. */
int ia_grub_run_text(struct ia_grub_state *state, const char *name, const char *directory,
		     const char *text, size_t size);

#endif
