/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_SECRET_H
#define TOOLS_COMMON_SECRET_H

#include <stddef.h>

/* Bytes of a buffer that holds a password, its NUL included. */
#define SECRET_MAX 256

/*
 * The first line of a file, without its end; option names what asked for it. EXIT_DONE, or
 * EXIT_FAILED with a sentence on standard error. The caller wipes secret, also after a failure.
 */
int secret_read_file(const char *option, const char *path, char *secret, size_t size);

#endif
