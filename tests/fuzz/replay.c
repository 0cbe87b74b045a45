/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target without libFuzzer: on the empty input, and on every file of the folders,
 * and every file, that are named. Each input has an allocation of its own size, so that a
 * sanitizer sees the first byte beyond it.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void die(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s\n", path, what);
	exit(EXIT_FAILURE);
}

static void run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	uint8_t *data;
	size_t size;

	if (!file || fstat(fileno(file), &st) < 0)
		die(path, strerror(errno));
	size = (size_t)st.st_size;
	data = malloc(size);
	if (!data && size > 0)
		die(path, strerror(errno));
	if (size > 0 && fread(data, 1, size, file) != size)
		die(path, "cannot be read to its end");
	fclose(file);
	printf("%s, %zu bytes\n", path, size);
	fflush(stdout); /* says which input it was that ended the program */
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static size_t run_folder(const char *folder)
{
	struct dirent **names;
	int count = scandir(folder, &names, is_visible, alphasort);

	if (count < 0)
		die(folder, strerror(errno));
	for (int i = 0; i < count; i++) {
		char *path IA_AUTO_FREE = NULL;

		if (asprintf(&path, "%s/%s", folder, names[i]->d_name) < 0)
			die(folder, "out of memory");
		run_file(path);
		free(names[i]);
	}
	free(names);
	return (size_t)count;
}

int main(int argc, char **argv)
{
	static const uint8_t nothing[1];
	size_t count = 0;

	LLVMFuzzerTestOneInput(nothing, 0);
	for (int i = 1; i < argc; i++) {
		struct stat st;

		if (stat(argv[i], &st) < 0)
			die(argv[i], strerror(errno));
		if (S_ISDIR(st.st_mode)) {
			count += run_folder(argv[i]);
		} else {
			run_file(argv[i]);
			count++;
		}
	}
	if (argc > 1 && count == 0)
		die(argv[1], "no inputs here");
	printf("%zu inputs and the empty one\n", count);
	return EXIT_SUCCESS;
}
