/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/memory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"

#define GRAIN 16u /* what the smallest item takes in the arena */

bool ia_grub_is_overworked(const struct ia_grub_memory *memory)
{
	return ia_meter_work(ia_arena_meter(memory->arena)) > memory->work_max;
}

int ia_grub_draw(struct ia_grub_memory *memory, uint64_t units)
{
	int r = ia_meter_spend(ia_arena_meter(memory->arena), IA_COST_GRUB, units);

	if (!memory->error && (r < 0 || ia_grub_is_overworked(memory)))
		memory->error = -E2BIG;
	return memory->error;
}

void *ia_grub_alloc(struct ia_grub_memory *memory, size_t size)
{
	size_t left = IA_GRUB_ARENA_MAX - memory->used;
	void *item;

	if (memory->error)
		return NULL;
	if (size > left || GRAIN > left - size) {
		memory->error = -E2BIG;
		return NULL;
	}
	item = ia_arena_alloc(memory->arena, size);
	if (!item) {
		memory->error = -ENOMEM;
		return NULL;
	}
	memory->used += (size + GRAIN - 1) & ~(size_t)(GRAIN - 1);
	return item;
}

char *ia_grub_strndup(struct ia_grub_memory *memory, const char *s, size_t length)
{
	char *copy = ia_grub_alloc(memory, length + 1);

	if (copy && length > 0)
		memcpy(copy, s, length);
	return copy;
}

char *ia_grub_strdup(struct ia_grub_memory *memory, const char *s)
{
	return ia_grub_strndup(memory, s, strlen(s));
}

char *ia_grub_printf(struct ia_grub_memory *memory, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	int length;

	va_start(ap, fmt);
	length = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (length < 0)
		memory->error = -ENOMEM;
	else
		text = ia_grub_alloc(memory, (size_t)length + 1);
	if (!text)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(text, (size_t)length + 1, fmt, ap);
	va_end(ap);
	return text;
}

int ia_grub_grow(struct ia_grub_memory *memory, void *items, size_t count, size_t *capacity,
		 size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : 4;
	void *old, *grown;

	if (count < *capacity)
		return 0;
	if (wanted > IA_GRUB_ARENA_MAX / size) {
		memory->error = -E2BIG;
		return memory->error;
	}
	grown = ia_grub_alloc(memory, wanted * size);
	if (!grown)
		return memory->error;
	memcpy(&old, items, sizeof(old));
	if (*capacity > 0)
		memcpy(grown, old, *capacity * size);
	memcpy(items, &grown, sizeof(grown));
	*capacity = wanted;
	return 0;
}
