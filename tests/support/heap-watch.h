/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_HEAP_WATCH_H
#define TEST_HEAP_WATCH_H

#include <stddef.h>

/*
 * Counts the blocks of the heap that hold a text when they are given back, whoever gives them:
 * free(3) and realloc(3) of the program that heap-watch.c is built into are its own.
 */
void heap_watch(const char *text);

/* How many there were since heap_watch(); ends the watch. */
size_t heap_watch_end(void);

#endif
