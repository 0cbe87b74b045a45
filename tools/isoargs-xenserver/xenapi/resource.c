/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "rpc/name.h"
#include "xenapi/impl.h"

#define ANSWER_MAX 8192u /* bytes of the answer's head */
#define ANSWER_MS  30000u
#define PAUSE_MS   200

int split_location(const char *location, char **ret_host, const char **ret_path)
{
	static const char scheme[] = "https://";
	const char *start = location + strlen(scheme), *path;

	if (strncmp(location, scheme, strlen(scheme)) != 0)
		return -EINVAL;
	path = strchr(start, '/');
	if (!path || path == start)
		return -EINVAL;
	for (const char *p = path; *p; p++) {
		if (*p <= ' ' || *p > '~')
			return -EINVAL;
	}
	*ret_host = strndup(start, (size_t)(path - start));
	*ret_path = path;
	return *ret_host ? 0 : -ENOMEM;
}

bool is_own_address(const struct xenapi *xenapi, const char *host)
{
	return ia_text_equal(host, xenapi->own_address) || strcmp(host, xenapi_host(xenapi)) == 0;
}

int reach_member(struct xenapi *xenapi, const char *host, struct transport **ret,
		 struct xenapi_error **reterr)
{
	struct transport_options options = xenapi->options.transport;
	struct transport *transport;
	int r;

	options.tls_name = NULL;
	options.known = transport_pin(xenapi->transport);
	options.port = transport_port(xenapi->transport); /* all of a pool listen on the same */
	r = transport_new(host, &options, &transport, reterr);
	if (r < 0)
		return r;
	r = transport_trust(transport, reterr);
	if (r < 0) {
		transport_free(transport);
		return r;
	}
	*ret = transport;
	return 0;
}

/* The host of this connection is taken as it is, whatever name it was reached by. */
static int open_stream(struct xenapi *xenapi, const char *host, struct stream **ret,
		       struct xenapi_error **reterr)
{
	struct transport *transport;
	int r;

	if (is_own_address(xenapi, host))
		return stream_open(xenapi->transport, ret, reterr);
	r = reach_member(xenapi, host, &transport, reterr);
	if (r < 0)
		return r;
	r = stream_open(transport, ret, reterr);
	transport_free(transport);
	return r;
}

/* Sleeps a moment until there is something to read or room to write; 0, or why not to wait on. */
static int wait_for(const struct xenapi *xenapi, struct stream *stream, short events, uint64_t end)
{
	struct pollfd ready = {.fd = stream_fd(stream), .events = events};

	if (xenapi_interrupted(xenapi))
		return -EINTR;
	if (clock_ms() >= end)
		return -ETIMEDOUT;
	poll(&ready, 1, PAUSE_MS);
	return 0;
}

static int send_all(const struct xenapi *xenapi, struct stream *stream, const char *text,
		    size_t size)
{
	uint64_t end = clock_ms() + ANSWER_MS;

	while (size > 0) {
		ssize_t n = stream_write(stream, text, size);
		int r = n <= 0 ? (int)n : 0;

		/* none of it taken, without a word, is no progress either */
		if (n == 0 || n == -EAGAIN)
			r = wait_for(xenapi, stream, POLLOUT, end);
		if (r < 0)
			return r;
		if (n > 0) {
			text += n;
			size -= (size_t)n;
		}
	}
	return 0;
}

/* Up to the blank line and not a byte further: what follows is the console's. */
static int read_head(const struct xenapi *xenapi, struct stream *stream, char head[ANSWER_MAX])
{
	uint64_t end = clock_ms() + ANSWER_MS;
	size_t size = 0;

	while (size + 1 < ANSWER_MAX) {
		ssize_t n = stream_read(stream, head + size, 1);

		if (n == -EAGAIN) {
			int r = wait_for(xenapi, stream, POLLIN, end);

			if (r < 0)
				return r;
			continue;
		}
		if (n <= 0)
			return n < 0 ? (int)n : -ECONNRESET;
		head[++size] = '\0';
		if (size >= 4 && memcmp(head + size - 4, "\r\n\r\n", 4) == 0)
			return 0;
	}
	return -EMSGSIZE;
}

