/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/meter.h"

#include <errno.h>
#include <isoargs/error.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "support/unit.h"

static struct ia_meter small(void)
{
	return (struct ia_meter){.work_max = 1000000, .kept_max = 1024u * 1024u};
}

static void work_is_allowed_up_to_the_last_unit_and_refused_from_the_next(void **state IA_UNUSED)
{
	struct ia_meter meter = small();

	assert_int_equal(ia_meter_spend(&meter, IA_COST_GRUB, 600000), 0);
	assert_int_equal(ia_meter_spend(&meter, IA_COST_FILES, 400000), 0);
	assert_int_equal(ia_meter_work(&meter), 1000000);
	assert_int_equal(ia_meter_spend(&meter, IA_COST_FILES, 1), -E2BIG);
	/* It sticks, for work that costs nothing, too. */
	assert_int_equal(ia_meter_spend(&meter, IA_COST_GRUB, 0), -E2BIG);
	assert_int_equal(ia_meter_keep(&meter, IA_COST_GRUB, 0), -E2BIG);
}

static void units_beyond_all_numbers_do_not_wrap(void **state IA_UNUSED)
{
	struct ia_meter meter = small();

	assert_int_equal(ia_meter_spend(&meter, IA_COST_GRUB, 5), 0);
	assert_int_equal(ia_meter_spend(&meter, IA_COST_GRUB, UINT64_MAX), -E2BIG);
	assert_int_equal(ia_meter_spend(&meter, IA_COST_GRUB, UINT64_MAX), -E2BIG);
	assert_true(meter.work > meter.work_max);
}

static void bytes_given_back_can_be_kept_again(void **state IA_UNUSED)
{
	struct ia_meter meter = small();

	for (int i = 0; i < 5; i++) {
		assert_int_equal(ia_meter_keep(&meter, IA_COST_MENUS, 1024 * 1024), 0);
		ia_meter_release(&meter, IA_COST_MENUS, 1024 * 1024);
	}
	assert_int_equal(ia_meter_keep(&meter, IA_COST_MENUS, 1024 * 1024), 0);
	assert_int_equal(ia_meter_keep(&meter, IA_COST_MENUS, 1), -E2BIG);
	ia_meter_release(&meter, IA_COST_MENUS, 1024 * 1024);
	assert_int_equal(ia_meter_keep(&meter, IA_COST_MENUS, 1), -E2BIG);
}

static void the_sentence_names_what_spent_most(void **state IA_UNUSED)
{
	struct ia_meter meter = small();
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	ia_meter_spend(&meter, IA_COST_SYSLINUX, 700000);
	ia_meter_spend(&meter, IA_COST_FILES, 200000);
	assert_int_equal(ia_meter_settle(&meter, "a.iso", 7, &error), 7);
	assert_null(error);
	ia_meter_spend(&meter, IA_COST_GRUB, 200000);
	assert_int_equal(ia_meter_settle(&meter, "a.iso", 7, &error), -E2BIG);
	assert_string_equal(isoargs_error_message(error),
			    "a.iso: the medium takes more than 1 million units of work, most of "
			    "them for reading its SYSLINUX configurations; no honest medium is "
			    "like that; if yours is, report it");
}

static void
the_sentence_names_who_asked_for_most_memory_though_it_was_given_back(void **state IA_UNUSED)
{
	struct ia_meter meter = small();
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);
	struct isoargs_error *error IA_AUTO_ERROR = NULL;

	ia_meter_keep(&meter, IA_COST_MENUS, 400 * 1024);
	ia_arena_draw_on(arena, &meter, IA_COST_GRUB);
	assert_non_null(ia_arena_alloc(arena, 300 * 1024));
	assert_null(ia_arena_alloc(arena, 400 * 1024));
	ia_arena_draw_on(arena, NULL, 0);
	ia_meter_release(&meter, IA_COST_MENUS, 400 * 1024);
	assert_int_equal(ia_meter_settle(&meter, "a.iso", -ENOMEM, &error), -E2BIG);
	assert_string_equal(isoargs_error_message(error),
			    "a.iso: the medium takes more than 1 MiB of memory, most of it for "
			    "evaluating its GRUB configurations; no honest medium is like that; "
			    "if yours is, report it");
}

static void an_arena_gives_back_what_it_took_when_it_is_freed(void **state IA_UNUSED)
{
	struct ia_meter meter = small();
	struct ia_arena *arena = ia_arena_new(0);

	assert_non_null(ia_arena_alloc(arena, 1000));
	ia_arena_draw_on(arena, &meter, IA_COST_GRUB);
	assert_true(meter.kept >= 1000);
	assert_non_null(ia_arena_alloc(arena, 100000));
	assert_true(meter.kept >= 101000);
	assert_ptr_equal(ia_arena_meter(arena), &meter);
	ia_arena_free(arena);
	assert_int_equal(meter.kept, 0);
	assert_int_equal(meter.kept_by[IA_COST_GRUB], 0);
}

