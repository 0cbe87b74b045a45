/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "image/extents.h"

/* Filled with what is there, in any order. */
static struct ia_extents *extents_of(const struct ia_extent *ranges, size_t count)
{
	struct ia_extents *extents = calloc(1, sizeof(*extents));

	assert_non_null(extents);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(ia_extents_add(extents, ranges[i]), 0);
	return extents;
}

#define EXTENTS(...)                                                                               \
	extents_of((const struct ia_extent[]){__VA_ARGS__},                                        \
		   sizeof((const struct ia_extent[]){__VA_ARGS__}) / sizeof(struct ia_extent))

static void assert_hole(const struct ia_extents *extents, uint64_t start, uint64_t end, uint64_t at,
			struct ia_extent hole)
{
	uint64_t found;
	struct ia_extent around;

	assert_true(ia_extents_hole(extents, start, end, &found, &around));
	assert_int_equal(found, at);
	assert_int_equal(around.start, hole.start);
	assert_int_equal(around.end, hole.end);
}

static void of_nothing_all_is_one_hole(void **state IA_UNUSED)
{
	struct ia_extents *extents = calloc(1, sizeof(*extents));

	assert_hole(extents, 5, 6, 5, (struct ia_extent){0, UINT64_MAX});
	assert_false(ia_extents_hole(extents, 5, 5, NULL, NULL));
	free(extents);
}

static void a_hole_is_told_with_all_of_its_bytes(void **state IA_UNUSED)
{
	struct ia_extents *extents = EXTENTS({30, 40}, {10, 20});

	assert_hole(extents, 0, 100, 0, (struct ia_extent){0, 10});
	assert_hole(extents, 12, 100, 20, (struct ia_extent){20, 30});
	assert_hole(extents, 25, 26, 25, (struct ia_extent){20, 30});
	assert_hole(extents, 39, 41, 40, (struct ia_extent){40, UINT64_MAX});
	assert_false(ia_extents_hole(extents, 10, 20, NULL, NULL));
	assert_false(ia_extents_hole(extents, 39, 40, NULL, NULL));
	assert_int_equal(extents->bytes, 20);
	free(extents);
}

static void ranges_that_touch_become_one(void **state IA_UNUSED)
{
	struct ia_extents *extents = EXTENTS({10, 20}, {40, 50}, {20, 25}, {35, 40});

	assert_int_equal(extents->count, 2);
	assert_hole(extents, 10, 50, 25, (struct ia_extent){25, 35});
	assert_int_equal(ia_extents_add(extents, (struct ia_extent){25, 35}), 0);
	assert_int_equal(extents->count, 1);
	assert_int_equal(extents->bytes, 40);
	assert_false(ia_extents_hole(extents, 10, 50, NULL, NULL));
	ia_extents_clear(extents);
	assert_hole(extents, 10, 50, 10, (struct ia_extent){0, UINT64_MAX});
	assert_int_equal(extents->bytes, 0);
	free(extents);
}

static void so_many_are_kept_apart_and_no_more(void **state IA_UNUSED)
{
	struct ia_extents *extents = calloc(1, sizeof(*extents));

	for (uint64_t i = IA_SOURCE_EXTENTS_MAX; i-- > 0;)
		assert_int_equal(ia_extents_add(extents, (struct ia_extent){3 * i, 3 * i + 1}), 0);
	assert_int_equal(ia_extents_add(extents, (struct ia_extent){3 * IA_SOURCE_EXTENTS_MAX + 1,
								    3 * IA_SOURCE_EXTENTS_MAX + 2}),
			 -E2BIG);
	assert_int_equal(extents->bytes, IA_SOURCE_EXTENTS_MAX);
	assert_int_equal(ia_extents_add(extents, (struct ia_extent){1, 2}), 0);
	assert_int_equal(ia_extents_add(extents, (struct ia_extent){2, 3}), 0);
	assert_int_equal(extents->count, IA_SOURCE_EXTENTS_MAX - 1);
	free(extents);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_nothing_all_is_one_hole),
		cmocka_unit_test(a_hole_is_told_with_all_of_its_bytes),
		cmocka_unit_test(ranges_that_touch_become_one),
		cmocka_unit_test(so_many_are_kept_apart_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
