/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "support/iso-builder.h"

#include "volume/iso9660/directory.h"
#include "volume/iso9660/memo.h"

#define ABSENT "/absent"

/* What it takes to find no ABSENT among so many records of one letter, "." and ".." included. */
#define LOOKUP(records)                                                                            \
	(IA_ISO_PATH_UNITS + strlen(ABSENT) * IA_ISO_PATH_BYTE_UNITS +                             \
	 (records) * (IA_ISO_RECORD_UNITS + 1))

/* Looks a path up in a volume of which nothing is known, with a meter that has just enough for it. */
static void assert_work(struct builder *b, const char *path, int code, uint64_t units)
{
	struct ia_meter meter = IA_METER;
	uint64_t once;

	b->meter = &meter;
	assert_int_equal(open_built(b, NULL), 1);
	meter = (struct ia_meter)IA_METER;
	assert_int_equal(ia_files_find(&b->files, path, &(struct ia_file){0}, NULL), code);
	assert_int_equal(meter.work_by[IA_COST_FILES], units);
	once = meter.work;
	b->iso = ia_iso9660_free(b->iso);
	b->image = isoargs_image_free(b->image);
	assert_int_equal(open_built(b, NULL), 1);
	meter = (struct ia_meter)IA_METER;
	meter.work_max = once;
	assert_int_equal(ia_files_find(&b->files, path, &(struct ia_file){0}, NULL), code);
	assert_find(b, path, -E2BIG, "no more files are looked for");
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

static void records_take_work(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	begin_costly(&b, false, 14);
	assert_work(&b, ABSENT, 0, LOOKUP(16));
}

static void an_identifier_takes_work_where_it_may_be_the_name(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, false, 12);

	add(&root, &(struct record){.id = "ABCDEFGH", .block = DATA, .size = 5});
	assert_work(&b, "/abcdefgi", 0,
		    LOOKUP(15) + 2 * IA_ISO_PATH_BYTE_UNITS + 7 + 8 * IA_ISO_NAME_BYTE_UNITS);
}

/* Looks an absent name up twice; returns what the second time takes. */
static uint64_t look_again(struct builder *b, const char *path)
{
	struct ia_meter meter = IA_METER;

	begin_costly(b, false, 14);
	b->meter = &meter;
	assert_int_equal(open_built(b, NULL), 1);
	assert_int_equal(ia_files_find(&b->files, path, &(struct ia_file){0}, NULL), 0);
	meter = (struct ia_meter)IA_METER;
	assert_int_equal(ia_files_find(&b->files, path, &(struct ia_file){0}, NULL), 0);
	return meter.work_by[IA_COST_FILES];
}

static void a_name_that_was_looked_up_is_remembered_unless_it_is_long(void **state IA_UNUSED)
{
	char path[IA_ISO_MEMO_NAME + 3] = "/";

	memset(path + 1, 'x', IA_ISO_MEMO_NAME);
	for (unsigned longer = 0; longer <= 1; longer++) {
		struct builder b AUTO_BUILDER;
		uint64_t alone;

		path[1 + IA_ISO_MEMO_NAME] = longer ? 'x' : '\0';
		alone = IA_ISO_PATH_UNITS + strlen(path) * IA_ISO_PATH_BYTE_UNITS;
		if (longer)
			assert_true(look_again(&b, path) > alone + 16 * IA_ISO_RECORD_UNITS);
		else
			assert_int_equal(look_again(&b, path), alone);
	}
}

static void paths_take_work(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;

	begin_costly(&b, false, 0);
	assert_work(&b, ABSENT "/////////////////////////////////////////////////////////////", 0,
		    LOOKUP(2) + 61 * IA_ISO_PATH_BYTE_UNITS);
}

/* Each target is a path of its own, together with what is left of the one that led there. */
static void links_that_are_followed_take_the_work_of_paths(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 0);
	struct entries e = {.size = 0};

	nm(&e, 0, "l", 1);
	link_to(&e, "absent");
	add_with_entries(&root, &e);
	assert_work(&b, "/l/x", 0,
		    2 * IA_ISO_PATH_UNITS + (4 + 8) * IA_ISO_PATH_BYTE_UNITS +
			    6 * (IA_ISO_RECORD_UNITS + 1) +
			    2 * (2 * IA_SUSP_ENTRY_UNITS + IA_SUSP_COMPONENT_UNITS));
}

static void system_use_entries_take_work(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 12);
	struct entries e = {.size = 0};

	nm(&e, 0, "f", 1);
	for (unsigned i = 0; i < 3; i++)
		entry(&e, "ZZ", 4);
	add_with_entries(&root, &e);
	assert_work(&b, ABSENT, 0, LOOKUP(15) + 4 * IA_SUSP_ENTRY_UNITS);
}

