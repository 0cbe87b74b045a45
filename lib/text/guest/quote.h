/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_TEXT_GUEST_QUOTE_H
#define IA_TEXT_GUEST_QUOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"

/* One text, so that its consumer reads the very same bytes. */

/* A word of POSIX sh, in single quotes: nothing inside them means anything. */
void ia_quote_sh(struct ia_strbuf *buf, const char *text);

/*
 * A string of an xl.cfg. libxlutil's lexer takes a backslash for the start of an escape in either
 * kind of quotes; \xNN and octal escapes are broken in it up to 4.17 at least, \\ \" \n are not.
 */
void ia_quote_xl(struct ia_strbuf *buf, const char *text);

/*
 * Text of an XML element or of an attribute in double or single quotes. what names the text in
 * the error. 0, or -EOPNOTSUPP for bytes that XML 1.0 has no way to write: those that are no
 * UTF-8, and control characters. Nothing is added then.
 */
int ia_quote_xml(struct ia_strbuf *buf, const char *what, const char *text,
		 struct isoargs_error **reterr);

/* A value inside one of QEMU's lists KEY=VALUE,...: a comma is written twice. */
void ia_quote_qemu(struct ia_strbuf *buf, const char *text);

/*
 * A value inside one of virt-install's lists, which shlex of Python splits at commas: it knows both
 * quotes and the backslash. The list is a word for a shell as well.
 */
void ia_quote_virt_install(struct ia_strbuf *buf, const char *text);

/*
 * Is it UTF-8 without control characters, as XenAPI needs it, and a terminal that it is pasted in?
 * what names the text in the error, whom who cannot take it. 0 or -EOPNOTSUPP.
 */
int ia_quote_check_plain(const char *what, const char *who, const char *text,
			 struct isoargs_error **reterr);

/*
 * Does it hold a character that a terminal would obey or hide: a control, a bidi or another mark
 * that cannot be seen? *ret_code: the first. Bytes that belong to no character are none.
 */
bool ia_quote_has_controls(const char *text, uint32_t *ret_code);

/* Is it free of them, whatever else its bytes are? 0 or -EOPNOTSUPP. */
int ia_quote_check_controls(const char *what, const char *text, struct isoargs_error **reterr);

/* Is it UTF-8? 0 or -EOPNOTSUPP. */
int ia_quote_check_utf8(const char *what, const char *who, const char *text,
			struct isoargs_error **reterr);

#endif
