/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fat-disk.h"

#include "fat.h"
#include "limits.h"
#include "util/strbuf.h"

#define GRUB	  "GRUB    CFG"
#define DIRECTORY 0x10
#define ARCHIVE	  0x20

struct mount {
	struct isoargs_image *image;
	struct ia_fat *fat;
	struct ia_files files;
};

static struct mount mount(const struct disk *disk)
{
	struct mount m = {0};
	struct ia_window whole;

	assert_int_equal(isoargs_image_open_memory(disk->bytes, disk->size, "disk", &m.image, NULL),
			 0);
	whole = ia_window_whole(m.image);
	assert_int_equal(ia_fat_open(&whole, &m.fat, NULL), 1);
	m.files = ia_fat_files(m.fat);
	return m;
}

static void unmount(struct mount *m)
{
	ia_fat_free(m->fat);
	isoargs_image_free(m->image);
}

static int find(const struct mount *m, const char *path, struct ia_file *ret)
{
	return m->files.ops->find(m->files.fs, path, ret, NULL);
}

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
		struct mount m = mount(&disk);

		assert_int_equal(ia_fat_volume(m.fat)->bits, cases[i].bits);
		assert_int_equal(ia_fat_volume(m.fat)->size, disk.size);
		assert_int_equal(ia_fat_volume(m.fat)->serial, 0x1234abcd);
		unmount(&m);
		disk_free(&disk);
	}
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
	assert_changed(12, 11, 2, 0, 0, NULL); /* GRUB's MBR, exFAT */
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
	struct mount m = mount(&disk);

	assert_string_equal(ia_fat_volume(m.fat)->label, "BOOT SECTOR");
	unmount(&m);

	memcpy(disk.bytes + 43, "NO NAME    ", 11);
	m = mount(&disk);
	assert_string_equal(ia_fat_volume(m.fat)->label, "");
	unmount(&m);

	slot = disk_slot(slot,
			 "\xe5"
			 "LD LABEL  ",
			 0x08, 0, 0);
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	disk_slot(slot, "\x05NACONDA X ", 0x08, 0, 0);
	m = mount(&disk);
	assert_string_equal(ia_fat_volume(m.fat)->label, "\xe5NACONDA X");
	unmount(&m);
	disk_free(&disk);
}

/* /EFI/BOOT/grub.cfg in clusters 3, 4, 5, of every type. */
static struct disk disk_with_tree(unsigned bits, const char *text)
{
	struct disk disk = disk_new(bits, bits == 16 ? 4085 : 40, 512);
	uint8_t *root = bits == 32 ? disk_cluster(&disk, 2) : disk.bytes + disk.root;
	uint8_t *slot;

	disk_slot(root, "EFI        ", DIRECTORY, 3, 0);
	slot = disk_slot(disk_cluster(&disk, 3), ".          ", DIRECTORY, 3, 0);
	slot = disk_slot(slot, "..         ", DIRECTORY, 0, 0);
	disk_slot(slot, "BOOT       ", DIRECTORY, 4, 0);
	slot = disk_slot(disk_cluster(&disk, 4), ".          ", DIRECTORY, 4, 0);
	slot = disk_slot(slot, "..         ", DIRECTORY, 3, 0);
	disk_slot(slot, GRUB, ARCHIVE, 5, (uint32_t)strlen(text));
	memcpy(disk_cluster(&disk, 5), text, strlen(text));
	for (uint32_t cluster = 3; cluster <= 5; cluster++)
		disk_entry(&disk, cluster, END);
	return disk;
}

static void a_file_is_found_and_read_on_every_type(void **state IA_UNUSED)
{
	static const unsigned types[] = {12, 16, 32};

	for (size_t i = 0; i < IA_COUNT(types); i++) {
		struct disk disk = disk_with_tree(types[i], "set default=1\n");
		struct mount m = mount(&disk);
		struct ia_file file;
		char text[15] = "";

		assert_int_equal(find(&m, "/EFI/BOOT/grub.cfg", &file), 1);
		assert_int_equal(file.type, IA_FILE_REGULAR);
		assert_int_equal(file.size, 14);
		assert_int_equal(file.offset, disk.data + 3u * 512);
		assert_int_equal(m.files.ops->read(m.files.fs, &file, 0, text, 14, NULL), 0);
		assert_string_equal(text, "set default=1\n");
		assert_int_equal(m.files.ops->read(m.files.fs, &file, 4, text, 7, NULL), 0);
		assert_memory_equal(text, "default", 7);
		unmount(&m);
		disk_free(&disk);
	}
}

