/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/relay.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "common/interrupt.h"

#define BUFFER_SIZE 16384u
#define LEAVE       0x1d /* Ctrl-] */

struct buffer {
	char data[BUFFER_SIZE];
	size_t start;
	size_t end;
	bool is_closed; /* nothing more comes in */
};

static bool is_blank(const struct buffer *buffer)
{
	return buffer->start == buffer->end;
}

static void take(struct buffer *buffer, ssize_t n)
{
	buffer->start = 0;
	buffer->end = n > 0 ? (size_t)n : 0;
	if (n == 0 || (n < 0 && n != -EAGAIN))
		buffer->is_closed = true;
}

static ssize_t fd_result(ssize_t n)
{
	if (n >= 0)
		return n;
	return errno == EINTR || errno == EWOULDBLOCK ? -EAGAIN : -errno;
}

/* False: the other side does not take any more. */
static bool give(struct buffer *buffer, ssize_t n)
{
	if (n == -EAGAIN)
		return true;
	if (n < 0)
		return false;
	buffer->start += (size_t)n;
	return true;
}

static bool is_left(const struct relay *relay, struct buffer *up)
{
	char *at = relay->leave < 0 ? NULL : memchr(up->data, relay->leave, up->end);

	if (at)
		up->end = (size_t)(at - up->data);
	return at != NULL;
}

/* Sleeps until something can be done; 0, or 1 where nothing came in for a second. */
static void wait_for(const struct relay *relay, const struct buffer *up, const struct buffer *down,
		     short *ret_in)
{
	struct pollfd fds[] = {
		{.fd = is_blank(up) && !up->is_closed ? relay->in : -1, .events = POLLIN},
		{.fd = stream_fd(relay->stream),
		 .events = (short)((is_blank(down) ? POLLIN : 0) | (is_blank(up) ? 0 : POLLOUT))},
		{.fd = is_blank(down) ? -1 : relay->out, .events = POLLOUT},
	};

	*ret_in = 0;
	if (!fds[1].events)
		fds[1].fd = -1;
	/* a signal that comes just before is seen a second later */
	if (poll(fds, 3, 1000) > 0)
		*ret_in = fds[0].revents;
}

enum relay_end relay_run(const struct relay *relay)
{
	static struct buffer up, down;
	bool left = false;
	short in;

	up = (struct buffer){.start = 0};
	down = (struct buffer){.start = 0};
	for (;;) {
		if (*relay->flag)
			return RELAY_SIGNAL;
		/* first: what TLS has decoded already shows on no descriptor */
		if (is_blank(&down) && !down.is_closed)
			take(&down, stream_read(relay->stream, down.data, BUFFER_SIZE));
		if (!is_blank(&down) &&
		    !give(&down, fd_result(write(relay->out, down.data + down.start,
						 down.end - down.start))))
			return RELAY_LOCAL;
		if (is_blank(&down) && down.is_closed)
			return RELAY_REMOTE;
		if (!is_blank(&up) &&
		    !give(&up, stream_write(relay->stream, up.data + up.start, up.end - up.start)))
			return RELAY_REMOTE;
		if (is_blank(&up) && left)
			return RELAY_LEFT;
		if (is_blank(&up) && up.is_closed && !relay->outlives_the_input)
			return RELAY_LOCAL;
		wait_for(relay, &up, &down, &in);
		if (!in)
			continue;
		take(&up, fd_result(read(relay->in, up.data, BUFFER_SIZE)));
		left = is_left(relay, &up);
	}
}

enum relay_end relay_terminal(struct stream *stream)
{
	const struct relay relay = {
		.stream = stream,
		.in = STDIN_FILENO,
		.out = STDOUT_FILENO,
		.leave = isatty(STDIN_FILENO) ? LEAVE : -1,
		.outlives_the_input = true,
		.flag = &interrupt_flag,
	};
	struct termios before, raw;
	enum relay_end end;

	interrupt_watch();
	if (tcgetattr(STDIN_FILENO, &before) < 0)
		return relay_run(&relay);
	raw = before;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	end = relay_run(&relay);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	return end;
}
