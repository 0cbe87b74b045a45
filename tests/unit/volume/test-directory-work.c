/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "support/iso-builder.h"

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
	assert_int_equal(ia_files_list(&b.files, "/", count_names, &names, NULL), 0);
	assert_int_equal(names, 14);
	assert_find(&b, "/g", -E2BIG, "not done after 2097152 steps");
	assert_int_equal(ia_files_list(&b.files, "/", count_names, &names, NULL), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_and_records_take_steps),
		cmocka_unit_test(an_identifier_takes_steps_where_it_may_be_the_name),
		cmocka_unit_test(system_use_entries_take_steps),
		cmocka_unit_test(components_of_links_take_steps),
		cmocka_unit_test(what_is_refused_takes_steps_too),
		cmocka_unit_test(continuation_areas_take_the_steps_of_blocks),
		cmocka_unit_test(all_lookups_in_a_volume_share_the_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
