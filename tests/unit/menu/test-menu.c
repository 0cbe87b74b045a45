/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/menu-world.h"
#include "support/repeat.h"

static void a_menu_that_bios_and_efi_read_alike_is_one_for_both(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	add_efi(w);
	assert_int_equal(w->menu.count, 1);
	assert_string_equal(w->menu.configs[0].platform, "pc, efi");
}

static void a_menu_that_asks_for_its_platform_is_evaluated_for_each(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/grub.cfg",
		 "menuentry 'Install' { linux /vmlinuz on=$grub_platform cpu=$grub_cpu\n}\n");
	add_efi(w);
	assert_int_equal(w->menu.count, 2);
	assert_string_equal(w->menu.configs[0].platform, "pc");
	assert_string_equal(w->menu.configs[0].entries[0].cmdline, "on=pc cpu=i386");
	assert_string_equal(w->menu.configs[1].platform, "efi");
	assert_string_equal(w->menu.configs[1].entries[0].cmdline, "on=efi cpu=x86_64");
}

static void efis_grub_runs_on_the_mediums_architecture(void **state)
{
	struct world *w = *state;

	w->medium.arch = "aarch64";
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg",
		 "menuentry 'Install' { linux /vmlinuz $grub_cpu\n}\n");
	assert_string_equal(only_entry(w)->cmdline, "arm64");
}

static void a_medium_with_a_menu_of_efis_own_is_not_evaluated_twice(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	tree_put(&w->iso, "/boot/grub2/grub.cfg", BOOTS);
	add_efi(w);
	assert_int_equal(w->menu.count, 2);
	assert_string_equal(w->menu.configs[1].platform, "pc");
}

static void a_menu_for_looping_the_image_comes_last_and_is_marked(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/loopback.cfg", BOOTS);
	tree_put(&w->iso, "/isolinux/isolinux.cfg", "label linux\n kernel vmlinuz\n");
	add_efi(w);
	assert_int_equal(w->menu.count, 2);
	assert_string_equal(w->menu.configs[1].name, "ISO:/boot/grub/loopback.cfg");
	assert_true(w->menu.configs[1].loopback);
	assert_false(w->menu.configs[0].loopback);
}

static void configurations_are_taken_in_the_order_of_trust_and_not_of_the_medium(void **state)
{
	static const char *const names[] = {
		"ISO:/EFI/BOOT/grub.cfg",
		"ISO:/boot/grub2/grub.cfg",
		"ISO:/boot/grub/grub.cfg",
		"ISO:/isolinux/isolinux.cfg",
	};
	struct world *w = *state;

	tree_put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	tree_put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	tree_put(&w->iso, "/boot/grub2/grub.cfg", BOOTS);
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	add_all(w, &w->iso.view, true);
	assert_names(w, names, IA_COUNT(names));
	assert_int_equal(w->menu.configs[0].loader, IA_LOADER_GRUB);
	assert_int_equal(w->menu.configs[3].loader, IA_LOADER_SYSLINUX);
	assert_int_equal(w->notes.count, 0);
}

static void platforms_follow_from_the_place_of_a_configuration(void **state)
{
	struct world *w = *state;
	static const char text[] = "menuentry $grub_platform-$grub_cpu { linux /k\n}";

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	tree_put(&w->iso, "/boot/grub2/grub.cfg", text);
	tree_put(&w->iso, "/boot/grub/grub.cfg", text);
	tree_put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	add_all(w, &w->iso.view, true);
	assert_int_equal(w->menu.count, 4);
	assert_string_equal(w->menu.configs[0].platform, "efi");
	assert_string_equal(w->menu.configs[0].entries[0].title, "efi-x86_64");
	assert_string_equal(w->menu.configs[1].platform, "pc");
	assert_string_equal(w->menu.configs[1].entries[0].title, "pc-i386");
	assert_string_equal(w->menu.configs[2].platform, "pc");
	assert_null(w->menu.configs[3].platform);
}

static void the_first_configuration_that_boots_linux_is_enough(void **state)
{
	static const char *const names[] = {"ISO:/EFI/BOOT/grub.cfg", "ISO:/boot/grub2/grub.cfg"};
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", STUCK);
	tree_put(&w->iso, "/boot/grub2/grub.cfg", BOOTS);
	tree_put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	tree_put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	add_all(w, &w->iso.view, false);
	assert_names(w, names, IA_COUNT(names));
	assert_int_equal(w->iso.read_count, 2);
	assert_true(ia_menu_boots_linux(&w->menu));
}

