/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/fat-disk.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "volume/fat/impl.h"

static void assert_result(const struct disk *disk, size_t size, int result, const char *part)
{
	struct isoargs_image *image = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_window window;
	struct ia_fat *fat = SENTINEL;

	isoargs_image_open_memory(disk->bytes, size, "disk", &image, NULL);
	window = ia_window_whole(image);
	assert_int_equal(ia_fat_open(&window, &fat, &error), result);
	if (result == 1)
		ia_fat_free(fat);
	else
		assert_ptr_equal(fat, SENTINEL);
	if (part)
		assert_contains(isoargs_error_message(error), part);
	else
		assert_null(error);
	isoargs_image_free(image);
}

/* The boot sector with one byte changed, or two. */
static void assert_changed(unsigned bits, size_t at, unsigned size, uint32_t value, int result,
			   const char *part)
{
	struct disk disk = disk_new(bits, 40, 512);

	for (unsigned i = 0; i < size; i++)
		disk.bytes[at + i] = (uint8_t)(value >> 8 * i);
	assert_result(&disk, disk.size, result, part);
	disk_free(&disk);
}

static void the_type_follows_the_number_of_clusters_and_the_table_size(void **state IA_UNUSED)
{
	static const struct {
		unsigned made_as, clusters, bits;
	} cases[] = {{12, 1, 12},     {12, 4084, 12},  {16, 4085, 16},
		     {16, 65524, 16}, {32, 65525, 32}, {32, 40, 32}};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct disk disk = disk_new(cases[i].made_as, cases[i].clusters, 512);
		struct mount m = disk_mount(&disk);

		assert_int_equal(ia_fat_volume(m.fat)->bits, cases[i].bits);
		assert_int_equal(ia_fat_volume(m.fat)->size, disk.size);
		assert_int_equal(ia_fat_volume(m.fat)->serial, 0x1234abcd);
		disk_unmount(&m);
		disk_free(&disk);
	}
}

static void more_clusters_than_entries_name_are_refused(void **state IA_UNUSED)
{
	const uint32_t most = 0x0ffffff5; /* of FAT32, whose entries have 28 bits */
	struct disk disk = disk_new(32, 40, 512);
	uint32_t before = (uint32_t)(disk.data / 512);

	put_le(disk.bytes + 19, 0, 2);
	put_le(disk.bytes + 32, before + most, 4);
	assert_result(&disk, disk.size, 1, NULL);
	put_le(disk.bytes + 32, before + most + 1, 4);
	assert_result(&disk, disk.size, -EBADMSG, "more clusters than entries can name");
	disk_free(&disk);
}

static void more_clusters_than_sixteen_bits_name_contradict_the_table_size(void **state IA_UNUSED)
{
	struct disk disk = disk_new(16, 65525, 512);

	assert_result(&disk, disk.size, -EBADMSG, "more clusters");
	disk_free(&disk);
}

static void what_has_no_fat_boot_sector_is_something_else(void **state IA_UNUSED)
{
	assert_changed(12, 510, 1, 0x54, 0, NULL);
	assert_changed(12, 511, 1, 0x00, 0, NULL);
	assert_changed(12, 0, 1, 0x33, 0, NULL); /* an isohybrid MBR begins so */
	assert_changed(12, 0, 1, 0x45, 0, NULL); /* and one that Macs boot so */
	assert_changed(12, 11, 2, 0, 0, NULL);   /* GRUB's MBR, exFAT */
	assert_changed(12, 11, 2, 256, 0, NULL);
	assert_changed(12, 11, 2, 513, 0, NULL);
	assert_changed(12, 11, 2, 8192, 0, NULL);
	assert_changed(12, 13, 1, 0, 0, NULL);
	assert_changed(12, 13, 1, 3, 0, NULL);
	assert_changed(12, 14, 2, 0, 0, NULL);
	assert_changed(12, 16, 1, 0, 0, NULL); /* NTFS has no tables */
	assert_changed(12, 21, 1, 0xf1, 0, NULL);
}

