/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/menu-world.h"

#define SAYS_PLATFORM "menuentry $grub_platform { linux /vmlinuz on=$grub_platform\n}\n"

/* Everything, of a medium that boots on these. */
static void read_all(struct world *w, unsigned platforms)
{
	w->medium.platforms = platforms;
	add_all(w, &w->iso.view, true);
	if (w->esp.count > 0)
		add_all(w, &w->esp.view, true);
	assert_int_equal(ia_places_add_rest(&w->medium, w->arena, &w->notes, NULL), 0);
}

static void assert_config(const struct world *w, size_t index, const char *name,
			  const char *platform)
{
	assert_true(index < w->menu.count);
	assert_string_equal(w->menu.configs[index].name, name);
	assert_string_equal(w->menu.configs[index].platform, platform);
}

static void a_medium_that_boots_by_efi_alone_has_menus_of_efi(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/grub.cfg", SAYS_PLATFORM);
	tree_put(&w->iso, "/boot/grub/loopback.cfg", SAYS_PLATFORM);
	read_all(w, IA_PLATFORM_EFI);
	assert_config(w, 0, "ISO:/boot/grub/grub.cfg", "efi");
	assert_string_equal(w->menu.configs[0].entries[0].cmdline, "on=efi");
	assert_config(w, 1, "ISO:/boot/grub/loopback.cfg", "efi");
	assert_int_equal(w->menu.count, 2);
}

static void a_medium_that_boots_by_bios_alone_has_menus_of_bios(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/grub.cfg", SAYS_PLATFORM);
	read_all(w, IA_PLATFORM_PC);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ISO:/boot/grub/grub.cfg", "pc");
}

static void a_menu_in_efis_own_folder_is_efis_whatever_boots_the_medium(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", SAYS_PLATFORM);
	read_all(w, IA_PLATFORM_PC);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ISO:/EFI/BOOT/grub.cfg", "efi");
}

static void what_loops_the_image_is_read_for_each_platform_of_the_medium(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/loopback.cfg", SAYS_PLATFORM);
	read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 2);
	assert_config(w, 0, "ISO:/boot/grub/loopback.cfg", "pc");
	assert_config(w, 1, "ISO:/boot/grub/loopback.cfg", "efi");
	assert_true(w->menu.configs[1].loopback);
	w->menu.count = 0;
	read_all(w, IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ISO:/boot/grub/loopback.cfg", "efi");
}

static void what_loops_the_image_alike_on_both_is_one_for_both(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/loopback.cfg", BOOTS);
	read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ISO:/boot/grub/loopback.cfg", "pc, efi");
}

static void the_menu_below_boot_on_the_esp_is_efis(void **state)
{
	struct world *w = *state;

	tree_put(&w->esp, "/boot/grub/grub.cfg", SAYS_PLATFORM);
	read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ESP:/boot/grub/grub.cfg", "efi");
}

static void a_platform_that_is_asked_for_is_the_only_one(void **state)
{
	struct world *w = *state;

	w->medium.is_forced = true;
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	tree_put(&w->iso, "/boot/grub/grub.cfg", SAYS_PLATFORM);
	tree_put(&w->iso, "/boot/grub/loopback.cfg", BOOTS);
	tree_put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	tree_put(&w->esp, "/boot/grub/grub.cfg", BOOTS);
	read_all(w, IA_PLATFORM_PC);
	assert_names(w,
		     (const char *[]){"ISO:/boot/grub/grub.cfg", "ISO:/isolinux/isolinux.cfg",
				      "ISO:/boot/grub/loopback.cfg"},
		     3);
	assert_config(w, 0, "ISO:/boot/grub/grub.cfg", "pc");
	assert_config(w, 2, "ISO:/boot/grub/loopback.cfg", "pc");
	w->menu.count = 0;
	read_all(w, IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 4);
	assert_config(w, 0, "ISO:/EFI/BOOT/grub.cfg", "efi");
	assert_config(w, 1, "ISO:/boot/grub/grub.cfg", "efi");
	assert_config(w, 2, "ESP:/boot/grub/grub.cfg", "efi");
	assert_config(w, 3, "ISO:/boot/grub/loopback.cfg", "efi");
}

static void a_way_to_a_menu_that_is_listed_is_noted_and_not_listed(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub2/grub.cfg", "nonsense\n" BOOTS);
	tree_put(&w->iso, "/boot/grub/grub.cfg", "configfile /boot/grub2/grub.cfg\n");
	read_all(w, IA_PLATFORM_PC);
	assert_names(w, (const char *[]){"ISO:/boot/grub2/grub.cfg"}, 1);
	assert_int_equal(w->notes.count, 2);
	assert_string_equal(ia_note_word(w->notes.items[0].code), "grub-unknown-command");
	assert_string_equal(ia_note_word(w->notes.items[1].code), "menu-left-out");
	assert_int_equal(w->notes.items[1].severity, ISOARGS_INFO);
	assert_string_equal(w->notes.items[1].file, "ISO:/boot/grub/grub.cfg");
	assert_string_equal(w->notes.items[1].text,
			    "this leads to the menu of ISO:/boot/grub2/grub.cfg, which is listed");
}

static void a_way_to_a_menu_of_the_other_platform_is_listed(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", "configfile /boot/grub2/grub.cfg\n");
	tree_put(&w->iso, "/boot/grub2/grub.cfg", BOOTS);
	read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 2);
	assert_config(w, 0, "ISO:/EFI/BOOT/grub.cfg", "efi");
	assert_config(w, 1, "ISO:/boot/grub2/grub.cfg", "pc");
}

static void the_esps_copy_of_a_menu_is_listed_beside_it(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	tree_put(&w->esp, "/EFI/BOOT/grub.cfg", BOOTS);
	read_all(w, IA_PLATFORM_EFI);
	assert_names(w, (const char *[]){"ISO:/EFI/BOOT/grub.cfg", "ESP:/EFI/BOOT/grub.cfg"}, 2);
	assert_int_equal(w->notes.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_medium(a_medium_that_boots_by_efi_alone_has_menus_of_efi),
		on_medium(a_medium_that_boots_by_bios_alone_has_menus_of_bios),
		on_medium(a_menu_in_efis_own_folder_is_efis_whatever_boots_the_medium),
		on_medium(what_loops_the_image_is_read_for_each_platform_of_the_medium),
		on_medium(what_loops_the_image_alike_on_both_is_one_for_both),
		on_medium(the_menu_below_boot_on_the_esp_is_efis),
		on_medium(a_platform_that_is_asked_for_is_the_only_one),
		on_medium(a_way_to_a_menu_that_is_listed_is_noted_and_not_listed),
		on_medium(a_way_to_a_menu_of_the_other_platform_is_listed),
		on_medium(the_esps_copy_of_a_menu_is_listed_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
