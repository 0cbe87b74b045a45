/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <cdio/iso9660.h>
#include <cdio/logging.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/note.h"
#include "image/image.h"
#include "kickstart/oemdrv.h"
#include "volume/iso9660/iso9660.h"
#include "volume/label.h"

#define WHEN 1604330123 /* 2020-11-02 15:15:23 UTC */

static const char text[] = "# a kickstart\ninstall\ncdrom\n%packages\n@core\n%end\n";

struct volume {
	void *image;
	size_t size;
};

static struct volume write_volume(const char *kickstart, size_t size, time_t when)
{
	struct volume volume = {0};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	if (isoargs_oemdrv(kickstart, size, when, &volume.image, &volume.size, &error) != 0)
		fail_msg("%s", isoargs_error_message(error));
	assert_int_equal(volume.size % IA_BLOCK_SIZE, 0);
	return volume;
}

/* Our own reader finds the label, the one file and its bytes, and nothing to remark on. */
static void assert_reads_back(const char *kickstart, size_t size)
{
	struct volume volume = write_volume(kickstart, size, WHEN);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct ia_iso9660 *iso IA_AUTO_ISO9660 = NULL;
	struct isoargs_image *image = NULL;
	char *back IA_AUTO_FREE = NULL;
	struct ia_window window;
	struct ia_files files;
	size_t back_size = 0;

	assert_int_equal(isoargs_image_open_memory(volume.image, volume.size, "x", &image, NULL),
			 0);
	window = ia_window_whole(image);
	assert_int_equal(ia_iso9660_open(&window, &notes, &iso, NULL), 1);
	assert_int_equal(notes.count, 0);
	assert_int_equal(ia_iso9660_volume(iso)->tree, IA_ISO9660_ROCK_RIDGE);
	assert_int_equal(ia_iso9660_volume(iso)->size, volume.size);
	assert_memory_equal(ia_iso9660_volume(iso)->id, "OEMDRV                          ", 32);
	files = ia_iso9660_files(iso);
	assert_int_equal(ia_files_slurp(&files, "/ks.cfg", IA_CONFIG_MAX, &back, &back_size, NULL),
			 1);
	assert_int_equal(back_size, size);
	assert_memory_equal(back, kickstart, size);
	ia_iso9660_free(IA_TAKE(iso));
	isoargs_image_free(image);
	free(volume.image);
}

static void the_kickstart_is_read_back_as_it_was_put_in(void **state IA_UNUSED)
{
	assert_reads_back(text, strlen(text));
	assert_reads_back("x", 1);
}

static void the_volume_grows_with_the_kickstart_by_its_grain(void **state IA_UNUSED)
{
	static const struct {
		size_t size, blocks;
	} cases[] = {{1, 32},         {2047, 32},          {2048, 32},      {2049, 32},
		     {10 * 2048, 32}, {10 * 2048 + 1, 64}, {42 * 2048, 64}, {42 * 2048 + 1, 96}};
	char bytes[42 * 2048 + 1];

	memset(bytes, '#', sizeof(bytes));
	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct volume volume = write_volume(bytes, cases[i].size, WHEN);

		assert_int_equal(volume.size, cases[i].blocks * IA_BLOCK_SIZE);
		free(volume.image);
		assert_reads_back(bytes, cases[i].size);
	}
}

static void assert_refused(const char *kickstart, size_t size, time_t when, int code,
			   const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	void *image = SENTINEL;
	size_t image_size = 0x5e;

	assert_int_equal(isoargs_oemdrv(kickstart, size, when, &image, &image_size, &error), code);
	assert_ptr_equal(image, SENTINEL);
	assert_int_equal(image_size, 0x5e);
	assert_contains(isoargs_error_message(error), part);
}

static void a_kickstart_has_a_longest_length(void **state IA_UNUSED)
{
	char *bytes IA_AUTO_FREE = malloc(IA_OEMDRV_KICKSTART_MAX + 1);

	memset(bytes, '#', IA_OEMDRV_KICKSTART_MAX + 1);
	assert_reads_back(bytes, IA_OEMDRV_KICKSTART_MAX);
	assert_refused(bytes, IA_OEMDRV_KICKSTART_MAX + 1, WHEN, -E2BIG, "at most 1048576");
}

