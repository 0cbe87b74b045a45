/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/broker.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "common/output.h"
#include "remote/message.h"
#include "remote/socket.h"

struct open_file {
	bool is_open;
	uint64_t file, size;
};

struct broker {
	int socket;
	const struct remote_backend *backend;
	struct remote_bounds left;
	struct open_file files[REMOTE_FILES_MAX];
	char *bytes; /* REMOTE_READ_MAX of them */
};

bool remote_is_left(int socket)
{
	struct pollfd watched = {.fd = socket, .events = POLLRDHUP};

	return poll(&watched, 1, 0) > 0;
}

static int send_answer(const struct broker *broker, const struct remote_answer *answer,
		       const void *bytes)
{
	uint8_t head[REMOTE_HEAD_SIZE];
	int r;

	remote_answer_encode(answer, head);
	r = socket_write(broker->socket, head, sizeof(head));
	return r == 0 ? socket_write(broker->socket, bytes, answer->length) : r;
}

static int send_failure(const struct broker *broker, int code, const char *why)
{
	struct remote_answer answer = {.code = code};

	if (!why)
		why = "";
	answer.length = (uint32_t)strnlen(why, REMOTE_SENTENCE_MAX);
	return send_answer(broker, &answer, why);
}

/* What the backend could not do. */
static int send_errno(const struct broker *broker, int code)
{
	const struct remote_backend *backend = broker->backend;

	return send_failure(broker, code > -4096 ? code : -EIO,
			    backend->why ? backend->why(backend->data) : NULL);
}

static struct open_file *find_file(struct broker *broker, uint64_t file)
{
	for (size_t i = 0; i < REMOTE_FILES_MAX; i++) {
		if (broker->files[i].is_open && broker->files[i].file == file)
			return &broker->files[i];
	}
	return NULL;
}

static struct open_file *find_room(struct broker *broker)
{
	for (size_t i = 0; i < REMOTE_FILES_MAX; i++) {
		if (!broker->files[i].is_open)
			return &broker->files[i];
	}
	return NULL;
}

static int answer_open(struct broker *broker, const char *path)
{
	struct open_file *room = find_room(broker);
	struct remote_answer answer = {0};

	if (!room)
		return send_failure(broker, -EMFILE, "more files are open than any medium needs");
	answer.code =
		broker->backend->open(path, &answer.file, &answer.size, broker->backend->data);
	if (answer.code < 0)
		return send_errno(broker, answer.code);
	if (answer.code == 1)
		*room = (struct open_file){true, answer.file, answer.size};
	else
		answer.file = answer.size = 0;
	return send_answer(broker, &answer, NULL);
}

static int answer_read(struct broker *broker, const struct remote_request *request)
{
	const struct open_file *file = find_file(broker, request->file);
	struct remote_answer answer = {0};
	uint64_t wanted;
	ssize_t n;

	if (!file || request->offset > file->size)
		return -EBADMSG;
	wanted = file->size - request->offset;
	if (wanted > request->length)
		wanted = request->length;
	if (wanted > broker->left.bytes)
		return send_failure(broker, -EFBIG,
				    "more bytes are asked for than this takes of any medium");
	broker->left.bytes -= wanted;
	n = wanted ? broker->backend->read(file->file, broker->bytes, wanted, request->offset,
					   broker->backend->data)
		   : 0;
	if (n < 0)
		return send_errno(broker, (int)n);
	answer.length = (uint32_t)n;
	return send_answer(broker, &answer, broker->bytes);
}

static int add_name(const char *name, void *data)
{
	struct ia_strbuf *names = data;

	ia_strbuf_add(names, name, strlen(name) + 1);
	return names->error;
}

static int answer_list(struct broker *broker, const char *path)
{
	struct ia_strbuf names IA_AUTO_STRBUF = {.max = REMOTE_NAMES_MAX};
	struct remote_answer answer = {0};
	int r;

	if (!broker->backend->list)
		return send_failure(broker, -EOPNOTSUPP, "nothing can be listed there");
	r = broker->backend->list(path, add_name, &names, broker->backend->data);
	if (names.error == -E2BIG)
		return send_failure(broker, -E2BIG, "a directory has too many names");
	if (r < 0)
		return send_errno(broker, r);
	answer.length = (uint32_t)names.length;
	return send_answer(broker, &answer, names.data);
}

static int answer_close(struct broker *broker, const struct remote_request *request)
{
	const struct remote_answer answer = {0};
	struct open_file *file = find_file(broker, request->file);
	int r;

	if (!file)
		return -EBADMSG;
	file->is_open = false;
	if (broker->backend->close)
		broker->backend->close(file->file, broker->backend->data);
	r = broker->backend->settle ? broker->backend->settle(broker->backend->data) : 0;
	if (r < 0)
		return send_errno(broker, r);
	return send_answer(broker, &answer, NULL);
}

/* A path follows; what is no path of a tree is no reader's request. */
static int answer_path(struct broker *broker, const struct remote_request *request)
{
	char path[REMOTE_PATH_MAX + 1];
	int r = socket_read(broker->socket, path, request->length);

	if (r < 0)
		return r;
	path[request->length] = '\0';
	if (!remote_path_is_plain(path, request->length))
		return -EBADMSG;
	return request->kind == REMOTE_OPEN ? answer_open(broker, path) : answer_list(broker, path);
}

static int answer_next(struct broker *broker)
{
	struct remote_request request;
	uint8_t head[REMOTE_HEAD_SIZE];
	int r = socket_read(broker->socket, head, sizeof(head));

	if (r == 0)
		r = remote_request_decode(head, &request);
	if (r < 0)
		return r;
	if (broker->left.requests == 0) {
		if (request.kind == REMOTE_OPEN || request.kind == REMOTE_LIST)
			r = socket_read(broker->socket, broker->bytes, request.length);
		return r < 0 ? r
			     : send_failure(broker, -EFBIG,
					    "it is asked for more often than any medium needs");
	}
	if (request.kind != REMOTE_CLOSE)
		broker->left.requests--;
	switch (request.kind) {
	case REMOTE_OPEN:
	case REMOTE_LIST:
		return answer_path(broker, &request);
	case REMOTE_READ:
		return answer_read(broker, &request);
	case REMOTE_CLOSE:
		return answer_close(broker, &request);
	}
	return -EBADMSG;
}

int remote_serve(int socket, const struct remote_backend *backend)
{
	struct broker broker = {.socket = socket, .backend = backend, .left = backend->bounds};
	char *bytes IA_AUTO_FREE = malloc(REMOTE_READ_MAX);
	int r = bytes ? 0 : -ENOMEM;

	broker.bytes = bytes;
	while (r == 0)
		r = answer_next(&broker);
	/* that nobody asks any more is how it ends */
	return r == -ENODATA ? EXIT_DONE : EXIT_FAILED;
}