static void paths_are_resolved_below_the_root(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "x");
	struct mount m = mount(&disk);
	struct ia_file file, sentinel = {.size = 0x5e5e};

	assert_int_equal(find(&m, "efi/boot/GRUB.CFG", &file), 1);
	assert_int_equal(find(&m, "//EFI///BOOT//grub.cfg", &file), 1);
	assert_int_equal(find(&m, "/../../EFI/./BOOT/../BOOT/grub.cfg", &file), 1);
	assert_int_equal(file.type, IA_FILE_REGULAR);
	assert_int_equal(find(&m, "EFI/BOOT/", &file), 1);
	assert_int_equal(file.type, IA_FILE_DIRECTORY);
	assert_int_equal(find(&m, "EFI/..", &file), 1);
	assert_int_equal(file.offset, disk.root);
	assert_int_equal(find(&m, "", &file), 1);
	assert_int_equal(file.offset, disk.root);

	assert_int_equal(find(&m, "EFI/BOOT/grub.cf", &sentinel), 0);
	assert_int_equal(find(&m, "EFI/BOOT/grub.cfgg", &sentinel), 0);
	assert_int_equal(find(&m, "BOOT/grub.cfg", &sentinel), 0);
	assert_int_equal(find(&m, "EFI/BOOT/grub.cfg/x", &sentinel), 0);
	assert_int_equal(find(&m, "EFI/BOOT/grub.cfg/..", &sentinel), 0);
	assert_int_equal(sentinel.size, 0x5e5e);
	unmount(&m);
	disk_free(&disk);
}

/* A directory that contains itself: only a path can go round in it. */
static void paths_are_bounded_in_depth_and_length(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "x");
	struct mount m = mount(&disk);
	struct ia_strbuf path IA_AUTO_STRBUF = {0};
	struct ia_file file;

	disk_slot(disk_cluster(&disk, 3) + 64, "A          ", DIRECTORY, 3, 0);
	ia_strbuf_adds(&path, "EFI");
	for (unsigned i = 1; i < IA_PATH_DEPTH_MAX; i++)
		ia_strbuf_adds(&path, "/a");
	assert_int_equal(find(&m, path.data, &file), 1);
	ia_strbuf_adds(&path, "/..");
	assert_int_equal(find(&m, path.data, &file), 1);
	ia_strbuf_adds(&path, "/a/a");
	assert_int_equal(find(&m, path.data, &file), -E2BIG);

	path.length = 0;
	ia_strbuf_adds(&path, "EFI");
	ia_strbuf_fill(&path, '/', IA_PATH_MAX - 3);
	assert_int_equal(find(&m, path.data, &file), 1);
	ia_strbuf_addc(&path, '/');
	assert_int_equal(find(&m, path.data, &file), -E2BIG);
	unmount(&m);
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
	struct mount m = mount(disk);
	struct ia_strbuf names IA_AUTO_STRBUF = {0};
	struct ia_file root;

	assert_int_equal(find(&m, "/", &root), 1);
	ia_strbuf_adds(&names, "");
	assert_int_equal(m.files.ops->list(m.files.fs, &root, add_name, &names, NULL), 0);
	assert_string_equal(names.data, expected);
	unmount(&m);
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
	root[0] = 0x40 | 21;
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
			put16(slot - 32 + 1, 0);
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

	ia_strbuf_fill(&expected, 'n', 13 * 20);
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

	put16(units, 0xd83d);
	put16(units + 2, 0xde00);
	put16(units + 4, 0x65e5);
	put16(units + 6, 0xd800);
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
	m = mount(&disk);
	assert_int_equal(find(&m, "lONG nAME.CONF", &file), 1);
	assert_int_equal(find(&m, "longna~1.con", &file), 1);
	assert_int_equal(find(&m, "longna~1.conf", &file), 0);
	unmount(&m);
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
	struct mount m = mount(&disk);
	struct ia_file file;

	find(&m, "/", &file);
	assert_int_equal(m.files.ops->list(m.files.fs, &file, stop_at_once, NULL, NULL), 42);
	find(&m, "EFI/BOOT/grub.cfg", &file);
	assert_int_equal(m.files.ops->list(m.files.fs, &file, stop_at_once, NULL, NULL), -ENOTDIR);
	unmount(&m);
	disk_free(&disk);
}

