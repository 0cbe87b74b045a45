/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/output.h"

static bool is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* Until there is something to read, or the time is up; negative for ever. As poll(2). */
static int wait_for(int fd, int64_t milliseconds, short *ret_events)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	int r = poll(&poll_fd, 1, (int)milliseconds);

	*ret_events = poll_fd.revents;
	return r < 0 && errno == EINTR ? 1 : r;
}

/*
 * A pipe that nobody has open to write reads as if it were at its end: before the first byte its
 * writer is waited for. 1 look again; 0 he is gone again, or did not come (ETIMEDOUT); -1 with errno.
 */
static int wait_for_writer(int fd, int64_t deadline)
{
	short events = 0;
	int64_t left = deadline - clock_now_ms();

	if (left <= 0) {
		errno = ETIMEDOUT;
		return 0;
	}
	/* one who has come and written nothing yet is not seen here, but by the next read(2) */
	if (wait_for(fd, left, &events) < 0)
		return -1;
	return events & POLLHUP && !(events & POLLIN) ? 0 : 1;
}

/* All bytes, or those up to a line's end: how many; -1 with errno. */
static ssize_t read_all(int fd, enum input_extent extent, char *data, size_t size)
{
	const int64_t deadline = clock_now_ms() + INPUT_SECONDS * 1000;
	size_t length = 0;

	while (length < size) {
		ssize_t n = read(fd, data + length, size - length);
		short events;
		int r = 1;

		if (n == 0 && length == 0 && is_pipe(fd))
			r = wait_for_writer(fd, deadline);
		else if (n == 0)
			break;
		else if (n < 0 && errno == EAGAIN)
			r = wait_for(fd, -1, &events);
		else if (n < 0 && errno != EINTR)
			return -1;
		if (r < 0)
			return -1;
		if (r == 0)
			break;
		length += n > 0 ? (size_t)n : 0;
		if (extent == INPUT_FIRST_LINE && memchr(data, '\n', length))
			break;
	}
	return (ssize_t)length;
}

ssize_t input_read(const char *option, const char *path, enum input_extent extent, char *data,
		   size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	ssize_t n = -1;

	errno = fd < 0 ? errno : 0;
	if (fd >= 0)
		n = read_all(fd, extent, data, size);
	if (n == 0 && errno == ETIMEDOUT)
		n = -1;
	if (n < 0 && errno == ETIMEDOUT)
		output_complain(option, "%s: nobody writes to this pipe", path);
	else if (n < 0)
		output_complain(option, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return n;
}
