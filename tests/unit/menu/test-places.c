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

static void assert_note(const struct world *w, size_t index, const char *code, const char *file,
			const char *text)
{
	assert_true(index < w->notes.count);
	assert_string_equal(ia_note_word(w->notes.items[index].code), code);
	assert_int_equal(w->notes.items[index].severity, ISOARGS_INFO);
	assert_string_equal(w->notes.items[index].file, file);
	assert_contains(w->notes.items[index].text, text);
}

static void the_menu_in_a_vendors_folder_is_read_on_iso_and_esp(void **state)
{
	static const char *const vendors[] = {"fedora", "centos", "opensuse"};
	struct world *w = *state;

	for (size_t i = 0; i < IA_COUNT(vendors); i++) {
		char path[64], name[80];
		struct tree *tree = i == 1 ? &w->esp : &w->iso;

		w->iso.count = w->esp.count = w->menu.count = 0;
		snprintf(path, sizeof(path), "/EFI/%s/grub.cfg", vendors[i]);
		snprintf(name, sizeof(name), "%s:%s", i == 1 ? "ESP" : "ISO", path);
		tree_put(tree, path, SAYS_PLATFORM);
		read_all(w, IA_PLATFORM_EFI);
		assert_int_equal(w->menu.count, 1);
		assert_config(w, 0, name, "efi");
		assert_string_equal(w->menu.configs[0].entries[0].cmdline, "on=efi");
	}
}

static void what_was_left_out_of_efis_own_folder_is_not_found_again_as_a_vendors(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	tree_put(&w->esp, "/EFI/BOOT/grub.cfg", "configfile (cd0)/EFI/BOOT/grub.cfg\n");
	read_all(w, IA_PLATFORM_EFI);
	assert_names(w, (const char *[]){"ISO:/EFI/BOOT/grub.cfg"}, 1);
	assert_int_equal(w->notes.count, 1);
	assert_note(w, 0, "menu-left-out", "ESP:/EFI/BOOT/grub.cfg",
		    "this leads to the menu of ISO:/EFI/BOOT/grub.cfg, which is listed");
}

static void a_folder_that_is_spelled_otherwise_is_looked_into(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/boot/grub.cfg", SAYS_PLATFORM);
	read_all(w, IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ISO:/EFI/boot/grub.cfg", "efi");
}

static void the_menu_in_a_vendors_folder_comes_after_the_mediums_own(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/fedora/grub.cfg", SAYS_PLATFORM);
	tree_put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	tree_put(&w->iso, "/boot/grub/loopback.cfg", BOOTS);
	read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
	assert_names(w,
		     (const char *[]){"ISO:/isolinux/isolinux.cfg", "ISO:/EFI/fedora/grub.cfg",
				      "ISO:/boot/grub/loopback.cfg"},
		     3);
}

static void debians_stub_on_the_esp_leads_to_the_menu_that_is_listed(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/.disk/info", "Debian");
	tree_put(&w->iso, "/boot/grub/grub.cfg", "nonsense\n" SAYS_PLATFORM);
	tree_put(&w->esp, "/EFI/debian/grub.cfg",
		 "search --file --set=root /.disk/info\nset prefix=($root)/boot/grub\n"
		 "source $prefix/grub.cfg\n");
	read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 2);
	assert_config(w, 0, "ISO:/boot/grub/grub.cfg", "pc");
	assert_config(w, 1, "ISO:/boot/grub/grub.cfg", "efi");
	assert_int_equal(w->notes.count, 2);
	assert_note(w, 1, "menu-left-out", "ESP:/EFI/debian/grub.cfg",
		    "this leads to the menu of ISO:/boot/grub/grub.cfg, which is listed");
}