static void what_boots_linux_on_one_file_system_does_not_end_the_search_on_another(void **state)
{
	static const char *const names[] = {"ISO:/EFI/BOOT/grub.cfg", "ESP:/EFI/BOOT/grub.cfg"};
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	tree_put(&w->esp, "/EFI/BOOT/grub.cfg", STUCK);
	add_all(w, &w->iso.view, false);
	add_all(w, &w->esp.view, false);
	assert_names(w, names, IA_COUNT(names));
	assert_string_equal(w->menu.configs[0].entries[0].file, "ISO:/EFI/BOOT/grub.cfg");
	assert_string_equal(w->menu.configs[1].entries[0].file, "ESP:/EFI/BOOT/grub.cfg");
}

static void a_menu_without_linux_does_not_boot_it(void **state)
{
	struct world *w = *state;

	assert_false(ia_menu_boots_linux(&w->menu));
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", STUCK);
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->menu.configs[0].count, 1);
	assert_false(ia_menu_boots_linux(&w->menu));
}

static void of_the_isolinux_configurations_only_the_first_is_read(void **state)
{
	static const char *const paths[] = {
		"/boot/isolinux/isolinux.cfg",
		"/boot/isolinux/syslinux.cfg",
		"/isolinux/isolinux.cfg",
		"/isolinux/syslinux.cfg",
		"/boot/syslinux/isolinux.cfg",
		"/boot/syslinux/syslinux.cfg",
		"/syslinux/isolinux.cfg",
		"/syslinux/syslinux.cfg",
		"/isolinux.cfg",
		"/syslinux.cfg",
	};
	struct world *w = *state;

	/* Each in its turn is the first: the ones before it are not there. */
	for (size_t i = 0; i < IA_COUNT(paths); i++) {
		char name[64];

		w->iso.count = w->iso.read_count = w->menu.count = 0;
		for (size_t k = IA_COUNT(paths); k-- > i;)
			tree_put(&w->iso, paths[k], "label a\ncom32 chain.c32\n");
		add_all(w, &w->iso.view, true);
		snprintf(name, sizeof(name), "ISO:%s", paths[i]);
		assert_names(w, &(const char *){name}, 1);
		assert_int_equal(w->iso.read_count, 1);
	}
}

static void an_isolinux_configuration_that_cannot_be_read_still_is_the_first(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/isolinux/isolinux.cfg", "")->error = -EIO;
	tree_put(&w->iso, "/syslinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	add_all(w, &w->iso.view, true);
	assert_names(w, (const char *[]){"ISO:/isolinux/isolinux.cfg"}, 1);
	assert_false(w->menu.configs[0].evaluated);
}

static void a_directory_of_that_name_is_no_configuration(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg/x", BOOTS);
	add_all(w, &w->iso.view, true);
	assert_int_equal(w->menu.count, 0);
	assert_int_equal(w->notes.count, 0);
}

static const struct ia_config *config_of(struct world *w, const char *text)
{
	w->menu.count = w->iso.count = 0;
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	add_all(w, &w->iso.view, false);
	return w->menu.configs;
}

static void the_mediums_dialect_reads_every_configuration(void **state)
{
	static const char text[] = "menuentry a { linux /k l=A\\x20B\n}";
	struct world *w = *state;
	const struct ia_config *config;

	w->medium.dialect = (struct ia_dialect){IA_GRUB_STOCK, "forced"};
	config = config_of(w, text);
	assert_string_equal(config->entries[0].cmdline, "l=Ax20B");
	assert_int_equal(config->dialect.grub, IA_GRUB_STOCK);
	assert_string_equal(config->dialect.from, "forced");
	w->medium.dialect = (struct ia_dialect){IA_GRUB_RHEL9, "release"};
	config = config_of(w, text);
	assert_string_equal(config->entries[0].cmdline, "l=A\\x20B");
	assert_int_equal(config->dialect.grub, IA_GRUB_RHEL9);
}

static void without_one_each_configuration_tells_its_own(void **state)
{
	struct world *w = *state;
	const struct ia_config *config;

	config = config_of(w, "menuentry a { linux /k l=A\\x20B\n}");
	assert_string_equal(config->entries[0].cmdline, "l=A\\x20B");
	assert_int_equal(config->dialect.grub, IA_GRUB_RHEL7);
	assert_string_equal(config->dialect.from, "menu");
	config = config_of(w, BOOTS);
	assert_int_equal(config->dialect.grub, IA_GRUB_STOCK);
	assert_string_equal(config->dialect.from, "default");
}

static void notes_name_the_file_system_before_the_file(void **state)
{
	struct world *w = *state;

	tree_put(&w->esp, "/EFI/BOOT/grub.cfg", "\nnonsense\n" BOOTS);
	add_all(w, &w->esp.view, false);
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(w->notes.items[0].file, "ESP:/EFI/BOOT/grub.cfg");
	assert_int_equal(w->notes.items[0].line, 2);
}

static void notes_of_isolinux_name_the_file_system_too(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/isolinux/isolinux.cfg",
		 "default a\nnonsense here\nlabel a\nkernel k\n");
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(w->notes.items[0].file, "ISO:/isolinux/isolinux.cfg");
	assert_int_equal(w->notes.items[0].line, 2);
	assert_string_equal(w->menu.configs[0].entries[0].file, "ISO:/isolinux/isolinux.cfg");
}

