/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_VM_H
#define XS_RUN_VM_H

#include "xenapi/xenapi.h"

/* A VM that is there, as those who do something with it find it. */

struct vm {
	char *ref;
	struct rpc_value *record;
	char *name, *uuid; /* as people see them */
};

/* By uuid or name. EXIT_DONE, or EXIT_FAILED with a sentence on standard error. */
int vm_find(struct xenapi *xenapi, const char *word, struct vm *vm);
void vm_free(struct vm *vm);

#define AUTO_VM __attribute__((cleanup(vm_free))) struct vm

bool vm_is_marked(const struct vm *vm); /* made by this tool? */

/*
 * Where the console of a protocol ("vt100", "rfb") of a VM is: free() it, NULL: it has none, and
 * *ret_any says whether it has another one. EXIT_DONE, or EXIT_FAILED with a sentence.
 */
int vm_find_console(struct xenapi *xenapi, const char *ref, const char *protocol,
		    char **ret_location, bool *ret_any);

/* Says what failed; returns EXIT_FAILED. */
int vm_complain(const struct xenapi_error *error);

#endif
