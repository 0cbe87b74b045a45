/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef XENSERVER_QUESTION_H
#define XENSERVER_QUESTION_H

#include <stdbool.h>

/* Asks at the terminal, wherever standard input leads; false also where there is none. */
bool question_ask(const char *question);

#endif
