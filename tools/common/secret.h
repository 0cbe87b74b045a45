/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_SECRET_H
#define TOOLS_COMMON_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a buffer that holds a password, its NUL included. */
#define SECRET_MAX 256

/*
 * The first line of a file, without its end, of SECRET_MAX - 2 bytes at most; option names what
 * asked for it. EXIT_DONE, or EXIT_USAGE (the line is longer) or EXIT_FAILED with a sentence on
 * standard error. The caller wipes secret, also after a failure.
 */
int secret_read_file(const char *option, const char *path, char secret[SECRET_MAX]);

/*
 * Opens the terminal now, for a time when nothing can be opened any more; where there is none,
 * nothing happens.
 */
void secret_keep_terminal(void);

/* Is there a terminal to ask at, wherever standard input and output lead? */
bool secret_can_prompt(void);

/*
 * Asks at the terminal, without an echo, and once more with the words of confirm unless that is
 * NULL. A signal that ends or stops the program finds the terminal as it was. EXIT_DONE, or
 * EXIT_USAGE (nothing typed, too much, or something else the second time) or EXIT_FAILED with a
 * sentence on standard error. The caller wipes secret, also after a failure.
 */
int secret_prompt(const char *prompt, const char *confirm, char *secret, size_t size);

#endif
