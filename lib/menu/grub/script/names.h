/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IA_MENU_GRUB_SCRIPT_NAMES_H
#define IA_MENU_GRUB_SCRIPT_NAMES_H

#include <stddef.h>

#include "base/cleanup.h"

/* Things by name. Names and things are borrowed. Zero-initialised is empty. */
struct ia_grub_map {
	struct ia_grub_slot {
		const char *name; /* NULL: free */
		void *thing;
	} * slots;
	size_t count;
	size_t capacity; /* a power of two, or 0 */
};

void *ia_grub_map_get(const struct ia_grub_map *map, const char *name);

/* Replaces what the name stood for; 0 or -ENOMEM. */
int ia_grub_map_put(struct ia_grub_map *map, const char *name, void *thing);

void ia_grub_map_free(struct ia_grub_map *map);

#endif
