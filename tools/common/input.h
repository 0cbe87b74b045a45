/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_INPUT_H
#define TOOLS_COMMON_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How long a pipe that nobody writes to is waited for. */
#define INPUT_SECONDS 5

enum input_extent {
	INPUT_WHOLE,
	INPUT_FIRST_LINE, /* no more than is needed for it */
};

/*
 * Reads a file that the command line names, or a pipe, as <(...) of a shell is one: as many bytes
 * as it has, at most size. option names what asked for it. Whoever holds the other end of a pipe
 * may take its time; where there is nobody, or he is gone, that is said soon. The number of bytes,
 * or -1 with a sentence on standard error.
 */
ssize_t input_read(const char *option, const char *path, enum input_extent extent, char *data,
		   size_t size);

#endif
