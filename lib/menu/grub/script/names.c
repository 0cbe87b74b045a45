/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menu/grub/script/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* Units of work: of a search that finds its name where it should be, and of each slot after it. */
#define SEARCH 8u
#define PROBE  2u

/* What a name is searched by. */
struct wanted {
	const char *name; /* NULL: one that no slot has */
	size_t length;
	uint64_t hash;
};

static struct wanted want(const char *name)
{
	size_t length = strlen(name);

	return (struct wanted){name, length, ia_hash(name, length)};
}

/* A medium may choose names that are found late: each slot on the way counts. */
static struct ia_grub_slot *find(const struct ia_grub_map *map, const struct wanted *wanted)
{
	size_t last = map->capacity - 1;
	size_t at = (size_t)(wanted->hash ^ wanted->hash >> 32) & last;
	uint64_t units = SEARCH + wanted->length;

	for (; map->slots[at].name; at = (at + 1) & last, units += PROBE) {
		if (map->slots[at].hash != wanted->hash || !wanted->name)
			continue;
		units += wanted->length;
		if (strcmp(map->slots[at].name, wanted->name) == 0)
			break;
	}
	ia_grub_draw(map->memory, units);
	return &map->slots[at];
}

void *ia_grub_map_get(const struct ia_grub_map *map, const char *name)
{
	struct wanted wanted;

	if (!map->capacity)
		return NULL;
	wanted = want(name);
	return find(map, &wanted)->thing;
}

static int enlarge(struct ia_grub_map *map)
{
	struct ia_meter *meter = ia_arena_meter(map->memory->arena);
	struct ia_grub_map larger = {
		.memory = map->memory,
		.count = map->count,
		.capacity = map->capacity ? map->capacity * 2 : 64,
	};
	size_t size = larger.capacity * sizeof(*larger.slots);

	if (ia_meter_keep(meter, IA_COST_GRUB, size) < 0)
		return -ENOMEM;
	larger.slots = calloc(larger.capacity, sizeof(*larger.slots));
	if (!larger.slots) {
		ia_meter_release(meter, IA_COST_GRUB, size);
		return -ENOMEM;
	}
	for (size_t i = 0; i < map->capacity; i++) {
		const struct ia_grub_slot *slot = &map->slots[i];

		/* No two have one name. */
		if (slot->name)
			*find(&larger, &(struct wanted){NULL, 0, slot->hash}) = *slot;
	}
	ia_grub_map_free(map);
	*map = larger;
	return 0;
}

int ia_grub_map_put(struct ia_grub_map *map, const char *name, void *thing)
{
	struct wanted wanted = want(name);
	struct ia_grub_slot *slot;

	/* Half empty, so that every search meets a free slot soon. */
	if (map->count * 2 >= map->capacity) {
		int r = enlarge(map);

		if (r < 0)
			return r;
	}
	slot = find(map, &wanted);
	if (!slot->name)
		map->count++;
	*slot = (struct ia_grub_slot){name, wanted.hash, thing};
	return map->memory->error;
}

void ia_grub_map_free(struct ia_grub_map *map)
{
	if (map->capacity)
		ia_meter_release(ia_arena_meter(map->memory->arena), IA_COST_GRUB,
				 map->capacity * sizeof(*map->slots));
	free(map->slots);
	*map = (struct ia_grub_map){.memory = map->memory};
}