static void the_names_of_ntfs_and_exfat_are_believed(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);

	memcpy(disk.bytes + 3, "NTFS    ", 8);
	assert_result(&disk, disk.size, 0, NULL);
	memcpy(disk.bytes + 3, "EXFAT   ", 8);
	assert_result(&disk, disk.size, 0, NULL);
	memcpy(disk.bytes + 3, "MSDOS5.0", 8);
	assert_result(&disk, disk.size, 1, NULL);
	assert_result(&disk, 511, 0, NULL);
	disk_free(&disk);
}

static void every_kind_of_jump_is_accepted(void **state IA_UNUSED)
{
	assert_changed(12, 0, 1, 0xe9, 1, NULL);
	assert_changed(12, 0, 1, 0x00, 1, NULL);
	assert_changed(12, 21, 1, 0xf0, 1, NULL);
}

static void a_parameter_block_that_contradicts_itself_is_refused(void **state IA_UNUSED)
{
	assert_changed(12, 19, 2, 0, -EBADMSG, "no sectors");
	assert_changed(12, 22, 2, 1000, -EBADMSG, "larger than the volume");
	assert_changed(12, 19, 2, 8, -EBADMSG, "larger than the volume");
	assert_changed(12, 13, 1, 64, -EBADMSG, "no cluster fits");
	assert_changed(12, 17, 2, 0, -EBADMSG, "fixed root");
	assert_changed(32, 17, 2, 16, -EBADMSG, "fixed root");
	assert_changed(32, 36, 4, 0, -EBADMSG, "no sectors");
	assert_changed(32, 40, 1, 0x82, -EBADMSG, "table in use");
	assert_changed(32, 44, 4, 1, -EBADMSG, "root directory");
	assert_changed(32, 44, 4, 41, 1, NULL);
	assert_changed(32, 44, 4, 42, -EBADMSG, "root directory");
}

static void tables_beyond_the_window_are_missing_data_beyond_it_is_not(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);

	assert_result(&disk, disk.data, 1, NULL);
	assert_result(&disk, disk.data - 1, -ENODATA, "cut off");
	disk_free(&disk);
}

static void the_label_of_the_root_directory_goes_before_the_boot_sectors(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *slot = disk.bytes + disk.root;
	struct mount m = disk_mount(&disk);

	assert_string_equal(ia_fat_volume(m.fat)->label, "BOOT SECTOR");
	disk_unmount(&m);

	memcpy(disk.bytes + 43, "NO NAME    ", 11);
	m = disk_mount(&disk);
	assert_string_equal(ia_fat_volume(m.fat)->label, "");
	disk_unmount(&m);

	slot = disk_slot(slot,
			 "\xe5"
			 "LD LABEL  ",
			 0x08, 0, 0);
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	disk_slot(slot, "\x05NACONDA X ", 0x08, 0, 0);
	m = disk_mount(&disk);
	assert_string_equal(ia_fat_volume(m.fat)->label, "\xe5NACONDA X");
	disk_unmount(&m);
	disk_free(&disk);
}

static void a_file_is_found_and_read_on_every_type(void **state IA_UNUSED)
{
	static const unsigned types[] = {12, 16, 32};

	for (size_t i = 0; i < IA_COUNT(types); i++) {
		struct disk disk = disk_with_tree(types[i], "set default=1\n");
		struct mount m = disk_mount(&disk);
		struct ia_file file;
		char text[15] = "";

		assert_int_equal(disk_find(&m, "/EFI/BOOT/grub.cfg", &file), 1);
		assert_int_equal(file.type, IA_FILE_REGULAR);
		assert_int_equal(file.size, 14);
		assert_int_equal(file.offset, disk.data + 3u * 512);
		assert_int_equal(ia_files_read(&m.files, &file, 0, text, 14, NULL), 0);
		assert_string_equal(text, "set default=1\n");
		assert_int_equal(ia_files_read(&m.files, &file, 4, text, 7, NULL), 0);
		assert_memory_equal(text, "default", 7);
		disk_unmount(&m);
		disk_free(&disk);
	}
}

