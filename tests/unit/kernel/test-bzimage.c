/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "kernel/bzimage.h"

/* A header of protocol 2.15 with a payload of 1000 bytes at 0x400 behind two setup sectors. */
static void make(uint8_t *head)
{
	static const uint8_t fields[] = {0xe8, 3, 0, 0};

	memset(head, 0, IA_BZIMAGE_HEAD);
	head[0x1f1] = 2;
	head[0x1fe] = 0x55;
	head[0x1ff] = 0xaa;
	memcpy(head + 0x202, "HdrS\x0f\x02", 6);
	head[0x20f] = 3; /* 0x300: at 0x500 of the file */
	head[0x249] = 4;
	memcpy(head + 0x24c, fields, 4);
}

#define PAYLOAD  (512u * 3 + 0x400)
#define FILESIZE (PAYLOAD + 1000u)

static void the_fields_are_read(void **state)
{
	uint8_t head[IA_BZIMAGE_HEAD];
	struct ia_bzimage got;

	(void)state;
	make(head);
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), 1);
	assert_int_equal(got.protocol, 0x20f);
	assert_int_equal(got.version_offset, 0x500);
	assert_true(got.has_payload);
	assert_int_equal(got.payload_offset, PAYLOAD);
	assert_int_equal(got.payload_size, 1000);
}

static void zero_setup_sectors_stand_for_four(void **state)
{
	uint8_t head[IA_BZIMAGE_HEAD];
	struct ia_bzimage got;

	(void)state;
	make(head);
	head[0x1f1] = 0;
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE + 1024, &got, NULL), 1);
	assert_int_equal(got.payload_offset, 512 * 5 + 0x400);
}

static void older_protocols_lack_fields(void **state)
{
	uint8_t head[IA_BZIMAGE_HEAD];
	struct ia_bzimage got;

	(void)state;
	make(head);
	head[0x206] = 8;
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), 1);
	assert_true(got.has_payload);
	head[0x206] = 7;
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), 600, &got, NULL), 1);
	assert_false(got.has_payload);
	assert_int_equal(got.payload_size, 0);
}

static void without_its_magics_it_is_no_bzimage(void **state)
{
	static const unsigned at[] = {0x1fe, 0x1ff, 0x202, 0x205};
	uint8_t head[IA_BZIMAGE_HEAD];
	struct ia_bzimage got = {.protocol = 0x5e};

	(void)state;
	for (size_t i = 0; i < IA_COUNT(at); i++) {
		make(head);
		head[at[i]] ^= 1;
		assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), 0);
	}
	make(head);
	assert_int_equal(ia_bzimage_parse(head, sizeof(head) - 1, FILESIZE, &got, NULL), 0);
	assert_int_equal(got.protocol, 0x5e);
}

static void a_payload_beyond_the_end_is_cut_off(void **state)
{
	uint8_t head[IA_BZIMAGE_HEAD];
	struct ia_bzimage got = {.protocol = 0x5e};
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	(void)state;
	make(head);
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE - 1, &got, &error),
			 -ENODATA);
	assert_contains(isoargs_error_message(error),
			"1000 bytes at offset 2560, the file has 3559");
	assert_int_equal(got.protocol, 0x5e);
	memset(head + 0x248, 0xff, 8);
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), -ENODATA);
}

static void an_empty_payload_is_none(void **state)
{
	uint8_t head[IA_BZIMAGE_HEAD];
	struct ia_bzimage got;

	(void)state;
	make(head);
	memset(head + 0x24c, 0, 4);
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), -EBADMSG);
}

static void a_version_outside_the_setup_is_none(void **state)
{
	uint8_t head[IA_BZIMAGE_HEAD];
	struct ia_bzimage got;

	(void)state;
	make(head);
	head[0x20e] = 0xff; /* the last byte of the setup's two sectors */
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), 1);
	assert_int_equal(got.version_offset, 0x5ff);
	head[0x20e] = 0;
	head[0x20f] = 4;
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), 1);
	assert_int_equal(got.version_offset, 0);
	head[0x20f] = 0;
	assert_int_equal(ia_bzimage_parse(head, sizeof(head), FILESIZE, &got, NULL), 1);
	assert_int_equal(got.version_offset, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fields_are_read),
		cmocka_unit_test(zero_setup_sectors_stand_for_four),
		cmocka_unit_test(older_protocols_lack_fields),
		cmocka_unit_test(without_its_magics_it_is_no_bzimage),
		cmocka_unit_test(a_payload_beyond_the_end_is_cut_off),
		cmocka_unit_test(an_empty_payload_is_none),
		cmocka_unit_test(a_version_outside_the_setup_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