static void entries_name_the_file_that_defines_them_also_below_another(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", "source /more.cfg");
	tree_put(&w->iso, "/more.cfg", "\n" BOOTS);
	assert_string_equal(only_entry(w)->file, "ISO:/more.cfg");
	assert_int_equal(w->menu.configs[0].entries[0].line, 2);
	assert_string_equal(w->menu.configs[0].name, "ISO:/EFI/BOOT/grub.cfg");
}

static void the_entry_that_boots_unattended_is_told(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", "set default=1\nset timeout=1\n" STUCK BOOTS);
	tree_put(&w->iso, "/isolinux/isolinux.cfg",
		 "default b\nlabel a\nkernel k\nlabel b\nkernel k\n");
	add_all(w, &w->iso.view, true);
	assert_string_equal(w->menu.configs[0].default_path, "1");
	assert_true(w->menu.configs[0].entries[1].is_default);
	assert_int_equal(w->menu.count, 2);
	assert_string_equal(w->menu.configs[1].default_path, "1");
	assert_true(w->menu.configs[1].entries[1].is_default);
}

static void a_configuration_that_cannot_be_read_is_listed_and_noted(void **state)
{
	static const char *const names[] = {"ISO:/EFI/BOOT/grub.cfg", "ISO:/boot/grub/grub.cfg"};
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", "")->error = -EIO;
	tree_put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	add_all(w, &w->iso.view, false);
	assert_names(w, names, IA_COUNT(names));
	assert_false(w->menu.configs[0].evaluated);
	assert_int_equal(w->menu.configs[0].count, 0);
	assert_true(w->menu.configs[1].evaluated);
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(ia_note_word(w->notes.items[0].code), "config-unread");
	assert_int_equal(w->notes.items[0].severity, ISOARGS_ERROR);
	assert_string_equal(w->notes.items[0].file, "ISO:/EFI/BOOT/grub.cfg");
	assert_string_equal(w->notes.items[0].text, "the sector is gone");
}

static void commands_that_load_a_linux_kernel_are_known(void **state IA_UNUSED)
{
	static const char *const linux_commands[] = {"linux",     "linux16",    "linuxefi",
						     "multiboot", "multiboot2", "mboot.c32"};
	static const char *const others[] = {"chainloader", "com32",  "boot", "config", "linux32",
					     "localboot",   "kernel", "",     "LINUX",  "linuxe"};

	for (size_t i = 0; i < IA_COUNT(linux_commands); i++) {
		struct isoargs_entry entry = {.command = linux_commands[i], .kernel = "/k"};

		assert_true(ia_entry_boots_linux(&entry));
		entry.is_submenu = true;
		assert_false(ia_entry_boots_linux(&entry));
		entry.is_submenu = false;
		entry.kernel = NULL;
		assert_false(ia_entry_boots_linux(&entry));
	}
	for (size_t i = 0; i < IA_COUNT(others); i++) {
		const struct isoargs_entry entry = {.command = others[i], .kernel = "/k"};

		assert_false(ia_entry_boots_linux(&entry));
	}
	assert_false(ia_entry_boots_linux(&(struct isoargs_entry){.kernel = "/k"}));
}