/* Allocated, and "" where the head has none; NULL: out of memory. */
static char *location_of(const char *head)
{
	static const char name[] = "location:";

	for (const char *line = strstr(head, "\r\n"); line; line = strstr(line, "\r\n")) {
		line += 2;
		if (!ia_ascii_prefix_fold(line, name))
			continue;
		line += strlen(name);
		line += strspn(line, " \t");
		return strndup(line, strcspn(line, "\r\n"));
	}
	return strdup("");
}

static int judge_head(const struct xenapi *xenapi, const char *host, const char *head,
		      struct xenapi_error **reterr)
{
	struct ia_strbuf words IA_AUTO_STRBUF = {0};
	char *location IA_AUTO_FREE = NULL;
	int status = 0;

	if (sscanf(head, "HTTP/1.%*1[01] %3d", &status) != 1) {
		words_add(xenapi, head, strlen(head), &words);
		return xenapi_fail(reterr, XENAPI_NO_REPLY, host, "CONNECT",
				   "the answer is no HTTP: %.60s", words.data ? words.data : "");
	}
	if (status == 200)
		return 0;
	location = location_of(head);
	if (location)
		words_add(xenapi, location, strlen(location), &words);
	if (words.data && *words.data)
		return xenapi_fail(reterr, XENAPI_NO_REPLY, host, "CONNECT",
				   "the host answered HTTP %d and points to \"%.256s\", which is "
				   "not followed",
				   status, words.data);
	return xenapi_fail(reterr, XENAPI_NO_REPLY, host, "CONNECT", "the host answered HTTP %d%s",
			   status,
			   status == 503   ? ": it has as many consoles open as it lets"
			   : status == 404 ? ": there is no such console (any more)"
			   : status == 401 ? ": the session does not reach so far"
					   : "");
}

static int ask_for_console(struct xenapi *xenapi, struct stream *stream, const char *host,
			   const char *path, struct xenapi_error **reterr)
{
	struct ia_strbuf request IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	char head[ANSWER_MAX] = "";
	int r;

	/* not in the path: those end up in the host's logs */
	ia_strbuf_addf(&request, "CONNECT %s HTTP/1.0\r\nCookie: session_id=%s\r\n\r\n", path,
		       xenapi->session ? xenapi->session : "");
	if (request.error)
		return xenapi_fail_memory(reterr);
	r = send_all(xenapi, stream, request.data, request.length);
	if (r == 0)
		r = read_head(xenapi, stream, head);
	if (r == -EINTR)
		return xenapi_fail(reterr, XENAPI_INTERRUPTED, host, "CONNECT", "interrupted");
	if (r < 0)
		return xenapi_fail(reterr, XENAPI_UNREACHABLE, host, "CONNECT",
				   "the console was not opened: %s", strerror(-r));
	return judge_head(xenapi, host, head, reterr);
}

static int fail_location(const struct xenapi *xenapi, const char *location,
			 struct xenapi_error **reterr)
{
	struct ia_strbuf words IA_AUTO_STRBUF = {0}, shown IA_AUTO_STRBUF = {0};

	words_add(xenapi, location, strlen(location), &words);
	ia_utf8_add_cut(&shown, words.data ? words.data : "", NAME_MAX_SHOWN);
	return xenapi_fail(reterr, XENAPI_NO_REPLY, xenapi_host(xenapi), "CONNECT",
			   "the console is said to be at \"%s\", expected https://HOST/PATH",
			   shown.data ? shown.data : "");
}

int xenapi_open_console(struct xenapi *xenapi, const char *location, struct stream **ret,
			struct xenapi_error **reterr)
{
	char *host IA_AUTO_FREE = NULL;
	struct stream *stream = NULL;
	const char *path;
	int r = split_location(location, &host, &path);

	if (r == -ENOMEM)
		return xenapi_fail_memory(reterr);
	if (r < 0)
		return fail_location(xenapi, location, reterr);
	r = open_stream(xenapi, host, &stream, reterr);
	if (r == 0)
		r = ask_for_console(xenapi, stream, host, path, reterr);
	if (r < 0) {
		stream_free(stream);
		return r;
	}
	*ret = stream;
	return 0;
}
