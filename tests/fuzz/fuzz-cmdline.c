/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: what is split and joined splits into the same words again, and a value
 * that passes the check is one word.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cmdline.h"
#include "limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(struct ia_arena *arena, const char *text)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_cmdline line = {.arena = arena};
	const struct isoargs_word like = {.origin = ISOARGS_FROM_OPTION};

	if (ia_word_check("--append", text, &error) < 0) {
		if (!error || !strstr(isoargs_error_message(error), "--append"))
			abort();
		return;
	}
	if (ia_cmdline_split(&line, text, &like) < 0 || line.count != 1 ||
	    strcmp(line.words[0].text, text) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_strbuf joined IA_AUTO_STRBUF = {0};
	struct ia_cmdline line = {.arena = arena}, again = {.arena = arena};
	const struct isoargs_word like = {.origin = ISOARGS_FROM_ENTRY, .file = "f", .line = 1};
	char *text IA_AUTO_FREE = malloc(size + 1);

	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	check_value(arena, text);
	if (ia_cmdline_split(&line, text, &like) < 0) {
		if (line.count != 0)
			abort();
		return 0;
	}
	ia_cmdline_join(&line, &joined);
	if (ia_cmdline_split(&again, joined.data ? joined.data : "", &like) < 0 ||
	    again.count != line.count || line.count > IA_CMDLINE_WORDS_MAX)
		abort();
	for (size_t i = 0; i < line.count; i++) {
		const char *value = ia_word_value(line.words[i].text);

		if (strcmp(line.words[i].text, again.words[i].text) != 0 ||
		    (value && value[-1] != '='))
			abort();
	}
	return 0;
}
