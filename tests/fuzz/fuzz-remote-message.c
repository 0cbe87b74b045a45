/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: what a reader that was taken over says to its broker, and a broker to its
 * reader. Whatever that is, the broker asks its backend for what it may and gives answers that a
 * reader takes; and the reader asks as a broker takes it, and fails with a sentence.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "common/output.h"
#include "printers.h"
#include "remote/broker.h"
#include "remote/message.h"
#include "remote/reader.h"
#include "remote/socket.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUESTS 200u
#define BYTES    (8u << 20)
#define FILE_MAX (3u << 20)

/* What goes over the socket, at the end that the target has. */
struct way {
	const uint8_t *data; /* what is still to come from there */
	size_t left;
	bool is_reader; /* the end is the broker's, and there is the reader */
	struct remote_request request;
	bool is_answered;
	bool is_dismissed; /* the broker: nothing more is asked */
	size_t follows; /* bytes after the head that was written, or of the path that is to be read */
};

static struct way way;

int __wrap_socket_read(int socket, void *bytes, size_t size);
int __wrap_socket_write(int socket, const void *bytes, size_t size);

static bool has_path(const struct remote_request *request)
{
	return request->kind == REMOTE_OPEN || request->kind == REMOTE_LIST;
}

/* The broker takes one request after the other, each when it has answered the last. */
static void begin_request(const uint8_t *head, size_t size)
{
	if (size != REMOTE_HEAD_SIZE || way.follows > 0)
		broken();
	way.is_answered = false;
	if (remote_request_decode(head, &way.request) == 0 && has_path(&way.request))
		way.follows = way.request.length;
}

int __wrap_socket_read(int socket IA_UNUSED, void *bytes, size_t size)
{
	if (size > way.left || way.is_dismissed)
		return -ENODATA;
	if (size > 0)
		memcpy(bytes, way.data, size);
	way.data += size;
	way.left -= size;
	if (!way.is_reader)
		return 0;
	if (way.is_answered) {
		begin_request(bytes, size);
	} else {
		if (size != way.follows)
			broken();
		way.follows = 0;
	}
	return 0;
}

/* As a reader takes it. */
static void take_answer(const void *bytes, size_t size)
{
	struct remote_answer answer;

	if (way.follows > 0 || way.is_answered) {
		if (size != way.follows)
			broken();
		way.follows = 0;
		return;
	}
	if (size != REMOTE_HEAD_SIZE || remote_answer_decode(bytes, &way.request, &answer) < 0)
		broken();
	way.follows = answer.length;
	way.is_answered = true;
}

/* As a broker takes it, which ends with what is no request. */
static void take_request(const void *bytes, size_t size)
{
	static const uint8_t nothing[REMOTE_HEAD_SIZE];

	if (way.is_dismissed)
		broken();
	if (way.follows > 0) {
		if (size != way.follows || !remote_path_is_plain(bytes, size))
			broken();
		way.follows = 0;
		return;
	}
	/* an empty path follows with no bytes */
	if (size == 0 && has_path(&way.request))
		return;
	way.is_dismissed = size == sizeof(nothing) && memcmp(bytes, nothing, size) == 0;
	if (way.is_dismissed)
		return;
	if (size != REMOTE_HEAD_SIZE || remote_request_decode(bytes, &way.request) < 0)
		broken();
	if (has_path(&way.request))
		way.follows = way.request.length;
}

int __wrap_socket_write(int socket IA_UNUSED, const void *bytes, size_t size)
{
	if (way.is_reader)
		take_answer(bytes, size);
	else
		take_request(bytes, size);
	return 0;
}

/* A tree in which a path's length says what lies there. */
struct tree {
	bool is_open[256];
	unsigned open;
	uint64_t bytes;
};

static void expect_path(const char *path)
{
	size_t length = strlen(path);

	if (length > REMOTE_PATH_MAX || *path == '/' || strstr(path, "//") ||
	    strncmp(path, "../", 3) == 0 || strcmp(path, "..") == 0 || strstr(path, "/../") ||
	    (length > 0 && path[length - 1] == '/') ||
	    (length > 2 && strcmp(path + length - 3, "/..") == 0))
		broken();
}

static uint64_t size_of(uint64_t file)
{
	return file * file * file % FILE_MAX;
}

static int open_file(const char *path, uint64_t *ret_file, uint64_t *ret_size, void *data)
{
	struct tree *tree = data;
	uint64_t file = 0;

	expect_path(path);
	if (strlen(path) % 5 > 0)
		return strlen(path) % 5 == 1 ? 2 : strlen(path) % 5 == 2 ? 0 : -EACCES;
	while (tree->is_open[file])
		file++;
	tree->is_open[file] = true;
	if (++tree->open > REMOTE_FILES_MAX)
		broken();
	*ret_file = file;
	*ret_size = size_of(file);
	return 1;
}

