/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "support/iso-builder.h"
#include "support/notes.h"

static int count(const char *name IA_UNUSED, const struct ia_file *file IA_UNUSED, void *data)
{
	(*(unsigned *)data)++;
	return 0;
}

static void assert_find(const struct builder *b, const char *path, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	struct ia_file file = {.size = 0x5e5e5e};

	assert_int_equal(ia_files_find(&b->files, path, &file, &error), code);
	assert_int_equal(file.size, 0x5e5e5e);
	if (code < 0)
		assert_contains(isoargs_error_message(error), part);
	else
		assert_null(error);
}

static void assert_block(const struct builder *b, const char *path, unsigned block)
{
	char *text IA_AUTO_FREE = NULL;

	assert_int_equal(ia_files_slurp(&b->files, path, IA_BLOCK_SIZE, &text, NULL, NULL), 1);
	assert_int_equal((uint8_t)text[0], block);
}

static void assert_read_fails(const struct builder *b, const char *path, int code, const char *part)
{
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	char *text = SENTINEL;

	assert_int_equal(ia_files_slurp(&b->files, path, IA_CONFIG_MAX, &text, NULL, &error), code);
	assert_ptr_equal(text, SENTINEL);
	assert_contains(isoargs_error_message(error), path);
	assert_contains(isoargs_error_message(error), part);
}

/* A plain image with one more record in its root. */
static void build_with(struct builder *b, const struct record *record)
{
	struct directory root;

	build(b, 64, 1);
	root = begin(b, ROOT, 1, ROOT, NULL, NULL);
	add(&root, record);
	assert_int_equal(open_built(b, NULL), 1);
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

static void a_directory_beyond_the_end_is_named(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct isoargs_error *error IA_AUTO_ERROR = NULL;
	unsigned names = 0;

	build_with(&b, &(struct record){.id = "EFI", .block = 63, .size = 4096, .flags = 2});
	assert_int_equal(ia_files_have(&b.files, "/EFI", IA_FILE_DIRECTORY, NULL), 1);
	assert_find(&b, "/EFI/BOOT/grub.cfg", -ENODATA, "/EFI: the directory's 4096 bytes");
	assert_int_equal(ia_files_list(&b.files, "/EFI", count, &names, &error), -ENODATA);
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
			assert_int_equal(ia_files_list(&b.files, "/", count, &names, NULL), -E2BIG);
		} else {
			assert_find(&b, "/g", 0, NULL);
			assert_int_equal(ia_files_list(&b.files, "/", count, &names, NULL), 0);
		}
		assert_int_equal(names, IA_DIR_RECORDS_MAX - 2);
	}
}

/* Looks a path up until it has taken all steps, of which each lookup takes so many. */
static void assert_steps(const struct builder *b, const char *path, int code, unsigned each)
{
	assert_int_equal(IA_WALK_STEPS_MAX % each, 0);
	for (unsigned i = 0; i < IA_WALK_STEPS_MAX / each; i++)
		assert_int_equal(ia_files_find(&b->files, path, &(struct ia_file){0}, NULL), code);
	assert_find(b, path, -E2BIG, "not done after 2097152 steps through directories");
}

/* A root of one block, Rock Ridge or not, with so many small records beside "." and "..". */
static struct directory begin_costly(struct builder *b, bool rock_ridge, unsigned records)
{
	struct directory root;

	build(b, 64, 1);
	memset(at_block(b, DATA), 0, IA_BLOCK_SIZE);
	root = rock_ridge ? begin_rock_root(b, 1) : begin(b, ROOT, 1, ROOT, NULL, NULL);
	for (unsigned i = 0; i < records; i++)
		add(&root, &(struct record){.id = "F", .block = DATA, .size = 5});
	return root;
}

static void add_with_entries(struct directory *root, const struct entries *entries)
{
	add(root, &(struct record){.id = "F", .block = DATA, .size = 5, .entries = entries});
}

static void blocks_and_records_take_steps(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	begin_costly(&b, false, 14);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_steps(&b, "/g", 0, IA_WALK_BLOCK_STEPS + 16 * IA_WALK_RECORD_STEPS);
}

static void an_identifier_takes_steps_where_it_may_be_the_name(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, false, 12);

	add(&root, &(struct record){.id = "ABCDEFGH", .block = DATA, .size = 5});
	assert_int_equal(open_built(&b, NULL), 1);
	assert_steps(&b, "/abcdefgi", 0, IA_WALK_BLOCK_STEPS + 15 * IA_WALK_RECORD_STEPS + 4);
}

