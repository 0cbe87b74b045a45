/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remote/head.h"

#include <string.h>

#include "base/ascii.h"

enum {
	RANGE = 1 << 0,
	LENGTH = 1 << 1,
	ETAG = 1 << 2,
	MODIFIED = 1 << 3,
	ENCODING = 1 << 4,
	LOCATION = 1 << 5,
};

struct span {
	const char *data;
	size_t size;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct span trimmed(const char *data, size_t size)
{
	while (size > 0 && is_blank(*data)) {
		data++;
		size--;
	}
	while (size > 0 && is_blank(data[size - 1]))
		size--;
	return (struct span){data, size};
}

/* Decimal digits, at most INT64_MAX; they are taken off. */
static bool take_number(struct span *from, uint64_t *ret)
{
	uint64_t number = 0;
	size_t i = 0;

	for (; i < from->size && ia_ascii_is_digit(from->data[i]); i++) {
		unsigned digit = (unsigned)(from->data[i] - '0');

		if (number > ((uint64_t)INT64_MAX - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*from = (struct span){from->data + i, from->size - i};
	*ret = number;
	return i > 0;
}

static bool take_text(struct span *from, const char *text)
{
	size_t size = strlen(text);

	if (from->size < size || memcmp(from->data, text, size) != 0)
		return false;
	*from = (struct span){from->data + size, from->size - size};
	return true;
}

/* bytes FIRST-LAST/TOTAL, where the total, or what stands before it, may be a star */
static bool read_range(struct http_head *head, struct span value)
{
	if (value.size < 6 || !ia_ascii_prefix_fold(value.data, "bytes "))
		return false;
	value = (struct span){value.data + 6, value.size - 6};
	if (!take_text(&value, "*/")) {
		if (!take_number(&value, &head->first) || !take_text(&value, "-") ||
		    !take_number(&value, &head->last) || !take_text(&value, "/") ||
		    head->first > head->last)
			return false;
		head->has_range = true;
		if (take_text(&value, "*"))
			return value.size == 0;
	}
	head->has_total = take_number(&value, &head->total);
	return head->has_total && value.size == 0 && (!head->has_range || head->last < head->total);
}

/* What is written back into a request has to be text, and fit. */
static void copy(char *to, size_t room, struct span value)
{
	if (value.size >= room)
		return;
	for (size_t i = 0; i < value.size; i++) {
		if ((unsigned char)value.data[i] < ' ' || value.data[i] == 0x7f)
			return;
	}
	memcpy(to, value.data, value.size);
	to[value.size] = '\0';
}

/* [W/]"…" */
static void read_etag(struct http_head *head, struct span value)
{
	struct span tag = value;

	take_text(&tag, "W/");
	if (tag.size >= 2 && tag.data[0] == '"' &&
	    memchr(tag.data + 1, '"', tag.size - 1) == tag.data + tag.size - 1)
		copy(head->etag, sizeof(head->etag), value);
}

static void read_encoding(struct http_head *head, struct span value)
{
	if (value.size == strlen("identity") && ia_ascii_prefix_fold(value.data, "identity"))
		return;
	copy(head->encoding, sizeof(head->encoding), value);
	if (!head->encoding[0] && value.size > 0)
		head->wrong = "it packs the file, with something that has no name";
}

static void read_value(struct http_head *head, unsigned field, struct span value)
{
	switch (field) {
	case RANGE:
		if (!read_range(head, value)) {
			head->has_range = head->has_total = false;
			head->wrong = "its Content-Range is none: expected bytes FIRST-LAST/TOTAL";
		}
		break;
	case LENGTH:
		head->has_length = take_number(&value, &head->length) && value.size == 0;
		if (!head->has_length)
			head->wrong = "its Content-Length is no number";
		break;
	case ETAG:
		read_etag(head, value);
		break;
	case MODIFIED:
		copy(head->modified, sizeof(head->modified), value);
		break;
	case ENCODING:
		read_encoding(head, value);
		break;
	default:
		copy(head->location, sizeof(head->location), value);
		break;
	}
}

static void read_field(struct http_head *head, struct span line)
{
	static const struct {
		const char *name, *doubled;
		unsigned field;
	} known[] = {
		{"content-range:", "it sends Content-Range twice", RANGE},
		{"content-length:", "it sends Content-Length twice", LENGTH},
		{"etag:", "it sends ETag twice", ETAG},
		{"last-modified:", "it sends Last-Modified twice", MODIFIED},
		{"content-encoding:", "it sends Content-Encoding twice", ENCODING},
		{"location:", "it sends Location twice", LOCATION},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t size = strlen(known[i].name);

		if (line.size < size || !ia_ascii_prefix_fold(line.data, known[i].name))
			continue;
		if (head->seen & known[i].field) {
			head->wrong = known[i].doubled;
			return;
		}
		head->seen |= known[i].field;
		read_value(head, known[i].field, trimmed(line.data + size, line.size - size));
	}
}

/* "HTTP/1.1 206 Partial Content"; the reason may be missing. */
static void read_status(struct http_head *head, struct span line)
{
	const char *blank = memchr(line.data, ' ', line.size);
	struct span rest;
	uint64_t status;

	if (!blank) {
		head->wrong = "its first line has no status";
		return;
	}
	rest = (struct span){blank + 1, (size_t)(line.data + line.size - blank - 1)};
	if (!take_number(&rest, &status) || status < 100 || status > 599 ||
	    (rest.size > 0 && rest.data[0] != ' '))
		head->wrong = "its first line has no status";
	else
		head->status = (unsigned)status;
}

void http_head_add(struct http_head *head, const char *line, size_t size)
{
	struct span text;

	head->size += size;
	if (size > 0 && line[size - 1] == '\n')
		size--;
	if (size > 0 && line[size - 1] == '\r')
		size--;
	text = (struct span){line, size};
	if (size >= 5 && memcmp(line, "HTTP/", 5) == 0) {
		*head = (struct http_head){.size = head->size};
		read_status(head, text);
	} else if (size == 0) {
		head->is_ended = true;
	} else if (is_blank(*line)) {
		head->wrong = "a line of its head goes on in the next one";
	} else if (memchr(line, '\0', size)) {
		head->wrong = "a line of its head has a NUL byte";
	} else {
		read_field(head, text);
	}
}

bool http_head_is_redirect(const struct http_head *head)
{
	return head->status >= 300 && head->status < 400 && head->status != 304;
}

bool http_head_is_strong(const char *etag)
{
	return etag[0] == '"';
}
