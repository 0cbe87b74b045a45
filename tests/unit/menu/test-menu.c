/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "base/note.h"
#include "menu/menu.h"

#define BOOTS "menuentry 'Install' { linux /vmlinuz quiet\ninitrd /initrd.img\n}\n"
#define STUCK "menuentry 'Back' { exit\n}\n"

/* A file system of strings. */
struct text_file {
	const char *path;
	const char *text;
	uint64_t size; /* what it claims; 0: the text's */
	int error;     /* of reading it */
};

struct tree {
	struct text_file files[16];
	size_t count;
	const char *reads[64]; /* paths that were read, in order */
	size_t read_count;
	struct ia_files view;
};

struct world {
	struct tree iso, esp;
	struct ia_menu_medium medium;
	struct ia_arena *arena;
	struct ia_notes notes;
	struct ia_menu menu;
};

static bool is_inside(const char *path, const char *directory)
{
	size_t length = strcmp(directory, "/") == 0 ? 0 : strlen(directory);

	return strncmp(path, directory, length) == 0 && path[length] == '/';
}

static int tree_find(void *fs, const char *path, struct ia_file *ret,
		     struct isoargs_error **reterr IA_UNUSED)
{
	const struct tree *tree = fs;

	for (size_t i = 0; i < tree->count; i++) {
		const struct text_file *file = &tree->files[i];

		if (strcmp(file->path, path) == 0) {
			*ret = (struct ia_file){
				.type = IA_FILE_REGULAR,
				.size = file->size ? file->size : strlen(file->text),
				.handle = {i},
			};
			return 1;
		}
		if (is_inside(file->path, path)) {
			*ret = (struct ia_file){.type = IA_FILE_DIRECTORY};
			return 1;
		}
	}
	return 0;
}

static int tree_read(void *fs, const struct ia_file *file, uint64_t offset, void *buf, size_t size,
		     struct isoargs_error **reterr)
{
	struct tree *tree = fs;
	const struct text_file *found = &tree->files[file->handle[0]];
	size_t length = strlen(found->text);

	assert_int_equal(offset, 0);
	assert_true(tree->read_count < IA_COUNT(tree->reads));
	tree->reads[tree->read_count++] = found->path;
	if (found->error < 0)
		return ia_error(reterr, found->error, IA_NOWHERE, NULL, "the sector is gone");
	memset(buf, '\n', size);
	memcpy(buf, found->text, length < size ? length : size);
	return 0;
}

/* Only for directories of files: the root of the tree is all that is asked for. */
static int tree_list(void *fs, const struct ia_file *directory, ia_files_visit visit, void *data,
		     struct isoargs_error **reterr IA_UNUSED)
{
	const struct tree *tree = fs;
	int r = 0;

	assert_int_equal(directory->type, IA_FILE_DIRECTORY);
	for (size_t i = 0; i < tree->count && r == 0; i++)
		r = visit(strrchr(tree->files[i].path, '/') + 1, &(struct ia_file){.size = 1},
			  data);
	return r;
}

static const struct ia_files_ops tree_ops = {
	.find = tree_find,
	.read = tree_read,
	.list = tree_list,
};

static struct text_file *put(struct tree *tree, const char *path, const char *text)
{
	struct text_file *file = &tree->files[tree->count++];

	assert_true(tree->count <= IA_COUNT(tree->files));
	*file = (struct text_file){.path = path, .text = text};
	return file;
}

static void add_all(struct world *w, const struct ia_files *files, bool all)
{
	assert_int_equal(ia_menu_add(&w->menu, &w->medium, files, all, w->arena, &w->notes, NULL),
			 0);
}

/* The one entry of the one configuration that there must be. */
static const struct ia_entry *only_entry(struct world *w)
{
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->menu.count, 1);
	assert_true(w->menu.configs[0].evaluated);
	assert_int_equal(w->menu.configs[0].count, 1);
	return w->menu.configs[0].entries;
}

