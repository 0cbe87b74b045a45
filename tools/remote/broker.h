/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_BROKER_H
#define TOOLS_REMOTE_BROKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The process that has what the reader of a medium must not have: a network, or the names of a file
 * system. It answers "which bytes are from here to there" and nothing else, and looks at none.
 */

/* What it may be asked for in all, whoever has taken the reader over. */
struct remote_bounds {
	uint64_t requests, bytes;
};

#define REMOTE_FILES_MAX 64u /* open at a time */

/*
 * Where the bytes come from: open, read, list and close are those of struct isoargs_tree, except
 * that the path "" may be a file: the image. Paths are plain (remote/message.h), ranges lie within
 * the size that open gave.
 */
struct remote_backend {
	int (*open)(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data);
	ssize_t (*read)(uint64_t file, void *buf, size_t size, uint64_t offset, void *data);
	/* NULL: nothing can be listed */
	int (*list)(const char *path, int (*visit)(const char *name, void *visit_data),
		    void *visit_data, void *data);
	/* A file is not read any more. May be NULL. */
	void (*close)(uint64_t file, void *data);
	/* A file is not read any more, and what was read is to be believed: may it? May be NULL. */
	int (*settle)(void *data);
	/* Why the last of them failed, as a sentence; NULL, or "": what its errno says. May be NULL. */
	const char *(*why)(void *data);
	void *data;
	struct remote_bounds bounds;
};

/*
 * Answers on the socket until its other end is closed, or says what no reader says. Returns the
 * exit status of the process.
 */
int remote_serve(int socket, const struct remote_backend *backend);

/* Is the other end of the socket closed? For what waits for something else. */
bool remote_is_left(int socket);

#endif