static void paths_are_resolved_below_the_root(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "x");
	struct mount m = disk_mount(&disk);
	struct ia_file file, sentinel = {.size = 0x5e5e};

	assert_int_equal(disk_find(&m, "efi/boot/GRUB.CFG", &file), 1);
	assert_int_equal(disk_find(&m, "//EFI///BOOT//grub.cfg", &file), 1);
	assert_int_equal(disk_find(&m, "/../../EFI/./BOOT/../BOOT/grub.cfg", &file), 1);
	assert_int_equal(file.type, IA_FILE_REGULAR);
	assert_int_equal(disk_find(&m, "EFI/BOOT/", &file), 1);
	assert_int_equal(file.type, IA_FILE_DIRECTORY);
	assert_int_equal(disk_find(&m, "EFI/..", &file), 1);
	assert_int_equal(file.offset, disk.root);
	assert_int_equal(disk_find(&m, "", &file), 1);
	assert_int_equal(file.offset, disk.root);

	assert_int_equal(disk_find(&m, "EFI/BOOT/grub.cf", &sentinel), 0);
	assert_int_equal(disk_find(&m, "EFI/BOOT/grub.cfgg", &sentinel), 0);
	assert_int_equal(disk_find(&m, "BOOT/grub.cfg", &sentinel), 0);
	assert_int_equal(disk_find(&m, "EFI/BOOT/grub.cfg/x", &sentinel), 0);
	assert_int_equal(disk_find(&m, "EFI/BOOT/grub.cfg/..", &sentinel), 0);
	assert_int_equal(sentinel.size, 0x5e5e);
	disk_unmount(&m);
	disk_free(&disk);
}

static void assert_too_long(const struct mount *m, const char *path, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_file file = {.size = 0x5e5e5e};

	assert_int_equal(m->files.ops->find(m->files.fs, path, &file, &error), -E2BIG);
	assert_int_equal(file.size, 0x5e5e5e);
	assert_contains(isoargs_error_message(error), part);
}

/* A directory that contains itself: only a path can go round in it. */
static void paths_are_bounded_in_depth_and_length(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "x");
	struct mount m = disk_mount(&disk);
	struct ia_strbuf path IA_AUTO_STRBUF = {0};
	struct ia_file file;

	disk_slot(disk_cluster(&disk, 3) + 64, "A          ", DIRECTORY, 3, 0);
	ia_strbuf_adds(&path, "EFI");
	for (unsigned i = 1; i < IA_PATH_DEPTH_MAX; i++)
		ia_strbuf_adds(&path, "/a");
	assert_int_equal(disk_find(&m, path.data, &file), 1);
	ia_strbuf_adds(&path, "/..");
	assert_int_equal(disk_find(&m, path.data, &file), 1);
	ia_strbuf_adds(&path, "/a/a");
	assert_too_long(&m, path.data, "a path has more than 32 components");

	path.length = 0;
	ia_strbuf_adds(&path, "EFI");
	ia_strbuf_fill(&path, '/', IA_PATH_MAX - 3);
	assert_int_equal(disk_find(&m, path.data, &file), 1);
	ia_strbuf_addc(&path, '/');
	assert_too_long(&m, path.data, "a path has more than 4096 bytes");
	disk_unmount(&m);
	disk_free(&disk);
}

static int add_name(const char *name, const struct ia_file *file IA_UNUSED, void *data)
{
	struct ia_strbuf *names = data;

	ia_strbuf_adds(names, name);
	ia_strbuf_addc(names, '|');
	return 0;
}

static void assert_root_lists(const struct disk *disk, const char *expected)
{
	struct mount m = disk_mount(disk);
	struct ia_strbuf names IA_AUTO_STRBUF = {0};
	struct ia_file root;

	assert_int_equal(disk_find(&m, "/", &root), 1);
	ia_strbuf_adds(&names, "");
	assert_int_equal(m.files.ops->list(m.files.fs, &root, add_name, &names, NULL), 0);
	assert_string_equal(names.data, expected);
	disk_unmount(&m);
}

