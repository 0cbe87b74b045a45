/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_FOLDER_H
#define TOOLS_REMOTE_FOLDER_H

#include "remote/broker.h"

/*
 * A folder with a medium, mounted or unpacked. The broker has a descriptor of it and opens what
 * lies below, and is itself left with no more than that.
 */

/* The folder at a path, for its broker: a descriptor, or -ENOTDIR, or another negative errno. */
int folder_find(const char *path);

/* In the broker, once; root as folder_find() returned it. 0, or a negative errno. */
int folder_open(int root, bool no_sandbox, struct remote_backend *ret);

#endif