static void assert_names(const struct world *w, const char *const *names, size_t count)
{
	assert_int_equal(w->menu.count, count);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(w->menu.configs[i].name, names[i]);
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->iso.view = (struct ia_files){.ops = &tree_ops, .fs = &w->iso, .name = "ISO"};
	w->esp.view = (struct ia_files){.ops = &tree_ops, .fs = &w->esp, .name = "ESP"};
	w->medium = (struct ia_menu_medium){
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

static int teardown(void **state)
{
	struct world *w = *state;

	ia_notes_free(&w->notes);
	ia_arena_free(w->arena);
	free(w);
	return 0;
}

static void add_efi(struct world *w)
{
	add_all(w, &w->iso.view, true);
	assert_int_equal(ia_menu_add_efi(&w->menu, &w->medium, &w->iso.view, w->arena, NULL), 0);
}

static void a_menu_that_bios_and_efi_read_alike_is_one_for_both(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	add_efi(w);
	assert_int_equal(w->menu.count, 1);
	assert_string_equal(w->menu.configs[0].platform, "pc, efi");
}

static void a_menu_that_asks_for_its_platform_is_evaluated_for_each(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/boot/grub/grub.cfg",
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
	put(&w->iso, "/EFI/BOOT/grub.cfg", "menuentry 'Install' { linux /vmlinuz $grub_cpu\n}\n");
	assert_string_equal(only_entry(w)->cmdline, "arm64");
}

static void a_medium_with_a_menu_of_efis_own_is_not_evaluated_twice(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	put(&w->iso, "/boot/grub2/grub.cfg", BOOTS);
	add_efi(w);
	assert_int_equal(w->menu.count, 2);
	assert_string_equal(w->menu.configs[1].platform, "pc");
}

static void a_menu_for_looping_the_image_comes_last_and_is_marked(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/boot/grub/loopback.cfg", BOOTS);
	put(&w->iso, "/isolinux/isolinux.cfg", "label linux\n kernel vmlinuz\n");
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

	put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	put(&w->iso, "/boot/grub2/grub.cfg", BOOTS);
	put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
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

	put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	put(&w->iso, "/boot/grub2/grub.cfg", text);
	put(&w->iso, "/boot/grub/grub.cfg", text);
	put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
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

	put(&w->iso, "/EFI/BOOT/grub.cfg", STUCK);
	put(&w->iso, "/boot/grub2/grub.cfg", BOOTS);
	put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
	put(&w->iso, "/isolinux/isolinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	add_all(w, &w->iso.view, false);
	assert_names(w, names, IA_COUNT(names));
	assert_int_equal(w->iso.read_count, 2);
	assert_true(ia_menu_boots_linux(&w->menu));
}

static void what_boots_linux_on_one_file_system_does_not_end_the_search_on_another(void **state)
{
	static const char *const names[] = {"ISO:/EFI/BOOT/grub.cfg", "ESP:/EFI/BOOT/grub.cfg"};
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	put(&w->esp, "/EFI/BOOT/grub.cfg", STUCK);
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
	put(&w->iso, "/EFI/BOOT/grub.cfg", STUCK);
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
			put(&w->iso, paths[k], "label a\ncom32 chain.c32\n");
		add_all(w, &w->iso.view, true);
		snprintf(name, sizeof(name), "ISO:%s", paths[i]);
		assert_names(w, &(const char *){name}, 1);
		assert_int_equal(w->iso.read_count, 1);
	}
}

static void an_isolinux_configuration_that_cannot_be_read_still_is_the_first(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/isolinux/isolinux.cfg", "")->error = -EIO;
	put(&w->iso, "/syslinux.cfg", "default a\nlabel a\nkernel vmlinuz\n");
	add_all(w, &w->iso.view, true);
	assert_names(w, (const char *[]){"ISO:/isolinux/isolinux.cfg"}, 1);
	assert_false(w->menu.configs[0].evaluated);
}

static void a_directory_of_that_name_is_no_configuration(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg/x", BOOTS);
	add_all(w, &w->iso.view, true);
	assert_int_equal(w->menu.count, 0);
	assert_int_equal(w->notes.count, 0);
}

static const struct ia_config *config_of(struct world *w, const char *text)
{
	w->menu.count = w->iso.count = 0;
	put(&w->iso, "/EFI/BOOT/grub.cfg", text);
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

	put(&w->esp, "/EFI/BOOT/grub.cfg", "\nnonsense\n" BOOTS);
	add_all(w, &w->esp.view, false);
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(w->notes.items[0].file, "ESP:/EFI/BOOT/grub.cfg");
	assert_int_equal(w->notes.items[0].line, 2);
}

static void notes_of_isolinux_name_the_file_system_too(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/isolinux/isolinux.cfg", "default a\nnonsense here\nlabel a\nkernel k\n");
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->notes.count, 1);
	assert_string_equal(w->notes.items[0].file, "ISO:/isolinux/isolinux.cfg");
	assert_int_equal(w->notes.items[0].line, 2);
	assert_string_equal(w->menu.configs[0].entries[0].file, "ISO:/isolinux/isolinux.cfg");
}

static void entries_name_the_file_that_defines_them_also_below_another(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", "source /more.cfg");
	put(&w->iso, "/more.cfg", "\n" BOOTS);
	assert_string_equal(only_entry(w)->file, "ISO:/more.cfg");
	assert_int_equal(w->menu.configs[0].entries[0].line, 2);
	assert_string_equal(w->menu.configs[0].name, "ISO:/EFI/BOOT/grub.cfg");
}

static void the_entry_that_boots_unattended_is_told(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", "set default=1\nset timeout=1\n" STUCK BOOTS);
	put(&w->iso, "/isolinux/isolinux.cfg", "default b\nlabel a\nkernel k\nlabel b\nkernel k\n");
	add_all(w, &w->iso.view, true);
	assert_string_equal(w->menu.configs[0].default_path, "1");
	assert_true(w->menu.configs[0].entries[1].is_default);
	assert_int_equal(w->menu.count, 2);
	assert_string_equal(w->menu.configs[1].default_path, "1");
	assert_true(w->menu.configs[1].entries[1].is_default);
}

/* What $root is after a search in the ISO's configuration. */
static const char *root_after(struct world *w, const char *search)
{
	char text[256];

	snprintf(text, sizeof(text), "set root=none\n%s\nmenuentry \"$root\" { linux /k\n}",
		 search);
	w->menu.count = w->iso.count = 0;
	put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	put(&w->iso, "/images/pxeboot/vmlinuz", "kernel");
	put(&w->iso, "/both", "");
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

	put(&w->esp, "/both", "");
	put(&w->esp, "/only", "");
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
	put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	put(&w->iso, "/which", "set which=iso");
	put(&w->esp, "/which", "set which=esp");
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

	put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	put(&w->iso, "/boot/grub2/grub.cfg", text);
	put(&w->esp, "/EFI/BOOT/grub.cfg", text);
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

	put(&w->iso, "/EFI/BOOT/grub.cfg",
	    "if [ -f /file -a -d /dir -a ! -f /dir -a ! -d /file -a -s /file -a ! -e /gone ]; "
	    "then\n"
	    "menuentry yes { linux /k\n}\nfi");
	put(&w->iso, "/file", "x");
	put(&w->iso, "/dir/a", "x");
	assert_string_equal(only_entry(w)->title, "yes");
}

static void names_are_matched_with_those_of_the_medium(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", "for i in /conf-*; do menuentry $i { linux /k\n}\ndone");
	put(&w->iso, "/conf-a", "");
	assert_string_equal(only_entry(w)->title, "/conf-a");
}

static void devices_are_matched_with_the_medium_and_its_esp(void **state)
{
	struct world *w = *state;
	static const char text[] = "for i in (*)/mark; do menuentry $i { linux /k\n}\ndone";

	put(&w->iso, "/EFI/BOOT/grub.cfg", text);
	put(&w->iso, "/mark", "");
	put(&w->esp, "/mark", "");
	add_all(w, &w->iso.view, false);
	assert_int_equal(w->menu.configs[0].count, 2);
	assert_string_equal(w->menu.configs[0].entries[0].title, "(cd0)/mark");
	assert_string_equal(w->menu.configs[0].entries[1].title, "(esp)/mark");
}

static void an_esp_that_is_not_known_is_no_device(void **state)
{
	struct world *w = *state;

	w->medium.esp = NULL;
	put(&w->iso, "/EFI/BOOT/grub.cfg", "for i in (*); do menuentry $i { linux /k\n}\ndone");
	assert_string_equal(only_entry(w)->title, "(cd0)");
}

static void isolinux_reads_its_further_files_from_the_same_file_system(void **state)
{
	struct world *w = *state;

	put(&w->esp, "/syslinux.cfg", "include more.cfg\n");
	put(&w->esp, "/more.cfg", "label esp\nkernel k\n");
	put(&w->iso, "/more.cfg", "label iso\nkernel k\n");
	add_all(w, &w->esp.view, false);
	assert_int_equal(w->menu.configs[0].count, 1);
	assert_string_equal(w->menu.configs[0].entries[0].id, "esp");
	assert_string_equal(w->menu.configs[0].entries[0].file, "ESP:/more.cfg");
}

static void a_configuration_that_cannot_be_read_is_listed_and_noted(void **state)
{
	static const char *const names[] = {"ISO:/EFI/BOOT/grub.cfg", "ISO:/boot/grub/grub.cfg"};
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", "")->error = -EIO;
	put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
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

static void a_configuration_as_large_as_the_bound_is_read(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS)->size = IA_CONFIG_MAX;
	assert_string_equal(only_entry(w)->title, "Install");
	assert_int_equal(w->notes.count, 0);
}

static void a_configuration_one_byte_above_the_bound_is_noted_and_not_read(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS)->size = IA_CONFIG_MAX + 1;
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

		put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS)->size = IA_CONFIG_MAX;
		put(&w->iso, "/boot/grub2/grub.cfg", BOOTS)->size =
			IA_CONFIGS_MAX - IA_CONFIG_MAX - strlen(BOOTS);
		put(&w->iso, "/boot/grub/grub.cfg", BOOTS)->size = strlen(BOOTS) + more;
		add_all(w, &w->iso.view, true);
		assert_int_equal(w->menu.count, 3);
		assert_true(w->menu.configs[1].evaluated);
		assert_int_equal(w->menu.configs[2].evaluated, !more);
		assert_int_equal(w->notes.count, more);
		teardown(state);
		setup(state);
	}
}

