/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "several/json-line.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* A document that is gone through once; what is not a blank between its parts goes into buf. */
struct scan {
	const char *at, *end;
	struct ia_strbuf *buf;
	unsigned depth;
	const char *name; /* of no member of the outermost object; NULL: any may stand there */
};

static bool scan_value(struct scan *scan);

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end && strchr(" \t\n\r", *scan->at) && *scan->at)
		scan->at++;
}

static bool is_next(const struct scan *scan, char c)
{
	return scan->at < scan->end && *scan->at == c;
}

/* That character, behind blanks. */
static bool take(struct scan *scan, char c)
{
	skip_blanks(scan);
	if (!is_next(scan, c))
		return false;
	ia_strbuf_addc(scan->buf, c);
	scan->at++;
	return true;
}

static void copy(struct scan *scan, const char *to)
{
	ia_strbuf_add(scan->buf, scan->at, (size_t)(to - scan->at));
	scan->at = to;
}

static bool is_hex(const char *at)
{
	return strspn(at, "0123456789abcdefABCDEF") >= 4;
}

/* What stands behind a backslash: its length, or 0. The text ends with NUL. */
static size_t escape_length(const char *at)
{
	if (*at == 'u')
		return is_hex(at + 1) ? 5 : 0;
	return *at && strchr("\"\\/bfnrt", *at) ? 1 : 0;
}

/* A character of a string as it stands: its length, or 0. */
static size_t character_length(const char *at, size_t size)
{
	uint32_t code;
	size_t length;

	if ((unsigned char)*at >= ' ' && (unsigned char)*at < 0x7f)
		return 1;
	length = ia_utf8_decode(at, size, &code);
	return length > 0 && !ia_utf8_is_unprintable(code) ? length : 0;
}

static bool scan_string(struct scan *scan)
{
	const char *at;
	size_t length;

	skip_blanks(scan);
	if (!is_next(scan, '"'))
		return false;
	for (at = scan->at + 1; at < scan->end && *at != '"'; at += length) {
		if (*at == '\\')
			length = escape_length(++at);
		else
			length = character_length(at, (size_t)(scan->end - at));
		if (length == 0)
			return false;
	}
	if (at >= scan->end)
		return false;
	copy(scan, at + 1);
	return true;
}

static const char *skip_digits(const char *at)
{
	return at + strspn(at, "0123456789");
}

static bool scan_number(struct scan *scan)
{
	const char *at = scan->at + (*scan->at == '-'), *digits = at;

	at = skip_digits(at);
	if (at == digits || (*digits == '0' && at > digits + 1))
		return false;
	if (*at == '.') {
		digits = ++at;
		at = skip_digits(at);
		if (at == digits)
			return false;
	}
	if (*at == 'e' || *at == 'E') {
		at++;
		digits = at += *at == '+' || *at == '-';
		at = skip_digits(at);
		if (at == digits)
			return false;
	}
	copy(scan, at);
	return true;
}

static bool scan_word(struct scan *scan)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if (strncmp(scan->at, words[i], length) == 0) {
			copy(scan, scan->at + length);
			return true;
		}
	}
	return scan_number(scan);
}

/* A name could be spelled by escapes; the library's are letters. */
static bool is_own(const struct scan *scan, const char *key)
{
	size_t length = strcspn(key, "\"\\");

	return scan->depth > 1 || !scan->name ||
	       (key[length] == '"' &&
		(strlen(scan->name) != length || strncmp(key, scan->name, length) != 0));
}

static bool scan_member(struct scan *scan)
{
	skip_blanks(scan);
	return is_next(scan, '"') && is_own(scan, scan->at + 1) && scan_string(scan) &&
	       take(scan, ':') && scan_value(scan);
}

/* An object's members, or an array's values, and what ends them. */
static bool scan_items(struct scan *scan, bool (*item)(struct scan *), char end)
{
	if (take(scan, end))
		return true;
	do {
		if (!item(scan))
			return false;
	} while (take(scan, ','));
	return take(scan, end);
}

static bool scan_value(struct scan *scan)
{
	bool done;

	skip_blanks(scan);
	if (is_next(scan, '"'))
		return scan_string(scan);
	if (!is_next(scan, '{') && !is_next(scan, '['))
		return scan->at < scan->end && scan_word(scan);
	if (++scan->depth > JSON_LINE_DEPTH_MAX)
		return false;
	done = take(scan, '{') ? scan_items(scan, scan_member, '}')
			       : take(scan, '[') && scan_items(scan, scan_value, ']');
	scan->depth--;
	return done;
}

bool json_line_add(struct ia_strbuf *buf, const char *text, const char *name)
{
	struct ia_strbuf line IA_AUTO_STRBUF = IA_STRBUF_SECRET;
	struct scan scan = {.at = text, .end = text + strlen(text), .buf = &line, .name = name};

	skip_blanks(&scan);
	if (!is_next(&scan, '{') || !scan_value(&scan))
		return false;
	skip_blanks(&scan);
	if (scan.at != scan.end)
		return false;
	if (line.error)
		buf->error = line.error;
	else
		ia_strbuf_add(buf, line.data + 1, line.length - 2);
	return true;
}
