/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "support/unit.h"

#include <isoargs/image.h>

#include "base/limits.h"
#include "volume/foreign.h"

#define SIZE (40u * IA_BLOCK_SIZE)

/* What is said of a file of that size, with these bytes at that place and something in all others. */
static void assert_told(size_t size, size_t at, const void *bytes, size_t length,
			const char *sentence)
{
	uint8_t *data = malloc(SIZE);
	struct isoargs_image *image = NULL;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_window window;

	assert_non_null(data);
	memset(data, 'x', SIZE);
	memcpy(data + at, bytes, length);
	assert_int_equal(isoargs_image_open_memory(data, size, "c7", &image, NULL), 0);
	window = ia_window_whole(image);
	assert_int_equal(ia_foreign_error(&window, "c7", &error),
			 strstr(sentence, "too few") ? -ENODATA : -EBADMSG);
	assert_contains(isoargs_error_message(error), sentence);
	isoargs_image_free(image);
	free(data);
}

#define TOLD(at, bytes, sentence) assert_told(SIZE, at, bytes, sizeof(bytes) - 1, sentence)

static void what_is_packed_is_to_be_unpacked(void **state IA_UNUSED)
{
	TOLD(0, "\x1f\x8b\x08", "found a file that gzip packed, expected an ISO 9660 volume");
	TOLD(0, "\x1f\x8b\x08", "gunzip");
	TOLD(0,
	     "\xfd"
	     "7zXZ\0",
	     "unxz");
	TOLD(0, "\x28\xb5\x2f\xfd", "unzstd");
	TOLD(0, "BZh91AY", "bunzip2");
	TOLD(0, "PK\3\4", "a zip archive");
	TOLD(257, "ustar\0", "a tar archive");
}

static void another_kind_of_disk_image_is_named(void **state IA_UNUSED)
{
	TOLD(0, "QFI\xfb", "a qcow2 disk image");
	TOLD(0, "KDMV", "a VMDK disk image");
	TOLD(64, "\x7f\x10\xda\xbe", "a VDI disk image");
	TOLD(0, "\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0", "sectors of 2352 bytes");
	TOLD(512, "EFI PART", "a disk with a GPT");
	TOLD(SIZE - 512, "conectix", "a VHD disk image");
	TOLD(SIZE - 512, "koly", "an Apple disk image");
	TOLD(82, "FAT32   ", "a FAT file system");
}

static void a_disk_has_a_partition_at_least(void **state IA_UNUSED)
{
	uint8_t table[66] = {0};

	table[64] = 0x55;
	table[65] = 0xaa;
	assert_told(SIZE, 446, table, sizeof(table), "\"CD001\" is missing in sector 16");
	table[4] = 0x83;
	assert_told(SIZE, 446, table, sizeof(table), "a disk with an MBR");
	table[0] = 0x17; /* no firmware takes such a row */
	assert_told(SIZE, 446, table, sizeof(table), "\"CD001\" is missing in sector 16");
}

static void udf_alone_is_told_wherever_its_descriptor_stands(void **state IA_UNUSED)
{
	TOLD(17 * IA_BLOCK_SIZE + 1, "NSR02", "a UDF file system without an ISO 9660 one");
	TOLD(31 * IA_BLOCK_SIZE + 1, "NSR03", "a UDF file system without an ISO 9660 one");
	TOLD(32 * IA_BLOCK_SIZE + 1, "NSR03", "\"CD001\" is missing in sector 16");
}

static void a_page_that_a_server_sent_is_none(void **state IA_UNUSED)
{
	TOLD(0, "\r\n <!DOCTYPE html>", "found a web page, expected an ISO 9660 volume");
	TOLD(0, "<HTML>", "the server sent it in place of the image");
}

static void a_download_that_is_not_done_is_told_from_one_of_another_kind(void **state IA_UNUSED)
{
	static const uint8_t zeros[SIZE];

	assert_told(SIZE, 0, zeros, sizeof(zeros), "zeros where its volume should be");
	assert_told(1000, 0, "x", 1, "found 1000 bytes, too few for an ISO 9660 volume");
	assert_told(17 * IA_BLOCK_SIZE - 1, 0, "x", 1, "found 34815 bytes, too few");
	assert_told(17 * IA_BLOCK_SIZE, 0, "x", 1, "\"CD001\" is missing in sector 16");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_is_to_be_unpacked),
		cmocka_unit_test(another_kind_of_disk_image_is_named),
		cmocka_unit_test(a_disk_has_a_partition_at_least),
		cmocka_unit_test(udf_alone_is_told_wherever_its_descriptor_stands),
		cmocka_unit_test(a_page_that_a_server_sent_is_none),
		cmocka_unit_test(a_download_that_is_not_done_is_told_from_one_of_another_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
