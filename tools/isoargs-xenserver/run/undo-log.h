/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XS_RUN_UNDO_LOG_H
#define XS_RUN_UNDO_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/plan.h"

/*
 * What a run has made, on disk before it makes it: one JSON object a line, each on the disk before
 * the next call is sent. A run that is killed can be undone from it, by another process. It holds
 * neither password nor session.
 */

#define UNDOLOG_BYTES_MAX 65536u /* of a log that is read */
#define UNDOLOG_LINES_MAX 512u
#define UNDOLOG_RUN_MAX   33 /* 32 hexadecimal digits */

enum undolog_state {
	UNDOLOG_RUNNING, /* or cut off */
	UNDOLOG_DONE,    /* the guest was handed over */
	UNDOLOG_UNDONE,
};

struct undolog_item {
	bool intended; /* a call that makes it was, or was about to be, sent */
	bool refused;  /* the host said that it made nothing */
	bool gone;
	bool kept;  /* it is whole, and the pool's: undone only where that is asked for */
	char *uuid; /* NULL: its making was not reported */
	char *name; /* name_label; NULL for devices */
};

struct undolog {
	int fd;       /* -1: not open, or not known to be a log */
	size_t whole; /* bytes of its lines */
	bool is_cut;  /* more follows them, which is no line and is taken off before the next one */
	char *path;
	char run[UNDOLOG_RUN_MAX];
	char *name, *temporary, *host;
	enum undolog_state state;
	struct undolog_item items[OBJECT_COUNT];
	char *brought[FOUND_DISKS_MAX]; /* uuids of disks that the guest has from its template */
	size_t brought_count;
};

#define UNDOLOG_NONE                                                                               \
	{                                                                                          \
		.fd = -1                                                                           \
	}

/* A word for a run, from the kernel's random numbers. EXIT_DONE, or EXIT_FAILED with a sentence. */
int undolog_new_run(char run[UNDOLOG_RUN_MAX]);

/*
 * Starts a log in the user's state directory, mode 0600. All of these: EXIT_DONE, or EXIT_FAILED
 * with a sentence on standard error; nothing may be made after a failure.
 */
int undolog_create(struct undolog *log, const char *run, const char *name, const char *temporary,
		   const char *host);
int undolog_intend(struct undolog *log, enum object object, const char *name);
int undolog_made(struct undolog *log, enum object object, const char *uuid);
int undolog_brought(struct undolog *log, const char *uuid); /* what is there already, once */
int undolog_refused(struct undolog *log, enum object object);
int undolog_kept(struct undolog *log, enum object object);
int undolog_gone(struct undolog *log, enum object object);
int undolog_finish(struct undolog *log, enum undolog_state state);

/*
 * Reads a log and opens it to be continued. One that contradicts itself is not followed. Nothing is
 * written: not to a log, whose cut line goes when the next one comes, and never to another file.
 */
int undolog_open(struct undolog *log, const char *path);

/* Takes the log away: there is nothing left that it speaks of. */
void undolog_remove(struct undolog *log);
void undolog_close(struct undolog *log);

#define AUTO_UNDOLOG __attribute__((cleanup(undolog_close))) struct undolog

/* One line into what log says: 0, or -1 where it is none of ours. For undolog_open() and tests. */
int undolog_read_line(struct undolog *log, const char *line, bool first);

#endif
