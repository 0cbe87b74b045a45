/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/fat-disk.h"

#include "base/limits.h"

/* A file of that size in cluster 5, whose chain the caller has written into the table. */
static void assert_read(const struct disk *disk, uint32_t first, uint32_t size, int result,
			const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *buf IA_AUTO_FREE = malloc(size + 1);
	struct ia_file file;
	struct mount m;

	disk_slot(disk->bytes + disk->root, GRUB, ARCHIVE, first, size);
	m = disk_mount(disk);
	assert_int_equal(disk_find(&m, "grub.cfg", &file), 1);
	assert_int_equal(ia_files_read(&m.files, &file, 0, buf, size, &error), result);
	if (part)
		assert_contains(isoargs_error_message(error), part);
	disk_unmount(&m);
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

/* Whoever copies a file looks at its last byte first. */
static void the_last_byte_of_a_file_that_runs_in_a_circle_is_not_read(void **state IA_UNUSED)
{
	struct disk disk IA_CLEANUP(disk_free) = disk_new(12, 40, 512);
	struct mount m IA_CLEANUP(disk_unmount) = {0};
	struct ia_file file;
	char byte;

	disk_entry(&disk, 5, 6);
	disk_entry(&disk, 6, 5);
	disk_slot(disk.bytes + disk.root, GRUB, ARCHIVE, 5, 3 * 512);
	m = disk_mount(&disk);
	assert_int_equal(disk_find(&m, "GRUB.CFG", &file), 1);
	assert_int_equal(ia_files_read(&m.files, &file, file.size - 1, &byte, 1, NULL), -ELOOP);
}

static void a_file_is_no_larger_than_all_clusters(void **state IA_UNUSED)
{
	struct disk disk IA_CLEANUP(disk_free) = disk_new(12, 5, 512);

	for (uint32_t cluster = 2; cluster <= 6; cluster++)
		disk_entry(&disk, cluster, cluster == 6 ? END : cluster + 1);
	assert_read(&disk, 2, 5 * 512, 0, NULL);
	assert_read(&disk, 2, 5 * 512 + 1, -EBADMSG,
		    "a directory names a file of 2561 bytes, all clusters together have 2560");
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
	m = disk_mount(&disk);
	assert_int_equal(disk_find(&m, "EFI/BOOT", &file), 1);
	file.size = 0x5e5e;
	assert_int_equal(disk_find(&m, "EFI/BOOT/grub.cfg", &file), -ENODATA);
	assert_int_equal(file.size, 0x5e5e);
	disk_unmount(&m);
	disk_free(&disk);
}

static void only_what_is_in_a_file_can_be_read(void **state IA_UNUSED)
{
	struct disk disk = disk_with_tree(12, "text");
	struct mount m = disk_mount(&disk);
	struct ia_file file;
	char buf[4] = "\x5e";

	disk_find(&m, "EFI/BOOT/grub.cfg", &file);
	assert_int_equal(ia_files_read(&m.files, &file, 1, buf, 4, NULL), -EINVAL);
	assert_int_equal(ia_files_read(&m.files, &file, UINT64_MAX, buf, 4, NULL), -EINVAL);
	disk_find(&m, "EFI", &file);
	assert_int_equal(ia_files_read(&m.files, &file, 0, buf, 1, NULL), -EINVAL);
	assert_int_equal(buf[0], 0x5e);
	disk_unmount(&m);
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
	m = disk_mount(&disk);
	assert_int_equal(disk_find(&m, "grub.cfg", &file), 1);
	for (size_t i = 0; i < IA_COUNT(starts); i++) {
		for (size_t size = 0; starts[i] + size <= 4096; size += 95) {
			uint8_t buf[4096];

			assert_int_equal(ia_files_read(&m.files, &file, starts[i], buf, size, NULL),
					 0);
			for (size_t k = 0; k < size; k++)
				assert_int_equal(buf[k], (starts[i] + k) % 251);
		}
	}
	disk_unmount(&m);
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
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct mount m = disk_mount(&disk);
	struct ia_file file;

	assert_int_equal(disk_find(&m, "BIG/LAST", &file), 1);
	assert_int_equal(disk_find(&m, "BIG/NONE", &file), 0);
	disk_unmount(&m);
	disk_free(&disk);

	/* One slot more: the first of a further cluster. */
	disk = disk_with_slots(IA_FAT_DIR_ENTRIES_MAX / 1024 + 1);
	disk_slot(disk_cluster(&disk, 2 + IA_FAT_DIR_ENTRIES_MAX / 1024), "FIRST      ", ARCHIVE, 0,
		  0);
	m = disk_mount(&disk);
	assert_int_equal(m.files.ops->find(m.files.fs, "BIG/FIRST", &file, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "more than 65536 slots");
	assert_int_equal(disk_find(&m, "BIG/LAST", &file), -E2BIG);
	disk_unmount(&m);
	disk_free(&disk);
}

static void a_directory_that_runs_in_a_circle_is_found_out(void **state IA_UNUSED)
{
	struct disk disk = disk_with_slots(3);
	struct mount m;
	struct ia_file file;

	disk_entry(&disk, 4, 2);
	m = disk_mount(&disk);
	assert_int_equal(disk_find(&m, "BIG/NONE", &file), -ELOOP);
	disk_unmount(&m);
	disk_free(&disk);
}

static void a_directory_below_the_root_needs_a_cluster(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 40, 512);
	struct mount m;
	struct ia_file file;

	disk_slot(disk.bytes + disk.root, "EFI        ", DIRECTORY, 0, 0);
	m = disk_mount(&disk);
	assert_int_equal(disk_find(&m, "EFI/EFI", &file), -EBADMSG);
	disk_unmount(&m);
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
		m = disk_mount(&disk);
		disk_find(&m, "grub.cfg", &file);
		assert_int_equal(ia_files_read(&m.files, &file, 0, buf, 1024, NULL),
				 flags ? 0 : -EBADMSG);
		disk_unmount(&m);
	}
	disk_free(&disk);
}

static void clusters_without_a_table_entry_are_none(void **state IA_UNUSED)
{
	struct disk disk = disk_new(12, 400, 512); /* two sectors: 682 entries */

	put_le(disk.bytes + 22, 1, 2);
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
		cmocka_unit_test(a_chain_must_be_as_long_as_its_file),
		cmocka_unit_test(a_chain_may_not_lead_to_what_is_no_cluster),
		cmocka_unit_test(the_first_cluster_must_be_one),
		cmocka_unit_test(a_cycle_is_found_wherever_it_closes),
		cmocka_unit_test(a_cycle_through_every_cluster_is_found),
		cmocka_unit_test(the_last_byte_of_a_file_that_runs_in_a_circle_is_not_read),
		cmocka_unit_test(a_file_is_no_larger_than_all_clusters),
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
