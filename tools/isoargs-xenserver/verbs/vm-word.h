/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_VERBS_VM_WORD_H
#define XS_VERBS_VM_WORD_H

#include "run/vm.h"
#include "verbs/connect.h"
#include "verbs/verbs.h"

/* The command line of the verbs that do something with one VM that is there. */

/*
 * Takes the options of a verb's table and the one VM that has to follow; own is called for those
 * from CONNECT_OWN on. -1: go on; otherwise the exit status, with the help printed or a sentence on
 * standard error.
 */
int vm_parse(int argc, char **argv, const struct verb_options *own, struct connect *connect,
	     const char **ret_word);

#endif
