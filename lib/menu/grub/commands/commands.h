/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_COMMANDS_COMMANDS_H
#define IA_MENU_GRUB_COMMANDS_COMMANDS_H

#include "menu/grub/eval/state.h"

/* All that GRUB knows. */
extern const struct ia_grub_commands ia_grub_commands;

/* control.c and test.c */
int ia_grub_run_break(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_eval(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_export(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_regexp(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_return(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_set(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_setparams(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_shift(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_test(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_unset(struct ia_grub_state *state, const struct ia_grub_call *call);

/* bls.c and file.c */
int ia_grub_run_blscfg(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_configfile(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_load_env(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_probe(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_search(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_source(struct ia_grub_state *state, const struct ia_grub_call *call);

/* load.c */
int ia_grub_run_boot(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_chainloader(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_initrd(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_linux(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_menuentry(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_module(struct ia_grub_state *state, const struct ia_grub_call *call);
int ia_grub_run_multiboot(struct ia_grub_state *state, const struct ia_grub_call *call);

/* Runs the configuration of that name in the current context; 0 too where it is missing. */
int ia_grub_source(struct ia_grub_state *state, const char *name);

/* Runs a text that was read from the file of that name. */
int ia_grub_run_text(struct ia_grub_state *state, const char *name, const char *directory,
		     const char *text, size_t size);

#endif
