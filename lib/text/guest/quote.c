/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/guest/quote.h"

#include <errno.h>
#include <string.h>

#include "base/utf8.h"

void ia_quote_sh(struct ia_strbuf *buf, const char *text)
{
	ia_strbuf_addc(buf, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			ia_strbuf_adds(buf, "'\\''");
		else
			ia_strbuf_addc(buf, *text);
	}
	ia_strbuf_addc(buf, '\'');
}

void ia_quote_xl(struct ia_strbuf *buf, const char *text)
{
	ia_strbuf_addc(buf, '"');
	for (; *text; text++) {
		switch (*text) {
		case '\\':
		case '"':
			ia_strbuf_addc(buf, '\\');
			ia_strbuf_addc(buf, *text);
			break;
		case '\n':
			/* The lexer ends a line here, inside quotes too. */
			ia_strbuf_adds(buf, "\\n");
			break;
		default:
			ia_strbuf_addc(buf, *text);
			break;
		}
	}
	ia_strbuf_addc(buf, '"');
}

/* XML 1.0 section 2.2; tabs and line ends are characters, but need a reference to stay. */
static bool xml_has(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return code != 0xfffe && code != 0xffff;
}

static void add_xml(struct ia_strbuf *buf, const char *s, size_t length)
{
	switch (*s) {
	case '&':
		ia_strbuf_adds(buf, "&amp;");
		return;
	case '<':
		ia_strbuf_adds(buf, "&lt;");
		return;
	case '>':
		ia_strbuf_adds(buf, "&gt;");
		return;
	case '"':
		ia_strbuf_adds(buf, "&quot;");
		return;
	case '\'':
		ia_strbuf_adds(buf, "&apos;");
		return;
	case '\t':
	case '\n':
	case '\r':
		ia_strbuf_addf(buf, "&#%d;", *s);
		return;
	default:
		ia_strbuf_add(buf, s, length);
		return;
	}
}

static int refuse(const char *what, const char *who, unsigned char byte, bool is_character,
		  uint32_t code, struct isoargs_error **reterr)
{
	const char *remedy = "take another format, such as shell";

	if (is_character)
		return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, remedy,
				"found U+%04X in %s, which %s cannot carry", (unsigned)code, what,
				who);
	return ia_error(reterr, -EOPNOTSUPP, IA_NOWHERE, remedy,
			"found the byte 0x%02x in %s, which is no UTF-8: %s cannot carry it", byte,
			what, who);
}

/* 0, or -EOPNOTSUPP at the first character that takes() does not allow. */
static int check(const char *what, const char *who, const char *text, bool (*takes)(uint32_t code),
		 struct isoargs_error **reterr)
{
	size_t left = strlen(text);

	while (left > 0) {
		uint32_t code = 0;
		size_t length = ia_utf8_decode(text, left, &code);

		if (length == 0 || !takes(code))
			return refuse(what, who, (unsigned char)*text, length > 0, code, reterr);
		text += length;
		left -= length;
	}
	return 0;
}

static bool any(uint32_t code IA_UNUSED)
{
	return true;
}

static bool is_plain(uint32_t code)
{
	return xml_has(code) && !ia_utf8_is_control(code);
}

int ia_quote_check_utf8(const char *what, const char *who, const char *text,
			struct isoargs_error **reterr)
{
	return check(what, who, text, any, reterr);
}

int ia_quote_check_plain(const char *what, const char *who, const char *text,
			 struct isoargs_error **reterr)
{
	return check(what, who, text, is_plain, reterr);
}

bool ia_quote_has_controls(const char *text, uint32_t *ret_code)
{
	for (size_t left = strlen(text), length; left > 0; text += length, left -= length) {
		uint32_t code;

		length = ia_utf8_decode(text, left, &code);
		if (length > 0 && ia_utf8_is_unprintable(code)) {
			*ret_code = code;
			return true;
		}
		length = length > 0 ? length : 1;
	}
	return false;
}

int ia_quote_check_controls(const char *what, const char *text, struct isoargs_error **reterr)
{
	uint32_t code;

	if (!ia_quote_has_controls(text, &code))
		return 0;
	return ia_error(
		reterr, -EOPNOTSUPP, IA_NOWHERE, "build on another entry with ISOARGS_ENTRY",
		"found U+%04X in %s, which a terminal would obey or hide", (unsigned)code, what);
}

int ia_quote_xml(struct ia_strbuf *buf, const char *what, const char *text,
		 struct isoargs_error **reterr)
{
	size_t left = strlen(text);
	int r;

	r = check(what, "XML", text, xml_has, reterr);
	if (r < 0)
		return r;
	while (left > 0) {
		uint32_t code = 0;
		size_t length = ia_utf8_decode(text, left, &code);

		add_xml(buf, text, length);
		text += length;
		left -= length;
	}
	return 0;
}

void ia_quote_qemu(struct ia_strbuf *buf, const char *text)
{
	for (; *text; text++) {
		if (*text == ',')
			ia_strbuf_addc(buf, ',');
		ia_strbuf_addc(buf, *text);
	}
}

void ia_quote_virt_install(struct ia_strbuf *buf, const char *text)
{
	for (; *text; text++) {
		if (strchr(",'\"\\", *text))
			ia_strbuf_addc(buf, '\\');
		ia_strbuf_addc(buf, *text);
	}
}
