/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/vnc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/interrupt.h"
#include "common/output.h"
#include "console/relay.h"

#define VNC_PORT 5900 /* of display 0 */

/* 127.x.y.z:PORT or [::1]:PORT; the length of the address, 0 where it is neither. */
static socklen_t parse(const char *where, struct sockaddr_storage *ret, unsigned *ret_port)
{
	struct sockaddr_in *ipv4 = (struct sockaddr_in *)ret;
	struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *)ret;
	const char *colon = strrchr(where, ':');
	char host[64] = "", *end;
	unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;

	if (!colon || colon[1] < '0' || colon[1] > '9' || *end || port > 65535 ||
	    (size_t)(colon - where) >= sizeof(host))
		return 0;
	memcpy(host, where, (size_t)(colon - where));
	*ret_port = (unsigned)port;
	memset(ret, 0, sizeof(*ret));
	if (strcmp(host, "[::1]") == 0) {
		*ipv6 = (struct sockaddr_in6){.sin6_family = AF_INET6,
					      .sin6_addr = IN6ADDR_LOOPBACK_INIT,
					      .sin6_port = htons((uint16_t)port)};
		return sizeof(*ipv6);
	}
	ipv4->sin_family = AF_INET;
	ipv4->sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, host, &ipv4->sin_addr) != 1 ||
	    ntohl(ipv4->sin_addr.s_addr) >> 24 != IN_LOOPBACKNET)
		return 0;
	return sizeof(*ipv4);
}

static void announce(int fd, const char *where)
{
	struct sockaddr_storage bound;
	socklen_t length = sizeof(bound);
	char host[64];
	unsigned port;

	if (getsockname(fd, (struct sockaddr *)&bound, &length) < 0)
		return;
	/* the port stands at the same place in both */
	port = ntohs(((struct sockaddr_in *)&bound)->sin_port);
	snprintf(host, sizeof(host), "%.*s", (int)(strrchr(where, ':') - where), where);
	output_say(stderr, "Listening on %s:%u; Ctrl-C ends it.", host, port);
	if (port >= VNC_PORT)
		output_say(stderr, "Point a VNC viewer at %s:%u.", host, port - VNC_PORT);
}

int vnc_listen(const char *where, int *ret_fd)
{
	struct sockaddr_storage address;
	unsigned port;
	socklen_t length = parse(where, &address, &port);
	int fd, on = 1;

	if (!length) {
		output_complain("--vnc",
				"found \"%s\", expected 127.0.0.1:PORT or [::1]:PORT; from "
				"elsewhere use ssh -L",
				where);
		return EXIT_USAGE;
	}
	fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) < 0 || listen(fd, 1) < 0) {
		output_complain("--vnc", "%s: %s", where, strerror(errno));
		if (fd >= 0)
			close(fd);
		return EXIT_FAILED;
	}
	announce(fd, where);
	*ret_fd = fd;
	return EXIT_DONE;
}

static enum relay_end serve_viewer(int viewer, struct stream *stream)
{
	const struct relay relay = {
		.stream = stream,
		.in = viewer,
		.out = viewer,
		.leave = -1,
		.flag = &interrupt_flag,
	};

	fcntl(viewer, F_SETFL, fcntl(viewer, F_GETFL) | O_NONBLOCK);
	return relay_run(&relay);
}

int vnc_serve(int fd, vnc_open *open, void *data)
{
	struct pollfd waiting = {.fd = fd, .events = POLLIN};

	interrupt_watch();
	while (!interrupt_flag) {
		struct stream *stream = NULL;
		int viewer, r;

		if (poll(&waiting, 1, 1000) <= 0)
			continue;
		viewer = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
		if (viewer < 0)
			continue;
		r = open(data, &stream);
		if (r != EXIT_DONE) {
			close(viewer);
			return r;
		}
		switch (serve_viewer(viewer, stream)) {
		case RELAY_REMOTE:
			fputs("The host closed the console; waiting for a viewer.\n", stderr);
			break;
		case RELAY_STALLED:
			fputs("The host takes nothing any more; waiting for a viewer.\n", stderr);
			break;
		case RELAY_LOCAL:
		case RELAY_LEFT:
		case RELAY_SIGNAL:
			break;
		}
		stream_free(stream);
		close(viewer);
	}
	return EXIT_DONE;
}