/* A file of that size in cluster 5, whose chain the caller has written into the table. */
static void assert_read(const struct disk *disk, uint32_t first, uint32_t size, int result,
			const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *buf IA_AUTO_FREE = malloc(size + 1);
	struct ia_file file;
	struct mount m;

	disk_slot(disk->bytes + disk->root, GRUB, ARCHIVE, first, size);
	m = mount(disk);
	assert_int_equal(find(&m, "grub.cfg", &file), 1);
	assert_int_equal(m.files.ops->read(m.files.fs, &file, 0, buf, size, &error), result);
	if (part)
		assert_contains(isoargs_error_message(error), part);
	unmount(&m);
}

static void a_chain_must_be_as_long_as_its_file(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);

	disk_entry(&disk, 5, 6);
	disk_entry(&disk, 6, END);
	assert_read(&disk, 5, 0, 0, NULL);
	assert_read(&disk, 5, 1, 0, NULL);
	assert_read(&disk, 5, 1024, 0, NULL);
	assert_read(&disk, 5, 1025, -EBADMSG, "ends after 2 clusters");
	disk_free(&disk);
}

static void a_chain_may_not_lead_to_what_is_no_cluster(void **state IA_UNUSED)
{
	static const struct {
		unsigned bits;
		uint32_t entry;
		const char *part;
	} cases[] = {{12, 0, "free"},
		     {12, 1, "does not exist"},
		     {12, 42, "does not exist"},
		     {12, 0xff6, "does not exist"},
		     {12, 0xff7, "bad cluster"},
		     {16, 0, "free"},
		     {16, 0xfff7, "bad cluster"},
		     {16, 0xfff6, "does not exist"}};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct disk disk = disk_new(cases[i].bits, cases[i].bits == 16 ? 4085 : 40, 512);

		disk_entry(&disk, 5, cases[i].entry);
		assert_read(&disk, 5, 513, -EBADMSG, cases[i].part);
		assert_read(&disk, 5, 512, -EBADMSG, cases[i].part);
		disk_free(&disk);
	}
}

static void the_first_cluster_must_be_one(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);

	disk_entry(&disk, 41, END);
	assert_read(&disk, 41, 1, 0, NULL);
	assert_read(&disk, 42, 1, -EBADMSG, "first cluster");
	assert_read(&disk, 1, 1, -EBADMSG, "first cluster");
	assert_read(&disk, 0, 1, -EBADMSG, "first cluster");
	assert_read(&disk, 0, 0, 0, NULL);
	disk_free(&disk);
}

static void a_cycle_is_found_wherever_it_closes(void **state IA_UNUSED)
{
	for (uint32_t length = 1; length <= 12; length++) {
		for (uint32_t back = 0; back < length; back++) {
			struct disk disk = disk_new(12, 400, 512);

			for (uint32_t i = 0; i + 1 < length; i++)
				disk_entry(&disk, 5 + i, 6 + i);
			disk_entry(&disk, 4 + length, 5 + back);
			/* Files that end with the chain's last own cluster or after it. */
			for (uint32_t n = length; n <= 2 * length; n++)
				assert_read(&disk, 5, n * 512, -ELOOP, "leads back");
			disk_free(&disk);
		}
	}
}

static void a_cycle_through_every_cluster_is_found(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 5, 512);

	for (uint32_t cluster = 2; cluster <= 6; cluster++)
		disk_entry(&disk, cluster, cluster == 6 ? 2 : cluster + 1);
	assert_read(&disk, 2, 5 * 512 - 511, -ELOOP, "leads back");
	disk_free(&disk);
}

