/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_SEVERAL_JSON_LINE_H
#define TOOLS_SEVERAL_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#define JSON_LINE_DEPTH_MAX 64u /* arrays and objects in each other; the library's have at most 8 */

/*
 * Appends the members of a JSON document, which somebody made who may be hostile, as they stand
 * between the braces of the object that it is: without blanks and line ends. false, and nothing
 * appended, where it is no such document (RFC 8259), where something in it is not fit for a
 * terminal, or where one of its own members has that name, which is the caller's; NULL: none has.
 */
bool json_line_add(struct ia_strbuf *buf, const char *text, const char *name);

#endif
