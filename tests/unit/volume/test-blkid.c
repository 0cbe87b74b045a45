/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/table-disk.h"

#include "volume/tables/blkid.h"

static void what_is_no_iso_9660_is_absent_and_leaves_the_output_alone(void **state)
{
	struct table_disk *disk = *state;
	struct ia_blkid_found fs = {.label = SENTINEL, .uuid = SENTINEL};
	struct ia_window window;

	put_isohybrid(disk);
	window = open_disk(disk);
	assert_int_equal(ia_blkid_iso9660(&window, &fs, NULL), 0);
	assert_ptr_equal(fs.label, SENTINEL);
	assert_ptr_equal(fs.uuid, SENTINEL);
}

static void label_and_uuid_of_an_iso_9660_are_read_within_the_window(void **state)
{
	struct table_disk *disk = *state;
	struct ia_blkid_found fs IA_CLEANUP(ia_blkid_found_free) = {0};
	struct ia_window window;
	uint8_t *volume;

	disk->window_offset = MISPLACE;
	volume = sector(disk, 64);
	memcpy(volume, "\1CD001\1", 7);
	memset(volume + 8, ' ', 64);
	memcpy(volume + 40, "LABEL", 5);
	memcpy(volume + 830, "2020110411364300", 16);
	window = open_disk(disk);
	assert_int_equal(ia_blkid_iso9660(&window, &fs, NULL), 1);
	assert_string_equal(fs.label, "LABEL");
	assert_string_equal(fs.uuid, "2020-11-04-11-36-43-00");
}

static void an_iso_9660_without_label_and_date_has_neither(void **state)
{
	struct table_disk *disk = *state;
	struct ia_blkid_found fs IA_CLEANUP(ia_blkid_found_free) = {0};
	struct ia_window window;

	memcpy(sector(disk, 64), "\1CD001\1", 7);
	memset(sector(disk, 64) + 8, ' ', 64);
	window = open_disk(disk);
	assert_int_equal(ia_blkid_iso9660(&window, &fs, NULL), 1);
	assert_null(fs.label);
	assert_null(fs.uuid);
}

static void an_empty_label_cannot_be_encoded(void **state IA_UNUSED)
{
	char *encoded = SENTINEL;

	assert_int_equal(ia_blkid_encode("", &encoded), -EINVAL);
	assert_ptr_equal(encoded, SENTINEL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_disk(what_is_no_iso_9660_is_absent_and_leaves_the_output_alone),
		on_disk(label_and_uuid_of_an_iso_9660_are_read_within_the_window),
		on_disk(an_iso_9660_without_label_and_date_has_neither),
		cmocka_unit_test(an_empty_label_cannot_be_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
