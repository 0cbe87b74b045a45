/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_SAID_H
#define FUZZ_SAID_H

/* What is said on standard error, which is held to what may be printed; and a file of an input. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "printers.h"

struct said {
	FILE *real;
	char *text;
	size_t size;
};

static inline void said_begin(struct said *said)
{
	said->real = stderr;
	stderr = open_memstream(&said->text, &said->size);
	if (!stderr)
		abort();
}

/* Is there at least one line? */
static inline bool said_end(struct said *said)
{
	bool any;

	fclose(stderr);
	stderr = said->real;
	expect_printable(said->text);
	any = said->size > 0;
	if (any && said->text[said->size - 1] != '\n')
		broken();
	free(said->text);
	return any;
}

/* A file of this process, in memory where there is such a place. */
static inline const char *input_file(const char *name, const uint8_t *data, size_t size)
{
	static char path[64];
	int fd;

	snprintf(path, sizeof(path), "%s/isoargs-%s-%ld",
		 access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", name, (long)getpid());
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd) < 0)
		abort();
	return path;
}

/* Does the file begin with these bytes? *ret_size: of all of it. */
static inline bool file_begins(const char *path, const uint8_t *data, size_t size, size_t *ret_size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = malloc(size + 1);
	struct stat st;
	bool same;

	if (fd < 0 || !text || fstat(fd, &st) < 0)
		abort();
	same = read(fd, text, size) == (ssize_t)size &&
	       (size == 0 || memcmp(text, data, size) == 0);
	*ret_size = (size_t)st.st_size;
	free(text);
	close(fd);
	return same;
}

#endif
