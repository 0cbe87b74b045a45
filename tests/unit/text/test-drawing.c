/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "text/drawing.h"

static void assert_size(uint64_t size, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_size_print(size, &buf);
	assert_string_equal(buf.data, expected);
}

static void sizes_are_printed_in_the_largest_unit_that_they_fill(void **state IA_UNUSED)
{
	assert_size(0, "0 bytes");
	assert_size(1, "1 bytes");
	assert_size(1023, "1023 bytes");
	assert_size(1024, "1.0 KiB");
	assert_size(1024 + 102, "1.0 KiB");
	assert_size(1024 + 103, "1.1 KiB");
	assert_size(1536, "1.5 KiB");
	assert_size(2047, "1.9 KiB");
	assert_size((1u << 20) - 1, "1023.9 KiB");
	assert_size(1u << 20, "1.0 MiB");
	assert_size(58u << 20, "58.0 MiB");
	assert_size((1u << 30) - 1, "1023.9 MiB");
	assert_size(1u << 30, "1.0 GiB");
	assert_size(1ull << 40, "1.0 TiB");
	assert_size(1ull << 50, "1.0 PiB");
	assert_size((1ull << 60) - 1, "1023.9 PiB");
	assert_size(1ull << 60, "1.0 EiB");
	assert_size(UINT64_MAX, "15.9 EiB");
}

/*
 * The row of one span: runs of cells as "3# 1+ 52.", and '>' behind them.
 * 5600 bytes are 100 a cell.
 */
static void assert_row(uint64_t offset, uint64_t size, uint64_t total, const char *expected)
{
	const struct ia_span span = {"name", offset, size};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0}, runs IA_AUTO_STRBUF = {0};
	const char *row;

	ia_map_print(&span, 1, total, 1, &buf);
	row = strchr(buf.data, '\n') + 1;
	assert_memory_equal(row, " name  ", 7);
	row += 7;
	assert_int_equal(strspn(row, ".+#"), IA_MAP_WIDTH);
	while (*row != '\n' && *row != '>') {
		size_t length = strspn(row, (const char[]){*row, '\0'});

		ia_strbuf_addf(&runs, "%s%zu%c", runs.length ? " " : "", length, *row);
		row += length;
	}
	if (*row == '>')
		ia_strbuf_addc(&runs, *row++);
	assert_string_equal(row, "\n");
	assert_string_equal(runs.data, expected);
}

static void a_span_of_all_covers_every_cell(void **state IA_UNUSED)
{
	assert_row(0, 5600, 5600, "56#");
	assert_row(0, UINT64_MAX, UINT64_MAX, "56#");
	assert_row(0, 57, 57, "56#");
}

static void an_empty_span_touches_nothing(void **state IA_UNUSED)
{
	assert_row(0, 0, 5600, "56.");
	assert_row(2850, 0, 5600, "56.");
	assert_row(5600, 0, 5600, "56.");
	assert_row(UINT64_MAX, 0, UINT64_MAX, "56.");
}

static void a_byte_touches_the_cell_that_it_lies_in(void **state IA_UNUSED)
{
	assert_row(0, 1, 5600, "1+ 55.");
	assert_row(99, 1, 5600, "1+ 55.");
	assert_row(100, 1, 5600, "1. 1+ 54.");
	assert_row(5599, 1, 5600, "55. 1+");
	assert_row(UINT64_MAX - 1, 1, UINT64_MAX, "55. 1+");
}

static void half_of_a_cell_covers_it(void **state IA_UNUSED)
{
	assert_row(0, 49, 5600, "1+ 55.");
	assert_row(0, 50, 5600, "1# 55.");
	assert_row(150, 100, 5600, "1. 2# 53.");
	assert_row(151, 98, 5600, "1. 2+ 53.");
	assert_row(2800, 2800, 5600, "28. 28#");
}

static void a_span_that_goes_on_beyond_the_end_says_so(void **state IA_UNUSED)
{
	assert_row(5500, 100, 5600, "55. 1#");
	assert_row(5500, 101, 5600, "55. 1#>");
	assert_row(5600, 1, 5600, "56.>");
	assert_row(0, 5601, 5600, "56#>");
	assert_row(9000, 9000, 5600, "56.>");
}

static void a_span_whose_end_wraps_goes_on_beyond_the_end(void **state IA_UNUSED)
{
	assert_row(2800, UINT64_MAX, 5600, "28. 28#>");
	assert_row(UINT64_MAX, UINT64_MAX, 5600, "56.>");
	assert_row(UINT64_MAX, 1, 5600, "56.>");
	assert_row(UINT64_MAX - 1, 1, 5600, "56.>");
	assert_row(1, UINT64_MAX, UINT64_MAX - 1, "56#>");
}

static void nothing_is_covered_of_an_image_of_no_bytes(void **state IA_UNUSED)
{
	assert_row(0, 0, 0, "56.");
	assert_row(0, 1, 0, "56.>");
}

static void the_ruler_ends_where_the_cells_do_and_names_their_total(void **state IA_UNUSED)
{
	const struct ia_span spans[] = {{"a", 0, 1}, {"\xe6\xbc\xa2\xe5\xad\x97", 0, 1}};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	const char *row;

	ia_map_print(spans, 2, 1u << 20, 2, &buf);
	assert_memory_equal(buf.data, "        0     ", 14);
	row = strchr(buf.data, '\n');
	assert_int_equal(row - buf.data, 2 + 4 + 2 + IA_MAP_WIDTH);
	assert_memory_equal(row - 8, " 1.0 MiB", 8);
	assert_memory_equal(row, "\n  a     +", 10);
	assert_contains(row, "\n  \xe6\xbc\xa2\xe5\xad\x97  +");
}

static void a_map_of_nothing_is_a_ruler(void **state IA_UNUSED)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_map_print(NULL, 0, 10, 0, &buf);
	assert_int_equal(strlen(buf.data), 2 + IA_MAP_WIDTH + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_are_printed_in_the_largest_unit_that_they_fill),
		cmocka_unit_test(a_span_of_all_covers_every_cell),
		cmocka_unit_test(an_empty_span_touches_nothing),
		cmocka_unit_test(a_byte_touches_the_cell_that_it_lies_in),
		cmocka_unit_test(half_of_a_cell_covers_it),
		cmocka_unit_test(a_span_that_goes_on_beyond_the_end_says_so),
		cmocka_unit_test(a_span_whose_end_wraps_goes_on_beyond_the_end),
		cmocka_unit_test(nothing_is_covered_of_an_image_of_no_bytes),
		cmocka_unit_test(the_ruler_ends_where_the_cells_do_and_names_their_total),
		cmocka_unit_test(a_map_of_nothing_is_a_ruler),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