static void what_is_no_text_is_refused(void **state IA_UNUSED)
{
	assert_refused("", 0, WHEN, -EINVAL, "found nothing");
	assert_refused("a\0b", 3, WHEN, -EINVAL, "a NUL byte");
}

static void dates_are_those_that_a_record_can_carry(void **state IA_UNUSED)
{
	struct volume volume;

	volume = write_volume(text, strlen(text), 0);
	free(volume.image);
	assert_refused(text, strlen(text), -1, -EINVAL, "1970 to 2155");
	if (sizeof(time_t) < 8)
		return;
	volume = write_volume(text, strlen(text), 5869583999);
	assert_memory_equal((uint8_t *)volume.image + 16 * 2048 + 813, "2155123123595900\0", 17);
	free(volume.image);
	assert_refused(text, strlen(text), 5869584000, -EINVAL, "1970 to 2155");
}

static void the_same_arguments_give_the_same_bytes(void **state IA_UNUSED)
{
	struct volume a = write_volume(text, strlen(text), WHEN);
	struct volume b = write_volume(text, strlen(text), WHEN);

	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.image, b.image, a.size);
	free(a.image);
	free(b.image);
}

/* ECMA-119 7.3.3: the same number in both orders. */
static void assert_both(const uint8_t *p, uint32_t value)
{
	assert_int_equal(ia_le32(p), value);
	assert_int_equal(ia_be32(p + 4), value);
}

static void the_descriptor_is_as_ecma_119_wants_it(void **state IA_UNUSED)
{
	struct volume volume = write_volume(text, strlen(text), WHEN);
	const uint8_t *image = volume.image, *pvd = image + 16 * 2048, *root = pvd + 156;

	for (size_t i = 0; i < 16 * 2048; i++)
		assert_int_equal(image[i], 0);
	assert_memory_equal(pvd, "\1CD001\1\0", 8);
	assert_memory_equal(image + 17 * 2048, "\377CD001\1\0", 8);
	assert_both(pvd + 80, (uint32_t)(volume.size / 2048));
	assert_memory_equal(pvd + 120, "\1\0\0\1\1\0\0\1\0\10\10\0", 12);
	assert_both(pvd + 132, 10);
	assert_int_equal(ia_le32(pvd + 140), 18);
	assert_int_equal(ia_be32(pvd + 148), 19);
	assert_int_equal(root[0], 34);
	assert_both(root + 2, 20);
	assert_both(root + 10, 2048);
	assert_int_equal(root[25], 2);
	assert_memory_equal(pvd + 813,
			    "2020110215152300\0"
			    "2020110215152300\0",
			    34);
	assert_memory_equal(pvd + 847,
			    "0000000000000000\0"
			    "0000000000000000\0"
			    "\1",
			    35);
	assert_memory_equal(image + 18 * 2048, "\1\0\24\0\0\0\1\0\0\0\0", 11);
	assert_memory_equal(image + 19 * 2048, "\1\0\0\0\0\24\0\1\0\0\0", 11);
	free(volume.image);
}

/* libiso9660 calls every volume a CD-ROM XA by CD-RTOS; this one is none. */
static void nothing_says_that_it_is_a_cd_rom_xa(void **state IA_UNUSED)
{
	static const uint8_t zeros[2048 - 883] = {0};
	struct volume volume = write_volume(text, strlen(text), WHEN);
	const char *pvd = (const char *)volume.image + 16 * 2048;

	assert_memory_equal(pvd + 8, "                                OEMDRV ", 39);
	for (size_t i = 190; i < 813; i++)
		assert_int_equal(pvd[i], i >= 574 && i < 581 ? "ISOARGS"[i - 574] : ' ');
	assert_memory_equal(pvd + 883, zeros, sizeof(zeros));
	free(volume.image);
}

