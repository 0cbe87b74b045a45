/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include <ctype.h>
#include <isoargs/report.h>

#include "base/limits.h"
#include "base/note.h"
#include "base/utf8.h"
#include "image/image.h"
#include "support/notes.h"
#include "volume/label.h"
#include "volume/tables/blkid.h"

#define SECTORS 20u

/* A medium that is nothing but its descriptors, and what a reader of them hands to the label rules. */
struct medium {
	uint8_t bytes[SECTORS * IA_BLOCK_SIZE];
	struct ia_iso9660_volume volume;
};

static void fill_ucs2(uint8_t *id, const char *utf8)
{
	size_t size = strlen(utf8), at = 0;

	for (size_t i = 0; i < IA_VOLUME_ID_SIZE; i += 2) {
		id[i] = 0;
		id[i + 1] = ' ';
	}
	for (size_t i = 0; i < size && at + 1 < IA_VOLUME_ID_SIZE;) {
		uint32_t code = 0;
		size_t length = ia_utf8_decode(utf8 + i, size - i, &code);

		assert_true(length > 0);
		if (code > 0xffff) {
			uint32_t high = 0xd800 + ((code - 0x10000) >> 10);

			id[at++] = (uint8_t)(high >> 8);
			id[at++] = (uint8_t)high;
			code = 0xdc00 + ((code - 0x10000) & 0x3ff);
		}
		id[at++] = (uint8_t)(code >> 8);
		id[at++] = (uint8_t)code;
		i += length;
	}
}

/* joliet: NULL for a medium without a Joliet descriptor. */
static void make_medium(struct medium *medium, const void *pvd, size_t pvd_size, const char *joliet)
{
	uint8_t *sector = medium->bytes + 16 * IA_BLOCK_SIZE;

	memset(medium, 0, sizeof(*medium));
	memset(medium->volume.id, ' ', IA_VOLUME_ID_SIZE);
	memcpy(medium->volume.id, pvd, pvd_size < IA_VOLUME_ID_SIZE ? pvd_size : IA_VOLUME_ID_SIZE);
	sector[0] = 1;
	memcpy(sector + 1, "CD001\1", 6);
	memcpy(sector + 40, medium->volume.id, IA_VOLUME_ID_SIZE);
	memset(sector + 813, '0', 16);
	memcpy(sector + 830, "2020110411364300", 16);
	sector += IA_BLOCK_SIZE;
	if (joliet) {
		medium->volume.has_joliet = true;
		fill_ucs2(medium->volume.joliet_id, joliet);
		sector[0] = 2;
		memcpy(sector + 1, "CD001\1", 6);
		memcpy(sector + 40, medium->volume.joliet_id, IA_VOLUME_ID_SIZE);
		memcpy(sector + 88, "%/E", 3);
		sector += IA_BLOCK_SIZE;
	}
	sector[0] = 255;
	memcpy(sector + 1, "CD001\1", 6);
}

/* Labels of the medium as ia_labels_read() and ia_labels_settle() give them. */
static struct ia_labels labels_of(struct medium *medium, bool modern, struct ia_arena *arena,
				  struct ia_notes *notes)
{
	struct isoargs_image *image = NULL;
	struct ia_window window;
	struct ia_labels labels = {0};

	assert_int_equal(isoargs_image_open_memory(medium->bytes, sizeof(medium->bytes), "medium",
						   &image, NULL),
			 0);
	window = ia_window_whole(image);
	assert_int_equal(ia_labels_read(&window, &medium->volume, arena, notes, &labels, NULL), 0);
	assert_int_equal(ia_labels_settle(&labels, modern, arena, notes, NULL), 0);
	isoargs_image_free(image);
	return labels;
}

static void assert_label(const char *pvd, const char *joliet, bool modern, const char *expected,
			 const char *code)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct medium medium;
	struct ia_labels labels;

	make_medium(&medium, pvd, strlen(pvd), joliet);
	labels = labels_of(&medium, modern, arena, &notes);
	if (expected)
		assert_string_equal(labels.encoded, expected);
	else
		assert_null(labels.encoded);
	if (code)
		assert_true(notes_have(&notes, code));
	else
		assert_int_equal(notes.count, 0);
}

static void the_label_of_centos_7_is_encoded_as_udev_does(void **state IA_UNUSED)
{
	assert_label("CentOS 7 x86_64", "CentOS 7 x86_64", false, "CentOS\\x207\\x20x86_64", NULL);
}

static void a_long_label_is_not_cut_where_joliet_repeats_its_beginning(void **state IA_UNUSED)
{
	assert_label("RHEL-7.9 Server.x86_64", "RHEL-7.9 Server.", false,
		     "RHEL-7.9\\x20Server.x86_64", NULL);
}

static void the_joliet_label_wins_when_its_prefix_differs(void **state IA_UNUSED)
{
	assert_label("CUSTOM", "CentOS 7 x86_64", false, "CentOS\\x207\\x20x86_64",
		     "label-joliet-differs");
}

