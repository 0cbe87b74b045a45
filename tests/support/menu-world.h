/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_MENU_WORLD_H
#define TEST_MENU_WORLD_H

/* A medium of strings for the boot menu, and its menu. */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "menu/places.h"
#include "support/text-tree.h"

#define BOOTS "menuentry 'Install' { linux /vmlinuz quiet\ninitrd /initrd.img\n}\n"
#define STUCK "menuentry 'Back' { exit\n}\n"

struct world {
	struct tree iso, esp;
	struct ia_menu_medium medium;
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_menu menu;
};

void add_all(struct world *w, const struct ia_files *files, bool all);
void add_efi(struct world *w);

/* The one entry of the one configuration that there must be. */
const struct isoargs_entry *only_entry(struct world *w);

void assert_names(const struct world *w, const char *const *names, size_t count);
int world_setup(void **state);
int world_teardown(void **state);

#define on_medium(test) cmocka_unit_test_setup_teardown(test, world_setup, world_teardown)

#endif
