/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "support/iso-builder.h"
#include "support/notes.h"

static void a_directory_beyond_the_end_is_named(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	unsigned names = 0;

	build_with(&b, &(struct record){.id = "EFI", .block = 63, .size = 4096, .flags = 2});
	assert_int_equal(ia_files_have(&b.files, "/EFI", IA_FILE_DIRECTORY, NULL), 1);
	assert_find(&b, "/EFI/BOOT/grub.cfg", -ENODATA, "/EFI: the directory's 4096 bytes");
	assert_int_equal(ia_files_list(&b.files, "/EFI", count_names, &names, &error), -ENODATA);
	assert_contains(isoargs_error_message(error), "/EFI: the directory's 4096 bytes");
	assert_int_equal(names, 0);
}

static void a_directory_of_a_huge_size_is_refused_unread(void **state IA_UNUSED)
{
	static const uint32_t sizes[] = {0xffffffff, 0xfffff800, 0xfffff801, IA_DIR_BYTES_MAX + 1};

	for (size_t i = 0; i < IA_COUNT(sizes); i++) {
		struct builder b AUTO_BUILDER;
		uint64_t before, after, bytes;

		build(&b, 64, 1);
		put_both32(at_block(&b, 16) + 156 + 10, sizes[i]);
		assert_int_equal(open_built(&b, NULL), 1);
		assert_true(notes_have(&b.notes, "root-unusable"));
		isoargs_image_cost(b.image, &before, &bytes);
		assert_find(&b, "/f", -E2BIG, "expected at most 16777216");
		isoargs_image_cost(b.image, &after, &bytes);
		assert_int_equal(before, after);
	}
}

static void the_largest_directory_is_read(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;

	build(&b, 64 + IA_DIR_BYTES_MAX / IA_BLOCK_SIZE, IA_DIR_BYTES_MAX / IA_BLOCK_SIZE);
	root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
	memset(b.data + DATA * IA_BLOCK_SIZE, 0, b.size - DATA * IA_BLOCK_SIZE);
	root.position = IA_DIR_BYTES_MAX - IA_BLOCK_SIZE;
	add(&root, &(struct record){.id = "F", .block = 16, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/f", 1);
}

static void a_directory_has_a_greatest_number_of_records(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		struct builder b AUTO_BUILDER;
		struct directory root;
		uint32_t blocks = IA_DIR_RECORDS_MAX / 60 + 2;
		unsigned names = 0;

		build(&b, 64 + blocks, blocks);
		memset(b.data + DATA * IA_BLOCK_SIZE, 0, b.size - DATA * IA_BLOCK_SIZE);
		root = begin(&b, ROOT, blocks, ROOT, NULL, NULL);
		for (unsigned i = 2; i < IA_DIR_RECORDS_MAX + more; i++)
			add(&root, &(struct record){.id = "F", .block = 16, .size = 5});
		assert_int_equal(open_built(&b, NULL), 1);
		if (more) {
			assert_find(&b, "/g", -E2BIG, "/: the directory has more than 65536");
			assert_int_equal(ia_files_list(&b.files, "/", count_names, &names, NULL),
					 -E2BIG);
		} else {
			assert_find(&b, "/g", 0, NULL);
			assert_int_equal(ia_files_list(&b.files, "/", count_names, &names, NULL),
					 0);
		}
		assert_int_equal(names, IA_DIR_RECORDS_MAX - 2);
	}
}

static void a_record_that_is_wrong_in_itself_is_refused(void **state IA_UNUSED)
{
	static const struct {
		uint8_t length;
		uint8_t id_size;
		const char *part;
	} cases[] = {
		{33, 1, "found a directory record of 33 bytes, expected at least 34"},
		{1, 1, "found a directory record of 1 bytes"},
		{34, 2, "found an identifier of 2 bytes in a directory record of 34"},
		{34, 255, "found an identifier of 255 bytes"},
		{34, 0, "found an identifier of 0 bytes"},
	};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct builder b AUTO_BUILDER;
		struct directory root;
		uint8_t *p;

		build(&b, 64, 1);
		root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
		p = at_block(&b, ROOT) + add(&root, &(struct record){.id = "F", .block = DATA});
		p[0] = cases[i].length;
		p[32] = cases[i].id_size;
		assert_int_equal(open_built(&b, NULL), 1);
		assert_find(&b, "/f", -EBADMSG, cases[i].part);
	}
}

static void a_record_may_end_with_its_sector_but_not_cross_it(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		struct builder b AUTO_BUILDER;
		struct directory root;
		struct record record = {.id = "F", .block = DATA, .size = 5};

		build(&b, 64, 2);
		root = begin(&b, ROOT, 2, ROOT, NULL, NULL);
		while (root.position < IA_BLOCK_SIZE - 3 * 34)
			add(&root, &(struct record){.id = "X", .block = DATA});
		/* One record fills the sector but for 34 bytes, or for 34 less more. */
		put_record(at_block(&b, ROOT) + root.position,
			   &(struct record){.id = "Y", .block = DATA});
		at_block(&b, ROOT)[root.position] =
			(uint8_t)(IA_BLOCK_SIZE - 34 - root.position + more);
		put_record(at_block(&b, ROOT) + IA_BLOCK_SIZE - 34 + more, &record);
		assert_int_equal(open_built(&b, NULL), 1);
		if (more)
			assert_find(&b, "/f", -EBADMSG, "34 bytes, 33 are left in its sector");
		else
			assert_block(&b, "/f", DATA);
	}
}

static void a_zero_length_ends_a_sector_and_not_the_directory(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;

	build(&b, 64, 4);
	root = begin(&b, ROOT, 4, ROOT, NULL, NULL);
	root.position = 3 * IA_BLOCK_SIZE;
	add(&root, &(struct record){.id = "F", .block = DATA, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/f", DATA);
}

static void the_walk_ends_with_the_size_of_the_directory(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;

	build(&b, 64, 1);
	root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
	add(&root, &(struct record){.id = "F", .block = DATA, .size = 5});
	add(&root, &(struct record){.id = "G", .block = DATA, .size = 5});
	put_both32(at_block(&b, 16) + 156 + 10, 34 + 34 + 34);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_block(&b, "/f", DATA);
	assert_find(&b, "/g", 0, NULL);
}

static int stop(const char *name IA_UNUSED, const struct ia_file *file IA_UNUSED, void *data)
{
	return ++*(unsigned *)data == 2 ? 7 : 0;
}

static void a_listing_stops_when_its_visitor_says_so(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	unsigned visits = 0;

	build(&b, 64, 1);
	root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
	for (unsigned i = 0; i < 5; i++)
		add(&root, &(struct record){.id = "F", .block = DATA, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_int_equal(ia_files_list(&b.files, "/", stop, &visits, NULL), 7);
	assert_int_equal(visits, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_directory_beyond_the_end_is_named),
		cmocka_unit_test(a_directory_of_a_huge_size_is_refused_unread),
		cmocka_unit_test(the_largest_directory_is_read),
		cmocka_unit_test(a_directory_has_a_greatest_number_of_records),
		cmocka_unit_test(a_record_that_is_wrong_in_itself_is_refused),
		cmocka_unit_test(a_record_may_end_with_its_sector_but_not_cross_it),
		cmocka_unit_test(a_zero_length_ends_a_sector_and_not_the_directory),
		cmocka_unit_test(the_walk_ends_with_the_size_of_the_directory),
		cmocka_unit_test(a_listing_stops_when_its_visitor_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
