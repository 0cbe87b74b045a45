/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ALIGNMENT 16u
/* Chunks grow with what was handed out, so that a big arena has few of them. */
#define CHUNK_MIN 4096u
#define CHUNK_MAX 65536u

struct chunk {
	struct chunk *next;
	size_t used;
	size_t size;
	_Alignas(ALIGNMENT) unsigned char data[];
};

struct ia_arena {
	struct chunk *chunks;
	size_t handed_out;
	size_t limit;
	struct ia_meter *meter; /* or NULL */
	enum ia_cost cost;
	size_t counted; /* bytes that it knows of */
};

struct ia_arena *ia_arena_new(size_t limit)
{
	struct ia_arena *arena = calloc(1, sizeof(*arena));

	if (arena)
		arena->limit = limit ? limit : SIZE_MAX;
	return arena;
}

struct ia_arena *ia_arena_free(struct ia_arena *arena)
{
	if (!arena)
		return NULL;
	ia_arena_draw_on(arena, NULL, 0);
	for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(arena);
	return NULL;
}

void ia_arena_draw_on(struct ia_arena *arena, struct ia_meter *meter, enum ia_cost cost)
{
	ia_meter_release(arena->meter, arena->cost, arena->counted);
	arena->meter = meter;
	arena->cost = cost;
	/* Where that is too much already, the next thing that is asked for is refused. */
	arena->counted = ia_meter_keep(meter, cost, arena->handed_out) == 0 ? arena->handed_out : 0;
}

struct ia_meter *ia_arena_meter(const struct ia_arena *arena)
{
	return arena->meter;
}

void ia_arena_wipe(struct ia_arena *arena)
{
	for (struct chunk *chunk = arena->chunks; chunk; chunk = chunk->next)
		explicit_bzero(chunk->data, chunk->used);
}

static struct chunk *add_chunk(struct ia_arena *arena, size_t size)
{
	size_t open = arena->handed_out / 4, room;
	struct chunk *chunk;

	if (open < CHUNK_MIN)
		open = CHUNK_MIN;
	if (open > CHUNK_MAX)
		open = CHUNK_MAX;
	room = size > open ? size : open;
	if (room > SIZE_MAX - sizeof(*chunk))
		return NULL;
	chunk = malloc(sizeof(*chunk) + room);
	if (!chunk)
		return NULL;
	chunk->used = 0;
	chunk->size = room;
	/* A big item gets a chunk of its own; the open one stays in front for small ones. */
	if (arena->chunks && size > open) {
		chunk->next = arena->chunks->next;
		arena->chunks->next = chunk;
	} else {
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	return chunk;
}

void *ia_arena_alloc(struct ia_arena *arena, size_t size)
{
	struct chunk *chunk = arena->chunks;
	void *item;

	if (size > SIZE_MAX - ALIGNMENT)
		return NULL;
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > arena->limit - arena->handed_out ||
	    ia_meter_keep(arena->meter, arena->cost, size) < 0)
		return NULL;
	arena->counted += size;
	if (!chunk || size > chunk->size - chunk->used) {
		chunk = add_chunk(arena, size);
		if (!chunk)
			return NULL;
	}
	item = chunk->data + chunk->used;
	chunk->used += size;
	arena->handed_out += size;
	return memset(item, 0, size);
}

void *ia_arena_array(struct ia_arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	return ia_arena_alloc(arena, bytes);
}

char *ia_arena_strndup(struct ia_arena *arena, const char *s, size_t n)
{
	char *copy = n < SIZE_MAX ? ia_arena_alloc(arena, n + 1) : NULL;

	if (copy && n > 0)
		memcpy(copy, s, n);
	return copy;
}

char *ia_arena_strdup(struct ia_arena *arena, const char *s)
{
	return ia_arena_strndup(arena, s, strlen(s));
}

char *ia_arena_printf(struct ia_arena *arena, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int length;

	va_start(ap, fmt);
	length = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (length < 0)
		return NULL;
	text = ia_arena_alloc(arena, (size_t)length + 1);
	if (!text)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(text, (size_t)length + 1, fmt, ap);
	va_end(ap);
	return text;
}

int ia_arena_grow(struct ia_arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
	size_t wanted;
	void *old, *grown;

	if (count < *capacity)
		return 0;
	wanted = *capacity ? *capacity * 2 : 8;
	grown = ia_arena_array(arena, wanted, size);
	if (!grown)
		return -ENOMEM;
	memcpy(&old, items, sizeof(old));
	if (count > 0)
		memcpy(grown, old, count * size);
	memcpy(items, &grown, sizeof(grown));
	*capacity = wanted;
	return 0;
}
