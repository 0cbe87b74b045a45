/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_EVAL_EVAL_H
#define IA_MENU_GRUB_EVAL_EVAL_H

#include "menu/grub/eval/state.h"

/* Units of work that a byte takes which is read from a file, and one that is parsed. */
#define IA_GRUB_READ_BYTE  1u
#define IA_GRUB_PARSE_BYTE 1u

/* Runs the command of that name, and no function: its status, IA_GRUB_UNKNOWN_COMMAND for none. */
int ia_grub_run_command(struct ia_grub_state *state, const struct ia_grub_call *call);

/* Parses and runs the units of a text. keep_going: after a syntax error, as files do. */
int ia_grub_run_slice(struct ia_grub_state *state, const struct ia_grub_slice *slice,
		      bool keep_going);

#endif
