/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/encode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct out {
	char *text;
	size_t length, size;
};

static struct out out_new(size_t size)
{
	return (struct out){.text = calloc(1, size + 1), .size = size};
}

static void put(struct out *out, const char *bytes, size_t length)
{
	if (out->length + length > out->size)
		return;
	memcpy(out->text + out->length, bytes, length);
	out->length += length;
	out->text[out->length] = '\0';
}

static void put_code(struct out *out, unsigned long code)
{
	char bytes[4];
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = length; i-- > 1; code >>= 6)
		bytes[i] = (char)(0x80 + code % 64);
	bytes[0] = (char)(length == 1 ? code : (0xf00u >> length & 0xff) + code);
	put(out, bytes, length);
}

/* Of valid UTF-8. */
static size_t length_of(const char *c)
{
	unsigned char first = (unsigned char)*c;

	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static unsigned long code_of(const char *c, size_t length)
{
	unsigned long code = (unsigned char)*c;

	if (length > 1)
		code &= 0x7fu >> length;
	for (size_t i = 1; i < length; i++)
		code = code * 64 + ((unsigned char)c[i] & 0x3f);
	return code;
}

static void put_json(struct out *out, unsigned long code, int upper)
{
	char text[16];

	if (code >= 0x10000) {
		put_json(out, 0xd800 + ((code - 0x10000) >> 10), upper);
		code = 0xdc00 + (code & 0x3ff);
	}
	if (upper)
		snprintf(text, sizeof(text), "\\u%04lX", code);
	else
		snprintf(text, sizeof(text), "\\u%04lx", code);
	put(out, text, strlen(text));
}

static const char *xml_name(char c)
{
	return c == '&'    ? "&amp;"
	       : c == '<'  ? "&lt;"
	       : c == '>'  ? "&gt;"
	       : c == '"'  ? "&quot;"
	       : c == '\'' ? "&apos;"
			   : NULL;
}

static void put_spelled(struct out *out, const char *c, size_t length, unsigned choice)
{
	unsigned long code = code_of(c, length);
	const char *name = length == 1 ? xml_name(*c) : NULL;
	char text[32] = "";

	switch (choice) {
	case 0:
		snprintf(text, sizeof(text), "&#%lu;", code);
		break;
	case 1:
		snprintf(text, sizeof(text), "&#x%lx;", code);
		break;
	case 2:
		snprintf(text, sizeof(text), "&#X%08lX;", code);
		break;
	case 3:
		snprintf(text, sizeof(text), "&#%09lu;", code);
		break;
	case 4:
		put_json(out, code, 0);
		return;
	case 5:
		put_json(out, code, 1);
		return;
	case 6:
	case 7:
		for (size_t i = 0; i < length; i++) {
			snprintf(text, sizeof(text), choice == 6 ? "%%%02X" : "%%%02x",
				 (unsigned char)c[i]);
			put(out, text, strlen(text));
		}
		return;
	case 8:
		if (name)
			snprintf(text, sizeof(text), "%s", name);
		else if (*c == '"' || *c == '\\' || *c == '/')
			snprintf(text, sizeof(text), "\\%c", *c);
		else if (*c == '\t' || *c == ' ')
			snprintf(text, sizeof(text), "%s", *c == ' ' ? "+" : "\\t");
		break;
	case 9:
	case 10:
		put(out, "<![CDATA[", 9);
		put(out, c, length);
		put(out, "]]>", 3);
		return;
	default:
		break;
	}
	put(out, *text ? text : c, *text ? strlen(text) : length);
}

char *encode(const char *text, const uint8_t *choices, size_t count, int marks)
{
	struct out out = out_new(ENCODE_MAX);
	size_t n = 0;

	for (size_t length; *text; text += length, n++) {
		length = length_of(text);
		put_spelled(&out, text, length, count ? choices[n % count] % (marks ? 12 : 9) : 11);
	}
	return out.text;
}

static size_t starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0 ? strlen(with) : 0;
}

/* A character reference; its length, 0: none. */
static size_t reference(const char *text, unsigned long *code)
{
	const char *digits = text + 2;
	int base = 10;
	char *end;

	if (text[0] != '&' || text[1] != '#')
		return 0;
	if (*digits == 'x' || *digits == 'X') {
		base = 16;
		digits++;
	}
	if (!*digits || !strchr("0123456789abcdefABCDEF", *digits))
		return 0;
	*code = strtoul(digits, &end, base);
	return *end == ';' && end > digits && *code > 0 && *code <= 0x10ffff
		       ? (size_t)(end + 1 - text)
		       : 0;
}

char *decode_xml(const char *text)
{
	static const char plain[] = "&<>\"'";
	struct out out = out_new(strlen(text));

	while (*text) {
		unsigned long code;
		size_t length = starts(text, "<![CDATA[");

		length = length ? length : starts(text, "]]>");
		if (length) {
			text += length;
			continue;
		}
		length = reference(text, &code);
		if (length)
			put_code(&out, code);
		for (const char *c = plain; !length && *c; c++) {
			length = starts(text, xml_name(*c));
			if (length)
				put(&out, c, 1);
		}
		if (!length)
			put(&out, text, 1);
		text += length ? length : 1;
	}
	return out.text;
}

static int four(const char *text, unsigned long *code)
{
	char digits[5] = "", *end;

	if (text[0] != '\\' || text[1] != 'u')
		return 0;
	strncpy(digits, text + 2, 4);
	*code = strtoul(digits, &end, 16);
	return end == digits + 4 && strspn(digits, "0123456789abcdefABCDEF") == 4;
}

char *decode_json(const char *text)
{
	static const char letters[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	struct out out = out_new(strlen(text));

	while (*text) {
		unsigned long code, low;
		const char *letter = *text == '\\' && text[1] ? strchr(letters, text[1]) : NULL;

		if (four(text, &code) && code >> 10 == 0x36 && four(text + 6, &low) &&
		    low >> 10 == 0x37) {
			put_code(&out, 0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00));
			text += 12;
		} else if (four(text, &code) && code > 0 && code >> 11 != 0x1b) {
			put_code(&out, code);
			text += 6;
		} else if (letter) {
			put(&out, means + (letter - letters), 1);
			text += 2;
		} else {
			put(&out, text++, 1);
		}
	}
	return out.text;
}

char *decode_percent(const char *text)
{
	static const char hex[] = "0123456789abcdefABCDEF";
	struct out out = out_new(strlen(text));

	while (*text) {
		if (*text == '%' && text[1] && strchr(hex, text[1]) && text[2] &&
		    strchr(hex, text[2])) {
			char digits[3] = {text[1], text[2], '\0'};
			char c = (char)strtoul(digits, NULL, 16);

			if (c)
				put(&out, &c, 1);
			text += 3;
		} else {
			put(&out, *text == '+' ? " " : text, 1);
			text++;
		}
	}
	return out.text;
}

int decodes_to(const char *text, const char *wanted, unsigned depth)
{
	static char *(*const decoders[])(const char *) = {decode_xml, decode_json, decode_percent};
	int found = strstr(text, wanted) != NULL;

	for (size_t i = 0; i < 3 && depth > 0 && !found; i++) {
		char *decoded = decoders[i](text);

		found = strcmp(decoded, text) != 0 && decodes_to(decoded, wanted, depth - 1);
		free(decoded);
	}
	return found;
}
