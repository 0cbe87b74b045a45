/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_WAIT_H
#define XS_RUN_WAIT_H

#include <signal.h>
#include <stdbool.h>

#include "run/events.h"
#include "xenapi/xenapi.h"

/*
 * A guest is followed until its installer is done: its power state, by what wakes us first of its
 * console's end, an event (from 1.9 on) and the clock; and what the installer tells on its text
 * console meanwhile. Nothing is changed.
 */

#define WAIT_MINUTES        120u
#define WAIT_MINUTES_MAX    10080u
#define WAIT_INSTALLATION_S 60u /* what ends before was none */

enum wait_end {
	WAIT_HALTED,  /* the guest is down */
	WAIT_STOPPED, /* the installer said that it will not go on, and the guest runs */
	WAIT_GONE,    /* there is no such VM any more */
	WAIT_LATE,
	WAIT_LEFT, /* by an interruption */
	WAIT_LOST, /* the pool could not be asked any more; a sentence is on standard error */
};

struct wait_wish {
	const char *uuid; /* of the VM */
	unsigned minutes;
	const volatile sig_atomic_t *interrupt;
	struct events *events;
};

#define WAIT_ADDRESS_MAX 64u

struct waited {
	enum wait_end end;
	unsigned seconds;
	bool has_installed;             /* it was heard to have come as far as that */
	const char *why;                /* WAIT_STOPPED */
	char address[WAIT_ADDRESS_MAX]; /* of the installer's VNC server; "": it told none */
};

/* A number of minutes: EXIT_DONE, or EXIT_USAGE with a sentence. */
int wait_take_minutes(const char *text, unsigned *ret);

void wait_for_installer(struct xenapi *xenapi, const struct wait_wish *wish, struct waited *ret);

/*
 * The address of the installed system, once its agent tells one: true, or false after some seconds
 * without.
 */
bool wait_for_address(struct xenapi *xenapi, const struct wait_wish *wish, unsigned seconds,
		      char ret[WAIT_ADDRESS_MAX]);

#endif
