/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_SECRET_H
#define TOOLS_COMMON_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a buffer that holds a password, its NUL included. */
#define SECRET_MAX 256

/*
 * The first line of a file, without its end (of DOS as well), of SECRET_MAX - 2 bytes at most; option names what
 * asked for it. EXIT_DONE, or EXIT_USAGE (the line is longer) or EXIT_FAILED with a sentence on
 * standard error. The caller wipes secret, also after a failure.
 */
int secret_read_file(const char *option, const char *path, char secret[SECRET_MAX]);

/* Bytes of a buffer that holds a hash, its NUL included. */
#define SECRET_HASH_MAX 256

/*
 * The password as crypt(3) writes it into /etc/shadow, by SHA-512 and a salt of its own; subject
 * names it in a sentence. EXIT_DONE, or EXIT_USAGE or EXIT_FAILED with a sentence on standard
 * error. The caller wipes password and hash.
 */
int secret_hash(const char *subject, const char *password, char hash[SECRET_HASH_MAX]);

#endif
