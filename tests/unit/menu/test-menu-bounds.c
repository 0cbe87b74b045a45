/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/menu-world.h"
#include "support/repeat.h"

static void a_configuration_as_large_as_the_bound_is_read(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS)->size = IA_CONFIG_MAX;
	assert_string_equal(only_entry(w)->title, "Install");
	assert_int_equal(w->notes.count, 0);
}

static void a_configuration_one_byte_above_the_bound_is_noted_and_not_read(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS)->size = IA_CONFIG_MAX + 1;
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->menu.count, 1);
	assert_false(w->menu.configs[0].evaluated);
	assert_int_equal(w->iso.read_count, 0);
	assert_string_equal(ia_note_word(w->notes.items[0].code), "config-unread");
	assert_string_equal(w->notes.items[0].file, "ISO:/EFI/BOOT/grub.cfg");
	assert_string_equal(w->notes.items[0].text,
			    "found a file of 1048577 bytes, expected at most 1048576");
}

static void configurations_share_a_bound_of_all_their_bytes(void **state)
{
	for (unsigned more = 0; more < 2; more++) {
		struct world *w = *state;

		tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS)->size = IA_CONFIG_MAX;
		tree_put(&w->iso, "/boot/grub2/grub.cfg", BOOTS)->size =
			IA_CONFIGS_MAX - IA_CONFIG_MAX - strlen(BOOTS);
		tree_put(&w->iso, "/boot/grub/grub.cfg", BOOTS)->size = strlen(BOOTS) + more;
		add_all(w, &w->iso.view, true);
		assert_int_equal(w->menu.count, 3);
		assert_true(w->menu.configs[1].evaluated);
		assert_int_equal(w->menu.configs[2].evaluated, !more);
		assert_int_equal(w->notes.count, more);
		world_teardown(state);
		world_setup(state);
	}
}

static void a_file_that_is_read_again_counts_for_that_bound_again(void **state)
{
	static const char text[] = "for i in 1 2 3; do source /more.cfg; done\n"
				   "menuentry m { linux /k $n }\n";

	for (unsigned more = 0; more < 2; more++) {
		struct world *w = *state;
		size_t size = (IA_CONFIGS_MAX - strlen(text)) / 3 + more;
		char *again IA_AUTO_FREE = repeat("n=x$n #", "-", size - strlen("n=x$n #"), "");

		tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
		tree_put(&w->iso, "/more.cfg", again);
		assert_string_equal(only_entry(w)->cmdline, more ? "xx" : "xxx");
		assert_int_equal(w->notes.count, more);
		if (more)
			assert_string_equal(
				w->notes.items[0].text,
				"/more.cfg: the boot configurations that are read, each counted "
				"as often as it is, have more than 1572864 bytes; GRUB may find "
				"what is taken as missing here");
		world_teardown(state);
		world_setup(state);
	}
}

static void a_configuration_that_exceeds_a_budget_is_noted_where_it_does(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", "\nwhile true; do true; done\n");
	tree_put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->menu.count, 2);
	assert_false(w->menu.configs[0].evaluated);
	assert_null(w->menu.configs[0].default_path);
	assert_true(w->menu.configs[1].evaluated);
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(ia_note_word(w->notes.items[0].code), "config-unread");
	assert_string_equal(w->notes.items[0].file, "ISO:/EFI/BOOT/grub.cfg");
	assert_int_equal(w->notes.items[0].line, 2);
}

static void what_was_noted_before_a_budget_ended_is_kept(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", "nonsense\nwhile true; do true; done\n");
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->notes.count, 2);
	assert_string_equal(w->notes.items[0].file, "ISO:/EFI/BOOT/grub.cfg");
	assert_string_equal(ia_note_word(w->notes.items[1].code), "config-unread");
}

static void a_full_arena_fails(void **state)
{
	struct world *w = *state;
	struct ia_arena *small IA_AUTO_ARENA = ia_arena_new(16);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	assert_int_equal(ia_places_add(&w->medium, small, &w->notes, &error), -ENOMEM);
	assert_int_equal(isoargs_error_code(error), -ENOMEM);
	assert_int_equal(w->menu.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_medium(a_configuration_as_large_as_the_bound_is_read),
		on_medium(a_configuration_one_byte_above_the_bound_is_noted_and_not_read),
		on_medium(configurations_share_a_bound_of_all_their_bytes),
		on_medium(a_file_that_is_read_again_counts_for_that_bound_again),
		on_medium(a_configuration_that_exceeds_a_budget_is_noted_where_it_does),
		on_medium(what_was_noted_before_a_budget_ended_is_kept),
		on_medium(a_full_arena_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
