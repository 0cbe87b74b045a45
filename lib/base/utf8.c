/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#include "base/bytes.h"
#include "base/limits.h"

#define REPLACEMENT 0xfffdu

size_t ia_utf8_decode(const char *s, size_t size, uint32_t *ret_code)
{
	const uint8_t *p = (const uint8_t *)s;
	uint32_t code, least;
	size_t length;

	if (size == 0)
		return 0;
	if (p[0] < 0x80) {
		*ret_code = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		length = 2, code = p[0] & 0x1fu, least = 0x80;
	} else if (p[0] >= 0xe0 && p[0] <= 0xef) {
		length = 3, code = p[0] & 0x0fu, least = 0x800;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		length = 4, code = p[0] & 0x07u, least = 0x10000;
	} else {
		return 0;
	}
	if (size < length)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3fu);
	}
	if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*ret_code = code;
	return length;
}

size_t ia_utf8_encode(uint32_t code, char ret[4])
{
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		code = REPLACEMENT;
	if (code < 0x80) {
		ret[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		ret[0] = (char)(0xc0 | code >> 6);
		ret[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		ret[0] = (char)(0xe0 | code >> 12);
		ret[1] = (char)(0x80 | (code >> 6 & 0x3f));
		ret[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	ret[0] = (char)(0xf0 | code >> 18);
	ret[1] = (char)(0x80 | (code >> 12 & 0x3f));
	ret[2] = (char)(0x80 | (code >> 6 & 0x3f));
	ret[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

void ia_utf8_add(struct ia_strbuf *buf, uint32_t code)
{
	char out[4];
	size_t length = ia_utf8_encode(code, out);

	ia_strbuf_add(buf, out, length);
}

static void add_utf16(struct ia_strbuf *buf, const uint8_t *data, size_t size,
		      uint16_t (*unit_at)(const uint8_t *))
{
	for (size_t i = 0; i + 1 < size; i += 2) {
		uint32_t unit = unit_at(data + i);

		if (unit >= 0xd800 && unit <= 0xdbff && i + 3 < size) {
			uint32_t low = unit_at(data + i + 2);

			if (low >= 0xdc00 && low <= 0xdfff) {
				unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		ia_utf8_add(buf, unit);
	}
}

void ia_utf8_add_utf16be(struct ia_strbuf *buf, const uint8_t *data, size_t size)
{
	add_utf16(buf, data, size, ia_be16);
}

void ia_utf8_add_utf16le(struct ia_strbuf *buf, const uint8_t *data, size_t size)
{
	add_utf16(buf, data, size, ia_le16);
}

/* Code points that move the cursor, reorder text or cannot be seen. */
static bool is_hidden(uint32_t code)
{
	return (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2060 && code <= 0x206f) || code == 0x061c || code == 0xfeff ||
	       (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe0fff);
}

bool ia_utf8_is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

bool ia_utf8_is_unprintable(uint32_t code)
{
	return ia_utf8_is_control(code) || is_hidden(code);
}

bool ia_utf8_is_printable(const char *s)
{
	for (size_t left = strlen(s), length; left > 0; s += length, left -= length) {
		uint32_t code;

		length = ia_utf8_decode(s, left, &code);
		if (length == 0 || ia_utf8_is_unprintable(code))
			return false;
	}
	return true;
}

/* \xNN of a byte, or of a control; \u{NNNN} of other characters. Its length. */
static size_t spell_escape(char out[IA_ESCAPE_SIZE], uint32_t code)
{
	static const char digits[] = "0123456789abcdef";
	size_t length = 0;
	int shift = 4;

	out[length++] = '\\';
	out[length++] = code > 0xff ? 'u' : 'x';
	if (code > 0xff) {
		out[length++] = '{';
		shift = code > 0xfffff ? 20 : code > 0xffff ? 16 : 12;
	}
	for (; shift >= 0; shift -= 4)
		out[length++] = digits[code >> shift & 0xf];
	if (code > 0xff)
		out[length++] = '}';
	return length;
}

static size_t escape(const char *s, size_t size, bool printable, char out[IA_ESCAPE_SIZE],
		     size_t *ret_escape)
{
	uint32_t code = (uint8_t)*s;
	size_t length = 1;

	*ret_escape = 0;
	if (code >= 0x20 && code < 0x7f)
		return length;
	length = ia_utf8_decode(s, size, &code);
	if (length == 0 || (printable && ia_utf8_is_unprintable(code)))
		*ret_escape = spell_escape(out, code);
	return length > 0 ? length : 1;
}

size_t ia_utf8_escape(const char *s, size_t size, char out[IA_ESCAPE_SIZE], size_t *ret_escape)
{
	return escape(s, size, true, out, ret_escape);
}

/* What stays is appended in runs, and so is what stands for a row of other bytes. */
static void add_escaped(struct ia_strbuf *buf, const char *s, size_t size, bool printable)
{
	char out[32 * IA_ESCAPE_SIZE];
	size_t run = 0, used = 0;

	for (size_t i = 0, length; i < size; i += length) {
		size_t spelled;

		length = escape(s + i, size - i, printable, out + used, &spelled);
		if (spelled == 0)
			continue;
		if (i > run) {
			ia_strbuf_add(buf, out, used);
			ia_strbuf_add(buf, s + run, i - run);
			memmove(out, out + used, spelled);
			used = 0;
		}
		used += spelled;
		run = i + length;
		if (used + IA_ESCAPE_SIZE > sizeof(out)) {
			ia_strbuf_add(buf, out, used);
			used = 0;
		}
	}
	ia_strbuf_add(buf, out, used);
	ia_strbuf_add(buf, s + run, size - run);
}

void ia_utf8_add_valid(struct ia_strbuf *buf, const char *s, size_t size)
{
	add_escaped(buf, s, size, false);
}

void ia_utf8_add_printable(struct ia_strbuf *buf, const char *s, size_t size)
{
	add_escaped(buf, s, size, true);
}

static const char mark[] = "…"; /* that a text was cut */

bool ia_utf8_is_longer(const char *s, size_t max)
{
	return strnlen(s, max + 1) > max;
}

/* At most size, the length of a longer text, less the bytes of a character that would be split. */
static size_t whole_characters(const char *s, size_t size)
{
	uint32_t code;

	for (size_t back = 1; back < 4 && back <= size; back++) {
		size_t at = size - back;

		if (ia_utf8_decode(s + at, strnlen(s + at, 4), &code) > back)
			return at;
	}
	return size;
}

char *ia_utf8_cut(struct ia_arena *arena, const char *s, size_t max)
{
	size_t room = max > strlen(mark) ? max - strlen(mark) : 0;
	char *cut;

	if (!ia_utf8_is_longer(s, max))
		return ia_arena_strdup(arena, s);
	room = whole_characters(s, room);
	cut = ia_arena_alloc(arena, room + sizeof(mark));
	if (!cut)
		return NULL;
	memcpy(cut, s, room);
	memcpy(cut + room, mark, sizeof(mark));
	return cut;
}

/* Bytes that the first character of s comes to when it is printed; *ret_length: its own. */
static size_t spelled_size(const char *s, size_t *ret_length)
{
	char out[IA_ESCAPE_SIZE];
	size_t spelled;

	*ret_length = escape(s, strnlen(s, 4), true, out, &spelled);
	return spelled ? spelled : *ret_length;
}

void ia_utf8_add_cut(struct ia_strbuf *buf, const char *s, size_t max)
{
	size_t size = strnlen(s, max + 1), printed = 0, kept = 0, length;

	/* Each byte comes to one at least. */
	for (size_t i = 0; i < size && printed <= max; i += length) {
		printed += spelled_size(s + i, &length);
		if (printed + strlen(mark) <= max)
			kept = i + length;
	}
	ia_utf8_add_printable(buf, s, printed <= max ? size : kept);
	if (printed > max)
		ia_strbuf_adds(buf, mark);
}

/* The last characters of s that come to at most max bytes. */
static const char *last_characters(const char *s, size_t size, size_t max)
{
	const char *from = size > max ? s + whole_characters(s, size - max) : s;
	size_t length, printed = 0;

	for (const char *at = from; *at; at += length)
		printed += spelled_size(at, &length);
	for (; printed > max; from += length)
		printed -= spelled_size(from, &length);
	return from;
}

void ia_utf8_add_sentence(struct ia_strbuf *buf, const char *s, size_t max)
{
	size_t size = strlen(s), printed = 0, length;

	for (size_t i = 0; i < size && printed <= max; i += length)
		printed += spelled_size(s + i, &length);
	if (printed <= max) {
		ia_utf8_add_printable(buf, s, size);
		return;
	}
	/* The whole is too long: so the beginning is, too, and gets the mark. */
	ia_utf8_add_cut(buf, s, max - max / 3);
	s = last_characters(s, size, max / 3);
	ia_utf8_add_printable(buf, s, strlen(s));
}

/* East Asian wide and full-width blocks, and pictographs: the ranges that matter in names. */
static bool is_wide(uint32_t code)
{
	return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
	       (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
	       (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
	       (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) ||
	       (code >= 0x20000 && code <= 0x3fffd);
}

static bool is_combining(uint32_t code)
{
	return (code >= 0x0300 && code <= 0x036f) || (code >= 0x20d0 && code <= 0x20ff) ||
	       (code >= 0xfe00 && code <= 0xfe0f);
}

size_t ia_utf8_columns(const char *s)
{
	size_t size = strlen(s), columns = 0;

	for (size_t i = 0, length; i < size; i += length) {
		uint32_t code = 0; /* a byte that belongs to no character takes one, too */

		length = (uint8_t)s[i] < 0x80 ? 1 : ia_utf8_decode(s + i, size - i, &code);
		length = length > 0 ? length : 1;
		if (!is_combining(code))
			columns += is_wide(code) ? 2 : 1;
	}
	return columns;
}

char *ia_utf8_printable(const char *s)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text = NULL;

	ia_utf8_add_cut(&buf, s, IA_SENTENCE_MAX);
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}

char *ia_utf8_printf(const char *fmt, va_list ap)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *raw IA_AUTO_FREE = NULL, *text = NULL;

	if (vasprintf(&raw, fmt, ap) < 0) {
		raw = NULL;
		return NULL;
	}
	ia_utf8_add_sentence(&buf, raw, IA_SENTENCE_MAX);
	return ia_strbuf_take(&buf, &text) < 0 ? NULL : text;
}
