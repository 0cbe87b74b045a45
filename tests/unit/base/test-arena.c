/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

static void an_arena_hands_out_zeroed_memory_up_to_its_limit(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(10000);
	char *item = ia_arena_alloc(arena, 100);

	assert_non_null(item);
	for (int i = 0; i < 100; i++)
		assert_int_equal(item[i], 0);
	assert_non_null(ia_arena_alloc(arena, 9000));
	assert_null(ia_arena_alloc(arena, 1000));
	assert_null(ia_arena_alloc(arena, SIZE_MAX));
	assert_null(ia_arena_array(arena, SIZE_MAX / 2, 4));
	assert_string_equal(ia_arena_printf(arena, "%d-%s", 7, "x"), "7-x");
}

static void an_array_in_an_arena_keeps_its_items_as_it_grows(void **state IA_UNUSED)
{
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	int *items = NULL;
	size_t capacity = 0;

	for (int i = 0; i < 1000; i++) {
		assert_int_equal(ia_arena_grow(arena, &items, (size_t)i, &capacity, sizeof(*items)),
				 0);
		items[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_arena_hands_out_zeroed_memory_up_to_its_limit),
		cmocka_unit_test(an_array_in_an_arena_keeps_its_items_as_it_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