static void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static void neither_time_zone_nor_summer_time_are_in_it(void **state IA_UNUSED)
{
	static const time_t dates[] = {WHEN, 1625097600};

	for (size_t i = 0; i < IA_COUNT(dates); i++) {
		struct volume here, there;

		set_zone("UTC0");
		here = write_volume(text, strlen(text), dates[i]);
		set_zone("NZST-12NZDT,M9.5.0,M4.1.0/3");
		there = write_volume(text, strlen(text), dates[i]);
		assert_int_equal(here.size, there.size);
		assert_memory_equal(here.image, there.image, here.size);
		free(here.image);
		free(there.image);
	}
	set_zone("UTC0");
}

/* Every record's length is even, and its entries fill it but for a byte of padding (SUSP 4). */
static void records_and_their_entries_add_up(void **state IA_UNUSED)
{
	struct volume volume = write_volume(text, strlen(text), WHEN);
	const uint8_t *root = (const uint8_t *)volume.image + 20 * 2048;
	size_t at = 0, count = 0;

	while (root[at]) {
		size_t length = root[at], entry;

		assert_int_equal(length % 2, 0);
		entry = 33u + root[at + 32] + (root[at + 32] % 2 == 0);
		while (entry + 4 <= length) {
			assert_true(root[at + entry + 2] >= 4);
			assert_int_equal(root[at + entry + 3], 1);
			entry += root[at + entry + 2];
		}
		assert_true(entry == length || entry + 1 == length);
		at += length;
		count++;
	}
	assert_int_equal(count, 3);
	free(volume.image);
}

static void silence(cdio_log_level_t level IA_UNUSED, const char *message IA_UNUSED)
{
}

static void must_not_log(cdio_log_level_t level, const char *message)
{
	fail_msg("libiso9660 logs at level %d: %s", (int)level, message);
}

/* Its log is the process's own: what a user of the library gets on standard output. */
static void libiso9660_has_nothing_to_log(void **state IA_UNUSED)
{
	struct volume volume;

	cdio_log_set_handler(must_not_log);
	cdio_loglevel_default = CDIO_LOG_DEBUG;
	volume = write_volume(text, strlen(text), WHEN);
	free(volume.image);
}

static void libiso9660_finds_the_same(void **state IA_UNUSED)
{
	struct volume volume = write_volume(text, strlen(text), WHEN);
	char path[] = "/tmp/isoargs-oemdrv-XXXXXX", block[2048];
	iso9660_t *iso;
	iso9660_stat_t *stat;
	char *label = NULL;
	int fd = mkstemp(path);

	assert_int_equal(write(fd, volume.image, volume.size), volume.size);
	close(fd);
	cdio_log_set_handler(silence);
	cdio_loglevel_default = CDIO_LOG_ASSERT;
	iso = iso9660_open_ext(path, ISO_EXTENSION_ROCK_RIDGE);
	unlink(path);
	assert_non_null(iso);
	assert_true(iso9660_ifs_get_volume_id(iso, &label));
	assert_string_equal(label, "OEMDRV");
	free(label);
	stat = iso9660_ifs_stat(iso, "/ks.cfg");
	assert_non_null(stat);
	assert_int_equal(stat->size, strlen(text));
	assert_int_equal(iso9660_iso_seek_read(iso, block, stat->lsn, 1), sizeof(block));
	assert_memory_equal(block, text, strlen(text));
	iso9660_stat_free(stat);
	iso9660_close(iso);
	free(volume.image);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kickstart_is_read_back_as_it_was_put_in),
		cmocka_unit_test(the_volume_grows_with_the_kickstart_by_its_grain),
		cmocka_unit_test(a_kickstart_has_a_longest_length),
		cmocka_unit_test(what_is_no_text_is_refused),
		cmocka_unit_test(dates_are_those_that_a_record_can_carry),
		cmocka_unit_test(the_same_arguments_give_the_same_bytes),
		cmocka_unit_test(the_descriptor_is_as_ecma_119_wants_it),
		cmocka_unit_test(nothing_says_that_it_is_a_cd_rom_xa),
		cmocka_unit_test(neither_time_zone_nor_summer_time_are_in_it),
		cmocka_unit_test(records_and_their_entries_add_up),
		cmocka_unit_test(libiso9660_has_nothing_to_log),
		cmocka_unit_test(libiso9660_finds_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
