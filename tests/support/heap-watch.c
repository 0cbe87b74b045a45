/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/heap-watch.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* The C library's own, by the names that it has for who takes their place. */
extern void *__libc_malloc(size_t size);
extern void __libc_free(void *block);

static const char *watched;
static size_t length, count;

void heap_watch(const char *text)
{
	count = 0;
	length = strlen(text);
	watched = text;
}

size_t heap_watch_end(void)
{
	watched = NULL;
	return count;
}

void free(void *block)
{
	if (block && watched && memmem(block, malloc_usable_size(block), watched, length))
		count++;
	__libc_free(block);
}

/* Always moves, as the C library's may. */
void *realloc(void *block, size_t size)
{
	void *moved = __libc_malloc(size);
	size_t used = block ? malloc_usable_size(block) : 0;

	if (!moved)
		return NULL;
	if (block)
		memcpy(moved, block, used < size ? used : size);
	free(block);
	return moved;
}