/* NM, SL with two components, and two entries more. */
static void add_link(struct entries *e)
{
	nm(e, 0, "f", 1);
	link_to(e, "a/b");
	entry(e, "ZZ", 4);
	entry(e, "ZZ", 4);
}

static void components_of_links_take_work(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 10);
	struct entries e = {.size = 0};

	add_link(&e);
	add_with_entries(&root, &e);
	assert_work(&b, ABSENT, 0,
		    LOOKUP(13) + 4 * IA_SUSP_ENTRY_UNITS + 2 * IA_SUSP_COMPONENT_UNITS);
}

static void what_is_refused_takes_work_too(void **state IA_UNUSED)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 10);
	struct entries e = {.size = 0};

	add_link(&e);
	entry(&e, "ZZ", 4)[2] = 3;
	add_with_entries(&root, &e);
	assert_work(&b, ABSENT, -EBADMSG,
		    LOOKUP(13) + 4 * IA_SUSP_ENTRY_UNITS + 2 * IA_SUSP_COMPONENT_UNITS);
}

/* What is read for a directory of one sector, and for a continuation area of so many bytes. */
static void assert_reading(uint32_t size, unsigned reads)
{
	struct builder b AUTO_BUILDER;
	struct directory root = begin_costly(&b, true, 10);
	struct ia_meter one = IA_METER, all = IA_METER;
	struct ia_window window;
	struct entries e = {.size = 0};
	uint8_t bytes[2 * IA_BLOCK_SIZE];

	b.meter = &all;
	ce(&e, DATA, 0, size);
	add_with_entries(&root, &e);
	assert_int_equal(open_built(&b, NULL), 1);
	all = (struct ia_meter)IA_METER;
	assert_int_equal(ia_files_find(&b.files, ABSENT, &(struct ia_file){0}, NULL), 0);
	window = ia_window_whole(b.image);
	window.meter = &one;
	assert_int_equal(ia_window_read(&window, 0, bytes, IA_BLOCK_SIZE, NULL), 0);
	for (unsigned i = 0; i < reads; i++)
		assert_int_equal(ia_window_read(&window, 0, bytes, size, NULL), 0);
	assert_int_equal(all.work_by[IA_COST_READING], one.work_by[IA_COST_READING]);
}

static void sectors_and_continuation_areas_take_the_work_of_reading(void **state IA_UNUSED)
{
	static const uint32_t sizes[] = {1, IA_BLOCK_SIZE - 1, IA_BLOCK_SIZE + 1};

	for (size_t i = 0; i < IA_COUNT(sizes); i++)
		assert_reading(sizes[i], 1);
}

static void all_lookups_and_listings_share_the_meter(void **state IA_UNUSED)
{
	struct ia_meter meter = IA_METER;
	struct builder b AUTO_BUILDER;
	unsigned names = 0;

	begin_costly(&b, false, 14);
	b.meter = &meter;
	assert_int_equal(open_built(&b, NULL), 1);
	assert_int_equal(ia_files_find(&b.files, ABSENT, &(struct ia_file){0}, NULL), 0);
	/* Just too little for one sector and 14 names. */
	meter.work_max = meter.work + IA_ISO_PATH_UNITS + IA_ISO_PATH_BYTE_UNITS + 912 +
			 16 * (IA_ISO_RECORD_UNITS + 1) + 14 * IA_ISO_NAME_BYTE_UNITS - 1;
	assert_int_equal(ia_files_list(&b.files, "/", count_names, &names, NULL), -E2BIG);
	assert_int_equal(names, 13);
	assert_find(&b, ABSENT, -E2BIG, "no more files are looked for");
	assert_int_equal(ia_files_list(&b.files, "/", count_names, &names, NULL), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_take_work),
		cmocka_unit_test(an_identifier_takes_work_where_it_may_be_the_name),
		cmocka_unit_test(a_name_that_was_looked_up_is_remembered_unless_it_is_long),
		cmocka_unit_test(paths_take_work),
		cmocka_unit_test(links_that_are_followed_take_the_work_of_paths),
		cmocka_unit_test(system_use_entries_take_work),
		cmocka_unit_test(components_of_links_take_work),
		cmocka_unit_test(what_is_refused_takes_work_too),
		cmocka_unit_test(sectors_and_continuation_areas_take_the_work_of_reading),
		cmocka_unit_test(all_lookups_and_listings_share_the_meter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
