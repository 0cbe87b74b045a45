/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/menu-world.h"

/* What $root is after a search in the ISO's configuration. */
static const char *root_after(struct world *w, const char *search)
{
	char text[256];

	snprintf(text, sizeof(text), "set root=none\n%s\nmenuentry \"$root\" { linux /k\n}",
		 search);
	w->menu.count = w->iso.count = 0;
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	tree_put(&w->iso, "/images/pxeboot/vmlinuz", "kernel");
	tree_put(&w->iso, "/both", "");
	return only_entry(w)->title;
}

static void a_search_by_label_finds_the_medium_and_its_esp(void **state)
{
	struct world *w = *state;

	assert_string_equal(root_after(w, "search --set=root -l 'CentOS 7 x86_64'"), "cd0");
	assert_string_equal(root_after(w, "search --set=root -l ANACONDA"), "esp");
	assert_string_equal(root_after(w, "search --set=root -l 'CENTOS 7 X86_64'"), "none");
	assert_string_equal(root_after(w, "search --set=root -l 'CentOS 7'"), "none");
}

static void a_search_by_uuid_finds_the_medium_alone(void **state)
{
	struct world *w = *state;

	assert_string_equal(root_after(w, "search --set=root -u 2020-11-04-11-36-43-00"), "cd0");
	assert_string_equal(root_after(w, "search --set=root -u 2020-11-04-11-36-43-01"), "none");
	w->medium.iso_uuid = "ABCD-ef";
	assert_string_equal(root_after(w, "search --set=root -u abcd-EF"), "cd0");
}

static void a_search_by_file_asks_the_medium_before_its_esp(void **state)
{
	struct world *w = *state;

	tree_put(&w->esp, "/both", "");
	tree_put(&w->esp, "/only", "");
	assert_string_equal(root_after(w, "search --set=root -f /images/pxeboot/vmlinuz"), "cd0");
	assert_string_equal(root_after(w, "search --set=root -f /both"), "cd0");
	assert_string_equal(root_after(w, "search --set=root -f /only"), "esp");
	assert_string_equal(root_after(w, "search --set=root -f /images"), "none");
	assert_string_equal(root_after(w, "search --set=root -f /neither"), "none");
}

static void a_medium_without_names_and_esp_is_found_by_file_only(void **state)
{
	struct world *w = *state;

	w->medium.iso_label = w->medium.iso_uuid = w->medium.esp_label = NULL;
	w->medium.esp = NULL;
	assert_string_equal(root_after(w, "search --set=root -l ANACONDA"), "none");
	assert_string_equal(root_after(w, "search --set=root -u 2020-11-04-11-36-43-00"), "none");
	assert_string_equal(root_after(w, "search --set=root -f /only"), "none");
	assert_string_equal(root_after(w, "search --set=root -f /both"), "cd0");
}

/* Whose copy of /which a device has: what it says as a configuration; "" where it has none. */
static const char *copy_on(struct world *w, const char *device)
{
	char text[128];

	snprintf(text, sizeof(text),
		 "set which=\nsource (%s)/which\nmenuentry \"x$which\" { linux /k\n}", device);
	w->menu.count = w->iso.count = w->esp.count = 0;
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	tree_put(&w->iso, "/which", "set which=iso");
	tree_put(&w->esp, "/which", "set which=esp");
	return only_entry(w)->title + 1;
}

static void devices_that_start_where_the_medium_does_are_the_medium(void **state)
{
	static const char *const devices[] = {"cd0",   "cd",         "cd1",      "hd0",
					      "hd0,1", "hd0,msdos1", "hd0,gpt1", "hd0,apple1"};
	struct world *w = *state;

	for (size_t i = 0; i < IA_COUNT(devices); i++)
		assert_string_equal(copy_on(w, devices[i]), "iso");
	assert_int_equal(w->notes.count, 0);
}

static void other_partitions_of_the_medium_are_its_esp(void **state)
{
	static const char *const devices[] = {"esp",        "hd0,msdos2", "hd0,gpt2",
					      "hd0,apple2", "hd0,2",      "hd0,msdos11"};
	struct world *w = *state;

	for (size_t i = 0; i < IA_COUNT(devices); i++)
		assert_string_equal(copy_on(w, devices[i]), "esp");
	assert_int_equal(w->notes.count, 0);
}

static void other_devices_are_not_there(void **state)
{
	static const char *const devices[] = {"hd1", "hd1,msdos1", "hd01",
					      "fd0", "memdisk",    "esp0"};
	struct world *w = *state;

	for (size_t i = 0; i < IA_COUNT(devices); i++)
		assert_string_equal(copy_on(w, devices[i]), "");
	assert_int_equal(w->notes.count, IA_COUNT(devices));
}