static void a_chain_longer_than_its_file_is_none_the_worse(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);

	for (uint32_t cluster = 5; cluster < 30; cluster++)
		disk_entry(&disk, cluster, cluster + 1);
	disk_entry(&disk, 30, END);
	assert_read(&disk, 5, 700, 0, NULL);
	disk_free(&disk);
}

static void data_beyond_the_window_is_missing(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);

	disk_entry(&disk, 39, 40);
	disk_entry(&disk, 40, END);
	disk.size -= 1 * 512 + 100;
	assert_read(&disk, 39, 2 * 512 - 100, 0, NULL);
	assert_read(&disk, 39, 2 * 512 - 99, -ENODATA, "cut off");
	disk_free(&disk);
}

static void a_directory_beyond_the_window_is_missing(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "x");
	struct mount m;
	struct ia_file file = {.size = 0x5e5e};

	disk.size = disk.data + 2 * 512;
	m = mount(&disk);
	assert_int_equal(find(&m, "EFI/BOOT", &file), 1);
	file.size = 0x5e5e;
	assert_int_equal(find(&m, "EFI/BOOT/grub.cfg", &file), -ENODATA);
	assert_int_equal(file.size, 0x5e5e);
	unmount(&m);
	disk_free(&disk);
}

static void only_what_is_in_a_file_can_be_read(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "text");
	struct mount m = mount(&disk);
	struct ia_file file;
	char buf[4] = "\x5e";

	find(&m, "EFI/BOOT/grub.cfg", &file);
	assert_int_equal(m.files.ops->read(m.files.fs, &file, 1, buf, 4, NULL), -EINVAL);
	assert_int_equal(m.files.ops->read(m.files.fs, &file, UINT64_MAX, buf, 4, NULL), -EINVAL);
	find(&m, "EFI", &file);
	assert_int_equal(m.files.ops->read(m.files.fs, &file, 0, buf, 1, NULL), -EINVAL);
	assert_int_equal(buf[0], 0x5e);
	unmount(&m);
	disk_free(&disk);
}

static void pieces_read_in_any_order_are_those_of_the_file(void **state IA_UNUSED)
{
	static const uint32_t chain[] = {20, 21, 9, 8, 30, 31, 32, 5};
	static const uint16_t starts[] = {0, 511, 4000, 1024, 2047, 3, 3900, 512};
	struct disk disk = disk_new(12, 40, 512);
	struct ia_file file;
	struct mount m;

	for (uint32_t i = 0; i < IA_COUNT(chain); i++) {
		disk_entry(&disk, chain[i], i + 1 < IA_COUNT(chain) ? chain[i + 1] : END);
		for (uint32_t k = 0; k < 512; k++)
			disk_cluster(&disk, chain[i])[k] = (uint8_t)((i * 512 + k) % 251);
	}
	disk_slot(disk.bytes + disk.root, GRUB, ARCHIVE, chain[0], 4096);
	m = mount(&disk);
	assert_int_equal(find(&m, "grub.cfg", &file), 1);
	for (size_t i = 0; i < IA_COUNT(starts); i++) {
		for (size_t size = 0; starts[i] + size <= 4096; size += 95) {
			uint8_t buf[4096];

			assert_int_equal(
				m.files.ops->read(m.files.fs, &file, starts[i], buf, size, NULL),
				0);
			for (size_t k = 0; k < size; k++)
				assert_int_equal(buf[k], (starts[i] + k) % 251);
		}
	}
	unmount(&m);
	disk_free(&disk);
}

/* A directory of that many clusters of 1 024 slots, and a name in the very last one. */
static struct disk disk_with_slots(uint32_t clusters)
{
	struct disk disk = disk_new(12, 80, 32768);
	size_t slots = (size_t)clusters * 1024;

	disk_slot(disk.bytes + disk.root, "BIG        ", DIRECTORY, 2, 0);
	for (uint32_t i = 0; i < clusters; i++)
		disk_entry(&disk, 2 + i, i + 1 < clusters ? 3 + i : END);
	for (size_t i = 0; i < slots; i++)
		disk_slot(disk_cluster(&disk, 2) + i * 32,
			  i + 1 < slots ? "\xe5           " : "LAST       ", ARCHIVE, 0, 0);
	return disk;
}

