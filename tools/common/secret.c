/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/secret.h"

#include <crypt.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/input.h"
#include "common/output.h"

/* A C string would end there, and a part of the secret be taken for all of it. */
static bool is_cut_by_nul(const char *text, size_t length)
{
	const char *end = memchr(text, '\n', length);

	return memchr(text, '\0', end ? (size_t)(end - text) : length) != NULL;
}

int secret_read_file(const char *option, const char *path, char secret[SECRET_MAX])
{
	ssize_t length = input_read(option, path, INPUT_FIRST_LINE, secret, SECRET_MAX - 1);
	bool is_dos;

	if (length < 0)
		return EXIT_FAILED;
	secret[length] = '\0';
	if (is_cut_by_nul(secret, (size_t)length)) {
		output_complain(option, "%s: there is a NUL byte in the first line", path);
		return EXIT_FAILED;
	}
	secret[strcspn(secret, "\n")] = '\0';
	/* what DOS ends a line with, and where else one is, it is a mistake */
	length = strlen(secret);
	is_dos = length > 0 && secret[length - 1] == '\r';
	if (is_dos)
		secret[--length] = '\0';
	if (strchr(secret, '\r')) {
		output_complain(option, "%s: there is a carriage return in the first line", path);
		return EXIT_FAILED;
	}
	if (is_dos)
		output_complain(
			option,
			"%s: note: its line ends as those of DOS do; the carriage return is "
			"left out",
			path);
	/* A buffer that is full holds a line that was cut off. */
	if (strlen(secret) == SECRET_MAX - 1) {
		output_complain(option, "%s: the first line has more than %d bytes", path,
				SECRET_MAX - 2);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

/* $6$, which every glibc knows; the salt's bytes come from the kernel. */
static const char *hash_into(const char *password, struct crypt_data *data)
{
	char salt[CRYPT_GENSALT_OUTPUT_SIZE];

	if (!crypt_gensalt_rn("$6$", 0, NULL, 0, salt, sizeof(salt)))
		return NULL;
	return crypt_rn(password, salt, data, sizeof(*data));
}

int secret_hash(const char *subject, const char *password, char hash[SECRET_HASH_MAX])
{
	struct crypt_data *data;
	const char *text;
	int r = EXIT_DONE;

	if (password[0] == '\0') {
		output_complain(subject, "found an empty password; --lock-root is for none");
		return EXIT_USAGE;
	}
	data = calloc(1, sizeof(*data));
	text = data ? hash_into(password, data) : NULL;
	if (text && strlen(text) < SECRET_HASH_MAX) {
		snprintf(hash, SECRET_HASH_MAX, "%s", text);
	} else {
		output_complain(subject, "the password cannot be hashed: %s", strerror(errno));
		r = EXIT_FAILED;
	}
	if (data)
		explicit_bzero(data, sizeof(*data));
	free(data);
	return r;
}
