/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/menu-world.h"

void add_all(struct world *w, const struct ia_files *files, bool all)
{
	w->medium.all = all;
	w->medium.files = files;
	assert_int_equal(ia_places_add(&w->medium, w->arena, &w->notes, NULL), 0);
}

void add_efi(struct world *w)
{
	w->medium.platforms = IA_PLATFORM_PC | IA_PLATFORM_EFI;
	add_all(w, &w->iso.view, true);
	assert_int_equal(ia_places_add_rest(&w->medium, w->arena, &w->notes, NULL), 0);
}

const struct isoargs_entry *only_entry(struct world *w)
{
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->menu.count, 1);
	assert_true(w->menu.configs[0].evaluated);
	assert_int_equal(w->menu.configs[0].count, 1);
	return w->menu.configs[0].entries;
}

void assert_names(const struct world *w, const char *const *names, size_t count)
{
	assert_int_equal(w->menu.count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(w->menu.configs[i].name, names[i]);
}

int world_setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->iso.view = (struct ia_files){.ops = &tree_ops, .fs = &w->iso, .name = "ISO"};
	w->esp.view = (struct ia_files){.ops = &tree_ops, .fs = &w->esp, .name = "ESP"};
	w->medium = (struct ia_menu_medium){
		.menu = &w->menu,
		.files = &w->iso.view,
		.iso = &w->iso.view,
		.esp = &w->esp.view,
		.iso_label = "CentOS 7 x86_64",
		.iso_uuid = "2020-11-04-11-36-43-00",
		.esp_label = "ANACONDA",
	};
	w->arena = ia_arena_new(0);
	assert_non_null(w->arena);
	*state = w;
	return 0;
}

int world_teardown(void **state)
{
	struct world *w = *state;

	ia_notes_free(&w->notes);
	ia_arena_free(w->arena);
	free(w);
	return 0;
}
