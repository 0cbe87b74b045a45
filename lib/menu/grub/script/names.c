/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static size_t hash(const char *name)
{
	uint64_t sum = ia_hash(name, strlen(name));

	return (size_t)(sum ^ sum >> 32);
}

static struct ia_grub_slot *find(struct ia_grub_slot *slots, size_t capacity, const char *name)
{
	size_t at = hash(name) & (capacity - 1);

	while (slots[at].name && strcmp(slots[at].name, name) != 0)
		at = (at + 1) & (capacity - 1);
	return &slots[at];
}

void *ia_grub_map_get(const struct ia_grub_map *map, const char *name)
{
	return map->capacity ? find(map->slots, map->capacity, name)->thing : NULL;
}

static int enlarge(struct ia_grub_map *map)
{
	size_t capacity = map->capacity ? map->capacity * 2 : 64;
	struct ia_grub_slot *slots = calloc(capacity, sizeof(*slots));

	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; i < map->capacity; i++) {
		if (map->slots[i].name)
			*find(slots, capacity, map->slots[i].name) = map->slots[i];
	}
	free(map->slots);
	map->slots = slots;
	map->capacity = capacity;
	return 0;
}

int ia_grub_map_put(struct ia_grub_map *map, const char *name, void *thing)
{
	struct ia_grub_slot *slot;

	/* Half empty, so that every search meets a free slot soon. */
	if (map->count * 2 >= map->capacity) {
		int r = enlarge(map);

		if (r < 0)
			return r;
	}
	slot = find(map->slots, map->capacity, name);
	if (!slot->name)
		map->count++;
	slot->name = name;
	slot->thing = thing;
	return 0;
}

void ia_grub_map_free(struct ia_grub_map *map)
{
	free(map->slots);
	*map = (struct ia_grub_map){0};
}
