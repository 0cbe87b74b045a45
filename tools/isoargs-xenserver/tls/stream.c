/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include "tls/transport-impl.h"

struct stream {
	CURL *easy;
	curl_socket_t socket;
};

int stream_open(struct transport *transport, struct stream **ret, struct xenapi_error **reterr)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	CURLcode code = CURLE_OUT_OF_MEMORY;

	if (stream)
		stream->easy = transport_handle(transport);
	if (stream && stream->easy) {
		curl_easy_setopt(stream->easy, CURLOPT_CONNECT_ONLY, 1L);
		code = curl_easy_perform(stream->easy);
	}
	if (code == CURLE_OK)
		code = curl_easy_getinfo(stream->easy, CURLINFO_ACTIVESOCKET, &stream->socket);
	if (code != CURLE_OK) {
		int r = transport_fail(transport, code, "CONNECT", reterr);

		stream_free(stream);
		return r;
	}
	/* the transport may be freed before the stream is */
	curl_easy_setopt(stream->easy, CURLOPT_ERRORBUFFER, NULL);
	curl_easy_setopt(stream->easy, CURLOPT_NOPROGRESS, 1L);
	*ret = stream;
	return 0;
}

int stream_fd(const struct stream *stream)
{
	return stream->socket;
}

static ssize_t result_of(CURLcode code, size_t done)
{
	if (code == CURLE_OK)
		return (ssize_t)done;
	if (code == CURLE_AGAIN)
		return -EAGAIN;
	return code == CURLE_OUT_OF_MEMORY ? -ENOMEM : -EIO;
}

ssize_t stream_read(struct stream *stream, void *buffer, size_t size)
{
	size_t done = 0;
	CURLcode code = curl_easy_recv(stream->easy, buffer, size, &done);

	return result_of(code, done);
}

ssize_t stream_write(struct stream *stream, const void *buffer, size_t size)
{
	size_t done = 0;
	CURLcode code = curl_easy_send(stream->easy, buffer, size, &done);

	return result_of(code, done);
}

struct stream *stream_free(struct stream *stream)
{
	if (!stream)
		return NULL;
	if (stream->easy)
		curl_easy_cleanup(stream->easy);
	free(stream);
	return NULL;
}
