/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_FINISH_H
#define XS_RUN_FINISH_H

#include <stdbool.h>

#include "run/events.h"
#include "run/vm.h"

/* After an installation: a VM that starts from its disk. */

struct finish_options {
	const char *args; /* PV_args from now on */
	bool force;       /* whoever made the VM */
	struct events
		*events; /* of the run that this is a part of; NULL: text on standard output */
};

/* EXIT_DONE, or a status with a sentence on standard error. */
int finish_vm(struct xenapi *xenapi, const struct vm *vm, const struct finish_options *options);

/* May a VM be changed? Somebody else's is asked about: EXIT_DONE, or a status with a sentence. */
int finish_may_change(const struct vm *vm, const struct finish_options *options);

#endif
