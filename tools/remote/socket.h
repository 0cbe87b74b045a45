/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_SOCKET_H
#define TOOLS_REMOTE_SOCKET_H

#include <stddef.h>

/*
 * All of the bytes, by read(2) and write(2) alone, which the sandbox leaves. 0; -ENODATA the other
 * end is closed; -ECANCELED a signal came that somebody handles; or another negative errno.
 */
int socket_read(int socket, void *bytes, size_t size);
int socket_write(int socket, const void *bytes, size_t size);

#endif
