/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: what is split and joined splits into the same words again, and a value
 * that passes the check is one word.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "args/word.h"
#include "base/limits.h"
#include "menu/cmdline.h"
#include "printers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(struct ia_arena *arena, const char *text)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_cmdline line = {.arena = arena};
	const struct isoargs_word like = {.origin = ISOARGS_FROM_OPTION};

	if (ia_word_check(ISOARGS_APPEND, text, &error) < 0) {
		if (!error || !strstr(isoargs_error_message(error), "ISOARGS_APPEND"))
			abort();
		return;
	}
	if (ia_cmdline_split(&line, text, &like) < 0 || line.count != 1 ||
	    strcmp(line.words[0].text, text) != 0)
		abort();
}

/* The text as the words of an entry, and its words as ones that are asked for. */
static void print(const char *text, const struct ia_cmdline *line)
{
	struct isoargs_request *request;
	struct one_entry one;

	make_one_entry(&one, text, 6 + (unsigned)(strlen(text) % 5));
	print_derived(&one.report, NULL);
	if (isoargs_request_new(&request) < 0)
		abort();
	for (size_t i = 0; i < line->count; i++) {
		struct isoargs_error *error IA_AUTO_ERROR = NULL;

		if (isoargs_request_set(request, ISOARGS_APPEND, line->words[i].text, &error) < 0)
			expect_error(error);
	}
	make_one_entry(&one, "inst.stage2=hd:LABEL=FUZZ quiet", 7);
	print_derived(&one.report, request);
	isoargs_request_free(request);
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
	print(text, &line);
	return 0;
}
