/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "support/fat-disk.h"
#include "volume/fat/impl.h"

/* What it takes to resolve a path of so many bytes. */
#define PATH(size) (IA_FAT_PATH_UNITS + (size)*IA_FAT_PATH_BYTE_UNITS)

/* Finds a path, or not, until a meter that has just enough for two lookups is spent. */
static void assert_work(const struct disk *disk, const char *path, int found, uint64_t units)
{
	struct ia_meter meter = IA_METER;
	struct mount m IA_CLEANUP(disk_unmount) = disk_mount_on(disk, &meter);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_file file;

	meter = (struct ia_meter)IA_METER;
	assert_int_equal(disk_find(&m, path, &file), found);
	assert_int_equal(meter.work_by[IA_COST_FILES], units);
	meter.work_max = 2 * meter.work;
	assert_int_equal(disk_find(&m, path, &file), found);
	assert_int_equal(ia_files_find(&m.files, path, &file, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "no more files are looked for");
}

static void slots_and_short_names_take_work(void **state IA_UNUSED)
{
	struct disk disk IA_CLEANUP(disk_free) = disk_new(16, 4085, 512);
	uint8_t *slot = disk.bytes + disk.root;

	/* A file, one that was deleted, and the mark of the end. */
	slot = disk_slot(slot, GRUB, ARCHIVE, 0, 0);
	disk_slot(slot, "\xe5RUB    CFG", ARCHIVE, 0, 0);
	assert_work(&disk, "/absent", 0, PATH(7) + 3 * IA_FAT_SLOT_UNITS + IA_FAT_NAME_UNITS);
}

static void long_names_take_work(void **state IA_UNUSED)
{
	struct disk disk IA_CLEANUP(disk_free) = disk_new(16, 4085, 512);
	uint8_t *slot = disk_long(disk.bytes + disk.root, "a name of two parts", "ANAME~1    ");

	disk_slot(slot, "ANAME~1    ", ARCHIVE, 0, 0);
	assert_work(&disk, "/absent", 0,
		    PATH(7) + 4 * IA_FAT_SLOT_UNITS + IA_FAT_NAME_UNITS +
			    2 * IA_FAT_PART_BYTES * IA_FAT_NAME_BYTE_UNITS);
}

static void paths_take_work(void **state IA_UNUSED)
{
	struct disk disk IA_CLEANUP(disk_free) = disk_new(16, 4085, 512);

	assert_work(&disk, "/././././././././././././.", 1, PATH(26));
}

static void the_links_of_a_chain_take_work(void **state IA_UNUSED)
{
	struct disk disk IA_CLEANUP(disk_free) = disk_with_tree(32, "text");

	/* /EFI and its BOOT are of one cluster each, which ends without a mark. */
	for (unsigned cluster = 2; cluster < 5; cluster++) {
		uint8_t *slots = disk_cluster(&disk, cluster);

		for (size_t at = 0; at < 512; at += 32)
			if (slots[at] == 0)
				disk_slot(slots + at, "\xe5           ", ARCHIVE, 0, 0);
	}
	assert_work(&disk, "/absent", 0,
		    PATH(7) + 16 * IA_FAT_SLOT_UNITS + IA_FAT_NAME_UNITS + IA_FAT_LINK_UNITS);
}

static void listings_and_reads_share_the_meter(void **state IA_UNUSED)
{
	struct ia_meter meter = IA_METER;
	struct disk disk IA_CLEANUP(disk_free) = disk_with_tree(16, "text");
	struct mount m IA_CLEANUP(disk_unmount) = disk_mount_on(&disk, &meter);
	struct ia_file file;
	char byte;

	assert_int_equal(disk_find(&m, "/EFI/BOOT/grub.cfg", &file), 1);
	assert_int_equal(ia_files_read(&m.files, &file, 3, &byte, 1, NULL), 0);
	meter.work_max = meter.work;
	assert_int_equal(ia_files_read(&m.files, &file, 3, &byte, 1, NULL), -E2BIG);
	assert_int_equal(ia_files_list(&m.files, "/", NULL, NULL, NULL), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_and_short_names_take_work),
		cmocka_unit_test(long_names_take_work),
		cmocka_unit_test(paths_take_work),
		cmocka_unit_test(the_links_of_a_chain_take_work),
		cmocka_unit_test(listings_and_reads_share_the_meter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
