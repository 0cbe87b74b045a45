/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_VERBS_VM_H
#define XS_VERBS_VM_H

#include "verbs/connect.h"
#include "verbs/verbs.h"

/* What the verbs share that do something with one VM that is there. */

struct vm {
	char *ref;
	struct rpc_value *record;
	char *name, *uuid; /* as people see them */
};

/*
 * Takes the options of a verb's table and the one VM that has to follow; own is called for those
 * from CONNECT_OWN on. -1: go on; otherwise the exit status, with the help printed or a sentence on
 * standard error.
 */
int vm_parse(int argc, char **argv, const struct verb_options *own, struct connect *connect,
	     const char **ret_word);

/* By uuid or name. EXIT_DONE, or EXIT_FAILED with a sentence on standard error. */
int vm_find(struct xenapi *xenapi, const char *word, struct vm *vm);
void vm_free(struct vm *vm);

#define AUTO_VM __attribute__((cleanup(vm_free))) struct vm

bool vm_is_marked(const struct vm *vm); /* made by this tool? */

/* Says what failed; returns EXIT_FAILED. */
int vm_complain(const struct xenapi_error *error);

#endif
