/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_PROCESS_H
#define TOOLS_REMOTE_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "remote/broker.h"

/* What the broker serves. */
struct remote_source {
	/* In the broker, with its end of the socket: 0, or a negative errno, and it ends. */
	int (*make)(int socket, void *data, struct remote_backend *ret);
	void *data;
	bool no_sandbox;
	int keep;       /* a descriptor that make needs; -1: none */
	unsigned flags; /* enum isoargs_reader_flags, of the image or the tree */
};

/* Starts the broker: the reader's end of the socket, or a negative errno. */
int process_start(const struct remote_source *source, pid_t *ret_broker);

#endif