static ssize_t read_file(uint64_t file, void *buf, size_t size, uint64_t offset, void *data)
{
	struct tree *tree = data;

	if (file >= IA_COUNT(tree->is_open) || !tree->is_open[file] || size == 0 ||
	    size > REMOTE_READ_MAX || offset > size_of(file) || size > size_of(file) - offset)
		broken();
	tree->bytes += size;
	memset(buf, 'x', size);
	return offset % 7 == 3 ? -EIO : offset % 7 == 5 ? (ssize_t)(size / 2) : (ssize_t)size;
}

static int list_names(const char *path, int (*visit)(const char *name, void *visit_data),
		      void *visit_data, void *data IA_UNUSED)
{
	char name[64];

	expect_path(path);
	if (strlen(path) % 5 == 4)
		return -ENOTDIR;
	for (size_t i = 0; i < strlen(path) * 8; i++) {
		int r;

		snprintf(name, sizeof(name), "name %zu", i);
		r = visit(name, visit_data);
		if (r != 0)
			return r;
	}
	return 0;
}

static void close_file(uint64_t file, void *data)
{
	struct tree *tree = data;

	if (file >= IA_COUNT(tree->is_open) || !tree->is_open[file])
		broken();
	tree->is_open[file] = false;
	tree->open--;
}

static const char *say_why(void *data IA_UNUSED)
{
	static char text[2 * REMOTE_SENTENCE_MAX];

	memset(text, 'y', sizeof(text) - 1);
	return text;
}

static void speak_to_broker(const uint8_t *data, size_t size)
{
	struct tree tree = {0};
	const struct remote_backend backend = {
		.open = open_file,
		.read = read_file,
		.list = list_names,
		.close = close_file,
		.why = say_why,
		.data = &tree,
		.bounds = {.requests = REQUESTS, .bytes = BYTES},
	};
	int status;

	way = (struct way){.data = data, .left = size, .is_reader = true, .is_answered = true};
	status = remote_serve(-1, &backend);
	if (tree.bytes > BYTES || (status != EXIT_FAILED && status != EXIT_DONE))
		broken();
	/* nothing is left over but what was no whole request */
	if (status == EXIT_DONE && way.left >= REMOTE_HEAD_SIZE + REMOTE_PATH_MAX)
		broken();
}

static void look_at(struct isoargs_image *image)
{
	const struct isoargs_inspect_options options = {.depth = ISOARGS_DEPTH_ARGS};
	struct isoargs_report *report = NULL;
	struct isoargs_error *error = NULL;

	if (isoargs_inspect(image, &options, &report, &error) < 0)
		expect_sentence(isoargs_error_message(error));
	isoargs_report_free(report);
	isoargs_error_free(error);
}

static void speak_to_reader(const uint8_t *data, size_t size)
{
	struct remote *remote = remote_new();
	struct isoargs_image *image = NULL;
	struct isoargs_error *error = NULL;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), code = 0;

	if (!remote || null < 0)
		abort();
	way = (struct way){.data = data, .left = size};
	/* which it closes */
	remote_attach(remote, null, ISOARGS_READER_REMOTE);
	if (remote_open_image(remote, "medium.iso", &image, &error) == 0)
		look_at(image);
	else if (!error && !remote_failure(remote, &code))
		broken();
	isoargs_image_free(image);
	isoargs_error_free(error);
	remote_free(remote);
}

/* Heads have one spelling: what is taken is written as it was. */
static void expect_spelling(const uint8_t *head)
{
	uint8_t again[REMOTE_HEAD_SIZE];
	struct remote_request request;

	if (remote_request_decode(head, &request) == 0) {
		remote_request_encode(&request, again);
		if (memcmp(head, again, sizeof(again)) != 0)
			broken();
	}
}

/* An answer to a read, and to a path. */
static void take_answers(const uint8_t *head)
{
	for (enum remote_kind kind = REMOTE_OPEN; kind <= REMOTE_CLOSE; kind++) {
		const struct remote_request request = {.kind = kind, .length = 4096};
		uint8_t again[REMOTE_HEAD_SIZE];
		struct remote_answer answer;

		if (remote_answer_decode(head, &request, &answer) < 0)
			continue;
		remote_answer_encode(&answer, again);
		if (memcmp(head, again, sizeof(again)) != 0 || answer.code > 2 ||
		    answer.code <= -4096 || answer.size > INT64_MAX)
			broken();
		if (answer.length > (answer.code < 0       ? REMOTE_SENTENCE_MAX
				     : kind == REMOTE_READ ? request.length
				     : kind == REMOTE_LIST ? REMOTE_NAMES_MAX
							   : 0))
			broken();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= REMOTE_HEAD_SIZE) {
		expect_spelling(data);
		take_answers(data);
	}
	speak_to_broker(data, size);
	speak_to_reader(data, size);
	return 0;
}
