/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

#include "base/limits.h"
#include "base/table.h"

static void assert_table(struct ia_table *table, size_t indent, const char *expected)
{
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};

	ia_table_print(table, indent, &buf);
	assert_int_equal(buf.error, 0);
	assert_string_equal(buf.data ? buf.data : "", expected);
	ia_table_free(table);
}

static void columns_of_wide_characters_align(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 2};

	ia_table_add(&table, "\xe6\xbc\xa2\xe5\xad\x97");
	ia_table_add(&table, "wide");
	ia_table_add(&table, "abc");
	ia_table_add(&table, "narrow");
	ia_table_add(&table, "e\xcc\x81");
	ia_table_add(&table, "combining");
	assert_table(&table, 1,
		     " \xe6\xbc\xa2\xe5\xad\x97  wide\n abc   narrow\n e\xcc\x81     combining\n");
}

static void columns_to_the_right_align_at_their_ends(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 3, .right = 1 << 1};

	for (unsigned i = 1; i <= 1000; i *= 10) {
		ia_table_add(&table, "n");
		ia_table_addf(&table, "%u", i);
		ia_table_add(&table, i == 10 ? "\xef\xbc\x91" : "x");
	}
	assert_table(&table, 0, "n     1  x\nn    10  \xef\xbc\x91\nn   100  x\nn  1000  x\n");
}

static void rows_end_without_blanks(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 3};

	ia_table_add(&table, "a");
	ia_table_add(&table, "b");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "");
	ia_table_add(&table, "longer");
	ia_table_add(&table, "c");
	assert_table(&table, 2, "  a  b\n\n     longer  c\n");
}

/* A row of a cell of width columns and one behind it; and one of narrow cells. */
static void assert_pushed(size_t width, size_t blanks)
{
	struct ia_table table = {.columns = 2};
	struct ia_strbuf wide IA_AUTO_STRBUF = {0}, expected IA_AUTO_STRBUF = {0};

	ia_strbuf_fill(&wide, 'w', width);
	ia_table_add(&table, wide.data);
	ia_table_add(&table, "x");
	ia_table_add(&table, "n");
	ia_table_add(&table, "y");
	ia_strbuf_addf(&expected, "%s  x\nn%*sy\n", wide.data, (int)blanks, "");
	assert_table(&table, 0, expected.data);
}

static void a_cell_wider_than_others_are_padded_to_pushes_its_own_row(void **state IA_UNUSED)
{
	assert_pushed(IA_TABLE_PAD_MAX - 1, IA_TABLE_PAD_MAX);
	assert_pushed(IA_TABLE_PAD_MAX, IA_TABLE_PAD_MAX + 1);
	assert_pushed(IA_TABLE_PAD_MAX + 1, IA_TABLE_PAD_MAX + 1);
	assert_pushed(70000, IA_TABLE_PAD_MAX + 1);
}

static void blanks_at_the_end_of_a_cell_are_kept_before_another(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 2, .right = 1u << 1};

	ia_table_add(&table, "a  ");
	ia_table_add(&table, "b ");
	ia_table_add(&table, "   ");
	ia_table_add(&table, "  ");
	assert_table(&table, 1, " a    b\n\n");
}

static void an_escaped_cell_is_as_wide_as_its_escapes(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 2};

	ia_table_addf(&table, "%s", "\x1b[2J\xff");
	ia_table_add(&table, "x");
	ia_table_add(&table, "12345678901");
	ia_table_add(&table, "y");
	assert_table(&table, 0, "\\x1b[2J\\xff  x\n12345678901  y\n");
}

static void a_table_takes_as_many_columns_as_its_bound(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = IA_TABLE_COLUMNS, .right = 1u << 7};

	for (unsigned i = 0; i < 2 * IA_TABLE_COLUMNS; i++)
		ia_table_addf(&table, "%u", i);
	assert_table(&table, 0, "0  1  2   3   4   5   6    7\n8  9  10  11  12  13  14  15\n");
}

static void a_table_without_rows_prints_nothing(void **state IA_UNUSED)
{
	struct ia_table table = {.columns = 2};

	assert_table(&table, 2, "");
}

static void a_table_that_ran_out_of_memory_says_so(void **state IA_UNUSED)
{
	struct ia_table table IA_AUTO_TABLE = {.columns = 1};
	struct ia_strbuf buf IA_AUTO_STRBUF = {0};
	char *text = SENTINEL;

	ia_table_add(&table, "a");
	table.cells.error = -ENOMEM;
	ia_table_print(&table, 0, &buf);
	assert_int_equal(ia_strbuf_take(&buf, &text), -ENOMEM);
	assert_ptr_equal(text, SENTINEL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_of_wide_characters_align),
		cmocka_unit_test(columns_to_the_right_align_at_their_ends),
		cmocka_unit_test(rows_end_without_blanks),
		cmocka_unit_test(a_cell_wider_than_others_are_padded_to_pushes_its_own_row),
		cmocka_unit_test(blanks_at_the_end_of_a_cell_are_kept_before_another),
		cmocka_unit_test(an_escaped_cell_is_as_wide_as_its_escapes),
		cmocka_unit_test(a_table_takes_as_many_columns_as_its_bound),
		cmocka_unit_test(a_table_without_rows_prints_nothing),
		cmocka_unit_test(a_table_that_ran_out_of_memory_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
