/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "support/iso-builder.h"

static void assert_read_fails(const struct builder *b, const char *path, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text = SENTINEL;

	assert_int_equal(ia_files_slurp(&b->files, path, IA_CONFIG_MAX, &text, NULL, &error), code);
	assert_ptr_equal(text, SENTINEL);
	assert_contains(isoargs_error_message(error), path);
	assert_contains(isoargs_error_message(error), part);
}

static void a_file_beyond_the_end_is_found_and_not_read(void **state IA_UNUSED)
{
	static const struct record records[] = {
		{.id = "F", .block = 63, .size = 2049},
		{.id = "F", .block = 64, .size = 1},
		{.id = "F", .block = 0xffffffff, .size = 100, .attributes = 255},
	};

	for (size_t i = 0; i < IA_COUNT(records); i++) {
		struct builder b AUTO_BUILDER;

		build_with(&b, &records[i]);
		assert_int_equal(ia_files_have(&b.files, "/f", IA_FILE_REGULAR, NULL), 1);
		assert_read_fails(&b, "/f", -ENODATA, "may be cut off");
	}
}

static void a_file_that_ends_with_the_image_is_read(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build_with(&b, &(struct record){.id = "F", .block = 63, .size = 2048});
	assert_block(&b, "/f", 63);
}

static void an_empty_file_may_lie_anywhere(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	char *text IA_AUTO_FREE = NULL;
	size_t size = 0x5e;

	build_with(&b, &(struct record){.id = "F", .block = 0});
	assert_int_equal(ia_files_slurp(&b.files, "/f", 0, &text, &size, NULL), 1);
	assert_int_equal(size, 0);
}

static void reads_stay_within_the_file(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct ia_file file, root;
	char buf[8] = "sentinel";

	build_with(&b, &(struct record){.id = "F", .block = DATA, .size = 6});
	assert_int_equal(ia_files_find(&b.files, "/f", &file, NULL), 1);
	assert_int_equal(file.size, 6);
	assert_int_equal(file.offset, DATA * IA_BLOCK_SIZE);
	assert_int_equal(ia_files_read(&b.files, &file, 2, buf, 5, NULL), -ENODATA);
	assert_int_equal(ia_files_read(&b.files, &file, UINT64_MAX, buf, 2, NULL), -ENODATA);
	assert_memory_equal(buf, "sentinel", 8);
	assert_int_equal(ia_files_read(&b.files, &file, 2, buf, 4, NULL), 0);
	assert_memory_equal(buf, "((((inel", 8);
	assert_int_equal(ia_files_find(&b.files, "/", &root, NULL), 1);
	assert_int_equal(ia_files_read(&b.files, &root, 0, buf, 4, NULL), -EINVAL);
}

static void an_extended_attribute_record_is_skipped(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build_with(&b, &(struct record){.id = "F", .block = DATA, .size = 5, .attributes = 2});
	assert_block(&b, "/f", DATA + 2);
}

static void interleaved_files_and_directories_are_not_handled(void **state IA_UNUSED)
{
	struct builder unit AUTO_BUILDER, gap AUTO_BUILDER, directory AUTO_BUILDER;

	build_with(&unit, &(struct record){.id = "F", .block = DATA, .size = 5, .unit = 1});
	assert_read_fails(&unit, "/f", -EOPNOTSUPP, "interleaved");
	build_with(&gap, &(struct record){.id = "F", .block = DATA, .size = 5, .gap = 1});
	assert_read_fails(&gap, "/f", -EOPNOTSUPP, "interleaved");
	build_with(&directory,
		   &(struct record){.id = "D", .block = ROOT, .size = 2048, .flags = 2, .unit = 1});
	assert_int_equal(ia_files_have(&directory.files, "/d", IA_FILE_DIRECTORY, NULL), 1);
	assert_find(&directory, "/d/x", -EOPNOTSUPP, "/d: the directory is interleaved");
}

static void files_on_other_volumes_of_a_set_are_not_handled(void **state IA_UNUSED)
{
	struct builder set AUTO_BUILDER, alone AUTO_BUILDER;
	struct directory root;

	build(&set, 64, 1);
	put_both16(at_block(&set, 16) + 120, 2);
	root = begin(&set, ROOT, 1, ROOT, NULL, NULL);
	add(&root, &(struct record){.id = "HERE", .block = DATA, .size = 5, .volume = 1});
	add(&root, &(struct record){.id = "THERE", .block = DATA, .size = 5, .volume = 2});
	assert_int_equal(open_built(&set, NULL), 1);
	assert_block(&set, "/here", DATA);
	assert_read_fails(&set, "/there", -EOPNOTSUPP, "another volume");
	/* Where there is no set, a wrong number means nothing. */
	build_with(&alone, &(struct record){.id = "F", .block = DATA, .size = 5, .volume = 2});
	assert_block(&alone, "/f", DATA);
}

