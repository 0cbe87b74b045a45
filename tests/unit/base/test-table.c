/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/unit.h"

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
		cmocka_unit_test(an_escaped_cell_is_as_wide_as_its_escapes),
		cmocka_unit_test(a_table_takes_as_many_columns_as_its_bound),
		cmocka_unit_test(a_table_without_rows_prints_nothing),
		cmocka_unit_test(a_table_that_ran_out_of_memory_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
