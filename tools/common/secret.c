/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "common/output.h"

/* A C string would end there, and a part of the secret be taken for all of it. */
static bool is_cut_by_nul(const char *text, size_t length)
{
	const char *end = memchr(text, '\n', length);

	return memchr(text, '\0', end ? (size_t)(end - text) : length) != NULL;
}

int secret_read_file(const char *option, const char *path, char secret[SECRET_MAX])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t length = 0;
	ssize_t n = -1;

	while (fd >= 0 && length < SECRET_MAX - 1) {
		n = read(fd, secret + length, SECRET_MAX - 1 - length);
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
	if (is_cut_by_nul(secret, length)) {
		output_complain(option, "%s: there is a NUL byte in the first line", path);
		return EXIT_FAILED;
	}
	secret[strcspn(secret, "\r\n")] = '\0';
	/* A buffer that is full holds a line that was cut off. */
	if (strlen(secret) == SECRET_MAX - 1) {
		output_complain(option, "%s: the first line has more than %d bytes", path,
				SECRET_MAX - 2);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}
