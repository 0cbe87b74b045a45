/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: a password is found in every mixture of spellings that an encoder of the tests
 * makes of it; and what is left of a host's words holds it neither as it is nor after any decoding,
 * unless nothing is left.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "rpc/spelling.h"
#include "support/encode.h"
#include "xenapi/impl.h"

#define PASSWORD_MAX 8u /* as bytes; of spellings of those of its characters no one is cut */
#define WORDS_SHOWN  512u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Up to so many bytes of valid UTF-8 without NUL; the rest of the input comes after them. */
static char *take_text(const uint8_t **data, size_t *size, size_t most)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *raw = calloc(1, most + 1), *text;

	most = most < *size ? most : *size;
	if (most > 0)
		memcpy(raw, *data, most);
	*data += most;
	*size -= most;
	ia_utf8_add_valid(&buf, raw, strlen(raw));
	free(raw);
	if (ia_strbuf_take(&buf, &text) < 0)
		abort();
	return text;
}

static void check_found(const char *password, const uint8_t *choices, size_t count)
{
	unsigned layers = count > 0 ? 1 + choices[0] % SPELLING_DEPTH : 0;
	char *text = strdup(password);

	for (unsigned i = 0; i < layers; i++) {
		size_t skip = i < count ? i : count;
		char *more = encode(text, choices + skip, count - skip, choices[0] / 4 % 4 == i);

		free(text);
		text = more;
	}
	if (!spelling_holds(text, strlen(text), password))
		abort();
	free(text);
}

static void check_words(const char *password, const char *text)
{
	struct xenapi xenapi = {.password = strdup(password)};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	words_add(&xenapi, text, strlen(text), &buf);
	if (buf.error)
		abort();
	if (buf.data && strncmp(buf.data, "(left out", 9) != 0 &&
	    decodes_to(buf.data, password, SPELLING_DEPTH))
		abort();
	free(xenapi.password);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length = size > 0 ? 1 + *data % PASSWORD_MAX : 0, half;
	char *password, *text;

	if (size < 2)
		return 0;
	data++;
	size--;
	password = take_text(&data, &size, length);
	half = size / 2;
	if (*password) {
		check_found(password, data, half);
		data += half;
		size -= half;
		text = take_text(&data, &size, WORDS_SHOWN);
		check_words(password, text);
		free(text);
	}
	free(password);
	return 0;
}
