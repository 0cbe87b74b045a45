/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/password.h"

#include <crypt.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/output.h"

/* $6$, which every glibc knows; the salt's bytes come from the kernel. */
static const char *hash_into(const char *password, struct crypt_data *data)
{
	char salt[CRYPT_GENSALT_OUTPUT_SIZE];

	if (!crypt_gensalt_rn("$6$", 0, NULL, 0, salt, sizeof(salt)))
		return NULL;
	return crypt_rn(password, salt, data, sizeof(*data));
}

int password_hash(const char *subject, const char *password, char hash[PASSWORD_HASH_MAX])
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
	if (text && strlen(text) < PASSWORD_HASH_MAX) {
		snprintf(hash, PASSWORD_HASH_MAX, "%s", text);
	} else {
		output_complain(subject, "the password cannot be hashed: %s", strerror(errno));
		r = EXIT_FAILED;
	}
	if (data)
		explicit_bzero(data, sizeof(*data));
	free(data);
	return r;
}