static void a_configuration_that_exceeds_a_budget_is_noted_where_it_does(void **state)
{
	struct world *w = *state;

	put(&w->iso, "/EFI/BOOT/grub.cfg", "\nwhile true; do true; done\n");
	put(&w->iso, "/boot/grub/grub.cfg", BOOTS);
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

	put(&w->iso, "/EFI/BOOT/grub.cfg", "nonsense\nwhile true; do true; done\n");
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

	put(&w->iso, "/EFI/BOOT/grub.cfg", BOOTS);
	assert_int_equal(
		ia_menu_add(&w->menu, &w->medium, &w->iso.view, true, small, &w->notes, &error),
		-ENOMEM);
	assert_int_equal(isoargs_error_code(error), -ENOMEM);
	assert_int_equal(w->menu.count, 0);
}

static void commands_that_load_a_linux_kernel_are_known(void **state IA_UNUSED)
{
	static const char *const linux_commands[] = {"linux",     "linux16",    "linuxefi",
						     "multiboot", "multiboot2", "mboot.c32"};
	static const char *const others[] = {"chainloader", "com32",  "boot", "config", "linux32",
					     "localboot",   "kernel", "",     "LINUX",  "linuxe"};

	for (size_t i = 0; i < IA_COUNT(linux_commands); i++) {
		struct ia_entry entry = {.command = linux_commands[i], .kernel = "/k"};

		assert_true(ia_entry_boots_linux(&entry));
		entry.is_submenu = true;
		assert_false(ia_entry_boots_linux(&entry));
		entry.is_submenu = false;
		entry.kernel = NULL;
		assert_false(ia_entry_boots_linux(&entry));
	}
	for (size_t i = 0; i < IA_COUNT(others); i++) {
		const struct ia_entry entry = {.command = others[i], .kernel = "/k"};

		assert_false(ia_entry_boots_linux(&entry));
	}
	assert_false(ia_entry_boots_linux(&(struct ia_entry){.kernel = "/k"}));
}

static void loaders_have_names(void **state IA_UNUSED)
{
	assert_string_equal(ia_loader_name(IA_LOADER_GRUB), "GRUB");
	assert_string_equal(ia_loader_name(IA_LOADER_SYSLINUX), "SYSLINUX");
}

#define on_medium(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
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
		on_medium(a_configuration_that_cannot_be_read_is_listed_and_noted),
		on_medium(a_configuration_as_large_as_the_bound_is_read),
		on_medium(a_configuration_one_byte_above_the_bound_is_noted_and_not_read),
		on_medium(configurations_share_a_bound_of_all_their_bytes),
		on_medium(a_configuration_that_exceeds_a_budget_is_noted_where_it_does),
		on_medium(what_was_noted_before_a_budget_ended_is_kept),
		on_medium(a_full_arena_fails),
		cmocka_unit_test(commands_that_load_a_linux_kernel_are_known),
		cmocka_unit_test(loaders_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
