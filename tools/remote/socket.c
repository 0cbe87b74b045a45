/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/socket.h"

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

static int failure(void)
{
	if (errno == EINTR)
		return -ECANCELED;
	return errno == EPIPE || errno == ECONNRESET ? -ENODATA : -errno;
}

int socket_read(int socket, void *bytes, size_t size)
{
	for (uint8_t *to = bytes; size > 0;) {
		ssize_t n = read(socket, to, size);

		if (n <= 0)
			return n == 0 ? -ENODATA : failure();
		to += n;
		size -= (size_t)n;
	}
	return 0;
}

int socket_write(int socket, const void *bytes, size_t size)
{
	for (const uint8_t *from = bytes; size > 0;) {
		ssize_t n = write(socket, from, size);

		if (n < 0)
			return failure();
		from += n;
		size -= (size_t)n;
	}
	return 0;
}
