/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_CONSOLE_RELAY_H
#define XS_CONSOLE_RELAY_H

#include "tls/transport.h"

enum relay_end {
	RELAY_REMOTE,  /* the host's side is done */
	RELAY_STALLED, /* the host has taken nothing for ten seconds */
	RELAY_LOCAL,   /* ours is */
	RELAY_LEFT,    /* the leaving character was typed, or the input has ended */
	RELAY_SIGNAL,  /* the flag is up */
};

struct relay {
	struct stream *stream;
	int in;
	int out;
	int leave;               /* character that ends it; -1: none */
	bool outlives_the_input; /* after the end of what is typed its answer is still shown */
	const volatile sig_atomic_t *flag;
};

/*
 * Carries bytes both ways until one side ends. Once the input has, what was typed is still sent and
 * what it is answered still shown: until the host is silent for a second, and for five at most.
 * Signals are looked for while waiting.
 */
enum relay_end relay_run(const struct relay *relay);

/* Standard input and output as the terminal of a stream; Ctrl-] leaves. */
enum relay_end relay_terminal(struct stream *stream);

#endif