static void names_are_listed_as_the_medium_spells_them(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *slot = disk.bytes + disk.root;

	slot = disk_slot(slot, "LABEL      ", 0x08, 0, 0);
	slot = disk_slot(slot, "BOOTX64 EFI", ARCHIVE, 0, 0);
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	slot[-32 + 12] = 0x18;
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	slot[-32 + 12] = 0x08;
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	slot[-32 + 12] = 0x10;
	slot = disk_slot(slot, "\xe5RUB    CFG", ARCHIVE, 0, 0);
	slot = disk_slot(slot, "NOEXT      ", ARCHIVE, 0, 0);
	slot = disk_slot(slot, "A B     C  ", ARCHIVE, 0, 0);
	slot = disk_slot(slot,
			 "\x05"
			 "BC     TXT",
			 ARCHIVE, 0, 0);
	slot = disk_slot(slot, "        .  ", ARCHIVE, 0, 0);
	slot = disk_slot(slot, "A/B     /\n ", ARCHIVE, 0, 0);
	slot += 32;
	disk_slot(slot, "BEHIND  END", ARCHIVE, 0, 0);
	assert_root_lists(&disk, "BOOTX64.EFI|grub.cfg|grub.CFG|GRUB.cfg|NOEXT|A B.C|"
				 "\xef\xbf\xbd"
				 "BC.TXT|\xef\xbf\xbd.\xef\xbf\xbd|A\xef\xbf\xbd"
				 "B.\xef\xbf\xbd\xef\xbf\xbd|");
	disk_free(&disk);
}

static void a_long_name_needs_every_part_in_order_and_its_checksum(void **state IA_UNUSED)
{
	static const char text[] = "Twenty seven characters.cfg";
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *root = disk.bytes + disk.root, *slot;

	slot = disk_long(root, text, GRUB);
	disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	assert_root_lists(&disk, "Twenty seven characters.cfg|");
	root[32 + 13] ^= 1;
	assert_root_lists(&disk, "GRUB.CFG|");
	root[32 + 13] ^= 1;
	root[32] = 3;
	assert_root_lists(&disk, "GRUB.CFG|");
	root[32] = 0xe5;
	assert_root_lists(&disk, "GRUB.CFG|");
	root[32] = 2;
	root[0] = 0x40 | (IA_FAT_PARTS_MAX + 1);
	assert_root_lists(&disk, "GRUB.CFG|");
	root[0] = 0x80 | 0x40 | 3;
	assert_root_lists(&disk, "GRUB.CFG|");
	root[0] = 0x40;
	assert_root_lists(&disk, "GRUB.CFG|");
	root[0] = 0x40 | 3;
	assert_root_lists(&disk, "Twenty seven characters.cfg|");
	slot[0] = 'H';
	assert_root_lists(&disk, "HRUB.CFG|");
	disk_free(&disk);
}

static void orphaned_parts_do_not_name_the_next_file(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *slot = disk.bytes + disk.root;

	slot = disk_long(slot, "gone.cfg", GRUB);
	slot = disk_slot(slot, "LABEL      ", 0x08, 0, 0);
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	slot = disk_long(slot, "gone too.cfg", GRUB);
	slot = disk_slot(slot, "\xe5RUB    CFG", ARCHIVE, 0, 0);
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	slot = disk_long(slot, "cut off in the middle.cfg", GRUB) - 32;
	slot = disk_long(slot, "whole.cfg", GRUB);
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	assert_root_lists(&disk, "GRUB.CFG|GRUB.CFG|whole.cfg|GRUB.CFG|");
	disk_free(&disk);
}

static void a_long_name_that_is_no_component_of_a_path_is_not_used(void **state IA_UNUSED)
{
	static const char *const names[] = {"a/b", ".", "..", "\0"};
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *slot = disk.bytes + disk.root;

	for (size_t i = 0; i < IA_COUNT(names); i++) {
		slot = i < 3 ? disk_long(slot, names[i], GRUB) : disk_long(slot, "x", GRUB);
		if (i == 3)
			put_le(slot - 32 + 1, 0, 2);
		slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	}
	slot = disk_long(slot, "...", GRUB);
	disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	assert_root_lists(&disk, "GRUB.CFG|GRUB.CFG|GRUB.CFG|GRUB.CFG|...|");
	disk_free(&disk);
}

