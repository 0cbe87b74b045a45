/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "support/put.h"
#include "volume/tables/blkid.h"
#include "volume/tables/bounds.h"

/* The marks of formats that libblkid would go through without end. */

enum { SIZE = 3 << 20 };

static uint8_t *bytes;
static struct isoargs_image *image;

static int setup(void **state IA_UNUSED)
{
	bytes = calloc(1, SIZE);
	return bytes ? 0 : -1;
}

static int teardown(void **state IA_UNUSED)
{
	image = isoargs_image_free(image);
	free(bytes);
	return 0;
}

static struct ia_window open_image(size_t size)
{
	image = isoargs_image_free(image);
	assert_int_equal(isoargs_image_open_memory(bytes, size, "disk", &image, NULL), 0);
	return ia_window_whole(image);
}

static void assert_not_asked(size_t size, const char *name, uint64_t offset)
{
	const struct ia_window window = open_image(size);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_blkid_found found = {.is_ambivalent = true};
	char sentence[256];
	uint64_t at;

	snprintf(sentence, sizeof(sentence),
		 "found the mark of %s, expected ISO 9660 alone; libblkid is not asked, "
		 "since that could cost hours or gigabytes, and udev may make no links",
		 name);
	assert_int_equal(ia_blkid_any(&window, &found, &error), -EBADMSG);
	assert_true(found.is_ambivalent);
	assert_string_equal(isoargs_error_text(error), sentence);
	assert_true(isoargs_error_offset(error, &at));
	assert_int_equal(at, offset);
}

static void assert_asked(size_t size)
{
	const struct ia_window window = open_image(size);

	assert_int_equal(ia_bound_boot_sector(&window, NULL), 0);
	assert_int_equal(ia_bound_marks(&window, NULL), 0);
}

static void put_text(size_t at, const char *text)
{
	memcpy(bytes + at, text, strlen(text));
}

static void
the_marks_of_formats_that_are_walked_are_found_where_libblkid_looks(void **state IA_UNUSED)
{
	static const struct {
		size_t offset;
		const char *mark;
		const char *name;
	} cases[] = {
		{3, "EXFAT   ", "exFAT"},
		{3, "NTFS    ", "NTFS"},
		{3, "-FVE-FS-", "BitLocker"},
		{424, "\x3b\xd6\x67\x49\x29\x2e\xd8\x4a\x83\x99\xf6\xa3\x39\xe3\xd0\x01",
		 "BitLocker"},
		{32, "BFS1", "BeFS"},
		{32, "1SFB", "BeFS"},
		{544, "BFS1", "BeFS"},
		{544, "1SFB", "BeFS"},
		{0, "\xfc\x4e\x2b\xa9", "a Linux RAID"},
		{4096, "\xfc\x4e\x2b\xa9", "a Linux RAID"},
		{4096, "\xa9\x2b\x4e\xfc", "a Linux RAID"},
	};

	assert_asked(SIZE);
	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		size_t at = cases[i].offset;

		put_text(at, cases[i].mark);
		assert_not_asked(SIZE, cases[i].name, at);
		bytes[at] ^= 1;
		assert_asked(SIZE);
		memset(bytes + at, 0, strlen(cases[i].mark));
		put_text(at + 1, cases[i].mark);
		assert_asked(SIZE);
		memset(bytes + at + 1, 0, strlen(cases[i].mark));
	}
}

static void a_raid_may_lie_at_the_end(void **state IA_UNUSED)
{
	const size_t size = SIZE - 5000, old = 47 * 65536 - 65536, end = 766 * 4096 - 8192;

	put_text(old, "\xfc\x4e\x2b\xa9");
	assert_not_asked(size, "a Linux RAID", old);
	memset(bytes + old, 0, 4);
	put_text(end, "\xfc\x4e\x2b\xa9");
	assert_not_asked(size, "a Linux RAID", end);
	assert_asked(SIZE - 65536);
}

static void put_anchor(uint32_t sector, uint32_t size, uint32_t length)
{
	uint8_t *anchor = bytes + (size_t)sector * size;

	put_le(anchor, 2, 2);
	put_le(anchor + 12, sector, 4);
	put_le(anchor + 16, length, 4);
}

static void udf_has_a_sequence_of_descriptors_to_a_bound(void **state IA_UNUSED)
{
	for (uint32_t sector = 256; sector <= 512; sector *= 2) {
		for (uint32_t size = 512; size <= 4096; size *= 2) {
			const size_t at = (size_t)sector * size;

			put_anchor(sector, size, IA_TABLE_ENTRIES_MAX * size + size - 1);
			assert_asked(SIZE);
			put_anchor(sector, size, IA_TABLE_ENTRIES_MAX * size + size);
			assert_not_asked(SIZE, "UDF with a very long sequence of descriptors", at);
			put_le(bytes + at + 12, sector + 1, 4); /* it lies elsewhere */
			assert_asked(SIZE);
			put_anchor(sector, size, UINT32_MAX);
			put_le(bytes + at, 3, 2); /* and is no anchor */
			assert_asked(SIZE);
			memset(bytes + at, 0, 20);
		}
	}
}

/* The fields of a boot sector of FAT32. */
static void put_fat(unsigned sector, unsigned per_cluster)
{
	put_le(bytes + 11, sector, 2);
	bytes[13] = (uint8_t)per_cluster;
	bytes[16] = 2;
	bytes[21] = 0xf8;
	put_le(bytes + 36, 1000, 4);
}

static void fat_has_clusters_to_a_bound(void **state IA_UNUSED)
{
	static const char name[] = "FAT with very large clusters";

	_Static_assert(IA_BLKID_CLUSTER_MAX == 65536, "as below");
	put_fat(512, 128);
	assert_asked(SIZE);
	put_fat(4096, 16);
	assert_asked(SIZE);
	put_fat(1024, 128);
	assert_not_asked(SIZE, name, 11);
	put_fat(4096, 128);
	assert_not_asked(SIZE, name, 11);
	/* what libblkid does not take for FAT32 */
	put_fat(8192, 128);
	assert_asked(SIZE);
	put_fat(4096, 96);
	assert_asked(SIZE);
	put_fat(4096, 128);
	bytes[21] = 0xf1;
	assert_asked(SIZE);
	bytes[21] = 0xf0;
	assert_not_asked(SIZE, name, 11);
	bytes[16] = 0;
	assert_asked(SIZE);
	put_fat(4096, 128);
	bytes[22] = 1;
	assert_asked(SIZE);
	bytes[22] = 0;
	put_le(bytes + 36, 0, 4);
	assert_asked(SIZE);
}

static void an_image_of_few_bytes_has_none_of_these(void **state IA_UNUSED)
{
	for (size_t size = 1; size <= 70000; size += 997)
		assert_asked(size);
}

#define on_disk(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_disk(the_marks_of_formats_that_are_walked_are_found_where_libblkid_looks),
		on_disk(a_raid_may_lie_at_the_end),
		on_disk(udf_has_a_sequence_of_descriptors_to_a_bound),
		on_disk(fat_has_clusters_to_a_bound),
		on_disk(an_image_of_few_bytes_has_none_of_these),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
