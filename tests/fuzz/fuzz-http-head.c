/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: the head of a web server's answer, line by line as libcurl hands it over. What
 * is taken out of it stands there once, is within its bounds and can be printed or sent again.
 */
#include <ctype.h>

#include "printers.h"
#include "remote/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FIELDS 2u
static const char *const fields[FIELDS] = {"content-range:", "content-length:"};

/* What the last head had of each, as another reader counts them. */
struct counted {
	size_t bytes, fields[FIELDS];
};

static void count(struct counted *counted, const char *line, size_t size)
{
	counted->bytes += size;
	if (size >= 5 && memcmp(line, "HTTP/", 5) == 0)
		memset(counted->fields, 0, sizeof(counted->fields));
	for (size_t i = 0; i < FIELDS; i++) {
		size_t length = strlen(fields[i]);

		if (size >= length && strncasecmp(line, fields[i], length) == 0)
			counted->fields[i]++;
	}
}

static void expect_value(const char *text, size_t room)
{
	size_t length = strnlen(text, room);

	if (length == room)
		broken();
	for (size_t i = 0; i < length; i++) {
		if (iscntrl((unsigned char)text[i]))
			broken();
	}
}

static void expect_head(const struct http_head *head, const struct counted *counted)
{
	if (head->size != counted->bytes)
		broken();
	if (head->status && (head->status < 100 || head->status > 599))
		broken();
	if (head->has_range && (head->first > head->last || head->last > INT64_MAX))
		broken();
	if (head->has_total && head->total > INT64_MAX)
		broken();
	if (head->has_range && head->has_total && head->last >= head->total)
		broken();
	if (head->has_length && head->length > INT64_MAX)
		broken();
	expect_value(head->etag, sizeof(head->etag));
	expect_value(head->modified, sizeof(head->modified));
	expect_value(head->encoding, sizeof(head->encoding));
	expect_value(head->location, sizeof(head->location));
	if (head->wrong) {
		expect_sentence(head->wrong);
		return;
	}
	/* two of them are two answers */
	if (counted->fields[0] > 1 || counted->fields[1] > 1 ||
	    (head->has_range && counted->fields[0] == 0) ||
	    head->has_length != (counted->fields[1] == 1))
		broken();
	if (http_head_is_strong(head->etag) && head->etag[strlen(head->etag) - 1] != '"')
		broken();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_head *head = calloc(1, sizeof(*head));
	struct counted counted = {0};

	if (!head)
		abort();
	while (size > 0) {
		const uint8_t *end = memchr(data, '\n', size);
		size_t length = end ? (size_t)(end + 1 - data) : size;
		/* of its own size: a sanitizer sees the first byte beyond it */
		char *line = malloc(length);

		if (!line)
			abort();
		memcpy(line, data, length);
		http_head_add(head, line, length);
		count(&counted, line, length);
		expect_head(head, &counted);
		free(line);
		data += length;
		size -= length;
	}
	(void)http_head_is_redirect(head);
	free(head);
	return 0;
}