static void the_longest_names_are_whole(void **state IA_UNUSED)
{
	struct ia_strbuf expected IA_AUTO_STRBUF = {0};
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *slot = disk.bytes + disk.root;

	ia_strbuf_fill(&expected, 'n', 13 * IA_FAT_PARTS_MAX);
	slot = disk_long(slot, expected.data, GRUB);
	disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	ia_strbuf_addc(&expected, '|');
	assert_root_lists(&disk, expected.data);
	disk_free(&disk);
}

static void long_names_are_utf_16(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *slot = disk_long(disk.bytes + disk.root, "abcd", GRUB);
	uint8_t *units = disk.bytes + disk.root + 1;

	put_le(units, 0xd83d, 2);
	put_le(units + 2, 0xde00, 2);
	put_le(units + 4, 0x65e5, 2);
	put_le(units + 6, 0xd800, 2);
	disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	assert_root_lists(&disk, "\xf0\x9f\x98\x80\xe6\x97\xa5\xef\xbf\xbd|");
	disk_free(&disk);
}

static void a_file_answers_to_its_long_and_to_its_short_name(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);
	uint8_t *slot = disk_long(disk.bytes + disk.root, "Long Name.conf", "LONGNA~1CON");
	struct mount m;
	struct ia_file file;

	disk_slot(slot, "LONGNA~1CON", ARCHIVE, 7, 100);
	m = disk_mount(&disk);
	assert_int_equal(disk_find(&m, "lONG nAME.CONF", &file), 1);
	assert_int_equal(disk_find(&m, "longna~1.con", &file), 1);
	assert_int_equal(disk_find(&m, "longna~1.conf", &file), 0);
	disk_unmount(&m);
	disk_free(&disk);
}

static int stop_at_once(const char *name IA_UNUSED, const struct ia_file *file IA_UNUSED,
			void *data IA_UNUSED)
{
	return 42;
}

static void what_the_visitor_returns_ends_the_listing(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "x");
	struct mount m = disk_mount(&disk);
	struct ia_file file;

	disk_find(&m, "/", &file);
	assert_int_equal(m.files.ops->list(m.files.fs, &file, stop_at_once, NULL, NULL), 42);
	disk_find(&m, "EFI/BOOT/grub.cfg", &file);
	assert_int_equal(m.files.ops->list(m.files.fs, &file, stop_at_once, NULL, NULL), -ENOTDIR);
	disk_unmount(&m);
	disk_free(&disk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_type_follows_the_number_of_clusters_and_the_table_size),
		cmocka_unit_test(more_clusters_than_entries_name_are_refused),
		cmocka_unit_test(more_clusters_than_sixteen_bits_name_contradict_the_table_size),
		cmocka_unit_test(what_has_no_fat_boot_sector_is_something_else),
		cmocka_unit_test(the_names_of_ntfs_and_exfat_are_believed),
		cmocka_unit_test(every_kind_of_jump_is_accepted),
		cmocka_unit_test(a_parameter_block_that_contradicts_itself_is_refused),
		cmocka_unit_test(tables_beyond_the_window_are_missing_data_beyond_it_is_not),
		cmocka_unit_test(the_label_of_the_root_directory_goes_before_the_boot_sectors),
		cmocka_unit_test(a_file_is_found_and_read_on_every_type),
		cmocka_unit_test(paths_are_resolved_below_the_root),
		cmocka_unit_test(paths_are_bounded_in_depth_and_length),
		cmocka_unit_test(names_are_listed_as_the_medium_spells_them),
		cmocka_unit_test(a_long_name_needs_every_part_in_order_and_its_checksum),
		cmocka_unit_test(orphaned_parts_do_not_name_the_next_file),
		cmocka_unit_test(a_long_name_that_is_no_component_of_a_path_is_not_used),
		cmocka_unit_test(the_longest_names_are_whole),
		cmocka_unit_test(long_names_are_utf_16),
		cmocka_unit_test(a_file_answers_to_its_long_and_to_its_short_name),
		cmocka_unit_test(what_the_visitor_returns_ends_the_listing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
