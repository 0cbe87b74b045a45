/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_PASSWORD_H
#define TOOLS_COMMON_PASSWORD_H

#include <stddef.h>

/* Bytes of a buffer that holds a hash, its NUL included. */
#define PASSWORD_HASH_MAX 256

/*
 * The password as crypt(3) writes it into /etc/shadow, by SHA-512 and a salt of its own; subject
 * names it in a sentence. EXIT_DONE, or EXIT_USAGE or EXIT_FAILED with a sentence on standard
 * error. The caller wipes password and hash.
 */
int password_hash(const char *subject, const char *password, char hash[PASSWORD_HASH_MAX]);

#endif