static void a_stub_is_the_menu_where_nothing_else_leads_to_it(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/.disk/info", "Debian");
	tree_put(&w->iso, "/debian/menu.cfg", BOOTS);
	tree_put(&w->esp, "/EFI/debian/grub.cfg",
		 "search --file --set=root /.disk/info\nsource /debian/menu.cfg\n");
	read_all(w, IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ESP:/EFI/debian/grub.cfg", "efi");
	assert_string_equal(w->menu.configs[0].entries[0].file, "ISO:/debian/menu.cfg");
}

static void what_is_noted_of_a_file_on_the_other_file_system_is_noted_there(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/.disk/info", "Debian");
	tree_put(&w->iso, "/debian/menu.cfg", "nonsense\n" BOOTS);
	tree_put(&w->esp, "/EFI/BOOT/grub.cfg",
		 "search --file --set=root /.disk/info\nsource /debian/menu.cfg\nnonsense\n");
	read_all(w, IA_PLATFORM_EFI);
	assert_int_equal(w->notes.count, 2);
	assert_note(w, 0, "grub-unknown-command", "ISO:/debian/menu.cfg", "nonsense");
	assert_note(w, 1, "grub-unknown-command", "ESP:/EFI/BOOT/grub.cfg", "nonsense");
}

static void a_vendors_copy_of_a_menu_is_noted_and_not_listed(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	tree_put(&w->iso, "/EFI/centos/grub.cfg", BOOTS);
	read_all(w, IA_PLATFORM_EFI);
	assert_names(w, (const char *[]){"ISO:/EFI/BOOT/grub.cfg"}, 1);
	assert_int_equal(w->notes.count, 1);
	assert_note(w, 0, "menu-left-out", "ISO:/EFI/centos/grub.cfg",
		    "this is a copy of the menu of ISO:/EFI/BOOT/grub.cfg, which is listed");
}

static void a_vendors_file_without_entries_is_listed_only_where_nothing_else_boots(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/fedora/grub.cfg", "set timeout=1\n");
	read_all(w, IA_PLATFORM_EFI);
	assert_names(w, (const char *[]){"ISO:/EFI/fedora/grub.cfg"}, 1);
	w->menu.count = 0;
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	read_all(w, IA_PLATFORM_EFI);
	assert_names(w, (const char *[]){"ISO:/EFI/BOOT/grub.cfg"}, 1);
	assert_note(w, 0, "menu-left-out", "ISO:/EFI/fedora/grub.cfg", "no entry");
}

static void vendors_folders_are_not_looked_into_where_bios_alone_boots(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/boot/grub/grub.cfg", SAYS_PLATFORM);
	tree_put(&w->iso, "/EFI/fedora/grub.cfg", BOOTS);
	read_all(w, IA_PLATFORM_PC);
	assert_int_equal(w->menu.count, 1);
	assert_config(w, 0, "ISO:/boot/grub/grub.cfg", "pc");
}

static void so_many_folders_below_efi_are_looked_into(void **state)
{
	for (unsigned more = 0; more < 2; more++) {
		struct world *w = *state;
		static char paths[IA_EFI_FOLDERS_MAX + 1][32];

		for (size_t i = 0; i < IA_EFI_FOLDERS_MAX + more; i++) {
			snprintf(paths[i], sizeof(paths[i]), "/EFI/v%zu/x.efi", i);
			if (i + 1 == IA_EFI_FOLDERS_MAX + more)
				snprintf(paths[i], sizeof(paths[i]), "/EFI/v%zu/grub.cfg", i);
			tree_put(&w->iso, paths[i], BOOTS);
		}
		read_all(w, IA_PLATFORM_EFI);
		assert_int_equal(w->menu.count, !more);
		assert_int_equal(w->notes.count, more);
		if (more)
			assert_note(w, 0, "unread-loader", "ISO:/EFI", "more than 32 folders");
		world_teardown(state);
		world_setup(state);
	}
}

#define LEGACY "default 0\ntimeout 5\ntitle Install\n kernel /vmlinuz quiet\n initrd /initrd.img\n"

static void grub_legacys_menu_is_read_where_grub_2_is_not(void **state)
{
	static const struct {
		const char *path, *unless, *name, *platform;
	} cases[] = {
		{"/EFI/BOOT/BOOTX64.conf", "/EFI/BOOT/grub.cfg", "ISO:/EFI/BOOT/BOOTX64.conf",
		 "efi"},
		{"/EFI/BOOT/BOOTIA32.conf", "/EFI/BOOT/grub.cfg", "ISO:/EFI/BOOT/BOOTIA32.conf",
		 "efi"},
		{"/boot/grub/menu.lst", "/boot/grub/grub.cfg", "ISO:/boot/grub/menu.lst", "pc"},
		{"/boot/grub/grub.conf", "/boot/grub/grub.cfg", "ISO:/boot/grub/grub.conf", "pc"},
	};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct world *w = *state;

		tree_put(&w->iso, cases[i].path, LEGACY);
		read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
		assert_int_equal(w->menu.count, 1);
		assert_config(w, 0, cases[i].name, cases[i].platform);
		assert_int_equal(w->menu.configs[0].loader, IA_LOADER_GRUB_LEGACY);
		assert_true(ia_config_boots_linux(&w->menu.configs[0]));
		assert_int_equal(w->notes.count, 0);
		w->menu.count = 0;
		tree_put(&w->iso, cases[i].unless, BOOTS);
		read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
		assert_int_equal(w->menu.count, 1);
		assert_int_equal(w->menu.configs[0].loader, IA_LOADER_GRUB);
		assert_int_equal(w->notes.count, 1);
		assert_note(w, 0, "unread-loader", cases[i].name,
			    "a configuration of GRUB Legacy that is not read");
		world_teardown(state);
		world_setup(state);
	}
}

