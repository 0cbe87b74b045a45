/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "injection.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/input.h"
#include "common/output.h"
#include "verb.h"

static const char option[] = "--inject";

const char *injection_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The library knows names, and the user paths. */
static int check_names(const struct injection *injection, const char *path)
{
	const char *name = injection_name(path);

	for (size_t i = 0; i < injection->count; i++) {
		if (strcmp(injection_name(injection->paths[i]), name) != 0)
			continue;
		output_complain(option,
				"%s and %s would both be /%s in the RAM disk; give one of them "
				"another name",
				injection->paths[i], path, name);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

/* What is read until there is no more may have no end, and no name that an installer knows. */
static int check_file(const char *path, struct stat *ret)
{
	if (stat(path, ret) < 0) {
		output_complain(option, "%s: %s", path, strerror(errno));
		return EXIT_FAILED;
	}
	if (!S_ISREG(ret->st_mode)) {
		output_complain(option, "%s: found what is no regular file, expected one", path);
		return EXIT_USAGE;
	}
	if (ret->st_size > IA_ARCHIVE_MAX) {
		output_complain(option,
				"%s: found %jd bytes, expected at most %u of all files; leave out "
				"what the installer can fetch by itself",
				path, (intmax_t)ret->st_size, IA_ARCHIVE_MAX);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

/* Exactly size bytes into data, which has room for one more. */
static int read_whole(const char *path, char *data, size_t size)
{
	ssize_t n = input_read(option, path, INPUT_WHOLE, data, size + 1);

	if (n < 0)
		return EXIT_FAILED;
	if ((size_t)n == size)
		return EXIT_DONE;
	output_complain(option, "%s: it changed while it was read", path);
	return EXIT_FAILED;
}

static int put(struct injection *injection, const char *path,
	       const struct isoargs_archive_file *file)
{
	AUTO_ERROR error = NULL;
	int r;

	if (!injection->archive && isoargs_archive_new(&injection->archive) < 0) {
		output_complain(option, "%s: out of memory", path);
		return EXIT_FAILED;
	}
	r = isoargs_archive_add(injection->archive, file, &error);
	if (r < 0) {
		output_complain(option, "%s: %s", path,
				error ? isoargs_error_message(error) : "out of memory");
		return r == -ENOMEM ? EXIT_FAILED : EXIT_USAGE;
	}
	injection->paths[injection->count++] = path;
	return EXIT_DONE;
}

int injection_add(struct injection *injection, const char *path)
{
	struct isoargs_archive_file file = {.name = injection_name(path)};
	struct stat st;
	char *data;
	int r = check_names(injection, path);

	if (r == EXIT_DONE)
		r = check_file(path, &st);
	if (r != EXIT_DONE)
		return r;
	file.size = (size_t)st.st_size;
	file.executable = st.st_mode & S_IXUSR;
	file.data = data = malloc(file.size + 1);
	if (!data) {
		output_complain(option, "%s: out of memory", path);
		return EXIT_FAILED;
	}
	r = read_whole(path, data, file.size);
	if (r == EXIT_DONE)
		r = put(injection, path, &file);
	explicit_bzero(data, file.size + 1);
	free(data);
	return r;
}

void injection_cleanup(struct injection *injection)
{
	isoargs_archive_free(injection->archive);
}
