/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TOOLS_COMMON_PROMPT_H
#define TOOLS_COMMON_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

/* The terminal, wherever standard input and output lead. What is asked is printed as a line is. */

/* Asks a question; true: the answer is yes, false also where there is no terminal. */
bool prompt_agrees(const char *question);

/*
 * Opens the terminal now, for a time when nothing can be opened any more; where there is none,
 * nothing happens.
 */
void prompt_keep_terminal(void);

/* Is there a terminal to ask at? */
bool prompt_is_possible(void);

/*
 * Asks at the terminal, without an echo, and once more with the words of confirm unless that is
 * NULL. A signal that ends or stops the program finds the terminal as it was. EXIT_DONE, or
 * EXIT_USAGE (nothing typed, too much, or something else the second time) or EXIT_FAILED with a
 * sentence on standard error. The caller wipes secret, also after a failure.
 */
int prompt_secret(const char *prompt, const char *confirm, char *secret, size_t size);

#endif