static void a_directory_is_bounded_in_slots(void **state IA_UNUSED)
{
	struct disk disk = disk_with_slots(IA_FAT_DIR_ENTRIES_MAX / 1024);
	struct mount m = mount(&disk);
	struct ia_file file;

	assert_int_equal(find(&m, "BIG/LAST", &file), 1);
	assert_int_equal(find(&m, "BIG/NONE", &file), 0);
	unmount(&m);
	disk_free(&disk);

	disk = disk_with_slots(IA_FAT_DIR_ENTRIES_MAX / 1024 + 1);
	m = mount(&disk);
	assert_int_equal(find(&m, "BIG/LAST", &file), -E2BIG);
	unmount(&m);
	disk_free(&disk);
}

static void a_directory_that_runs_in_a_circle_is_found_out(void **state IA_UNUSED)
{
	struct disk disk = disk_with_slots(3);
	struct mount m;
	struct ia_file file;

	disk_entry(&disk, 4, 2);
	m = mount(&disk);
	assert_int_equal(find(&m, "BIG/NONE", &file), -ELOOP);
	unmount(&m);
	disk_free(&disk);
}

static void a_directory_below_the_root_needs_a_cluster(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);
	struct mount m;
	struct ia_file file;

	disk_slot(disk.bytes + disk.root, "EFI        ", DIRECTORY, 0, 0);
	m = mount(&disk);
	assert_int_equal(find(&m, "EFI/EFI", &file), -EBADMSG);
	unmount(&m);
	disk_free(&disk);
}

static void the_table_in_use_is_the_one_that_is_named(void **state IA_UNUSED)
{
	struct disk disk = disk_new(32, 40, 512);
	struct mount m;
	struct ia_file file;
	uint8_t buf[1024];

	disk_slot(disk_cluster(&disk, 2), GRUB, ARCHIVE, 5, 1024);
	disk_entry(&disk, 5, 0);
	disk.table += (size_t)disk.table_sectors * SECTOR;
	disk_entry(&disk, 2, END);
	disk_entry(&disk, 5, 0xf0000006); /* the upper four bits are not the number's */
	disk_entry(&disk, 6, END);
	for (unsigned flags = 0; flags < 2; flags++) {
		disk.bytes[40] = flags ? 0x81 : 0x01;
		m = mount(&disk);
		find(&m, "grub.cfg", &file);
		assert_int_equal(m.files.ops->read(m.files.fs, &file, 0, buf, 1024, NULL),
				 flags ? 0 : -EBADMSG);
		unmount(&m);
	}
	disk_free(&disk);
}

static void clusters_without_a_table_entry_are_none(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 400, 512); /* two sectors: 682 entries */

	put16(disk.bytes + 22, 1);
	disk.data -= 2 * 512;
	disk.root -= 2 * 512;
	disk_entry(&disk, 340, END);
	assert_read(&disk, 340, 1, 0, NULL);
	assert_read(&disk, 341, 1, -EBADMSG, "expected 2 to 340");
	disk_free(&disk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_type_follows_the_number_of_clusters_and_the_table_size),
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
		cmocka_unit_test(a_chain_must_be_as_long_as_its_file),
		cmocka_unit_test(a_chain_may_not_lead_to_what_is_no_cluster),
		cmocka_unit_test(the_first_cluster_must_be_one),
		cmocka_unit_test(a_cycle_is_found_wherever_it_closes),
		cmocka_unit_test(a_cycle_through_every_cluster_is_found),
		cmocka_unit_test(a_chain_longer_than_its_file_is_none_the_worse),
		cmocka_unit_test(data_beyond_the_window_is_missing),
		cmocka_unit_test(a_directory_beyond_the_window_is_missing),
		cmocka_unit_test(only_what_is_in_a_file_can_be_read),
		cmocka_unit_test(pieces_read_in_any_order_are_those_of_the_file),
		cmocka_unit_test(a_directory_is_bounded_in_slots),
		cmocka_unit_test(a_directory_that_runs_in_a_circle_is_found_out),
		cmocka_unit_test(a_directory_below_the_root_needs_a_cluster),
		cmocka_unit_test(the_table_in_use_is_the_one_that_is_named),
		cmocka_unit_test(clusters_without_a_table_entry_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
