/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: where a host says that a console is, up to the first NUL, and how it answers
 * there. What follows the head is the console's, to the byte; what is no such head is refused with
 * a sentence. The calls of a stream are the target's: the linker puts them in place.
 */
#include <errno.h>

#include "said.h"
#include "xenapi/impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In place of the connection; what is asked is thrown away. */
struct stream {
	const uint8_t *data;
	size_t left;
	bool open;
};

static struct stream only;

int __wrap_stream_open(struct transport *transport, struct stream **ret,
		       struct xenapi_error **reterr);
ssize_t __wrap_stream_read(struct stream *stream, void *buffer, size_t size);
ssize_t __wrap_stream_write(struct stream *stream, const void *buffer, size_t size);
struct stream *__wrap_stream_free(struct stream *stream);
int __wrap_transport_trust(struct transport *transport, struct xenapi_error **reterr);

int __wrap_stream_open(struct transport *transport IA_UNUSED, struct stream **ret,
		       struct xenapi_error **reterr IA_UNUSED)
{
	only.open = true;
	*ret = &only;
	return 0;
}

ssize_t __wrap_stream_read(struct stream *stream, void *buffer, size_t size)
{
	if (size > stream->left)
		size = stream->left;
	memcpy(buffer, stream->data, size);
	stream->data += size;
	stream->left -= size;
	return (ssize_t)size;
}

ssize_t __wrap_stream_write(struct stream *stream IA_UNUSED, const void *buffer IA_UNUSED,
			    size_t size)
{
	return (ssize_t)size;
}

struct stream *__wrap_stream_free(struct stream *stream)
{
	if (stream)
		stream->open = false;
	return NULL;
}

int __wrap_transport_trust(struct transport *transport IA_UNUSED,
			   struct xenapi_error **reterr IA_UNUSED)
{
	return 0;
}

static void expect_refusal(struct xenapi_error *error)
{
	if (!error || only.open)
		broken();
	expect_sentence(xenapi_error_sentence(error));
	xenapi_error_free(error);
}

/* The head that was taken ends where the stream goes on. */
static void expect_head(const uint8_t *answer)
{
	const char *start = (const char *)answer, *end = (const char *)only.data;

	if (end - start < 4 || memcmp(end - 4, "\r\n\r\n", 4) != 0 ||
	    memmem(start, (size_t)(end - start - 1), "\r\n\r\n", 4))
		broken();
	if (strncmp(start, "HTTP/1.", 7) != 0)
		broken();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size > 0 ? memchr(data, '\0', size) : NULL;
	char session[] = "OpaqueRef:0";
	static struct xenapi xenapi;
	struct xenapi_error *error = NULL;
	struct stream *stream = NULL;
	char *location = NULL;

	if (!end)
		return 0;
	xenapi.session = session;
	xenapi.options.transport = (struct transport_options){.trust = TRUST_ANYBODY};
	if (!xenapi.transport &&
	    transport_new("pool.example", &xenapi.options.transport, &xenapi.transport, NULL) < 0)
		abort();
	/* mostly the host itself */
	if (asprintf(&location, "https://pool.example%s", (const char *)data) < 0)
		abort();
	only = (struct stream){end + 1, size - (size_t)(end + 1 - data), false};
	if (xenapi_open_console(&xenapi, location, &stream, &error) < 0)
		expect_refusal(error);
	else if (stream != &only || error)
		broken();
	else
		expect_head(end + 1);
	free(location);
	return 0;
}