static void system_use_entries_take_steps(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 12);
	struct entries e = {.size = 0};

	nm(&e, 0, "f", 1);
	for (unsigned i = 0; i < 3; i++)
		entry(&e, "ZZ", 4);
	add_with_entries(&root, &e);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_steps(&b, "/g", 0, IA_WALK_BLOCK_STEPS + 15 * IA_WALK_RECORD_STEPS + 4);
}

/* NM, SL with two components, and two entries more: 4 and two components. */
static void add_link(struct entries *e)
{
	nm(e, 0, "f", 1);
	link_to(e, "a/b");
	entry(e, "ZZ", 4);
	entry(e, "ZZ", 4);
}

static void components_of_links_take_steps(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 10);
	struct entries e = {.size = 0};

	add_link(&e);
	add_with_entries(&root, &e);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_steps(&b, "/g", 0,
		     IA_WALK_BLOCK_STEPS + 13 * IA_WALK_RECORD_STEPS + 4 +
			     2 * IA_WALK_COMPONENT_STEPS);
}

static void what_is_refused_takes_steps_too(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 10);
	struct entries e = {.size = 0};

	add_link(&e);
	entry(&e, "ZZ", 4)[2] = 3;
	add_with_entries(&root, &e);
	assert_int_equal(open_built(&b, NULL), 1);
	assert_steps(&b, "/g", -EBADMSG,
		     IA_WALK_BLOCK_STEPS + 13 * IA_WALK_RECORD_STEPS + 4 +
			     2 * IA_WALK_COMPONENT_STEPS);
}

static void continuation_areas_take_the_steps_of_blocks(void **state IA_UNUSED)
{
	static const struct {
		uint32_t size;
		unsigned blocks, records;
	} cases[] = {
		{1, 1, 28},
		{IA_BLOCK_SIZE - 1, 1, 28},
		{IA_BLOCK_SIZE, 2, 12},
	};

	for (size_t i = 0; i < IA_COUNT(cases); i++) {
		struct builder b AUTO_BUILDER;
		struct directory root = begin_costly(&b, true, cases[i].records);
		struct entries e = {.size = 0};

		ce(&e, DATA, 0, cases[i].size);
		for (unsigned j = 0; j < 3; j++)
			entry(&e, "ZZ", 4);
		add_with_entries(&root, &e);
		assert_int_equal(open_built(&b, NULL), 1);
		assert_steps(&b, "/g", 0,
			     IA_WALK_BLOCK_STEPS * (1 + cases[i].blocks) +
				     IA_WALK_RECORD_STEPS * (3 + cases[i].records) + 4);
	}
}

static void all_lookups_in_a_volume_share_the_steps(void **state IA_UNUSED)
{
	const unsigned each = IA_WALK_BLOCK_STEPS + 16 * IA_WALK_RECORD_STEPS;
	struct builder b AUTO_BUILDER;
	unsigned names = 0;

	begin_costly(&b, false, 14);
	assert_int_equal(open_built(&b, NULL), 1);
	for (unsigned i = 0; i < IA_WALK_STEPS_MAX / each - 1; i++)
		assert_int_equal(ia_files_find(&b.files, "/g", &(struct ia_file){0}, NULL), 0);
	/* the last one */
	assert_int_equal(ia_files_list(&b.files, "/", count, &names, NULL), 0);
	assert_int_equal(names, 14);
	assert_find(&b, "/g", -E2BIG, "not done after 2097152 steps");
	assert_int_equal(ia_files_list(&b.files, "/", count, &names, NULL), -E2BIG);
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
		cmocka_unit_test(a_directory_beyond_the_end_is_named),
		cmocka_unit_test(a_directory_of_a_huge_size_is_refused_unread),
		cmocka_unit_test(the_largest_directory_is_read),
		cmocka_unit_test(a_directory_has_a_greatest_number_of_records),
		cmocka_unit_test(blocks_and_records_take_steps),
		cmocka_unit_test(an_identifier_takes_steps_where_it_may_be_the_name),
		cmocka_unit_test(system_use_entries_take_steps),
		cmocka_unit_test(components_of_links_take_steps),
		cmocka_unit_test(what_is_refused_takes_steps_too),
		cmocka_unit_test(continuation_areas_take_the_steps_of_blocks),
		cmocka_unit_test(all_lookups_in_a_volume_share_the_steps),
		cmocka_unit_test(a_record_that_is_wrong_in_itself_is_refused),
		cmocka_unit_test(a_record_may_end_with_its_sector_but_not_cross_it),
		cmocka_unit_test(a_zero_length_ends_a_sector_and_not_the_directory),
		cmocka_unit_test(the_walk_ends_with_the_size_of_the_directory),
		cmocka_unit_test(a_listing_stops_when_its_visitor_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