static void loaders_have_names(void **state IA_UNUSED)
{
	assert_string_equal(ia_loader_name(IA_LOADER_GRUB), "GRUB");
	assert_string_equal(ia_loader_name(IA_LOADER_SYSLINUX), "SYSLINUX");
	assert_string_equal(ia_loader_name(IA_LOADER_GRUB_LEGACY), "GRUB Legacy");
	assert_string_equal(ia_loader_name(IA_LOADER_SYSTEMD_BOOT), "systemd-boot");
	assert_string_equal(ia_loader_word(IA_LOADER_GRUB), "grub");
	assert_string_equal(ia_loader_word(IA_LOADER_SYSLINUX), "syslinux");
	assert_string_equal(ia_loader_word(IA_LOADER_GRUB_LEGACY), "grub-legacy");
	assert_string_equal(ia_loader_word(IA_LOADER_SYSTEMD_BOOT), "systemd-boot");
}

static void what_is_cut_lies_nowhere(void **state)
{
	struct world *w = *state;
	char *text IA_AUTO_FREE = repeat("menuentry 'Install' { linux /", "k", IA_ENTRY_PATH_MAX,
					 "\ninitrd /initrd.img\n}\n");
	const struct isoargs_entry *entry;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	entry = only_entry(w);
	assert_true(entry->is_cut);
	assert_int_equal(strlen(entry->kernel), IA_ENTRY_PATH_MAX);
	assert_null(entry->kernel_location);
	assert_null(entry->initrd_locations);
	assert_string_equal(w->notes.items[0].file, "ISO:/EFI/BOOT/grub.cfg");
}

static void what_syslinux_has_too_much_of_is_cut(void **state)
{
	struct world *w = *state;
	char *text IA_AUTO_FREE =
		repeat("label a\nkernel /k\nmenu label ", "t", IA_ENTRY_NAME_MAX + 1, "\n");
	const struct isoargs_entry *entry;

	tree_put(&w->iso, "/isolinux/isolinux.cfg", text);
	entry = only_entry(w);
	assert_int_equal(strlen(entry->title), IA_ENTRY_NAME_MAX);
	assert_false(entry->is_cut);
	assert_string_equal(entry->kernel_location, "ISO:/k");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_medium(what_is_cut_lies_nowhere),
		on_medium(what_syslinux_has_too_much_of_is_cut),
		on_medium(a_menu_that_bios_and_efi_read_alike_is_one_for_both),
		on_medium(a_menu_that_asks_for_its_platform_is_evaluated_for_each),
		on_medium(efis_grub_runs_on_the_mediums_architecture),
		on_medium(a_medium_with_a_menu_of_efis_own_is_not_evaluated_twice),
		on_medium(a_menu_for_looping_the_image_comes_last_and_is_marked),
		on_medium(configurations_are_taken_in_the_order_of_trust_and_not_of_the_medium),
		on_medium(platforms_follow_from_the_place_of_a_configuration),
		on_medium(the_first_configuration_that_boots_linux_is_enough),
		on_medium(what_boots_linux_on_one_file_system_does_not_end_the_search_on_another),
		on_medium(a_menu_without_linux_does_not_boot_it),
		on_medium(of_the_isolinux_configurations_only_the_first_is_read),
		on_medium(an_isolinux_configuration_that_cannot_be_read_still_is_the_first),
		on_medium(a_directory_of_that_name_is_no_configuration),
		on_medium(the_mediums_dialect_reads_every_configuration),
		on_medium(without_one_each_configuration_tells_its_own),
		on_medium(notes_name_the_file_system_before_the_file),
		on_medium(notes_of_isolinux_name_the_file_system_too),
		on_medium(entries_name_the_file_that_defines_them_also_below_another),
		on_medium(the_entry_that_boots_unattended_is_told),
		on_medium(a_configuration_that_cannot_be_read_is_listed_and_noted),
		cmocka_unit_test(commands_that_load_a_linux_kernel_are_known),
		cmocka_unit_test(loaders_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