static void a_file_in_several_extents_is_read_across_them(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct ia_file file;
	uint8_t buf[6000];

	build(&b, 64, 2);
	root = begin(&b, ROOT, 2, ROOT, NULL, NULL);
	/* The records of the file lie in two sectors. */
	while (root.position + 2 * 36 <= IA_BLOCK_SIZE)
		add(&root, &(struct record){.id = "X", .block = DATA});
	add(&root, &(struct record){.id = "F.;1", .block = 50, .size = 2048, .flags = 0x80});
	add(&root, &(struct record){.id = "F.;1", .block = 45, .size = 4096, .flags = 0x80});
	assert_true(root.position > IA_BLOCK_SIZE);
	add(&root, &(struct record){.id = "F.;1", .block = 60, .size = 100});
	add(&root, &(struct record){.id = "G.;1", .block = 61, .size = 100});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_int_equal(ia_files_find(&b.files, "/f", &file, NULL), 1);
	assert_int_equal(file.size, 2048 + 4096 + 100);
	assert_int_equal(file.offset, 50 * IA_BLOCK_SIZE);
	assert_int_equal(ia_files_read(&b.files, &file, 2047, buf, 4099, NULL), 0);
	assert_int_equal(buf[0], 50);
	assert_int_equal(buf[1], 45);
	assert_int_equal(buf[2048], 45);
	assert_int_equal(buf[2049], 46);
	assert_int_equal(buf[4096], 46);
	assert_int_equal(buf[4097], 60);
	assert_int_equal(buf[4098], 60);
	assert_int_equal(ia_files_read(&b.files, &file, 6143, buf, 101, NULL), 0);
	assert_int_equal(buf[0], 46);
	assert_int_equal(buf[1], 60);
	assert_int_equal(ia_files_read(&b.files, &file, 6144, buf, 100, NULL), 0);
	assert_int_equal(buf[99], 60);
	assert_int_equal(ia_files_read(&b.files, &file, 6144, buf, 101, NULL), -ENODATA);
	assert_block(&b, "/g", 61);
}

static void a_file_larger_than_four_gigabytes_has_its_whole_size(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct ia_file file;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char byte;

	build(&b, 64, 1);
	root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
	add(&root, &(struct record){.id = "F", .block = DATA, .size = 0xfffff800, .flags = 0x80});
	add(&root, &(struct record){.id = "F", .block = DATA + 3, .size = 0x40000800});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_int_equal(ia_files_find(&b.files, "/f", &file, NULL), 1);
	assert_true(file.size == 5368709120u);
	assert_int_equal(ia_files_read(&b.files, &file, 0xfffff800, &byte, 1, NULL), 0);
	assert_int_equal(byte, DATA + 3);
	assert_int_equal(ia_files_read(&b.files, &file, 0xfffff7ff, &byte, 1, &error), -ENODATA);
}

static void an_extent_whose_successor_is_missing_or_another_is_refused(void **state IA_UNUSED)
{
	static const struct record followers[] = {
		{.id = "G", .block = DATA, .size = 5},
		{.id = "FF", .block = DATA, .size = 5},
		{.id = "F", .block = DATA, .size = 5, .flags = 2},
	};
	struct builder last AUTO_BUILDER;

	for (size_t i = 0; i < IA_COUNT(followers); i++) {
		struct builder b AUTO_BUILDER;
		struct directory root;

		build(&b, 64, 1);
		root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
		add(&root, &(struct record){.id = "F", .block = DATA, .size = 5, .flags = 0x80});
		add(&root, &followers[i]);
		assert_int_equal(open_built(&b, NULL), 1);
		assert_find(&b, "/f", -EBADMSG, "the next extent of a file is missing");
	}
	build_with(&last, &(struct record){.id = "F", .block = DATA, .size = 5, .flags = 0x80});
	assert_find(&last, "/f", -EBADMSG, "the next extent of a file is missing");
}

static void a_directory_in_several_extents_is_refused(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	build_with(&b, &(struct record){.id = "D", .block = ROOT, .size = 2048, .flags = 0x82});
	assert_find(&b, "/d", -EBADMSG, "several extents");
}

static void a_file_has_a_greatest_number_of_extents(void **state IA_UNUSED)
{
	for (unsigned more = 0; more < 2; more++) {
		struct builder b AUTO_BUILDER;
		struct directory root;
		struct ia_file file;

		build(&b, 64, 3);
		root = begin(&b, ROOT, 3, ROOT, NULL, NULL);
		for (unsigned i = 1; i < IA_EXTENTS_MAX + more; i++)
			add(&root,
			    &(struct record){.id = "F", .block = DATA, .size = 1, .flags = 0x80});
		add(&root, &(struct record){.id = "F", .block = DATA, .size = 1});
		assert_int_equal(open_built(&b, NULL), 1);
		if (more) {
			assert_find(&b, "/f", -E2BIG, "64 extents");
		} else {
			assert_block(&b, "/f", DATA);
			assert_int_equal(ia_files_find(&b.files, "/f", &file, NULL), 1);
			assert_int_equal(file.size, IA_EXTENTS_MAX);
		}
	}
}

