/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/reader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "remote/message.h"
#include "remote/socket.h"

struct remote {
	int socket; /* -1: there is no broker */
	pid_t broker;
	unsigned flags;
	bool is_image; /* that is open */
	uint64_t file; /* its number */
	int code;      /* of the last failure */
	char failure[REMOTE_SENTENCE_MAX + 1];
};

struct remote *remote_new(void)
{
	struct remote *remote = calloc(1, sizeof(*remote));

	if (remote)
		remote->socket = -1;
	return remote;
}

/*
 * What is no request ends the broker, and its end is waited for: a process that is left behind would
 * be for somebody else to bury.
 */
static void dismiss(int socket)
{
	static const uint8_t nothing[REMOTE_HEAD_SIZE];
	uint8_t last;

	if (socket_write(socket, nothing, sizeof(nothing)) == 0)
		socket_read(socket, &last, 1);
	close(socket);
}

struct remote *remote_free(struct remote *remote)
{
	if (remote && remote->socket >= 0)
		dismiss(remote->socket);
	free(remote);
	return NULL;
}

void remote_attach(struct remote *remote, int socket, unsigned flags)
{
	remote->socket = socket;
	remote->flags = flags;
}

int remote_socket(const struct remote *remote)
{
	return remote->socket;
}

pid_t remote_broker(const struct remote *remote)
{
	return remote->broker;
}

const char *remote_failure(const struct remote *remote, int *ret_code)
{
	if (!remote->failure[0])
		return NULL;
	*ret_code = remote->code;
	return remote->failure;
}

static int fail(struct remote *remote, int code, const char *why)
{
	remote->code = code;
	snprintf(remote->failure, sizeof(remote->failure), "%s", why);
	return code;
}

int remote_start(struct remote *remote, const struct remote_source *source)
{
	int socket = process_start(source, &remote->broker);
	char why[128];

	if (socket < 0) {
		snprintf(why, sizeof(why), "cannot start a process to fetch it: %s",
			 strerror(-socket));
		return fail(remote, socket, why);
	}
	remote->socket = socket;
	remote->flags = source->flags;
	return 0;
}

/* Nothing that comes after it could be understood. */
static int fail_for_good(struct remote *remote, int code)
{
	close(remote->socket);
	remote->socket = -1;
	if (code == -ECANCELED)
		return fail(remote, code, "interrupted");
	return fail(remote, -EIO,
		    code == -EBADMSG ? "the process that fetches it answers what nobody asked for"
				     : "the process that fetches it has ended");
}

/* bytes: the path of a request. The answer without what follows it, unless that is a failure. */
static int ask(struct remote *remote, const struct remote_request *request, const char *path,
	       struct remote_answer *ret)
{
	uint8_t head[REMOTE_HEAD_SIZE];
	char why[REMOTE_SENTENCE_MAX + 1];
	int r;

	if (remote->socket < 0)
		return remote->code ? remote->code : -EIO;
	remote_request_encode(request, head);
	r = socket_write(remote->socket, head, sizeof(head));
	if (r == 0 && path)
		r = socket_write(remote->socket, path, request->length);
	if (r == 0)
		r = socket_read(remote->socket, head, sizeof(head));
	if (r == 0)
		r = remote_answer_decode(head, request, ret);
	if (r == 0 && ret->code < 0)
		r = socket_read(remote->socket, why, ret->length);
	if (r < 0)
		return fail_for_good(remote, r);
	if (ret->code >= 0)
		return ret->code;
	why[ret->length] = '\0';
	/*
	 * What has a sentence of its own, as a server's answers have, is to the library no more than a
	 * read that failed: it would take other errors for the medium's.
	 */
	if (why[0])
		return fail(remote, ret->code == -ENOMEM ? -ENOMEM : -EIO, why);
	return fail(remote, ret->code, strerror(-ret->code));
}

static int take(struct remote *remote, void *bytes, size_t size)
{
	int r = socket_read(remote->socket, bytes, size);

	return r < 0 ? fail_for_good(remote, r) : 0;
}

