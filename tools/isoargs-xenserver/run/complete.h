/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_COMPLETE_H
#define XS_RUN_COMPLETE_H

#include "run/finish.h"
#include "run/wait.h"

/*
 * From an installer that has started to a system that runs: it is waited for, the VM is finished and
 * started again. An interruption while it is waited for leaves the guest as it is.
 */
struct completing {
	struct wait_wish wish;
	struct finish_options finish;
	const char *name;    /* of the VM, as people see it */
	const char *address; /* that the system will have; NULL: its agent may tell */
	const char *again;   /* the command that goes on, for sentences */
	bool is_new;         /* the installer has just been started: what ends soon was none */
};

struct completed {
	char vnc[WAIT_ADDRESS_MAX];     /* that the installer told; "": none */
	char address[WAIT_ADDRESS_MAX]; /* of the system; "": nobody told */
};

/* EXIT_DONE; EXIT_FAILED, EXIT_NOT_USABLE or EXIT_LACKS with a sentence on standard error. */
int complete_installation(struct xenapi *xenapi, const struct completing *completing,
			  struct completed *ret);

#endif