static void systemd_boots_entries_are_read_with_and_without_its_own_file(void **state)
{
	for (unsigned with = 0; with < 2; with++) {
		struct world *w = *state;
		const char *name = with ? "ESP:/loader/loader.conf" : "ESP:/loader/entries";

		tree_put(&w->esp, "/loader/entries/01.conf",
			 "title Arch\nlinux /vmlinuz\ninitrd /initrd.img\noptions quiet\n");
		tree_put(&w->esp, "/vmlinuz", "k");
		tree_put(&w->esp, "/initrd.img", "i");
		if (with)
			tree_put(&w->esp, "/loader/loader.conf", "timeout 5\n");
		read_all(w, IA_PLATFORM_EFI);
		assert_int_equal(w->menu.count, 1);
		assert_config(w, 0, name, "efi");
		assert_int_equal(w->menu.configs[0].loader, IA_LOADER_SYSTEMD_BOOT);
		assert_int_equal(w->menu.configs[0].count, 1);
		assert_string_equal(w->menu.configs[0].entries[0].file,
				    "ESP:/loader/entries/01.conf");
		assert_string_equal(w->menu.configs[0].entries[0].kernel_location, "ESP:/vmlinuz");
		world_teardown(state);
		world_setup(state);
	}
}

static void the_isolinux_cfg_beside_the_boot_image_is_found(void **state)
{
	static const char *const names[] = {"isolinux.cfg", "syslinux.cfg"};

	for (size_t i = 0; i < IA_COUNT(names) * 2; i++) {
		struct world *w = *state;
		const char *folder = i % 2 ? "/boot/i386/loader" : "/a/strange/place";
		char path[64], image[64], name[80];

		snprintf(path, sizeof(path), "%s/%s", folder, names[i / 2]);
		snprintf(image, sizeof(image), "%s/isolinux.bin", folder);
		snprintf(name, sizeof(name), "ISO:%s", path);
		tree_put(&w->iso, path, "default a\nlabel a\nkernel vmlinuz\n");
		tree_put(&w->iso, "/elsewhere/isolinux.bin", "x")->offset = 2048;
		tree_put(&w->iso, image, "x")->offset = 4096;
		w->medium.boot_image = 4096;
		read_all(w, IA_PLATFORM_PC);
		assert_names(w, (const char *[]){name}, 1);
		assert_true(ia_config_boots_linux(&w->menu.configs[0]));
		world_teardown(state);
		world_setup(state);
	}
}

