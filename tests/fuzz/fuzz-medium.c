/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libFuzzer target: what the process that reads a medium answers, from one that the medium took
 * over. What is taken from it, and what is said about its checks, steers no terminal.
 */
#include "medium/medium.h"
#include "said.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text)
{
	if (!text)
		return;
	if (strchr(text, '\n'))
		broken();
	expect_printable(text);
}

static void check_printed(const struct medium *medium)
{
	struct said said;

	said_begin(&said);
	medium_print_checks("image", medium, true);
	said_end(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct medium medium;
	const char *why;

	if (medium_parse((const char *)data, size, &medium, &why) == 0) {
		if (!medium.args || !medium.kernel)
			broken();
		check_text(medium.args);
		check_text(medium.kernel);
		check_text(medium.initrd);
		check_text(medium.label);
		check_text(medium.distribution);
		check_text(medium.version);
		check_text(medium.memory_error);
		check_printed(&medium);
	} else if (!why) {
		check_text(medium_text(medium.root, "error"));
	} else if (why[0] == '\0') {
		broken();
	}
	medium_free(&medium);
	return 0;
}
