/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_READER_H
#define TOOLS_REMOTE_READER_H

#include <isoargs/isoargs.h>
#include <sys/types.h>

#include "remote/process.h"

/*
 * The reader's side of a broker: an image or a tree whose bytes come through a socket. It may be in
 * the sandbox, where the socket is all that it has.
 */
struct remote;

/* NULL without memory. Nothing is started yet. */
struct remote *remote_new(void);

/* Closes the socket, by which the broker ends. NULL: nothing happens. Returns NULL. */
struct remote *remote_free(struct remote *remote);

/*
 * Forks: the broker goes on in the child, and never returns. 0, or a negative errno. Nothing has
 * been asked for yet; what must not get to the broker must not be in memory yet, either.
 */
int remote_start(struct remote *remote, const struct remote_source *source);

/* The same with a broker that somebody else has started. */
void remote_attach(struct remote *remote, int socket, unsigned flags);

/* The socket; -1: there is no broker. And the process id of the broker; 0: none of ours. */
int remote_socket(const struct remote *remote);
pid_t remote_broker(const struct remote *remote);

/*
 * Asks for the image or the tree's root, and opens it. As isoargs_image_open(); where
 * remote_failure() has a sentence there is no error object, or a worse one.
 */
int remote_open_image(struct remote *remote, const char *name, struct isoargs_image **ret_image,
		      struct isoargs_error **reterr);

/*
 * After the last byte of an image was read, before what came of it is believed: 0, or a negative
 * errno where it was not one and the same image all the time. The image is not read any more then.
 */
int remote_settle(struct remote *remote);

/* Why the broker failed last, and with which errno; NULL: it did not. */
const char *remote_failure(const struct remote *remote, int *ret_code);

#endif
