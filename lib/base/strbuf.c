/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/strbuf.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* realloc(3), which leaves the bytes where they were when it moves them. */
static char *grow(struct ia_strbuf *buf, size_t capacity)
{
	char *grown;

	if (!buf->wipes)
		return realloc(buf->data, capacity);
	grown = malloc(capacity);
	if (grown && buf->data) {
		memcpy(grown, buf->data, buf->length);
		explicit_bzero(buf->data, buf->capacity);
		free(buf->data);
	}
	return grown;
}

static int reserve(struct ia_strbuf *buf, size_t more)
{
	size_t wanted, capacity = buf->capacity ? buf->capacity : 64;
	char *grown;

	if (buf->error)
		return buf->error;
	if (buf->max && more > buf->max - buf->length)
		return buf->error = -E2BIG;
	/* Mostly there is room: one more byte is what is asked for most. */
	if (more < buf->capacity - buf->length)
		return 0;
	if (__builtin_add_overflow(buf->length, more, &wanted) || wanted > SIZE_MAX / 2)
		return buf->error = -ENOMEM;
	while (capacity <= wanted)
		capacity *= 2;
	if (buf->max && capacity > buf->max)
		capacity = buf->max + 1;
	if (capacity == buf->capacity)
		return 0;
	if (ia_meter_keep(buf->meter, buf->cost, capacity - buf->capacity) < 0)
		return buf->error = -ENOMEM;
	grown = grow(buf, capacity);
	if (!grown) {
		ia_meter_release(buf->meter, buf->cost, capacity - buf->capacity);
		return buf->error = -ENOMEM;
	}
	buf->data = grown;
	buf->capacity = capacity;
	return 0;
}

void ia_strbuf_add(struct ia_strbuf *buf, const char *data, size_t length)
{
	if (reserve(buf, length) < 0)
		return;
	if (length > 0)
		memcpy(buf->data + buf->length, data, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void ia_strbuf_addc(struct ia_strbuf *buf, char c)
{
	if (reserve(buf, 1) < 0)
		return;
	buf->data[buf->length++] = c;
	buf->data[buf->length] = '\0';
}

void ia_strbuf_adds(struct ia_strbuf *buf, const char *s)
{
	ia_strbuf_add(buf, s, strlen(s));
}

void ia_strbuf_fill(struct ia_strbuf *buf, char c, size_t count)
{
	if (reserve(buf, count) < 0)
		return;
	memset(buf->data + buf->length, c, count);
	buf->length += count;
	buf->data[buf->length] = '\0';
}

void ia_strbuf_addf(struct ia_strbuf *buf, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ia_strbuf_addv(buf, fmt, ap);
	va_end(ap);
}

void ia_strbuf_addv(struct ia_strbuf *buf, const char *fmt, va_list ap)
{
	va_list again;
	int length;

	va_copy(again, ap);
	length = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (length < 0) {
		buf->error = -ENOMEM;
		return;
	}
	if (reserve(buf, (size_t)length) < 0)
		return;
	vsnprintf(buf->data + buf->length, (size_t)length + 1, fmt, ap);
	buf->length += (size_t)length;
}

int ia_strbuf_take(struct ia_strbuf *buf, char **ret)
{
	int r;

	ia_strbuf_add(buf, "", 0);
	r = buf->error;
	if (r == 0 && buf->wipes)
		explicit_bzero(buf->data + buf->length, buf->capacity - buf->length);
	if (r == 0)
		*ret = IA_TAKE(buf->data); /* its capacity is given back below */
	ia_strbuf_free(buf);
	return r;
}

void ia_strbuf_free(struct ia_strbuf *buf)
{
	if (buf->wipes && buf->data)
		explicit_bzero(buf->data, buf->capacity);
	free(buf->data);
	ia_meter_release(buf->meter, buf->cost, buf->capacity);
	*buf = (struct ia_strbuf){
		.max = buf->max,
		.wipes = buf->wipes,
		.cost = buf->cost,
		.meter = buf->meter,
	};
}

void ia_secret_free(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}
