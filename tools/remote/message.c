/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/message.h"

#include <errno.h>
#include <string.h>

#include "base/bytes.h"

#define REQUEST_MAGIC 0x71727369u /* "isrq" */
#define ANSWER_MAGIC  0x61727369u /* "isra" */

#define AT_WHAT   4 /* the kind, or the code */
#define AT_FILE   8
#define AT_NUMBER 16 /* the offset, or the size */
#define AT_LENGTH 24

static void put(uint8_t *to, uint64_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		to[i] = (uint8_t)(number >> 8 * i);
}

void remote_request_encode(const struct remote_request *request, uint8_t head[REMOTE_HEAD_SIZE])
{
	put(head, REQUEST_MAGIC, 4);
	put(head + AT_WHAT, request->kind, 4);
	put(head + AT_FILE, request->file, 8);
	put(head + AT_NUMBER, request->offset, 8);
	put(head + AT_LENGTH, request->length, 4);
}

void remote_answer_encode(const struct remote_answer *answer, uint8_t head[REMOTE_HEAD_SIZE])
{
	put(head, ANSWER_MAGIC, 4);
	put(head + AT_WHAT, (uint32_t)answer->code, 4);
	put(head + AT_FILE, answer->file, 8);
	put(head + AT_NUMBER, answer->size, 8);
	put(head + AT_LENGTH, answer->length, 4);
}

static bool is_asked(const struct remote_request *request)
{
	switch (request->kind) {
	case REMOTE_OPEN:
	case REMOTE_LIST:
		return request->file == 0 && request->offset == 0 &&
		       request->length <= REMOTE_PATH_MAX;
	case REMOTE_READ:
		return request->length > 0 && request->length <= REMOTE_READ_MAX &&
		       request->offset <= (uint64_t)INT64_MAX - request->length;
	case REMOTE_CLOSE:
		return request->offset == 0 && request->length == 0;
	}
	return false;
}

int remote_request_decode(const uint8_t head[REMOTE_HEAD_SIZE], struct remote_request *ret)
{
	const struct remote_request request = {
		.kind = (enum remote_kind)ia_le32(head + AT_WHAT),
		.file = ia_le64(head + AT_FILE),
		.offset = ia_le64(head + AT_NUMBER),
		.length = ia_le32(head + AT_LENGTH),
	};

	if (ia_le32(head) != REQUEST_MAGIC || !is_asked(&request))
		return -EBADMSG;
	*ret = request;
	return 0;
}

static bool answers(const struct remote_answer *answer, const struct remote_request *request)
{
	const bool is_file = request->kind == REMOTE_OPEN && answer->code == 1;

	if (!is_file && (answer->file || answer->size))
		return false;
	if (answer->code < 0)
		return answer->code > -4096 && answer->length <= REMOTE_SENTENCE_MAX;
	switch (request->kind) {
	case REMOTE_OPEN:
		return answer->code <= 2 && answer->size <= INT64_MAX && answer->length == 0;
	case REMOTE_READ:
		return answer->code == 0 && answer->length <= request->length;
	case REMOTE_LIST:
		return answer->code == 0 && answer->length <= REMOTE_NAMES_MAX;
	case REMOTE_CLOSE:
		return answer->code == 0 && answer->length == 0;
	}
	return false;
}

int remote_answer_decode(const uint8_t head[REMOTE_HEAD_SIZE], const struct remote_request *request,
			 struct remote_answer *ret)
{
	const struct remote_answer answer = {
		.code = (int32_t)ia_le32(head + AT_WHAT),
		.file = ia_le64(head + AT_FILE),
		.size = ia_le64(head + AT_NUMBER),
		.length = ia_le32(head + AT_LENGTH),
	};

	if (ia_le32(head) != ANSWER_MAGIC || !answers(&answer, request))
		return -EBADMSG;
	*ret = answer;
	return 0;
}

bool remote_path_is_plain(const char *path, size_t length)
{
	if (memchr(path, '\0', length) || length > REMOTE_PATH_MAX)
		return false;
	for (size_t start = 0; length > 0 && start <= length;) {
		const char *name = path + start, *slash = memchr(name, '/', length - start);
		size_t size = slash ? (size_t)(slash - name) : length - start;

		if (size == 0 || (name[0] == '.' && (size == 1 || (size == 2 && name[1] == '.'))))
			return false;
		start += size + 1;
	}
	return true;
}

bool remote_names_are_plain(const char *names, size_t length)
{
	while (length > 0) {
		const char *end = memchr(names, '\0', length);
		size_t size = end ? (size_t)(end - names) : 0;

		if (size == 0 || memchr(names, '/', size))
			return false;
		names += size + 1;
		length -= size + 1;
	}
	return true;
}
