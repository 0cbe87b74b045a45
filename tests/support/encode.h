/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_ENCODE_H
#define TEST_ENCODE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Texts as XML, JSON and percent-encoding spell them, and back, by code that shares nothing with
 * what it tests. Everything is allocated; what is encoded is cut at ENCODE_MAX bytes.
 */

#define ENCODE_MAX 65536u

/*
 * Each character of valid UTF-8 in a spelling that a choice picks; they are used in a circle. With
 * marks some stand in CDATA sections, which have no others in them.
 */
char *encode(const char *text, const uint8_t *choices, size_t count, int marks);

/* All escapes of one kind resolved, once. */
char *decode_xml(const char *text);
char *decode_json(const char *text);
char *decode_percent(const char *text);

/* Whether a text holds another, as it is or after up to depth of these decodings in any order. */
int decodes_to(const char *text, const char *wanted, unsigned depth);

#endif