static void beside_grubs_boot_image_nothing_is_looked_for(void **state)
{
	static const char *const images[] = {
		"/boot/grub/i386-pc/eltorito.img", "/boot/grub2/i386-pc/eltorito.img",
		"/boot/x86_64/loader/eltorito.img", "/images/eltorito.img"};

	for (size_t i = 0; i < IA_COUNT(images); i++) {
		struct world *w = *state;

		tree_put(&w->iso, images[i], "x")->offset = 4096;
		tree_put(&w->iso, "/a/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
		tree_put(&w->iso, "/a/isolinux.bin", "x")->offset = 4096;
		w->medium.boot_image = 4096;
		read_all(w, IA_PLATFORM_PC);
		assert_int_equal(w->menu.count, 0);
		world_teardown(state);
		world_setup(state);
	}
}

static void isolinux_looks_beside_its_program_last(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/a/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	tree_put(&w->iso, "/a/isolinux.bin", "x")->offset = 4096;
	tree_put(&w->iso, "/syslinux.cfg", "default b\nlabel b\nkernel vmlinuz\n");
	w->medium.boot_image = 4096;
	read_all(w, IA_PLATFORM_PC);
	assert_names(w, (const char *[]){"ISO:/syslinux.cfg"}, 1);
}

static void a_boot_image_is_searched_three_folders_deep(void **state)
{
	for (unsigned more = 0; more < 2; more++) {
		struct world *w = *state;

		tree_put(&w->iso, more ? "/1/2/3/4/isolinux.cfg" : "/1/2/3/isolinux.cfg",
			 "default a\nlabel a\nkernel vmlinuz\n");
		tree_put(&w->iso, more ? "/1/2/3/4/isolinux.bin" : "/1/2/3/isolinux.bin", "x")
			->offset = 4096;
		w->medium.boot_image = 4096;
		read_all(w, IA_PLATFORM_PC);
		assert_int_equal(w->menu.count, !more);
		world_teardown(state);
		world_setup(state);
	}
}

/* The root is one of them. */
static void a_boot_image_is_searched_in_so_many_folders(void **state)
{
	for (unsigned more = 0; more < 2; more++) {
		struct world *w = *state;
		static char paths[IA_BOOT_FOLDERS_MAX][32];

		for (size_t i = 0; i + 2 < IA_BOOT_FOLDERS_MAX + more; i++) {
			snprintf(paths[i], sizeof(paths[i]), "/d%zu/x", i);
			tree_put(&w->iso, paths[i], "x");
		}
		tree_put(&w->iso, "/last/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
		tree_put(&w->iso, "/last/isolinux.bin", "x")->offset = 4096;
		w->medium.boot_image = 4096;
		read_all(w, IA_PLATFORM_PC);
		assert_int_equal(w->menu.count, !more);
		world_teardown(state);
		world_setup(state);
	}
}

static void what_is_not_read_is_noted_with_its_loader(void **state)
{
	static const struct {
		const char *path, *name;
	} cases[] = {
		{"/EFI/refind/refind.conf", "rEFInd"},  {"/EFI/BOOT/elilo.conf", "ELILO"},
		{"/etc/yaboot.conf", "yaboot"},         {"/boot/limine/limine.conf", "Limine"},
		{"/syslinux/syslinux.cfg", "SYSLINUX"},
	};
	struct world *w = *state;

	tree_put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	for (size_t i = 0; i < IA_COUNT(cases); i++)
		tree_put(&w->iso, cases[i].path, "");
	read_all(w, IA_PLATFORM_PC | IA_PLATFORM_EFI);
	assert_int_equal(w->menu.count, 1);
	assert_int_equal(w->notes.count, IA_COUNT(cases));
	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		char file[80];
		bool found = false;

		snprintf(file, sizeof(file), "ISO:%s", cases[i].path);
		for (size_t k = 0; k < w->notes.count; k++)
			found |= strcmp(w->notes.items[k].file, file) == 0 &&
				 strstr(w->notes.items[k].text, cases[i].name);
		assert_true(found);
	}
}

static void for_the_arguments_alone_what_is_not_read_is_not_looked_for(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/elilo.conf", "");
	add_all(w, &w->iso.view, false);
	assert_int_equal(ia_places_add_rest(&w->medium, w->arena, &w->notes, NULL), 0);
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
		on_medium(the_menu_in_a_vendors_folder_is_read_on_iso_and_esp),
		on_medium(what_was_left_out_of_efis_own_folder_is_not_found_again_as_a_vendors),
		on_medium(a_folder_that_is_spelled_otherwise_is_looked_into),
		on_medium(the_menu_in_a_vendors_folder_comes_after_the_mediums_own),
		on_medium(debians_stub_on_the_esp_leads_to_the_menu_that_is_listed),
		on_medium(a_stub_is_the_menu_where_nothing_else_leads_to_it),
		on_medium(what_is_noted_of_a_file_on_the_other_file_system_is_noted_there),
		on_medium(a_vendors_copy_of_a_menu_is_noted_and_not_listed),
		on_medium(a_vendors_file_without_entries_is_listed_only_where_nothing_else_boots),
		on_medium(vendors_folders_are_not_looked_into_where_bios_alone_boots),
		on_medium(so_many_folders_below_efi_are_looked_into),
		on_medium(grub_legacys_menu_is_read_where_grub_2_is_not),
		on_medium(systemd_boots_entries_are_read_with_and_without_its_own_file),
		on_medium(the_isolinux_cfg_beside_the_boot_image_is_found),
		on_medium(beside_grubs_boot_image_nothing_is_looked_for),
		on_medium(isolinux_looks_beside_its_program_last),
		on_medium(a_boot_image_is_searched_three_folders_deep),
		on_medium(a_boot_image_is_searched_in_so_many_folders),
		on_medium(what_is_not_read_is_noted_with_its_loader),
		on_medium(for_the_arguments_alone_what_is_not_read_is_not_looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