static ssize_t read_file(struct remote *remote, uint64_t file, void *buf, size_t size,
			 uint64_t offset)
{
	const struct remote_request request = {
		.kind = REMOTE_READ,
		.file = file,
		.offset = offset,
		.length = (uint32_t)(size < REMOTE_READ_MAX ? size : REMOTE_READ_MAX),
	};
	struct remote_answer answer;
	int r = ask(remote, &request, NULL, &answer);

	if (r == 0)
		r = take(remote, buf, answer.length);
	return r < 0 ? r : (ssize_t)answer.length;
}

static int open_path(struct remote *remote, const char *path, uint64_t *ret_file,
		     uint64_t *ret_size)
{
	const struct remote_request request = {
		.kind = REMOTE_OPEN, .length = (uint32_t)strnlen(path, REMOTE_PATH_MAX + 1)};
	struct remote_answer answer;
	int r;

	if (!remote_path_is_plain(path, request.length))
		return -EINVAL;
	r = ask(remote, &request, path, &answer);
	if (r == 1) {
		*ret_file = answer.file;
		*ret_size = answer.size;
	}
	return r;
}

static ssize_t read_image(void *buf, size_t size, uint64_t offset, void *data)
{
	struct remote *remote = data;

	return read_file(remote, remote->file, buf, size, offset);
}

static int open_file(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data)
{
	return open_path(data, path, ret_file, ret_size);
}

static ssize_t read_part(uint64_t file, void *buf, size_t size, uint64_t offset, void *data)
{
	return read_file(data, file, buf, size, offset);
}

static int close_number(struct remote *remote, uint64_t file)
{
	const struct remote_request request = {.kind = REMOTE_CLOSE, .file = file};
	struct remote_answer answer;

	return ask(remote, &request, NULL, &answer);
}

static void close_file(uint64_t file, void *data)
{
	close_number(data, file);
}

static int visit_all(const char *names, size_t size,
		     int (*visit)(const char *name, void *visit_data), void *visit_data)
{
	int r = 0;

	for (size_t at = 0; r == 0 && at < size; at += strlen(names + at) + 1)
		r = visit(names + at, visit_data);
	return r;
}

static int list_names(const char *path, int (*visit)(const char *name, void *visit_data),
		      void *visit_data, void *data)
{
	const struct remote_request request = {
		.kind = REMOTE_LIST, .length = (uint32_t)strnlen(path, REMOTE_PATH_MAX + 1)};
	struct remote *remote = data;
	struct remote_answer answer;
	char *names IA_AUTO_FREE = NULL;
	int r;

	if (!remote_path_is_plain(path, request.length))
		return -EINVAL;
	r = ask(remote, &request, path, &answer);
	if (r < 0)
		return r;
	names = malloc(answer.length + 1);
	/* What was announced comes all the same, and nothing would be understood after it. */
	r = names ? take(remote, names, answer.length) : fail_for_good(remote, -ENOMEM);
	if (r < 0)
		return r;
	if (!remote_names_are_plain(names, answer.length))
		return fail_for_good(remote, -EBADMSG);
	return visit_all(names, answer.length, visit, visit_data);
}

static int open_tree(struct remote *remote, const char *name, struct isoargs_image **ret_image,
		     struct isoargs_error **reterr)
{
	const struct isoargs_tree tree = {
		.open = open_file,
		.read = read_part,
		.close = close_file,
		.list = remote->flags & ISOARGS_READER_REMOTE ? NULL : list_names,
		.data = remote,
		.flags = remote->flags,
	};

	return isoargs_image_open_tree(&tree, name, ret_image, reterr);
}

int remote_open_image(struct remote *remote, const char *name, struct isoargs_image **ret_image,
		      struct isoargs_error **reterr)
{
	struct isoargs_reader reader = {.read = read_image, .data = remote, .flags = remote->flags};
	int r = open_path(remote, "", &remote->file, &reader.size);

	if (r < 0)
		return r;
	if (r == 0)
		return fail(remote, -ENOENT, "there is nothing");
	if (r == 2)
		return open_tree(remote, name, ret_image, reterr);
	remote->is_image = true;
	return isoargs_image_open_reader(&reader, name, ret_image, reterr);
}

int remote_settle(struct remote *remote)
{
	if (!remote->is_image || remote->socket < 0)
		return 0;
	remote->is_image = false;
	return close_number(remote, remote->file);
}
