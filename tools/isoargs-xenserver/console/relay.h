/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_CONSOLE_RELAY_H
#define XS_CONSOLE_RELAY_H

#include "tls/transport.h"

enum relay_end {
	RELAY_REMOTE, /* the host's side is done */
	RELAY_LOCAL,  /* ours is */
	RELAY_LEFT,   /* the leaving character was typed */
	RELAY_SIGNAL, /* the flag is up */
};

struct relay {
	struct stream *stream;
	int in;
	int out;
	int leave;               /* character that ends it; -1: none */
	bool outlives_the_input; /* the end of what is typed is not the end of what is shown */
	const volatile sig_atomic_t *flag;
};

/* Carries bytes both ways until one side ends. Signals are looked for while waiting. */
enum relay_end relay_run(const struct relay *relay);

/* Standard input and output as the terminal of a stream; Ctrl-] leaves. */
enum relay_end relay_terminal(struct stream *stream);

#endif
