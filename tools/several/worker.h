/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_SEVERAL_WORKER_H
#define TOOLS_SEVERAL_WORKER_H

#include <stddef.h>
#include <sys/types.h>

#include "several/several.h"

/* What a worker may hand back of one medium, and say of it. */
#define WORKER_TEXT_MAX (5u << 20)

/*
 * A process that reads one medium. It is forked and nothing else: it has the command line as the
 * parent has parsed it. What it prints goes to two files in memory that it cannot make larger than
 * WORKER_TEXT_MAX; the rest of them is NUL. It ends with its parent.
 */
struct worker {
	pid_t pid;  /* 0: it has ended, or there is none */
	int text;   /* what is its standard output; -1: there is none */
	int said;   /* and its standard error */
	int status; /* of waitpid(2), once it has ended */
	int error;  /* it could not be started; a negative errno */
};

#define WORKER_NONE                                                                                \
	(struct worker)                                                                            \
	{                                                                                          \
		.text = -1, .said = -1                                                             \
	}

/* Starts one. 0, or a negative errno, which worker->error is, too. */
int worker_start(struct worker *worker, const struct several *several, size_t number);

/* Waits for any child. 0 with its number and status, or a negative errno. */
int worker_wait(pid_t *ret_pid, int *ret_status);

/* Ends it if it runs, and frees what it had. */
void worker_end(struct worker *worker);

#endif
