/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_REMOTE_MESSAGE_H
#define TOOLS_REMOTE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What goes over the socket between a reader and its broker: a request, then its answer, each a
 * head of fixed size and the bytes that it announces. Neither end trusts a head that it is sent.
 */

enum remote_kind {
	REMOTE_OPEN = 1, /* a path follows: "" is the image, or the root of the tree */
	REMOTE_READ,
	REMOTE_LIST, /* a path follows */
	REMOTE_CLOSE,
};

struct remote_request {
	enum remote_kind kind;
	uint64_t file;   /* REMOTE_READ, REMOTE_CLOSE: as REMOTE_OPEN answered */
	uint64_t offset; /* REMOTE_READ */
	uint32_t length; /* of what is to be read, or of the path that follows, which has no NUL */
};

struct remote_answer {
	int32_t code; /* 0 absent, read or done; 1 a file, 2 a directory; or a negative errno */
	uint64_t file, size; /* of a file */
	uint32_t length;     /* of what follows: bytes, names each with its NUL, or why it failed */
};

#define REMOTE_HEAD_SIZE    28u
#define REMOTE_READ_MAX     (1024u * 1024u + 32u * 1024u) /* bytes of one read */
#define REMOTE_PATH_MAX     4096u                         /* bytes of a path, without a NUL */
#define REMOTE_NAMES_MAX    (1024u * 1024u)               /* bytes of a directory's names */
#define REMOTE_SENTENCE_MAX 1024u                         /* bytes of why something failed */

void remote_request_encode(const struct remote_request *request, uint8_t head[REMOTE_HEAD_SIZE]);
void remote_answer_encode(const struct remote_answer *answer, uint8_t head[REMOTE_HEAD_SIZE]);

/* Both: 0, or -EBADMSG where nobody sends such a head; an answer is held against its request. */
int remote_request_decode(const uint8_t head[REMOTE_HEAD_SIZE], struct remote_request *ret);
int remote_answer_decode(const uint8_t head[REMOTE_HEAD_SIZE], const struct remote_request *request,
			 struct remote_answer *ret);

/* Slashes between names alone, none of which is empty, "." or ".."; "" is the root. */
bool remote_path_is_plain(const char *path, size_t length);

/* Each with its NUL, none of them empty or with a slash. */
bool remote_names_are_plain(const char *names, size_t length);

#endif