/* Each record of the file in a sector of its own; before the last, so many empty ones. */
static int read_scattered(unsigned empty, struct isoargs_error **reterr)
{
	const uint32_t blocks = IA_EXTENTS_MAX + empty, data = ROOT + blocks;
	struct builder b AUTO_BUILDER;
	struct directory root;
	char *text IA_AUTO_FREE = NULL;

	build(&b, data + 1, blocks);
	memset(at_block(&b, ROOT), 0, (size_t)blocks * IA_BLOCK_SIZE);
	root = begin(&b, ROOT, blocks, ROOT, NULL, NULL);
	for (unsigned i = 1; i < IA_EXTENTS_MAX; i++) {
		add(&root, &(struct record){.id = "F", .block = data, .size = 1, .flags = 0x80});
		root.position = i * IA_BLOCK_SIZE;
	}
	root.position += empty * IA_BLOCK_SIZE;
	add(&root, &(struct record){.id = "F", .block = data, .size = 1});
	assert_int_equal(open_built(&b, NULL), 1);
	return ia_files_slurp(&b.files, "/f", IA_BLOCK_SIZE, &text, NULL, reterr);
}

static void the_records_of_a_file_are_read_again_within_a_bound(void **state IA_UNUSED)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	assert_int_equal(read_scattered(0, NULL), 1);
	assert_int_equal(read_scattered(1, &error), -E2BIG);
	assert_contains(isoargs_error_message(error), "the records of the file's 64 extents");
}

/* A file of so many extents of all data blocks, and of one that has the bytes beside them and more. */
static void build_overlapping(struct builder *b, uint32_t blocks, unsigned extents, uint32_t more)
{
	struct directory root;

	build(b, blocks, 3);
	root = begin(b, ROOT, 3, ROOT, NULL, NULL);
	for (unsigned i = 0; i < extents; i++)
		add(&root, &(struct record){.id = "F",
					    .block = DATA,
					    .size = (blocks - DATA) * IA_BLOCK_SIZE,
					    .flags = 0x80});
	add(&root, &(struct record){.id = "F", .block = 0, .size = DATA * IA_BLOCK_SIZE + more});
	assert_int_equal(open_built(b, NULL), 1);
}

static void a_file_holds_no_more_than_the_file_system(void **state IA_UNUSED)
{
	struct builder whole AUTO_BUILDER, more AUTO_BUILDER, many AUTO_BUILDER;
	struct ia_file file;
	char *text IA_AUTO_FREE = NULL;

	build_overlapping(&whole, 64, 1, 0);
	assert_int_equal(ia_files_slurp(&whole.files, "/f", 64 * IA_BLOCK_SIZE, &text, NULL, NULL),
			 1);
	build_overlapping(&more, 64, 1, 1);
	assert_find(&more, "/f", -EBADMSG,
		    "the extents of a file overlap: together they hold 131073 bytes and more, the "
		    "file system has 131072");
	build_overlapping(&many, 4096, IA_EXTENTS_MAX - 1, 0);
	assert_int_equal(ia_files_find(&many.files, "/f", &file, NULL), -EBADMSG);
}

/* What an image lacks does not count: a cut-off one still knows the sizes of its files. */
static void extents_beyond_the_end_do_not_make_a_file_hold_too_much(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root;
	struct ia_file file;

	build(&b, 64, 1);
	root = begin(&b, ROOT, 1, ROOT, NULL, NULL);
	add(&root,
	    &(struct record){.id = "F", .block = DATA + 1, .size = 0xfffff800, .flags = 0x80});
	add(&root, &(struct record){.id = "F", .block = 0x80000000, .size = 0xfffff800});
	add(&root, &(struct record){.id = "G", .block = DATA, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_int_equal(ia_files_find(&b.files, "/f", &file, NULL), 1);
	assert_true(file.size == UINT64_C(2) * 0xfffff800);
	assert_block(&b, "/g", DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_beyond_the_end_is_found_and_not_read),
		cmocka_unit_test(a_file_that_ends_with_the_image_is_read),
		cmocka_unit_test(an_empty_file_may_lie_anywhere),
		cmocka_unit_test(reads_stay_within_the_file),
		cmocka_unit_test(an_extended_attribute_record_is_skipped),
		cmocka_unit_test(interleaved_files_and_directories_are_not_handled),
		cmocka_unit_test(files_on_other_volumes_of_a_set_are_not_handled),
		cmocka_unit_test(a_file_in_several_extents_is_read_across_them),
		cmocka_unit_test(a_file_larger_than_four_gigabytes_has_its_whole_size),
		cmocka_unit_test(an_extent_whose_successor_is_missing_or_another_is_refused),
		cmocka_unit_test(a_directory_in_several_extents_is_refused),
		cmocka_unit_test(a_file_has_a_greatest_number_of_extents),
		cmocka_unit_test(the_records_of_a_file_are_read_again_within_a_bound),
		cmocka_unit_test(a_file_holds_no_more_than_the_file_system),
		cmocka_unit_test(extents_beyond_the_end_do_not_make_a_file_hold_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
