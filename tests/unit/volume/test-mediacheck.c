/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/iso-builder.h"

#include <isoargs/isoargs.h>

#include "base/digest.h"

enum {
	BLOCKS = 3000,
	SKIPPED = 15,
	STEP = 32768,
	PARTS = 21,
	TOTAL = (BLOCKS - SKIPPED) * IA_BLOCK_SIZE,
	PART = TOTAL / PARTS,
};

/* Implants the sum as implantisomd5 does. */
static void implant(struct builder *b, uint32_t block)
{
	struct ia_digest *digest IA_AUTO_DIGEST = ia_digest_new(IA_DIGEST_MD5);
	uint8_t *field = at_block(b, block) + 883;
	char hex[IA_DIGEST_HEX_MAX], sums[64] = "", text[512];
	uint64_t before = 0;
	size_t count = 0;

	memset(field, ' ', 512);
	for (uint64_t at = 0; at < TOTAL; at += STEP) {
		ia_digest_add(digest, b->data + at, TOTAL - at < STEP ? TOTAL - at : STEP);
		if (at / PART == before)
			continue;
		before = at / PART;
		ia_digest_hex(digest, hex);
		for (unsigned i = 0; i < 6; i += 2)
			sums[count++] = hex[i] == '0' ? hex[i + 1] : hex[i];
	}
	ia_digest_hex(digest, hex);
	assert_int_equal(strlen(sums), 60);
	snprintf(text, sizeof(text),
		 "ISO MD5SUM = %s;SKIPSECTORS = %d;RHLISOSTATUS=0;FRAGMENT SUMS = %s;"
		 "FRAGMENT COUNT = 20;",
		 hex, SKIPPED, sums);
	memcpy(field, text, strlen(text));
}

/* An image of contents that repeat nowhere, with the sum in the descriptor of that block. */
static void build_summed(struct builder *b, uint32_t block)
{
	uint32_t state = 1;

	build(b, BLOCKS, 1);
	for (size_t i = (size_t)DATA * IA_BLOCK_SIZE; i < b->size; i++) {
		state = state * 1664525u + 1013904223u;
		b->data[i] = (uint8_t)(state >> 24);
	}
	if (block == 17) {
		put_descriptor(b, 16, 0);
		put_volume(b, 17, 1, ROOT, IA_BLOCK_SIZE);
		put_descriptor(b, 18, 255);
	}
	implant(b, block);
	assert_int_equal(isoargs_image_open_memory(b->data, b->size, "built.iso", &b->image, NULL),
			 0);
}

struct seen {
	unsigned calls;
	uint64_t first;
	uint64_t last;
	uint64_t total;
	uint64_t stop; /* at this many bytes; 0: never */
};

static int look(uint64_t done, uint64_t total, void *data)
{
	struct seen *seen = data;

	if (seen->calls++ == 0)
		seen->first = done;
	seen->last = done;
	seen->total = total;
	return seen->stop && done >= seen->stop;
}

static void progress_goes_from_nothing_to_all(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct seen seen = {0};

	build_summed(&b, 16);
	assert_int_equal(isoargs_media_verify(b.image, look, &seen, NULL), 1);
	assert_int_equal(seen.first, 0);
	assert_int_equal(seen.last, TOTAL);
	assert_int_equal(seen.total, TOTAL);
	assert_true(seen.calls > 5);
	assert_int_equal(isoargs_media_verify(b.image, NULL, NULL, NULL), 1);
}

static void progress_can_stop_it(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct seen seen = {.stop = 2 << 20};

	build_summed(&b, 16);
	assert_int_equal(isoargs_media_verify(b.image, look, &seen, &error), -ECANCELED);
	assert_int_equal(seen.last, 2 << 20);
	assert_contains(isoargs_error_message(error), "was stopped");
}

static void damage_ends_it_after_the_fragment_that_holds_it(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct seen seen = {0};
	uint64_t offset = 0;

	build_summed(&b, 16);
	b.data[7 * PART + PART / 2] ^= 1;
	assert_int_equal(isoargs_media_verify(b.image, look, &seen, &error), -EBADMSG);
	assert_int_equal(isoargs_error_offset(error, &offset), 1);
	assert_true(offset > 6 * PART && offset <= 7 * PART + 2 * STEP);
	assert_true(seen.last < 9 * PART);
}

