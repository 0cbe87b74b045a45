/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_CONSOLE_RELAY_H
#define XS_CONSOLE_RELAY_H

#include "tls/transport.h"

enum pump_end {
	PUMP_REMOTE, /* the host's side is done */
	PUMP_LOCAL,  /* ours is */
	PUMP_LEFT,   /* the leaving character was typed */
	PUMP_SIGNAL, /* the flag is up */
};

struct pump {
	struct stream *stream;
	int in;
	int out;
	int leave;               /* character that ends it; -1: none */
	bool outlives_the_input; /* the end of what is typed is not the end of what is shown */
	const volatile sig_atomic_t *flag;
};

/* Carries bytes both ways until one side ends. Signals are looked for while waiting. */
enum pump_end pump_run(const struct pump *pump);

#endif