static void an_arena_that_was_taken_off_the_meter_outlives_it(void **state IA_UNUSED)
{
	struct ia_meter meter = small();
	struct ia_arena *arena IA_AUTO_ARENA = ia_arena_new(0);

	ia_arena_draw_on(arena, &meter, IA_COST_GRUB);
	assert_non_null(ia_arena_alloc(arena, 1000));
	ia_arena_draw_on(arena, NULL, 0);
	assert_int_equal(meter.kept, 0);
	memset(&meter, 0xff, sizeof(meter));
	assert_non_null(ia_arena_alloc(arena, 2 * 1024 * 1024));
}

static void a_buffer_stops_where_the_meter_is_spent(void **state IA_UNUSED)
{
	struct ia_meter meter = small();
	struct ia_strbuf buf = {.meter = &meter, .cost = IA_COST_PRINTING};
	char *text = NULL;

	ia_strbuf_fill(&buf, 'x', 500 * 1024);
	assert_int_equal(buf.error, 0);
	ia_strbuf_fill(&buf, 'x', 600 * 1024);
	assert_int_equal(buf.error, -ENOMEM);
	assert_int_equal(ia_strbuf_take(&buf, &text), -ENOMEM);
	assert_null(text);
	assert_int_equal(meter.kept, 0);
	assert_int_equal(ia_meter_settle(&meter, "a.iso", 0, NULL), -E2BIG);
}

static void a_text_that_was_handed_over_is_not_held_any_more(void **state IA_UNUSED)
{
	struct ia_meter meter = small();
	struct ia_strbuf buf = {.meter = &meter, .cost = IA_COST_PRINTING};
	char *text IA_AUTO_FREE = NULL;

	ia_strbuf_fill(&buf, 'x', 300 * 1024);
	assert_true(meter.kept >= 300 * 1024);
	assert_int_equal(ia_strbuf_take(&buf, &text), 0);
	assert_int_equal(meter.kept, 0);
	assert_int_equal(strlen(text), 300 * 1024);
}

static void without_a_meter_nothing_is_counted(void **state IA_UNUSED)
{
	assert_int_equal(ia_meter_spend(NULL, IA_COST_GRUB, UINT64_MAX), 0);
	assert_int_equal(ia_meter_keep(NULL, IA_COST_GRUB, UINT64_MAX), 0);
	ia_meter_release(NULL, IA_COST_GRUB, 1);
	ia_meter_raise(NULL, 1, 1);
	assert_int_equal(ia_meter_work(NULL), 0);
}

static void an_ordinary_call_has_the_bounds_of_the_library(void **state IA_UNUSED)
{
	struct ia_meter meter = IA_METER, other = IA_METER;

	assert_int_equal(ia_meter_spend(&meter, IA_COST_GRUB, IA_WORK_MAX), 0);
	assert_int_equal(ia_meter_spend(&meter, IA_COST_GRUB, 1), -E2BIG);
	assert_int_equal(ia_meter_keep(&other, IA_COST_GRUB, IA_KEPT_MAX), 0);
	assert_int_equal(ia_meter_keep(&other, IA_COST_GRUB, 1), -E2BIG);
}

static void a_packed_kernel_may_cost_that_much_more(void **state IA_UNUSED)
{
	struct ia_meter meter = IA_METER;

	ia_meter_raise(&meter, IA_UNPACK_WORK_MAX, IA_UNPACK_KEPT_MAX);
	assert_int_equal(ia_meter_keep(&meter, IA_COST_UNPACKING, IA_KEPT_MAX + IA_UNPACK_KEPT_MAX),
			 0);
	assert_int_equal(
		ia_meter_spend(&meter, IA_COST_UNPACKING,
			       (uint64_t)IA_WORK_MAX + IA_UNPACK_WORK_MAX - ia_meter_work(&meter)),
		0);
	assert_int_equal(ia_meter_spend(&meter, IA_COST_UNPACKING, 1), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(work_is_allowed_up_to_the_last_unit_and_refused_from_the_next),
		cmocka_unit_test(units_beyond_all_numbers_do_not_wrap),
		cmocka_unit_test(bytes_given_back_can_be_kept_again),
		cmocka_unit_test(the_sentence_names_what_spent_most),
		cmocka_unit_test(
			the_sentence_names_who_asked_for_most_memory_though_it_was_given_back),
		cmocka_unit_test(an_arena_gives_back_what_it_took_when_it_is_freed),
		cmocka_unit_test(an_arena_that_was_taken_off_the_meter_outlives_it),
		cmocka_unit_test(a_buffer_stops_where_the_meter_is_spent),
		cmocka_unit_test(a_text_that_was_handed_over_is_not_held_any_more),
		cmocka_unit_test(without_a_meter_nothing_is_counted),
		cmocka_unit_test(an_ordinary_call_has_the_bounds_of_the_library),
		cmocka_unit_test(a_packed_kernel_may_cost_that_much_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