static void a_primary_descriptor_after_a_boot_record_holds_the_field(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build_summed(&b, 17);
	assert_int_equal(isoargs_media_verify(b.image, NULL, NULL, NULL), 1);
	b.data[16 * IA_BLOCK_SIZE + 1000] ^= 1;
	assert_int_equal(isoargs_media_verify(b.image, NULL, NULL, NULL), -EBADMSG);
}

/* Sectors left out: all but one can be, all cannot. */
static void the_volume_bounds_what_is_left_out(void **state IA_UNUSED)
{
	for (unsigned skip = BLOCKS - 1; skip <= BLOCKS; skip++) {
		struct builder b AUTO_BUILDER;
		struct isoargs_error *error IA_AUTO_ERROR = NULL;
		char text[128];

		build_summed(&b, 16);
		snprintf(text, sizeof(text), "ISO MD5SUM = %032d;SKIPSECTORS = %u;", 0, skip);
		memset(b.data + 16 * IA_BLOCK_SIZE + 883, ' ', 512);
		memcpy(b.data + 16 * IA_BLOCK_SIZE + 883, text, strlen(text));
		assert_int_equal(isoargs_media_verify(b.image, NULL, NULL, &error), -EBADMSG);
		assert_contains(isoargs_error_message(error),
				skip < BLOCKS ? "to byte 2047 of the 2048" : "leaves out 3000");
	}
}

static int count_bytes(const void *data IA_UNUSED, size_t size, void *user)
{
	uint64_t *left = user;

	if (size > *left)
		return 1;
	*left -= size;
	return 0;
}

/* An image with one file of 1.5 MiB, opened. */
static struct isoargs_file *open_file(struct builder *b, struct isoargs_report **ret_report)
{
	struct isoargs_file *file = NULL;
	struct directory root;

	build(b, 1000, 1);
	root = begin(b, ROOT, 1, ROOT, NULL, NULL);
	add(&root, &(struct record){.id = "KERNEL.;1", .block = DATA, .size = 3 << 19});
	assert_int_equal(isoargs_image_open_memory(b->data, b->size, "built.iso", &b->image, NULL),
			 0);
	assert_int_equal(isoargs_inspect(b->image, NULL, ret_report, NULL), 0);
	assert_int_equal(isoargs_file_open(b->image, *ret_report, "ISO:/kernel", &file, NULL), 0);
	return file;
}

static void a_copy_hands_on_all_bytes_or_is_stopped_by_its_sink(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct isoargs_report *report = NULL;
	struct isoargs_file *file = open_file(&b, &report);
	uint64_t left = 3 << 19;
	char sum[65], before[65];

	assert_null(isoargs_file_checksum(file, NULL));
	assert_int_equal(isoargs_file_copy(file, count_bytes, &left, sum, NULL), 0);
	assert_int_equal(left, 0);
	assert_int_equal(strlen(sum), 64);
	assert_int_equal(isoargs_file_copy(file, NULL, NULL, NULL, NULL), 0);
	left = (3 << 19) - 1;
	memset(sum, 0x5e, sizeof(sum));
	memcpy(before, sum, sizeof(sum));
	assert_int_equal(isoargs_file_copy(file, count_bytes, &left, sum, &error), -ECANCELED);
	assert_contains(isoargs_error_message(error), "ISO:/kernel");
	assert_memory_equal(sum, before, sizeof(sum));
	isoargs_file_free(file);
	isoargs_report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(progress_goes_from_nothing_to_all),
		cmocka_unit_test(progress_can_stop_it),
		cmocka_unit_test(damage_ends_it_after_the_fragment_that_holds_it),
		cmocka_unit_test(a_primary_descriptor_after_a_boot_record_holds_the_field),
		cmocka_unit_test(the_volume_bounds_what_is_left_out),
		cmocka_unit_test(a_copy_hands_on_all_bytes_or_is_stopped_by_its_sink),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
