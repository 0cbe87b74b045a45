/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_NAMES_H
#define IA_MENU_GRUB_SCRIPT_NAMES_H

#include <stddef.h>

#include "base/cleanup.h"
#include "menu/grub/script/memory.h"

/* Things by name. Names and things are borrowed. Zero-initialised but for memory is empty. */
struct ia_grub_map {
	struct ia_grub_memory *memory; /* that searches and slots count for */
	struct ia_grub_slot {
		const char *name; /* NULL: free */
		uint64_t hash;
		void *thing;
	} * slots;
	size_t count;
	size_t capacity; /* a power of two, or 0 */
};

void *ia_grub_map_get(const struct ia_grub_map *map, const char *name);

/* Replaces what the name stood for; 0, -E2BIG or -ENOMEM. */
int ia_grub_map_put(struct ia_grub_map *map, const char *name, void *thing);

void ia_grub_map_free(struct ia_grub_map *map);

#endif
