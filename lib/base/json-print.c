/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"

/*
 * A document as text. json-c's own printer leaves copies of what it prints on the heap, leaves out
 * what it has no memory for, and lays arrays out in another way from release to release.
 */

#define INDENT 2u

struct printer {
	struct ia_strbuf *buf;
	enum ia_json_form form;
};

static void print_value(const struct printer *printer, json_object *value, unsigned depth);

static void print_break(const struct printer *printer, unsigned depth)
{
	if (printer->form == IA_JSON_LINE)
		return;
	ia_strbuf_addc(printer->buf, '\n');
	ia_strbuf_fill(printer->buf, ' ', (size_t)depth * INDENT);
}

/* What stands after a backslash; NUL: the byte stands as it is, or by its number. */
static char letter_of(const struct printer *printer, char c)
{
	switch (c) {
	case '/': /* in lines only, whose form was there before this printer */
		return printer->form == IA_JSON_LINE ? c : '\0';
	case '\b':
		return 'b';
	case '\f':
		return 'f';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	case '"':
	case '\\':
		return c;
	default:
		return '\0';
	}
}

/* A UTF-16 unit by its number. */
static void print_unit(struct ia_strbuf *buf, uint32_t unit)
{
	static const char digits[] = "0123456789abcdef";
	const char out[] = {'\\',
			    'u',
			    digits[unit >> 12 & 0xf],
			    digits[unit >> 8 & 0xf],
			    digits[unit >> 4 & 0xf],
			    digits[unit & 0xf]};

	ia_strbuf_add(buf, out, sizeof(out));
}

/* A character that no terminal should see: to whoever parses it the same as itself. */
static void print_code(struct ia_strbuf *buf, uint32_t code)
{
	if (code < 0x10000) {
		print_unit(buf, code);
		return;
	}
	print_unit(buf, 0xd800 + ((code - 0x10000) >> 10));
	print_unit(buf, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

/* What stands for itself is appended in runs. A byte that belongs to none is U+FFFD. */
static void print_string(const struct printer *printer, const char *text, size_t size)
{
	struct ia_strbuf *buf = printer->buf;
	size_t run = 0;

	ia_strbuf_addc(buf, '"');
	for (size_t i = 0, length; i < size; i += length) {
		char letter = letter_of(printer, text[i]);
		uint32_t code = 0xfffd;

		length = ia_utf8_decode(text + i, size - i, &code);
		if (length > 0 && !letter && !ia_utf8_is_unprintable(code))
			continue;
		ia_strbuf_add(buf, text + run, i - run);
		if (letter)
			ia_strbuf_add(buf, (const char[]){'\\', letter}, 2);
		else
			print_code(buf, code);
		length = length > 0 ? length : 1;
		run = i + length;
	}
	ia_strbuf_add(buf, text + run, size - run);
	ia_strbuf_addc(buf, '"');
}

static void print_object(const struct printer *printer, json_object *object, unsigned depth)
{
	bool first = true;

	ia_strbuf_addc(printer->buf, '{');
	json_object_object_foreach(object, key, value)
	{
		if (!first)
			ia_strbuf_addc(printer->buf, ',');
		first = false;
		print_break(printer, depth + 1);
		print_string(printer, key, strlen(key));
		ia_strbuf_addc(printer->buf, ':');
		print_value(printer, value, depth + 1);
	}
	if (!first)
		print_break(printer, depth);
	ia_strbuf_addc(printer->buf, '}');
}

static void print_array(const struct printer *printer, json_object *array, unsigned depth)
{
	size_t count = json_object_array_length(array);

	ia_strbuf_addc(printer->buf, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			ia_strbuf_addc(printer->buf, ',');
		print_break(printer, depth + 1);
		print_value(printer, json_object_array_get_idx(array, i), depth + 1);
	}
	print_break(printer, depth);
	ia_strbuf_addc(printer->buf, ']');
}

static void print_number(const struct printer *printer, json_object *number)
{
	int64_t small = json_object_get_int64(number);

	if (small < 0)
		ia_strbuf_addf(printer->buf, "%" PRId64, small);
	else
		ia_strbuf_addf(printer->buf, "%" PRIu64, json_object_get_uint64(number));
}

/* It reads back as the same, and as no integer. */
static void print_double(struct ia_strbuf *buf, double number)
{
	char text[32];

	snprintf(text, sizeof(text), "%.17g", number);
	ia_strbuf_adds(buf, text);
	if (!text[strspn(text, "-0123456789")])
		ia_strbuf_adds(buf, ".0");
}

static void print_value(const struct printer *printer, json_object *value, unsigned depth)
{
	switch (json_object_get_type(value)) {
	case json_type_object:
		print_object(printer, value, depth);
		break;
	case json_type_array:
		print_array(printer, value, depth);
		break;
	case json_type_string:
		print_string(printer, json_object_get_string(value),
			     (size_t)json_object_get_string_len(value));
		break;
	case json_type_int:
		print_number(printer, value);
		break;
	case json_type_boolean:
		ia_strbuf_adds(printer->buf, json_object_get_boolean(value) ? "true" : "false");
		break;
	case json_type_double:
		print_double(printer->buf, json_object_get_double(value));
		break;
	case json_type_null:
		ia_strbuf_adds(printer->buf, "null");
		break;
	}
}

static void wipe(json_object *value)
{
	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member)
		{
			(void)key;
			wipe(member);
		}
	} else if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			wipe(json_object_array_get_idx(value, i));
	} else if (json_object_is_type(value, json_type_string)) {
		/* It is the object's own buffer, and this is the last that is asked of it. */
		explicit_bzero((char *)(uintptr_t)json_object_get_string(value),
			       (size_t)json_object_get_string_len(value));
	}
}

void ia_json_free(json_object *root)
{
	wipe(root);
	json_object_put(root);
}

int ia_json_print(struct ia_json doc, json_object *root, enum ia_json_form form,
		  struct ia_strbuf *buf)
{
	const struct printer printer = {.buf = buf, .form = form};

	if (doc.error)
		buf->error = doc.error;
	else
		print_value(&printer, root, 0);
	if (form == IA_JSON_INDENTED)
		ia_strbuf_addc(buf, '\n');
	ia_json_free(root);
	ia_meter_release(doc.meter, IA_COST_PRINTING, doc.kept);
	return buf->error;
}

int ia_json_text(struct ia_json doc, json_object *root, enum ia_json_form form, char **ret_text)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = IA_STRBUF_SECRET;

	ia_json_print(doc, root, form, &buf);
	return ia_strbuf_take(&buf, ret_text);
}