static void
el7_takes_joliet_alone_where_el9_merges_it_with_the_primary_label(void **state IA_UNUSED)
{
	assert_label("FEDORA-E-DVD-X86_64-40", "Fedora-E-dvd-x86", false, "Fedora-E-dvd-x86",
		     "label-joliet-differs");
	assert_label("FEDORA-E-DVD-X86_64-40", "Fedora-E-dvd-x86", true, "Fedora-E-dvd-x86_64-40",
		     "label-joliet-differs");
}

static void a_colon_that_joliet_lacks_is_seen_by_el9_only(void **state IA_UNUSED)
{
	/* genisoimage writes '_' for ':' into the Joliet identifier. */
	assert_label("my:iso label", "my_iso label", false, "my_iso\\x20label",
		     "label-joliet-differs");
}

static void a_blank_joliet_label_hides_the_primary_one(void **state IA_UNUSED)
{
	assert_label("EMPTYJOL", " ", false, NULL, "label-blank-joliet");
	assert_label("EMPTYJOL", " ", true, NULL, "label-blank-joliet");
}

static void a_medium_without_any_label_is_told_from_one_with(void **state IA_UNUSED)
{
	assert_label("", NULL, false, NULL, "label-missing");
}

static void a_label_with_a_colon_is_doubtful(void **state IA_UNUSED)
{
	assert_label("a:b", NULL, false, "a:b", "label-colon");
}

static void old_libblkid_writes_surrogates_that_udev_then_escapes(void **state IA_UNUSED)
{
	assert_label("EMOJI__", "EMOJI\xf0\x9f\x98\x80", false,
		     "EMOJI\\xed\\xa0\\xbd\\xed\\xb8\\x80", "label-joliet-differs");
	assert_label("EMOJI__", "EMOJI\xf0\x9f\x98\x80", true, "EMOJI\xf0\x9f\x98\x80",
		     "label-joliet-differs");
}

static void the_uuid_is_the_date_of_modification(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct medium medium;

	make_medium(&medium, "X", 1, NULL);
	assert_string_equal(labels_of(&medium, false, arena, &notes).uuid,
			    "2020-11-04-11-36-43-00");
}

static void bytes_that_are_no_iso9660_leave_a_note_about_udev(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct medium medium;
	struct ia_labels labels;

	make_medium(&medium, "X", 1, NULL);
	medium.bytes[16 * IA_BLOCK_SIZE + 1] = 'X';
	labels = labels_of(&medium, false, arena, &notes);
	assert_null(labels.host);
	assert_true(notes_have(&notes, "label-unseen"));
}

/* What libblkid says of the medium when it is asked as udev asks. */
static int probe_bytes(const void *bytes, size_t size, struct ia_blkid_found *ret)
{
	struct isoargs_image *image = NULL;
	struct ia_window window;
	int r;

	assert_int_equal(isoargs_image_open_memory(bytes, size, "medium", &image, NULL), 0);
	window = ia_window_whole(image);
	r = ia_blkid_any(&window, ret, NULL);
	isoargs_image_free(image);
	return r;
}

static int probe_any(const struct medium *medium, struct ia_blkid_found *ret)
{
	return probe_bytes(medium->bytes, sizeof(medium->bytes), ret);
}

static void a_probe_for_everything_finds_the_medium_and_its_label(void **state IA_UNUSED)
{
	struct ia_blkid_found any IA_CLEANUP(ia_blkid_found_free) = {0};
	struct medium medium;

	make_medium(&medium, "CentOS 7", 8, NULL);
	assert_int_equal(probe_any(&medium, &any), 1);
	assert_false(any.is_ambivalent);
	assert_string_equal(any.type, "iso9660");
	assert_string_equal(any.label, "CentOS 7");
	assert_string_equal(any.uuid, "2020-11-04-11-36-43-00");
}

static void a_probe_for_everything_finds_nothing_in_zeros(void **state IA_UNUSED)
{
	static struct medium medium;
	struct ia_blkid_found any = {.type = SENTINEL};

	assert_int_equal(probe_any(&medium, &any), 0);
	assert_ptr_equal(any.type, SENTINEL);
}

/* The superblock of ext2 lies where an ISO 9660 volume leaves room for a boot loader. */
static void add_ext2_marks(struct medium *medium)
{
	uint8_t *super = medium->bytes + 1024;

	super[4] = 16;      /* blocks */
	super[0x18] = 1;    /* 2 KiB each */
	super[0x38] = 0x53; /* magic */
	super[0x39] = 0xef;
	super[0x4c] = 1; /* revision */
}

/* Of what is no larger than a floppy libblkid takes the first that it finds. */
static void a_tiny_medium_with_the_marks_of_ext2_is_taken_for_that(void **state IA_UNUSED)
{
	struct ia_blkid_found any IA_CLEANUP(ia_blkid_found_free) = {0};
	struct medium medium;

	make_medium(&medium, "CentOS 7", 8, NULL);
	add_ext2_marks(&medium);
	assert_int_equal(probe_any(&medium, &any), 1);
	assert_false(any.is_ambivalent);
	assert_string_equal(any.type, "ext2");
	assert_null(any.label);
}