static void a_second_partition_is_nothing_where_no_esp_is_known(void **state)
{
	struct world *w = *state;

	w->medium.esp = NULL;
	assert_string_equal(copy_on(w, "hd0,msdos2"), "");
	assert_string_equal(ia_note_word(w->notes.items[0].code), "grub-file-unread");
}

static void a_configuration_starts_on_the_file_system_that_it_lies_on(void **state)
{
	struct world *w = *state;
	static const char text[] = "menuentry \"$root $prefix\" { linux /k\n}";

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	tree_put(&w->iso, "/boot/grub2/grub.cfg", text);
	tree_put(&w->esp, "/EFI/BOOT/grub.cfg", text);
	add_all(w, &w->iso.view, true);
	add_all(w, &w->esp.view, true);
	assert_string_equal(w->menu.configs[0].entries[0].title, "cd0 (cd0)/EFI/BOOT");
	assert_string_equal(w->menu.configs[1].entries[0].title, "cd0 (cd0)/boot/grub2");
	assert_string_equal(w->menu.configs[2].entries[0].title, "esp (esp)/EFI/BOOT");
	assert_string_equal(w->menu.configs[2].entries[0].root, "esp");
}

static void files_and_directories_can_be_tested_for(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg",
		 "if [ -f /file -a -d /dir -a ! -f /dir -a ! -d /file -a -s /file -a ! -e /gone ]; "
		 "then\n"
		 "menuentry yes { linux /k\n}\nfi");
	tree_put(&w->iso, "/file", "x");
	tree_put(&w->iso, "/dir/a", "x");
	assert_string_equal(only_entry(w)->title, "yes");
}

static void names_are_matched_with_those_of_the_medium(void **state)
{
	struct world *w = *state;

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg",
		 "for i in /conf-*; do menuentry $i { linux /k\n}\ndone");
	tree_put(&w->iso, "/conf-a", "");
	assert_string_equal(only_entry(w)->title, "/conf-a");
}

static void devices_are_matched_with_the_medium_and_its_esp(void **state)
{
	struct world *w = *state;
	static const char text[] = "for i in (*)/mark; do menuentry $i { linux /k\n}\ndone";

	tree_put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	tree_put(&w->iso, "/mark", "");
	tree_put(&w->esp, "/mark", "");
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->menu.configs[0].count, 2);
	assert_string_equal(w->menu.configs[0].entries[0].title, "(cd0)/mark");
	assert_string_equal(w->menu.configs[0].entries[1].title, "(esp)/mark");
}

static void an_esp_that_is_not_known_is_no_device(void **state)
{
	struct world *w = *state;

	w->medium.esp = NULL;
	tree_put(&w->iso, "/EFI/BOOT/grub.cfg",
		 "for i in (*); do menuentry $i { linux /k\n}\ndone");
	assert_string_equal(only_entry(w)->title, "(cd0)");
}

static void isolinux_reads_its_further_files_from_the_same_file_system(void **state)
{
	struct world *w = *state;

	tree_put(&w->esp, "/syslinux.cfg", "include more.cfg\n");
	tree_put(&w->esp, "/more.cfg", "label esp\nkernel k\n");
	tree_put(&w->iso, "/more.cfg", "label iso\nkernel k\n");
	add_all(w, &w->esp.view, false);
	assert_int_equal(w->menu.configs[0].count, 1);
	assert_string_equal(w->menu.configs[0].entries[0].id, "esp");
	assert_string_equal(w->menu.configs[0].entries[0].file, "ESP:/more.cfg");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_medium(a_search_by_label_finds_the_medium_and_its_esp),
		on_medium(a_search_by_uuid_finds_the_medium_alone),
		on_medium(a_search_by_file_asks_the_medium_before_its_esp),
		on_medium(a_medium_without_names_and_esp_is_found_by_file_only),
		on_medium(devices_that_start_where_the_medium_does_are_the_medium),
		on_medium(other_partitions_of_the_medium_are_its_esp),
		on_medium(other_devices_are_not_there),
		on_medium(a_second_partition_is_nothing_where_no_esp_is_known),
		on_medium(a_configuration_starts_on_the_file_system_that_it_lies_on),
		on_medium(files_and_directories_can_be_tested_for),
		on_medium(names_are_matched_with_those_of_the_medium),
		on_medium(devices_are_matched_with_the_medium_and_its_esp),
		on_medium(an_esp_that_is_not_known_is_no_device),
		on_medium(isolinux_reads_its_further_files_from_the_same_file_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
