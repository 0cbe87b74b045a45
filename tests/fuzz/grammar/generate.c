/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a target on what the grammar makes, without a search: COUNT inputs of at most BYTES from
 * SEED on. Says which seed it was that ended the program, and writes it as a file with -w.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long long number(const char *text)
{
	char *end;
	unsigned long long value = strtoull(text, &end, 10);

	if (*text == '\0' || *end != '\0') {
		fprintf(stderr, "generate: '%s' is no number\n", text);
		exit(EXIT_FAILURE);
	}
	return value;
}

/* In an allocation of its own size, so that a sanitizer sees the first byte beyond it. */
static void run(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size);

	if (size > 0 && !copy)
		abort();
	if (size > 0)
		memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

int main(int argc, char **argv)
{
	unsigned long long first, count, max;
	uint8_t *data;

	if (argc < 4 || argc > 5) {
		fputs("usage: generate SEED COUNT BYTES [FILE]\n"
		      "With FILE the input of SEED is written there, and none is run.\n",
		      stderr);
		return 2;
	}
	first = number(argv[1]);
	count = number(argv[2]);
	max = number(argv[3]);
	data = malloc(max);
	if (!data)
		return EXIT_FAILURE;
	for (unsigned long long i = 0; i < count; i++) {
		size_t size = grammar_make(grammar_form, first + i, data, max);

		if (argc == 5) {
			FILE *file = fopen(argv[4], "wb");

			if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0)
				return EXIT_FAILURE;
			break;
		}
		printf("seed %llu, %zu bytes\n", first + i, size);
		fflush(stdout); /* says which input it was that ended the program */
		run(data, size);
	}
	free(data);
	return EXIT_SUCCESS;
}
