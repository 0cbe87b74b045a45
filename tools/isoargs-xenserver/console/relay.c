/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/relay.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/interrupt.h"

#define BUFFER_SIZE 16384u
#define LEAVE       0x1d /* Ctrl-] */
#define PAUSE_MS    1000
#define ENDED       (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL) /* shows without reading */

/* Once the input has ended: so long the host may be silent, and so long it is listened to. */
#define LINGER_QUIET_MS 1000u
#define LINGER_MOST_MS  5000u
#define LINGER_STEP_MS  100

/* So long the host may take nothing: behind what is kept for it no end of the input shows. */
#define STALL_MS 10000u

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

/* What is under way, and since when no more comes in from this side. */
struct carrying {
	const struct relay *relay;
	struct buffer *up, *down;
	uint64_t ended; /* when the input did; 0: it goes on */
	uint64_t moved; /* when a byte was last carried */
	uint64_t taken; /* when the host last took one, or there was first one for it */
	bool is_left;   /* the leaving character was typed */
};

static void give(struct buffer *buffer, ssize_t n, uint64_t *moved)
{
	buffer->start += (size_t)n;
	if (n > 0)
		*moved = clock_now_ms();
}

static bool is_left(const struct relay *relay, struct buffer *up)
{
	char *at = relay->leave < 0 ? NULL : memchr(up->data, relay->leave, up->end);

	if (at)
		up->end = (size_t)(at - up->data);
	return at != NULL;
}

/*
 * To the host; what it no longer takes is dropped, as what it has said is still to be shown. False:
 * it has not taken anything for too long.
 */
static bool carry_up(struct carrying *carrying)
{
	struct buffer *up = carrying->up;
	ssize_t n;

	if (is_blank(up))
		return true;
	n = stream_write(carrying->relay->stream, up->data + up->start, up->end - up->start);
	if (n > 0) {
		give(up, n, &carrying->taken);
		carrying->moved = carrying->taken;
	} else if (n < 0 && n != -EAGAIN) {
		up->start = up->end;
	}
	return is_blank(up) || clock_now_ms() - carrying->taken < STALL_MS;
}

/* From the host; false: nobody takes it here any more. */
static bool carry_down(struct carrying *carrying)
{
	const struct relay *relay = carrying->relay;
	struct buffer *down = carrying->down;
	ssize_t n;

	/* first: what TLS has decoded already shows on no descriptor */
	if (is_blank(down) && !down->is_closed)
		take(down, stream_read(relay->stream, down->data, BUFFER_SIZE));
	if (is_blank(down))
		return true;
	n = fd_result(write(relay->out, down->data + down->start, down->end - down->start));
	if (n >= 0)
		give(down, n, &carrying->moved);
	return n >= 0 || n == -EAGAIN;
}

/*
 * Sleeps until something can be done; what there is to read from this side. While there is still
 * something to send, nothing more is read, but its end is seen where it shows without.
 */
static short wait_for(struct carrying *carrying)
{
	const struct relay *relay = carrying->relay;
	const struct buffer *up = carrying->up, *down = carrying->down;
	struct pollfd fds[] = {
		{.fd = carrying->ended ? -1 : relay->in,
		 .events = is_blank(up) ? POLLIN : POLLRDHUP},
		{.fd = stream_fd(relay->stream),
		 .events = (short)((is_blank(down) ? POLLIN : 0) | (is_blank(up) ? 0 : POLLOUT))},
		{.fd = is_blank(down) ? -1 : relay->out, .events = POLLOUT},
	};

	if (!fds[1].events)
		fds[1].fd = -1;
	/* a signal that comes just before is seen a moment later */
	return poll(fds, 3, carrying->ended ? LINGER_STEP_MS : PAUSE_MS) > 0 ? fds[0].revents : 0;
}

static void take_input(struct carrying *carrying, short ready)
{
	struct buffer *up = carrying->up;

	if (ready && is_blank(up)) {
		take(up, fd_result(read(carrying->relay->in, up->data, BUFFER_SIZE)));
		carrying->taken = clock_now_ms();
		carrying->is_left = is_left(carrying->relay, up);
	}
	if (!carrying->ended && (up->is_closed || (ready & ENDED && !is_blank(up))))
		carrying->ended = carrying->moved = clock_now_ms();
}

/* The input has ended: is all that was still to come there, or was it waited for long enough? */
static bool is_over(const struct carrying *carrying)
{
	uint64_t now = clock_now_ms();

	if (!carrying->ended)
		return false;
	if (now - carrying->ended >= LINGER_MOST_MS || now - carrying->moved >= LINGER_QUIET_MS)
		return true;
	return is_blank(carrying->up) && !carrying->relay->outlives_the_input;
}

enum relay_end relay_run(const struct relay *relay)
{
	static struct buffer up, down;
	struct carrying carrying = {.relay = relay, .up = &up, .down = &down};

	up = (struct buffer){.start = 0};
	down = (struct buffer){.start = 0};
	for (;;) {
		if (*relay->flag)
			return RELAY_SIGNAL;
		if (!carry_down(&carrying))
			return RELAY_LOCAL;
		if (is_blank(&down) && down.is_closed)
			return RELAY_REMOTE;
		if (!carry_up(&carrying))
			return RELAY_STALLED;
		if (is_blank(&up) && carrying.is_left)
			return RELAY_LEFT;
		if (is_over(&carrying))
			return RELAY_LEFT;
		take_input(&carrying, wait_for(&carrying));
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
