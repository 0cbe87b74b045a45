/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_BASE_UTF8_H
#define IA_BASE_UTF8_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"

/*
 * One character from the start of s: its length in bytes (1 to 4), or 0 where the
 * bytes are not well-formed UTF-8 (overlong forms, surrogates and code points above
 * U+10FFFF included; Unicode 15 table 3-7). *ret_code is written only on success.
 */
size_t ia_utf8_decode(const char *s, size_t size, uint32_t *ret_code);

/* C0, DEL and C1. */
bool ia_utf8_is_control(uint32_t code);

/*
 * What does no good on a terminal: controls, and characters that reorder text, separate lines or
 * cannot be seen.
 */
bool ia_utf8_is_unprintable(uint32_t code);

/* One code point as 1 to 4 bytes; surrogates and numbers above U+10FFFF become U+FFFD. */
size_t ia_utf8_encode(uint32_t code, char ret[4]);

/* Appends one as ia_utf8_encode() writes it. */
void ia_utf8_add(struct ia_strbuf *buf, uint32_t code);

/* Appends big-endian UTF-16 as UTF-8; an unpaired surrogate becomes U+FFFD. */
void ia_utf8_add_utf16be(struct ia_strbuf *buf, const uint8_t *data, size_t size);

/* Appends little-endian UTF-16 as UTF-8; an unpaired surrogate becomes U+FFFD. */
void ia_utf8_add_utf16le(struct ia_strbuf *buf, const uint8_t *data, size_t size);

/* Appends bytes as valid UTF-8: every byte that belongs to no character becomes \xNN. */
void ia_utf8_add_valid(struct ia_strbuf *buf, const char *s, size_t size);

/*
 * As ia_utf8_add_valid(), and fit for a terminal and a log: C0 and C1 controls and DEL
 * become \xNN, bidi and other format controls and line separators \u{NNNN}.
 */
void ia_utf8_add_printable(struct ia_strbuf *buf, const char *s, size_t size);

/*
 * The same for one character from the start of s, or a byte that belongs to none, where there is no
 * memory for a buffer: its length. *ret_escape: bytes of out that stand for it; 0: it stands as it
 * is.
 */
#define IA_ESCAPE_SIZE 10u /* of \u{10ffff} */
size_t ia_utf8_escape(const char *s, size_t size, char out[IA_ESCAPE_SIZE], size_t *ret_escape);

/*
 * The same in at most max bytes, escapes counted: of a longer text as much as fits, never a part of
 * a character or of an escape, and "…" behind it. No more than max bytes of it are looked at.
 */
void ia_utf8_add_cut(struct ia_strbuf *buf, const char *s, size_t max);

/*
 * As ia_utf8_add_cut(), but of a longer sentence the last third stays as well, behind the mark: what
 * was found stands at its beginning, what was expected at its end. All of it is looked at.
 */
void ia_utf8_add_sentence(struct ia_strbuf *buf, const char *s, size_t max);

/* Whether ia_utf8_add_printable() would leave it as it is. */
bool ia_utf8_is_printable(const char *s);

/*
 * A copy in the arena of at most max bytes: of a longer text its whole characters, as many as fit,
 * and "…" behind them. NULL when out of memory.
 */
char *ia_utf8_cut(struct ia_arena *arena, const char *s, size_t max);

/* Would it be cut? However long it is, no more than max bytes are looked at. */
bool ia_utf8_is_longer(const char *s, size_t max);

/* Columns that a printable string takes on a terminal, wide characters counted as two. */
size_t ia_utf8_columns(const char *s);

/*
 * As ia_utf8_add_cut(), and as ia_utf8_add_sentence(), with IA_SENTENCE_MAX: an allocated string;
 * NULL when out of memory.
 */
char *ia_utf8_printable(const char *s);
char *ia_utf8_printf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

#endif
