/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "output.h"

int secret_read_file(const char *option, const char *path, char *secret, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t length = 0;
	ssize_t n = -1;

	while (fd >= 0 && length < size - 1) {
		n = read(fd, secret + length, size - 1 - length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		length += (size_t)n;
		if (memchr(secret, '\n', length))
			break;
	}
	if (fd < 0 || n < 0) {
		output_complain(option, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return EXIT_FAILED;
	}
	close(fd);
	secret[length] = '\0';
	secret[strcspn(secret, "\r\n")] = '\0';
	return EXIT_DONE;
}