static void a_medium_with_the_marks_of_two_file_systems_is_ambivalent(void **state IA_UNUSED)
{
	enum { SIZE = 4 << 20 };
	struct ia_blkid_found any IA_CLEANUP(ia_blkid_found_free) = {0};
	uint8_t *bytes IA_AUTO_FREE = calloc(1, SIZE);
	struct medium medium;

	assert_non_null(bytes);
	make_medium(&medium, "CentOS 7", 8, NULL);
	add_ext2_marks(&medium);
	memcpy(bytes, medium.bytes, sizeof(medium.bytes));
	assert_int_equal(probe_bytes(bytes, SIZE, &any), 1);
	assert_true(any.is_ambivalent);
	assert_null(any.type);
	assert_null(any.label);
}

static void an_empty_label_cannot_be_encoded(void **state IA_UNUSED)
{
	char *encoded = SENTINEL;

	assert_int_equal(isoargs_label_encode("", &encoded), -EINVAL);
	assert_ptr_equal(encoded, SENTINEL);
}

/* "\xNN" and "\\" to bytes. */
static size_t unescape(const char *text, uint8_t *ret)
{
	size_t size = 0;

	while (*text) {
		unsigned byte;

		if (sscanf(text, "\\x%2x", &byte) == 1) {
			ret[size++] = (uint8_t)byte;
			text += 4;
		} else {
			text += text[0] == '\\' && text[1] == '\\';
			ret[size++] = (uint8_t)*text++;
		}
	}
	return size;
}

/* Calls check for each row of a table of tab-separated columns; returns the number of rows. */
static unsigned for_each_row(const char *name, size_t columns, void (*check)(char *const *column))
{
	char path[4096], line[1024];
	unsigned rows = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", getenv("ISOARGS_TEST_DATA"), name);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char *column[8] = {line};

		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "# ", 2) == 0)
			continue;
		for (size_t i = 1; i < columns; i++) {
			column[i] = strchr(column[i - 1], '\t');
			assert_non_null(column[i]);
			*column[i]++ = '\0';
		}
		check(column);
		rows++;
	}
	fclose(file);
	return rows;
}

static void check_label_row(char *const *column)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	const char *joliet = strcmp(column[1], "-") == 0 ? NULL : column[1];
	uint8_t pvd[256];
	size_t size = unescape(column[0], pvd);
	struct medium medium;
	struct ia_labels labels;

	make_medium(&medium, pvd, size, joliet);
	labels = labels_of(&medium, true, arena, &notes);
	assert_string_equal(labels.encoded ? labels.encoded : "(none)", column[2]);
}

static void
every_label_that_was_measured_with_libblkid_gives_its_encoded_form(void **state IA_UNUSED)
{
	assert_int_equal(for_each_row("labels.tsv", 3, check_label_row), 46);
}

static void check_el7_row(char *const *column)
{
	static const char prefix[] = "inst.stage2=hd:LABEL=";
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct ia_notes notes IA_AUTO_NOTES = {0};
	struct medium medium;
	char joliet[17];

	if (strcmp(column[3], "-") == 0)
		return;
	snprintf(joliet, sizeof(joliet), "%s", column[0]);
	make_medium(&medium, column[0], strlen(column[0]), joliet);
	assert_int_equal(strncmp(column[3], prefix, strlen(prefix)), 0);
	assert_string_equal(labels_of(&medium, false, arena, &notes).encoded,
			    column[3] + strlen(prefix));
}

static void every_official_el7_medium_gets_the_token_of_its_initramfs(void **state IA_UNUSED)
{
	assert_int_equal(for_each_row("el7-labels.tsv", 4, check_el7_row), 156);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_label_of_centos_7_is_encoded_as_udev_does),
		cmocka_unit_test(a_long_label_is_not_cut_where_joliet_repeats_its_beginning),
		cmocka_unit_test(the_joliet_label_wins_when_its_prefix_differs),
		cmocka_unit_test(el7_takes_joliet_alone_where_el9_merges_it_with_the_primary_label),
		cmocka_unit_test(a_colon_that_joliet_lacks_is_seen_by_el9_only),
		cmocka_unit_test(a_blank_joliet_label_hides_the_primary_one),
		cmocka_unit_test(a_medium_without_any_label_is_told_from_one_with),
		cmocka_unit_test(a_label_with_a_colon_is_doubtful),
		cmocka_unit_test(old_libblkid_writes_surrogates_that_udev_then_escapes),
		cmocka_unit_test(the_uuid_is_the_date_of_modification),
		cmocka_unit_test(bytes_that_are_no_iso9660_leave_a_note_about_udev),
		cmocka_unit_test(a_probe_for_everything_finds_the_medium_and_its_label),
		cmocka_unit_test(a_probe_for_everything_finds_nothing_in_zeros),
		cmocka_unit_test(a_tiny_medium_with_the_marks_of_ext2_is_taken_for_that),
		cmocka_unit_test(a_medium_with_the_marks_of_two_file_systems_is_ambivalent),
		cmocka_unit_test(an_empty_label_cannot_be_encoded),
		cmocka_unit_test(
			every_label_that_was_measured_with_libblkid_gives_its_encoded_form),
		cmocka_unit_test(every_official_el7_medium_gets_the_token_of_its_initramfs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
